"""The best that the field knows: losses are told by what was sent later and has arrived (RFC 8985), not by the timer.

In the order of what goes first:

1. the oldest segment, when the retransmission timer has expired after all (RULE R6.4);
2. the newest segment, when the end of what was sent is silent (the tail-loss probe of RFC 8985 section 7.3);
3. what is lost;
4. when everything has been sent: what was sent again and is still on its way, a second time. On a lossy path the end
   would otherwise wait a round trip for each time that a segment is lost anew; there is nothing better to send then.
"""

from __future__ import annotations

from ptp_core.transport import remarks
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.ranges import RangeSet
from ptp_core.transport.recovery.base import Cause, Loss, RecoveryParts, Repeat
from ptp_core.transport.recovery.loss_detection import LossDetection
from ptp_core.transport.recovery.tail_probe import TailProbe
from ptp_core.transport.sent_segments import Train


class Selective:
    """Selective acknowledgement, time-based loss detection, a tail probe, and the timer last."""

    counts_every_acknowledgement = False

    def __init__(self, parts: RecoveryParts) -> None:
        self._parts = parts
        self._board = parts.board
        self._timer = parts.timer
        self._rtt = parts.rtt
        self._detection = LossDetection()
        self._tail = TailProbe()
        self._lost = RangeSet()
        self._sent_again = RangeSet()
        self._oldest_due = ""
        self._largest_acknowledged = -1

    @property
    def deadline_s(self) -> float | None:
        detection_s, tail_s = self._detection.deadline_s, self._tail.deadline_s
        if detection_s is None or tail_s is None:
            return tail_s if detection_s is None else detection_s
        return min(detection_s, tail_s)

    def sent(self, start: int, stop: int, cause: Cause, now_s: float, *, everything_sent: bool) -> None:
        self._timer.segment_sent(now_s, self._rtt.rto_s)
        if cause is Cause.FAST:
            self._lost.remove(start, stop)
            self._sent_again.add(start, stop)
        elif cause is Cause.TIME_OUT:
            self._oldest_due = ""
            self._lost.remove(start, stop)
        elif cause is Cause.TAIL:
            self._tail.due = False
            if everything_sent:
                self._sent_again.remove(start, stop)
            return
        self._await_word(now_s)

    def acknowledged(self, *, advanced: bool, duplicate: bool, now_s: float) -> None:
        if not advanced:
            return
        cumulative = self._board.unacknowledged
        self._lost.remove(0, cumulative)
        self._sent_again.remove(0, cumulative)
        self._oldest_due = ""
        self._timer.new_data_acknowledged(now_s, self._rtt.rto_s, outstanding=self._board.outstanding)

    def detect(self, largest_acknowledged: int, now_s: float) -> list[Loss]:
        self._largest_acknowledged = largest_acknowledged
        self._await_word(now_s)
        return self._detect(now_s)

    def turned_up(self, train: Train, mask: int, now_s: float) -> None:
        for low, high in train.ranges_of(mask):
            if not self._lost.overlaps(low, high) and high > low:
                self._board.counters.retransmitted_spurious += -(-(high - low) // train.segment_bytes)
            self._lost.remove(low, high)
        self._detection.reordering_seen(now_s, self._rtt)

    def handle_timer(self, now_s: float) -> list[Loss]:
        losses: list[Loss] = []
        if self._detection.deadline_s is not None and now_s >= self._detection.deadline_s:
            losses = self._detect(now_s)
        was_due = self._tail.due
        self._tail.handle_timer(now_s, self._board.in_flight_bytes)
        if self._tail.due and not was_due and self._parts.told is not None:
            self._parts.told(EventKind.TAIL_PROBE_DUE)
        return losses

    def timed_out(self, now_s: float) -> None:
        if not self._board.outstanding:
            return
        waited_ms = (now_s - self._timer.since_s) * 1000
        self._oldest_due = remarks.TIME_OUT(time=f"{waited_ms:.0f}")
        start, stop = self._parts.oldest_segment()
        self._parts.tell_lost(EventKind.LOST_BY_TIMEOUT, start, stop)
        self._board.mark_range_lost(start, stop)

    def time_out_is_congestion(self, *, heard_since: bool) -> bool:
        return not heard_since

    def next_repeat(self, *, everything_sent: bool) -> Repeat | None:
        if self._oldest_due:
            return Repeat(*self._parts.oldest_segment(), Cause.TIME_OUT, urgent=True, remark=self._oldest_due)
        if self._tail.due and (newest := self._newest_segment()) is not None:
            return Repeat(*newest, Cause.TAIL, urgent=True, remark=remarks.SILENCE)
        if self._lost:
            return Repeat(*self._lost.first, Cause.FAST, urgent=False, remark=remarks.OVERTAKEN)
        if everything_sent:
            for start, stop in self._sent_again:
                missing = self._board.selective.missing(start, stop)
                if missing:
                    return Repeat(*missing[0], Cause.TAIL, urgent=False, remark=remarks.SECOND_COPY)
        return None

    def _await_word(self, now_s: float) -> None:
        fin_sent = self._board.next > self._parts.buffer.end
        self._tail.wait(self._rtt, self._board.in_flight_bytes, self._timer.deadline_s, now_s, fin_sent=fin_sent)

    def _newest_segment(self) -> tuple[int, int] | None:
        """The newest segment that is out; its acknowledgement shows what is missing before."""
        newest = next((train for train in reversed(self._board.sent.unsettled()) if train.outstanding), None)
        if newest is None:
            return None
        start = newest.start + (newest.outstanding.bit_length() - 1) * newest.segment_bytes
        if start < self._board.unacknowledged:
            # Acknowledged by another copy; nothing beyond it is missing.
            return None
        return start, min(start + self._parts.path_mtu.segment_bytes, newest.stop)

    def _detect(self, now_s: float) -> list[Loss]:
        losses = []
        found = self._detection.detect(self._board.sent, self._largest_acknowledged, self._rtt, now_s)
        for train, mask, kind in found:
            lost_bytes = 0
            for start, stop in self._board.mark_lost(train, mask):
                self._parts.tell_lost(kind, start, stop)
                lost_bytes += stop - start
                self._lost.add(start, stop)
            if lost_bytes:
                losses.append(Loss(lost_bytes, train.sent_s, train.place_of(mask)))
        return losses
