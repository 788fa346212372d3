"""What was sent and what became of it: the part of recovery that is the same whatever the policy.

Offsets count bytes of the stream from 0; FIN takes the offset after the last byte:

    unacknowledged    the oldest offset that the cumulative acknowledgement does not cover
    next              one past the newest offset sent
    unacknowledged <= next

Packets are settled by the ranges of their numbers, bytes by the cumulative number. A segment taken for lost is
remembered for a while, in case it turns up after all. Called under the connection's lock; times in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ptp_core.transport.batch_trust import BatchTrust
from ptp_core.transport.ranges import RangeSet
from ptp_core.transport.sent_segments import SentSegments, Train


@dataclass(slots=True)
class SenderCounters:
    """Counted since the connection began; segments are data segments and FIN, bytes those of the stream."""

    segments_sent: int = 0
    bytes_sent: int = 0
    retransmitted_timeout: int = 0
    retransmitted_fast: int = 0
    retransmitted_spurious: int = 0
    duplicate_acks: int = 0


class Settled(NamedTuple):
    """What one acknowledgement settled.

    `newest` is the newest train of which a segment is acknowledged for the first time. A segment that is acknowledged
    alone may have overtaken the others: the round trip is that of `witness`, the newest train of which several were,
    where there is one. `late` are segments that had been taken for lost. `ranges` are the bytes of all of them.
    """

    newest: Train | None
    witness: Train | None
    acknowledged_bytes: int
    late: list[tuple[Train, int]]
    ranges: list[tuple[int, int]]


class Scoreboard:
    """The trains that were sent, the bytes that are acknowledged, and the counters.

    `lost_segments` is how many were taken for lost and have not turned up since.
    """

    __slots__ = (
        "_known_ranges",
        "batch_trust",
        "counters",
        "lost_segments",
        "next",
        "origin",
        "selective",
        "sent",
        "unacknowledged",
    )

    def __init__(self) -> None:
        self.origin = 0
        self.unacknowledged = 0
        self.next = 0
        self.sent = SentSegments()
        self.selective = RangeSet()
        self.batch_trust = BatchTrust()
        self.counters = SenderCounters()
        self.lost_segments = 0
        self._known_ranges: frozenset[tuple[int, int]] = frozenset()

    @property
    def in_flight_bytes(self) -> int:
        """Bytes sent and neither acknowledged nor taken for lost."""
        return self.sent.in_flight_bytes

    @property
    def outstanding(self) -> bool:
        """Whether anything sent is not covered by the cumulative acknowledgement."""
        return self.unacknowledged < self.next

    def settle(self, ranges: list[tuple[int, int]]) -> Settled:
        """Mark the packets of an acknowledgement, the newest range first."""
        newest: Train | None = None
        witness: Train | None = None
        acknowledged_bytes = 0
        lates: list[tuple[Train, int]] = []
        settled: list[tuple[int, int]] = []
        oldest = self.sent.oldest_packet
        # Each acknowledgement repeats most ranges of the one before.
        known, self._known_ranges = self._known_ranges, frozenset(ranges)
        for packets in ranges:
            if packets in known:
                continue
            start, stop = packets
            if oldest is None or stop <= oldest:
                break
            for train, mask in self.sent.overlapping(start, stop):
                fresh = mask & train.outstanding
                late = mask & train.lost
                if fresh | late:
                    self.batch_trust.segments_acknowledged(train.count)
                if fresh:
                    train.outstanding &= ~fresh
                    size = train.size_of(fresh)
                    self.sent.in_flight_bytes -= size
                    acknowledged_bytes += size
                    if newest is None or train.first_packet > newest.first_packet:
                        newest = train
                    if fresh & (fresh - 1) and (witness is None or train.first_packet > witness.first_packet):
                        witness = train
                if late:
                    train.lost &= ~late
                    self.lost_segments -= late.bit_count()
                    lates.append((train, late))
                if fresh | late:
                    pieces = train.ranges_of(fresh | late)
                    settled += pieces
                    for low, high in pieces:
                        self.selective.add(max(low, self.unacknowledged), high)
        return Settled(newest, witness or newest, acknowledged_bytes, lates, settled)

    def advance(self, cumulative: int) -> None:
        """Everything before `cumulative` has arrived."""
        self.unacknowledged = cumulative
        self.selective.remove(0, cumulative)
        if cumulative == self.next:
            # A cumulative number may come without the packet numbers behind it, as with FIN.
            self.sent.settle_all()

    def mark_lost(self, train: Train, mask: int) -> list[tuple[int, int]]:
        """Move segments from outstanding to lost; the ranges of theirs that no other copy has brought across."""
        if mask:
            self.batch_trust.segments_lost(train.count)
        self.lost_segments += mask.bit_count()
        train.outstanding &= ~mask
        self.sent.in_flight_bytes -= train.size_of(mask)
        if train.stop <= self.unacknowledged:
            return []
        train.lost |= mask
        missing: list[tuple[int, int]] = []
        for low, high in train.ranges_of(mask):
            missing += self.selective.missing(max(low, self.unacknowledged), high)
        return missing

    def mark_range_lost(self, start: int, stop: int) -> float:
        """Take every copy of the segments in `[start, stop)` for lost; when the newest of them was sent."""
        newest_sent_s = 0.0
        for train in self.sent.unsettled():
            if train.start < stop and start < train.stop and train.outstanding:
                first = max(start - train.start, 0) // train.segment_bytes
                last = (min(stop, train.stop) - 1 - train.start) // train.segment_bytes
                mask = train.outstanding & ((1 << (last + 1)) - (1 << first))
                if mask:
                    self.mark_lost(train, mask)
                    newest_sent_s = train.sent_s
        return newest_sent_s

    def oldest_segment(self, mss_bytes: int, end: int) -> tuple[int, int]:
        """The range of the oldest unacknowledged segment; `end` is where FIN stands in a stream of so many bytes."""
        start = self.unacknowledged
        # Segments end at multiples of their size, wherever they begin.
        stop = min(start + mss_bytes - start % mss_bytes, max(end, start + 1))
        gap = self.selective.missing(start, min(stop, self.next))
        return gap[0] if gap else (start, stop)
