"""What the sender of data must keep to, checked on its own log: window, segments, order, and the one timer of RULE R6.

The model walks the log line by line with the sender's state as the textbook has it: what is unacknowledged, since when
the timer runs, how many duplicate acknowledgements came. A segment that is sent again needs a cause: the third
duplicate acknowledgement, or the timer that has run out. What is to be sent again differs by recovery:

- oldest, stop-and-wait: the oldest unacknowledged segment and no other;
- go-back-n: the oldest, and then all after it again, in order, before anything new;
- selective-repeat: any unacknowledged segment, once its own timer (since it was sent last) has run out. The column of
  acknowledgements is cumulative, so that only the receiver's log shows which segment was acknowledged for itself: with
  both logs such a one must not be sent again and the others must, with the sender's alone any unacknowledged one may.

Timers may ring a fiftieth early, as time-stamps are rounded, and `MarkingValues.slack_s` late. The third duplicate
acknowledgement obliges where recovery is `oldest`; elsewhere a sender may heed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from ptp_core.record.marker import wording
from ptp_core.record.marker.faults import Fault, Rule
from ptp_core.record.marker.log_reading import LoggedSegment, SegmentLogText
from ptp_core.record.marker.numbering import BothNumberings
from ptp_core.record.marker.values import MarkedRecovery, MarkingValues

DUPLICATES_FOR_FAST_RETRANSMIT = 3
EARLY = 0.98

Acknowledged = Mapping[int, int]
"""By line of the sender's log: the offset of the data segment which that acknowledgement answers."""


@dataclass(slots=True)
class _Sent:
    stop: int
    last_s: float
    was_sent_again: bool = False
    acknowledged_for_itself: bool = False


@dataclass(slots=True)
class _Due:
    """A third duplicate acknowledgement that has not been heeded yet."""

    line: int
    time_s: float
    obliges: bool
    reported: bool = False


def check_sending(
    log: SegmentLogText,
    numberings: BothNumberings,
    values: MarkingValues,
    *,
    is_conversation: bool,
    acknowledged: Acknowledged | None = None,
) -> list[Fault]:
    """The faults of the side that wrote `log`, as a sender of data.

    `is_conversation` says that messages travel too, as those of PTP do: a message may be a short segment of its own.
    `acknowledged` is what both logs of a selective repeat show; None when there is only this one.
    """
    return _Sending(log, numberings, values, is_conversation, acknowledged).check()


