"""What a time-sequence graph shows, after tcptrace: which bytes went, came or were acknowledged when, seen at one side.

The bytes are those that the sender sends to the receiver. Seen at the sender, its segments, what the conditioner took,
selective acknowledgements, the acknowledgement line and the window's edge; seen at the receiver, what arrived, what it
acknowledged and where its buffer ends. A million events are taken in once; each picture of a part of them is then made
of as much as a picture can show, and no mark is lost by that. Belongs to one thread; the recording may go on meanwhile.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ptp_core.record.model.event_table import Chunk
from ptp_core.record.model.events import LETTERS, SIDE_CODES
from ptp_core.record.model.meaning import Meaning
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import KINDS, EventKind

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class Shape(enum.Enum):
    """How a mark is drawn: the bytes of a segment as a bar, or a line that steps."""

    BAR = "bar"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One kind of mark: where it is seen, which events it is of, what it is called, and what its colour means. A mark
    that is `crossed` ends in a cross; `letter` stands beside it where there is room."""

    side: Side
    kinds: tuple[EventKind, ...]
    shape: Shape
    words: str
    meaning: Meaning
    letter: str = ""
    crossed: bool = False


class Mark(enum.Enum):
    """Every kind of mark; a later one is drawn over an earlier one."""

    WINDOW = MarkRow(
        Side.SENDER, (EventKind.PEER_WINDOW_CHANGED,), Shape.LINE, "receiver's window", Meaning.WAITING
    )  # fmt: skip
    ACKNOWLEDGED = MarkRow(Side.SENDER, (EventKind.ACKNOWLEDGED,), Shape.LINE, "acknowledged", Meaning.ACKNOWLEDGED)
    SELECTIVE = MarkRow(
        Side.SENDER,
        (EventKind.SELECTIVELY_ACKNOWLEDGED,),
        Shape.BAR,
        "acknowledged behind a gap",
        Meaning.WRITTEN,
    )
    SENT = MarkRow(Side.SENDER, (EventKind.SENT,), Shape.BAR, "sent", Meaning.IN_FLIGHT)
    SENT_AGAIN_FAST = MarkRow(
        Side.SENDER,
        (EventKind.SENT_AGAIN_FAST, EventKind.SENT_AGAIN_TAIL),
        Shape.BAR,
        "sent again",
        Meaning.FAST_RETRANSMIT,
        letter="R",
    )
    SENT_AGAIN_TIMEOUT = MarkRow(
        Side.SENDER,
        (EventKind.SENT_AGAIN_TIMEOUT,),
        Shape.BAR,
        "sent again by time-out",
        Meaning.TIMEOUT,
        letter="R",
    )
    DROPPED = MarkRow(
        Side.SENDER, (EventKind.DROPPED,), Shape.BAR, "dropped by the conditioner", Meaning.TIMEOUT, crossed=True
    )  # fmt: skip
    BUFFER_END = MarkRow(
        Side.RECEIVER, (EventKind.DISK_WRITTEN,), Shape.LINE, "end of the receive buffer", Meaning.WAITING
    )  # fmt: skip
    ACKNOWLEDGEMENT_SENT = MarkRow(
        Side.RECEIVER, (EventKind.CONTROL_SENT,), Shape.LINE, "acknowledged", Meaning.WRITTEN
    )  # fmt: skip
    ARRIVED = MarkRow(Side.RECEIVER, (EventKind.ARRIVED,), Shape.BAR, "arrived", Meaning.IN_FLIGHT)
    ARRIVED_AGAIN = MarkRow(
        Side.RECEIVER, (EventKind.ARRIVED_AGAIN,), Shape.BAR, "arrived, nothing new", Meaning.SPURIOUS, letter="R"
    )  # fmt: skip


def marks_of(side: Side) -> tuple[Mark, ...]:
    """What is seen at a side, in the order in which it is drawn."""
    return tuple(mark for mark in Mark if mark.value.side is side)


