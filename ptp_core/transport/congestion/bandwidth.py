"""How fast the path delivers: the greatest rate of late, and by how much acknowledgements come in lumps.

The bandwidth is the maximum of the delivery rates of the last ten periods (a period is a round trip, see
`model_based`). A maximum, since whatever else happens on the way makes a sample smaller: an idle sender, somebody
else's packets, a thread that pauses. The filter can be told to forget, and to believe no more than a ceiling, when
others need room.

A sample taken just before a lump of acknowledgements is larger than the path, though, and on a local path, where a
sample is shorter than a thread's pause, a maximum finds just those. There a rate has to hold for a longer time as well:
from whichever moment of that time one looks, or the lump would only have to be a little larger (`SteadyRate`).

Acknowledgements that come in lumps (a receiver that pauses, a radio link) need as much more in flight as the largest
lump holds beyond the bandwidth, or the path stands idle between them: `lump_bytes`, the `extra_acked` of
draft-ietf-ccwg-bbr. It is what this path has shown, not what paths might do.
"""

from __future__ import annotations

from collections import deque

PERIODS_REMEMBERED = 10
# Two cycles of probing on a local path: a rate that only the probe reached would be forgotten before the next one.
LEAST_MEMORY_S = 0.2
# Several times the longest pause, and one: a round trip longer than all that is a long enough sample itself.
LONGEST_SPAN_S = 0.025
SHORTEST_SPAN_S = 0.005
# A pause comes a few times a second; a lump is remembered until the next one is likely.
LUMP_MEMORY_S = 0.5
# A computer asleep for longer than this has lost its turn; making room for that would be a queue for nothing.
LONGEST_LUMP_S = 0.006


class BandwidthFilter:
    """Bytes per second, and the periods in which they were seen. Told of each sample and of each period's end.

    Attributes: `bytes_per_s` is what the path gives this connection; 0 before the first sample.
    """

    __slots__ = ("_ceiling", "_period", "_rates", "bytes_per_s")

    def __init__(self) -> None:
        self.bytes_per_s = 0.0
        self._rates: deque[tuple[int, float, float]] = deque()
        self._ceiling = float("inf")
        self._period = 0

    def take(self, rate: float, now_s: float, *, is_limited: bool) -> float:
        """Take in one sample; `is_limited` marks one that was the sender's doing. What was believed of it, or 0."""
        rate = min(rate, self._ceiling)
        if rate <= 0 or (is_limited and rate < self.bytes_per_s):
            return 0.0
        rates = self._rates
        while rates and rates[-1][2] <= rate:
            rates.pop()
        rates.append((self._period, now_s, rate))
        while rates[0][0] < self._period - PERIODS_REMEMBERED and rates[0][1] < now_s - LEAST_MEMORY_S:
            rates.popleft()
        self.bytes_per_s = rates[0][2]
        return rate

    def end_period(self) -> None:
        """One more period has passed."""
        self._period += 1

    def forget(self, rate: float, now_s: float) -> None:
        """The path gives only `rate` now, whatever it gave before."""
        self._rates = deque([(self._period, now_s, rate)])
        self.bytes_per_s = rate

    def give_way(self, share: float, now_s: float) -> None:
        """Believe no more than `share` of the bandwidth, until the next probe."""
        self._ceiling = self.bytes_per_s * share
        self.forget(self._ceiling, now_s)

    def lift_ceiling(self) -> None:
        """Believe every sample again."""
        self._ceiling = float("inf")


class SteadyRate:
    """What has been delivered since each of the last few periods' ends, for as long as pauses may distort a rate."""

    __slots__ = ("_marks",)

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def mark(self, delivered_bytes: int, now_s: float) -> None:
        """A period has ended."""
        self._marks.append((now_s, delivered_bytes))

    def bound(self, rate: float, delivered_bytes: int, now_s: float) -> float:
        """As much of `rate` as has held since every mark; a mark of just now says nothing yet."""
        marks = self._marks
        while marks and now_s - marks[0][0] > LONGEST_SPAN_S:
            marks.popleft()
        for at_s, delivered in marks:
            if now_s - at_s < SHORTEST_SPAN_S:
                break
            rate = min(rate, (delivered_bytes - delivered) / (now_s - at_s))
        return rate


class AcknowledgementLumps:
    """The largest number of bytes that were acknowledged at once beyond what the bandwidth explains.

    Attributes: `lump_bytes` is the largest lump of late.
    """

    __slots__ = ("_acknowledged_bytes", "_lumps", "_since_s", "lump_bytes")

    def __init__(self) -> None:
        self.lump_bytes = 0.0
        self._since_s = 0.0
        self._acknowledged_bytes = 0.0
        self._lumps: deque[tuple[float, float]] = deque()

    def acknowledged(self, size_bytes: int, bandwidth: float, now_s: float) -> None:
        """Take in an acknowledgement of `size_bytes`, while the bandwidth is believed to be `bandwidth`."""
        expected = bandwidth * (now_s - self._since_s)
        if self._acknowledged_bytes <= expected:
            self._since_s, self._acknowledged_bytes, expected = now_s, 0.0, 0.0
        self._acknowledged_bytes += size_bytes
        lump = min(self._acknowledged_bytes - expected, bandwidth * LONGEST_LUMP_S)
        lumps = self._lumps
        while lumps and lumps[-1][1] <= lump:
            lumps.pop()
        lumps.append((now_s, lump))
        while lumps[0][0] < now_s - LUMP_MEMORY_S:
            lumps.popleft()
        self.lump_bytes = lumps[0][1]
