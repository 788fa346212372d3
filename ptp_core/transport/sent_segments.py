"""What is on its way: one record per train of segments, and the arithmetic that acknowledgements do on it.

The segments of a train have consecutive packet numbers and consecutive bytes, and all but the last the same
size, so that a record needs two bit masks instead of an object per segment: which are outstanding, and which
are taken for lost but might still turn up. Called only by the sending half, under the connection's lock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

# Records at the front of the list that are empty are only cut off in bulk: a cut moves the whole list.
_TRIM_AT = 64


class Train:
    """Segments `[first_packet, first_packet + count)` that carry stream bytes from `start` on.

    `delivered_bytes`, `delivered_s` and `first_sent_s` are the connection's delivery state when the train left,
    for the rate sample (draft-cheng-iccrg-delivery-rate-estimation section 3.2).
    """

    __slots__ = (
        "application_limited",
        "count",
        "delivered_bytes",
        "delivered_s",
        "first_packet",
        "first_sent_s",
        "is_fin",
        "lost",
        "outstanding",
        "segment_bytes",
        "sent_s",
        "start",
        "stop",
    )

    def __init__(
        self,
        first_packet: int,
        count: int,
        start: int,
        stop: int,
        segment_bytes: int,
        sent_s: float,
        delivered_bytes: int,
        delivered_s: float,
        first_sent_s: float,
        application_limited: bool,
        is_fin: bool = False,
    ) -> None:
        self.first_packet = first_packet
        self.count = count
        self.start = start
        self.stop = stop
        self.segment_bytes = segment_bytes
        self.sent_s = sent_s
        self.delivered_bytes = delivered_bytes
        self.delivered_s = delivered_s
        self.first_sent_s = first_sent_s
        self.application_limited = application_limited
        self.is_fin = is_fin
        self.outstanding = (1 << count) - 1
        self.lost = 0

    def size_of(self, mask: int) -> int:
        """Stream bytes in the segments of `mask`."""
        size = mask.bit_count() * self.segment_bytes
        if mask >> (self.count - 1):
            size -= self.count * self.segment_bytes - (self.stop - self.start)
        return size

    def place_of(self, mask: int) -> float:
        """Where in the train the segments of `mask` are: from -1 for the first to 1 for the last, added up."""
        if self.count == 1:
            return 0.0
        place, half = 0.0, (self.count - 1) / 2
        while mask:
            lowest = mask & -mask
            place += (lowest.bit_length() - 1) / half - 1
            mask ^= lowest
        return place

    def ranges_of(self, mask: int) -> list[tuple[int, int]]:
        """The stream ranges of the segments of `mask`, neighbours joined, in order."""
        ranges = []
        at = 0
        while mask >> at:
            rest = mask >> at
            at += (rest & -rest).bit_length() - 1
            rest = mask >> at
            run = (~rest & (rest + 1)).bit_length() - 1
            low = self.start + at * self.segment_bytes
            ranges.append((low, min(low + run * self.segment_bytes, self.stop)))
            at += run
        return ranges


class SentSegments:
    """The trains in the order of their packet numbers."""

    __slots__ = ("_first_outstanding", "_head", "first_packets", "in_flight_bytes", "trains")

    def __init__(self) -> None:
        self.trains: list[Train] = []
        self.first_packets: list[int] = []
        self.in_flight_bytes = 0
        self._head = 0
        self._first_outstanding = 0

    def add(self, train: Train) -> None:
        """A train has left."""
        self.trains.append(train)
        self.first_packets.append(train.first_packet)
        self.in_flight_bytes += train.stop - train.start

    def overlapping(self, start: int, stop: int) -> list[tuple[Train, int]]:
        """Trains with packets in `[start, stop)` that are not settled, and the mask of these packets."""
        found = []
        trains = self.trains
        at = max(bisect_right(self.first_packets, start) - 1, self._head)
        while at < len(trains):
            train = trains[at]
            first = train.first_packet
            if first >= stop:
                break
            if train.outstanding or train.lost:
                mask = (1 << train.count) - 1
                if start > first:
                    mask &= -1 << (start - first)
                if stop < first + train.count:
                    mask &= (1 << (stop - first)) - 1
                if mask & (train.outstanding | train.lost):
                    found.append((train, mask))
            at += 1
        return found

    def unsettled(self) -> list[Train]:
        """Trains from the oldest on that still have outstanding or lost segments."""
        return self.trains[self._head :]

    def outstanding(self) -> Iterator[Train]:
        """Trains from the first on that still has outstanding segments; those between may have none."""
        trains = self.trains
        at = max(self._first_outstanding, self._head)
        while at < len(trains) and not trains[at].outstanding:
            at += 1
        self._first_outstanding = at
        while at < len(trains):
            yield trains[at]
            at += 1

    def forget_settled(self, lost_before_s: float) -> None:
        """Move past trains whose every segment arrived, or was lost so long ago that it will not turn up."""
        trains = self.trains
        head = self._head
        while (
            head < len(trains)
            and not trains[head].outstanding
            and (not trains[head].lost or trains[head].sent_s < lost_before_s)
        ):
            head += 1
        self._head = head
        if head > _TRIM_AT and head * 2 > len(trains):
            del trains[:head], self.first_packets[:head]
            self._first_outstanding = max(self._first_outstanding - head, 0)
            self._head = 0

    def settle_all(self) -> None:
        """Everything sent so far has been acknowledged."""
        for train in self.unsettled():
            train.outstanding = 0
        self.in_flight_bytes = 0

    @property
    def oldest_packet(self) -> int | None:
        """The lowest packet number that is not settled."""
        return self.first_packets[self._head] if self._head < len(self.trains) else None
