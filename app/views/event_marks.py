"""Which events are marked on curves, and how: a new mark is one row here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.theme import Meaning
from ptp_core.record.model.event_table import Chunk, Rows
from ptp_core.record.model.events import SIDE_CODES
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import KINDS, EventKind

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Marks of one kind that are closer than this, in pixels, are one.
_APART: Final = 10


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """Marks of a kind have pyqtgraph's `symbol`, so that they are told apart without colours, and lie on the curves of
    these series."""

    kind: EventKind
    symbol: str
    meaning: Meaning
    series: tuple[str, ...]


MARKS: Final = (
    MarkStyle(
        EventKind.TIMER_EXPIRED, "t", Meaning.TIMEOUT, ("goodput", "congestion_window", "rto", "retransmitted_timeout")
    ),
    MarkStyle(EventKind.SENT_AGAIN_FAST, "t1", Meaning.FAST_RETRANSMIT, ("congestion_window", "retransmitted_fast")),
    MarkStyle(EventKind.SENT_AGAIN_TAIL, "t2", Meaning.FAST_RETRANSMIT, ("congestion_window", "retransmitted_fast")),
    MarkStyle(EventKind.LOSS_WAS_SPURIOUS, "x", Meaning.SPURIOUS, ("congestion_window", "retransmitted_spurious")),
    MarkStyle(EventKind.CONGESTION_PHASE_CHANGED, "d", Meaning.ACKNOWLEDGED, ("congestion_window",)),
    MarkStyle(EventKind.PATH_MTU_CHANGED, "p", Meaning.WRITTEN, ("goodput",)),
    MarkStyle(EventKind.LINK_CHANGED, "star", Meaning.WAITING, ("goodput", "congestion_window", "rtt", "link_queue")),
    MarkStyle(EventKind.NOTED, "o", Meaning.WAITING, ("goodput",)),
    MarkStyle(EventKind.STATE_CHANGED, "s", Meaning.WAITING, ("goodput",)),
)

_IS_MARKED: Final = np.array([any(style.kind is kind for style in MARKS) for kind in KINDS])
_STYLES: Final = {style.kind.code: style for style in MARKS}


@dataclass(frozen=True, slots=True)
class Mark:
    """The first of `count` events of a kind that lie so close to one another that they are one mark."""

    style: MarkStyle
    serial: int
    time_s: float
    count: int


class MarkIndex:
    """The events of one recording that are marked, found once each: a million events are looked through when they come,
    and not at each drawing. Belongs to one thread; the recording may go on meanwhile."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        # By the chunks of the recording's table, which of a chunk is left or all of it, as of so many rows.
        self._found: dict[tuple[int, bool], tuple[int, Rows, Integers]] = {}

    def between(self, side: Side, start_s: float, stop_s: float, pixels: int) -> tuple[Mark, ...]:
        """The marks of a side for a width of so many pixels, in the order of their times. They stand still when the
        range moves on: which events are one depends on their times alone."""
        if pixels <= 0:
            return ()
        times, kinds, serials = self._rows(side, start_s, stop_s)
        if not len(times):
            return ()
        width_s = (stop_s - start_s) * _APART / pixels
        places = np.floor(times / width_s).astype(np.int64) * len(EventKind) + kinds
        _, first, counts = np.unique(places, return_index=True, return_counts=True)
        order = np.argsort(first)
        return tuple(
            Mark(_STYLES[int(kinds[at])], int(serials[at]), float(times[at]), int(count))
            for at, count in zip(first[order], counts[order], strict=True)
        )

    def _rows(self, side: Side, start_s: float, stop_s: float) -> tuple[Floats, Integers, Integers]:
        found = [(np.empty(0), np.empty(0, np.int64), np.empty(0, np.int64))]
        before, self._found = self._found, {}
        for chunk in self._recording.events.chunks:
            count = chunk.count
            place = (chunk.first, chunk.serials is None)
            known = before.get(place)
            if known is None or known[0] != count:
                known = (count, *_marked_in(chunk, count))
            self._found[place] = known
            _, rows, serials = known
            first, stop = np.searchsorted(rows["time_s"], (start_s, stop_s))
            if first < stop:
                part = rows[first:stop]
                of_side = part["side"] == SIDE_CODES[side]
                found.append((part["time_s"][of_side], part["kind"][of_side], serials[first:stop][of_side]))
        times, kinds, numbers = zip(*found, strict=True)
        return np.concatenate(times), np.concatenate(kinds), np.concatenate(numbers)


def _marked_in(chunk: Chunk, count: int) -> tuple[Rows, Integers]:
    rows = chunk.rows[:count]
    at = np.flatnonzero(_IS_MARKED[rows["kind"]])
    serials = chunk.first + at if chunk.serials is None else chunk.serials[:count][at]
    # Copies: else each would keep all of its chunk.
    return rows[at], serials
