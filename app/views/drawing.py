"""What graphs draw alike: words in the middle of an area, and lines of which a part lies in it."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter


def draw_words(painter: QPainter, area: QRect, words: str, colour: QColor) -> None:
    """Words in the middle of an area, in lines as they fit."""
    painter.setPen(colour)
    painter.drawText(QRectF(area), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def clipped(line: QLineF, area: QRectF) -> QLineF | None:
    """The part of a line that lies in an area, None for none: not every picture's form knows how to cut."""
    first, last = 0.0, 1.0
    for moved, room_before, room_after in (
        (line.dx(), line.x1() - area.left(), area.right() - line.x1()),
        (line.dy(), line.y1() - area.top(), area.bottom() - line.y1()),
    ):
        if not moved:
            if room_before < 0 or room_after < 0:
                return None
            continue
        entered, left = sorted((-room_before / moved, room_after / moved))
        first, last = max(first, entered), min(last, left)
    return QLineF(line.pointAt(first), line.pointAt(last)) if first <= last else None