class Columns(NamedTuple):
    """Marks in the order of their times: the bytes `[low, high)`, and the serial numbers of their events. Of a line
    both are its height."""

    times: Floats
    low: Integers
    high: Integers
    serials: Integers

    def within(self, start_s: float, stop_s: float) -> Columns:
        """Those of the times `[start_s, stop_s)`."""
        first, stop = np.searchsorted(self.times, (start_s, stop_s))
        return Columns(self.times[first:stop], self.low[first:stop], self.high[first:stop], self.serials[first:stop])


class Runs(NamedTuple):
    """Upright lines in a picture: at the pixel `x`, from `low` to `high`, counted from the lower left corner."""

    x: Integers
    low: Integers
    high: Integers


NOTHING: Final = Columns(np.empty(0), *(np.empty(0, np.int64) for _ in range(3)))
_ACKNOWLEDGING: Final = np.array([code for code, letters in enumerate(LETTERS) if "A" in letters], np.uint8)


class TimeSequence:
    """The marks of `recording` as seen at `side`; `refresh` takes in what has been recorded since."""

    def __init__(self, recording: Recording, side: Side) -> None:
        self.recording = recording
        self.side = side
        self.marks = marks_of(side)
        self._number = np.full(len(KINDS), -1, np.int64)
        for number, mark in enumerate(self.marks):
            for kind in mark.value.kinds:
                self._number[kind.code] = number
        self._pieces: dict[Chunk, list[Columns]] = {}
        self._whole: list[Columns] = [NOTHING for _ in self.marks]
        self._all: dict[Mark, Columns] = dict.fromkeys(self.marks, NOTHING)
        self._seen = -1

    def refresh(self) -> None:
        """Take in what is new."""
        events = self.recording.events
        if events.stop == self._seen:
            return
        self._seen = events.stop
        chunks = events.chunks
        full = [chunk for chunk in chunks if chunk.count == chunk.room]
        if full != list(self._pieces):
            known = self._pieces
            self._pieces = {chunk: known.get(chunk) or self._extracted(chunk) for chunk in full}
            self._whole = self._joined(list(self._pieces.values()))
        open_ones = [self._extracted(chunk) for chunk in chunks if chunk not in self._pieces and chunk.count]
        everything = self._joined([self._whole, *open_ones]) if open_ones else self._whole
        self._all = dict(zip(self.marks, everything, strict=True))

    def of(self, mark: Mark) -> Columns:
        """All marks of a kind. Those of a train are one."""
        return self._all[mark]

    def extent(self, start_s: float, stop_s: float) -> tuple[int, int]:
        """The lowest and the highest byte that anything but the window's edge has within `[start_s, stop_s)`; the
        lines reach into it. From the first byte on where there is nothing."""
        lows, highs = [], []
        for mark in self.marks:
            if mark in (Mark.WINDOW, Mark.BUFFER_END):
                continue
            columns = self._all[mark].within(start_s, stop_s)
            if len(columns.times):
                lows.append(int(columns.low.min()))
                highs.append(int(columns.high.max()))
            elif mark.value.shape is Shape.LINE and (height := self.height(mark, start_s)) is not None:
                lows.append(height)
                highs.append(height)
        origin = self.recording.origin(Side.SENDER)
        low, high = min(lows, default=origin), max(highs, default=origin)
        return low, max(high, low + 1)

    def height(self, mark: Mark, time_s: float) -> int | None:
        """How high a line is at a time; None before it begins."""
        columns = self._all[mark]
        at = int(np.searchsorted(columns.times, time_s, side="right")) - 1
        return int(columns.high[at]) if at >= 0 else None

    def steps(self, mark: Mark, start_s: float, stop_s: float, pixels: int) -> tuple[Floats, Integers]:
        """A line's corners for a width of so many pixels: it has each height from its time on. One before the range
        belongs to it."""
        times, _, heights, _ = self._all[mark]
        first = max(int(np.searchsorted(times, start_s, side="right")) - 1, 0)
        stop = int(np.searchsorted(times, stop_s))
        times, heights = times[first:stop], heights[first:stop]
        if len(times) <= 2 * pixels:
            return times, heights
        starts = np.unique(np.searchsorted(times, np.linspace(start_s, stop_s, pixels, endpoint=False)))
        starts = starts[starts < len(times)]
        chosen = np.unique(np.concatenate(([0], starts, np.append(starts[1:], len(times)) - 1)))
        return times[chosen], heights[chosen]

    def _extracted(self, chunk: Chunk) -> list[Columns]:
        rows = chunk.rows
        numbers = np.where(rows["side"] == SIDE_CODES[self.side], self._number[rows["kind"]], -1)
        found = []
        for number, mark in enumerate(self.marks):
            at = np.flatnonzero(numbers == number)
            if mark is Mark.ACKNOWLEDGEMENT_SENT:
                at = at[np.isin(rows["letters"][at], _ACKNOWLEDGING)]
            elif mark.value.shape is Shape.BAR:
                at = at[rows["stop"][at] > rows["start"][at]]
            serials = chunk.first + at if chunk.serials is None else chunk.serials[at]
            low = rows["start"][at]
            high = rows["acknowledgement" if mark is Mark.ACKNOWLEDGEMENT_SENT else "stop"][at]
            if mark is Mark.BUFFER_END:
                high = high + self._capacities(rows["time_s"][at])
            if mark.value.shape is Shape.LINE:
                low = high
            found.append(Columns(rows["time_s"][at], low, high, serials))
        return found

    def _capacities(self, times: Floats) -> Integers:
        """How large the receive buffer was at these times; 0 where that is not known."""
        samples = self.recording.samples(self.side)
        if not len(samples):
            return np.zeros(len(times), np.int64)
        sizes = samples.values("receive_buffer_capacity")
        at = np.searchsorted(samples.times[: len(sizes)], times, side="right") - 1
        return np.clip(np.nan_to_num(sizes[np.maximum(at, 0)]), 0, 1 << 52).astype(np.int64)

    def _joined(self, pieces: list[list[Columns]]) -> list[Columns]:
        if not pieces:
            return [NOTHING for _ in self.marks]
        return [
            Columns(*(np.concatenate(columns) for columns in zip(*marks, strict=True)))
            for marks in zip(*pieces, strict=True)
        ]


