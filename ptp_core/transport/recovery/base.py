"""What every way of recovering from loss is asked and told.

A recovery decides which segments are lost and which go again. It keeps no segments itself: those are on the
scoreboard. Each of the textbook's ways is one module, to be read beside its slide. Plain state under the connection's
lock; offsets count bytes of the stream, times are in seconds.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.path_mtu import PathMtu
from ptp_core.transport.retransmission_timer import RetransmissionTimer
from ptp_core.transport.rtt import RttEstimator
from ptp_core.transport.scoreboard import Scoreboard
from ptp_core.transport.send_buffer import SendBuffer
from ptp_core.transport.sent_segments import Train
from ptp_core.transport.told import Told


class Cause(enum.Enum):
    """Why a segment was sent; the values are the words of the trace."""

    FIRST = ""
    TIME_OUT = "timeout"
    FAST = "fast"
    TAIL = "tail"


LOSS_KINDS = {Cause.TIME_OUT: EventKind.LOST_BY_TIMEOUT, Cause.FAST: EventKind.LOST_BY_DUPLICATES}
"""What a loss is called that the textbook's signs tell of."""


class Repeat(NamedTuple):
    """What is to be sent again now: stream bytes `[start, stop)`, as one segment or several.

    An `urgent` one is a single segment that goes past window and pacing, since it is how both come back to life.
    `remark` is the cause in words, for the log.
    """

    start: int
    stop: int
    cause: Cause
    urgent: bool
    remark: str


class Loss(NamedTuple):
    """Bytes newly taken for lost that left together, and when that was.

    `place` says where in their train they were: for each segment from -1, the first, to 1, the last, all added up.
    """

    lost_bytes: int
    sent_s: float
    place: float = 0.0


@dataclass(frozen=True, slots=True)
class RecoveryParts:
    """What a recovery reads and sets going; all of it is the sender's. `told` hears of losses; None for nobody."""

    board: Scoreboard
    timer: RetransmissionTimer
    rtt: RttEstimator
    buffer: SendBuffer
    path_mtu: PathMtu
    told: Told | None = None

    def oldest_segment(self) -> tuple[int, int]:
        """The range of the oldest unacknowledged segment."""
        return self.board.oldest_segment(self.path_mtu.segment_bytes, self.buffer.end)

    def tell_lost(self, kind: EventKind, start: int, stop: int) -> None:
        """These bytes are taken for lost, for the reason that the kind is."""
        if self.told is not None:
            self.told(kind, self.board.origin + start, self.board.origin + stop)


class Recovery(Protocol):
    """Owned by the sender, which asks `next_repeat` before it sends anything new."""

    @property
    def counts_every_acknowledgement(self) -> bool:
        """Whether any acknowledgement that acknowledges nothing new is a duplicate, or only one that reports a gap."""

    @property
    def deadline_s(self) -> float | None:
        """When `handle_timer` has something to do, besides the retransmission timer."""

    def sent(self, start: int, stop: int, cause: Cause, now_s: float, *, everything_sent: bool) -> None:
        """A train has left; it is on the scoreboard already, and the retransmission timer is to run."""

    def acknowledged(self, *, advanced: bool, duplicate: bool, now_s: float) -> None:
        """An acknowledgement has been settled on the scoreboard; sees to the retransmission timer."""

    def detect(self, largest_acknowledged: int, now_s: float) -> list[Loss]:
        """What is lost, the oldest first, now that packets up to that number are acknowledged or time has passed."""

    def turned_up(self, train: Train, mask: int, now_s: float) -> None:
        """Segments that had been taken for lost have arrived after all."""

    def handle_timer(self, now_s: float) -> list[Loss]:
        """Act on `deadline_s`, if it has passed; what is lost, the oldest first."""

    def timed_out(self, now_s: float) -> None:
        """RULE R6.4: the retransmission timer has expired."""

    def time_out_is_congestion(self, *, heard_since: bool) -> bool:
        """Whether the congestion control is to be told of a time-out; `heard_since` the timer was set, or not."""

    def next_repeat(self, *, everything_sent: bool) -> Repeat | None:
        """What is to be sent again before anything new."""
