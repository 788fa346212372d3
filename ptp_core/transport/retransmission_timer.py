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

from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.told import Told


class RetransmissionTimer:
    """A deadline, or none. `since_s` is when it was last started, or `restarted` by an acknowledgement.

    `told` hears of each change; None for nobody.
    """

    __slots__ = ("_told", "deadline_s", "restarted", "since_s")

    def __init__(self, told: Told | None = None) -> None:
        self._told = told
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
            self._tell(EventKind.TIMER_STARTED, rto_s)

    def new_data_acknowledged(self, now_s: float, rto_s: float, *, outstanding: bool) -> None:
        """Rules 2 and 3."""
        ran = self.deadline_s is not None
        self.deadline_s = now_s + rto_s if outstanding else None
        self.since_s, self.restarted = now_s, True
        if outstanding or ran:
            kind, runs_for_s = (EventKind.TIMER_RESTARTED, rto_s) if outstanding else (EventKind.TIMER_STOPPED, 0.0)
            self._tell(kind, runs_for_s)

    def run_until(self, deadline_s: float | None, now_s: float) -> None:
        """Selective repeat, where each segment has a clock of its own: the earliest of them."""
        before_s, self.deadline_s = self.deadline_s, deadline_s
        if deadline_s is None:
            if before_s is not None:
                self._tell(EventKind.TIMER_STOPPED)
        elif deadline_s != before_s:
            kind = EventKind.TIMER_STARTED if before_s is None else EventKind.TIMER_RESTARTED
            self._tell(kind, deadline_s - now_s)

    def expired(self, now_s: float) -> bool:
        """Rule 4: True once for each expiry; the timer is off until the segment is sent again."""
        if self.deadline_s is None or now_s < self.deadline_s:
            return False
        self.deadline_s = None
        self._tell(EventKind.TIMER_EXPIRED)
        return True

    def stop(self) -> None:
        """The connection is over."""
        if self.deadline_s is not None:
            self.deadline_s = None
            self._tell(EventKind.TIMER_STOPPED)

    def _tell(self, kind: EventKind, runs_for_s: float = 0.0) -> None:
        if self._told is not None:
            self._told(kind, value=runs_for_s)
