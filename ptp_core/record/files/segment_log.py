"""The segment log: one line per segment, totals at the end, as networking courses know it.

    snd|rcv|drop  time  type(S|SA|A|F|D)  seq  bytes  ack

Columns are parted by spaces; the time is in seconds since the first segment. A segment that the conditioner took is
`drop` instead of `snd`. Lines that begin with `#` say what a reader needs: the values at the top, where the file begins
and ends in sequence numbers (before and after it PTP's own messages travel), and after a segment that is sent again the
cause. The totals count data segments (type D) and follow as `name: number`, for the side that this process is on. Bytes
of data are the file's, each byte counted once, however often it was sent or came; those of PTP's own messages stand
apart. A connection that nobody says carries a file counts all its bytes as data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptp_core.link_changes import changes_in_words
from ptp_core.record.files.background_file import BackgroundFile
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.ranges import RangeSet
from ptp_core.transport.trace import EventTrace, SegmentDirection, SegmentTrace


class SegmentTotals:
    """The totals of one side, counted segment by segment.

    Attributes are the numbers of the log: `segments` of a sender counts data segments that went out, first
    transmissions and retransmissions, without the dropped; of a receiver, data segments that came in, with duplicates.
    `bytes_of_data` counts the file's bytes where `file_part` said which they are.
    """

    def __init__(self, side: Side) -> None:
        self.side = side
        self._stream = RangeSet()
        self._file: list[tuple[int, int]] = []
        self.segments = 0
        self.dropped = 0
        self.retransmitted = 0
        self.duplicate_acknowledgements = 0
        self.duplicate_segments = 0

    def add(self, trace: SegmentTrace) -> None:
        """Count one segment."""
        is_data = trace.length_bytes > 0 and "D" in trace.kind
        if self.side is Side.SENDER:
            self._add_to_sender(trace, is_data)
        elif is_data and trace.direction is SegmentDirection.RECEIVED:
            self.segments += 1
            if trace.duplicate:
                self.duplicate_segments += 1
            self._stream.add(trace.sequence, trace.sequence + trace.length_bytes)

    def file_part(self, start: int, stop: int) -> None:
        """Sequence numbers `[start, stop)` are the file's."""
        self._file.append((start, stop))

    @property
    def bytes_of_data(self) -> int:
        """The file's bytes that were sent, or came."""
        if not self._file:
            return self._stream.total
        parts = iter(sorted(self._file))
        part = next(parts, None)
        size_bytes = 0
        for start, stop in self._stream:
            while part is not None and part[0] < stop:
                size_bytes += max(0, min(part[1], stop) - max(part[0], start))
                if part[1] > stop:
                    break
                part = next(parts, None)
        return size_bytes

    @property
    def bytes_of_messages(self) -> int:
        """What else was sent, or came: PTP's own messages."""
        return self._stream.total - self.bytes_of_data

    def lines(self) -> list[tuple[str, int]]:
        """Names and numbers in the order of the log."""
        if self.side is Side.SENDER:
            return [
                ("bytes of data", self.bytes_of_data),
                ("segments sent", self.segments),
                ("segments dropped", self.dropped),
                ("segments retransmitted", self.retransmitted),
                ("duplicate acknowledgements", self.duplicate_acknowledgements),
                ("bytes of PTP's own messages", self.bytes_of_messages),
            ]
        return [
            ("bytes of data", self.bytes_of_data),
            ("segments received", self.segments),
            ("duplicate segments", self.duplicate_segments),
            ("bytes of PTP's own messages", self.bytes_of_messages),
        ]

    def _add_to_sender(self, trace: SegmentTrace, is_data: bool) -> None:
        if trace.direction is SegmentDirection.RECEIVED:
            self.duplicate_acknowledgements += trace.duplicate and trace.kind == "A"
            return
        dropped = trace.direction is SegmentDirection.DROPPED
        self.dropped += dropped
        if is_data:
            self.segments += not dropped
            self.retransmitted += bool(trace.cause)
            self._stream.add(trace.sequence, trace.sequence + trace.length_bytes)


