"""Curves over time, painted by Qt alone: an axis, levels, marks and lines, and what a mouse does in it.

It draws what it was told last, in about a millisecond: what is drawn beside a transfer must not take the computer from
it. It knows no recording and decides nothing: what a person does is told, and whoever owns it tells it what to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import VoidPtr

from app.theme import GRID, HALF_GRID, Meaning, Theme, tabular
from app.views.mark_symbols import Symbol, path_of
from app.views.words import moment_words
from ptp_core.record.model.ticks import ticks

Floats = npt.NDArray[np.float64]

# A notch of a wheel is 120.
_ZOOM_A_STEP: Final = 0.998
_LEAST_BAND: Final = 4.0
# Smooth lines are for few points: many cost more than they please.
_SMOOTH_POINTS: Final = 700
# What lies further outside is not told apart from that: painters have bounds.
_FAR: Final = 30_000.0
_BAND_ALPHA: Final = 50
_POINT_BYTES: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points in the order of their times; not a number where there is a gap. With `steps` a value holds until the
    next."""

    times: Floats
    values: Floats
    pen: QPen
    steps: bool = False


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark at a time and a value."""

    time_s: float
    value: float
    symbol: Symbol
    brush: QBrush


class Chart(QWidget):
    """The wheel zooms about the pointer, a drag pans, with Shift or the right button it picks a part of the time; where
    it `draws_by_hand`, a drag draws.

    Signals:
        zoom_wanted(float, float): so many times the length, about that time.
        pan_wanted(float): so much later.
        picked(float, float): this part of the time.
        all_wanted(): everything.
        clicked(QPointF): a click at a place of the chart.
        pointed(object): the place of the pointer, a QPointF; None once it is outside.
        stroked(QPointF, QPointF): drawn by hand, from a time and a value to others.
    """

    zoom_wanted = Signal(float, float)
    pan_wanted = Signal(float)
    picked = Signal(float, float)
    all_wanted = Signal()
    clicked = Signal(QPointF)
    pointed = Signal(object)
    stroked = Signal(QPointF, QPointF)

    def __init__(self, left: int, margin: float, parent: QWidget | None = None) -> None:
        """`left` is the room for the numbers of the levels; `margin` is left free above and below, a share of the
        height."""
        super().__init__(parent)
        self.draws_by_hand = False
        self._left = left
        self._margin = margin
        self._theme = Theme.of_application()
        self._range_s = (0.0, 1.0)
        self._scale = (0.0, 1.0)
        self._levels: tuple[tuple[float, str], ...] = ()
        self._curves: dict[str, Curve] = {}
        self._marks: tuple[PlacedMark, ...] = ()
        self._marks_pen = QPen(Qt.PenStyle.NoPen)
        self._lines: tuple[tuple[float, QPen], ...] = ()
        self._times_shown = True
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._dragged = False
        self._band: tuple[float, float] | None = None
        self.setFont(tabular(self.font()))
        self.setMouseTracking(True)
        self.setMinimumHeight(6 * GRID)
        self._theme.changed.connect(self.update)

    @property
    def range_s(self) -> tuple[float, float]:
        """The part of the time that is shown."""
        return self._range_s

    @property
    def marks(self) -> tuple[PlacedMark, ...]:
        """Those that are drawn."""
        return self._marks

    def set_range(self, start_s: float, stop_s: float) -> None:
        """Show this part of the time."""
        if (start_s, stop_s) != self._range_s:
            self._range_s = (start_s, stop_s)
            self.update()

    def set_scale(self, low: float, top: float, levels: Sequence[tuple[float, str]]) -> None:
        """The values at both ends of the axis, and what is written at which."""
        self._scale, self._levels = (low, top if top > low else low + 1.0), tuple(levels)
        self.update()

    def set_curve(self, key: str, curve: Curve | None) -> None:
        """Draw this one, over those that came before; None draws none."""
        self._curves.pop(key, None)
        if curve is not None:
            self._curves[key] = curve
        self.update()

    def points(self, key: str) -> tuple[Floats, Floats]:
        """The times and values that are drawn of a curve."""
        curve = self._curves.get(key)
        return (curve.times, curve.values) if curve is not None else (np.empty(0), np.empty(0))

    def set_marks(self, marks: Sequence[PlacedMark], pen: QPen) -> None:
        """Draw these over the curves."""
        self._marks, self._marks_pen = tuple(marks), pen
        self.update()

    def set_lines(self, lines: Sequence[tuple[float, QPen]]) -> None:
        """Draw a line at each of these times, below the curves."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.update()

    def show_times(self, shown: bool) -> None:
        """Whether the axis of time has its numbers."""
        if shown != self._times_shown:
            self._times_shown = shown
            self.update()

    def place_of(self, time_s: float, value: float) -> QPointF:
        """Where a time and a value lie."""
        area = self.area()
        return QPointF(self._x(np.array([time_s]), area)[0], self._y(np.array([value]), area)[0])

    def point_at(self, place: QPointF) -> QPointF:
        """The time and the value at a place."""
        area = self.area()
        (start_s, stop_s), (low, top) = self._range_s, self._shown_scale()
        across = (place.x() - area.left()) / area.width()
        along = (area.bottom() - place.y()) / area.height()
        return QPointF(start_s + across * (stop_s - start_s), low + along * (top - low))

    def area(self) -> QRectF:
        """Where curves are, without the axes' numbers."""
        below = QFontMetrics(self.font()).height() + GRID if self._times_shown else HALF_GRID
        width = max(self.width() - self._left - 2 * GRID, 1)
        return QRectF(self._left, HALF_GRID, width, max(self.height() - HALF_GRID - below, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it."""
        area = self.area()
        surfaces = self._theme.surfaces
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(surfaces.surface))
        self._paint_levels(painter, area)
        self._paint_times(painter, area)
        painter.setClipRect(area.adjusted(0, -HALF_GRID, 1, 1))
        for time_s, pen in self._lines:
            painter.setPen(pen)
            x = round(float(self._x(np.array([time_s]), area)[0])) + 0.5
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for curve in self._curves.values():
            self._paint_curve(painter, area, curve)
        painter.setClipping(False)
        self._paint_marks(painter, area)
        if self._band is not None:
            colour = self._theme.line(Meaning.IN_FLIGHT)
            colour.setAlpha(_BAND_ALPHA)
            left, right = sorted(self._band)
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), colour)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        event.accept()
        self.zoom_wanted.emit(_ZOOM_A_STEP ** event.angleDelta().y(), self.point_at(event.position()).x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Something begins."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        self._pressed = self._last = event.position()
        self._dragged = False
        picks = event.button() is Qt.MouseButton.RightButton or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if picks and not self.draws_by_hand:
            self._band = (event.position().x(), event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, pick or draw; without a button only point."""
        place = event.position()
        if self._pressed is None:
            self.pointed.emit(place if self.area().contains(place) else None)
            return
        if not self._dragged and (place - self._pressed).manhattanLength() < _LEAST_BAND:
            return
        self._dragged = True
        before, now = self.point_at(self._last), self.point_at(place)
        self._last = place
        if self._band is not None:
            self._band = (self._band[0], place.x())
            self.update()
        elif self.draws_by_hand:
            self.stroked.emit(before, now)
        else:
            self.pan_wanted.emit(before.x() - now.x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was dragged over is picked; what was not dragged is a click."""
        pressed, self._pressed = self._pressed, None
        band, self._band = self._band, None
        if pressed is None:
            return
        if band is not None and self._dragged:
            start_s, stop_s = (self.point_at(QPointF(x, 0.0)).x() for x in sorted(band))
            self.update()
            self.picked.emit(start_s, stop_s)
        elif not self._dragged and event.button() is Qt.MouseButton.LeftButton:
            if self.draws_by_hand:
                self.stroked.emit(self.point_at(pressed), self.point_at(pressed))
            else:
                self.clicked.emit(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Everything."""
        self._pressed = None
        if not self.draws_by_hand:
            self.all_wanted.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        self.pointed.emit(None)

    def _shown_scale(self) -> tuple[float, float]:
        low, top = self._scale
        free = self._margin * (top - low)
        return low - free, top + free

    def _x(self, times: Floats, area: QRectF) -> Floats:
        start_s, stop_s = self._range_s
        places = area.left() + (times - start_s) * (area.width() / (stop_s - start_s))
        return np.clip(places, -_FAR, _FAR)

    def _y(self, values: Floats, area: QRectF) -> Floats:
        low, top = self._shown_scale()
        places = area.bottom() - (values - low) * (area.height() / (top - low))
        return np.clip(places, -_FAR, _FAR)

    def _paint_levels(self, painter: QPainter, area: QRectF) -> None:
        surfaces = self._theme.surfaces
        height = QFontMetrics(self.font()).height()
        for level, words in self._levels:
            y = float(self._y(np.array([level]), area)[0])
            if level > self._scale[0]:
                painter.setPen(QColor(surfaces.grid))
                painter.drawLine(QPointF(area.left(), round(y)), QPointF(area.right(), round(y)))
            painter.setPen(QColor(surfaces.muted))
            room = QRectF(0, y - height / 2, self._left - HALF_GRID, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_times(self, painter: QPainter, area: QRectF) -> None:
        surfaces = self._theme.surfaces
        start_s, stop_s = self._range_s
        metrics = QFontMetrics(self.font())
        widest = metrics.horizontalAdvance(moment_words(max(stop_s, 0.0), (stop_s - start_s) / 10)) + 4 * GRID
        places = ticks(start_s, stop_s, max(int(area.width() // widest), 1))
        apart_s = places[1] - places[0] if len(places) > 1 else stop_s - start_s
        bottom = round(area.bottom())
        painter.setPen(QColor(surfaces.outline))
        painter.drawLine(QPointF(area.left(), area.top()), QPointF(area.left(), bottom))
        painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))
        xs = self._x(np.array(places), area).tolist()
        for x in xs:
            painter.drawLine(QPointF(round(x), bottom - HALF_GRID), QPointF(round(x), bottom))
        if not self._times_shown:
            return
        painter.setPen(QColor(surfaces.muted))
        for time_s, x in zip(places, xs, strict=True):
            words = moment_words(max(time_s, 0.0), apart_s)
            width = metrics.horizontalAdvance(words)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            painter.drawText(QPointF(left, bottom + HALF_GRID + metrics.ascent()), words)

    def _paint_curve(self, painter: QPainter, area: QRectF, curve: Curve) -> None:
        known = np.isfinite(curve.values)
        if not known.any():
            return
        x, y = self._x(curve.times, area), self._y(curve.values, area)
        painter.setPen(curve.pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(x) <= _SMOOTH_POINTS and not curve.steps)
        edges = np.flatnonzero(np.diff(known, prepend=False, append=False))
        for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            painter.drawPolyline(_polygon(x[first:stop], y[first:stop], steps=curve.steps))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        if not self._marks:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._marks_pen)
        x = self._x(np.array([mark.time_s for mark in self._marks]), area).tolist()
        y = self._y(np.array([mark.value for mark in self._marks]), area).tolist()
        for mark, across, along in zip(self._marks, x, y, strict=True):
            if area.left() <= across <= area.right():
                painter.setBrush(mark.brush)
                painter.translate(across, along)
                painter.drawPath(path_of(mark.symbol))
                painter.translate(-across, -along)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _polygon(x: Floats, y: Floats, *, steps: bool) -> QPolygonF:
    """The points as Qt has them, without an object for each."""
    if steps:
        x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
    polygon = QPolygonF()
    polygon.resize(len(x))
    # The stubs of both know neither the address nor the buffer.
    address: Any = polygon.data()
    memory: Any = VoidPtr(address, len(x) * _POINT_BYTES, True)  # type: ignore[call-arg]
    numbers = np.frombuffer(memory, np.float64)
    numbers[0::2], numbers[1::2] = x, y
    return polygon
