"""Many datagrams in one system call where they come singly: `recvmmsg` of Linux, which Python's sockets do not have.

A network card or a tunnel hands in datagrams one by one, and a system call for each is a third of what a receiver's
processor does at a gigabit. Here up to 128 are laid one behind the other, in places of the size that is expected; what
is longer than its place runs over into memory of its own, so that nothing is ever cut off. Tried at run time: without
the call, or where it fails, `probe` gives None. Owned by the endpoint thread; nothing here blocks.
"""

from __future__ import annotations

import ctypes
import errno
import socket
import struct
import sys
from collections.abc import Callable
from typing import NamedTuple

from ptp_core.network.addresses import SocketAddress
from ptp_core.transport.ring_memory import ring_memory
from ptp_core.wire.packet import MAX_DATAGRAM_BYTES

MOST_DATAGRAMS = 128
_NAME_BYTES = 32
_CONTROL_BYTES = socket.CMSG_SPACE(4) if hasattr(socket, "CMSG_SPACE") else 0
# Offset of the data in the only control message there can be: length, level and type come first.
_GRO_SIZE = struct.Struct("=i")
_GRO_SIZE_AT = socket.CMSG_LEN(0) if hasattr(socket, "CMSG_LEN") else 0
_DONT_WAIT = int(getattr(socket, "MSG_DONTWAIT", 0))
_IPV4 = struct.Struct("=H2s4s")
_IPV6 = struct.Struct("=H2sI16sI")
_ADDRESSES_KEPT = 1024


# Where the data of two places of one datagram lies and how long they are: two `iovec`.
_PLACES = struct.Struct("=QQQQ")
# `mmsghdr`: name and its length, places and their number, control and its length, flags, and the bytes received.
_MESSAGE = struct.Struct("=QI4xQQQQi4xI4x")
_POINTER_BYTES = 8
# Of each message: the length of what came beside the data, and that of the data.
_LENGTHS = "40xQ8xI4x"


class Received(NamedTuple):
    """Neighbours from one sender, of `datagram_bytes` each; the last may be shorter. `in_place`: not run over."""

    data: memoryview
    datagram_bytes: int
    sender: SocketAddress
    in_place: bool


