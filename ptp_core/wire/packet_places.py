"""Where packets of one size lie that follow each other from the beginning of a buffer.

Cutting a packet into what the cipher wants costs three objects, a quarter of what a packet of an ordinary network
costs in all. A buffer that is used again and again has its packets in the same places each time: they are cut once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ptp_core.wire.packet import HEADER, HEADER_BYTES, NONCE_OFFSET, NONCE_STOP

PacketViews = tuple[memoryview, memoryview, memoryview]
"""Header, nonce (a part of the header), and the rest: payload and tag."""


class PacketPlaces:
    """The places of packets of `packet_bytes` each in `buffer`, cut when they are first wanted. For one thread."""

    __slots__ = ("_header", "_views", "buffer", "packet_bytes")

    def __init__(self, buffer: memoryview, packet_bytes: int) -> None:
        self.buffer = buffer
        self.packet_bytes = packet_bytes
        self._views: list[PacketViews] = []
        self._header: struct.Struct | None = None

    def first(self, count: int) -> list[PacketViews]:
        """The views of at least the first `count` packets, which the buffer must have room for."""
        views, buffer, size = self._views, self.buffer, self.packet_bytes
        for at in range(len(views) * size, count * size, size):
            body = at + HEADER_BYTES
            views.append((buffer[at:body], buffer[at + NONCE_OFFSET : at + NONCE_STOP], buffer[body : at + size]))
        return views

    def headers(self, first: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """First word, packet number and sequence number of the packets `[first, stop)`, which lie whole in the buffer.

        One pass over all of them: a call for each header costs as much as all that is then asked of it.
        """
        if self._header is None:
            self._header = struct.Struct(f"{HEADER.format}{self.packet_bytes - HEADER_BYTES}x")
        return self._header.iter_unpack(self.buffer[first * self.packet_bytes : stop * self.packet_bytes])
