"""What the receiver of data must keep to, checked on its own log: an acknowledgement for each segment, at once.

The model holds the receiver's buffer: what arrived in order, and beyond it what came out of order, which it keeps, or
in go-back-n and stop-and-wait throws away. Each data segment that comes is answered by one cumulative acknowledgement
of its own before the next one comes and before anything else is sent.
"""

from __future__ import annotations

from ptp_core.record.marker import wording
from ptp_core.record.marker.faults import Fault, Rule
from ptp_core.record.marker.log_reading import LogEvent, LoggedSegment, SegmentLogText
from ptp_core.record.marker.numbering import BothNumberings
from ptp_core.record.marker.values import MarkedRecovery, MarkingValues

_KEEPS_NOTHING = frozenset({MarkedRecovery.GO_BACK_N, MarkedRecovery.STOP_AND_WAIT})


class ArrivedBytes:
    """What the textbook's receiver has: `cumulative` is the offset of the first byte that is missing."""

    def __init__(self, *, keeps_out_of_order: bool) -> None:
        self.cumulative = 0
        self._keeps = keeps_out_of_order
        self._beyond: dict[int, int] = {}

    def has(self, start: int) -> bool:
        """Whether the segment that begins there is here."""
        return start < self.cumulative or start in self._beyond

    def keeps(self, start: int) -> bool:
        """Whether what begins there is kept when it comes."""
        return self._keeps or start <= self.cumulative

    def arrive(self, start: int, stop: int) -> None:
        """`[start, stop)` has come."""
        if start > self.cumulative:
            if self._keeps:
                self._beyond[start] = max(stop, self._beyond.get(start, 0))
            return
        self.cumulative = max(self.cumulative, stop)
        while ready := [begin for begin in self._beyond if begin <= self.cumulative]:
            for begin in ready:
                self.cumulative = max(self.cumulative, self._beyond.pop(begin))


def check_answering(log: SegmentLogText, numberings: BothNumberings, values: MarkingValues) -> list[Fault]:
    """The faults of the side that wrote `log`, as a receiver of data."""
    return _Answering(log, numberings, values).check()


def answered_segments(log: SegmentLogText) -> list[tuple[LoggedSegment, LoggedSegment | None]]:
    """Each acknowledgement that left this side, with the data segment that it answers, or None."""
    pairs: list[tuple[LoggedSegment, LoggedSegment | None]] = []
    waiting: LoggedSegment | None = None
    for segment in log.segments:
        if segment.event is LogEvent.RECEIVED and segment.is_data:
            waiting = segment
        elif segment.is_own and segment.kind == "A":
            if segment.event is LogEvent.SENT:
                pairs.append((segment, waiting))
            waiting = None
    return pairs


def keeps_out_of_order(recovery: MarkedRecovery) -> bool:
    """Whether a receiver keeps what comes out of order."""
    return recovery not in _KEEPS_NOTHING


class _Answering:
    def __init__(self, log: SegmentLogText, numberings: BothNumberings, values: MarkingValues) -> None:
        self._log = log
        self._peer = numberings.peer
        self._arrived = ArrivedBytes(keeps_out_of_order=keeps_out_of_order(values.recovery))
        self._fin: int | None = None
        self._unanswered: LoggedSegment | None = None
        # What is not data and may be answered too: SYN+ACK, FIN, a probe.
        self._others = 0
        self._any_data = False
        self._faults: list[Fault] = []

    def check(self) -> list[Fault]:
        for segment in self._log.segments:
            if segment.event is LogEvent.RECEIVED:
                self._received(segment)
            else:
                self._sent(segment)
        if self._unanswered is not None:
            self._fault_unanswered(wording.LOG_ENDS)
        return self._faults

    def _received(self, segment: LoggedSegment) -> None:
        start = self._peer.offset(segment.sequence)
        if segment.is_data:
            if self._unanswered is not None:
                self._fault_unanswered(wording.CAME_BEFORE(sequence=str(segment.sequence)))
            self._arrived.arrive(start, start + segment.length_bytes)
            self._unanswered = segment
            self._any_data = True
        if "F" in segment.kind and self._arrived.keeps(start):
            self._fin = start + segment.length_bytes
        if segment.kind == "S":
            # Answered by SYN+ACK; only once the connection is open, by an acknowledgement.
            self._others += self._any_data
        elif set("SFP") & set(segment.kind):
            self._others += 1

    def _sent(self, segment: LoggedSegment) -> None:
        if "A" in segment.kind and "S" not in segment.kind:
            if self._any_data or self._fin is not None:
                self._check_number(segment)
            if self._unanswered is not None:
                self._unanswered = None
            elif self._others:
                self._others -= 1
            elif segment.kind == "A" and self._any_data:
                text = wording.ONCE_MORE(acknowledgement=str(segment.acknowledgement))
                self._fault(segment, Rule.ACKNOWLEDGEMENT, text)
        elif self._unanswered is not None and "R" not in segment.kind:
            self._fault_unanswered(wording.SENT_BEFORE(sequence=str(segment.sequence)))

    def _check_number(self, segment: LoggedSegment) -> None:
        cumulative = self._arrived.cumulative
        expected = {cumulative + 1} if self._fin is not None and self._fin <= cumulative else {cumulative}
        if self._unanswered is not None and self._others:
            # FIN came right behind data whose acknowledgement had not left.
            expected.add(cumulative)
        if self._peer.offset(segment.acknowledgement) not in expected:
            text = wording.MISSING_FIRST(
                acknowledgement=str(segment.acknowledgement), number=str(self._peer.number(max(expected)))
            )
            is_of_fin = cumulative + 1 in expected
            self._fault(segment, Rule.CLOSING if is_of_fin else Rule.ACKNOWLEDGEMENT_NUMBER, text)

    def _fault_unanswered(self, reason: str) -> None:
        segment = self._unanswered
        assert segment is not None
        self._unanswered = None
        text = wording.NO_ACKNOWLEDGEMENT(sequence=str(segment.sequence), reason=reason)
        self._fault(segment, Rule.ACKNOWLEDGEMENT, text)

    def _fault(self, segment: LoggedSegment, rule: Rule, text: str) -> None:
        self._faults.append(Fault(self._log.name, segment.line, rule, text))
