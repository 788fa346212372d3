"""The lines and bars of a time-sequence graph, painted: thousands at once, or each with its number and length.

Places are computed for all of a kind at once. Nothing here knows where the graph stands or what is chosen in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.theme import HALF_GRID, Theme
from ptp_core.record.model.event_table import Rows
from ptp_core.record.model.time_sequence import Columns, Floats, Integers, Mark, TimeSequence, runs
from ptp_core.record.side import Side

_CAP_FROM_PX: Final = 5
_LABEL_FROM_PX: Final = 13
_LABELLED_MOST: Final = 120
_MOST_LABELS: Final = 150


@dataclass(frozen=True, slots=True)
class Scale:
    """Which times and sequence numbers lie where: `[start_s, stop_s)` across `plot`, `[low, high)` up it."""

    plot: QRect
    start_s: float
    stop_s: float
    low: float
    high: float

    @property
    def per_byte(self) -> float:
        """How many pixels a byte has."""
        return self.plot.height() / (self.high - self.low)

    def x(self, times: Floats) -> Floats:
        """The places of times."""
        return self.plot.left() + (times - self.start_s) * (self.plot.width() / (self.stop_s - self.start_s))

    def y(self, numbers: Integers | Floats) -> Floats:
        """The places of sequence numbers."""
        places: Floats = self.plot.bottom() + 1 - (numbers - self.low).astype(np.float64) * self.per_byte
        return places


def pen_of(mark: Mark, theme: Theme) -> QPen:
    """What a mark is drawn with."""
    pen = QPen(theme.line(mark.value.meaning), 1)
    if mark in (Mark.WINDOW, Mark.BUFFER_END):
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def stands_out(mark: Mark) -> bool:
    """Whether it is one of those that one looks for."""
    return mark.value.crossed or bool(mark.value.letter)


def draw_cross(painter: QPainter, place: QPointF) -> None:
    """What ends a bar of what was lost."""
    painter.drawLines(_cross(place.x(), place.y()))


def draw_steps(painter: QPainter, scale: Scale, sequence: TimeSequence, mark: Mark, theme: Theme) -> None:
    """A line that steps, to the end of the recording."""
    plot = scale.plot
    times, heights = sequence.steps(mark, scale.start_s, scale.stop_s, plot.width())
    if not len(times):
        return
    xs, ys = scale.x(times), scale.y(heights)
    end = float(scale.x(np.array([min(sequence.recording.stop_s, scale.stop_s)]))[0])
    lines = _upright(xs, np.concatenate((ys[:1], ys[:-1])), ys, plot)
    lines += _level(xs, np.append(xs[1:], max(end, xs[-1])), ys, plot)
    painter.setPen(pen_of(mark, theme))
    painter.drawLines(lines)


def draw_pixels(painter: QPainter, scale: Scale, mark: Mark, columns: Columns, theme: Theme) -> None:
    """Every pixel that a bar touches, once."""
    plot = scale.plot
    found = runs(columns, scale.start_s, scale.stop_s, plot.width(), scale.low, scale.high, plot.height())
    left, bottom = plot.left() + 0.5, plot.bottom() + 0.5
    pen, least = pen_of(mark, theme), 1
    if stands_out(mark):
        # A mark that is one pixel alone would not be seen beside thousands.
        least = 3
        pen.setWidth(3)
    painter.setPen(pen)
    painter.drawLines(
        [
            QLineF(x, low, x, high)
            for x, low, high in zip(
                (found.x + left).tolist(),
                (bottom - found.low).tolist(),
                (bottom - np.maximum(found.high, found.low + least)).tolist(),
                strict=True,
            )
        ]
    )


def draw_singles(painter: QPainter, scale: Scale, marks: list[Mark], sequence: TimeSequence, side: Side) -> None:
    """Each bar by itself, with its number and length where there is room. The painter's font is for these."""
    recording = sequence.recording
    few = len(recording.segments(scale.start_s, scale.stop_s, side=side)[0]) <= _LABELLED_MOST
    labels: list[tuple[QRectF, str, QColor]] = []
    for mark in marks:
        kinds = [kind for kind in mark.value.kinds if kind.is_segment]
        if kinds:
            rows, _ = recording.segments(scale.start_s, scale.stop_s, kinds=kinds, side=side)
        else:
            rows, _ = recording.rows(scale.start_s, scale.stop_s, kinds=mark.value.kinds, side=side)
        rows = rows[(rows["stop"] > rows["start"]) & (rows["stop"] > scale.low) & (rows["start"] < scale.high)]
        labels = _draw_bars(painter, scale, mark, rows, few=few, named=bool(kinds)) + labels
    # A letter says more than a number.
    for box, words, colour in _apart(sorted(labels, key=lambda label: len(label[1]) > 1)):
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)


