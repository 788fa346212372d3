"""Turns `snd` into `drop` in the trace of segments that the conditioner takes away.

A connection traces what it sends before the conditioner has decided; this observer keeps such traces back until
the endpoint says what became of the datagram. Used on the endpoint thread only.
"""

from __future__ import annotations

from dataclasses import replace

from ptp_core.transport.trace import SegmentDirection, SegmentObserver, SegmentTrace
from ptp_core.wire.packet import parse_header


class DropTracing:
    """A segment observer in front of the real one, of the same connection."""

    def __init__(self, observer: SegmentObserver) -> None:
        self._observer = observer
        self._held: dict[int, SegmentTrace] = {}

    def segment(self, trace: SegmentTrace) -> None:
        """Keep sent segments back, pass everything else on."""
        if trace.direction is SegmentDirection.SENT:
            self._held[trace.packet_number] = trace
        else:
            self._observer.segment(trace)

    def settle(self, datagram: bytes, *, dropped: bool) -> None:
        """The conditioner has decided about a datagram."""
        header = parse_header(datagram)
        trace = self._held.pop(header.packet_number, None) if header is not None else None
        if trace is not None:
            self._observer.segment(replace(trace, direction=SegmentDirection.DROPPED) if dropped else trace)

    def ended(self) -> None:
        """The connection is over; what the conditioner has not decided about never leaves."""
        self._held.clear()
        self._observer.ended()
