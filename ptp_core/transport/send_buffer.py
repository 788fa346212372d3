"""Bytes that the application has written and the peer has not acknowledged yet (R4).

A ring of fixed capacity. Offsets count bytes of the stream from 0 and never wrap:

    base          the oldest byte that is not acknowledged
    end           one past the newest byte written
    base <= end <= base + capacity

Full means that the writer waits; the waiting is done above, with the lock and condition of the connection,
under which every method here is called.
"""

from __future__ import annotations


class SendBuffer:
    """A bounded ring between the file's reader and the network."""

    __slots__ = ("_memory", "_ring", "base", "capacity_bytes", "end")

    def __init__(self, capacity_bytes: int) -> None:
        self.capacity_bytes = capacity_bytes
        self._memory = bytearray(capacity_bytes)
        self._ring = memoryview(self._memory)
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

    def write(self, data: memoryview) -> int:
        """Take as many bytes of `data` as there is room for; returns how many."""
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
