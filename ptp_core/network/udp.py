"""One UDP socket that moves datagrams in batches where the system can, and one by one where it cannot.

Linux joins up to 64 datagrams of one size into one system call (UDP_SEGMENT to send, UDP_GRO to receive), and gives
those that it did not join many at a time (`receive_many`). All of that is tried at run time, never assumed: a system
that refuses, or fails later, gets the plain path, and the batch that failed is sent again datagram by datagram. Owned
by the endpoint thread; nothing here blocks.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import struct
import sys

from ptp_core.errors import PortUnavailable
from ptp_core.network.addresses import SocketAddress, as_ipv4, mapped_to_ipv6
from ptp_core.network.receive_many import ReceiveMany
from ptp_core.network.world import Batch, Unreachable, WorldLost
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transport.address import Address
from ptp_core.wire.packet import MAX_DATAGRAM_BYTES
from ptp_core.wire.packet_places import PacketPlaces

_OUT_OF_RANGE = declare("local-port-out-of-range", "Port {port} is out of range.")
_PORTS = phrase("Ports go from 1 to 65535.")
_IN_USE = declare("port-in-use", "Port {port} is in use on this computer.")
_OTHER_PORT = phrase("Another program, or another PTP, listens there. Choose another port, or close it.")
_NOT_OURS = declare("not-our-address", "{address} is not an address of this computer.")
_LISTEN_ON_ALL = phrase("Listen on 0.0.0.0 for all.")
_NOT_ALLOWED = declare("may-not-listen", "This user may not listen at {where}.")
_ABOVE_1023 = phrase("Choose a port above 1023.")
_CANNOT_LISTEN = declare("cannot-listen", "Cannot listen at {where}: {reason}.")

WANTED_BUFFER_BYTES = 4 * 1024 * 1024
# What may be expected to be followed by others like it: not an acknowledgement, and not what fills the buffer at once.
LEAST_PLACE_BYTES = 600
MOST_PLACE_BYTES = 16_384
# Nothing that one system call gives is larger.
LARGEST_BATCH_BYTES = MAX_DATAGRAM_BYTES + 29
# Fits the second-level cache, and some hundred datagrams of an ordinary network fit it.
RECEIVE_BUFFER_BYTES = 256 * 1024
# Places are kept for so many sizes of datagrams, and for batches of so many.
_SIZES_WITH_PLACES = 4
_LEAST_DATAGRAMS_WITH_PLACES = 8
_UDP_SEGMENT = 103
_UDP_GRO = 104
# IP_MTU_DISCOVER with IP_PMTUDISC_PROBE, IP_DONTFRAG and their kin: option and value by platform and level.
_NO_FRAGMENTS = {
    ("linux", socket.IPPROTO_IP): (10, 3),
    ("linux", socket.IPPROTO_IPV6): (23, 3),
    ("darwin", socket.IPPROTO_IP): (28, 1),
    ("darwin", socket.IPPROTO_IPV6): (62, 1),
    ("win32", socket.IPPROTO_IP): (14, 1),
    ("win32", socket.IPPROTO_IPV6): (14, 1),
}
_SEGMENT_SIZE = struct.Struct("=H")
_GRO_SIZE = struct.Struct("=i")
_GRO_SPACE = socket.CMSG_SPACE(_GRO_SIZE.size) if hasattr(socket, "CMSG_SPACE") else 0
# Linux 4.12 and later; Python has no name for it. The last of nine counts is that of datagrams without room.
_SO_MEMINFO = 55
_MEMORY_COUNTS = struct.Struct("=9I")
_DROPS_AT = 8
# As plain numbers: an IntFlag costs more than the system call.
_TRUNCATED = int(socket.MSG_TRUNC)
_UDP_LEVEL = int(socket.IPPROTO_UDP)
_BATCH_REFUSED = frozenset({errno.EIO, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOPROTOOPT})
_FULL = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.ENOBUFS})
_NOBODY_THERE = frozenset({errno.ECONNREFUSED, errno.ECONNRESET})
# The socket is none any more: nothing will ever be sent or received by it.
_DEAD = frozenset({errno.EBADF, errno.ENOTSOCK, errno.ENOTCONN})
_NO_SUCH_FAMILY = frozenset({errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPFNOSUPPORT})
_ADDRESSES_KEPT = 1024


class UdpSocket:
    """A non-blocking UDP socket. `batching=False` keeps it to the plain path, which tests use.

    With `may_fragment` the system cuts a datagram that is too large for the path, instead of losing it.
    """

    def __init__(self, family: int, *, batching: bool = True, may_fragment: bool = False) -> None:
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self.receive_buffer_bytes = self._ask_for_buffer(socket.SO_RCVBUF)
        self._ask_for_buffer(socket.SO_SNDBUF)
        self.sends_batches = batching and self._can_send_batches()
        self.receives_batches = batching and self._can_receive_batches()
        self._connected = False
        self._nobody_there = False
        # One socket of IPv6 that carries IPv4 as well: outside it an IPv4 address looks like one.
        self._carries_both = False
        self._unmapped: dict[SocketAddress, SocketAddress] = {}
        self._mapped: dict[Address, SocketAddress] = {}
        self._in = memoryview(bytearray(RECEIVE_BUFFER_BYTES))
        self._many = ReceiveMany.probe(self._socket.fileno(), self._in) if batching else None
        self.drained = True
        self.joined = False
        self._places: dict[int, PacketPlaces] = {}
        self._may_fragment = may_fragment
        self.forbids_fragments = self._forbid_fragments()

    @classmethod
    def bound_to_all(cls, port: int, *, batching: bool = True, may_fragment: bool = False) -> UdpSocket:
        """A socket at `port` of every address, IPv6 and IPv4, or IPv4 alone where the system has no IPv6.

        Raises PortUnavailable.
        """
        if socket.has_dualstack_ipv6():
            udp = None
            try:
                udp = cls(socket.AF_INET6, batching=batching, may_fragment=may_fragment)
                udp.bind(("::", port, 0, 0))
                return udp
            except (OSError, OverflowError) as error:
                if udp is not None:
                    udp.close()
                cause = error.__cause__ if isinstance(error, PortUnavailable) else error
                if not isinstance(cause, OSError) or cause.errno not in _NO_SUCH_FAMILY:
                    raise
        udp = cls(socket.AF_INET, batching=batching, may_fragment=may_fragment)
        try:
            udp.bind(("0.0.0.0", port))
        except PortUnavailable:
            udp.close()
            raise
        return udp

    def bind(self, address: SocketAddress) -> None:
        """Take a local address; raises PortUnavailable. An unspecified IPv6 address takes IPv4 as well."""
        try:
            if self._socket.family == socket.AF_INET6:
                # One socket for both families where the system has it.
                with contextlib.suppress(OSError):
                    self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                    self._carries_both = True
                    self.forbids_fragments = self._forbid_fragments()
            self._socket.bind(address)
        except OSError as error:
            raise _port_unavailable(address, error) from error
        except OverflowError as error:
            raise PortUnavailable(_OUT_OF_RANGE(port=str(address[1])), hint=_PORTS) from error

    def connect(self, address: SocketAddress) -> None:
        """Talk to one peer only: the system then reports when nobody listens there."""
        self._socket.connect(address)
        self._connected = True

    @property
    def address(self) -> SocketAddress:
        """The local address."""
        name: SocketAddress = self._socket.getsockname()
        return name

    @property
    def receives_many(self) -> bool:
        """Whether datagrams that come singly are read many at a time."""
        return self._many is not None

    def fileno(self) -> int:
        """For a selector."""
        return self._socket.fileno()

    def check(self) -> None:
        """Raises WorldLost when the socket is dead: a selector does not tell."""
        try:
            self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
        except OSError as error:
            raise WorldLost from error

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()

    def send(self, batch: memoryview, datagram_bytes: int, address: Address) -> int:
        """Send consecutive datagrams of one size, the last may be shorter; returns the bytes taken.

        Less than all is taken when the system's buffer is full. A datagram that the network refuses counts as
        taken: it is lost, and the transport knows what to do about that. Raises Unreachable, and WorldLost when
        the socket is dead.
        """
        to = self._place_of(address) if self._carries_both else address
        if self.sends_batches and len(batch) > datagram_bytes:
            try:
                return self._send_batch(batch, datagram_bytes, to)
            except OSError as error:
                if error.errno not in _BATCH_REFUSED:
                    return self._after_error(error, len(batch))
                self.sends_batches = False
        at = 0
        while at < len(batch):
            piece = batch[at : at + datagram_bytes]
            try:
                if self._connected:
                    self._socket.send(piece)
                else:
                    self._socket.sendto(piece, to)
            except OSError as error:
                if not self._after_error(error, len(piece)):
                    break
            at += len(piece)
        return at

    def receive(self) -> list[Batch]:
        """What has arrived, at most a buffer full; the memory is used again by the next call.

        Raises Unreachable, and WorldLost when the socket is dead.

        Neighbours of one size and sender come as one batch also where the system does not join them. `drained` tells
        afterwards whether nothing was left, `joined` whether the system had joined the first of them.
        """
        self.drained = False
        batches: list[Batch] = []
        start = stop = datagram_bytes = 0
        sender: SocketAddress | None = None
        while not self._nobody_there and stop + LARGEST_BATCH_BYTES <= len(self._in):
            try:
                size, piece_bytes, address = self._receive_into(self._in[stop:])
            except BlockingIOError:
                self.drained = True
                break
            except OSError as error:
                if error.errno in _DEAD:
                    raise WorldLost from error
                self._nobody_there = error.errno in _NOBODY_THERE
                break
            if (stop - start) % (datagram_bytes or 1) or piece_bytes > datagram_bytes or address != sender:
                if stop > start and sender is not None:
                    batches.append(self._batch(start, stop, datagram_bytes, sender))
                start, datagram_bytes, sender = stop, piece_bytes, address
            elif piece_bytes < min(datagram_bytes, size):
                # Joined by the system, and smaller ones than those before.
                batches.append(self._batch(start, stop, datagram_bytes, address))
                start, datagram_bytes = stop, piece_bytes
            stop += size
            if stop == size:
                self.joined = size > piece_bytes
            if stop == piece_bytes and self._many is not None and LEAST_PLACE_BYTES <= size <= MOST_PLACE_BYTES:
                return self._receive_more(self._many, size, address)
        if stop > start and sender is not None:
            batches.append(self._batch(start, stop, datagram_bytes, sender))
        if self._nobody_there and not batches:
            self._nobody_there = False
            raise Unreachable
        return batches

    def _receive_more(self, many: ReceiveMany, size: int, sender: SocketAddress) -> list[Batch]:
        """The one datagram that came, and what waits behind it."""
        try:
            received, self.drained = many.receive(self._socket.fileno(), size)
        except BlockingIOError:
            received, self.drained = [], True
        except OSError as error:
            received = []
            self._nobody_there = error.errno in _NOBODY_THERE
            if error.errno not in _NOBODY_THERE:
                self._many = None
        stop = size
        if received and received[0].in_place and received[0].sender == sender:
            data, datagram_bytes = received[0][:2]
            # Alike, or a shorter one that closes the batch: it lies right behind.
            if datagram_bytes == size or 0 < len(data) == datagram_bytes < size:
                stop += len(data)
                received = received[1:]
        batches = [self._batch(0, stop, size, sender)]
        for data, datagram_bytes, address, _ in received:
            batches.append(Batch(data, datagram_bytes, self._unmap(address) if self._carries_both else address, None))
        return batches

    def _batch(self, start: int, stop: int, datagram_bytes: int, sender: SocketAddress) -> Batch:
        places = None
        if start == 0 and stop >= _LEAST_DATAGRAMS_WITH_PLACES * datagram_bytes:
            places = self._places.get(datagram_bytes)
            if places is None:
                if len(self._places) == _SIZES_WITH_PLACES:
                    del self._places[next(iter(self._places))]
                places = self._places[datagram_bytes] = PacketPlaces(self._in, datagram_bytes)
        address = self._unmap(sender) if self._carries_both else sender
        return Batch(self._in[start:stop], datagram_bytes, address, places)

    def _unmap(self, address: SocketAddress) -> SocketAddress:
        """The address of a peer as people know it: a peer of IPv4 has an IPv4 address."""
        known = self._unmapped.get(address)
        if known is None:
            if len(self._unmapped) == _ADDRESSES_KEPT:
                self._unmapped.clear()
            known = self._unmapped[address] = as_ipv4(address)
        return known

    def _place_of(self, address: Address) -> SocketAddress:
        """The address as a socket of both families wants it."""
        known = self._mapped.get(address)
        if known is None:
            if len(self._mapped) == _ADDRESSES_KEPT:
                self._mapped.clear()
            known = self._mapped[address] = mapped_to_ipv6(address)
        return known

    def _receive_into(self, buffer: memoryview) -> tuple[int, int, SocketAddress]:
        """One system call: (bytes, bytes of each datagram, sender)."""
        if not self.receives_batches:
            size, address = self._socket.recvfrom_into(buffer)
            return size, size, address
        size, ancillary, flags, address = self._socket.recvmsg_into([buffer], _GRO_SPACE)
        if flags & _TRUNCATED:
            return 0, 0, address
        for level, kind, data in ancillary:
            if level == _UDP_LEVEL and kind == _UDP_GRO:
                return size, _GRO_SIZE.unpack_from(data)[0], address
        return size, size, address

    def _send_batch(self, batch: memoryview, datagram_bytes: int, address: Address) -> int:
        ancillary = [(socket.IPPROTO_UDP, _UDP_SEGMENT, _SEGMENT_SIZE.pack(datagram_bytes))]
        if self._connected:
            return self._socket.sendmsg([batch], ancillary)
        return self._socket.sendmsg([batch], ancillary, 0, address)

    def _after_error(self, error: OSError, size: int) -> int:
        if error.errno in _FULL:
            return 0
        if error.errno in _NOBODY_THERE:
            raise Unreachable from error
        if error.errno in _DEAD:
            raise WorldLost from error
        return size

    @property
    def drops(self) -> int:
        """How many datagrams have found no room in its buffer so far; 0 where the system does not tell."""
        if sys.platform != "linux":
            return 0
        try:
            counts = self._socket.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMORY_COUNTS.size)
        except OSError:
            return 0
        return int(_MEMORY_COUNTS.unpack(counts)[_DROPS_AT]) if len(counts) == _MEMORY_COUNTS.size else 0

    def _ask_for_buffer(self, option: int) -> int:
        # The system may grant less without saying so: read it back.
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, option, WANTED_BUFFER_BYTES)
        return self._socket.getsockopt(socket.SOL_SOCKET, option)

    def _forbid_fragments(self) -> bool:
        """A probe for the path MTU must be refused or lost where it does not fit, not cut into fragments."""
        if self._may_fragment:
            return False
        own = socket.IPPROTO_IPV6 if self._socket.family == socket.AF_INET6 else socket.IPPROTO_IP
        wanted = {own, socket.IPPROTO_IP} if self._carries_both else {own}
        done = set()
        for level in wanted:
            option = _NO_FRAGMENTS.get((sys.platform, level))
            if option is not None:
                with contextlib.suppress(OSError):
                    self._socket.setsockopt(level, *option)
                    done.add(level)
        return wanted == done

    def _can_send_batches(self) -> bool:
        if sys.platform != "linux":
            return False
        try:
            self._socket.getsockopt(socket.IPPROTO_UDP, _UDP_SEGMENT)
        except OSError:
            return False
        return True

    def _can_receive_batches(self) -> bool:
        if sys.platform != "linux":
            return False
        try:
            self._socket.setsockopt(socket.IPPROTO_UDP, _UDP_GRO, 1)
        except OSError:
            return False
        return True


def _port_unavailable(address: SocketAddress, error: OSError) -> PortUnavailable:
    where = f"{address[0]}:{address[1]}"
    if error.errno == errno.EADDRINUSE:
        return PortUnavailable(_IN_USE(port=str(address[1])), hint=_OTHER_PORT)
    if error.errno == errno.EADDRNOTAVAIL:
        return PortUnavailable(_NOT_OURS(address=str(address[0])), hint=_LISTEN_ON_ALL)
    if error.errno in (errno.EACCES, errno.EPERM):
        return PortUnavailable(_NOT_ALLOWED(where=where), hint=_ABOVE_1023)
    return PortUnavailable(_CANNOT_LISTEN(where=where, reason=system_words(error)))
