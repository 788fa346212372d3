"""What the receiver remembers of packet numbers, and when it says so.

In bulk an acknowledgement goes out for each batch received, not for each packet: when enough segments wait for
one, when the oldest has waited an eighth of a round trip, or at once when something is amiss or at the end
(RFC 9000 section 13.2.1). In the classroom each segment is acknowledged for itself.

Five milliseconds are long enough to wait for more, if a dozen segments have come. Fewer are let wait twice as long:
where so little comes, the way back may be as much slower again, and what fills its queue delays all that is said on it
(RFC 3449 section 2.1).

On a path that loses, the gaps add up, and each acknowledgement would tell all of them again. What has been told in
eight acknowledgements in a row, about a round trip of them, is told no more (RFC 9000 section 13.2.3 leaves that to the
receiver): to write and to read it cost more than everything else in an acknowledgement.
"""

from __future__ import annotations

from collections import deque

from ptp_core.config import AcknowledgementPolicy
from ptp_core.transport.ranges import RangeSet
from ptp_core.wire.acknowledgement import MAX_RANGES, OVERFLOWED_REMARK, encode_acknowledgement
from ptp_core.wire.packet import NUMBER_LIMIT

BUSY_DELAY_S = 0.005
MAXIMUM_DELAY_S = 0.01
SEGMENTS_WORTH_ONE = 12
# Less than what a system hands on joined: a sender that a small socket holds back has nothing else to go on.
SEGMENTS_FOR_ONE = {AcknowledgementPolicy.PER_BATCH: 32, AcknowledgementPolicy.PER_SEGMENT: 1}
# Older gaps than this many can no longer be told; the cumulative number covers what is behind them.
RANGES_REMEMBERED = 1024
TIMES_TOLD = 8


class Acknowledging:
    """Packet numbers received, and the acknowledgement that is owed. `remarks` go along (`wire.acknowledgement`).

    Attributes: `named` are the ranges of packet numbers that the newest acknowledgement tells; `overflowed` says once
    that the socket has lost something since the one before.
    """

    __slots__ = (
        "_every", "_lowest", "_lowest_told", "_newest_s", "_oldest_s", "_pending",
        "deadline_s", "named", "overflowed", "received", "remarks",
    )  # fmt: skip

    def __init__(self, policy: AcknowledgementPolicy) -> None:
        self._every = SEGMENTS_FOR_ONE[policy]
        self._pending = 0
        self._newest_s = 0.0
        self._oldest_s = 0.0
        # The lowest number that came since the last acknowledgement, and before each of those before it.
        self._lowest = NUMBER_LIMIT
        self._lowest_told: deque[int] = deque([0], maxlen=TIMES_TOLD)
        self.received = RangeSet()
        self.named: list[tuple[int, int]] = []
        self.deadline_s: float | None = None
        self.overflowed = False
        self.remarks = 0

    @property
    def newest_packet(self) -> int:
        """The highest packet number received, 0 before there is one."""
        return self.received.last[1] - 1 if self.received else 0

    def note(self, first: int, stop: int, now_s: float) -> int:
        """Packets `[first, stop)` have arrived; returns how many had not been seen before."""
        ranges = self.received
        if not len(ranges) or stop > ranges.last[1]:
            self._newest_s = now_s
        self._lowest = min(self._lowest, first)
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
            self._oldest_s = now_s
            delay_s = BUSY_DELAY_S if self._pending >= SEGMENTS_WORTH_ONE else MAXIMUM_DELAY_S
            self.deadline_s = now_s + min(rtt_s / 8, delay_s)
        elif self._pending >= SEGMENTS_WORTH_ONE:
            self.deadline_s = min(self.deadline_s, self._oldest_s + BUSY_DELAY_S)

    def due(self, now_s: float) -> bool:
        """Whether an acknowledgement is to be sent now."""
        return self.deadline_s is not None and now_s >= self.deadline_s and len(self.received) > 0

    def take(self, window_bytes: int, now_s: float) -> bytes:
        """The payload of the acknowledgement that is due; nothing is owed afterwards."""
        self._pending = 0
        self.deadline_s = None
        self._lowest_told.append(self._lowest)
        self._lowest = NUMBER_LIMIT
        self.named = self.received.newest(MAX_RANGES, above=min(self._lowest_told))
        remarks = self.remarks | (OVERFLOWED_REMARK if self.overflowed else 0)
        self.overflowed = False
        return encode_acknowledgement(now_s - self._newest_s, window_bytes, self.named, remarks)
