"""What the two buffers of one direction held at a moment, put together from its events: the textbook's picture.

Nothing that happened before the oldest byte now missing was first sent can matter for what is missing: the picture is
put together from the events since then, some round trips' worth, and a slider may go back and forth in a long recording
as in a short one. Where a long recording has let events go, a picture of their time has gaps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ptp_core.record.model.event_table import Chunk, Rows
from ptp_core.record.model.events import LETTER_CODES, SIDE_CODES
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.ranges import RangeSet

Ranges = tuple[tuple[int, int], ...]
_Mask = npt.NDArray[np.bool_]

_AGAIN: Final = (EventKind.SENT_AGAIN_TIMEOUT, EventKind.SENT_AGAIN_FAST, EventKind.SENT_AGAIN_TAIL)
_FIRST: Final = (EventKind.SENT, EventKind.DROPPED)
_LEFT: Final = (EventKind.SENT, EventKind.CONTROL_SENT, EventKind.DROPPED, *_AGAIN)
_ARRIVED: Final = (EventKind.ARRIVED, EventKind.ARRIVED_AGAIN)
_LOST: Final = (
    EventKind.LOST_BY_PACKETS,
    EventKind.LOST_BY_TIME,
    EventKind.LOST_BY_DUPLICATES,
    EventKind.LOST_BY_TIMEOUT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBuffer:
    """`first` is the first byte of all, `unacknowledged` the oldest that is not acknowledged, `next` the next that was
    never sent, `written` one past the newest that the program has written; they come in this order.

    Between `unacknowledged` and `next` each byte is in one of four: `acknowledged` behind a gap, `in_flight` for the
    first time, `sent_again` and on its way, or `lost` and to be sent again. What waits is `[next, written)`.
    `window_stop` is the edge of the receiver's window; it and `congestion_window_bytes` are 0 while unknown.
    """

    first: int
    unacknowledged: int
    next: int
    written: int
    acknowledged: Ranges
    in_flight: Ranges
    sent_again: Ranges
    lost: Ranges
    window_stop: int
    congestion_window_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveBuffer:
    """`first` is the first byte of all, `read` the next that the program takes, `next` the next expected in order.

    In order is `[read, next)`; `out_of_order` lie behind `holes`. `window_stop` is where the buffer ends; 0 while its
    size is not known.
    """

    first: int
    read: int
    next: int
    out_of_order: Ranges
    holes: Ranges
    window_stop: int


def send_buffer(recording: Recording, time_s: float, side: Side = Side.SENDER) -> SendBuffer | None:
    """The buffer from which `side` sends, right after all that happened up to `time_s`; None before it has sent."""
    looking = _Looking(recording, time_s, side)
    newest = looking.last(_FIRST, lambda rows: _sent(rows, again=False))
    if newest is None:
        return None
    first = recording.origin(side)
    acknowledged = looking.last_stop(EventKind.ACKNOWLEDGED, first)
    stop = int(newest["stop"])
    written = max(looking.last_stop(EventKind.DISK_READ, stop), stop)
    selective, again, lost = RangeSet(), RangeSet(), RangeSet()
    for rows in looking.since(_FIRST, acknowledged):
        kinds = rows["kind"]
        changes = np.flatnonzero(
            _sent(rows, again=True) | _is(kinds, *_LOST) | _is(kinds, EventKind.SELECTIVELY_ACKNOWLEDGED)
        )
        for kind, start, end in zip(
            kinds[changes].tolist(), rows["start"][changes].tolist(), rows["stop"][changes].tolist(), strict=True
        ):
            if kind == EventKind.SELECTIVELY_ACKNOWLEDGED.code:
                selective.add(start, end)
                lost.remove(start, end)
                again.remove(start, end)
            elif kind in _LOST_CODES:
                again.remove(start, end)
                for low, high in selective.missing(start, end):
                    lost.add(low, high)
            else:
                lost.remove(start, end)
                again.add(start, end)
    for ranges in (selective, again, lost):
        ranges.remove(0, acknowledged)
        # FIN stands behind the last byte, and is none.
        ranges.remove(written, written + 1)
    known = RangeSet()
    for ranges in (selective, again, lost):
        for start, end in ranges:
            known.add(start, end)
    for start, end in selective:
        again.remove(start, end)
    return SendBuffer(
        first=first,
        unacknowledged=min(acknowledged, written),
        next=stop,
        written=written,
        acknowledged=tuple(selective),
        in_flight=tuple(known.missing(acknowledged, stop)),
        sent_again=tuple(again),
        lost=tuple(lost),
        window_stop=looking.last_stop(EventKind.PEER_WINDOW_CHANGED, 0),
        congestion_window_bytes=int(looking.last_value(EventKind.CONGESTION_WINDOW_CHANGED)),
    )


def receive_buffer(recording: Recording, time_s: float, side: Side = Side.RECEIVER) -> ReceiveBuffer | None:
    """The buffer into which `side` receives, right after all that happened up to `time_s`; None before any came."""
    looking = _Looking(recording, time_s, side)
    if looking.last(_ARRIVED, _arrived) is None:
        return None
    first = recording.origin(side.other)
    told = looking.last(_LEFT, lambda rows: np.asarray(rows["acknowledgement"] > 0))
    expected = first if told is None else max(int(told["acknowledgement"]), first)
    fin = looking.last((EventKind.CONTROL_ARRIVED,), lambda rows: np.asarray(rows["letters"] == LETTER_CODES["F"]))
    if fin is not None:
        # FIN is acknowledged as if it were a byte.
        expected = min(expected, int(fin["start"]))
    islands = RangeSet()
    for rows in looking.since(_ARRIVED, expected):
        rows = rows[_arrived(rows)]
        for start, stop in zip(rows["start"].tolist(), rows["stop"].tolist(), strict=True):
            islands.add(max(start, expected), stop)
    if islands and islands.first[0] <= expected:
        expected = islands.first[1]
        islands.drop_oldest()
    read = looking.last_stop(EventKind.DISK_WRITTEN, first)
    capacity = recording.samples(side).at("receive_buffer_capacity", time_s)
    return ReceiveBuffer(
        first=first,
        read=read,
        next=expected,
        out_of_order=tuple(islands),
        holes=tuple(islands.missing(expected, islands.last[1])) if islands else (),
        window_stop=0 if np.isnan(capacity) else read + int(capacity),
    )


_LOST_CODES: Final = frozenset(kind.code for kind in _LOST)


class _Looking:
    """Looks at the events of one side up to a moment, from the newest on back."""

    def __init__(self, recording: Recording, time_s: float, side: Side) -> None:
        self._side = SIDE_CODES[side]
        self._chunks: list[tuple[Chunk, int]] = []
        for chunk in recording.events.chunks:
            times = chunk.rows["time_s"]
            if not len(times) or times[0] > time_s:
                continue
            stop = len(times) if times[-1] <= time_s else int(np.searchsorted(times, time_s, side="right"))
            self._chunks.append((chunk, stop))

    def last(self, kinds: tuple[EventKind, ...], chosen: Callable[[Rows], _Mask] | None = None) -> Any:
        """The row of the newest event of these kinds that `chosen` picks, None without one."""
        codes = [kind.code for kind in kinds]
        for chunk, stop in reversed(self._chunks):
            if chunk.reach()[self._side, codes].max() < 0:
                continue
            rows = chunk.rows[:stop]
            mask = _is(rows["kind"], *kinds) & (rows["side"] == self._side)
            found = np.flatnonzero(mask if chosen is None else mask & chosen(rows))
            if len(found):
                return rows[found[-1]]
        return None

    def last_stop(self, kind: EventKind, otherwise: int) -> int:
        """Where the newest event of a kind ends."""
        row = self.last((kind,))
        return otherwise if row is None else int(row["stop"])

    def last_value(self, kind: EventKind) -> float:
        """The value of the newest event of a kind; 0 without one."""
        row = self.last((kind,))
        return 0.0 if row is None else float(row["value"])

    def since(self, kinds: tuple[EventKind, ...], beyond: int) -> list[Rows]:
        """All events from the first on that is of these kinds and reaches beyond a sequence number."""
        codes = [kind.code for kind in kinds]
        pieces: list[Rows] = []
        for chunk, stop in self._chunks:
            if not pieces and chunk.reach()[self._side, codes].max() <= beyond:
                continue
            rows = chunk.rows[:stop]
            rows = rows[rows["side"] == self._side]
            if not pieces:
                reaching = np.flatnonzero(_is(rows["kind"], *kinds) & (rows["stop"] > beyond))
                if not len(reaching):
                    continue
                rows = rows[reaching[0] :]
            pieces.append(rows)
        return pieces


def _is(kinds: npt.NDArray[np.uint8], *wanted: EventKind) -> _Mask:
    mask: _Mask = np.isin(kinds, [kind.code for kind in wanted])
    return mask


def _sent(rows: Rows, *, again: bool) -> _Mask:
    """Data that left the sender, for the first time or again; what the conditioner took, it has sent all the same."""
    kinds = rows["kind"]
    mask = _is(kinds, *_AGAIN) if again else _is(kinds, EventKind.SENT)
    mask |= _is(kinds, EventKind.DROPPED) & ((rows["cause"] > 0) == again)
    mask &= rows["stop"] > rows["start"]
    return mask


def _arrived(rows: Rows) -> _Mask:
    return _is(rows["kind"], *_ARRIVED) & np.asarray(rows["stop"] > rows["start"])
