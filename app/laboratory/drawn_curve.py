"""A curve that is drawn by hand over a span of time: strokes of a mouse, or a pen that keys move. No Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

COLUMNS: Final = 240


class DrawnCurve:
    """One height for each of `COLUMNS` moments between 0 and `stop_s`, nothing where nothing was drawn.

    Attributes: `pen` is the place of a pen that keys move: a moment's number, and its height.
    """

    def __init__(self, stop_s: float, top: float) -> None:
        self.stop_s = stop_s
        self.top = top
        self.pen = (0, 0.0)
        self._heights: npt.NDArray[np.float64] = np.full(COLUMNS, math.nan)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been drawn."""
        return bool(np.isnan(self._heights).all())

    def clear(self) -> None:
        """Begin again."""
        self._heights[:] = math.nan
        self.pen = (0, 0.0)

    def stroke(self, start: tuple[float, float], stop: tuple[float, float]) -> None:
        """A straight line from one point of time and height to another, over what was there."""
        first, last = self._column(start[0]), self._column(stop[0])
        heights = (self._bounded(start[1]), self._bounded(stop[1]))
        if first > last:
            first, last, heights = last, first, heights[::-1]
        self._heights[first : last + 1] = np.linspace(*heights, last - first + 1) if last > first else heights[-1]
        self.pen = (self._column(stop[0]), self._bounded(stop[1]))

    def join(self, points: Sequence[tuple[float, float]]) -> None:
        """Straight lines between these points of growing times, and nothing else."""
        self.clear()
        for start, stop in zip(points, [*points[1:], *points[-1:]], strict=True):
            self.stroke(start, stop)

    def height_at(self, time_s: float) -> float:
        """What was drawn at a time; not a number where nothing was."""
        return float(self._heights[self._column(time_s)])

    def move_pen(self, columns: int, height: float, *, draws: bool) -> None:
        """Move the pen by so many moments and so much of the whole height; with `draws` it leaves a line."""
        column, before = self.pen
        target = min(max(column + columns, 0), COLUMNS - 1)
        after = self._bounded(before + height * self.top)
        if draws:
            self.stroke((self.time_of(column), before), (self.time_of(target), after))
        self.pen = (target, after)

    def time_of(self, column: int) -> float:
        """The time of a moment."""
        return column * self.stop_s / (COLUMNS - 1)

    def points(self) -> list[tuple[float, float]]:
        """What was drawn, as points of growing times."""
        return [
            (self.time_of(column), float(self._heights[column]))
            for column in np.flatnonzero(~np.isnan(self._heights)).tolist()
        ]

    def _column(self, time_s: float) -> int:
        share = time_s / self.stop_s if self.stop_s > 0 else 0.0
        return min(max(round(share * (COLUMNS - 1)), 0), COLUMNS - 1)

    def _bounded(self, height: float) -> float:
        return min(max(height, 0.0), self.top)
