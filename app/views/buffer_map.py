"""One buffer as the textbook draws it: a band of bytes, what each is, the window's edges above and names below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QBrush, QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.figures import format_size
from app.formatting import tooltip_text
from app.theme import GRID, HALF_GRID, Theme, tabular
from app.views.buffer_picture import PartStyle, Pattern, Picture, part_words
from app.wording import named
from ptp_core.formatting import format_count

_BAND: Final = 3 * GRID
_SWATCH: Final = int(1.5 * GRID)
_PATTERNS: Final = {
    Pattern.STRIPED: Qt.BrushStyle.BDiagPattern,
    Pattern.CROSSED: Qt.BrushStyle.DiagCrossPattern,
    Pattern.DOTTED: Qt.BrushStyle.Dense6Pattern,
}


class BufferMap(QWidget):
    """Shows a Picture, or words in its place. What is under the pointer is said in a tool tip, all of it in the
    accessible description."""

    ACCESSIBLE_ROLE = QAccessible.Role.Graphic

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._title = title
        self._picture: Picture | None = None
        self._words = ""
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        self._theme.changed.connect(self.update)

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    def show_picture(self, picture: Picture | None, words: str) -> None:
        """Show this, or, without one, `words` that say why."""
        if (picture, words) != (self._picture, self._words):
            other_height = (picture is None) is not (self._picture is None)
            self._picture, self._words = picture, words
            if other_height:
                self.updateGeometry()
            self.setAccessibleDescription(self.description())
            self.update()

    def description(self) -> str:
        """The same in words."""
        return named(self._title, self._words if self._picture is None else self._picture.description())

    def colour_at(self, x: float) -> QColor | None:
        """The colour in which the byte at this place is drawn, None where there is none."""
        part = self._picture.part_at(self._byte(x)) if self._picture is not None else None
        return self._theme.fill(part.style.meaning) if part is not None else None

    def x_of(self, byte: float) -> float:
        """The place of a byte."""
        frame, picture = self._frame(), self._picture
        if picture is None:
            return frame.left()
        return frame.left() + (byte - picture.low) * frame.width() / (picture.high - picture.low)

    def sizeHint(self) -> QSize:
        """Title and legend, two windows, the band, two lines of names; without a picture the first and the band."""
        lines = 1 if self._picture is None else 5
        return QSize(60 * GRID, self._line() * lines + _BAND + 3 * GRID)

    def minimumSizeHint(self) -> QSize:
        """As high, and less wide."""
        return QSize(40 * GRID, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent) and self._picture is not None:
            part = self._picture.part_at(self._byte(event.pos().x()))
            if part is not None:
                words = self.tr("{0}: {1} bytes, from {2} to {3}").format(
                    part_words(part.style),
                    format_count(part.stop - part.start),
                    format_count(part.start),
                    format_count(part.stop),
                )
                QToolTip.showText(event.globalPos(), tooltip_text(words), self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """From above: title and legend, windows, the band, the edges' names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surfaces = self._theme.surfaces
        painter.setPen(QColor(surfaces.text))
        title = QRectF(0, 0, self.width(), self._line())
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft, self._title)
        frame = self._frame()
        painter.fillRect(frame, QColor(surfaces.surface))
        if self._picture is None:
            painter.setPen(QColor(surfaces.muted))
            painter.drawText(frame.adjusted(GRID, 0, -GRID, 0), Qt.AlignmentFlag.AlignVCenter, self._words)
        else:
            self._paint_legend(painter, self._picture)
            self._paint_parts(painter, self._picture)
            self._paint_windows(painter, self._picture)
            self._paint_edges(painter, self._picture)
        painter.setPen(QPen(QColor(surfaces.outline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
        painter.end()

    def _line(self) -> int:
        return QFontMetrics(self.font()).height()

    def _frame(self) -> QRectF:
        lines = 1 if self._picture is None else 3
        return QRectF(0.5, self._line() * lines + GRID + HALF_GRID + 0.5, self.width() - 1, _BAND)

    def _byte(self, x: float) -> float:
        frame, picture = self._frame(), self._picture
        assert picture is not None
        return picture.low + (x - frame.left()) * (picture.high - picture.low) / frame.width()

    def _paint_legend(self, painter: QPainter, picture: Picture) -> None:
        """From the right, so that the title keeps its place; what is not in the picture is not in it either."""
        metrics = QFontMetrics(self.font())
        x = float(self.width())
        least = metrics.horizontalAdvance(self._title) + 2 * GRID
        for style in reversed(picture.styles):
            if not picture.size(style):
                continue
            # Of what is long done the size says nothing.
            words = part_words(style)
            if style is not picture.styles[0]:
                words += f" {format_size(picture.size(style))}"
            needed = metrics.horizontalAdvance(words) + _SWATCH + HALF_GRID + int(1.5 * GRID)
            if x - needed < least:
                return
            x -= needed
            swatch = QRectF(x, (self._line() - _SWATCH) / 2, _SWATCH, _SWATCH)
            self._fill(painter, swatch, style)
            painter.setPen(QColor(self._theme.surfaces.outline))
            painter.drawRect(swatch)
            painter.setPen(QColor(self._theme.surfaces.text))
            at = QRectF(swatch.right() + HALF_GRID, 0, needed, self._line())
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft, words)

    def _paint_parts(self, painter: QPainter, picture: Picture) -> None:
        frame = self._frame()
        for part in picture.parts:
            left, right = max(self.x_of(part.start), frame.left()), min(self.x_of(part.stop), frame.right())
            if right > frame.left() and left < frame.right():
                self._fill(painter, QRectF(left, frame.top(), max(right - left, 1.0), frame.height()), part.style)

    def _fill(self, painter: QPainter, area: QRectF, style: PartStyle) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if style.pattern is Pattern.EMPTY:
            painter.fillRect(area, QColor(self._theme.surfaces.surface))
            painter.setPen(QPen(self._theme.line(style.meaning), 1, Qt.PenStyle.DashLine))
            painter.drawRect(area.adjusted(0.5, 1.5, -0.5, -1.5))
            return
        painter.fillRect(area, self._theme.fill(style.meaning))
        pattern = _PATTERNS.get(style.pattern)
        if pattern is not None:
            painter.fillRect(area, QBrush(QColor(0, 0, 0, 140), pattern))

    def _paint_windows(self, painter: QPainter, picture: Picture) -> None:
        """A bracket for each, the name on it."""
        frame, metrics = self._frame(), QFontMetrics(self.font())
        for number, window in enumerate(reversed(picture.windows)):
            y = frame.top() - HALF_GRID - (number + 0.5) * self._line()
            left, stop = self.x_of(window.start), self.x_of(window.stop)
            right = min(stop, frame.right())
            painter.setPen(QPen(QColor(self._theme.surfaces.text), 1.5))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            painter.drawLine(QPointF(left, y - HALF_GRID), QPointF(left, y + HALF_GRID))
            if stop <= frame.right():
                painter.drawLine(QPointF(right, y - HALF_GRID), QPointF(right, y + HALF_GRID))
            words = f"{window.words} {format_size(window.stop - window.start)}"
            if stop > frame.right():
                words += " →"
            wide = metrics.horizontalAdvance(words)
            x = min(max(right + GRID, 0.0), self.width() - wide - 1.0)
            if x < right + HALF_GRID:
                x = max(left + GRID, 0.0)
                painter.fillRect(QRectF(x - 2, y - self._line() / 2, wide + 4, self._line()), self.palette().window())
            painter.drawText(QRectF(x, y - self._line() / 2, wide + 1, self._line()), 0, words)

    def _paint_edges(self, painter: QPainter, picture: Picture) -> None:
        """A small triangle under each, and its name and number in a line of its own."""
        frame, metrics = self._frame(), QFontMetrics(self.font())
        painter.setBrush(QColor(self._theme.surfaces.text))
        for number, edge in enumerate(picture.edges):
            x, tip = self.x_of(edge.at), frame.bottom() + 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(
                QPolygonF([QPointF(x, tip), QPointF(x - HALF_GRID, tip + 6), QPointF(x + HALF_GRID, tip + 6)])
            )
            painter.setPen(QColor(self._theme.surfaces.text))
            words = f"{edge.words} {format_count(edge.at)}"
            wide = metrics.horizontalAdvance(words)
            y = tip + 6 + number * self._line()
            at = min(max(x - wide / 2, 0.0), self.width() - wide - 1.0)
            painter.drawText(QRectF(at, y, wide + 1, self._line()), 0, words)
