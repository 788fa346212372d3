"""Go-Back-N: the receiver throws away what is out of order, so the sender goes back to what is missing.

When the one timer expires, or at the third duplicate acknowledgement, everything from the oldest unacknowledged
segment to the newest one sent goes again, in order, before anything new.
"""

from __future__ import annotations

from ptp_core.transport import remarks
from ptp_core.transport.recovery.base import LOSS_KINDS, Cause, Loss, Repeat
from ptp_core.transport.recovery.textbook import Textbook


class GoBackN(Textbook):
    """Sends `[_at, _stop)` again; the first segment of it at once, the others as the window allows."""

    _at = 0
    _stop = 0
    _cause = Cause.TIME_OUT
    _first: tuple[Cause, str] | None = None

    def next_repeat(self, *, everything_sent: bool) -> Repeat | None:
        if self._at >= self._stop:
            return None
        if self._first is not None:
            start, stop = self._parts.oldest_segment()
            cause, remark = self._first
            return Repeat(start, stop, cause, urgent=True, remark=remark)
        back_to = self._board.origin + self._board.unacknowledged
        return Repeat(self._at, self._stop, self._cause, urgent=False, remark=remarks.WENT_BACK(number=str(back_to)))

    def sent(self, start: int, stop: int, cause: Cause, now_s: float, *, everything_sent: bool) -> None:
        super().sent(start, stop, cause, now_s, everything_sent=everything_sent)
        if cause is not Cause.FIRST:
            self._first = None
            self._at = stop

    def _oldest_is_lost(self, cause: Cause, remark: str) -> None:
        board = self._board
        if not board.outstanding:
            return
        lost_bytes = board.in_flight_bytes
        self._parts.tell_lost(LOSS_KINDS[cause], board.unacknowledged, board.next)
        self._losses = [Loss(lost_bytes, board.mark_range_lost(board.unacknowledged, board.next))]
        self._at, self._stop = board.unacknowledged, board.next
        self._cause = cause
        self._first = cause, remark

    def _new_data_acknowledged(self) -> None:
        if self._board.unacknowledged > self._at:
            self._at = self._board.unacknowledged
            self._first = None
