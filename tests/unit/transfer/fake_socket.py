"""A network in memory with the interface of PTPSocket: two bounded pipes per connection, no packets, no time."""

from __future__ import annotations

import hashlib
import itertools
import socket as socket_module
import threading
from collections import deque

from ptp_core.errors import NetworkError, PeerRefused, PeerReset, PeerTimeout, PortUnavailable, ResetCode, SocketClosed
from ptp_core.transfer.conversation.channel import Buffer
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import SegmentObserver

PIPE_BYTES = 256 * 1024


class _Pipe:
    """One direction: bytes, an end, or a reset."""

    def __init__(self, capacity: int) -> None:
        self.condition = threading.Condition()
        self.data = bytearray()
        self.capacity = capacity
        self.written = 0
        self.writes = 0
        self.read = 0
        self.ended = False
        self.error: NetworkError | None = None


class FakeNetwork:
    """Who listens where; makes sockets."""

    def __init__(self, pipe_bytes: int = PIPE_BYTES) -> None:
        self.listeners: dict[int, FakeSocket] = {}
        self.ports = itertools.count(40_000)
        self.sockets: list[FakeSocket] = []
        self.pipe_bytes = pipe_bytes

    def socket(self, fingerprint: bytes) -> FakeSocket:
        made = FakeSocket(self, fingerprint)
        self.sockets.append(made)
        return made


class FakeSocket:
    """One end. `recv_limit` makes reads short; `tamper` changes what is sent."""

    def __init__(self, network: FakeNetwork, fingerprint: bytes) -> None:
        self._network = network
        self.local_fingerprint = fingerprint
        self.peer_fingerprint = b""
        self.local_address = ("127.0.0.1", 0)
        self.segment_observer: SegmentObserver | None = None
        self.peer_address = ("127.0.0.1", 0)
        self.recv_limit = 1 << 30
        self.connect_blocks = False
        # After so many bytes were sent the path goes dark, for both ends.
        self.breaks_after_bytes: int | None = None
        self.bounds: list[float | None] = []
        self._timeout: float | None = None
        self._out: _Pipe | None = None
        self._in: _Pipe | None = None
        self._backlog: deque[FakeSocket] = deque()
        self._condition = threading.Condition()
        self._closed = False
        self._secret = b""

    def connect(self, address: tuple[str, int]) -> None:
        if self.connect_blocks:
            with self._condition:
                self._condition.wait_for(lambda: self._closed, 10)
            raise SocketClosed("the socket was closed")
        listener = self._network.listeners.get(address[1])
        if listener is None:
            raise PeerRefused(f"Nobody listens at {address[0]}:{address[1]}.")
        other = self._network.socket(listener.local_fingerprint)
        there, back = _Pipe(self._network.pipe_bytes), _Pipe(self._network.pipe_bytes)
        self._out = other._in = there
        self._in = other._out = back
        self.local_address = other.peer_address = ("127.0.0.1", next(self._network.ports))
        self.peer_address = other.local_address = listener.local_address
        self.peer_fingerprint, other.peer_fingerprint = other.local_fingerprint, self.local_fingerprint
        self._secret = other._secret = hashlib.sha256(repr(self.local_address).encode()).digest()
        with listener._condition:
            listener._backlog.append(other)
            listener._condition.notify_all()

    def listen(self, address: tuple[str, int], backlog: int = 16) -> None:
        port = address[1] or next(self._network.ports)
        if port in self._network.listeners:
            raise PortUnavailable(f"Port {port} is in use.")
        self.local_address = (address[0], port)
        self._network.listeners[port] = self

    def accept(self) -> tuple[FakeSocket, tuple[str, int]]:
        with self._condition:
            if not self._condition.wait_for(lambda: self._backlog or self._closed, self._timeout):
                raise PeerTimeout("nobody came")
            if self._closed:
                raise SocketClosed("the socket was closed")
            made = self._backlog.popleft()
        return made, made.peer_address

    def sendall(self, data: Buffer) -> None:
        assert self._out is not None
        pipe, view = self._out, memoryview(data)
        while len(view):
            with pipe.condition:
                pipe.condition.wait_for(lambda: pipe.error or self._closed or len(pipe.data) < pipe.capacity)
                self._raise_if_over(pipe)
                part = view[: pipe.capacity - len(pipe.data)]
                pipe.data += part
                pipe.written += len(part)
                pipe.writes += 1
                view = view[len(part) :]
                pipe.condition.notify_all()
            if self.breaks_after_bytes is not None and pipe.written >= self.breaks_after_bytes:
                self.break_down()

    def recv_into(self, buffer: bytearray | memoryview) -> int:
        view = self.recv_view(len(buffer))
        memoryview(buffer)[: len(view)] = view
        self.release(len(view))
        return len(view)

    def recv_view(self, size: int) -> memoryview:
        assert self._in is not None
        pipe = self._in
        with pipe.condition:
            if not pipe.condition.wait_for(
                lambda: pipe.error or self._closed or pipe.data or pipe.ended, self._timeout
            ):
                raise PeerTimeout("nothing came")
            self._raise_if_over(pipe)
            return memoryview(bytes(pipe.data[: min(size, self.recv_limit)]))

    def release(self, size: int) -> None:
        assert self._in is not None
        pipe = self._in
        with pipe.condition:
            del pipe.data[:size]
            pipe.read += size
            pipe.condition.notify_all()

    def shutdown(self, how: int = socket_module.SHUT_WR) -> None:
        if self._out is not None:
            with self._out.condition:
                self._out.ended = True
                self._out.condition.notify_all()

    def bound_rate(self, bytes_per_s: float | None) -> None:
        self.bounds.append(bytes_per_s)

    def settimeout(self, seconds: float | None) -> None:
        self._timeout = seconds

    def close(self) -> None:
        self.shutdown()
        self._closed = True
        self._network.listeners = {p: s for p, s in self._network.listeners.items() if s is not self}
        self._wake()

    def abort(self, code: ResetCode, reason: str = "") -> None:
        if not self._closed and self._out is not None and self._in is not None:
            for pipe in (self._out, self._in):
                with pipe.condition:
                    pipe.error = pipe.error or PeerReset(reason or code.name.lower(), code=code)
                    pipe.condition.notify_all()
        self._closed = True
        self._wake()

    def break_down(self) -> None:
        """Both ends find that the other does not answer any more."""
        for pipe in (self._in, self._out):
            assert pipe is not None
            with pipe.condition:
                pipe.error = pipe.error or PeerTimeout("The other side does not answer any more.")
                pipe.condition.notify_all()

    def statistics(self) -> TransportStatistics:
        out, into = self._out, self._in
        return TransportStatistics(
            state="closed" if self._closed else "established",
            bytes_sent=out.written if out else 0,
            bytes_acknowledged=out.read if out else 0,
            bytes_received=into.written if into else 0,
            segments_received=into.writes if into else 0,
        )

    def export_keying_material(self, label: bytes, length: int) -> bytes:
        return hashlib.shake_256(self._secret + label).digest(length)

    @property
    def closed(self) -> bool:
        return self._closed

    def _raise_if_over(self, pipe: _Pipe) -> None:
        if self._closed:
            raise SocketClosed("the socket was closed")
        if pipe.error is not None:
            raise pipe.error

    def _wake(self) -> None:
        for condition in (self._condition, *(pipe.condition for pipe in (self._in, self._out) if pipe is not None)):
            with condition:
                condition.notify_all()
