"""What the receiver remembers of packet numbers, and when it says so.

In bulk an acknowledgement goes out for each batch received, not for each packet: when enough segments wait for
one, when the oldest has waited an eighth of a round trip, or at once when something is amiss or at the end
(RFC 9000 section 13.2.1). In the classroom each segment is acknowledged for itself.
"""

from __future__ import annotations

from ptp_core.config import AcknowledgementPolicy
from ptp_core.transport.ranges import RangeSet
from ptp_core.wire.acknowledgement import MAX_RANGES, encode_acknowledgement

MAXIMUM_DELAY_S = 0.005
SEGMENTS_FOR_ONE = {AcknowledgementPolicy.PER_BATCH: 64, AcknowledgementPolicy.PER_SEGMENT: 1}
# Older gaps than this many can no longer be told; the cumulative number covers what is behind them.
RANGES_REMEMBERED = 1024


class Acknowledging:
    """Packet numbers received, and the acknowledgement that is owed."""

    __slots__ = ("_every", "_newest_s", "_pending", "deadline_s", "received")

    def __init__(self, policy: AcknowledgementPolicy) -> None:
        self._every = SEGMENTS_FOR_ONE[policy]
        self._pending = 0
        self._newest_s = 0.0
        self.received = RangeSet()
        self.deadline_s: float | None = None

    @property
    def newest_packet(self) -> int:
        """The highest packet number received, 0 before there is one."""
        return self.received.last[1] - 1 if self.received else 0

    def note(self, first: int, stop: int, now_s: float) -> int:
        """Packets `[first, stop)` have arrived; returns how many had not been seen before."""
        ranges = self.received
        if not len(ranges) or stop > ranges.last[1]:
            self._newest_s = now_s
        new = ranges.add(first, stop)
        if len(ranges) > RANGES_REMEMBERED:
            ranges.drop_oldest()
        return new

    def owe(self, segments: int, rtt_s: float, now_s: float, *, at_once: bool) -> None:
        """The peer waits for word of `segments` more segments."""
        self._pending += segments
        if at_once or self._pending >= self._every:
            self.deadline_s = now_s
        elif self.deadline_s is None:
            self.deadline_s = now_s + min(rtt_s / 8, MAXIMUM_DELAY_S)

    def due(self, now_s: float) -> bool:
        """Whether an acknowledgement is to be sent now."""
        return self.deadline_s is not None and now_s >= self.deadline_s and len(self.received) > 0

    def take(self, window_bytes: int, now_s: float) -> bytes:
        """The payload of the acknowledgement that is due; nothing is owed afterwards."""
        self._pending = 0
        self.deadline_s = None
        return encode_acknowledgement(now_s - self._newest_s, window_bytes, self.received.newest(MAX_RANGES))