def runs(
    columns: Columns, start_s: float, stop_s: float, width: int, low: float, high: float, height: int
) -> Runs:  # fmt: skip
    """The bars within `[start_s, stop_s)` as upright lines of a picture of `width` times `height` pixels, which shows
    the bytes from `low` to `high`. However many bars there are, each pixel that one of them touches is in it once."""
    columns = columns.within(start_s, stop_s)
    if not len(columns.times) or width < 1 or height < 1:
        return Runs(*(np.empty(0, np.int64) for _ in range(3)))
    x = np.minimum((columns.times - start_s) * (width / (stop_s - start_s)), width - 1).astype(np.int64)
    per_byte = height / (high - low)
    bottom = np.floor((columns.low - low) * per_byte)
    top = np.maximum(np.ceil((columns.high - low) * per_byte) - 1, bottom)
    seen = (top >= 0) & (bottom < height)
    if not seen.all():
        x, bottom, top = x[seen], bottom[seen], top[seen]
    bottom = np.maximum(bottom, 0).astype(np.int64)
    top = np.minimum(top, height - 1).astype(np.int64)
    if len(x) <= 2 * width:
        return Runs(x, bottom, top)
    # One column of cells for each pixel of the width, and a cell more that no bar reaches.
    cells = height + 1
    size = width * cells
    begun = np.bincount(x * cells + bottom, minlength=size) - np.bincount(x * cells + top + 1, minlength=size)
    covered = np.cumsum(begun[:size]) > 0
    edges = np.flatnonzero(np.diff(covered, prepend=False))
    starts, stops = edges[::2], edges[1::2]
    return Runs(starts // cells, starts % cells, (stops - 1) % cells)
