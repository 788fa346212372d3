"""Two connections on a simulated network and a virtual clock.

The pair owns time and the links. `run` jumps from deadline to deadline, so hours pass in a second; one seed is
one run. Each direction is a `Conditioner`, the class that the product uses.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import PtpError
from ptp_core.network.conditioner import Conditioner
from ptp_core.transport.connection import Connection
from ptp_core.transport.events import Event, Terminated
from ptp_core.transport.trace import SegmentObserver
from tests.simulation.plain_handshake import PlainHandshake

CLIENT_ADDRESS = ("10.0.0.1", 1000)
SERVER_ADDRESS = ("10.0.0.2", 7700)
READ_PAUSE_S = 0.001


class Side:
    """One end: a connection, the link that leads away from it, and what its application wants."""

    def __init__(self, connection: Connection, link: Conditioner, address: tuple[str, int]) -> None:
        self.connection = connection
        self.link = link
        self.address = address
        self.to_send = memoryview(b"")
        self.finish_after_sending = True
        self.received = bytearray()
        self.read_bytes_per_turn = 1 << 20
        self.events: list[Event] = []
        self.datagrams_sent = 0
        self.bytes_sent = 0
        self.blocked = False

    @property
    def ended(self) -> bool:
        return any(isinstance(event, Terminated) for event in self.events)

    @property
    def error(self) -> PtpError | None:
        return self.connection.error


class Pair:
    """A client and a server joined by two links."""

    def __init__(
        self,
        *,
        client: TransportSettings | None = None,
        server: TransportSettings | None = None,
        link: ConditionerSettings | None = None,
        back: ConditionerSettings | None = None,
        seed: int = 1,
        client_observer: SegmentObserver | None = None,
        server_observer: SegmentObserver | None = None,
    ) -> None:
        # A start far from zero lets a clock that is mixed up with another one fail loudly.
        self.now = 1000.0 + seed % 7
        rng = random.Random(seed)
        link = link or ConditionerSettings(delay_s=0.01, seed=seed)
        back = back or link
        client = client or TransportSettings()
        self.client = Side(
            Connection(
                client, PlainHandshake, is_client=True, local_id=rng.randrange(1, 1 << 48),
                initial_sequence=rng.randrange(1 << 32),
                secret=b"unguessable", address=SERVER_ADDRESS, fast_aes=True, now_s=self.now,
                observer=client_observer,
            ),
            Conditioner(link),
            CLIENT_ADDRESS,
        )  # fmt: skip
        self.server = Side(
            Connection(
                server or client, PlainHandshake, is_client=False, local_id=rng.randrange(1, 1 << 48),
                initial_sequence=rng.randrange(1 << 32),
                secret=b"unguessable", address=CLIENT_ADDRESS, fast_aes=True, now_s=self.now,
                observer=server_observer,
            ),
            Conditioner(back),
            SERVER_ADDRESS,
        )  # fmt: skip
        self.sides = (self.client, self.server)
        self.rewrite: Callable[[Side, bytes], bytes | None] = lambda side, datagram: datagram
        self.after_turn: Callable[[], None] = lambda: None
        self._out = memoryview(bytearray(1 << 17))
        self.server.connection.accept_syn(self.now)

    def connect(self) -> None:
        self.client.connection.connect(self.now)

    def run(self, until: Callable[[], bool], *, limit_s: float = 600.0, limit_steps: int = 2_000_000) -> None:
        """Let time pass until the condition holds; fails when it does not within the limits."""
        end = self.now + limit_s
        for _ in range(limit_steps):
            self._turn()
            self.after_turn()
            if until():
                return
            following = self._next_time()
            if following is None or following > end:
                break
            self.now = max(self.now, following)
        raise AssertionError(
            f"not reached at {self.now - end + limit_s:.3f} s: client {self.client.connection.state.value}, "
            f"server {self.server.connection.state.value}, {len(self.server.received)} bytes arrived"
        )

    def transfer(self, data: bytes, *, limit_s: float = 3600.0) -> None:
        """The client sends `data` and closes, the server closes in turn; both must end without an error."""
        self.client.to_send = memoryview(data)
        self.connect()
        self.run(lambda: all(side.ended for side in self.sides), limit_s=limit_s)
        for side in self.sides:
            if side.error is not None:
                raise side.error

    def _next_time(self) -> float | None:
        times = []
        for side in self.sides:
            deadline = side.connection.next_deadline(self.now)
            if deadline is not None:
                times.append(deadline)
            due = side.link.next_deadline()
            if due is not None:
                times.append(due)
            if side.connection.readable_bytes:
                times.append(self.now + READ_PAUSE_S)
        return min(times, default=None)

    def _turn(self) -> None:
        for side, other in ((self.client, self.server), (self.server, self.client)):
            for datagram, _ in side.link.poll(self.now):
                other.connection.handle_datagrams(memoryview(datagram), len(datagram), side.address, self.now)
        for side in self.sides:
            self._application(side)
            side.connection.handle_timer(self.now)
            self._transmit(side)
            while (event := side.connection.poll_event()) is not None:
                side.events.append(event)

    def _application(self, side: Side) -> None:
        connection = side.connection
        target = memoryview(bytearray(1 << 16))
        left = side.read_bytes_per_turn
        while left > 0 and (size := connection.read_into(target[:left], self.now)):
            side.received += target[:size]
            left -= size
        if connection.writable:
            if side.to_send:
                side.to_send = side.to_send[connection.write(side.to_send) :]
            answered = side is self.client or (connection.peer_finished and not connection.readable_bytes)
            if answered and side.finish_after_sending and not side.to_send:
                connection.finish(self.now)

    def _transmit(self, side: Side) -> None:
        for _ in range(10_000):
            size, datagram_bytes, *_ = side.connection.poll_datagrams(self._out, self.now)
            if not size:
                return
            for at in range(0, size, datagram_bytes):
                datagram = bytes(self._out[at : min(at + datagram_bytes, size)])
                side.datagrams_sent += 1
                side.bytes_sent += len(datagram)
                passed = None if side.blocked else self.rewrite(side, datagram)
                if passed is not None:
                    side.link.submit(passed, ("peer", 0), self.now)
        raise AssertionError("a connection sends without end")
