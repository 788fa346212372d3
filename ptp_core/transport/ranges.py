"""A set of whole numbers kept as half-open ranges: bytes of a stream, or packet numbers.

Guarantees: ranges are sorted, do not overlap and do not touch. Used by both buffers, by the acknowledgements
and by the loss recovery. Not thread-safe: its owner holds the lock of the connection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator


class RangeSet:
    """Numbers as ranges `[start, stop)`."""

    __slots__ = ("_starts", "_stops")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._starts, self._stops, strict=True)

    def __reversed__(self) -> Iterator[tuple[int, int]]:
        return zip(reversed(self._starts), reversed(self._stops), strict=True)

    def __len__(self) -> int:
        return len(self._starts)

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._starts, number)
        return at > 0 and number < self._stops[at - 1]

    @property
    def total(self) -> int:
        """How many numbers there are."""
        return sum(self._stops) - sum(self._starts)

    @property
    def first(self) -> tuple[int, int]:
        """The lowest range; the set must not be empty."""
        return self._starts[0], self._stops[0]

    @property
    def last(self) -> tuple[int, int]:
        """The highest range; the set must not be empty."""
        return self._starts[-1], self._stops[-1]

    def newest(self, count: int, above: int = 0) -> list[tuple[int, int]]:
        """The `count` highest ranges that reach above a number, and always the highest, which comes first."""
        count = max(min(count, len(self._stops) - bisect_right(self._stops, above)), 1)
        return list(zip(self._starts[: -count - 1 : -1], self._stops[: -count - 1 : -1], strict=True))

    def add(self, start: int, stop: int) -> int:
        """Put `[start, stop)` in; returns how many numbers were new."""
        if stop <= start:
            return 0
        starts, stops = self._starts, self._stops
        if starts and start >= starts[-1]:
            # Nearly always numbers come in order.
            if start > stops[-1]:
                starts.append(start)
                stops.append(stop)
                return stop - start
            new = stop - stops[-1]
            if new <= 0:
                return 0
            stops[-1] = stop
            return new
        low = bisect_left(stops, start)
        high = bisect_right(starts, stop)
        if low == high:
            starts.insert(low, start)
            stops.insert(low, stop)
            return stop - start
        known = sum(max(0, min(stop, stops[at]) - max(start, starts[at])) for at in range(low, high))
        new_start, new_stop = min(start, starts[low]), max(stop, stops[high - 1])
        starts[low:high] = [new_start]
        stops[low:high] = [new_stop]
        return stop - start - known

    def remove(self, start: int, stop: int) -> None:
        """Take `[start, stop)` out, as far as it is in."""
        starts, stops = self._starts, self._stops
        if stop <= start or not starts:
            return
        if start <= starts[0] and stops[-1] <= stop:
            # Mostly all of it goes at once: what an acknowledgement covers.
            starts.clear()
            stops.clear()
            return
        low = bisect_right(stops, start)
        high = bisect_left(starts, stop)
        if low >= high:
            return
        left = (starts[low], start) if starts[low] < start else None
        right = (stop, stops[high - 1]) if stops[high - 1] > stop else None
        kept = [piece for piece in (left, right) if piece]
        starts[low:high] = [piece[0] for piece in kept]
        stops[low:high] = [piece[1] for piece in kept]

    def covers(self, start: int, stop: int) -> bool:
        """Whether all of `[start, stop)` is in."""
        at = bisect_right(self._starts, start)
        return at > 0 and stop <= self._stops[at - 1]

    def overlaps(self, start: int, stop: int) -> bool:
        """Whether anything of `[start, stop)` is in."""
        at = bisect_right(self._stops, start)
        return at < len(self._starts) and self._starts[at] < stop

    def missing(self, start: int, stop: int) -> list[tuple[int, int]]:
        """What of `[start, stop)` is not in, in order."""
        gaps = []
        at = bisect_right(self._stops, start)
        while start < stop:
            if at == len(self._starts) or self._starts[at] >= stop:
                gaps.append((start, stop))
                break
            if self._starts[at] > start:
                gaps.append((start, self._starts[at]))
            start = self._stops[at]
            at += 1
        return gaps

    def drop_oldest(self) -> None:
        """Forget the lowest range."""
        del self._starts[0], self._stops[0]
