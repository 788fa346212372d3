"""Puts what one side of a connection tells into a recording: the same for a real transfer and for a simulation.

It is an observer as the transport knows them: given to a socket by `segment_observer`, or to a simulated side. What is
told is packed into the recording's memory at once, on the thread that tells it; nobody waits for anything. Thread-safe.
"""

from __future__ import annotations

from ptp_core.record.model.events import CAUSE_CODES, DROP_CAUSE_CODES, LETTER_CODES, SIDE_CODES, kind_of
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import EventTrace, SegmentDirection, SegmentTrace


class Recorder:
    """A SegmentObserver for `side` of the recording's connection; a simulation has one for each side."""

    def __init__(self, recording: Recording, side: Side) -> None:
        self.recording = recording
        self.side = side
        self._code = SIDE_CODES[side]

    def segment(self, trace: SegmentTrace) -> None:
        """Keep a segment, or a train of them."""
        with self.recording.lock:
            if "S" in trace.kind:
                received = trace.direction is SegmentDirection.RECEIVED
                self.recording.set_origin(self.side.other if received else self.side, trace.sequence + 1)
            self.recording.events.add(
                self.recording.time_of(trace.time_s),
                kind_of(trace).code,
                self._code,
                start=trace.sequence,
                stop=trace.sequence + trace.length_bytes,
                acknowledgement=trace.acknowledgement,
                packet=trace.packet_number,
                segment_bytes=trace.segment_bytes,
                text=trace.remark,
                letters=LETTER_CODES[trace.kind],
                cause=CAUSE_CODES[trace.cause],
                drop_cause=DROP_CAUSE_CODES[trace.drop_cause],
                duplicate=trace.duplicate,
            )

    def happened(self, event: EventTrace) -> None:
        """Keep something else."""
        kind, time_s, start, stop, value, text = event
        with self.recording.lock:
            self.recording.events.add(
                self.recording.time_of(time_s), kind.code, self._code, start=start, stop=stop, value=value, text=text
            )

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
