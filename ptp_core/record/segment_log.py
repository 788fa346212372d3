"""The segment log: one line per segment, totals at the end, as networking courses know it.

    snd|rcv|drop  time  type(S|SA|A|F|D)  seq  bytes  ack

Columns are parted by spaces; the time is in seconds since the first segment. A segment that the conditioner took is
`drop` instead of `snd`. The totals count data segments (type D) and follow as `name: number`, for the side that this
process is on. Bytes of data count each byte of the stream once, however often it was sent or came.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from pathlib import Path

from ptp_core.record.background_file import BackgroundFile
from ptp_core.transport.trace import SegmentDirection, SegmentTrace


class LogSide(enum.Enum):
    """Which totals the log ends with."""

    SENDER = "sender"
    RECEIVER = "receiver"


class SegmentTotals:
    """The totals of one side, counted segment by segment.

    Attributes are the numbers of the log: `segments` of a sender counts data segments that went out, first
    transmissions and retransmissions, without the dropped; of a receiver, data segments that came in, with duplicates.
    """

    def __init__(self, side: LogSide) -> None:
        self.side = side
        self.bytes_of_data = 0
        self.segments = 0
        self.dropped = 0
        self.retransmitted = 0
        self.duplicate_acknowledgements = 0
        self.duplicate_segments = 0

    def add(self, trace: SegmentTrace) -> None:
        """Count one segment."""
        is_data = trace.length_bytes > 0 and "D" in trace.kind
        if self.side is LogSide.SENDER:
            self._add_to_sender(trace, is_data)
        elif is_data and trace.direction is SegmentDirection.RECEIVED:
            self.segments += 1
            if trace.duplicate:
                self.duplicate_segments += 1
            else:
                self.bytes_of_data += trace.length_bytes

    def lines(self) -> list[tuple[str, int]]:
        """Names and numbers in the order of the log."""
        if self.side is LogSide.SENDER:
            return [
                ("bytes of data", self.bytes_of_data),
                ("segments sent", self.segments),
                ("segments dropped", self.dropped),
                ("segments retransmitted", self.retransmitted),
                ("duplicate acknowledgements", self.duplicate_acknowledgements),
            ]
        return [
            ("bytes of data", self.bytes_of_data),
            ("segments received", self.segments),
            ("duplicate segments", self.duplicate_segments),
        ]

    def _add_to_sender(self, trace: SegmentTrace, is_data: bool) -> None:
        if trace.direction is SegmentDirection.RECEIVED:
            self.duplicate_acknowledgements += trace.duplicate and not is_data
            return
        dropped = trace.direction is SegmentDirection.DROPPED
        self.dropped += dropped
        if is_data:
            self.segments += not dropped
            if trace.cause:
                self.retransmitted += 1
            else:
                self.bytes_of_data += trace.length_bytes


class SegmentLog:
    """A SegmentObserver that writes the log to `path`.

    `segment` may be called from any thread and only remembers. Raises DestinationError when the file cannot be opened.
    """

    def __init__(self, path: Path, side: LogSide) -> None:
        self._totals = SegmentTotals(side)
        self._first_s: float | None = None
        self._file: BackgroundFile[SegmentTrace] = BackgroundFile(
            path, opening="", render=self._render, closing=self._closing
        )

    def segment(self, trace: SegmentTrace) -> None:
        """Remember one segment."""
        self._file.add(trace)

    def close(self) -> None:
        """Write the rest and the totals. May be called twice."""
        self._file.close()

    def _render(self, batch: list[SegmentTrace]) -> Iterator[str]:
        for trace in batch:
            if self._first_s is None:
                self._first_s = trace.time_s
            self._totals.add(trace)
            yield (
                f"{trace.direction.value:<4} {trace.time_s - self._first_s:12.6f} {trace.kind:<2} "
                f"{trace.sequence} {trace.length_bytes} {trace.acknowledgement}\n"
            )

    def _closing(self) -> str:
        lines = [f"{name}: {number}\n" for name, number in self._totals.lines()]
        if self._file.lost:
            lines.append(f"segments not recorded: {self._file.lost}\n")
        return "".join(lines)