@dataclass(frozen=True, slots=True)
class FilePart:
    """`size_bytes` of the file lie at `offset` of the stream to the receiver."""

    offset: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class FileEnd:
    """The file, of `size_bytes`, ends with the newest part."""

    size_bytes: int


LogItem = SegmentTrace | FilePart | FileEnd | str
"""What a log is made of, in order; a string is a note."""


class SegmentLogLines:
    """The lines of one log, item by item, and its end. Plain state: what writes them sees to files and threads."""

    def __init__(self, side: Side) -> None:
        self._totals = SegmentTotals(side)
        self._first_s: float | None = None
        # The number of the first byte on its way to the receiver, once SYN was seen.
        self._origin = 0
        self._file_stop: int | None = None

    def render(self, batch: Iterable[LogItem]) -> Iterator[str]:
        """The lines of these, each with its end."""
        for item in batch:
            match item:
                case SegmentTrace():
                    for single in item.each():
                        yield self._line(single)
                        if single.remark:
                            yield f"# {single.remark}\n"
                case FilePart(offset, size_bytes):
                    start = self._origin + offset
                    if self._file_stop is None:
                        yield f"# file from {start}\n"
                    self._file_stop = start + size_bytes
                    self._totals.file_part(start, self._file_stop)
                case FileEnd(size_bytes):
                    if self._file_stop is not None:
                        yield f"# file to {self._file_stop} ({size_bytes} bytes)\n"
                case str():
                    yield f"# {item}\n"

    def closing(self) -> str:
        """The totals of what was rendered."""
        return "".join(f"{name}: {number}\n" for name, number in self._totals.lines())

    def _line(self, trace: SegmentTrace) -> str:
        if self._first_s is None:
            self._first_s = trace.time_s
        is_received = trace.direction is SegmentDirection.RECEIVED
        if "S" in trace.kind and is_received is (self._totals.side is Side.RECEIVER):
            self._origin = trace.sequence + 1
        self._totals.add(trace)
        return (
            f"{trace.direction.value:<4} {trace.time_s - self._first_s:12.6f} {trace.kind:<2} "
            f"{trace.sequence} {trace.length_bytes} {trace.acknowledgement}\n"
        )


class SegmentLog:
    """A SegmentObserver that writes the log to `path`, with `values` as notes at the top.

    Every method may be called from any thread and only remembers. Raises DestinationError when the file cannot be
    opened; with `opens_later` the file's own thread opens it and keeps the error.
    """

    def __init__(self, path: Path, side: Side, *, values: Sequence[str] = (), opens_later: bool = False) -> None:
        self._lines = SegmentLogLines(side)
        self._file: BackgroundFile[LogItem] = BackgroundFile(
            path,
            opening="".join(f"# {value}\n" for value in values),
            render=self._lines.render,
            closing=self._closing,
            opens_later=opens_later,
        )

    def segment(self, trace: SegmentTrace) -> None:
        """Remember one segment."""
        self._file.add(trace)

    def happened(self, event: EventTrace) -> None:
        """The log has segments only, and a remark where those that follow meet another link."""
        if event.kind is EventKind.LINK_CHANGED:
            self.note(event.kind.value.words.format(text=changes_in_words(event.text)))

    def note(self, text: str) -> None:
        """A line `# text` here."""
        self._file.add(text)

    def file_part(self, offset: int, size_bytes: int) -> None:
        """`size_bytes` of the file lie at `offset` of the stream to the receiver; the first part is noted."""
        self._file.add(FilePart(offset, size_bytes))

    def file_ended(self, size_bytes: int) -> None:
        """The file, of `size_bytes`, ends with the newest part, which is noted."""
        self._file.add(FileEnd(size_bytes))

    def ended(self) -> None:
        """The connection is over: the totals follow."""
        self._file.finish()

    @property
    def finished(self) -> bool:
        """Whether everything is written."""
        return self._file.finished

    def close(self) -> None:
        """Write the rest and the totals. May be called twice."""
        self._file.close()

    def _closing(self) -> str:
        lost = f"segments not recorded: {self._file.lost}\n" if self._file.lost else ""
        return self._lines.closing() + lost
