"""A page that scrolls where there is no room for it, and follows the keyboard's focus. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from app.theme import GRID


class Scrolling(QScrollArea):
    """No frame, and no stop of the Tab key by itself: what gets the focus inside is scrolled to.

    With a `name`, what is inside is only to be read: then it is a stop, and arrows and Page keys scroll it.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Grouping

    def __init__(self, content: QWidget, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.setWidget(content)
        # Both would fill themselves with the window's colour, also on a card, which has another.
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def take_key(self, event: QKeyEvent) -> bool:
        """Scroll up or down by a key that went to what is around it; whether it was such a key."""
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
        }
        step = steps.get(Qt.Key(event.key())) if not event.modifiers() else None
        if step is None or bar.minimum() == bar.maximum():
            return False
        bar.setValue(bar.value() + step)
        return True

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        content = self.widget()
        if now is None or content is None or not content.isAncestorOf(now):
            return
        # What is larger than the room would make it jump.
        if now.height() <= self.viewport().height():
            self.ensureWidgetVisible(now, GRID, GRID)
