"""Selective repeat: each segment is acknowledged and timed for itself, and only what is missing goes again.

Ours differs from the slide in two ways: an acknowledgement names ranges of packets beside the cumulative number
instead of one segment, so that a lost acknowledgement is made up for by the next; and the clocks of all segments are
one timer that is set to the earliest of them, since they all run for the same time. Duplicates mean nothing here.
"""

from __future__ import annotations

from ptp_core.transport import remarks
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.ranges import RangeSet
from ptp_core.transport.recovery.base import Cause, RecoveryParts, Repeat
from ptp_core.transport.recovery.textbook import Textbook

# Two readings of a clock differ in their last digits.
ROUNDING_S = 1e-9


class SelectiveRepeat(Textbook):
    """Keeps what has to go again because its own time has run out."""

    def __init__(self, parts: RecoveryParts) -> None:
        super().__init__(parts)
        self._again = RangeSet()

    def next_repeat(self, *, everything_sent: bool) -> Repeat | None:
        if not self._again:
            return None
        start, stop = self._again.first
        number = self._board.origin + start
        remark = remarks.OWN_TIME_OUT(number=str(number))
        return Repeat(start, stop, Cause.TIME_OUT, urgent=False, remark=remark)

    def sent(self, start: int, stop: int, cause: Cause, now_s: float, *, everything_sent: bool) -> None:
        self._again.remove(start, stop)
        self._set_timer(now_s)

    def acknowledged(self, *, advanced: bool, duplicate: bool, now_s: float) -> None:
        self._again.remove(0, self._board.unacknowledged)
        for start, stop in self._board.selective:
            self._again.remove(start, stop)
        self._set_timer(now_s)

    def timed_out(self, now_s: float) -> None:
        board = self._board
        for train in board.sent.outstanding():
            if train.sent_s + self._rtt.rto_s > now_s + ROUNDING_S:
                break
            for low, high in board.mark_lost(train, train.outstanding):
                self._parts.tell_lost(EventKind.LOST_BY_TIMEOUT, low, high)
                self._again.add(low, high)
        self._set_timer(now_s)

    def _set_timer(self, now_s: float) -> None:
        oldest = next(self._board.sent.outstanding(), None)
        self._timer.run_until(None if oldest is None else oldest.sent_s + self._rtt.rto_s, now_s)
