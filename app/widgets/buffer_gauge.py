"""How full a buffer is, what lies in it out of order, and where its holes are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.figures import format_percent, format_size
from app.formatting import tooltip_text
from app.joining import as_sentence
from app.theme import GRID, HALF_GRID, Meaning, Theme, tabular
from app.wording import list_words, named, translate

Hole = tuple[int, int]


class BufferGauge(QWidget):
    """A title, a bar, and the fill in words and numbers of one width.

    The filled part is solid; what is out of order is striped behind it; each hole is a notch with a small triangle
    under it, so that it shows without colours too.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Graphic

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._title = title
        self._used = self._capacity = self._out_of_order = 0
        self._holes: tuple[Hole, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(tabular(self.font()))
        self.setAccessibleName(title)
        self._theme.changed.connect(self.update)
        self._describe()

    def set_level(
        self, used_bytes: int, capacity_bytes: int, *, out_of_order_bytes: int = 0, holes: Sequence[Hole] = ()
    ) -> None:
        """`used_bytes` includes `out_of_order_bytes`; holes are `[start, stop)` from the next byte in order."""
        capacity = max(capacity_bytes, 0)
        used = min(max(used_bytes, 0), capacity)
        out_of_order = min(max(out_of_order_bytes, 0), used)
        new = (used, capacity, out_of_order, tuple(holes))
        if new == (self._used, self._capacity, self._out_of_order, self._holes):
            return
        self._used, self._capacity, self._out_of_order, self._holes = new
        self._describe()
        self.update()

    def clear(self) -> None:
        """Nothing is known of the buffer."""
        self.set_level(0, 0)

    def text(self) -> str:
        """The numbers as shown: "72 %  11.5 MB of 16.0 MB"."""
        if self._capacity == 0:
            return self.tr("not in use")
        return self.tr("{0} of {1}").format(format_size(self._used), format_size(self._capacity))

    def sizeHint(self) -> QSize:
        """Two lines: words and numbers, then the bar with room for the holes' marks."""
        return QSize(30 * GRID, QFontMetrics(self.font()).height() + 3 * GRID)

    def minimumSizeHint(self) -> QSize:
        """The width that the words need."""
        metrics = QFontMetrics(self.font())
        widest = metrics.horizontalAdvance(self._title + "   100 %  999 MB of 999 MB")
        return QSize(widest, metrics.height() + 3 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title on the left, numbers right-aligned, the bar below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surfaces = self._theme.surfaces
        line = QRectF(0, 0, self.width(), QFontMetrics(self.font()).height())
        painter.setPen(QColor(surfaces.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._title)
        if self._capacity:
            percent = format_percent(self._used, self._capacity)
            wide = QFontMetrics(self.font()).horizontalAdvance("100 %")
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, right, percent)
            painter.setPen(QColor(surfaces.muted))
            painter.drawText(line.adjusted(0, 0, -wide - GRID, 0), right, self.text())
        else:
            painter.setPen(QColor(surfaces.muted))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.text())
        self._paint_bar(painter, QRectF(0.5, line.bottom() + HALF_GRID, self.width() - 1, 1.5 * GRID))
        painter.end()

    def _paint_bar(self, painter: QPainter, frame: QRectF) -> None:
        surfaces = self._theme.surfaces
        painter.setPen(QPen(QColor(surfaces.outline), 1))
        painter.setBrush(QColor(surfaces.window))
        painter.drawRoundedRect(frame, 2, 2)
        if not self._capacity:
            return
        inner = frame.adjusted(1, 1, -1, -1)
        scale = inner.width() / self._capacity
        in_order = self._used - self._out_of_order
        painter.fillRect(
            QRectF(inner.left(), inner.top(), in_order * scale, inner.height()), self._theme.fill(Meaning.ACKNOWLEDGED)
        )
        first_gap = inner.left() + in_order * scale
        if self._out_of_order:
            # What waits behind the holes reaches as far as its bytes and the missing ones together.
            reach = (self._out_of_order + self._missing()) * scale
            area = QRectF(first_gap, inner.top(), max(reach, 2.0), inner.height()).intersected(inner)
            painter.fillRect(area, self._theme.fill(Meaning.OUT_OF_ORDER))
            painter.fillRect(area, QBrush(QColor(0, 0, 0, 130), Qt.BrushStyle.BDiagPattern))
            for start, stop in self._holes:
                hole = QRectF(first_gap + start * scale, inner.top(), max((stop - start) * scale, 1.0), inner.height())
                painter.fillRect(hole.intersected(inner), QColor(surfaces.window))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.line(Meaning.TIMEOUT))
        for start, _stop in self._holes:
            x = inner.left() + min(max(in_order + start, 0), self._capacity) * scale
            tip = frame.bottom() + 1
            painter.drawPolygon(
                QPolygonF([QPointF(x, tip), QPointF(x - HALF_GRID, tip + 6), QPointF(x + HALF_GRID, tip + 6)])
            )

    def _missing(self) -> int:
        return sum(stop - start for start, stop in self._holes)

    def _describe(self) -> None:
        parts = [self.text()]
        if self._capacity:
            parts.insert(0, self.tr("{0} full").format(format_percent(self._used, self._capacity)))
        if self._out_of_order:
            parts.append(self.tr("{0} out of order").format(format_size(self._out_of_order)))
        if self._holes:
            missing = format_size(self._missing())
            parts.append(self.tr("%n hole(s), {0} missing", "", len(self._holes)).format(missing))
        words = as_sentence(list_words(parts), translate)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self.setToolTip(tooltip_text(named(self._title, words)))
