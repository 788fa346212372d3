"""Turns `snd` into `drop` in the trace of segments that the conditioner takes away.

A connection traces what it sends before the conditioner has decided; this observer keeps such traces back until
the endpoint says what became of the datagram, and whatever is traced meanwhile behind them, so that the order stays.
Used on the endpoint thread only.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from ptp_core.transport.trace import SegmentDirection, SegmentObserver, SegmentTrace
from ptp_core.wire.packet import parse_header


class DropTracing:
    """A segment observer in front of the real one, of the same connection."""

    def __init__(self, observer: SegmentObserver) -> None:
        self._observer = observer
        self._waiting: deque[SegmentTrace] = deque()
        self._undecided: set[int] = set()
        self._dropped: set[int] = set()

    def segment(self, trace: SegmentTrace) -> None:
        """Keep sent segments back, and others that come behind them."""
        if trace.direction is SegmentDirection.SENT:
            self._undecided.add(trace.packet_number)
        self._waiting.append(trace)
        self._pass_on()

    def settle(self, datagram: bytes, *, dropped: bool) -> None:
        """The conditioner has decided about a datagram."""
        header = parse_header(datagram)
        if header is None or header.packet_number not in self._undecided:
            return
        self._undecided.remove(header.packet_number)
        if dropped:
            self._dropped.add(header.packet_number)
        self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            trace = self._waiting[0]
            if trace.direction is SegmentDirection.SENT:
                if trace.packet_number in self._undecided:
                    return
                if trace.packet_number in self._dropped:
                    self._dropped.remove(trace.packet_number)
                    trace = replace(trace, direction=SegmentDirection.DROPPED)
            self._waiting.popleft()
            self._observer.segment(trace)

    def ended(self) -> None:
        """The connection is over; what the conditioner has not decided about never leaves."""
        for trace in self._waiting:
            if trace.direction is not SegmentDirection.SENT:
                self._observer.segment(trace)
        self._waiting.clear()
        self._observer.ended()
