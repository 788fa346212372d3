"""The samples of one side: its statistics again and again, in bounded memory.

A sample is a row of numbers, one for each series that is read from snapshots. When the table is full, every second
sample of its older half goes: an hour at ten a second fits as it is, and a day is still there, its beginning coarser.
Counters lose nothing by that, since they only grow. One thread adds at a time; any may read meanwhile.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from ptp_core.record.model.series import SAMPLED, SERIES
from ptp_core.transport.statistics import LimitedBy, TransportStatistics

Floats = npt.NDArray[np.float64]

# An hour at ten a second; with 30 series ten megabytes, taken as they are needed.
CAPACITY: Final = 40_000
_FIRST_ROWS: Final = 512
LIMITS: Final = tuple(LimitedBy)
_COLUMNS: Final = {series.key: column for column, series in enumerate(SAMPLED, 1)}
_LIMIT_COLUMN: Final = len(SAMPLED) + 1
COLUMN_COUNT: Final = len(SAMPLED) + 2


class SampleTable:
    """Samples in the order of their times, `capacity` of them at most."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        # Replaced together: a reader takes one or the other pair.
        self._kept: tuple[Floats, int] = (np.empty((min(_FIRST_ROWS, capacity), COLUMN_COUNT)), 0)

    def __len__(self) -> int:
        """How many samples there are."""
        return self._kept[1]

    @property
    def rows(self) -> Floats:
        """All samples: the time, the series in the order of SAMPLED, and the number of what limited the sender."""
        rows, count = self._kept
        return rows[:count]

    @property
    def times(self) -> Floats:
        """When they were taken, in seconds since the recording began."""
        return self.rows[:, 0]

    def add(self, time_s: float, statistics: TransportStatistics) -> None:
        """One more, not earlier than the one before."""
        self.add_row(sample_row(time_s, statistics))

    def add_row(self, row: Floats) -> None:
        """One more, as `rows` has them."""
        rows, count = self._kept
        if count == len(rows):
            rows, count = self._with_room(rows)
        rows[count] = row
        self._kept = (rows, count + 1)

    def take_over(self, rows: Floats) -> None:
        """The samples of a file, into a table that is empty."""
        self._kept = (rows, len(rows))
        self._capacity = max(self._capacity, 2 * len(rows))

    def values(self, key: str) -> Floats:
        """The numbers of a series, one for each sample; NaN where nothing was measured."""
        series = SERIES[key]
        if not series.per_second_of:
            return self.rows[:, _COLUMNS[key]]
        rows = self.rows
        return _growth(rows[:, 0], rows[:, _COLUMNS[series.per_second_of]]) * series.factor

    def at(self, key: str, time_s: float) -> float:
        """The number that a series has at a time: that of the newest sample before; NaN before the first."""
        index = int(np.searchsorted(self.times, time_s, side="right")) - 1
        return float(self.values(key)[index]) if index >= 0 else float("nan")

    def limited_by(self, time_s: float) -> LimitedBy:
        """What limited the sender at a time."""
        rows = self.rows
        index = int(np.searchsorted(rows[:, 0], time_s, side="right")) - 1
        return LIMITS[int(rows[index, _LIMIT_COLUMN])] if index >= 0 else LimitedBy.NOTHING

    def _with_room(self, rows: Floats) -> tuple[Floats, int]:
        if len(rows) < self._capacity:
            larger = np.empty((min(2 * len(rows), self._capacity), COLUMN_COUNT))
            larger[: len(rows)] = rows
            return larger, len(rows)
        half = len(rows) // 2
        kept = np.concatenate((rows[:half:2], rows[half:]))
        thinned = np.empty_like(rows)
        thinned[: len(kept)] = kept
        return thinned, len(kept)


def sample_row(time_s: float, statistics: TransportStatistics) -> Floats:
    """A snapshot as a row of a table."""
    numbers = (series.read(statistics) for series in SAMPLED if series.read is not None)
    values = (np.nan if number is None else number for number in numbers)
    return np.fromiter((time_s, *values, LIMITS.index(statistics.limited_by)), np.float64, COLUMN_COUNT)


def curve(times: Floats, values: Floats, start_s: float, stop_s: float, pixels: int) -> tuple[Floats, Floats]:
    """Points of a curve for a width of so many pixels: at most four a pixel, and every peak is among them.

    One point before and after the range belongs to it, so that the line reaches both edges. Each pixel has its first,
    lowest, highest and last point, in the order of their times.
    """
    first = max(int(np.searchsorted(times, start_s)) - 1, 0)
    stop = min(int(np.searchsorted(times, stop_s, side="right")) + 1, len(times))
    times, values = times[first:stop], values[first:stop]
    if len(times) <= 4 * pixels or stop_s <= start_s:
        return times, values
    pixel = np.clip((times - start_s) * (pixels / (stop_s - start_s)), -1, pixels).astype(np.int64)
    starts = np.flatnonzero(np.diff(pixel, prepend=pixel[0] - 1))
    stops = np.append(starts[1:], len(times))
    order = np.lexsort((np.where(np.isnan(values), np.inf, values), pixel))
    lowest = order[starts]
    order = np.lexsort((np.where(np.isnan(values), -np.inf, values), pixel))
    highest = order[stops - 1]
    chosen = np.unique(np.concatenate((starts, lowest, highest, stops - 1)))
    return times[chosen], values[chosen]


def _growth(times: Floats, counter: Floats) -> Floats:
    """How much a counter grew a second up to each sample; NaN for the first."""
    grown = np.full(len(times), np.nan)
    if len(times) > 1:
        apart_s = np.diff(times)
        grown[1:] = np.divide(np.diff(counter), apart_s, out=np.full(len(apart_s), np.nan), where=apart_s > 0)
    return grown
