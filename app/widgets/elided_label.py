"""A line of text that gives way to its neighbours, and shows the whole in its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from app.widgets.telling import set_tip


class ElidedLabel(QLabel):
    """Plain text on one line; what does not fit becomes an ellipsis. Its width does not follow its text."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        least_characters: int = 8,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self._least_characters = least_characters
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show `text`; it stays whole in the tool tip and for a screen reader."""
        if text != self.text() or not self.accessibleName():
            self.setText(text)
            set_tip(self, text)
            self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """A few characters."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.averageCharWidth() * self._least_characters, metrics.height())

    def sizeHint(self) -> QSize:
        """The same as the least size: a longer text gets room by stretching, never by pushing."""
        return self.minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As much of the text as fits."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), self._mode, self.width())
        alignment = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        room = self.width() - metrics.horizontalAdvance(shown)
        if alignment & Qt.AlignmentFlag.AlignHCenter:
            left = room // 2
        else:
            left = room if alignment & Qt.AlignmentFlag.AlignRight else 0
        # On this font's own line: letters and marks that another font lends would make it higher, and cut it below.
        baseline = (self.height() - metrics.height()) // 2 + metrics.ascent()
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(left, baseline, shown)
        painter.end()
