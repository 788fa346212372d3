"""The arrows of a space-time diagram: each segment from the side that sent it to the other, or to where it was lost.

What left one side and what came to the other are one segment by their packet numbers. Where only one side was recorded,
as of a real transfer, the other end of an arrow is estimated at half a round trip, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ptp_core.record.model.event_table import Rows
from ptp_core.record.model.events import CAUSES, LETTERS, SIDE_CODES
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.segments import SegmentId
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

Bools = npt.NDArray[np.bool_]

_ARRIVED: Final = [kind.code for kind in (EventKind.ARRIVED, EventKind.ARRIVED_AGAIN, EventKind.CONTROL_ARRIVED)]
# A longer way than this is not looked for: what was sent so much earlier is not on the picture.
_LONGEST_WAY_S: Final = 5.0
_SHORTEST_WAY_S: Final = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A segment's way. `serial` is the event at the side that was recorded, its sending where both were.

    `sent_s` and `arrived_s` are the times of its ends; a `lost` one has none at the other side, and `dropped` tells
    that the conditioner took it. `estimated` marks an end that nobody saw. `start`, `stop` and `acknowledgement` are
    sequence numbers as on the wire, `letters` and `cause` those of the event.
    """

    segment: SegmentId
    serial: int
    seen_at: Side
    sent_s: float
    arrived_s: float
    start: int
    stop: int
    acknowledgement: int
    letters: str
    cause: str
    dropped: bool = False
    lost: bool = False
    estimated: bool = False

    def words(self, origin: Callable[[Side], int]) -> str:
        """What stands beside it: sequence number and length of data, what an acknowledgement acknowledges; counted from
        the first byte that its side sends, as in `Recording.origin`."""
        start = max(self.start - origin(self.segment.sent_by), 0)
        if self.stop > self.start:
            return f"seq {start}, {self.stop - self.start} B"
        if self.letters in ("S", "SA", "F", "R", "P"):
            names = {"S": "SYN", "SA": "SYN+ACK", "F": "FIN", "R": "RST", "P": "probe"}
            return f"{names[self.letters]} {start}"
        return f"ack {max(self.acknowledgement - origin(self.segment.sent_by.other), 0)}"


def way_s(recording: Recording) -> float:
    """About how long a segment is on its way: half the least round trip that was measured."""
    found = []
    for side in recording.sides:
        if len(recording.samples(side)):
            measured = recording.samples(side).values("minimum_rtt")
            if not np.isnan(measured).all():
                found.append(float(np.nanmin(measured)) / 2)
    return max(min(found, default=0.01), _SHORTEST_WAY_S)


def longest_way_s(recording: Recording) -> float:
    """How long one was on its way at most, as far as the round trips tell."""
    longest = 2 * way_s(recording)
    for side in recording.sides:
        if len(recording.samples(side)):
            measured = recording.samples(side).values("rtt")
            if not np.isnan(measured).all():
                longest = max(longest, float(np.nanmax(measured)))
    return min(2 * longest, _LONGEST_WAY_S)


def arrows(recording: Recording, start_s: float, stop_s: float) -> list[Arrow]:
    """Those of which a part lies within `[start_s, stop_s)`, in the order of what tells of them."""
    margin_s = longest_way_s(recording)
    rows, serials = recording.segments(start_s - margin_s, stop_s + margin_s)
    usual_s = way_s(recording)
    both = len(recording.sides) == 2
    has_arrived = np.isin(rows["kind"], _ARRIVED)
    found: list[Arrow] = []
    for side in Side:
        ways = _from_side(recording, rows, has_arrived, side, both, usual_s, margin_s)
        # Most of what lies about a short range is not in it.
        found += (
            _arrow(rows[way.at], int(serials[way.at]), way)
            for way in ways
            if way.sent_s < stop_s and way.arrived_s >= start_s
        )
    return sorted(found, key=lambda arrow: (arrow.serial, arrow.segment.packet))


class _Way(NamedTuple):
    """The way of the segment in row `at`."""

    at: int
    sent_by: Side
    seen_at: Side
    sent_s: float
    arrived_s: float
    dropped: bool = False
    lost: bool = False
    estimated: bool = False


def _from_side(
    recording: Recording, rows: Rows, has_arrived: Bools, side: Side, both: bool, usual_s: float, margin_s: float
) -> Iterator[_Way]:
    arrived: dict[int, list[float]] = {}
    here = rows["side"] == SIDE_CODES[side]
    times, packets = rows["time_s"].tolist(), rows["packet"].tolist()
    dropped_code = EventKind.DROPPED.code
    seen_there = np.flatnonzero(~here & has_arrived).tolist()
    for at in seen_there:
        arrived.setdefault(packets[at], []).append(times[at])
    sent = np.flatnonzero(here & ~has_arrived).tolist()
    for at in sent:
        sent_s = times[at]
        dropped = int(rows["kind"][at]) == dropped_code
        came = [] if dropped else [time_s for time_s in arrived.get(packets[at], []) if time_s >= sent_s]
        if came:
            yield from (_Way(at, side, side, sent_s, time_s) for time_s in came)
            continue
        # What is not there yet may still be on its way; of acknowledgements that come together one alone is told.
        data = rows["stop"][at] > rows["start"][at]
        lost = dropped or (both and bool(data) and sent_s + margin_s < recording.stop_s)
        yield _Way(at, side, side, sent_s, sent_s + usual_s, dropped=dropped, lost=lost, estimated=not lost)
    if not sent and not both:
        for at in seen_there:
            yield _Way(at, side, side.other, times[at] - usual_s, times[at], estimated=True)


def _arrow(row: Rows, serial: int, way: _Way) -> Arrow:
    return Arrow(
        segment=SegmentId(way.sent_by, int(row["packet"])),
        serial=serial,
        seen_at=way.seen_at,
        sent_s=way.sent_s,
        arrived_s=way.arrived_s,
        start=int(row["start"]),
        stop=int(row["stop"]),
        acknowledgement=int(row["acknowledgement"]),
        letters=LETTERS[row["letters"]],
        cause=CAUSES[row["cause"]],
        dropped=way.dropped,
        lost=way.lost,
        estimated=way.estimated,
    )
