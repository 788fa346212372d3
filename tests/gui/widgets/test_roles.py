"""What paints itself is something to a reader, and dies with its widget."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import app
from app.views.timer_dial import TimerDial
from app.widgets.buffer_gauge import BufferGauge
from app.widgets.progress_bar import ThreeToneProgressBar
from app.widgets.qr_code import QrCode
from app.widgets.roles import tell_roles
from tests.gui.desk import Desk

Role = QAccessible.Role
# The ring lies around what has the focus, and legends repeat what their charts say.
NOTHING_TO_SAY = {"_Ring", "Legend", "RunLegend"}


def painted_classes() -> Iterator[type[QWidget]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(found, QWidget) and found.__module__ == module.name and "paintEvent" in vars(found):
                yield found


def test_who_paints_itself_says_what_it_is() -> None:
    painted = {each for each in painted_classes() if not issubclass(each, QLabel)}
    silent = {each.__name__ for each in painted if not isinstance(getattr(each, "ACCESSIBLE_ROLE", None), Role)}
    assert silent == NOTHING_TO_SAY


def test_readers_are_told(qtbot: QtBot) -> None:
    tell_roles()
    tell_roles()
    for made in (ThreeToneProgressBar(), QrCode(), TimerDial(), BufferGauge("Send buffer")):
        qtbot.addWidget(made)
        told = QAccessible.queryAccessibleInterface(made)
        assert told.role() is Role.Graphic
        assert told.text(QAccessible.Text.Name) == made.accessibleName()
        assert told.text(QAccessible.Text.Description) == made.accessibleDescription()


def test_a_window_that_was_read_leaves_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    tell_roles()
    desk = Desk(tmp_path, qtbot)
    desk.start()
    window = desk.window
    for each in (window, *window.findChildren(QWidget)):
        told = QAccessible.queryAccessibleInterface(each)
        assert all(told.child(at) is not None for at in range(told.childCount()))
    desk.end()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert not isValid(window)