class _Sending:
    def __init__(
        self,
        log: SegmentLogText,
        numberings: BothNumberings,
        values: MarkingValues,
        is_conversation: bool,
        acknowledged: Acknowledged | None,
    ) -> None:
        self._log = log
        self._own = numberings.own
        self._values = values
        self._is_conversation = is_conversation
        self._acknowledged = acknowledged
        self._faults: list[Fault] = []
        data = [each for each in log.segments if each.is_own and each.is_data]
        self._end = max((self._own.offset(each.sequence) + each.length_bytes for each in data), default=0)
        self._early_s = values.timeout_s * EARLY - _resolution_s(log)
        self._base = 0
        self._high = 0
        self._segments: dict[int, _Sent] = {}
        self._gaps: dict[int, int] = {}
        self._runs_since_s: float | None = None
        self._duplicates = 0
        self._due: _Due | None = None
        # Both causes met at one moment: the sender may act on each.
        self._spare_until_s: float | None = None
        self._next_again: int | None = None
        self._has_fin = False

    def check(self) -> list[Fault]:
        for segment in self._log.segments:
            if segment.is_own and segment.is_data:
                self._sent(segment)
                self._has_fin = self._has_fin or "F" in segment.kind
            elif segment.is_own:
                self._has_fin = self._has_fin or "F" in segment.kind
            elif "S" not in segment.kind and set("AF") & set(segment.kind):
                self._heard(segment)
        self._finish()
        return self._faults

    # What is sent.

    def _sent(self, segment: LoggedSegment) -> None:
        start = self._own.offset(segment.sequence)
        stop = start + segment.length_bytes
        if segment.length_bytes == 0:
            self._fault(segment, Rule.SEGMENT_SIZE, wording.WITHOUT_DATA(sequence=str(segment.sequence)))
            return
        if segment.length_bytes > self._values.mss_bytes:
            text = wording.LARGER_THAN_MSS(
                sequence=str(segment.sequence), length=str(segment.length_bytes), mss=str(self._values.mss_bytes)
            )
            self._fault(segment, Rule.SEGMENT_SIZE, text)
        if start < self._high < stop:
            text = wording.MIXED(
                sequence=str(segment.sequence),
                length=str(segment.length_bytes),
                number=str(self._own.number(self._high)),
            )
            self._fault(segment, Rule.SEQUENCE, text)
        if start >= self._high:
            self._sent_first(segment, start, stop)
        elif start in self._gaps:
            # Late, which was said already; the rest of the gap follows.
            self._gaps[stop] = gap_stop = self._gaps.pop(start)
            if stop >= gap_stop:
                del self._gaps[stop]
            self._segments[start] = _Sent(stop, segment.time_s)
        else:
            self._sent_again(segment, start)
        self._high = max(self._high, stop)
        if self._runs_since_s is None and self._base < self._high:
            self._runs_since_s = segment.time_s

    def _sent_first(self, segment: LoggedSegment, start: int, stop: int) -> None:
        if start > self._high:
            text = wording.ANOTHER_IS_NEXT(sequence=str(segment.sequence), number=str(self._own.number(self._high)))
            self._fault(segment, Rule.SEQUENCE, text)
            self._gaps[self._high] = start
        if self._next_again is not None and self._next_again < self._high:
            text = wording.NEW_TOO_EARLY(sequence=str(segment.sequence), number=str(self._own.number(self._next_again)))
            self._fault(segment, Rule.OLDEST_ONLY, text)
        if self._due is not None and self._due.obliges and not self._due.reported:
            self._due.reported = True
            self._fault(
                segment,
                Rule.FAST_RETRANSMIT,
                wording.NEW_BUT(sequence=str(segment.sequence), reason=self._third_duplicate()),
            )
        if stop - self._base > self._values.window_bytes:
            text = wording.BEYOND_WINDOW(
                sequence=str(segment.sequence),
                bytes=str(stop - self._base),
                number=str(self._own.number(self._base)),
                window=str(self._values.window_bytes),
            )
            self._fault(segment, Rule.WINDOW, text)
        if segment.length_bytes < self._values.mss_bytes and not self._may_be_short(start, stop):
            text = wording.SHORTER_THAN_MSS(
                sequence=str(segment.sequence), length=str(segment.length_bytes), mss=str(self._values.mss_bytes)
            )
            self._fault(segment, Rule.SEGMENT_SIZE, text)
        self._segments[start] = _Sent(stop, segment.time_s)

    def _may_be_short(self, start: int, stop: int) -> bool:
        if stop >= self._end:
            return True
        if not self._is_conversation:
            return False
        if self._base == self._high:
            # A message by itself, with nothing on its way that it could wait for (RFC 1122 section 4.2.3.4).
            return True
        file = self._values.file
        if file is None or file.stop is None:
            return False
        return stop <= self._own.offset(file.start) or stop >= self._own.offset(file.stop)

    def _sent_again(self, segment: LoggedSegment, start: int) -> None:
        match self._values.recovery:
            case MarkedRecovery.SELECTIVE_REPEAT:
                self._selected_again(segment, start)
            case MarkedRecovery.GO_BACK_N:
                self._gone_back(segment, start)
            case _:
                self._oldest_again(segment, start)
        sent = self._segments.get(start)
        if sent is not None:
            sent.last_s = segment.time_s
            sent.was_sent_again = True

    def _oldest_again(self, segment: LoggedSegment, start: int) -> None:
        has_cause = self._take_cause(segment)
        if start < self._base:
            self._fault(segment, Rule.OLDEST_ONLY, wording.AGAIN_BUT_ACKNOWLEDGED(sequence=str(segment.sequence)))
        elif start > self._base:
            self._fault(
                segment, Rule.OLDEST_ONLY, wording.AGAIN_BUT(sequence=str(segment.sequence), reason=self._oldest())
            )
        elif not has_cause:
            self._fault_without_cause(segment)

    def _gone_back(self, segment: LoggedSegment, start: int) -> None:
        going_on = self._next_again is not None and start == self._next_again and start != self._base
        if not going_on:
            self._oldest_again(segment, start)
            if start != self._base:
                return
        stop = start + segment.length_bytes
        self._next_again = stop if stop < self._high else None

    def _selected_again(self, segment: LoggedSegment, start: int) -> None:
        sent = self._segments.get(start)
        if start < self._base:
            self._fault(segment, Rule.OLDEST_ONLY, wording.AGAIN_BUT_ACKNOWLEDGED(sequence=str(segment.sequence)))
            return
        if sent is None:
            text = wording.NO_SEGMENT_THERE(sequence=str(segment.sequence))
            self._fault(segment, Rule.SEQUENCE, text)
            return
        if sent.acknowledged_for_itself:
            text = wording.ACKNOWLEDGED_FOR_ITSELF(sequence=str(segment.sequence))
            self._fault(segment, Rule.OLDEST_ONLY, text)
            return
        elapsed_s = segment.time_s - sent.last_s
        if elapsed_s < self._early_s and start == self._base and self._due is not None:
            self._due = None
        elif elapsed_s < self._early_s:
            text = wording.TOO_EARLY(
                sequence=str(segment.sequence), time=_ms(elapsed_s), timeout=_ms(self._values.timeout_s)
            )
            self._fault(segment, Rule.CAUSE, text)
        elif elapsed_s > self._latest_s:
            self._fault_late(segment, wording.AGAIN(sequence=str(segment.sequence)), elapsed_s)

    def _take_cause(self, segment: LoggedSegment) -> bool:
        """Whether something allows to send again now; it does so once."""
        time_s, since_s = segment.time_s, self._runs_since_s
        expired = since_s is not None and time_s - since_s >= self._early_s
        due = self._due
        if due is not None:
            self._due = None
            if due.obliges and not due.reported and time_s - due.time_s > self._values.slack_s:
                text = wording.NOT_AT_ONCE(
                    sequence=str(segment.sequence), time=_ms(time_s - due.time_s), line=str(due.line)
                )
                self._fault(segment, Rule.FAST_RETRANSMIT, text)
            if expired:
                self._runs_since_s = time_s
                self._spare_until_s = time_s + self._values.slack_s
            return True
        if expired and since_s is not None:
            if time_s - since_s > self._latest_s:
                self._fault_late(segment, wording.AGAIN(sequence=str(segment.sequence)), time_s - since_s)
            self._runs_since_s = time_s
            return True
        if self._spare_until_s is not None and time_s <= self._spare_until_s:
            self._spare_until_s = None
            return True
        return False

    # What is heard.

    def _heard(self, segment: LoggedSegment) -> None:
        if segment.acknowledgement == 0 and not segment.is_pure_acknowledgement:
            return
        acknowledged = self._own.offset(segment.acknowledgement)
        if acknowledged > self._high + self._has_fin:
            text = wording.NEVER_SENT(
                acknowledgement=str(segment.acknowledgement), number=str(self._own.number(self._high))
            )
            self._fault(segment, Rule.CLOSING if self._has_fin else Rule.ACKNOWLEDGEMENT_NUMBER, text)
            return
        self._note_for_itself(segment)
        stop = min(acknowledged, self._high)
        if stop > self._base:
            self._acknowledge(segment, stop)
        elif acknowledged == self._base < self._high and segment.is_pure_acknowledgement:
            self._duplicates += 1
            if self._duplicates == DUPLICATES_FOR_FAST_RETRANSMIT:
                oldest = self._segments.get(self._base)
                obliges = self._values.recovery is MarkedRecovery.OLDEST and not (oldest and oldest.was_sent_again)
                # PTP's listener confirms the opening by an acknowledgement that looks like a duplicate of nothing yet.
                obliges = obliges and not (self._is_conversation and self._base == 0)
                self._due = _Due(segment.line, segment.time_s, obliges)

    def _acknowledge(self, segment: LoggedSegment, stop: int) -> None:
        self._check_nothing_missed(segment)
        self._base = stop
        self._duplicates = 0
        self._due = None
        self._spare_until_s = None
        if self._next_again is not None:
            self._next_again = max(self._next_again, stop)
            if self._next_again >= self._high:
                self._next_again = None
        for start in [start for start, sent in self._segments.items() if sent.stop <= stop]:
            del self._segments[start]
        self._runs_since_s = segment.time_s if stop < self._high else None

    def _check_nothing_missed(self, segment: LoggedSegment) -> None:
        """Until `segment` came: should something have been sent again that was not?"""
        due = self._due
        waited_s = segment.time_s - due.time_s if due is not None and due.obliges and not due.reported else 0.0
        if waited_s > self._values.slack_s:
            self._fault(segment, Rule.FAST_RETRANSMIT, wording.NOTHING_AGAIN(reason=self._third_duplicate()))
            return
        if self._values.recovery is MarkedRecovery.SELECTIVE_REPEAT:
            oldest = self._segments.get(self._base)
            if oldest is not None and not oldest.acknowledged_for_itself:
                self._check_own_timer(segment, self._base, oldest)
        elif self._runs_since_s is not None and segment.time_s - self._runs_since_s > self._latest_s:
            self._fault_late(
                segment,
                wording.NOT_AGAIN_UNTIL_NOW(number=str(self._own.number(self._base))),
                segment.time_s - self._runs_since_s,
            )

    def _note_for_itself(self, segment: LoggedSegment) -> None:
        start = self._acknowledged.get(segment.line) if self._acknowledged is not None else None
        sent = self._segments.get(start) if start is not None else None
        if start is not None and sent is not None and not sent.acknowledged_for_itself and start != self._base:
            self._check_own_timer(segment, start, sent)
            sent.acknowledged_for_itself = True

    def _check_own_timer(self, segment: LoggedSegment, start: int, sent: _Sent) -> None:
        if segment.time_s - sent.last_s > self._latest_s:
            words = wording.NOT_AGAIN_UNTIL_NOW(number=str(self._own.number(start)))
            self._fault_late(segment, words, segment.time_s - sent.last_s)

    def _finish(self) -> None:
        last = self._log.segments[-1]
        if self._base >= self._high or any("R" in each.kind for each in self._log.segments):
            return
        before = len(self._faults)
        self._check_nothing_missed(last)
        if len(self._faults) == before:
            text = wording.UNACKNOWLEDGED_AT_END(
                bytes=str(self._high - self._base), number=str(self._own.number(self._base))
            )
            self._fault(last, Rule.DELIVERY, text)

    # Words.

    @property
    def _latest_s(self) -> float:
        return self._values.timeout_s + self._values.slack_s

    def _oldest(self) -> str:
        return wording.IS_OLDEST(number=str(self._own.number(self._base)))

    def _third_duplicate(self) -> str:
        line = self._due.line if self._due else 0
        return wording.THIRD_DUPLICATE(line=str(line), number=str(self._own.number(self._base)))

    def _fault_without_cause(self, segment: LoggedSegment) -> None:
        duplicates = wording.DUPLICATES(count=self._duplicates)
        timer = (
            wording.TIMER_RAN(time=_ms(segment.time_s - self._runs_since_s), timeout=_ms(self._values.timeout_s))
            if self._runs_since_s is not None
            else wording.NO_TIMER
        )
        self._fault(
            segment,
            Rule.CAUSE,
            wording.WITHOUT_CAUSE(sequence=str(segment.sequence), duplicates=duplicates, timer=timer),
        )

    def _fault_late(self, segment: LoggedSegment, words: str, elapsed_s: float) -> None:
        ratio = elapsed_s / self._values.timeout_s
        doubled = any(abs(ratio - power) <= 0.1 * power for power in (2, 4, 8, 16, 32, 64))
        text = wording.TOO_LATE(words=words, time=_ms(elapsed_s), timeout=_ms(self._values.timeout_s))
        self._fault(segment, Rule.TIMER, wording.NOT_DOUBLE(words=text) if doubled else text)

    def _fault(self, segment: LoggedSegment, rule: Rule, text: str) -> None:
        self._faults.append(Fault(self._log.name, segment.line, rule, text))


def _resolution_s(log: SegmentLogText) -> float:
    """The smallest step between two times of the log that is not zero, at most a millisecond: they are rounded."""
    times = [each.time_s for each in log.segments]
    steps = [later - earlier for earlier, later in pairwise(times) if later > earlier]
    return min([*steps, 0.001])


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.6g} ms"
