"""The real world of an endpoint: the monotonic clock, a UDP socket, and a socket pair to be woken by."""

from __future__ import annotations

import contextlib
import socket
import time

from ptp_core.network.gathering import Gathering
from ptp_core.network.udp import UdpSocket
from ptp_core.network.waiting import Waiting
from ptp_core.network.world import Batch
from ptp_core.transport.address import Address

# After so long a wait for nothing it is made sure that there is still something to wait for.
CHECK_AFTER_S = 0.1


class UdpWorld:
    """See `World`. Takes over the UDP socket."""

    now_s = staticmethod(time.monotonic)

    def __init__(self, udp: UdpSocket) -> None:
        self._udp = udp
        self._address = udp.address
        self._gathering = Gathering(udp.receive_buffer_bytes)
        self._looked_s: float | None = None
        self._datagrams = 0
        self._sleeping = False
        self._wake_wanted = False
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)
        self._waiting = Waiting(udp.fileno(), self._wake_receiver.fileno())

    @property
    def address(self) -> Address:
        """The local address."""
        return self._address

    @property
    def receive_buffer_bytes(self) -> int:
        """What the system granted of what was asked for."""
        return self._udp.receive_buffer_bytes

    @property
    def socket_drops(self) -> int:
        """See UdpSocket."""
        return self._udp.drops

    @property
    def forbids_fragments(self) -> bool:
        """Whether a datagram that is too large for the path is lost, not cut into fragments."""
        return self._udp.forbids_fragments

    @property
    def drained(self) -> bool:
        """Whether the last `receive` left nothing."""
        return self._udp.drained

    @property
    def sends_batches(self) -> bool:
        """Whether datagrams go out several at a time."""
        return self._udp.sends_batches

    @sends_batches.setter
    def sends_batches(self, value: bool) -> None:
        self._udp.sends_batches = value

    def send(self, batch: memoryview, datagram_bytes: int, address: Address) -> int:
        """See UdpSocket."""
        return self._udp.send(batch, datagram_bytes, address)

    def receive(self) -> list[Batch]:
        """See UdpSocket."""
        batches = self._udp.receive()
        for batch in batches:
            self._datagrams += len(batch.data) // (batch.datagram_bytes or 1)
        self._looked_s = time.monotonic()
        return batches

    def wait(self, timeout_s: float, *, for_room: bool) -> tuple[bool, bool]:
        """See World. A wake-up that was asked for since the last time ends it at once."""
        if self._looked_s is not None:
            self._gathering.received(self._datagrams, self._looked_s, joined=self._udp.joined)
            self._looked_s, self._datagrams = None, 0
        pause_s = self._gathering.pause_s(timeout_s, time.monotonic())
        if pause_s > 0:
            time.sleep(pause_s)
            timeout_s -= pause_s
        self._sleeping = True
        try:
            ready = self._waiting.wait(0.0 if self._wake_wanted else timeout_s, for_room=for_room)
        finally:
            self._sleeping = False
        self._wake_wanted = False
        readable, writable, woken = ready
        if woken:
            with contextlib.suppress(BlockingIOError):
                self._wake_receiver.recv(4096)
        elif timeout_s >= CHECK_AFTER_S and not readable and not writable:
            self._udp.check()
        return readable, writable

    def wake(self) -> None:
        """End a `wait`; costs nothing while nobody waits. Any thread, also after `close`."""
        self._wake_wanted = True
        if self._sleeping:
            with contextlib.suppress(OSError):
                self._wake_sender.send(b"w")

    def close(self) -> None:
        """Give the port and all descriptors back."""
        self._waiting.close()
        self._udp.close()
        self._wake_receiver.close()
        self._wake_sender.close()
