"""`PTPSocket`: the blocking socket of R1 and R2, usable from plain Python.

    with PTPSocket() as sock:                   with PTPSocket() as listener:
        sock.connect(("192.0.2.7", 7700))           listener.listen(("0.0.0.0", 7700))
        sock.sendall(data)                          sock, address = listener.accept()
                                                    data = sock.recv(65536)

It behaves like a TCP socket of the standard library, errors included: `TimeoutError`, `ConnectionRefusedError`
and `ConnectionResetError` are what PTP's own errors derive from. Every method may be called from any thread; one
thread sending while another receives is the normal case.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import AddressError, PeerReset, PeerTimeout, PtpError, ResetCode, SocketClosed
from ptp_core.network.addresses import PeerAddress, SocketAddress, resolve
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.endpoint import Endpoint
from ptp_core.network.udp import UdpSocket
from ptp_core.security.identity import Identity
from ptp_core.security.tls_handshake import TlsHandshake
from ptp_core.transport.handshaking import ChannelHandshake
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import SegmentObserver

Buffer = bytes | bytearray | memoryview

# Every wait is cut into steps of this length, so that nothing waits without a bound.
WAIT_STEP_S = 0.1
# Bytes copied under the lock at a time; the endpoint thread waits no longer than such a copy takes.
COPY_BYTES = 256 * 1024
# How long `close` waits for the other side to have everything; the endpoint goes on in the background meanwhile.
LINGER_S = 1.5


class _SharedEndpoint:
    """An endpoint and how many sockets use it; the last one out closes it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._users = 1
        self._lock = threading.Lock()

    def enter(self) -> None:
        with self._lock:
            self._users += 1

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            last = self._users == 0
        if last:
            self.endpoint.close()


