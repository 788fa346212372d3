"""Decides which segments are lost before the retransmission timer has to.

A segment is lost when a segment sent later has been acknowledged and either

- three packets or more were sent between the two and acknowledged after it: the three duplicate
  acknowledgements of RFC 5681 section 3.2, told by packet numbers (RFC 9002 section 6.1.1); or
- it was sent longer ago than a round trip and a reordering window (RFC 8985 section 6.2, step 5).

The packet rule is given up at the first sign of reordering, since a millisecond of reordering is a hundred packets on
a fast path, and the window widens with each further sign, up to a smoothed round trip.
"""

from __future__ import annotations

from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.rtt import RttEstimator
from ptp_core.transport.sent_segments import SentSegments, Train

PACKET_THRESHOLD = 3
MINIMUM_WINDOW_S = 0.001
MAXIMUM_STEPS = 16


class LossDetection:
    """The rule, its reordering window, and the time at which it must look again."""

    __slots__ = ("_packet_rule", "_steps", "_widened_s", "deadline_s")

    def __init__(self) -> None:
        self._packet_rule = True
        self._steps = 1
        self._widened_s = float("-inf")
        self.deadline_s: float | None = None

    def reordering_seen(self, now_s: float, rtt: RttEstimator) -> None:
        """A segment taken for lost arrived: believe in reordering, at most one step more a round trip."""
        self._packet_rule = False
        if now_s - self._widened_s > rtt.smoothed_s:
            self._steps = min(self._steps + 1, MAXIMUM_STEPS)
            self._widened_s = now_s

    def reordering_window_s(self, rtt: RttEstimator) -> float:
        """RFC 8985 section 6.2, step 4: a quarter of the minimum RTT a step, at most the smoothed RTT."""
        return max(min(self._steps * rtt.minimum_s / 4, rtt.smoothed_s), MINIMUM_WINDOW_S)

    def detect(
        self, sent: SentSegments, largest_acknowledged: int, rtt: RttEstimator, now_s: float
    ) -> list[tuple[Train, int, EventKind]]:
        """The trains with the masks of their segments that are lost now, and why; sets the deadline for the others."""
        self.deadline_s = None
        lost: list[tuple[Train, int, EventKind]] = []
        wait_s = max(rtt.smoothed_s, rtt.latest_s) + self.reordering_window_s(rtt)
        for train in sent.outstanding():
            reach = largest_acknowledged - train.first_packet
            if reach < 0:
                break
            candidates = train.outstanding
            if reach < train.count:
                candidates &= (1 << reach) - 1
            if not candidates:
                continue
            mask, kind = 0, EventKind.LOST_BY_PACKETS
            if self._packet_rule and reach >= PACKET_THRESHOLD:
                mask = candidates & ((1 << (reach - PACKET_THRESHOLD + 1)) - 1)
            if mask != candidates:
                if train.sent_s + wait_s <= now_s:
                    mask, kind = candidates, EventKind.LOST_BY_TIME
                elif self.deadline_s is None:
                    self.deadline_s = train.sent_s + wait_s
            if mask:
                lost.append((train, mask, kind))
        return lost
