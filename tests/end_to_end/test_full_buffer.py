"""Fault 3 in real life: 4 MB may be out, 4 Mbit/s get through, and the socket's buffer holds 212,992 bytes. Waiting for
room costs next to nothing."""

from __future__ import annotations

import contextlib
import select
import socket
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from ptp_core.config import ConditionerSettings, CongestionAlgorithm, TransportSettings
from ptp_core.errors import PtpError
from ptp_core.network import socket as ptp_socket
from ptp_core.network.addresses import SocketAddress
from ptp_core.network.endpoint_core import EndpointCore
from ptp_core.network.socket import PTPSocket
from ptp_core.network.udp import UdpSocket

WINDOW_BYTES = 4_000_000
RATE_BPS = 4e6
# Linux doubles what it is asked for, and tells the double.
BUFFER_BYTES = 212_992
WINDOWS = 3
WINDOW_S = 0.8
# Of one core, by the endpoint's thread: a loop that spins takes 0.75, with 20,000 turns a second.
SHARE_LIMIT = 0.4
TURNS_A_SECOND_LIMIT = 3000
LARGEST_PACKET_BYTES = 1472


class SmallBuffer(UdpSocket):
    """A UDP socket with the buffers of an ordinary desktop."""

    def __init__(self, family: int, *, batching: bool = True, may_fragment: bool = False) -> None:
        super().__init__(family, batching=batching, may_fragment=may_fragment)
        self.receive_buffer_bytes = _shrink(self._socket)


class OnAWire(SmallBuffer):
    """One whose datagrams wait in its buffer until a wire has carried them: on loopback none ever waits.

    The system's own socket is of the family in which that is so.
    """

    wires: list[Wire]

    def connect(self, address: SocketAddress) -> None:
        """Lay the wire."""
        wire = Wire(address)
        self.wires.append(wire)
        self._socket.close()
        self._socket = wire.near
        self.sends_batches = self.receives_batches = False
        self._peer = address
        self._connected = True

    @property
    def address(self) -> SocketAddress:
        """A socket on a wire has none; any will do."""
        return ("127.0.0.1", 9) if self._connected else super().address

    def _receive_into(self, buffer: memoryview) -> tuple[int, int, SocketAddress]:
        if not self._connected:
            return super()._receive_into(buffer)
        size = self._socket.recv_into(buffer)
        return size, size, self._peer


class Wire:
    """Carries datagrams from `near` to a UDP port and back, at RATE_BPS, one by one."""

    def __init__(self, target: SocketAddress) -> None:
        self.near, self._far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.near.setblocking(False)
        _shrink(self.near)
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.connect(target)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="test-wire", daemon=True)
        self._thread.start()

    @property
    def full(self) -> bool:
        """Whether there is no room in the near end's buffer now."""
        return not select.select([], [self.near], [], 0)[1]

    def close(self) -> None:
        self._stop.set()
        self._thread.join(5.0)
        self._far.close()
        self._udp.close()

    def _carry(self) -> None:
        free_s = 0.0
        while not self._stop.is_set():
            now_s = time.monotonic()
            sources = [self._udp, self._far] if now_s >= free_s else [self._udp]
            for source in select.select(sources, [], [], max(free_s - now_s, 0.0) or 0.05)[0]:
                with contextlib.suppress(OSError):
                    data = source.recv(1 << 16)
                    if source is self._udp:
                        self._far.send(data, socket.MSG_DONTWAIT)
                    elif len(data) <= LARGEST_PACKET_BYTES:
                        free_s = max(free_s, now_s) + len(data) * 8 / RATE_BPS
                        self._udp.send(data)


def _shrink(made: socket.socket) -> int:
    for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        made.setsockopt(socket.SOL_SOCKET, option, BUFFER_BYTES // 2)
        assert made.getsockopt(socket.SOL_SOCKET, option) == BUFFER_BYTES
    return BUFFER_BYTES


@contextlib.contextmanager
def flowing(client: PTPSocket) -> Iterator[PTPSocket]:
    """A connection over which `client` sends without end."""
    with PTPSocket() as listener:
        listener.listen(("127.0.0.1", 0))
        listener.settimeout(10.0)
        client.connect(listener.local_address)
        server, _ = listener.accept()

        def send() -> None:
            with contextlib.suppress(PtpError):
                while True:
                    client.sendall(bytes(100_000))

        def receive() -> None:
            with contextlib.suppress(PtpError):
                while server.recv(1 << 16):
                    continue

        threads = [threading.Thread(target=run, name="test-flow", daemon=True) for run in (send, receive)]
        for thread in threads:
            thread.start()
        try:
            yield server
        finally:
            # Nobody waits for what is still on its way.
            for sock in (client, listener):
                assert sock._shared is not None
                sock._shared.endpoint.close()
            for sock in (client, server):
                sock.close()
            for thread in threads:
                thread.join(5.0)


@pytest.mark.skipif(sys.platform != "linux", reason="the sizes of buffers are Linux's")
@pytest.mark.parametrize("narrow", ["conditioner", "wire"])
def test_a_full_buffer_is_waited_for_and_not_asked_again_and_again(
    narrow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = [0]
    turn = EndpointCore.turn

    def counted(core: EndpointCore, readable: bool, writable: bool) -> bool:
        turns[0] += client._shared is not None and core is client._shared.endpoint._core
        return turn(core, readable, writable)

    monkeypatch.setattr(EndpointCore, "turn", counted)
    settings = TransportSettings(congestion=CongestionAlgorithm.FIXED, window_bytes=WINDOW_BYTES)
    wires: list[Wire] = []
    monkeypatch.setattr(OnAWire, "wires", wires, raising=False)
    conditioner = ConditionerSettings(rate_bps=RATE_BPS, queue_bytes=2 * WINDOW_BYTES)
    client = PTPSocket(settings, conditioner=conditioner if narrow == "conditioner" else None)
    # A listener does not connect, and so gets no wire.
    monkeypatch.setattr(ptp_socket, "UdpSocket", SmallBuffer if narrow == "conditioner" else OnAWire)
    try:
        with flowing(client):
            assert client._shared is not None
            clock = time.pthread_getcpuclockid(client._shared.endpoint._thread.ident or 0)
            shares: list[float] = []
            rates: list[float] = []
            full = False
            for _ in range(WINDOWS):
                began_s, worked_s, before = time.monotonic(), time.clock_gettime(clock), turns[0]
                while time.monotonic() < began_s + WINDOW_S:
                    full = full or any(wire.full for wire in wires)
                    time.sleep(0.05)
                passed_s = time.monotonic() - began_s
                shares.append((time.clock_gettime(clock) - worked_s) / passed_s)
                rates.append((turns[0] - before) / passed_s)
            assert full or narrow == "conditioner", "the buffer never was full"
            acknowledged_bytes = client.statistics().bytes_acknowledged
            # What else this machine does can only add.
            assert min(shares) < SHARE_LIMIT
            assert min(rates) < TURNS_A_SECOND_LIMIT
            assert acknowledged_bytes > WINDOWS * WINDOW_S * RATE_BPS / 8 / 2
    finally:
        for wire in wires:
            wire.close()