class PTPSocket:
    """One end of a connection, or a listener. `identity` None makes a throw-away one."""

    def __init__(
        self,
        settings: TransportSettings | None = None,
        *,
        identity: Identity | None = None,
        conditioner: ConditionerSettings | None = None,
        segment_observer: SegmentObserver | None = None,
        batching: bool = True,
    ) -> None:
        self._settings = settings or TransportSettings()
        self._identity = identity or Identity.create("ptp")
        self._conditioner = conditioner
        self._observer = segment_observer
        self._batching = batching
        self._timeout_s: float | None = None
        self._shared: _SharedEndpoint | None = None
        self._driven: DrivenConnection | None = None
        self._closed = False
        self._close_lock = threading.Lock()
        self._waiting: deque[DrivenConnection] = deque()
        self._arrived = threading.Condition()
        self._backlog = 0

    def __enter__(self) -> PTPSocket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def connect(self, address: tuple[str, int]) -> None:
        """Open a connection; raises AddressError, PeerTimeout, PeerRefused, HandshakeFailed, SocketClosed."""
        self._check_unused()
        family, target = resolve(PeerAddress(address[0], address[1]))[0]
        udp = UdpSocket(family, batching=self._batching)
        try:
            udp.connect(target)
        except OSError as error:
            udp.close()
            raise AddressError(
                f"{address[0]} cannot be reached from here: {error.strerror or error}.",
                hint="Check the address and this computer's network connection.",
            ) from error
        with self._close_lock:
            if self._closed:
                udp.close()
                raise SocketClosed("The socket was closed.")
            self._shared = _SharedEndpoint(self._endpoint(udp, None))
            self._driven = driven = self._shared.endpoint.connect(target)
        wait_s = self._settings.connect_timeout_s + 1.0
        timeout_s = wait_s if self._timeout_s is None else self._timeout_s
        try:
            with driven.lock:
                self._wait(driven, lambda: driven.established, "waiting_others", timeout_s)
        except (PtpError, TimeoutError):
            self.close()
            raise

    def listen(self, address: tuple[str, int], backlog: int = 16) -> None:
        """Take connections at a local address, port 0 for any free one; raises PortUnavailable, AddressError."""
        self._check_unused()
        family, target = resolve(PeerAddress(address[0], address[1]))[0]
        udp = UdpSocket(family, batching=self._batching)
        try:
            udp.bind(target)
        except PtpError:
            udp.close()
            raise
        with self._close_lock:
            if self._closed:
                udp.close()
                raise SocketClosed("The socket was closed.")
            self._backlog = backlog
            self._shared = _SharedEndpoint(self._endpoint(udp, self._take))

    def accept(self) -> tuple[PTPSocket, tuple[str, int]]:
        """The next connection whose handshake is complete, and its address; raises PeerTimeout, SocketClosed."""
        ends_s = None if self._timeout_s is None else time.monotonic() + self._timeout_s
        while True:
            with self._arrived:
                if self._closed or self._shared is None:
                    raise SocketClosed("The socket is closed.")
                driven = self._next_established()
                if driven is None:
                    if ends_s is not None and time.monotonic() >= ends_s:
                        raise PeerTimeout("Nobody connected in time.")
                    self._arrived.wait(WAIT_STEP_S if ends_s is None else min(WAIT_STEP_S, 0.02))
                    continue
                self._shared.enter()
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
            self._wait(driven, lambda: self._writable(driven), "waiting_writers", self._timeout_s)
            sender = driven.connection.sender
            idle = sender.next == sender.buffer.end
            size = driven.connection.write(view)
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
            self._wait_for_bytes(driven)
            size = driven.connection.read_into(target, time.monotonic())
            owes = driven.connection.receiver.acknowledging.deadline_s is not None
        if owes:
            driven.wake()
        return size

    def recv_view(self, size: int) -> memoryview:
        """Up to `size` bytes where they lie in the receive buffer, waiting for the first; empty as `recv` is.

        They stay there until `release` gives the room back; the next call gives the same bytes until then.
        """
        driven = self._connected()
        with driven.lock:
            self._wait_for_bytes(driven)
            return driven.connection.readable(size)

    def release(self, size: int) -> None:
        """Done with the first `size` bytes of `recv_view`."""
        driven = self._connected()
        with driven.lock:
            driven.connection.consume(size, time.monotonic())
            owes = driven.connection.receiver.acknowledging.deadline_s is not None
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

    def close(self) -> None:
        """Send what is left and FIN, wait a moment for the other side to have it, and give everything back."""
        with self._close_lock:
            if self._closed:
                return
            self._closed = True
        with self._arrived:
            waiting = list(self._waiting)
            self._waiting.clear()
            self._arrived.notify_all()
        for driven in waiting:
            self._abort(driven, ResetCode.REFUSED, "nobody listens here any more")
        if self._driven is not None:
            self._finish(self._driven)
        if self._shared is not None:
            self._shared.leave()

    def abort(self, code: ResetCode, reason: str = "") -> None:
        """End the connection at once; the peer's calls raise PeerReset with this code and reason."""
        if self._driven is not None:
            self._abort(self._driven, code, reason)

    def statistics(self) -> TransportStatistics:
        """A snapshot of the connection; all zero for a listener."""
        if self._driven is None or self._shared is None:
            return TransportStatistics()
        with self._driven.lock:
            statistics = self._driven.connection.statistics(time.monotonic())
        return replace(statistics, conditioner_dropped=self._shared.endpoint.conditioner_dropped)

    @property
    def local_address(self) -> tuple[str, int]:
        """Host and port on this side."""
        if self._shared is None:
            raise SocketClosed("The socket is neither connected nor listening.")
        return _host_and_port(self._shared.endpoint.address)

    @property
    def peer_address(self) -> tuple[str, int]:
        """Host and port of the other side, the newest if it has moved."""
        return _host_and_port(self._connected(even_ended=True).connection.address)

    @property
    def local_fingerprint(self) -> bytes:
        """SHA-256 of this side's certificate."""
        return self._identity.fingerprint

    @property
    def peer_fingerprint(self) -> bytes:
        """SHA-256 of the peer's certificate."""
        return self._connected(even_ended=True).connection.handshaking.channel.peer_fingerprint

    def export_keying_material(self, label: bytes, length: int) -> bytes:
        """Bytes that both ends of this connection, and nobody else, can compute (RFC 8446 section 7.5)."""
        return self._connected(even_ended=True).connection.handshaking.channel.export(label, length)

    # Below, nothing is called from outside.

    def _endpoint(self, udp: UdpSocket, accepted: Callable[[DrivenConnection], bool] | None) -> Endpoint:
        return Endpoint(
            udp,
            self._settings,
            self._handshake,
            conditioner=self._conditioner,
            observer=self._observer,
            accepted=accepted,
        )

    def _handshake(self, is_client: bool, parameters: bytes) -> ChannelHandshake:
        return TlsHandshake(self._identity, is_client=is_client, parameters=parameters)

    def _take(self, driven: DrivenConnection) -> bool:
        """On the endpoint thread: a new peer begins its handshake."""
        with self._arrived:
            alive = [known for known in self._waiting if not (known.ended or known.connection.done)]
            if self._closed or len(alive) >= self._backlog + 64:
                return False
            self._waiting = deque([*alive, driven])
            self._arrived.notify_all()
        return True

    def _next_established(self) -> DrivenConnection | None:
        self._waiting = deque(driven for driven in self._waiting if not driven.ended)
        for driven in self._waiting:
            if driven.established and not driven.ended:
                self._waiting.remove(driven)
                return driven
        return None

    def _check_unused(self) -> None:
        if self._closed or self._shared is not None:
            raise SocketClosed("The socket has been used already; make a new one.")

    def _connected(self, *, even_ended: bool = False) -> DrivenConnection:
        if self._driven is None or (self._closed and not even_ended):
            raise SocketClosed("The socket is not connected.")
        return self._driven

    def _writable(self, driven: DrivenConnection) -> bool:
        connection = driven.connection
        if not driven.ended and not connection.writable:
            raise SocketClosed("This side has already finished sending.")
        return connection.sender.buffer.free_bytes > 0

    def _wait_for_bytes(self, driven: DrivenConnection) -> None:
        connection = driven.connection
        self._wait(
            driven,
            lambda: connection.readable_bytes > 0 or connection.peer_finished,
            "waiting_readers",
            self._timeout_s,
        )

    def _wait(
        self, driven: DrivenConnection, ready: Callable[[], bool], role: str, timeout_s: float | None
    ) -> None:
        """Wait, with the lock held, until `ready`; raises what ended the connection, PeerTimeout or SocketClosed."""
        ends_s = None if timeout_s is None else time.monotonic() + timeout_s
        while not ready():
            if self._closed:
                raise SocketClosed("The socket was closed.")
            if driven.ended:
                raise _end_of(driven)
            if ends_s is not None and time.monotonic() >= ends_s:
                raise PeerTimeout("The other side did not answer in time.")
            setattr(driven, role, getattr(driven, role) + 1)
            try:
                driven.changed.wait(WAIT_STEP_S)
            finally:
                setattr(driven, role, getattr(driven, role) - 1)
        if driven.ended and role == "waiting_writers":
            raise _end_of(driven)

    def _finish(self, driven: DrivenConnection) -> None:
        with driven.lock:
            now_s = time.monotonic()
            if not driven.ended:
                with contextlib.suppress(ValueError):
                    driven.connection.finish(now_s)
                driven.connection.stop_reading(now_s)
            driven.changed.notify_all()
        driven.wake()
        ends_s = time.monotonic() + LINGER_S
        with driven.lock:
            while not (driven.ended or driven.connection.sender.finished) and time.monotonic() < ends_s:
                driven.waiting_others += 1
                driven.changed.wait(WAIT_STEP_S)
                driven.waiting_others -= 1

    def _abort(self, driven: DrivenConnection, code: ResetCode, reason: str) -> None:
        with driven.lock:
            driven.connection.abort(code, reason, time.monotonic())
            driven.changed.notify_all()
        driven.wake()


def _end_of(driven: DrivenConnection) -> PtpError:
    error = driven.error
    if isinstance(error, PeerReset):
        return PeerReset(error.message, code=error.code, hint=error.hint)
    if error is not None:
        return type(error)(error.message, hint=error.hint) if not isinstance(error, PtpError) else error
    return SocketClosed("The connection is closed.")


def _host_and_port(address: SocketAddress | tuple[str | int, ...]) -> tuple[str, int]:
    host, port = address[0], address[1]
    assert isinstance(host, str)
    assert isinstance(port, int)
    return host, port
