"""What the textbook's ways of recovery share: the one timer, and the count of duplicate acknowledgements.

The timer is RULE R6, the same as RFC 6298 section 5.1 to 5.5. An acknowledgement that acknowledges nothing new while
something is out is a duplicate, and the third in a row means that the oldest segment is lost (RFC 5681 section 3.2).
Nothing else is ever taken for lost: no clock but the timer runs, and no probe is sent.
"""

from __future__ import annotations

from ptp_core.transport import remarks
from ptp_core.transport.recovery.base import Cause, Loss, RecoveryParts
from ptp_core.transport.sent_segments import Train

DUPLICATES_THAT_MEAN_LOSS = 3


class Textbook:
    """The base of `Oldest` and `GoBackN`; `SelectiveRepeat` has clocks of its own."""

    counts_every_acknowledgement = True
    deadline_s: float | None = None

    def __init__(self, parts: RecoveryParts) -> None:
        self._parts = parts
        self._board = parts.board
        self._timer = parts.timer
        self._rtt = parts.rtt
        self._duplicates = 0
        self._losses: list[Loss] = []

    def sent(self, start: int, stop: int, cause: Cause, now_s: float, *, everything_sent: bool) -> None:
        # RULE R6.1.
        self._timer.segment_sent(now_s, self._rtt.rto_s)

    def acknowledged(self, *, advanced: bool, duplicate: bool, now_s: float) -> None:
        if advanced:
            # RULE R6.2 and R6.3.
            self._timer.new_data_acknowledged(now_s, self._rtt.rto_s, outstanding=self._board.outstanding)
            self._duplicates = 0
            self._new_data_acknowledged()
        elif duplicate:
            self._duplicates += 1
            if self._duplicates == DUPLICATES_THAT_MEAN_LOSS:
                number = self._board.origin + self._board.unacknowledged
                self._oldest_is_lost(Cause.FAST, remarks.THIRD_DUPLICATE(number=str(number)))

    def detect(self, largest_acknowledged: int, now_s: float) -> list[Loss]:
        losses, self._losses = self._losses, []
        return losses

    def turned_up(self, train: Train, mask: int, now_s: float) -> None:
        # The textbook learns nothing from it; the statistics do.
        self._board.counters.retransmitted_spurious += mask.bit_count()

    def handle_timer(self, now_s: float) -> list[Loss]:
        return []

    def timed_out(self, now_s: float) -> None:
        waited_ms = (now_s - self._timer.since_s) * 1000
        kind = remarks.TIMER_RESTARTED if self._timer.restarted else remarks.TIMER_STARTED
        self._oldest_is_lost(Cause.TIME_OUT, kind(time=f"{waited_ms:.0f}"))
        # RFC 5681 section 3.1 sees to the window by itself.
        self._losses = []

    def time_out_is_congestion(self, *, heard_since: bool) -> bool:
        return True

    def _oldest_is_lost(self, cause: Cause, remark: str) -> None:
        """What this recovery sends again when the oldest segment is lost."""

    def _new_data_acknowledged(self) -> None:
        """What was to be sent again may have become needless."""
