"""The single retransmission timer (R6): four rules, the same as RFC 6298 section 5.1 to 5.5.

    1. Whenever a data segment is sent, for the first time or again: if the timer is not running, it starts;
       if it runs, it runs on.
    2. When an acknowledgement of new data arrives: if anything is still unacknowledged, the timer restarts;
       otherwise it stops.
    3. When everything has been acknowledged, the timer is off.
    4. When it expires, the oldest unacknowledged segment is sent again (which its caller does).

Handshake packets and FIN obey it as segments of one sequence number. One instance serves a connection's whole
life, in both profiles. It knows no clock: times are arguments, in seconds.
"""

from __future__ import annotations


class RetransmissionTimer:
    """A deadline, or none. `since_s` is when it was last started, or `restarted` by an acknowledgement."""

    __slots__ = ("deadline_s", "restarted", "since_s")

    def __init__(self) -> None:
        self.deadline_s: float | None = None
        self.since_s = 0.0
        self.restarted = False

    @property
    def running(self) -> bool:
        """Whether a deadline is set."""
        return self.deadline_s is not None

    def segment_sent(self, now_s: float, rto_s: float) -> None:
        """Rule 1."""
        if self.deadline_s is None:
            self.deadline_s = now_s + rto_s
            self.since_s, self.restarted = now_s, False

    def new_data_acknowledged(self, now_s: float, rto_s: float, *, outstanding: bool) -> None:
        """Rules 2 and 3."""
        self.deadline_s = now_s + rto_s if outstanding else None
        self.since_s, self.restarted = now_s, True

    def run_until(self, deadline_s: float | None) -> None:
        """Selective repeat, where each segment has a clock of its own: the earliest of them."""
        self.deadline_s = deadline_s

    def expired(self, now_s: float) -> bool:
        """Rule 4: True once for each expiry; the timer is off until the segment is sent again."""
        if self.deadline_s is None or now_s < self.deadline_s:
            return False
        self.deadline_s = None
        return True

    def stop(self) -> None:
        """The connection is over."""
        self.deadline_s = None
