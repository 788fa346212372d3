"""`PTPSocket`: the blocking socket of R1 and R2, usable from plain Python.

    with PTPSocket() as sock:                   with PTPSocket() as listener:
        sock.connect(("192.0.2.7", 7700))           listener.listen(("0.0.0.0", 7700))
        sock.sendall(data)                          sock, address = listener.accept()
                                                    data = sock.recv(65536)

It behaves like a TCP socket of the standard library, errors included: `TimeoutError`, `ConnectionRefusedError`
and `ConnectionResetError` are what PTP's own errors derive from. Every method may be called from any thread; one
thread sending while another receives is the normal case.

What `send` has taken is delivered while the peer is there, also after `close` and, for at most `at_exit.EXIT_WAIT_S`,
while the interpreter ends. If it cannot be, the peer gets a reset, and whoever has closed the socket already an
UndeliveredWarning.
"""

from __future__ import annotations

import errno
import socket
import struct
import threading
import time
from collections.abc import Callable
from types import TracebackType

from ptp_core.config import TransportSettings
from ptp_core.errors import AddressError, PeerTimeout, PortUnavailable, PtpError, ResetCode, SocketClosed
from ptp_core.network import at_exit
from ptp_core.network.addresses import PeerAddress, host_and_port, resolve
from ptp_core.network.backlog import Backlog
from ptp_core.network.blocking import NOT_IN_TIME, WAIT_STEP_S, wait_for_bytes, wait_for_delivery, wait_for_room
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.endpoint import Endpoint
from ptp_core.network.link_control import Conditioning
from ptp_core.network.racing import Attempt, Place, race
from ptp_core.network.shared_endpoint import SharedEndpoint
from ptp_core.network.udp import UdpSocket
from ptp_core.network.udp_world import UdpWorld
from ptp_core.security.identity import Identity
from ptp_core.security.tls_handshake import TlsHandshake
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transport.events import Event
from ptp_core.transport.handshaking import ChannelHandshake
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import ObserverFactory, SegmentObserver

_WAS_CLOSED = declare("socket-was-closed", "The socket was closed.")()
_IS_CLOSED = declare("socket-is-closed", "The socket is closed.")()
_NOBODY_CAME = declare("nobody-connected", "Nobody connected in time.")()
_NO_MORE = phrase("nobody listens here any more")
_NOWHERE = declare("socket-nowhere", "The socket is neither connected nor listening.")()
_UNREACHABLE = declare("unreachable", "{host} cannot be reached from here: {reason}.")
_CHECK_ADDRESS_AND_NETWORK = phrase("Check the address and this computer's network connection.")
_USED = declare("socket-used", "The socket has been used already; make a new one.")()
_NOT_CONNECTED = declare("socket-not-connected", "The socket is not connected.")()

Buffer = bytes | bytearray | memoryview

# Bytes copied under the lock at a time; the endpoint thread waits no longer than such a copy takes.
COPY_BYTES = 256 * 1024
_LINGER = struct.Struct("ii")


