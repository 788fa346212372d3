"""Bytes that have arrived and that the application has not read yet, out-of-order ones included (R5).

A ring whose capacity may grow, and whose memory is taken when the first genuine bytes come. Offsets count bytes of
the stream from 0 and never wrap:

    read          the next byte that the application reads
    next          the next byte expected in order: the cumulative acknowledgement
    limit         read + capacity: no byte at or after it is taken; limit - next is the window told to the peer
    read <= next <= limit

Bytes of `[read, next)` wait for the writer; between `next` and `limit` lie islands with holes before them.
Packets are decrypted straight into the place where their bytes belong: `place` hands that out and `commit`
makes it count. A place that holds good bytes is never handed out, since a forged packet leaves garbage there.
Every method is called with the connection's lock held.
"""

from __future__ import annotations

from ptp_core.transport.ranges import RangeSet
from ptp_core.transport.ring_memory import ring_memory

_NO_MEMORY = memoryview(b"")


class ReceiveBuffer:
    """A bounded ring between the network and the file's writer, which puts segments in order."""

    __slots__ = ("_origin", "_ring_bytes", "capacity_bytes", "next", "out_of_order", "read", "ring")

    def __init__(self, capacity_bytes: int) -> None:
        self.capacity_bytes = capacity_bytes
        self.ring = _NO_MEMORY
        self._ring_bytes = 0
        self._origin = 0
        self.read = 0
        self.next = 0
        self.out_of_order = RangeSet()

    @property
    def limit(self) -> int:
        """One past the last byte that may be received now."""
        return self.read + self.capacity_bytes

    @property
    def readable_bytes(self) -> int:
        """How many bytes are in order and wait to be read."""
        return self.next - self.read

    @property
    def used_bytes(self) -> int:
        """How many bytes are held, in order or not."""
        return self.next - self.read + self.out_of_order.total

    @property
    def highest(self) -> int:
        """One past the newest byte held."""
        return self.out_of_order.last[1] if self.out_of_order else self.next

    def grow(self, capacity_bytes: int) -> None:
        """Make the capacity larger: `limit` moves on by the difference, and what is held stays held."""
        old, old_bytes = self.ring, self._ring_bytes
        pieces = [(low, high, self.index(low)) for low, high in ((self.read, self.next), *self.out_of_order)]
        self.capacity_bytes = capacity_bytes
        if not old_bytes:
            return
        self.ring = ring_memory(capacity_bytes)
        self._ring_bytes = capacity_bytes
        self._origin = self.read
        for low, high, at in pieces:
            # The new ring begins at `read` and is the larger one: nothing crosses its end.
            to = low - self._origin
            first = min(high - low, old_bytes - at)
            self.ring[to : to + first] = old[at : at + first]
            self.ring[to + first : to + high - low] = old[: high - low - first]

    def index(self, offset: int) -> int:
        """Where in the ring the byte `offset` lies."""
        return (offset - self._origin) % self.capacity_bytes

    def place(self, start: int, stop: int) -> memoryview | None:
        """Room for `[start, stop)`, or None when some of it is held, out of bounds, or not in one piece.

        There is none before the first `insert`: a forged packet does not make the buffer take its memory.
        """
        if start < self.next or stop > self.limit or self.out_of_order.overlaps(start, stop):
            return None
        at = self.index(start)
        if at + stop - start > self._ring_bytes:
            return None
        return self.ring[at : at + stop - start]

    def commit(self, start: int, stop: int) -> None:
        """The bytes of a place are good: count them, and move `next` over what has become whole."""
        if start > self.next:
            self.out_of_order.add(start, stop)
            return
        self.next = max(self.next, stop)
        islands = self.out_of_order
        while islands:
            low, high = islands.first
            if low > self.next:
                break
            self.next = max(self.next, high)
            islands.drop_oldest()

    def insert(self, start: int, data: bytes | memoryview) -> None:
        """Put in what of `data` is new and fits; for bytes that `place` had no room for in one piece."""
        stop = min(start + len(data), self.limit)
        first = max(start, self.next)
        if not self._ring_bytes:
            self.ring = ring_memory(self.capacity_bytes)
            self._ring_bytes = self.capacity_bytes
        for low, high in self.out_of_order.missing(first, stop):
            at = self.index(low)
            piece = data[low - start : high - start]
            before_end = min(len(piece), self.capacity_bytes - at)
            self.ring[at : at + before_end] = piece[:before_end]
            self.ring[: len(piece) - before_end] = piece[before_end:]
            self.commit(low, high)

    def read_into(self, target: memoryview) -> int:
        """Move bytes in order into `target`; returns how many."""
        size = min(len(target), self.next - self.read)
        at = self.index(self.read)
        first = min(size, self.capacity_bytes - at)
        target[:first] = self.ring[at : at + first]
        target[first:size] = self.ring[: size - first]
        self.consume(size)
        return size

    def readable(self, size: int) -> memoryview:
        """Up to `size` bytes in order, as far as they lie in one piece, where they are.

        The view keeps its bytes until `consume`, without the lock too: nothing is put before `next`, and a ring that
        grows leaves its old memory to those who look at it.
        """
        at = self.index(self.read)
        return self.ring[at : min(at + size, at + self.next - self.read, self._ring_bytes)]

    def consume(self, size: int) -> None:
        """The application is done with the next `size` bytes: their room may be used again."""
        self.read += size
        if self.read == self.next and not self.out_of_order:
            # Starting again at the ring's beginning keeps a fast transfer in the processor's cache.
            self._origin = self.read

    def holes(self, count: int) -> tuple[tuple[int, int], ...]:
        """The first missing ranges before the newest island, as offsets from `next`."""
        if not self.out_of_order:
            return ()
        gaps = self.out_of_order.missing(self.next, self.out_of_order.last[0])
        return tuple((low - self.next, high - self.next) for low, high in gaps[:count])
