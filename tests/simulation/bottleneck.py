"""Several connections through one bottleneck, on a virtual clock: who gets how much of it, and how long the queue is.

Each flow is a client that sends without end, or a given number of bytes, to a server of its own. Forward all share one
`Conditioner`; what comes back is only delayed, unless there is a rate for it. Both ends are an `EndpointCore`, the code
that runs over UDP, on a `Host`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.network.conditioner import Conditioner
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.endpoint_core import EndpointCore
from ptp_core.network.world import Batch
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from tests.simulation.host import Host, HostSettings
from tests.simulation.plain_handshake import PlainHandshake

READ_PAUSE_S = 0.002
ENDLESS_BYTES = 1 << 62
_IP_UDP_BYTES = 28


class HostWorld:
    """See `World`. `received` and `sent` count the datagrams since its owner last set them to 0."""

    sends_batches = True
    forbids_fragments = True
    receive_buffer_bytes = 0
    drained = True

    def __init__(
        self, host: Host, address: Address, peer: Address, clock: Callable[[], float], leave: Callable[[bytes], None]
    ) -> None:
        self.address = address
        self.received = self.sent = 0
        self.now_s = clock
        self._host = host
        self._peer = peer
        self._leave = leave

    def send(self, batch: memoryview, datagram_bytes: int, address: Address) -> int:
        """Onto the link; there is always room."""
        for at in range(0, len(batch), datagram_bytes):
            self._leave(bytes(batch[at : at + datagram_bytes]))
            self.sent += 1
        return len(batch)

    def receive(self) -> list[Batch]:
        """What the socket holds, as far as one turn goes, each datagram by itself."""
        datagrams = self._host.take()
        self.received += len(datagrams)
        return [Batch(memoryview(datagram), len(datagram), self._peer, None) for datagram in datagrams]

    def wait(self, timeout_s: float, *, for_room: bool) -> tuple[bool, bool]:
        """Nobody waits here: the clock is moved from outside."""
        return False, for_room

    def wake(self) -> None:
        """Nobody sleeps here."""

    def close(self) -> None:
        """There is nothing to give back."""


class End:
    """One side of a flow: an endpoint with one connection on its host.

    `wanted_s` is when the endpoint itself next has something to do.
    """

    def __init__(
        self,
        flow: Flow,
        number: int,
        host: Host,
        *,
        is_client: bool,
        random_bits: Callable[[int], int],
        clock: Callable[[], float],
        leave: Callable[[bytes], None],
    ) -> None:
        peer = ("far" if is_client else "near", number)
        self.host = host
        self.wanted_s: float | None = None
        self._world = HostWorld(host, ("near" if is_client else "far", number), peer, clock, leave)
        self._core = EndpointCore(
            self._world,
            flow.settings,
            PlainHandshake,
            random_bits=random_bits,
            admit=self._admit,
            undelivered=lambda driven: None,
            fast_aes=True,
        )
        self._driven = self._core.make(peer, is_client=is_client)

    @property
    def connection(self) -> Connection:
        """The one connection, there from the beginning."""
        return self._driven.connection

    def begin(self, now_s: float) -> None:
        """The client calls, the server listens."""
        if self.connection.is_client:
            self.connection.connect(now_s)
            self._core.add(self._driven)
        else:
            self.connection.accept_syn(now_s)
        self.look(now_s)

    def look(self, now_s: float) -> None:
        """Something has been done to the connection."""
        self.wanted_s = self._core.next_deadline(now_s)

    def turn(self, apply: Callable[[], None], now_s: float) -> None:
        """The endpoint's turn; between taking in and acting, what the application does is applied."""
        self._world.received = self._world.sent = 0
        self._core.take_in()
        apply()
        self._core.act()
        error = self._driven.error or self._core.stranger_error
        if error is not None:
            raise error
        self.look(now_s)
        self.host.turn_ends(self._world.received, self._world.sent, self.wanted_s, now_s)

    def _admit(self, address: Address, now_s: float) -> DrivenConnection:
        return self._driven


@dataclass
class Flow:
    """One transfer and what became of it. Times are in seconds of the virtual clock."""

    settings: TransportSettings
    size_bytes: int = ENDLESS_BYTES
    starts_s: float = 0.0
    received_bytes: int = 0
    finished_s: float | None = None
    first_byte_s: float | None = None
    wire_bytes: int = 0
    samples: list[tuple[float, int]] = field(default_factory=list)
    near: End = field(init=False)
    far: End = field(init=False)

    @property
    def client(self) -> Connection:
        """The side that sends."""
        return self.near.connection

    @property
    def server(self) -> Connection:
        """The side that receives."""
        return self.far.connection

    def bytes_between(self, start_s: float, stop_s: float) -> int:
        """Bytes that arrived in order in that time; the sampling is as fine as the reader's pauses."""
        before = max((count for at_s, count in self.samples if at_s <= start_s), default=0)
        return max((count for at_s, count in self.samples if at_s <= stop_s), default=0) - before


