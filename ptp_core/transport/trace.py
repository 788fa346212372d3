"""What a connection tells an observer of single segments: for the segment log and qlog.

Only built when somebody observes: the fast path makes no object per packet.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class SegmentDirection(enum.Enum):
    """What happened to the segment, in the words of the segment log."""

    SENT = "snd"
    RECEIVED = "rcv"
    DROPPED = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentTrace:
    """One segment sent, received or dropped by the conditioner.

    `kind` is made of the letters of the segment log: S, SA, A, F, D, or R for a reset and P for a probe.
    `sequence` and `acknowledgement` are sequence numbers as on the wire; `length_bytes` counts stream bytes;
    `cause` of a retransmission is "timeout", "fast" or "tail", else empty, and `remark` tells it in words. `time_s` is
    the connection's clock.
    `duplicate` marks a received segment that brought nothing new, or a received duplicate acknowledgement.
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


class SegmentObserver(Protocol):
    """What one connection tells its segments. Called on the network thread; must only remember, never do I/O."""

    def segment(self, trace: SegmentTrace) -> None:
        """Remember one segment."""

    def ended(self) -> None:
        """The connection is over: no segment follows."""


ObserverFactory = Callable[[], SegmentObserver]
"""Called once for each connection, accepted or opened; the observer is that connection's alone."""
