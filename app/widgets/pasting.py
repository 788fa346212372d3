"""Files that are pasted or dropped where one types an address or a code are still files to send. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from app.widgets.dropping import local_paths


class FilesPassBy(QObject):
    """While files lie on the clipboard, a field leaves the key that pastes to its window, and so it does files that are
    dragged over it: their addresses are of no use in a line of text. Lives as long as the first of `fields`."""

    def __init__(self, *fields: QWidget) -> None:
        super().__init__(fields[0])
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """What a field does not claim is its window's: a key its action, files its own drop."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return event.matches(QKeySequence.StandardKey.Paste) and bool(
                local_paths(QGuiApplication.clipboard().mimeData())
            )
        if isinstance(event, QDragEnterEvent) and local_paths(event.mimeData()):
            event.ignore()
            return True
        return False
