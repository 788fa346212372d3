"""The shapes of marks, told apart without colours."""

from __future__ import annotations

import enum
import functools
import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

SIZE = 10.0
_INNER = 0.45


class Symbol(enum.Enum):
    """What a mark looks like."""

    DOWN = "triangle that stands on its tip"
    UP = "triangle"
    RIGHT = "triangle to the right"
    CROSS = "cross"
    DIAMOND = "diamond"
    PENTAGON = "pentagon"
    STAR = "star"
    CIRCLE = "circle"
    SQUARE = "square"


@functools.cache
def path_of(symbol: Symbol) -> QPainterPath:
    """Its outline about the origin, `SIZE` pixels large."""
    path = QPainterPath()
    half = SIZE / 2
    match symbol:
        case Symbol.CIRCLE:
            path.addEllipse(QPointF(0, 0), half, half)
        case Symbol.SQUARE:
            path.addRect(QRectF(-0.8 * half, -0.8 * half, 1.6 * half, 1.6 * half))
        case Symbol.CROSS:
            arm, thick = half, half / 2.5
            for across in (0.25, 0.75):
                turn = across * math.pi
                along = QPointF(math.cos(turn) * arm, math.sin(turn) * arm)
                beside = QPointF(-math.sin(turn) * thick, math.cos(turn) * thick)
                bar = [along + beside, along - beside, -along - beside, -along + beside]
                path = path.united(_closed(bar))
        case Symbol.STAR:
            path = _closed([_on_circle(at / 10, half if at % 2 == 0 else half * _INNER) for at in range(10)])
        case Symbol.PENTAGON:
            path = _closed([_on_circle(at / 5, half) for at in range(5)])
        case Symbol.DIAMOND:
            path = _closed([_on_circle(at / 4, half) for at in range(4)])
        case Symbol.UP:
            path = _closed([QPointF(0, -half), QPointF(half, half), QPointF(-half, half)])
        case Symbol.DOWN:
            path = _closed([QPointF(0, half), QPointF(half, -half), QPointF(-half, -half)])
        case Symbol.RIGHT:
            path = _closed([QPointF(half, 0), QPointF(-half, half), QPointF(-half, -half)])
    return path


def _closed(corners: list[QPointF]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path


def _on_circle(turn: float, radius: float) -> QPointF:
    """A place so much of a turn clockwise from the top."""
    angle = 2 * math.pi * turn - math.pi / 2
    return QPointF(radius * math.cos(angle), radius * math.sin(angle))
