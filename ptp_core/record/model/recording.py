"""A recording: what happened on one connection, as events and samples, and what a view may ask about it.

It comes from a real transfer while it runs, from a simulation, or from a file, and does not say which: no view knows.
Times are in seconds since its beginning, which is the first thing that happened. It is bounded, see EventTable and
SampleTable. A recorder adds; any thread may ask meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from ptp_core.record.model.event_table import LIVE_CAPACITY, ROW_TYPE, EventTable, Rows
from ptp_core.record.model.events import SIDE_CODES, SIDES, Event, event_at
from ptp_core.record.model.sample_table import CAPACITY, Floats, SampleTable, curve
from ptp_core.record.model.series import SERIES
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

SEGMENT_KINDS: Final = frozenset(kind for kind in EventKind if kind.is_segment)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whose recording it is.

    `connection` is what tells it from others, a few letters; `title` is for people. `began_unix_s` is the wall clock's
    time at its beginning, None where there was none, as in a simulation. `values` are the connection's settings, as
    lines of the segment log.
    """

    connection: str
    title: str = ""
    began_unix_s: float | None = None
    values: tuple[str, ...] = field(default=())


class Recording:
    """Events of both sides, and samples of each; of a real transfer one side's only.

    `event_capacity` and `sample_capacity` bound it; None keeps every event.

    Attributes: `origin_s` is the clock's reading at its beginning, None before it has begun; `ended` is set once
    nothing follows any more; whoever adds holds `lock`.
    """

    def __init__(
        self, about: About, *, event_capacity: int | None = LIVE_CAPACITY, sample_capacity: int = CAPACITY
    ) -> None:
        self.about = about
        self.origin_s: float | None = None
        self.ended = False
        self.lock = threading.Lock()
        self._newest_s = 0.0
        self.events = EventTable(event_capacity)
        self._samples = {side: SampleTable(sample_capacity) for side in SIDES}
        self._origins: dict[Side, int] = {}

    # What recorders say.

    def time_of(self, clock_s: float) -> float:
        """A reading of the connection's clock as a time of what is added now; the first one is the beginning.

        Threads that tell at once may be in each other's way: the times never go back.
        """
        if self.origin_s is None:
            self.origin_s = clock_s
        time_s = clock_s - self.origin_s
        if time_s > self._newest_s:
            self._newest_s = time_s
        return self._newest_s

    def set_origin(self, side: Side, sequence: int) -> None:
        """The first byte that `side` sends has this sequence number."""
        self._origins[side] = sequence

    def finish_reading(self) -> None:
        """Everything was read from a file: its times stand, and nothing follows."""
        self.origin_s, self.ended = 0.0, True

    # What views ask.

    @property
    def sides(self) -> tuple[Side, ...]:
        """Those of which something was recorded, the sender first."""
        return tuple(side for side in SIDES if len(self._samples[side]) or self._has_events_of(SIDE_CODES[side]))

    @property
    def stop_s(self) -> float:
        """The time of the newest event or sample; 0 for none."""
        newest = [samples.times[-1] for samples in self._samples.values() if len(samples)]
        newest += [chunk.rows["time_s"][-1] for chunk in self.events.chunks[-2:] if chunk.count]
        return float(max(newest, default=0.0))

    def origin(self, side: Side) -> int:
        """The sequence number of the first byte that `side` sends; 0 while it is not known."""
        return self._origins.get(side, 0)

    def samples(self, side: Side) -> SampleTable:
        """The samples of a side."""
        return self._samples[side]

    def curve(self, key: str, side: Side, start_s: float, stop_s: float, pixels: int) -> tuple[Floats, Floats]:
        """Times and values of a series for a width of so many pixels; see `sample_table.curve`."""
        samples = self._samples[side]
        # A sample may come between the two: the shorter one counts.
        values = samples.values(SERIES[key].key)
        return curve(samples.times[: len(values)], values, start_s, stop_s, pixels)

    def rows(
        self,
        start_s: float = -np.inf,
        stop_s: float = np.inf,
        *,
        kinds: Collection[EventKind] | None = None,
        side: Side | None = None,
    ) -> tuple[Rows, npt.NDArray[np.int64]]:
        """The events of the times `[start_s, stop_s)` as rows, and their serial numbers. For drawing many at once."""
        found: list[Rows] = []
        numbers: list[npt.NDArray[np.int64]] = []
        for chunk, first, stop in self.events.rows(start_s, stop_s):
            rows = chunk.rows[first:stop]
            serials = chunk.first + np.arange(first, stop) if chunk.serials is None else chunk.serials[first:stop]
            if kinds is not None or side is not None:
                mask = _mask(rows, kinds, side)
                rows, serials = rows[mask], serials[mask]
            found.append(rows)
            numbers.append(serials)
        if not found:
            return np.empty(0, ROW_TYPE), np.empty(0, np.int64)
        return np.concatenate(found), np.concatenate(numbers)

    def segments(
        self, start_s: float, stop_s: float, *, side: Side | None = None, kinds: Collection[EventKind] = SEGMENT_KINDS
    ) -> tuple[Rows, npt.NDArray[np.int64]]:
        """As `rows`, but each train taken apart: a row for each single segment; those of a train share its serial."""
        rows, serials = self.rows(start_s, stop_s, kinds=kinds, side=side)
        counts = np.where(
            rows["segment_bytes"] > 0,
            -(-(rows["stop"] - rows["start"]) // np.maximum(rows["segment_bytes"].astype(np.int64), 1)),
            1,
        )
        if (counts == 1).all():
            return rows, serials
        each = np.repeat(np.arange(len(rows)), counts)
        number = np.arange(len(each)) - np.repeat(np.cumsum(counts) - counts, counts)
        single = rows[each]
        size = single["segment_bytes"].astype(np.int64)
        single["start"] += number * size
        single["stop"] = np.where(size > 0, np.minimum(single["start"] + size, single["stop"]), single["stop"])
        single["packet"] += number
        single["segment_bytes"] = 0
        return single, serials[each]

    def event(self, serial: int) -> Event | None:
        """The event of that number, or None when it is not there any more."""
        place = self.events.find(serial)
        return event_at(*place) if place is not None else None

    def list_events(
        self,
        start_s: float = -np.inf,
        stop_s: float = np.inf,
        *,
        kinds: Collection[EventKind] | None = None,
        side: Side | None = None,
    ) -> Iterator[Event]:
        """The events of a range of time, one by one, as they are asked for."""
        for chunk, first, stop in self.events.rows(start_s, stop_s):
            for at in np.flatnonzero(_mask(chunk.rows[first:stop], kinds, side)):
                yield event_at(chunk, first + int(at))

    def event_after(self, time_s: float, kinds: Collection[EventKind] | None = None) -> Event | None:
        """The first event later than a time."""
        return next(self.list_events(np.nextafter(time_s, np.inf), kinds=kinds), None)

    def event_before(self, time_s: float, kinds: Collection[EventKind] | None = None) -> Event | None:
        """The last event earlier than a time."""
        return self.newest_event(np.nextafter(time_s, -np.inf), kinds)

    def newest_event(
        self, time_s: float = np.inf, kinds: Collection[EventKind] | None = None, side: Side | None = None
    ) -> Event | None:
        """The last event up to a time, that time included."""
        codes = slice(None) if kinds is None else [kind.code for kind in kinds]
        for chunk in reversed(self.events.chunks):
            if chunk.reach()[:, codes].max(initial=-1) < 0:
                continue
            rows = chunk.rows
            rows = rows[: np.searchsorted(rows["time_s"], time_s, side="right")]
            found = np.flatnonzero(_mask(rows, kinds, side))
            if len(found):
                return event_at(chunk, int(found[-1]))
        return None

    def _has_events_of(self, side_code: int) -> bool:
        return any(int(chunk.reach()[side_code].max()) >= 0 for chunk in self.events.chunks)


def _mask(rows: Rows, kinds: Collection[EventKind] | None, side: Side | None) -> npt.NDArray[np.bool_]:
    """Which rows are of these kinds and this side."""
    mask = np.ones(len(rows), dtype=bool)
    if kinds is not None:
        wanted = np.zeros(256, dtype=bool)
        wanted[[kind.code for kind in kinds]] = True
        mask = wanted[rows["kind"]]
    if side is not None:
        mask = mask & (rows["side"] == SIDE_CODES[side])
    return mask