class PTPSocket:
    """One end of a connection, or a listener. `identity` None makes a throw-away one; `conditioner` is what is done to
    what it sends, a LinkControl where that is to be changed later.

    `segment_observer` is called once for each connection, of a listener too, and makes what is told its segments.
    """

    def __init__(
        self,
        settings: TransportSettings | None = None,
        *,
        identity: Identity | None = None,
        conditioner: Conditioning = None,
        segment_observer: ObserverFactory | None = None,
        batching: bool = True,
    ) -> None:
        self._settings = settings or TransportSettings()
        self._identity = identity or Identity.create("ptp")
        self._conditioner = conditioner
        self._observer = segment_observer
        self._batching = batching
        self._timeout_s: float | None = None
        self._shared: SharedEndpoint | None = None
        self._driven: DrivenConnection | None = None
        self._linger_s: float | None = None
        self._closed = False
        self._aborted = False
        self._close_lock = threading.Lock()
        self._backlog: Backlog | None = None

    def __enter__(self) -> PTPSocket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def connect(self, address: tuple[str, int]) -> None:
        """Open a connection; raises AddressError, PeerTimeout, PeerRefused, HandshakeFailed, SocketClosed.

        A name is tried at all its addresses, as RFC 8305 says; the first that answers is taken.
        """
        self._check_unused()
        places = resolve(PeerAddress(address[0], address[1]))
        ends_s = float("inf") if self._timeout_s is None else time.monotonic() + self._timeout_s

        def check() -> None:
            if self._closed or self._aborted:
                raise SocketClosed(_WAS_CLOSED)
            if time.monotonic() >= ends_s:
                raise PeerTimeout(NOT_IN_TIME)

        def begin(place: Place, told: Callable[[Event], None]) -> Attempt:
            endpoint = self._endpoint(self._udp_to(place, address[0]), None)
            return Attempt(endpoint, endpoint.connect(place[1], told))

        try:
            winner = race(places, begin, check)
        except (PtpError, TimeoutError):
            self.close()
            raise
        with self._close_lock:
            if self._closed:
                winner.give_up()
                raise SocketClosed(_WAS_CLOSED)
            self._shared = SharedEndpoint(winner.endpoint)
            self._driven = winner.driven

    def listen(self, address: tuple[str, int], backlog: int = 16) -> None:
        """Take connections at a local address, port 0 for any free one; raises PortUnavailable, AddressError.

        An empty host means every address of this computer, IPv6 and IPv4. Where an endpoint of this process only
        delivers yet what its closed sockets have left, it makes room for the new one within a second or two.
        """
        self._check_unused()
        try:
            udp = self._udp_at(*address)
        except PortUnavailable as error:
            in_use = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EADDRINUSE
            if not in_use or not at_exit.free_port(address[1]):
                raise
            udp = self._udp_at(*address)
        with self._close_lock:
            if self._closed:
                udp.close()
                raise SocketClosed(_WAS_CLOSED)
            self._backlog = Backlog(backlog)
            self._shared = SharedEndpoint(self._endpoint(udp, self._backlog.add))

    def accept(self) -> tuple[PTPSocket, tuple[str, int]]:
        """The next connection whose handshake is complete, and its address.

        Raises PeerTimeout, SocketClosed, and EndpointFailed when nobody will ever be heard here again.
        """
        ends_s = None if self._timeout_s is None else time.monotonic() + self._timeout_s
        wait_s = 0.0
        while True:
            if self._closed or self._shared is None or self._backlog is None:
                raise SocketClosed(_IS_CLOSED)
            driven = self._backlog.take(wait_s, self._shared.enter)
            if driven is not None:
                break
            if self._shared.endpoint.error is not None:
                raise self._shared.endpoint.error
            if ends_s is not None and time.monotonic() >= ends_s:
                raise PeerTimeout(_NOBODY_CAME)
            wait_s = WAIT_STEP_S if ends_s is None else min(WAIT_STEP_S, ends_s - time.monotonic())
        accepted = PTPSocket(self._settings, identity=self._identity)
        accepted._shared, accepted._driven = self._shared, driven
        return accepted, accepted.peer_address

    def send(self, data: Buffer) -> int:
        """Put bytes into the send buffer, waiting while it is full; returns how many it took, at least one."""
        if not len(data):
            return 0
        driven = self._connected()
        view = memoryview(data).cast("B")[:COPY_BYTES]
        with driven.lock:
            wait_for_room(driven, self._check_open, self._timeout_s)
            idle = driven.connection.all_sent
            size = driven.connection.write(view, time.monotonic())
        if idle:
            driven.wake()
        return size

    def sendall(self, data: Buffer) -> None:
        """Put all bytes into the send buffer, waiting while it is full."""
        view = memoryview(data).cast("B")
        while view:
            view = view[self.send(view) :]

    def recv(self, size: int) -> bytes:
        """Up to `size` bytes, waiting for the first; b"" when the peer has finished."""
        target = bytearray(min(size, COPY_BYTES))
        return bytes(target[: self.recv_into(target)])

    def recv_into(self, buffer: bytearray | memoryview) -> int:
        """Fill a buffer with what is there, waiting for the first byte; 0 when the peer has finished."""
        driven = self._connected()
        target = memoryview(buffer).cast("B")[:COPY_BYTES]
        if not target:
            return 0
        with driven.lock:
            wait_for_bytes(driven, self._check_open, self._timeout_s)
            size = driven.connection.read_into(target, time.monotonic())
            owes = driven.connection.owes_acknowledgement
        if owes:
            driven.wake()
        return size

    def recv_view(self, size: int) -> memoryview:
        """Up to `size` bytes where they lie in the receive buffer, waiting for the first; empty as `recv` is.

        They stay there until `release` gives the room back; the next call gives the same bytes until then.
        """
        driven = self._connected()
        with driven.lock:
            wait_for_bytes(driven, self._check_open, self._timeout_s)
            return driven.connection.readable(size)

    def release(self, size: int) -> None:
        """Done with the first `size` bytes of `recv_view`."""
        driven = self._connected()
        with driven.lock:
            driven.connection.consume(size, time.monotonic())
            owes = driven.connection.owes_acknowledgement
        if owes:
            driven.wake()

    def shutdown(self, how: int = socket.SHUT_WR) -> None:
        """SHUT_WR sends FIN after all that was sent; SHUT_RD stops reading; SHUT_RDWR does both."""
        driven = self._connected()
        with driven.lock:
            now_s = time.monotonic()
            if how in (socket.SHUT_WR, socket.SHUT_RDWR) and not driven.ended:
                driven.connection.finish(now_s)
            if how in (socket.SHUT_RD, socket.SHUT_RDWR):
                driven.connection.stop_reading(now_s)
        driven.wake()

    def settimeout(self, seconds: float | None) -> None:
        """How long blocking calls wait before they raise PeerTimeout, a TimeoutError; None waits for ever."""
        self._timeout_s = seconds

    def setsockopt(self, level: int, option: int, value: bytes) -> None:
        """SO_LINGER of SOL_SOCKET, as `struct.pack("ii", on, seconds)`, says what `close` does; there is no other.

        Off, as at the beginning: it returns at once, and what was sent is delivered in the background. On: it waits
        for that so many seconds at most, then as before. On with 0 seconds: nothing is delivered any more, and the
        peer is reset.
        """
        if (level, option) != (socket.SOL_SOCKET, socket.SO_LINGER) or len(value) != _LINGER.size:
            raise OSError(errno.ENOPROTOOPT, "PTP knows SO_LINGER only")
        on, seconds = _LINGER.unpack(value)
        self._linger_s = float(seconds) if on else None

    def close(self) -> None:
        """Stop listening, or deliver what was sent, then FIN, in the background; see `setsockopt` for waiting.

        Bytes that were not read, or that still come, reset the peer, but only after it has everything that was sent.
        """
        with self._close_lock:
            if self._closed:
                return
            self._closed = True
        for driven in self._backlog.close() if self._backlog is not None else ():
            self._abort(driven, ResetCode.REFUSED, _NO_MORE)
        if self._driven is not None:
            self._release(self._driven)
        if self._shared is not None:
            self._shared.leave()

    def abort(self, code: ResetCode, reason: str = "") -> None:
        """End the connection at once, or `connect`; the peer's calls raise PeerReset with this code and reason."""
        self._aborted = True
        if self._driven is not None:
            self._abort(self._driven, code, reason)

    def bound_rate(self, bytes_per_s: float | None) -> None:
        """Send no faster than that from now on, what waits to be sent included; None for as fast as the path is."""
        self._connected().bound_rate(bytes_per_s)

    def statistics(self) -> TransportStatistics:
        """A snapshot of the connection; all zero for a listener."""
        driven = self._driven
        if driven is None:
            return TransportStatistics()
        with driven.lock:
            return driven.statistics(time.monotonic())

    @property
    def local_address(self) -> tuple[str, int]:
        """Host and port on this side."""
        if self._shared is None:
            raise SocketClosed(_NOWHERE)
        return host_and_port(self._shared.endpoint.address)

    @property
    def peer_address(self) -> tuple[str, int]:
        """Host and port of the other side, the newest if it has moved."""
        return host_and_port(self._connected(even_ended=True).connection.address)

    @property
    def segment_observer(self) -> SegmentObserver | None:
        """What this connection tells its segments, as the factory given to the first socket made it."""
        return self._driven.observer if self._driven is not None else None

    @property
    def local_fingerprint(self) -> bytes:
        """SHA-256 of this side's certificate."""
        return self._identity.fingerprint

    @property
    def peer_fingerprint(self) -> bytes:
        """SHA-256 of the peer's certificate."""
        return self._connected(even_ended=True).connection.peer_fingerprint

    def export_keying_material(self, label: bytes, length: int) -> bytes:
        """Bytes that both ends of this connection, and nobody else, can compute (RFC 8446 section 7.5)."""
        return self._connected(even_ended=True).connection.export(label, length)

    # Below, nothing is called from outside.

    def _endpoint(self, udp: UdpSocket, accepted: Callable[[DrivenConnection], bool] | None) -> Endpoint:
        return Endpoint(
            UdpWorld(udp),
            self._settings,
            self._handshake,
            conditioner=self._conditioner,
            observer=self._observer,
            accepted=accepted,
        )

    def _udp_to(self, place: Place, host: str) -> UdpSocket:
        family, target = place
        udp = None
        try:
            udp = UdpSocket(family, batching=self._batching, may_fragment=not self._settings.discovers_path_mtu)
            udp.connect(target)
        except OSError as error:
            if udp is not None:
                udp.close()
            reason = system_words(error)
            raise AddressError(_UNREACHABLE(host=host, reason=reason), hint=_CHECK_ADDRESS_AND_NETWORK) from error
        return udp

    def _udp_at(self, host: str, port: int) -> UdpSocket:
        may_fragment = not self._settings.discovers_path_mtu
        if not host:
            return UdpSocket.bound_to_all(port, batching=self._batching, may_fragment=may_fragment)
        family, target = resolve(PeerAddress(host, port))[0]
        udp = UdpSocket(family, batching=self._batching, may_fragment=may_fragment)
        try:
            udp.bind(target)
        except PtpError:
            udp.close()
            raise
        return udp

    def _handshake(self, is_client: bool, parameters: bytes) -> ChannelHandshake:
        return TlsHandshake(self._identity, is_client=is_client, parameters=parameters)

    def _check_unused(self) -> None:
        if self._closed or self._shared is not None:
            raise SocketClosed(_USED)

    def _connected(self, *, even_ended: bool = False) -> DrivenConnection:
        if self._driven is None or (self._closed and not even_ended):
            raise SocketClosed(_NOT_CONNECTED)
        return self._driven

    def _check_open(self) -> None:
        if self._closed:
            raise SocketClosed(_WAS_CLOSED)

    def _release(self, driven: DrivenConnection) -> None:
        with driven.lock:
            now_s = time.monotonic()
            if self._linger_s == 0:
                driven.connection.abort(ResetCode.CLOSED, "", now_s)
            driven.release(now_s)
        driven.wake()
        with driven.lock:
            wait_for_delivery(driven, self._linger_s or 0.0)

    def _abort(self, driven: DrivenConnection, code: ResetCode, reason: str) -> None:
        with driven.lock:
            driven.connection.abort(code, reason, time.monotonic())
            driven.changed.notify_all()
        driven.wake()
