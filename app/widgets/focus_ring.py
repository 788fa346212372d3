"""A ring around what has the keyboard's focus, whatever it is: two pixels at 3:1 or more. GUI thread only.

It appears with the first key that moves the focus, and stays away while only the mouse is used.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from shiboken6 import isValid

from app.theme import HALF_GRID, Meaning, Theme

_WIDTH: Final = 2
_MOVING: Final = frozenset({QEvent.Type.Move, QEvent.Type.Resize})


class FocusRings(QObject):
    """Moves one ring through all windows of the application; make one, after the application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._ring: _Ring | None = None
        application.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        ring = self._ring if self._ring is not None and isValid(self._ring) else None
        if now is not None and not now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            now = None
        if ring is not None and (now is None or ring.parentWidget() is not now.window()):
            ring.leave()
        if now is not None:
            if ring is None or ring.parentWidget() is not now.window():
                ring = self._ring = _Ring(now.window())
            ring.surround(now)


class _Ring(QWidget):
    """Lies over the window of its widget and goes where the widget goes, as far as it can be seen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._around: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        Theme.of_application().changed.connect(self.update)

    def surround(self, widget: QWidget) -> None:
        """Lie around this widget from now on."""
        self.leave()
        self._around = [widget]
        while (around := self._around[-1].parentWidget()) is not None and not self._around[-1].isWindow():
            self._around.append(around)
        for part in self._around:
            part.installEventFilter(self)
        if isinstance(widget, QTabBar):
            widget.currentChanged.connect(self._place)
        self._place()

    def leave(self) -> None:
        """Lie around nothing."""
        for part in filter(isValid, self._around):
            part.removeEventFilter(self)
            if isinstance(part, QTabBar):
                part.currentChanged.disconnect(self._place)
        self._around = []
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something on the way to the window moved."""
        if event.type() in _MOVING:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring alone."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Theme.of_application().line(Meaning.ACKNOWLEDGED), _WIDTH))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), HALF_GRID, HALF_GRID)
        painter.end()

    @Slot()
    def _place(self) -> None:
        if not self._around or not isValid(self._around[0]):
            return
        widget = self._around[0]
        # Of a row of tabs it is the open one that the arrows move.
        area = widget.tabRect(widget.currentIndex()) if isinstance(widget, QTabBar) else widget.rect()
        area.adjust(-_WIDTH, -_WIDTH, _WIDTH, _WIDTH)
        for inner, outer in zip(self._around, self._around[1:], strict=False):
            room = outer.rect()
            if inner is widget:
                # It may lie over what is beside the widget.
                room.adjust(-_WIDTH, -_WIDTH, _WIDTH, _WIDTH)
            area = area.translated(inner.pos()).intersected(room)
        shown = area.intersected(QRect(QPoint(), self._around[-1].size()))
        self.setGeometry(shown)
        self.setVisible(widget.isVisible() and not shown.isEmpty())
        self.raise_()
