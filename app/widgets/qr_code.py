"""A text as a QR code to be scanned from the screen. GUI thread only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.widgets.telling import set_tip
from ptp_core.links.qr import QUIET_MODULES, qr_matrix

# Pixels a module: a phone's camera at arm's length wants no fewer than three.
_MODULE: Final = 4


class QrCode(QWidget):
    """Dark on light whatever the theme, with the quiet zone: cameras want it so. Empty while there is no text."""

    ACCESSIBLE_ROLE = QAccessible.Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._module = _MODULE
        self._matrix: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What the code says."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this text; empty shows nothing. One too long for a code shows nothing either."""
        if text == self._text:
            return
        try:
            self._matrix = qr_matrix(text) if text else ()
        except ValueError:
            text, self._matrix = "", ()
        self._text = text
        set_tip(self, text)
        self.setAccessibleName(self.tr("QR code of {0}").format(text) if text else "")
        self.updateGeometry()
        self.update()

    def set_module(self, pixels: int) -> None:
        """How large one module is drawn."""
        if pixels != self._module:
            self._module = pixels
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Whole pixels for each module."""
        side = self._modules() * self._module
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """The same: a code that is cut cannot be read."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Squares without a seam between them."""
        if not self._matrix:
            return
        painter = QPainter(self)
        module = min(self.width(), self.height()) // self._modules()
        painter.fillRect(QRect(0, 0, module * self._modules(), module * self._modules()), QColor(Qt.GlobalColor.white))
        for y, row in enumerate(self._matrix, QUIET_MODULES):
            for x, dark in enumerate(row, QUIET_MODULES):
                if dark:
                    painter.fillRect(QRect(x * module, y * module, module, module), QColor(Qt.GlobalColor.black))
        painter.end()

    def _modules(self) -> int:
        return len(self._matrix) + 2 * QUIET_MODULES if self._matrix else 0
