"""Puts what one side of a connection tells into a recording: the same for a real transfer and for a simulation.

It is an observer as the transport knows them: given to a socket by `segment_observer`, or to a simulated side. What is
told is packed into the recording's memory at once, on the thread that tells it; or, by `take`, much at a time, for a
third of that. Nobody waits for anything. Thread-safe.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from ptp_core.record.model.event_table import RowValues
from ptp_core.record.model.events import CAUSE_CODES, DROP_CAUSE_CODES, LETTER_CODES, SIDE_CODES, kind_of, named_packets
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import EventTrace, SegmentDirection, SegmentTrace

_SENT: Final = SegmentDirection.SENT
_SENT_CODE: Final = EventKind.SENT.code


class Recorder:
    """A SegmentObserver for `side` of the recording's connection; a simulation has one for each side."""

    def __init__(self, recording: Recording, side: Side) -> None:
        self.recording = recording
        self.side = side
        self._code = SIDE_CODES[side]

    def segment(self, trace: SegmentTrace) -> None:
        """Keep a segment, or a train of them."""
        with self.recording.lock:
            self.recording.events.extend((self._row_of_segment(trace),))

    def happened(self, event: EventTrace) -> None:
        """Keep something else."""
        with self.recording.lock:
            self.recording.events.extend((self._row_of_event(event),))

    def take(self, waiting: deque[SegmentTrace | EventTrace]) -> None:
        """Keep all that waits there now, in its order; others may put more there meanwhile."""
        rows = []
        with self.recording.lock:
            while waiting:
                item = waiting.popleft()
                rows.append(self._row_of_event(item) if isinstance(item, EventTrace) else self._row_of_segment(item))
            self.recording.events.extend(rows)

    def sample(self, clock_s: float, statistics: TransportStatistics) -> None:
        """Keep a snapshot of the connection, taken at this reading of its clock."""
        with self.recording.lock:
            self.recording.samples(self.side).add(self.recording.time_of(clock_s), statistics)

    def note(self, clock_s: float, text: str, kind: EventKind = EventKind.NOTED) -> None:
        """Keep a remark, or that the link was changed."""
        self.happened(EventTrace(kind, clock_s, text=text))

    def ended(self) -> None:
        """Nothing follows any more."""
        self.recording.ended = True

    # Below, the recording's lock is held.

    def _row_of_segment(self, trace: SegmentTrace) -> RowValues:
        (
            direction, clock_s, letters, sequence, length_bytes, acknowledgement, packet,
            cause, remark, duplicate, segment_bytes, drop_cause, _, packets,
        ) = trace  # fmt: skip
        if "S" in letters:
            received = direction is SegmentDirection.RECEIVED
            self.recording.set_origin(self.side.other if received else self.side, sequence + 1)
        # Nearly all are like that, and there are many.
        code = _SENT_CODE if letters == "D" and not cause and direction is _SENT else kind_of(trace).code
        text = remark or (named_packets(packets) if packets else "")
        return (
            self.recording.time_of(clock_s), code, self._code, sequence, sequence + length_bytes,
            acknowledgement, packet, 0.0, segment_bytes, text,
            LETTER_CODES[letters], CAUSE_CODES[cause], DROP_CAUSE_CODES[drop_cause] if drop_cause else 0, duplicate,
        )  # fmt: skip

    def _row_of_event(self, event: EventTrace) -> RowValues:
        kind, clock_s, start, stop, value, text = event
        return (
            self.recording.time_of(clock_s), kind.code, self._code, start, stop, 0, 0, value, 0, text, 0, 0, 0, False
        )  # fmt: skip
