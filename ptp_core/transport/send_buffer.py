"""Bytes that the application has written and the peer has not acknowledged yet (R4).

A ring whose capacity may grow, and whose memory is taken with the first write. Offsets count bytes of the stream
from 0 and never wrap:

    base          the oldest byte that is not acknowledged
    end           one past the newest byte written
    base <= end <= base + capacity

Full means that the writer waits; the waiting is done above, with the lock and condition of the connection,
under which every method here is called.
"""

from __future__ import annotations

from ptp_core.transport.ring_memory import ring_memory

# A writer that waits for room goes on when this share of the buffer is free, not for each acknowledgement; in a
# large buffer when this many bytes are, since the network may need nearly all of the rest for what is in flight.
_REFILL_SHARE = 4
_LARGEST_REFILL_BYTES = 4 * 1024 * 1024
_NO_MEMORY = memoryview(b"")


class SendBuffer:
    """A bounded ring between the file's reader and the network."""

    __slots__ = ("_ring", "base", "capacity_bytes", "end")

    def __init__(self, capacity_bytes: int) -> None:
        self.capacity_bytes = capacity_bytes
        self._ring = _NO_MEMORY
        self.base = 0
        self.end = 0

    @property
    def used_bytes(self) -> int:
        """How many bytes are held."""
        return self.end - self.base

    @property
    def free_bytes(self) -> int:
        """How many bytes may be written now."""
        return self.capacity_bytes - (self.end - self.base)

    @property
    def writer_is_held(self) -> bool:
        """Whether so little is free that a waiting writer is left waiting."""
        return self.free_bytes < min(-(-self.capacity_bytes // _REFILL_SHARE), _LARGEST_REFILL_BYTES)

    def grow(self, capacity_bytes: int) -> None:
        """Make the capacity larger; what is held stays held."""
        old, old_bytes = self._ring, self.capacity_bytes
        self.capacity_bytes = capacity_bytes
        if not old:
            return
        self._ring = ring_memory(capacity_bytes)
        low = self.base
        while low < self.end:
            at, to = low % old_bytes, low % capacity_bytes
            size = min(self.end - low, old_bytes - at, capacity_bytes - to)
            self._ring[to : to + size] = old[at : at + size]
            low += size

    def write(self, data: memoryview) -> int:
        """Take as many bytes of `data` as there is room for; returns how many."""
        if not self._ring:
            self._ring = ring_memory(self.capacity_bytes)
        size = min(len(data), self.free_bytes)
        at = self.end % self.capacity_bytes
        first = min(size, self.capacity_bytes - at)
        self._ring[at : at + first] = data[:first]
        self._ring[: size - first] = data[first:size]
        self.end += size
        return size

    def view(self, start: int, stop: int) -> memoryview:
        """The bytes `[start, stop)`, which must be held; a copy only where they cross the end of the ring."""
        at = start % self.capacity_bytes
        size = stop - start
        if at + size <= self.capacity_bytes:
            return self._ring[at : at + size]
        first = self.capacity_bytes - at
        return memoryview(bytes(self._ring[at:]) + bytes(self._ring[: size - first]))

    def release(self, up_to: int) -> None:
        """Forget everything before `up_to`: the peer has it."""
        self.base = max(self.base, min(up_to, self.end))
