"""Turns `snd` into `drop` in the trace of segments that the conditioner takes away.

A connection traces what it sends before the conditioner has decided; this observer keeps such traces back until
the endpoint says what became of each datagram, and whatever is traced meanwhile behind them, so that the order stays.
A train of which the conditioner takes some is told in pieces. While there is no conditioner everything passes at once.
Thread-safe: the endpoint's thread settles while others write and read.
"""

from __future__ import annotations

import threading
from collections import deque

from ptp_core.transport.trace import DropCause, EventTrace, SegmentDirection, SegmentObserver, SegmentTrace
from ptp_core.wire.packet import parse_header


class _Undecided:
    """A train of segments, and what became of each so far."""

    def __init__(self, trace: SegmentTrace) -> None:
        self.trace = trace
        self.fates: list[DropCause | None] = []

    @property
    def decided(self) -> bool:
        return len(self.fates) == self.trace.segments

    def pieces(self) -> list[SegmentTrace]:
        """Runs of segments that met the same fate."""
        found, first = [], 0
        for at in range(1, len(self.fates) + 1):
            if at == len(self.fates) or self.fates[at] is not self.fates[first]:
                piece = self.trace if at - first == self.trace.segments else self.trace.part(first, at)
                fate = self.fates[first]
                if fate is not None:
                    piece = piece._replace(direction=SegmentDirection.DROPPED, drop_cause=fate)
                found.append(piece)
                first = at
        return found


class DropTracing:
    """A segment observer in front of the real one, of the same connection.

    Attributes: `deciding` is whether each sent segment waits for `settle`. It changes while none does.
    """

    def __init__(self, observer: SegmentObserver, *, deciding: bool = True) -> None:
        self.deciding = deciding
        self._observer = observer
        self._lock = threading.Lock()
        self._waiting: deque[SegmentTrace | EventTrace | _Undecided] = deque()
        # By packet number; the datagrams of a train are settled one after the other.
        self._undecided: dict[int, _Undecided] = {}

    def segment(self, trace: SegmentTrace) -> None:
        """Keep sent segments back, and others that come behind them."""
        if not self.deciding:
            self._observer.segment(trace)
            return
        with self._lock:
            if trace.direction is SegmentDirection.SENT:
                undecided = _Undecided(trace)
                self._undecided[trace.packet_number] = undecided
                self._waiting.append(undecided)
            else:
                self._waiting.append(trace)
            self._pass_on()

    def happened(self, event: EventTrace) -> None:
        """Keep it behind what is kept back."""
        if not self.deciding:
            self._observer.happened(event)
            return
        with self._lock:
            self._waiting.append(event)
            self._pass_on()

    def settle(self, datagram: bytes, cause: DropCause | None) -> None:
        """The conditioner has decided about a datagram: it was dropped for that cause, or not."""
        header = parse_header(datagram)
        with self._lock:
            undecided = self._undecided.pop(header.packet_number, None) if header is not None else None
            if header is None or undecided is None:
                return
            undecided.fates.append(cause)
            if undecided.decided:
                self._pass_on()
            else:
                self._undecided[header.packet_number + 1] = undecided

    def ended(self) -> None:
        """The connection is over; what the conditioner has not decided about never leaves."""
        with self._lock:
            for item in self._waiting:
                self._tell(item)
            self._waiting.clear()
        self._observer.ended()

    # Below, the lock is held.

    def _pass_on(self) -> None:
        while self._waiting:
            first = self._waiting[0]
            if isinstance(first, _Undecided) and not first.decided:
                return
            self._tell(self._waiting.popleft())

    def _tell(self, item: SegmentTrace | EventTrace | _Undecided) -> None:
        if isinstance(item, _Undecided):
            for piece in item.pieces():
                self._observer.segment(piece)
        elif isinstance(item, EventTrace):
            self._observer.happened(item)
        else:
            self._observer.segment(item)
