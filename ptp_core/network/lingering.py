"""What becomes of a connection whose socket was closed: everything that `send` took is delivered first.

    delivering    FIN is on its way behind all that was written; the peer has not acknowledged it. It lasts while
                  something moves; what the peer still sends is kept and not read, so that its window closes.
    delivered     now the peer may learn that nobody reads: bytes that the application has not read, or that still
                  come, reset it (RFC 9293 section 3.6.1 resets it at once, and so loses what is on its way there).
                  It may finish in its own time, with a bound.

Sans-IO; called with the connection's lock held.
"""

from __future__ import annotations

from ptp_core.errors import ResetCode
from ptp_core.sentences import phrase
from ptp_core.transport.connection import Connection
from ptp_core.transport.states import State

_CLOSED_LONG_AGO = phrase("the other side closed long ago")
_UNDELIVERED = phrase("nothing of what was left could be delivered")

# A peer that lives but takes nothing for so long is given up (Linux gives its closed windows up after about this).
STALLED_LIMIT_S = 60.0
# How long a peer that has everything may keep its own direction open (tcp_fin_timeout of Linux).
PEER_FINISH_LIMIT_S = 60.0
# When this program ends: for the peer's FIN, for its word that it has ours, and for any word at all while it takes
# nothing. One that was killed is not waited for as one that reads slowly is.
HURRIED_FINISH_LIMIT_S = 1.0
HURRIED_STALLED_LIMIT_S = 5.0
HURRIED_SILENCE_LIMIT_S = 10.0


class Lingering:
    """The end of one connection, from `close` on. `deadline_s` is when to call `tend` again at the latest."""

    __slots__ = ("_delivered_s", "_hurried", "_moved_s", "_unacknowledged_bytes", "deadline_s")

    def __init__(self, connection: Connection, now_s: float) -> None:
        connection.finish(now_s)
        self._hurried = False
        self._unacknowledged_bytes = connection.unacknowledged_bytes
        self._moved_s = now_s
        self._delivered_s: float | None = None
        self.deadline_s = now_s

    def hurry(self, connection: Connection) -> None:
        """This program ends: once all bytes are there, the peer is not waited for much longer."""
        self._hurried = True
        connection.hurry()

    def tend(self, connection: Connection, now_s: float) -> None:
        """Move on from one stage to the next, and end what has lasted too long."""
        if not connection.all_acknowledged:
            self._watch_delivery(connection, now_s)
            return
        if self._delivered_s is None:
            self._delivered_s = now_s
            connection.stop_reading(now_s)
        self.deadline_s = self._delivered_s + (HURRIED_FINISH_LIMIT_S if self._hurried else PEER_FINISH_LIMIT_S)
        if now_s < self.deadline_s:
            return
        # Nothing is left to be tended but in FIN-WAIT-2: TIME-WAIT ends by itself.
        self.deadline_s = float("inf")
        if connection.state is State.FIN_WAIT_2:
            connection.abort(ResetCode.CLOSED, _CLOSED_LONG_AGO, now_s)

    def _watch_delivery(self, connection: Connection, now_s: float) -> None:
        if connection.unacknowledged_bytes != self._unacknowledged_bytes:
            self._unacknowledged_bytes = connection.unacknowledged_bytes
            self._moved_s = now_s
        self.deadline_s = self._moved_s + STALLED_LIMIT_S
        if self._hurried and not self._unacknowledged_bytes:
            self.deadline_s = self._moved_s + HURRIED_STALLED_LIMIT_S
        elif self._hurried:
            silence_ends_s = max(connection.last_heard_s, self._moved_s) + HURRIED_SILENCE_LIMIT_S
            self.deadline_s = min(self.deadline_s, silence_ends_s)
        if now_s >= self.deadline_s:
            connection.abort(ResetCode.TIMED_OUT, _UNDELIVERED, now_s)
