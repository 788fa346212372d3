"""The three-way opening and the four-way close, checked on the log of either side.

SYN and FIN take one sequence number each and may be sent again. The acknowledgement and FIN of the side that closes
second may be one segment. Where the log is the listener's, the third step may be missing: it can be lost, and the data
that follows does its work.
"""

from __future__ import annotations

from ptp_core.record.marker import wording
from ptp_core.record.marker.faults import Fault, Rule
from ptp_core.record.marker.log_reading import LogEvent, LoggedSegment, SegmentLogText
from ptp_core.record.marker.numbering import BothNumberings, Numbering


def check_opening(log: SegmentLogText, numberings: BothNumberings) -> list[Fault]:
    """What is wrong before the first byte of data, in the order of the log."""
    return _Opening(log, numberings).check()


def check_closing(log: SegmentLogText, numberings: BothNumberings) -> list[Fault]:
    """What is wrong with FIN and its acknowledgements, of both sides."""
    reset = next((each for each in log.segments if "R" in each.kind), None)
    if reset is not None:
        return [Fault(log.name, reset.line, Rule.CLOSING, wording.RESET)]
    faults = []
    for is_own, numbering in ((True, numberings.own), (False, numberings.peer)):
        if fault := _closing_fault(log, numbering, is_own=is_own):
            faults.append(fault)
    return faults


class _Opening:
    def __init__(self, log: SegmentLogText, numberings: BothNumberings) -> None:
        self._log = log
        self._numberings = numberings
        self._first = log.segments[0]
        self._is_listener = self._first.event is LogEvent.RECEIVED
        self._answered = False
        self._confirmed = False

    def check(self) -> list[Fault]:
        if self._first.kind != "S":
            return [self._fault(self._first, wording.NO_SYN)]
        for segment in self._log.segments:
            if "S" in segment.kind:
                text = self._wrong_syn(segment)
            elif "R" in segment.kind:
                return []
            elif segment.is_data or "F" in segment.kind:
                text = self._wrong_beginning(segment)
                return [self._fault(segment, text)] if text else []
            else:
                text = self._wrong_confirmation(segment)
            if text:
                return [self._fault(segment, text)]
        last = self._log.segments[-1]
        if not self._answered:
            return [self._fault(last, wording.SYN_UNANSWERED)]
        return []

    def _wrong_syn(self, segment: LoggedSegment) -> str:
        numbering = self._numberings.own if segment.is_own else self._numberings.peer
        others = self._numberings.peer if segment.is_own else self._numberings.own
        is_listeners = segment.is_own is self._is_listener
        if segment.length_bytes:
            return wording.SYN_WITHOUT_DATA
        if numbering.offset(segment.sequence) != -1:
            return wording.SYN_CHANGED(sequence=str(segment.sequence), number=str(numbering.number(-1)))
        if not is_listeners:
            return "" if segment.kind == "S" else wording.SYN_WITHOUT_ACK
        if segment.kind != "SA":
            return wording.SYN_AND_ACK
        if others.offset(segment.acknowledgement) != 0:
            return wording.SYN_TAKES_ONE(number=str(others.number(0)), acknowledgement=str(segment.acknowledgement))
        self._answered = True
        return ""

    def _wrong_confirmation(self, segment: LoggedSegment) -> str:
        is_openers = segment.is_own is not self._is_listener
        if not is_openers or "A" not in segment.kind:
            return ""
        if not self._answered:
            return wording.ACK_TOO_EARLY
        others = self._numberings.peer if segment.is_own else self._numberings.own
        if others.offset(segment.acknowledgement) != 0:
            return wording.SYN_TAKES_ONE(number=str(others.number(0)), acknowledgement=str(segment.acknowledgement))
        self._confirmed = True
        return ""

    def _wrong_beginning(self, segment: LoggedSegment) -> str:
        if not self._answered:
            return wording.DATA_TOO_EARLY(sequence=str(segment.sequence))
        if not self._confirmed and segment.is_own and not self._is_listener and "A" not in segment.kind:
            return wording.UNCONFIRMED
        return ""

    def _fault(self, segment: LoggedSegment, text: str) -> Fault:
        return Fault(self._log.name, segment.line, Rule.OPENING, text)


def _closing_fault(log: SegmentLogText, numbering: Numbering, *, is_own: bool) -> Fault | None:
    whose = wording.THIS_SIDE if is_own else wording.OTHER_SIDE
    mine = [each for each in log.segments if each.is_own is is_own]
    data = [each for each in mine if each.is_data]
    end = max((numbering.offset(each.sequence) + each.length_bytes for each in data), default=0)
    fin: LoggedSegment | None = None
    for segment in mine:
        start = numbering.offset(segment.sequence)
        if "F" in segment.kind:
            if start + segment.length_bytes != end and (is_own or start + segment.length_bytes < end):
                text = wording.FIN_NUMBER(sequence=str(segment.sequence), number=str(numbering.number(end)))
                return Fault(log.name, segment.line, Rule.CLOSING, text)
            fin = fin or segment
        elif segment.is_data and fin is not None and start >= numbering.offset(fin.sequence):
            return Fault(log.name, segment.line, Rule.CLOSING, wording.DATA_AFTER_FIN(sequence=str(segment.sequence)))
    last = log.segments[-1]
    if fin is None:
        return Fault(log.name, last.line, Rule.CLOSING, wording.NO_FIN(whose=whose))
    others = [each for each in log.segments if each.is_own is not is_own and each.line > fin.line]
    answers = [each.acknowledgement for each in others if set("AF") & set(each.kind)]
    beyond = numbering.offset(fin.sequence) + fin.length_bytes + 1
    if any(numbering.offset(answer) == beyond for answer in answers):
        return None
    if not is_own and any(numbering.offset(answer) > end for answer in answers):
        # Acknowledged with a wrong number, which is a fault of the answer.
        return None
    text = wording.FIN_UNACKNOWLEDGED(whose=whose, sequence=str(fin.sequence), number=str(numbering.number(beyond)))
    return Fault(log.name, fin.line, Rule.CLOSING, text)