def _draw_bars(
    painter: QPainter, scale: Scale, mark: Mark, rows: Rows, *, few: bool, named: bool
) -> list[tuple[QRectF, str, QColor]]:
    """Draw them; what is to be written beside them, letters first."""
    theme = Theme.of_application()
    pen = pen_of(mark, theme)
    pen.setWidth(2 if few else 1)
    painter.setPen(pen)
    plot, row = scale.plot, mark.value
    xs = scale.x(rows["time_s"])
    bottoms = np.minimum(scale.y(rows["start"]), plot.bottom())
    tops = np.maximum(scale.y(rows["stop"]), plot.top())
    ends = np.minimum(tops, bottoms - 1)
    capped = (rows["stop"] - rows["start"]).max(initial=0) * scale.per_byte >= _CAP_FROM_PX
    places = list(zip(xs.tolist(), bottoms.tolist(), tops.tolist(), strict=True))
    lines = [QLineF(x, bottom, x, end) for (x, bottom, _), end in zip(places, ends.tolist(), strict=True)]
    if capped:
        lines += [QLineF(x - 2, y, x + 2, y) for x, *heights in places for y in heights]
    if row.crossed:
        lines += [line for x, _, top in places for line in _cross(x, top)]
    painter.drawLines(lines)
    return _labels(painter.font(), row.letter, theme.text(row.meaning), places, rows, few=few, named=named)


def _labels(
    font: QFont,
    letter: str,
    colour: QColor,
    places: list[tuple[float, float, float]],
    rows: Rows,
    *,
    few: bool,
    named: bool,
) -> list[tuple[QRectF, str, QColor]]:
    metrics = QFontMetrics(font)
    height = metrics.height()
    found: list[tuple[QRectF, str, QColor]] = []
    if letter:
        width = metrics.horizontalAdvance(letter) + 2
        found += [(QRectF(x + 3, top - height, width, height), letter, colour) for x, _, top in reversed(places)]
    if named:
        for (x, bottom, top), start, stop in zip(places, rows["start"].tolist(), rows["stop"].tolist(), strict=True):
            if few or bottom - top >= _LABEL_FROM_PX:
                words = f"{start}, {stop - start} B"
                width = metrics.horizontalAdvance(words) + 2
                found.append((QRectF(x + HALF_GRID, (top + bottom - height) / 2, width, height), words, colour))
    return found


def _cross(x: float, y: float) -> list[QLineF]:
    return [QLineF(x - 3, y - 3 * rising, x + 3, y + 3 * rising) for rising in (-1, 1)]


def _upright(x: Floats, start: Floats, stop: Floats, plot: QRect) -> list[QLineF]:
    """The lines from `start` up or down to `stop` at `x`, as far as they lie in the plot: not every form of a picture
    knows how to cut."""
    low = np.clip(np.minimum(start, stop), plot.top(), plot.bottom())
    high = np.clip(np.maximum(start, stop), plot.top(), plot.bottom())
    kept = (high > low) & (x >= plot.left()) & (x <= plot.right())
    columns = (column[kept].tolist() for column in (x, low, high))
    return [QLineF(x, low, x, high) for x, low, high in zip(*columns, strict=True)]


def _level(start: Floats, stop: Floats, y: Floats, plot: QRect) -> list[QLineF]:
    """The lines from `start` to `stop` at the height `y`, likewise."""
    start, stop = np.clip(start, plot.left(), plot.right()), np.clip(stop, plot.left(), plot.right())
    kept = (stop > start) & (y >= plot.top()) & (y <= plot.bottom())
    columns = (column[kept].tolist() for column in (start, stop, y))
    return [QLineF(start, y, stop, y) for start, stop, y in zip(*columns, strict=True)]


def _apart(labels: list[tuple[QRectF, str, QColor]]) -> Iterator[tuple[QRectF, str, QColor]]:
    """Labels that do not lie on one another; the first ones have the right of way."""
    taken: list[QRectF] = []
    for label in labels:
        if not any(label[0].intersects(box) for box in taken):
            taken.append(label[0])
            yield label
            if len(taken) >= _MOST_LABELS:
                return
