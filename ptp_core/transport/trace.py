"""What a connection tells its observer: its segments, and what else happens. For recordings, segment log and qlog.

Only built when somebody observes, and then one object for a train of segments, not for each: the fast path makes no
object per packet.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from ptp_core.transport.event_kinds import EventKind


class SegmentDirection(enum.Enum):
    """What happened to the segment, in the words of the segment log."""

    SENT = "snd"
    RECEIVED = "rcv"
    DROPPED = "drop"


class DropCause(enum.Enum):
    """Why the conditioner let a datagram go; the values are the names of its faults."""

    CHANCE = "drop"
    BURST = "burst"
    TOO_LARGE = "mtu"
    QUEUE_FULL = "queue"
    CHOSEN = "chosen"


class SegmentTrace(NamedTuple):
    """A segment sent, received or dropped by the conditioner; or a train of them, which `each` takes apart.

    The segments of a train have consecutive packet numbers and bytes, and `segment_bytes` each but the last;
    `segment_bytes` is 0 for a single one.
    `kind` is made of the letters of the segment log: S, SA, A, F, D, or R for a reset and P for a probe.
    `sequence` and `acknowledgement` are sequence numbers as on the wire; `length_bytes` counts stream bytes;
    `cause` of a retransmission is "timeout", "fast" or "tail", else empty, and `remark` tells it in words. `time_s` is
    the connection's clock.
    `duplicate` marks a received segment that brought nothing new, or a received duplicate acknowledgement;
    `drop_cause` is why a dropped one was dropped. `kept` is False for a received one that Go-Back-N threw away.
    `packets` are the ranges `[start, stop)` of packet numbers that an acknowledgement names, the newest first.
    """

    direction: SegmentDirection
    time_s: float
    kind: str
    sequence: int
    length_bytes: int
    acknowledgement: int
    packet_number: int
    cause: str = ""
    remark: str = ""
    duplicate: bool = False
    segment_bytes: int = 0
    drop_cause: DropCause | None = None
    kept: bool = True
    packets: Sequence[tuple[int, int]] = ()

    @property
    def segments(self) -> int:
        """How many segments it is."""
        return -(-self.length_bytes // self.segment_bytes) if self.segment_bytes else 1

    def part(self, first: int, stop: int) -> SegmentTrace:
        """The segments `[first, stop)` of it, counted from 0."""
        at = first * self.segment_bytes
        size = min(stop * self.segment_bytes, self.length_bytes) - at
        return self._replace(
            sequence=self.sequence + at,
            length_bytes=size,
            packet_number=self.packet_number + first,
            segment_bytes=self.segment_bytes if stop - first > 1 else 0,
        )

    def each(self) -> Iterator[SegmentTrace]:
        """Its segments one by one."""
        if not self.segment_bytes:
            yield self
            return
        for number in range(self.segments):
            yield self.part(number, number + 1)


class EventTrace(NamedTuple):
    """What happened besides segments; its kind says what the numbers and the text are. See `event_kinds`."""

    kind: EventKind
    time_s: float
    start: int = 0
    stop: int = 0
    value: float = 0.0
    text: str = ""


class SegmentObserver(Protocol):
    """What one connection tells what happens. Called on the network thread, and on those that write and read; must only
    remember, never do I/O."""

    def segment(self, trace: SegmentTrace) -> None:
        """Remember a segment, or a train of them."""

    def happened(self, event: EventTrace) -> None:
        """Remember something else."""

    def ended(self) -> None:
        """The connection is over: nothing follows."""


ObserverFactory = Callable[[], SegmentObserver]
"""Called once for each connection, accepted or opened; the observer is that connection's alone."""
