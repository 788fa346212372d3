"""The assignment's recovery, and with a window of one segment stop and wait.

The receiver keeps what comes out of order. When the one timer expires, or at the third duplicate acknowledgement, the
oldest unacknowledged segment is sent again, and nothing else.
"""

from __future__ import annotations

from ptp_core.transport.recovery.base import LOSS_KINDS, Cause, Loss, Repeat
from ptp_core.transport.recovery.textbook import Textbook


class Oldest(Textbook):
    """Sends the oldest unacknowledged segment again, and nothing else."""

    _due: tuple[Cause, str] | None = None

    def next_repeat(self, *, everything_sent: bool) -> Repeat | None:
        if self._due is None:
            return None
        start, stop = self._parts.oldest_segment()
        cause, remark = self._due
        return Repeat(start, stop, cause, urgent=True, remark=remark)

    def sent(self, start: int, stop: int, cause: Cause, now_s: float, *, everything_sent: bool) -> None:
        super().sent(start, stop, cause, now_s, everything_sent=everything_sent)
        if cause is not Cause.FIRST:
            self._due = None

    def _oldest_is_lost(self, cause: Cause, remark: str) -> None:
        if not self._board.outstanding:
            return
        start, stop = self._parts.oldest_segment()
        self._parts.tell_lost(LOSS_KINDS[cause], start, stop)
        self._losses = [Loss(stop - start, self._board.mark_range_lost(start, stop))]
        self._due = cause, remark

    def _new_data_acknowledged(self) -> None:
        self._due = None
