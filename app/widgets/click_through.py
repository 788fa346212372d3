"""A click beside an open completion list closes the list, and does what it was meant for as well. GUI thread only.

Qt closes the list and swallows the click: whoever types an address and clicks on the next field goes on typing into the
first one.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCompleter, QWidget


class ClickThrough(QObject):
    """For the list of one completer, in the window of `field`."""

    def __init__(self, completer: QCompleter, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        popup = completer.popup()
        assert popup is not None
        self._list = popup
        # Last installed is asked first: before the completer itself.
        self._list.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand a press outside of the list on to the window."""
        if event.type() is not QEvent.Type.MouseButtonPress or not isinstance(event, QMouseEvent):
            return False
        window = self._field.window().windowHandle()
        if self._list.rect().contains(event.position().toPoint()) or window is None:
            return False
        self._list.hide()
        place = window.mapFromGlobal(event.globalPosition())
        again = QMouseEvent(
            event.type(),
            place,
            place,
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )
        QCoreApplication.sendEvent(window, again)
        return True
