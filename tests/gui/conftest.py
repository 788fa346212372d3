"""What holds for every test of the window: nothing of it outlives its test, and no person's files are touched."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.language import speak
from app.theme import Theme
from app.translations.catalogue import ENGLISH
from tests.gui.desk import Desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own: settings, identity and downloads go there."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(scope="session", autouse=True)
def english(qapp: QApplication) -> None:
    """The words that the tests look for, whatever the machine speaks."""
    speak(qapp, ENGLISH)


@pytest.fixture(scope="session", autouse=True)
def loaded() -> Iterator[None]:
    """Whoever looks through everything that there is, as after each test, need not look through what was loaded before
    the first."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def no_leaked_timers_and_widgets(qapp: QApplication) -> Iterator[None]:
    """Every timer has stopped and every window is gone after the test. The engine's threads: see tests/conftest.py."""
    timers_before, widgets_before = set(map(id, _running_timers())), set(map(id, _windows()))
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    timers = [timer for timer in _running_timers() if id(timer) not in timers_before]
    windows = [window for window in _windows() if id(window) not in widgets_before]
    assert not timers, f"timers that still run: {[(timer, timer.parent()) for timer in timers]}"
    assert not windows, f"windows that are still open: {windows}"


def _running_timers() -> list[QTimer]:
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), QTimer)]
    return [timer for timer in found if isValid(timer) and timer.isActive()]


def _windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if isValid(widget) and widget.isVisible()]


@pytest.fixture(scope="module")
def dressed(qapp: QApplication) -> Iterator[None]:
    """With the style sheet that the program has, which makes some letters wider."""
    Theme.of_application().apply()
    yield
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """A window that has not been shown yet, with a fake engine; closed afterwards."""
    made = Desk(tmp_path, qtbot)
    yield made
    made.end()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three small files."""
    paths = [tmp_path / name for name in ("one.txt", "two.txt", "three.txt")]
    for path in paths:
        path.write_text(path.name)
    return paths
