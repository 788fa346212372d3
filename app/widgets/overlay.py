"""What has to be said or asked lies over a part of the window that one can do without for a while: nothing is moved."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.theme import GRID

_WIDEST: Final = 100 * GRID
# A hand that is on its way to what lies beneath gets there.
_SETTLES_MS: Final = 600


class Overlay(QWidget):
    """Holds parts that show and hide themselves, above one another, in the middle of its parent: at its lower end, or
    so far from the top as `set_top` says. When it has just come up beneath the pointer, clicks go through it."""

    def __init__(self, parent: QWidget, *parts: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self._top: int | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for part in parts:
            layout.addWidget(part)
            part.installEventFilter(self)
        parent.installEventFilter(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLES_MS)
        self._settled.timeout.connect(lambda: self.let_through(False))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.place)
        self.place()

    def set_top(self, top: int | None) -> None:
        """So many pixels from the top; None for the lower end."""
        if top != self._top:
            self._top = top
            self.place()

    def lets_through(self) -> bool:
        """Whether clicks go to what lies beneath."""
        return self.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def let_through(self, through: bool) -> None:
        """Let clicks go through for a moment, or no more."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, through)
        if through:
            self._settled.start()
        else:
            self._settled.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size, and what is shown."""
        kind = event.type()
        if watched is self.parentWidget():
            if kind is QEvent.Type.Resize:
                self.place()
        elif kind is QEvent.Type.ShowToParent:
            self.place()
            if self.rect().contains(self.mapFromGlobal(QCursor.pos())):
                self.let_through(True)
        elif kind in (QEvent.Type.HideToParent, QEvent.Type.LayoutRequest):
            # A part lays itself out after its words have changed.
            self._soon.start()
        return False

    @Slot()
    def place(self) -> None:
        """To where it belongs, as high as what is shown; hidden while nothing is."""
        parent = self.parentWidget()
        shown = any(not part.isHidden() for part in self._parts)
        self.setVisible(shown)
        if not shown or parent is None:
            self.let_through(False)
            return
        width = min(_WIDEST, parent.width() - 4 * GRID)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        height = min(wanted, parent.height() - 2 * GRID)
        self.resize(width, height)
        low = parent.height() - height - 2 * GRID
        self.move((parent.width() - width) // 2, low if self._top is None else min(self._top, low))
        self.raise_()
