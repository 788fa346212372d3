"""When a peer that is silent is given up, and when this side must speak so that it is not.

Both sides agree on the shorter of their idle time-outs (RFC 9000 section 10.1). A side that has nothing to say sends a
probe three times in that time, and at least every `keep_alive_s`, so that a NAT on the way keeps its mapping. While a
probe stays without an answer they follow each other sooner: links lose several packets in a row. Times in seconds.
"""

from __future__ import annotations

KEEP_ALIVES_A_TIMEOUT = 3
UNANSWERED_A_TIMEOUT = 15


class Liveness:
    """When the peer was last heard, and when it was last told anything."""

    __slots__ = ("_asked_s", "_keep_alive_s", "idle_timeout_s", "last_heard_s", "last_sent_s")

    def __init__(self, idle_timeout_s: float, keep_alive_s: float, now_s: float) -> None:
        self._keep_alive_s = keep_alive_s
        self._asked_s = now_s
        self.idle_timeout_s = idle_timeout_s
        self.last_heard_s = now_s
        self.last_sent_s = now_s

    def agree(self, peers_idle_timeout_s: float) -> None:
        """The peer gives up after so long."""
        self.idle_timeout_s = min(self.idle_timeout_s, peers_idle_timeout_s)

    def asked(self, now_s: float) -> None:
        """A probe goes, which the peer answers at once."""
        self._asked_s = now_s

    @property
    def idle_ends_s(self) -> float:
        """When the peer is given up, unless it is heard before."""
        return self.last_heard_s + self.idle_timeout_s

    @property
    def keep_alive_at_s(self) -> float:
        """When a probe is due, unless something is heard or sent before."""
        every_s = min(self._keep_alive_s, self.idle_timeout_s / KEEP_ALIVES_A_TIMEOUT)
        if self._asked_s > self.last_heard_s:
            every_s = min(every_s, self.idle_timeout_s / UNANSWERED_A_TIMEOUT)
        return max(self.last_heard_s, self.last_sent_s) + every_s
