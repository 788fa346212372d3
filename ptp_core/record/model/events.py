"""One event of a recording, taken out of its table: what the event list shows and what a click chooses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ptp_core.link_changes import changes_in_words
from ptp_core.record.model.event_table import Chunk, EventTable
from ptp_core.record.side import Side
from ptp_core.sentences import Translate, declare, untranslated, worded
from ptp_core.transport.event_kinds import KINDS, EventKind
from ptp_core.transport.remarks import remark_of
from ptp_core.transport.trace import DropCause, EventTrace, SegmentDirection, SegmentTrace

# The order of these is written into files: new ones come at the end.
SIDES: Final = (Side.SENDER, Side.RECEIVER)
# The context in which catalogues have the words of a recording.
RECORDING: Final = "recording"
_RULE: Final = declare("rule-and-source", "{rule}, {source}")

LETTERS: Final = ("", "S", "SA", "A", "F", "D", "R", "P")
CAUSES: Final = ("", "timeout", "fast", "tail")
DROP_CAUSES: Final = (None, *DropCause)

SIDE_CODES: Final = {side: code for code, side in enumerate(SIDES)}
LETTER_CODES: Final = {letters: code for code, letters in enumerate(LETTERS)}
CAUSE_CODES: Final = {cause: code for code, cause in enumerate(CAUSES)}
DROP_CAUSE_CODES: Final = {cause: code for code, cause in enumerate(DROP_CAUSES)}

PACKET_WORDS: Final = {
    "S": "SYN",
    "SA": "SYN+ACK",
    "A": "acknowledgement",
    "F": "FIN",
    "D": "data",
    "R": "reset",
    "P": "probe",
}

# Each gap is named in several acknowledgements: the newest of them are enough.
_PACKETS_NAMED: Final = 16
_PACKETS: Final = re.compile(r"[0-9]{1,18}-[0-9]{1,18}( [0-9]{1,18}-[0-9]{1,18}){0,63}")

# Bound here: Python 3.11 looks members of an enumeration up by a function, and each segment asks for several.
_DROPPED: Final = SegmentDirection.DROPPED
_RECEIVED: Final = SegmentDirection.RECEIVED
_KIND_DROPPED: Final = EventKind.DROPPED
_KIND_ARRIVED: Final = EventKind.ARRIVED
_KIND_CONTROL_ARRIVED: Final = EventKind.CONTROL_ARRIVED
_KIND_CONTROL_SENT: Final = EventKind.CONTROL_SENT

_CAME: Final = frozenset({EventKind.ARRIVED, EventKind.ARRIVED_AGAIN, EventKind.THROWN_AWAY, EventKind.CONTROL_ARRIVED})
# Their bytes, `start` and `stop`, are those that the other side sends.
_OF_THE_OTHER: Final = _CAME | {EventKind.DISK_WRITTEN}
_KIND_BY_CAUSE: Final = {
    "": EventKind.SENT,
    "timeout": EventKind.SENT_AGAIN_TIMEOUT,
    "fast": EventKind.SENT_AGAIN_FAST,
    "tail": EventKind.SENT_AGAIN_TAIL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`serial` is its number in the recording, `time_s` counts from the recording's beginning, `side` is where it was.

    `start` and `stop` are sequence numbers as on the wire. Of a segment, or a train of `count` segments, they are its
    bytes, and `letters` (S, SA, A, F, D, R, P as in the segment log), `acknowledgement`, `packet` (the first one's
    number), `segment_bytes`, `cause`, `drop_cause` and `duplicate` are those of SegmentTrace. `value` and `text` are
    what the kind says; of an acknowledgement `text` are the packets that it names, as `named_packets` writes them.
    """

    serial: int
    time_s: float
    kind: EventKind
    side: Side
    start: int = 0
    stop: int = 0
    value: float = 0.0
    text: str = ""
    letters: str = ""
    acknowledgement: int = 0
    packet: int = 0
    segment_bytes: int = 0
    cause: str = ""
    drop_cause: DropCause | None = None
    duplicate: bool = False

    @property
    def count(self) -> int:
        """How many segments it is, of a train more than one."""
        return -(-(self.stop - self.start) // self.segment_bytes) if self.segment_bytes else 1

    def counted(self, origin: Callable[[Side], int]) -> Event:
        """The same with its bytes counted from the first that their side sends, as in `Recording.origin`, in place of
        the numbers on the wire."""
        other = self.kind in _OF_THE_OTHER
        own, back = origin(self.side.other if other else self.side), origin(self.side if other else self.side.other)
        return replace(
            self,
            start=max(self.start - own, 0),
            stop=max(self.stop - own, 0),
            acknowledgement=max(self.acknowledgement - back, 0),
        )

    def apart(self) -> Iterator[Event]:
        """Of a train its segments one by one, of anything else itself. They share the serial number."""
        if not self.segment_bytes:
            yield self
            return
        for number, start in enumerate(range(self.start, self.stop, self.segment_bytes)):
            stop = min(start + self.segment_bytes, self.stop)
            yield replace(self, start=start, stop=stop, packet=self.packet + number, segment_bytes=0)

    @property
    def rule(self) -> str:
        """The rule that it follows and where that stands, as "RULE R6.4, RFC 6298 5.4"; empty where there is none."""
        return self.rule_in_words()

    def rule_in_words(self, translate: Translate = untranslated) -> str:
        """The same, in another language."""
        name, source = self.kind.value.rule, self.kind.value.source
        said = translate(RECORDING, name) if name else ""
        return worded(_RULE(rule=said, source=source), translate) if said and source else said or source

    def sentence(self, translate: Translate = untranslated) -> str:
        """What happened, in words."""
        return (
            translate(RECORDING, self.kind.value.words)
            .format(
                start=self.start,
                stop=self.stop,
                bytes=self.stop - self.start,
                value=f"{self.value:g}",
                text=self._text_in_words(translate),
                packet=translate(RECORDING, PACKET_WORDS[self.letters]) if self.letters else "",
                acknowledgement=self.acknowledgement,
                fault=translate(RECORDING, self.drop_cause.value) if self.drop_cause else "",
            )
            .rstrip()
        )

    def _text_in_words(self, translate: Translate) -> str:
        if self.kind is EventKind.LINK_CHANGED:
            return changes_in_words(self.text, translate)
        return worded(remark_of(self.text), translate)

    def as_segments(self, origin_s: float = 0.0) -> SegmentTrace | None:
        """The trace that it was made from, None where it is no segment; `origin_s` is the recording's beginning."""
        if not self.kind.is_segment:
            return None
        packets = packets_named(self.text)
        return SegmentTrace(
            direction=direction_of(self.kind),
            time_s=origin_s + self.time_s,
            kind=self.letters,
            sequence=self.start,
            length_bytes=self.stop - self.start,
            acknowledgement=self.acknowledgement,
            packet_number=self.packet,
            cause=self.cause,
            remark="" if packets else self.text,
            duplicate=self.duplicate,
            segment_bytes=self.segment_bytes,
            drop_cause=self.drop_cause,
            kept=self.kind is not EventKind.THROWN_AWAY,
            packets=packets,
        )


def event_at(chunk: Chunk, at: int) -> Event:
    """The event in a row of a chunk."""
    row = chunk.rows[at]
    return Event(
        serial=chunk.first + at if chunk.serials is None else int(chunk.serials[at]),
        time_s=float(row["time_s"]),
        kind=KINDS[row["kind"]],
        side=SIDES[row["side"]],
        start=int(row["start"]),
        stop=int(row["stop"]),
        value=float(row["value"]),
        text=chunk.texts[row["text"]],
        letters=LETTERS[row["letters"]],
        acknowledgement=int(row["acknowledgement"]),
        packet=int(row["packet"]),
        segment_bytes=int(row["segment_bytes"]),
        cause=CAUSES[row["cause"]],
        drop_cause=DROP_CAUSES[row["drop_cause"]],
        duplicate=bool(row["duplicate"]),
    )


def event_of_segment(trace: SegmentTrace, time_s: float, side: Side, serial: int = 0) -> Event:
    """The event that a segment, or a train, is."""
    return Event(
        serial=serial,
        time_s=time_s,
        kind=kind_of(trace),
        side=side,
        start=trace.sequence,
        stop=trace.sequence + trace.length_bytes,
        text=trace.remark or named_packets(trace.packets),
        letters=trace.kind,
        acknowledgement=trace.acknowledgement,
        packet=trace.packet_number,
        segment_bytes=trace.segment_bytes,
        cause=trace.cause,
        drop_cause=trace.drop_cause,
        duplicate=trace.duplicate,
    )


def event_of_trace(trace: EventTrace, time_s: float, side: Side, serial: int = 0) -> Event:
    """The event that something else is."""
    return Event(
        serial=serial, time_s=time_s, kind=trace.kind, side=side,
        start=trace.start, stop=trace.stop, value=trace.value, text=trace.text,
    )  # fmt: skip


def add_event(table: EventTable, event: Event) -> None:
    """Put an event into a table, as one more row with a number of its own."""
    table.add(
        event.time_s, event.kind.code, SIDE_CODES[event.side], event.start, event.stop, event.acknowledgement,
        event.packet, event.value, event.segment_bytes, event.text, LETTER_CODES[event.letters],
        CAUSE_CODES[event.cause], DROP_CAUSE_CODES[event.drop_cause], event.duplicate,
    )  # fmt: skip


def named_packets(packets: Sequence[tuple[int, int]]) -> str:
    """Ranges of packet numbers, the newest first, as a text: "102-110 95-99"; of very many the newest."""
    if len(packets) == 1:
        # Most have one, and are written while a transfer runs.
        return f"{packets[0][0]}-{packets[0][1] - 1}"
    return " ".join([f"{start}-{stop - 1}" for start, stop in packets[:_PACKETS_NAMED]])


def packets_named(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges that such a text names; none of what is written otherwise."""
    if not _PACKETS.fullmatch(text):
        return ()
    ranges = (pair.split("-") for pair in text.split())
    return tuple((int(first), int(last) + 1) for first, last in ranges)


def kind_of(trace: SegmentTrace) -> EventKind:
    """What kind of event a segment is."""
    direction = trace.direction
    if direction is _DROPPED:
        return _KIND_DROPPED
    if not trace.length_bytes and not trace.cause:
        return _KIND_CONTROL_ARRIVED if direction is _RECEIVED else _KIND_CONTROL_SENT
    if not trace.kept:
        return EventKind.THROWN_AWAY
    if direction is _RECEIVED:
        return EventKind.ARRIVED_AGAIN if trace.duplicate else _KIND_ARRIVED
    return _KIND_BY_CAUSE[trace.cause]


def direction_of(kind: EventKind) -> SegmentDirection:
    """Which way a segment of that kind went."""
    if kind is EventKind.DROPPED:
        return SegmentDirection.DROPPED
    return SegmentDirection.RECEIVED if kind in _CAME else SegmentDirection.SENT