class ReceiveMany:
    """Reads into `buffer`, whose memory is used again by the next call."""

    def __init__(self, buffer: memoryview, function: Callable[..., int]) -> None:
        self._buffer = buffer
        self._function = function
        self._base = ctypes.addressof(ctypes.c_char.from_buffer(buffer))
        self._names = bytearray(MOST_DATAGRAMS * _NAME_BYTES)
        self._controls = bytearray(MOST_DATAGRAMS * _CONTROL_BYTES)
        self._beyond = ring_memory(MOST_DATAGRAMS * MAX_DATAGRAM_BYTES)
        self._vectors = bytearray(MOST_DATAGRAMS * _PLACES.size)
        self._messages = bytearray(MOST_DATAGRAMS * _MESSAGE.size)
        self._messages_at = ctypes.c_void_p(_address_of(self._messages))
        self._fresh = b""
        self._place_bytes = 0
        self._count = 0
        self._fields: dict[int, struct.Struct] = {}
        self._addresses: dict[bytes, SocketAddress] = {}

    @classmethod
    def probe(cls, descriptor: int, buffer: memoryview) -> ReceiveMany | None:
        """One for this socket, or None where the system has no such call."""
        if sys.platform != "linux" or ctypes.sizeof(ctypes.c_void_p) != _POINTER_BYTES:
            return None
        try:
            # It never waits: to let go of the interpreter lock would only cost.
            function = ctypes.PyDLL(None, use_errno=True).recvmmsg
        except (OSError, AttributeError):
            return None
        many = cls(buffer, function)
        many._lay_out(1500)
        if many._call(descriptor) < 0 and ctypes.get_errno() not in (errno.EAGAIN, errno.EWOULDBLOCK):
            return None
        return many

    def receive(self, descriptor: int, place_bytes: int) -> tuple[list[Received], bool]:
        """Read what waits, in order, and whether nothing was left.

        Datagrams of `place_bytes` lie one behind the other from that offset of the buffer on, where one lies already.
        Raises OSError, BlockingIOError when nothing waits.
        """
        if place_bytes != self._place_bytes:
            self._lay_out(place_bytes)
        count = self._call(descriptor)
        if count < 0:
            raise OSError(ctypes.get_errno(), "recvmmsg")
        fields = self._fields.get(count)
        if fields is None:
            fields = self._fields[count] = struct.Struct("=" + _LENGTHS * count)
        read = fields.unpack_from(self._messages)
        controls, sizes = read[::2], read[1::2]
        names = bytes(memoryview(self._names)[: count * _NAME_BYTES])
        received: list[Received] = []
        at = 0
        while at < count:
            run = 1
            name = names[at * _NAME_BYTES :][:_NAME_BYTES]
            if sizes[at] == place_bytes and not controls[at]:
                if at == 0 and sizes.count(place_bytes) == count and not any(controls) and names.count(name) == count:
                    run = count
                while (
                    at + run < count
                    and not controls[at + run]
                    and 0 < sizes[at + run] <= sizes[at + run - 1] == place_bytes
                    and names.startswith(name, (at + run) * _NAME_BYTES)
                ):
                    run += 1
            data_bytes = (run - 1) * place_bytes + sizes[at + run - 1]
            received.append(self._received(at, data_bytes, sizes[at], controls[at], name))
            at += run
        return received, count < self._count

    def _received(self, at: int, data_bytes: int, size: int, control_bytes: int, name: bytes) -> Received:
        """What lies from number `at` on: one datagram of `size`, or several of that size that fill their places."""
        place = self._place_bytes
        start = (at + 1) * place
        in_place = size <= place
        if not in_place:
            beyond = at * MAX_DATAGRAM_BYTES
            over = self._beyond[beyond : beyond + size - place]
            data = memoryview(bytes(self._buffer[start : start + place]) + bytes(over))
        else:
            data = self._buffer[start : start + data_bytes]
        if control_bytes:
            (size,) = _GRO_SIZE.unpack_from(self._controls, at * _CONTROL_BYTES + _GRO_SIZE_AT)
        return Received(data, size, self._address(name), in_place)

    def _lay_out(self, place_bytes: int) -> None:
        """Give each datagram its place; what the calls change is kept as it has to be before each of them."""
        self._place_bytes = place_bytes
        self._count = max(1, min(MOST_DATAGRAMS, len(self._buffer) // place_bytes - 1))
        names, controls = _address_of(self._names), _address_of(self._controls)
        beyond, vectors = _address_of(self._beyond), _address_of(self._vectors)
        place = self._base + place_bytes
        for at in range(self._count):
            _PLACES.pack_into(self._vectors, at * _PLACES.size, place, place_bytes, beyond, MAX_DATAGRAM_BYTES)
            _MESSAGE.pack_into(
                self._messages, at * _MESSAGE.size,
                names, _NAME_BYTES, vectors, 2, controls, _CONTROL_BYTES, 0, 0,
            )  # fmt: skip
            place, beyond = place + place_bytes, beyond + MAX_DATAGRAM_BYTES
            names, vectors, controls = names + _NAME_BYTES, vectors + _PLACES.size, controls + _CONTROL_BYTES
        self._fresh = bytes(self._messages)

    def _call(self, descriptor: int) -> int:
        self._messages[:] = self._fresh
        return self._function(descriptor, self._messages_at, self._count, _DONT_WAIT, None)

    def _address(self, name: bytes) -> SocketAddress:
        known = self._addresses.get(name)
        if known is None:
            if len(self._addresses) == _ADDRESSES_KEPT:
                self._addresses.clear()
            known = self._addresses[name] = _parse_address(name)
        return known


def _address_of(memory: bytearray | memoryview) -> int:
    return ctypes.addressof(ctypes.c_char.from_buffer(memory))


def _parse_address(name: bytes) -> SocketAddress:
    """What Python makes of a `sockaddr_in` or `sockaddr_in6`."""
    family, port = _IPV4.unpack_from(name)[:2]
    if family == socket.AF_INET:
        return socket.inet_ntop(socket.AF_INET, name[4:8]), int.from_bytes(port, "big")
    _, port, flow, host, scope = _IPV6.unpack_from(name)
    return socket.inet_ntop(socket.AF_INET6, host), int.from_bytes(port, "big"), socket.ntohl(flow), scope
