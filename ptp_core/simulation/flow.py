"""One transfer of a simulation: a client that sends and a server that receives, each an `EndpointCore` on its `Host`.

The ends know no link: what leaves them is handed to whoever owns one, as what arrives is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ptp_core.config import TransportSettings
from ptp_core.errors import ConnectionFailed, PtpError
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.drop_tracing import DropTracing
from ptp_core.network.endpoint_core import EndpointCore
from ptp_core.network.world import Batch
from ptp_core.simulation.application import ENDLESS_BYTES, SILENT, Application, Talk
from ptp_core.simulation.host import Host
from ptp_core.simulation.plain_handshake import PlainHandshake
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from ptp_core.transport.states import State
from ptp_core.transport.trace import DropCause, SegmentObserver


class HostWorld:
    """See `World`. `received` and `sent` count the datagrams since its owner last set them to 0."""

    sends_batches = True
    forbids_fragments = True
    drained = True

    def __init__(
        self, host: Host, address: Address, peer: Address, clock: Callable[[], float], leave: Callable[[bytes], None]
    ) -> None:
        self.address = address
        self.receive_buffer_bytes = host.granted_bytes
        self.received = self.sent = 0
        self.now_s = clock
        self._host = host
        self._peer = peer
        self._leave = leave

    @property
    def socket_drops(self) -> int:
        """What the host has had no room for."""
        return self._host.overflowed

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

    `leave` takes a datagram and says why the link dropped it, or None; `observer` hears of the segments, and of those
    that the link took as dropped. `wanted_s` is when the endpoint itself next has something to do.
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
        leave: Callable[[bytes], DropCause | None],
        observer: SegmentObserver | None,
    ) -> None:
        peer = ("far" if is_client else "near", number)
        self.host = host
        self.wanted_s: float | None = None
        self._leave = leave
        self._drops = None if observer is None else DropTracing(observer)
        drops = self._drops
        self._world = HostWorld(host, ("near" if is_client else "far", number), peer, clock, self._leaving)
        self._core = EndpointCore(
            self._world,
            flow.settings,
            PlainHandshake,
            random_bits=random_bits,
            admit=self._admit,
            undelivered=lambda driven: None,
            fast_aes=True,
            observer=None if drops is None else lambda: drops,
        )
        self._driven = self._core.make(peer, is_client=is_client)

    @property
    def connection(self) -> Connection:
        """The one connection, there from the beginning."""
        return self._driven.connection

    @property
    def error(self) -> PtpError | None:
        """Why the connection ended, if it did and not gracefully."""
        return self.connection.error

    @property
    def over(self) -> bool:
        """Whether nothing is to come but the end of TIME-WAIT."""
        return self._driven.ended or self.connection.state is State.TIME_WAIT

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

    def wake(self, now_s: float) -> None:
        """There is something to send that the endpoint does not know of."""
        self.wanted_s = now_s

    def turn(self, apply: Callable[[], None], now_s: float) -> None:
        """The endpoint's turn; between taking in and acting, what the application does is applied."""
        self._world.received = self._world.sent = 0
        self._core.take_in()
        apply()
        self._core.act()
        if isinstance(self._driven.error, ConnectionFailed):
            # Caught by the endpoint; here it is a fault to be seen.
            raise self._driven.error from self._driven.error.__cause__
        if self._core.stranger_error is not None:
            raise self._core.stranger_error
        self.look(now_s)
        self.host.turn_ends(self._world.received, self._world.sent, self.wanted_s, now_s)

    def stop_observing(self) -> None:
        """The observer is told that nothing follows."""
        self._driven.end_observation()

    def _leaving(self, datagram: bytes) -> None:
        cause = self._leave(datagram)
        if self._drops is not None:
            self._drops.settle(datagram, cause)

    def _admit(self, address: Address, now_s: float) -> DrivenConnection:
        return self._driven


@dataclass
class Carried:
    """What a direction of the link was given of one flow, counted in datagrams, and how long they waited.

    `overflowed` are those that its queue had no room for, `too_large` those that it does not carry, by which a sender
    learns how much it does, `lost` those that were lost by chance or by hand. The delays are of those that passed: the
    time behind what was in the queue already. `wire_bytes` has the headers of IP and UDP too.
    """

    submitted: int = 0
    wire_bytes: int = 0
    overflowed: int = 0
    too_large: int = 0
    lost: int = 0
    queued_s: float = 0.0
    longest_queued_s: float = 0.0

    @property
    def dropped(self) -> int:
        """Those that did not pass, for whatever cause."""
        return self.overflowed + self.too_large + self.lost

    @property
    def mean_queued_s(self) -> float:
        """The queueing delay, on average."""
        passed = self.submitted - self.dropped
        return self.queued_s / passed if passed else 0.0


@dataclass
class Flow:
    """One transfer: what it is to be, and its ends once a Bottleneck has made them. Times in seconds.

    `carried` is what became of the sender's datagrams, `carried_back` of the receiver's.
    """

    settings: TransportSettings
    size_bytes: int = ENDLESS_BYTES
    starts_s: float = 0.0
    talk: Talk = SILENT
    near_observer: SegmentObserver | None = None
    far_observer: SegmentObserver | None = None
    carried: Carried = field(default_factory=Carried)
    carried_back: Carried = field(default_factory=Carried)
    application: Application = field(init=False)
    near: End = field(init=False)
    far: End = field(init=False)

    def __post_init__(self) -> None:
        self.application = Application(self.size_bytes, self.talk)

    @property
    def client(self) -> Connection:
        """The side that sends."""
        return self.near.connection

    @property
    def server(self) -> Connection:
        """The side that receives."""
        return self.far.connection

    @property
    def received_bytes(self) -> int:
        """What the receiver's program has of the file."""
        return self.application.file_bytes

    @property
    def first_byte_s(self) -> float | None:
        """When the receiver's program first read something, since the beginning."""
        return self.application.first_byte_s

    @property
    def finished_s(self) -> float | None:
        """When it had all, since the beginning."""
        return self.application.finished_s

    @property
    def over(self) -> bool:
        """Whether both ends are."""
        return self.near.over and self.far.over

    def bytes_between(self, start_s: float, stop_s: float) -> int:
        """Bytes that arrived in order in that time; the sampling is as fine as the reader's pauses."""
        samples = self.application.samples
        before = max((count for at_s, count in samples if at_s <= start_s), default=0)
        return max((count for at_s, count in samples if at_s <= stop_s), default=0) - before
