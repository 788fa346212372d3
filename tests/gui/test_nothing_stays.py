"""What a window leaves behind when it has ended: no widget that belongs to nobody, hidden ones included."""

from __future__ import annotations

import gc
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.desk import Desk


def _belonging_to_nobody() -> int:
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        gc.collect()
    return len(QApplication.topLevelWidgets())


def test_two_windows_leave_no_widget_behind(tmp_path: Path, qtbot: QtBot) -> None:
    before = _belonging_to_nobody()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        desk = Desk(folder, qtbot)
        desk.start()
        desk.end()
        del desk
    assert _belonging_to_nobody() <= before
