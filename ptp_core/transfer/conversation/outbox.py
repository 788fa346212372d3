"""What is sent, gathered: many small messages and files become one write, and a large file crosses without a copy.

Used by one thread, the one that sends.
"""

from __future__ import annotations

from collections.abc import Callable

from ptp_core.transfer.conversation.messages import CHUNK_BYTES, Message, MessageType
from ptp_core.transfer.conversation.wire_format import HEADER, encode

# A write that is worth its call.
_FLUSH_BYTES = 256 * 1024
_CAPACITY_BYTES = HEADER.size + CHUNK_BYTES + 64 * 1024


class Outbox:
    """A buffer that is used again and again. `write` sends what is whole in it; it may block.

    Attributes: `waiting_bytes` counts what has not been written.
    """

    def __init__(self, write: Callable[[memoryview], None]) -> None:
        self.waiting_bytes = 0
        self._write = write
        self._buffer = bytearray(_CAPACITY_BYTES)
        self._view = memoryview(self._buffer)

    def put(self, message: Message) -> None:
        """A message, to be written with what comes."""
        data = encode(message)
        if len(data) > _CAPACITY_BYTES - self.waiting_bytes:
            self.flush()
        if len(data) > _CAPACITY_BYTES:
            self._write(memoryview(data))
            return
        stop = self.waiting_bytes + len(data)
        self._view[self.waiting_bytes : stop] = data
        self.waiting_bytes = stop
        if stop >= _FLUSH_BYTES:
            self.flush()

    def room(self, size: int) -> memoryview:
        """Where `size` bytes of a file, at most CHUNK_BYTES, are to be read to; `data` follows with what came."""
        if size + HEADER.size > _CAPACITY_BYTES - self.waiting_bytes:
            self.flush()
        start = self.waiting_bytes + HEADER.size
        return self._view[start : start + size]

    def data(self, size: int) -> int:
        """`size` bytes were read to `room`; how many bytes after those already written they will have been put."""
        HEADER.pack_into(self._buffer, self.waiting_bytes, MessageType.DATA, size)
        before = self.waiting_bytes + HEADER.size
        self.waiting_bytes = before + size
        return before

    def flush_if_full(self) -> None:
        """Write, if that is worth its call."""
        if self.waiting_bytes >= _FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what there is."""
        stop, self.waiting_bytes = self.waiting_bytes, 0
        if stop:
            self._write(self._view[:stop])
