"""Two endpoints with a connection between them, on a virtual clock: whole connections in no time, by seed.

Each side is an `EndpointCore`, the code that runs over UDP, with a conditioner as the link that leads away from it, and
an application that writes and reads. `run` jumps from deadline to deadline, so hours pass in a second; one seed is one
run. Tests and the laboratory drive it; nothing here knows sockets, threads or clocks.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import ConnectionFailed, PtpError
from ptp_core.network.addresses import SocketAddress
from ptp_core.network.conditioner import Conditioner, Fate
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.endpoint_core import EndpointCore
from ptp_core.simulation.plain_handshake import PlainHandshake
from ptp_core.simulation.virtual_network import VirtualNetwork
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from ptp_core.transport.events import Event, Terminated
from ptp_core.transport.trace import SegmentObserver

CLIENT_ADDRESS = ("10.0.0.1", 1000)
SERVER_ADDRESS = ("10.0.0.2", 7700)
READ_PAUSE_S = 0.001


class Side:
    """One end: an endpoint with one connection, the link that leads away from it, and what its application wants.

    Attributes: `undelivered` is set once the connection ended before all that it was to deliver after `release` had
    arrived.
    """

    def __init__(
        self,
        network: VirtualNetwork,
        address: tuple[str, int],
        peer: tuple[str, int],
        settings: TransportSettings,
        link: ConditionerSettings,
        *,
        is_client: bool,
        random_bits: Callable[[int], int],
        observer: SegmentObserver | None,
        tells_drops: bool,
        rewrite: Callable[[Side, bytes], bytes | None],
    ) -> None:
        self.address = address
        self.to_send = memoryview(b"")
        self.finish_after_sending = True
        self.received = bytearray()
        self.read_bytes_per_turn = 1 << 20
        self.events: list[Event] = []
        self.datagrams_sent = 0
        self.bytes_sent = 0
        self.undelivered = False
        self.world = network.join(address)
        self.link: Conditioner = _Tap(link, self._leaving)
        self.core = EndpointCore(
            self.world,
            settings,
            PlainHandshake,
            random_bits=random_bits,
            admit=self._admit,
            undelivered=self._note_undelivered,
            fast_aes=True,
            conditioner=self.link,
            observer=None if observer is None else lambda: observer,
            tells_drops=tells_drops,
        )
        self.driven = self.core.make(peer, is_client=is_client, told=self.events.append)
        self._rewrite = rewrite
        self._awaits_syn = not is_client
        if self._awaits_syn:
            self.connection.accept_syn(network.now_s)

    @property
    def connection(self) -> Connection:
        """The one connection, there from the beginning."""
        return self.driven.connection

    @property
    def blocked(self) -> bool:
        """Whether nothing of this side arrives any more; may be set."""
        return self.world.cut_off

    @blocked.setter
    def blocked(self, value: bool) -> None:
        self.world.cut_off = value

    @property
    def ended(self) -> bool:
        """Whether the application was told that the connection is over."""
        return any(isinstance(event, Terminated) for event in self.events)

    @property
    def error(self) -> PtpError | None:
        """Why it is."""
        return self.connection.error

    def release(self, now_s: float) -> None:
        """The application closes its socket."""
        with self.driven.lock:
            self.driven.release(now_s)

    def act(self, now_s: float) -> None:
        """The application reads, writes and finishes."""
        connection = self.connection
        if self.driven.lingering is not None:
            return
        target = memoryview(bytearray(1 << 16))
        left = self.read_bytes_per_turn
        while left > 0 and (size := connection.read_into(target[:left], now_s)):
            self.received += target[:size]
            left -= size
        if connection.writable:
            if self.to_send:
                self.to_send = self.to_send[connection.write(self.to_send, now_s) :]
            answered = connection.is_client or (connection.peer_finished and not connection.readable_bytes)
            if answered and self.finish_after_sending and not self.to_send:
                connection.finish(now_s)

    def check(self) -> None:
        """Raise what the endpoint caught: here it is a fault to be seen."""
        if isinstance(self.driven.error, ConnectionFailed):
            raise self.driven.error from self.driven.error.__cause__
        if self.core.stranger_error is not None:
            raise self.core.stranger_error

    def _admit(self, address: Address, now_s: float) -> DrivenConnection | None:
        if not self._awaits_syn:
            return None
        self._awaits_syn = False
        return self.driven

    def _note_undelivered(self, driven: DrivenConnection) -> None:
        self.undelivered = True

    def _leaving(self, datagram: bytes) -> bytes | None:
        self.datagrams_sent += 1
        self.bytes_sent += len(datagram)
        return None if self.blocked else self._rewrite(self, datagram)


class Pair:
    """A client and a server joined by two links.

    Attributes: `rewrite` sees every datagram before the link and gives what is sent in its place, or None for nothing;
    `after_turn` is called each time that both sides have acted.
    """

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
        tells_drops: bool = False,
    ) -> None:
        """With `tells_drops` the observers hear of what their link took as dropped, not as sent."""
        # A start far from zero lets a clock that is mixed up with another one fail loudly.
        self._network = VirtualNetwork(1000.0 + seed % 7)
        random_bits = random.Random(seed).getrandbits
        link = link or ConditionerSettings(delay_s=0.01, seed=seed)
        client = client or TransportSettings()
        self.rewrite: Callable[[Side, bytes], bytes | None] = lambda side, datagram: datagram
        self.after_turn: Callable[[], None] = lambda: None
        self.client = Side(
            self._network, CLIENT_ADDRESS, SERVER_ADDRESS, client, link, is_client=True,
            random_bits=random_bits, observer=client_observer, tells_drops=tells_drops,
            rewrite=self._rewritten,
        )  # fmt: skip
        self.server = Side(
            self._network, SERVER_ADDRESS, CLIENT_ADDRESS, server or client, back or link, is_client=False,
            random_bits=random_bits, observer=server_observer, tells_drops=tells_drops,
            rewrite=self._rewritten,
        )  # fmt: skip
        self.sides = (self.client, self.server)
        self._more = False

    @property
    def network(self) -> VirtualNetwork:
        """What joins the two: there datagrams may be added, and a side moved to another address."""
        return self._network

    @property
    def now(self) -> float:
        """The clock, in seconds; may be set."""
        return self._network.now_s

    @now.setter
    def now(self, value: float) -> None:
        self._network.now_s = value

    def connect(self) -> None:
        """The client begins."""
        self.client.connection.connect(self.now)
        self.client.core.add(self.client.driven)

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

    def _turn(self) -> None:
        for side in self.sides:
            side.core.take_in()
        self._more = False
        for side in self.sides:
            side.act(self.now)
            self._more = side.core.act() or self._more
            side.check()

    def _next_time(self) -> float | None:
        if self._more or any(side.world.arrived for side in self.sides):
            return self.now
        times = [self.now + READ_PAUSE_S for side in self.sides if side.connection.readable_bytes]
        for side in self.sides:
            deadline_s = side.core.next_deadline(self.now)
            if deadline_s is not None:
                times.append(deadline_s)
        return min(times, default=None)

    def _rewritten(self, side: Side, datagram: bytes) -> bytes | None:
        return self.rewrite(side, datagram)


class _Tap(Conditioner):
    """A link whose entrance is watched: `leaving` gives what enters in place of a datagram, or None for nothing."""

    def __init__(self, settings: ConditionerSettings, leaving: Callable[[bytes], bytes | None]) -> None:
        super().__init__(settings)
        self._leaving = leaving

    def submit(
        self, data: bytes, address: SocketAddress, now: float, overrule: Callable[[Fate], Fate] | None = None
    ) -> bool:
        """See Conditioner."""
        entering = self._leaving(data)
        return entering is not None and super().submit(entering, address, now, overrule)
