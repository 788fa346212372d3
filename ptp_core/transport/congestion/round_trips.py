"""What round trips say of a path: its length, and whose queue stands on it.

The minimum is one of medians (`TypicalRtt`), and stale after ten seconds without a new one: then it has to be measured
anew, with little in flight. A queue stands when even the shortest round trip of a period is longer than the minimum;
one that stays in every period of a whole cycle of probing, in which less is sent now and then, is somebody else's: the
path is crowded (Copa tells a buffer-filling competitor in the same way; Arun and Balakrishnan, NSDI 2018, section 2.2).
Seconds throughout.
"""

from __future__ import annotations

from collections import deque

from ptp_core.transport.congestion.cycle import PHASES
from ptp_core.transport.rtt import TypicalRtt

# Waiting for another one of such a round trip costs next to nothing.
LONGEST_LOCAL_RTT_S = 0.01
STALE_AFTER_S = 10.0
QUEUE_SHARE = 0.25
QUEUE_LEAST_S = 0.004
# So long a queue that only a slower path explains it.
LONG_QUEUE_SHARE = 1.25
# Somebody else's queue is put up with up to this many minimum round trips: beyond, the minimum has to be confirmed.
CROWDED_RTTS = 2.0
# So many, and somebody fills the buffer whatever it is: flows like ours hold at most a fifth more than the above.
OVERFILLED_RTTS = 2.6


class RoundTrips:
    """Told of each round trip and of each period's end.

    Attributes: `minimum_s` is the path's own round trip, 0 before the first. `is_crowded`: a queue has stood through a
    whole cycle of probing. `standing_s` is the queue that stood through all of the last period.
    """

    __slots__ = (
        "_minimum_at_s",
        "_periods_s",
        "_shortest_s",
        "_typical",
        "_typical_s",
        "is_crowded",
        "minimum_s",
        "standing_s",
    )

    def __init__(self) -> None:
        self.minimum_s = 0.0
        self.is_crowded = False
        self.standing_s = 0.0
        self._minimum_at_s = 0.0
        self._typical = TypicalRtt()
        self._typical_s = 0.0
        self._shortest_s = 0.0
        self._periods_s: deque[float] = deque(maxlen=len(PHASES) + 2)

    def take(self, rtt_s: float) -> None:
        """One more round trip was measured."""
        self._typical_s = self._typical.add(rtt_s)
        if self._shortest_s == 0.0 or self._typical_s < self._shortest_s:
            self._shortest_s = self._typical_s

    def end_period(self) -> tuple[bool, bool]:
        """A period is over: whether a queue stood in all of it, and whether it was a long one."""
        queued, long = self._is_queue(QUEUE_SHARE), self._is_queue(LONG_QUEUE_SHARE)
        if self._shortest_s:
            self._periods_s.append(self._shortest_s)
            self.standing_s = max(0.0, self._shortest_s - self.minimum_s)
        self._shortest_s = 0.0
        cycle_s = self._periods_s
        self.is_crowded = len(cycle_s) == cycle_s.maxlen and min(cycle_s) > self._queue_begins_s(QUEUE_SHARE)
        return queued, long

    def learn_minimum(self, now_s: float, *, may_measure: bool) -> bool:
        """Learn from what `take` was told last; True when the minimum was stale and is to be measured anew now."""
        stale = now_s - self._minimum_at_s > STALE_AFTER_S and may_measure
        less = not self._typical.settled or self._typical_s <= self.minimum_s
        if less or stale:
            self.minimum_s, self._minimum_at_s = self._typical_s, now_s
        return stale and not less

    @property
    def is_local(self) -> bool:
        """Whether the path itself is so short that a thread's pause is no small part of it."""
        return self.minimum_s < LONGEST_LOCAL_RTT_S

    @property
    def is_overfilled(self) -> bool:
        """Whether others hold more of a queue than flows like ours ever do."""
        return self.is_crowded and min(self._periods_s) > OVERFILLED_RTTS * self.minimum_s

    @property
    def shared_s(self) -> float:
        """The round trip without our own queue: a window for an empty path would get less and less of a full one."""
        shortest_s = min(self._periods_s, default=self.minimum_s)
        return min(max(shortest_s, self.minimum_s), CROWDED_RTTS * self.minimum_s)

    def _is_queue(self, share: float) -> bool:
        return self._shortest_s > self._queue_begins_s(share) and self.minimum_s > 0

    def _queue_begins_s(self, share: float) -> float:
        return self.minimum_s * (1 + share) + QUEUE_LEAST_S
