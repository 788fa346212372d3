"""A speed limit that comes, or falls, while bytes wait in the send buffer already: they leave no faster than it says.

What a limit lets pass goes into the send buffer; what is in there passed before, and on a slow path that is seconds of
it. So the connection itself is held to the limit until that has left, and it counts as passed: what follows waits for
its turn. Used by the thread that watches over the sending one, for one connection.
"""

from __future__ import annotations

import contextlib
from typing import Protocol

from ptp_core.errors import NetworkError
from ptp_core.transfer.speed_limit import Share
from ptp_core.transport.statistics import TransportStatistics


class Bounded(Protocol):
    """See PTPSocket."""

    def bound_rate(self, bytes_per_s: float | None) -> None:
        """Send no faster, what waits included."""


class Braking:
    """On the connection of `socket`, whose transfer has that `share` of the limit."""

    def __init__(self, socket: Bounded, share: Share) -> None:
        self._socket = socket
        self._share = share
        self._rate: float | None = None
        self._bound: float | None = None
        # Where the stream ends that is not to leave faster.
        self._until_bytes = 0

    def look(self, statistics: TransportStatistics, now_s: float) -> None:
        """At each tick. A connection that is over needs no bound."""
        rate, before = self._share.rate(now_s), self._rate
        self._rate = rate
        if rate is not None and (before is None or rate < before):
            end = statistics.bytes_acknowledged + statistics.send_buffer_bytes
            waiting = end - max(self._until_bytes, statistics.bytes_sent)
            if waiting > 0:
                self._until_bytes = end
                self._share.spend(waiting, now_s)
        bound = rate if statistics.bytes_sent < self._until_bytes else None
        if bound != self._bound:
            self._bound = bound
            with contextlib.suppress(NetworkError):
                self._socket.bound_rate(bound)
