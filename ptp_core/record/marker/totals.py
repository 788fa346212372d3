"""The totals at a log's end, held against what the log holds.

By the words in a total's name, so that those of other programs are known too: bytes of data (each byte counted once),
bytes of PTP's own messages, segments sent (those that left, first or again; with "excluding retransmissions" the first
ones, dropped or not), segments dropped, segments retransmitted (dropped or not), duplicate acknowledgements, segments
received, duplicate segments. A total with another name is not checked, nor is one that the log lacks.

Where the assignment leaves room either number is right: a duplicate acknowledgement while nothing but FIN is out, and a
segment that comes again after a receiver of Go-Back-N threw it away.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ptp_core.record.marker import wording
from ptp_core.record.marker.answering_rules import ArrivedBytes
from ptp_core.record.marker.faults import Fault, Rule
from ptp_core.record.marker.log_reading import LogEvent, LoggedSegment, SegmentLogText
from ptp_core.record.marker.numbering import BothNumberings, Numbering
from ptp_core.record.marker.values import FileSpan


class LogSideMarked(enum.Enum):
    """Whose totals they are: data is what this side sent, or what it received."""

    SENDER = "sender"
    RECEIVER = "receiver"


@dataclass(slots=True)
class _Counts:
    bytes_once: int = 0
    left: int = 0
    first: int = 0
    again: int = 0
    dropped: int = 0
    duplicate_acknowledgements: int = 0
    arrived: int = 0
    duplicates: int = 0
    thrown_away: int = 0
    # Duplicates of the opening's own acknowledgement: PTP's listener confirms the opening by one.
    confirmations: int = 0
    while_fin_is_out: int = 0


def check_totals(
    log: SegmentLogText,
    numberings: BothNumberings,
    side: LogSideMarked,
    file: FileSpan | None,
    *,
    keeps_out_of_order: bool = True,
) -> list[Fault]:
    """The totals that are wrong. `keeps_out_of_order` says whether a receiver keeps what comes out of order."""
    counts = _count(log, numberings, side, ArrivedBytes(keeps_out_of_order=keeps_out_of_order))
    expected = {
        "segments sent": counts.left,
        "segments first": counts.first,
        "dropped": counts.dropped,
        "retransmitted": counts.again,
        "duplicate acknowledgements": counts.duplicate_acknowledgements,
        "segments received": counts.arrived,
        "duplicate segments": counts.duplicates,
    }
    faults: list[Fault] = []
    data: tuple[int, int] | None = None
    own_messages = 0
    for total in log.totals:
        meaning = _meaning(total.name)
        if meaning == "bytes of data":
            data = total.line, total.number
        elif meaning == "own messages":
            own_messages = total.number
        elif meaning in expected and not _is_right(total.number, expected[meaning], meaning, counts):
            text = wording.TOTAL(name=str(total.name), number=str(total.number), expected=str(expected[meaning]))
            faults.append(Fault(log.name, total.line, Rule.TOTALS, text))
    if data is not None:
        line, number = data
        if number + own_messages != counts.bytes_once:
            text = wording.TOTAL_OF_DATA(number=str(number), expected=str(counts.bytes_once))
            if own_messages:
                text = wording.TOTAL_WITH_MESSAGES(
                    number=str(number), own=str(own_messages), expected=str(counts.bytes_once)
                )
            faults.append(Fault(log.name, line, Rule.TOTALS, text))
        elif file is not None and file.size_bytes is not None and own_messages and number != file.size_bytes:
            text = wording.TOTAL_OF_FILE(number=str(number), size=str(file.size_bytes))
            faults.append(Fault(log.name, line, Rule.TOTALS, text))
    return sorted(faults, key=lambda fault: fault.line)


def _is_right(number: int, expected: int, meaning: str, counts: _Counts) -> bool:
    if meaning == "duplicate acknowledgements":
        return expected - counts.confirmations <= number <= expected + counts.while_fin_is_out
    if meaning == "duplicate segments":
        return number in (expected, expected - counts.thrown_away)
    return number == expected


def _meaning(name: str) -> str:
    words = name.lower()
    if "own messages" in words:
        return "own messages"
    if "excluding retransmi" in words or "excl. retransmi" in words:
        return "segments first" if "sent" in words else ""
    if "dup" in words:
        if "ack" in words:
            return "duplicate acknowledgements"
        return "duplicate segments" if "segment" in words else ""
    for word, meaning in (("retransmi", "retransmitted"), ("drop", "dropped")):
        if word in words:
            return meaning
    if "data" in words and ("byte" in words or "amount" in words):
        return "bytes of data"
    if "segments" in words and ("sent" in words or "received" in words):
        return "segments sent" if "sent" in words else "segments received"
    return ""


def _count(log: SegmentLogText, numberings: BothNumberings, side: LogSideMarked, arrived: ArrivedBytes) -> _Counts:
    counts = _Counts()
    is_sender = side is LogSideMarked.SENDER
    numbering = numberings.own if is_sender else numberings.peer
    seen = _Seen()
    base = high = 0
    has_fin = False
    for segment in log.segments:
        if segment.event is LogEvent.DROPPED:
            counts.dropped += 1
        has_fin = has_fin or (segment.is_own and "F" in segment.kind)
        if segment.is_data and segment.is_own is is_sender:
            start, stop = _range(segment, numbering)
            new_bytes = seen.add(start, stop)
            counts.thrown_away += new_bytes == 0 and not arrived.has(start)
            arrived.arrive(start, stop)
            counts.bytes_once += new_bytes
            counts.left += segment.event is LogEvent.SENT
            counts.arrived += not segment.is_own
            counts.first += new_bytes > 0
            counts.again += new_bytes == 0
            counts.duplicates += new_bytes == 0
            high = max(high, stop)
        elif is_sender and not segment.is_own and "S" not in segment.kind:
            acknowledged = numbering.offset(segment.acknowledgement)
            if acknowledged == base < high and segment.is_pure_acknowledgement:
                counts.duplicate_acknowledgements += 1
                counts.confirmations = counts.confirmations or int(base == 0)
            elif acknowledged == base == high and has_fin and segment.is_pure_acknowledgement:
                counts.while_fin_is_out += 1
            base = max(base, min(acknowledged, high))
    return counts


def _range(segment: LoggedSegment, numbering: Numbering) -> tuple[int, int]:
    start = numbering.offset(segment.sequence)
    return start, start + segment.length_bytes


class _Seen:
    """Which bytes were counted already."""

    def __init__(self) -> None:
        self._stop = 0
        self._beyond: dict[int, int] = {}

    def add(self, start: int, stop: int) -> int:
        """How many bytes of `[start, stop)` are new. Segments that overlap in part are counted from the front."""
        if start < self._stop or start in self._beyond:
            known = max(self._stop, self._beyond.get(start, 0))
            new_bytes = max(0, stop - max(start, known))
        else:
            new_bytes = stop - start
        if new_bytes:
            self._beyond[start] = stop
        while self._stop in self._beyond:
            self._stop = self._beyond.pop(self._stop)
        return new_bytes
