"""Asks about a closed window, lest the acknowledgement that opened it was lost (RFC 9293 section 3.8.6.1)."""

from __future__ import annotations

MAXIMUM_INTERVAL_S = 5.0


class WindowProbe:
    """When to ask, in intervals that double. `due` holds from the deadline on until `sent`. Times in seconds."""

    __slots__ = ("_interval_s", "deadline_s", "due")

    def __init__(self) -> None:
        self.deadline_s: float | None = None
        self.due = False
        self._interval_s = 0.0

    def window_closed(self, since_s: float, rto_s: float) -> None:
        """Nothing is in flight and nothing may be sent."""
        if self.deadline_s is None:
            self._interval_s = rto_s
            self.deadline_s = since_s + rto_s

    def window_open(self) -> None:
        """There is room again."""
        self.deadline_s = None
        self.due = False

    def handle_timer(self, now_s: float) -> None:
        """Make the probe due when its time has come, and set the next."""
        if self.deadline_s is not None and now_s >= self.deadline_s:
            self.due = True
            self._interval_s = min(2 * self._interval_s, MAXIMUM_INTERVAL_S)
            self.deadline_s = now_s + self._interval_s

    def sent(self) -> None:
        """The probe has left."""
        self.due = False