class Bottleneck:
    """The flows, their link, and the clock. `link` is the forward direction, with its one-way delay.

    `back_rate_bps` is the rate of the way back, 0 for no limit. `submitted` counts the datagrams that were sent
    forward, `overflowed` those of them that the link's buffer had no room for.
    """

    def __init__(
        self,
        link: ConditionerSettings,
        flows: list[Flow],
        *,
        host: HostSettings = HostSettings(),  # noqa: B008
        back_rate_bps: float = 0.0,
    ) -> None:
        self.now_s = 100.0
        self._started_s = self.now_s
        self.link = Conditioner(link)
        self._settings = link
        back = ConditionerSettings(
            delay_s=link.delay_s, drop=link.drop, seed=link.seed + 1, mtu_bytes=link.mtu_bytes, rate_bps=back_rate_bps
        )
        self._back = Conditioner(back)
        self.submitted = self.overflowed = 0
        self.flows = flows
        self.after_step: Callable[[], None] = lambda: None
        self._zeros = memoryview(bytes(1 << 16))
        self._readings: dict[int, float] = {}
        self._started: set[int] = set()
        for number, flow in enumerate(flows):
            flow.near = self._end(flow, number, host, is_client=True)
            flow.far = self._end(flow, number, host, is_client=False)

    @property
    def elapsed_s(self) -> float:
        """Time since the beginning."""
        return self.now_s - self._started_s

    @property
    def queued_bytes(self) -> float:
        """What waits in the bottleneck's queue now."""
        return self.link.backlog_bytes(self.now_s)

    def change_link(self, **changes: float) -> None:
        """From now on the forward direction is another one; what is on its way stays."""
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type]
        self.link.change(self._settings)

    def run(self, seconds: float) -> None:
        """Let time pass until so long after the beginning, or until every flow has ended; may be called again."""
        ends_s = self._started_s + seconds
        started = self._started
        while self.now_s <= ends_s:
            for number, flow in enumerate(self.flows):
                if number not in started and self.elapsed_s >= flow.starts_s:
                    started.add(number)
                    flow.far.begin(self.now_s)
                    flow.near.begin(self.now_s)
            self._deliver()
            for number, flow in enumerate(self.flows):
                if number in started:
                    self._act(number, flow)
            self.after_step()
            if all(flow.finished_s is not None for flow in self.flows):
                return
            following = self._next_time(started)
            if following is None:
                return
            self.now_s = max(self.now_s, following)

    def _end(self, flow: Flow, number: int, host: HostSettings, *, is_client: bool) -> End:
        seed = 1000 * self._settings.seed + 2 * number + (not is_client)
        return End(
            flow,
            number,
            Host(host, seed),
            is_client=is_client,
            # What a congestion control draws comes from the connection's number: small ones make each flow another.
            random_bits=lambda _bits: 2 * number + 1 + is_client,
            clock=lambda: self.now_s,
            leave=lambda datagram: self._submit(number, datagram, forward=is_client),
        )

    def _deliver(self) -> None:
        for link, to_server in ((self.link, True), (self._back, False)):
            for datagram, address in link.poll(self.now_s):
                flow = self.flows[address[1]]
                (flow.far if to_server else flow.near).host.arrive(datagram)

    def _act(self, number: int, flow: Flow) -> None:
        server = flow.server
        if server.readable_bytes and self.now_s >= self._readings.get(number, 0.0):
            self._readings[number] = self.now_s + READ_PAUSE_S
            self._read(flow)
            flow.far.look(self.now_s)
        if server.peer_finished and server.writable and not server.readable_bytes:
            server.finish(self.now_s)
            flow.far.look(self.now_s)
        for end in (flow.near, flow.far):
            turn_s = end.host.turn_at(end.wanted_s, self.now_s)
            if turn_s is not None and turn_s <= self.now_s:
                end.turn((lambda: self._write(flow)) if end is flow.near else _nothing, self.now_s)
        if flow.received_bytes >= flow.size_bytes and flow.finished_s is None:
            flow.finished_s = self.elapsed_s

    def _submit(self, number: int, datagram: bytes, *, forward: bool) -> None:
        if not forward:
            self._back.submit(datagram, ("flow", number), self.now_s)
            return
        self.flows[number].wire_bytes += len(datagram) + _IP_UDP_BYTES
        waiting_bytes = self.link.backlog_bytes(self.now_s)
        passed = self.link.submit(datagram, ("flow", number), self.now_s)
        self.submitted += 1
        # Chance loses some of these first: too few to count.
        self.overflowed += not passed and waiting_bytes + len(datagram) > self._settings.queue_bytes

    def _write(self, flow: Flow) -> None:
        client = flow.client
        while client.writable and not client.sender.finishing:
            left = flow.size_bytes - client.sender.buffer.end
            if left <= 0:
                client.finish(self.now_s)
            elif not client.write(self._zeros[:left]):
                break

    def _read(self, flow: Flow) -> None:
        target = memoryview(bytearray(1 << 18))
        while size := flow.server.read_into(target, self.now_s):
            flow.received_bytes += size
        if flow.first_byte_s is None:
            flow.first_byte_s = self.elapsed_s
        flow.samples.append((self.elapsed_s, flow.received_bytes))

    def _next_time(self, started: set[int]) -> float | None:
        times = [self._started_s + flow.starts_s for number, flow in enumerate(self.flows) if number not in started]
        for number in started:
            flow = self.flows[number]
            for end, link in ((flow.near, self._back), (flow.far, self.link)):
                turn_s = end.host.turn_at(end.wanted_s, self.now_s, link.next_deadline())
                if turn_s is not None:
                    times.append(turn_s)
            if flow.server.readable_bytes:
                times.append(self._readings.get(number, 0.0))
        return min(times, default=None)


def _nothing() -> None:
    """What the application of a receiver does in a turn."""
