"""One arrow of a space-time diagram, painted: the line, its head or its cross, and what stands beside it."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from app.theme import GRID, Meaning, Theme
from app.views.drawing import clipped
from ptp_core.record.model.arrows import Arrow
from ptp_core.record.side import Side

_HEAD_PX: Final = 7.0


def meaning_of(arrow: Arrow) -> Meaning:
    """What an arrow's colour says."""
    if arrow.dropped or arrow.cause == "timeout":
        return Meaning.TIMEOUT
    if arrow.cause:
        return Meaning.FAST_RETRANSMIT
    return Meaning.IN_FLIGHT if arrow.stop > arrow.start else Meaning.ACKNOWLEDGED


def distance(line: QLineF, place: QPointF) -> float:
    """How far a place is from a piece of a line."""
    along = line.p2() - line.p1()
    length = along.x() ** 2 + along.y() ** 2
    towards = place - line.p1()
    share = (towards.x() * along.x() + towards.y() * along.y()) / length if length else 0.0
    nearest = line.p1() + along * min(max(share, 0.0), 1.0)
    return math.hypot(nearest.x() - place.x(), nearest.y() - place.y())


def draw_arrow(painter: QPainter, whole: QLineF, plot: QRect, arrow: Arrow, colour: QColor, width: int) -> None:
    """Its line between its ends, as far as that lies in the plot, with a head or a cross at the end."""
    line = clipped(whole, QRectF(plot))
    if line is None:
        return
    pen = QPen(colour, width)
    if arrow.estimated:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(line)
    if line.p2() != whole.p2():
        return
    along = line.unitVector()
    towards = QPointF(along.dx(), along.dy())
    aside = QPointF(-along.dy(), along.dx())
    pen.setStyle(Qt.PenStyle.SolidLine)
    if arrow.lost:
        pen.setColor(Theme.of_application().line(Meaning.TIMEOUT) if width == 1 else colour)
        pen.setWidth(max(width, 2))
        painter.setPen(pen)
        for turn in (towards + aside, towards - aside):
            painter.drawLine(line.p2() - turn * 5, line.p2() + turn * 5)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    head = line.p2()
    painter.drawPolygon(
        QPolygonF(
            [
                head,
                head - towards * _HEAD_PX + aside * (_HEAD_PX / 2.5),
                head - towards * _HEAD_PX - aside * (_HEAD_PX / 2.5),
            ]
        )
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_label(painter: QPainter, line: QLineF, plot: QRect, arrow: Arrow, words: str, metrics: QFontMetrics) -> None:
    """What stands along the arrow, near to where it begins."""
    theme = Theme.of_application()
    if arrow.cause and arrow.stop > arrow.start:
        words = f"R {words}"
    width = metrics.horizontalAdvance(words)
    far_end = line.y1() + (width + 2 * GRID) / max(line.length(), 1.0) * line.dy()
    # One that the edge would cut is left out.
    seen = line.y1() - metrics.height() >= plot.top() and far_end <= plot.bottom()
    if not seen or line.length() < width + 3 * GRID:
        return
    rightwards = arrow.segment.sent_by is Side.SENDER
    painter.save()
    painter.translate(line.p1())
    angle = math.degrees(math.atan2(line.dy(), line.dx()))
    painter.rotate(angle if rightwards else angle + 180)
    x = 1.5 * GRID if rightwards else -1.5 * GRID - width
    behind = QColor(theme.surfaces.surface)
    behind.setAlphaF(0.8)
    painter.fillRect(QRectF(x - 2, -metrics.height() - 1, width + 4, metrics.height() - 1), behind)
    painter.setPen(theme.text(meaning_of(arrow)))
    painter.drawText(QPointF(x, -3), words)
    painter.restore()
