"""What an endpoint does at each turn, with whatever `World` it lives in: take in what has arrived, let every
connection act, send.

No threads, sockets or clock of its own: the endpoint's thread drives it over UDP, the simulator on a virtual clock.
The conditioner, if any, sits between the connections and the world. Guarantees: what a connection raises ends that
connection alone, with ConnectionFailed here and a reset there; datagrams of one turn leave in the order in which they
were made; while the world has no room, nothing is made that would have to be thrown away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import PtpError, ResetCode
from ptp_core.link_changes import written_changes
from ptp_core.network.addresses import SocketAddress
from ptp_core.network.conditioner import Conditioner
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.drop_tracing import DropTracing
from ptp_core.network.outgoing import Outgoing
from ptp_core.network.workload import Workload
from ptp_core.network.world import Batch, Unreachable, World, WorldLost
from ptp_core.security.cookie import AddressCookies
from ptp_core.sentences import phrase
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from ptp_core.transport.dispatcher import Dispatcher
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.events import Event
from ptp_core.transport.handshaking import HandshakeFactory
from ptp_core.transport.states import State
from ptp_core.transport.trace import EventTrace, ObserverFactory
from ptp_core.wire.packet import MAX_DATAGRAM_BYTES

_CLOSED_PTP = phrase("The other side closed PTP.")

LONGEST_WAIT_S = 0.25
# What has been read is acknowledged when the turn is over: of a backlog in lumps, which a sender waits for.
READS_PER_TURN = 2
BATCHES_SENT_PER_TURN = 8
# The system said that there is room and then had none: look again after this, not at once.
FALSE_ROOM_PAUSE_S = 0.002
# A 1,500-byte frame less the headers of IPv6, UDP and PTP.
FRAME_SEGMENT_BYTES = 1412
CONNECTION_ID_BITS = 48

Admit = Callable[[Address, float], DrivenConnection | None]
"""Makes a server's connection for a new peer by `make`, or gives None when nobody listens."""


class EndpointCore:
    """All connections of one endpoint. Only `make` and `wake` of what it makes may be called from other threads.

    `random_bits` gives random numbers of so many bits; `admit` is asked about each new peer; `undelivered` is told of
    each connection that ended before all that a closed socket had taken was delivered; `fast_aes` says whether this
    computer has AES in hardware; `observer` makes what hears of a connection's segments, and with `tells_drops` of
    those that the conditioner takes; `processor_delay_s` tells how long in all the endpoint's thread has wanted a
    processor and had none.

    Attributes: `stranger_error` is the newest exception that was raised by a datagram of no connection.
    """

    def __init__(
        self,
        world: World,
        settings: TransportSettings,
        handshake_factory: HandshakeFactory,
        *,
        random_bits: Callable[[int], int],
        admit: Admit,
        undelivered: Callable[[DrivenConnection], None],
        fast_aes: bool,
        conditioner: Conditioner | None = None,
        observer: ObserverFactory | None = None,
        tells_drops: bool = False,
        processor_delay_s: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.stranger_error: Exception | None = None
        self._world = world
        self._now_s = world.now_s
        if settings.discovers_path_mtu and not world.forbids_fragments:
            # Probes would arrive in fragments and prove nothing: stay with what an ordinary frame holds.
            settings = replace(settings, mss_bytes=min(settings.mss_bytes, FRAME_SEGMENT_BYTES))
        self._settings = settings
        self._handshake_factory = handshake_factory
        self._random_bits = random_bits
        self._admit = admit
        self._undelivered = undelivered
        self._fast_aes = fast_aes
        self._conditioner = conditioner
        # Whether it is asked about what leaves; one that has become idle only lets go of what it holds.
        self._conditions = conditioner is not None
        self._observer = observer
        self._tells_drops = tells_drops
        self._dispatcher = Dispatcher(self._accept, AddressCookies(random_bits(256).to_bytes(32, "big")))
        self._driven: dict[int, DrivenConnection] = {}
        self._outgoing = Outgoing(world, self._unreachable)
        self._false_room = False
        self._workload = Workload(world.now_s(), processor_delay_s)
        self._out = memoryview(bytearray(MAX_DATAGRAM_BYTES))
        self._socket_drops = world.socket_drops

    @property
    def connections(self) -> list[DrivenConnection]:
        """Those that are not done yet."""
        return list(self._driven.values())

    @property
    def quiet(self) -> bool:
        """Whether nothing is on its way out any more."""
        held = self._conditioner is not None and self._conditioner.next_deadline() is not None
        return not held and not self._outgoing.blocked

    @property
    def farewells_said(self) -> bool:
        """Whether every connection has said its last word, and it has left."""
        return self.quiet and all(driven.connection.state is State.TIME_WAIT for driven in self._driven.values())

    def make(
        self, address: Address, *, is_client: bool, told: Callable[[Event], None] | None = None
    ) -> DrivenConnection:
        """A connection that is not driven yet. Any thread."""
        observer = self._observer() if self._observer is not None else None
        drops = None
        if observer is not None and self._tells_drops:
            drops = DropTracing(observer, deciding=self._conditions)
        connection = Connection(
            self._settings,
            self._handshake_factory,
            is_client=is_client,
            local_id=self._random_bits(CONNECTION_ID_BITS) or 1,
            initial_sequence=self._random_bits(32),
            secret=self._random_bits(128).to_bytes(16, "big"),
            address=address,
            fast_aes=self._fast_aes,
            now_s=self._now_s(),
            socket_buffer_bytes=self._world.receive_buffer_bytes,
            observer=drops or observer,
        )
        return DrivenConnection(connection, self._world.wake, told, observer, drops, self._conditioner)

    def add(self, driven: DrivenConnection) -> None:
        """Drive a client's connection from now on."""
        # The link may have been changed since it was made.
        driven.meet(self._conditioner, decides=self._conditions)
        self._driven[driven.connection.local_id] = driven
        self._dispatcher.add(driven.connection)

    def change_link(self, settings: ConditionerSettings) -> None:
        """What leaves meets another link from now on; who observes a connection is told what was changed."""
        before = ConditionerSettings() if self._conditioner is None else self._conditioner.settings
        if self._conditioner is None:
            self._conditioner = Conditioner(settings)
        else:
            self._conditioner.change(settings)
        self._conditions = settings.active
        changes = written_changes(before, settings)
        for driven in self.connections:
            driven.meet(self._conditioner, decides=self._conditions)
            if changes:
                driven.observe(EventTrace(EventKind.LINK_CHANGED, self._now_s(), text=changes))

    def wait(self, *, at_once: bool) -> tuple[bool, bool]:
        """Let the world wait until there is something to do; what it returns is for `turn`."""
        timeout_s = 0.0
        if not at_once:
            now_s = self._now_s()
            deadline_s = self.next_deadline(now_s)
            timeout_s = LONGEST_WAIT_S if deadline_s is None else min(max(deadline_s - now_s, 0.0), LONGEST_WAIT_S)
        began_s = self._now_s()
        if self._false_room:
            ready = self._world.wait(max(timeout_s, FALSE_ROOM_PAUSE_S), for_room=False)
        else:
            ready = self._world.wait(timeout_s, for_room=self._outgoing.blocked)
        self._workload.waited(began_s, self._now_s())
        return ready

    def turn(self, readable: bool, writable: bool) -> bool:
        """Take in and act; whether a connection has more to send at once."""
        if readable:
            self.take_in()
        # Without word of room, look for it all the same when a wait is over.
        if self._outgoing.blocked and (writable or not readable):
            self._false_room = not self._outgoing.flush() and writable
        return self.act()

    def next_deadline(self, now_s: float) -> float | None:
        """When `turn` has something to do, if nothing happens before.

        While there is no room to send, a time that has passed already is no reason: only room can help then.
        """
        blocked = self._outgoing.blocked
        nearest_s = float("inf")
        for driven in list(self._driven.values()):
            try:
                with driven.lock:
                    # One that its application ended, with nothing to say, is to be told and forgotten.
                    done = driven.connection.done
                    deadline_s = now_s if done else driven.connection.next_deadline(now_s)
            except Exception as error:
                self._fail(driven, error)
                deadline_s = now_s
            if deadline_s is not None and deadline_s < nearest_s and not (blocked and deadline_s <= now_s):
                nearest_s = deadline_s
            if driven.notify_at_s is not None and driven.notify_at_s < nearest_s:
                nearest_s = driven.notify_at_s
        if self._conditioner is not None and not blocked:
            due_s = self._conditioner.next_deadline()
            if due_s is not None and due_s < nearest_s:
                nearest_s = due_s
        return None if nearest_s == float("inf") else nearest_s

    def take_in(self) -> None:
        """Hand what has arrived to the connections."""
        for _ in range(READS_PER_TURN):
            try:
                batches = self._world.receive()
            except Unreachable:
                self._unreachable()
                continue
            now_s = self._now_s()
            for batch in batches:
                try:
                    for connection, piece in self._dispatcher.route(*batch[:3], now_s):
                        self._hand_in(connection, piece, batch, now_s)
                except Exception as error:
                    # No connection's fault: what a stranger sent is let go, whatever it did to us.
                    self.stranger_error = error
            if self._world.drained:
                break
        drops = self._world.socket_drops
        if drops != self._socket_drops:
            self._socket_drops = drops
            for driven in self.connections:
                with driven.lock:
                    driven.connection.note_overflow()

    def act(self) -> bool:
        """Let every connection act and send; whether one of them has more to send at once."""
        outgoing = self._outgoing
        more = False
        for driven in list(self._driven.values()):
            try:
                more = self._serve(driven) or more
            except WorldLost:
                raise
            except Exception as error:
                self._fail(driven, error)
                more = True
        for datagram, address in self._dispatcher.answers:
            outgoing.send(memoryview(datagram), len(datagram), address)
        self._dispatcher.answers.clear()
        if self._conditioner is not None:
            now_s = self._now_s()
            while not outgoing.blocked and (due := self._conditioner.poll_one(now_s)) is not None:
                outgoing.send(memoryview(due[0]), len(due[0]), due[1])
        return more and not outgoing.blocked

    def finish_all(self) -> None:
        """Let every connection go as if its socket had been closed, and do not wait for peers that have everything."""
        now_s = self._now_s()
        for driven in self._driven.values():
            with driven.lock:
                driven.release(now_s)
                if driven.lingering is not None:
                    driven.lingering.hurry(driven.connection)

    def abort_all(self) -> None:
        """End every connection; peers are told, but those that have said their last word already."""
        now_s = self._now_s()
        for driven in self._driven.values():
            with driven.lock:
                if driven.connection.state is not State.TIME_WAIT:
                    driven.connection.abort(ResetCode.SHUTTING_DOWN, _CLOSED_PTP, now_s)

    def end_all(self, error: PtpError | None) -> None:
        """Whoever still waits for a connection hears that it is over. Nothing is sent any more."""
        for driven in self.connections:
            with driven.lock:
                driven.end(error)
            self._forget(driven)

    # Below, nothing is called from outside.

    def _hand_in(self, connection: Connection, piece: memoryview, batch: Batch, now_s: float) -> None:
        driven = self._driven.get(connection.local_id)
        if driven is None:
            return
        try:
            with driven.lock:
                places = batch.places if piece is batch.data else None
                connection.handle_datagrams(piece, batch.datagram_bytes, batch.address, now_s, places)
        except Exception as error:
            self._fail(driven, error)

    def _serve(self, driven: DrivenConnection) -> bool:
        """Let one connection act and send; whether it has more to send at once."""
        connection = driven.connection
        with driven.lock:
            connection.remark(strained=self._workload.strained, conditioned=self._is_conditioned)
            connection.handle_timer(self._now_s())
        more = self._transmit(driven)
        with driven.lock:
            while (event := connection.poll_event()) is not None:
                driven.take_event(event)
            driven.notify(self._now_s())
            done = connection.done
            if connection.batches_vanish:
                self._world.sends_batches = False
        if done:
            self._forget(driven)
        return more

    @property
    def _is_conditioned(self) -> bool:
        return self._conditioner is not None and self._conditioner.active

    def _transmit(self, driven: DrivenConnection) -> bool:
        connection = driven.connection
        for _ in range(BATCHES_SENT_PER_TURN):
            if self._outgoing.blocked:
                return False
            with driven.lock:
                size, datagram_bytes, address, _ = connection.poll_datagrams(self._out, self._now_s())
            if not size:
                return False
            if self._conditioner is not None and self._conditions:
                self._condition(driven, self._conditioner, self._out[:size], datagram_bytes, address)
            else:
                self._outgoing.send(self._out[:size], datagram_bytes, address)
        return True

    def _condition(
        self,
        driven: DrivenConnection,
        conditioner: Conditioner,
        batch: memoryview,
        datagram_bytes: int,
        address: Address,
    ) -> None:
        now_s = self._now_s()
        for at in range(0, len(batch), datagram_bytes):
            datagram = bytes(batch[at : at + datagram_bytes])
            passed = conditioner.submit(datagram, _socket_address(address), now_s)
            driven.conditioner_dropped += not passed
            if driven.drops is not None:
                driven.drops.settle(datagram, None if passed else conditioner.drop_cause)

    def _unreachable(self) -> None:
        now_s = self._now_s()
        for driven in self.connections:
            try:
                with driven.lock:
                    driven.connection.handle_unreachable(now_s)
            except Exception as error:
                self._fail(driven, error)

    def _accept(self, address: Address, now_s: float) -> Connection | None:
        driven = self._admit(address, now_s)
        if driven is None:
            return None
        self._driven[driven.connection.local_id] = driven
        return driven.connection

    def _fail(self, driven: DrivenConnection, error: Exception) -> None:
        if not driven.fail(error, self._now_s()):
            self._forget(driven)

    def _forget(self, driven: DrivenConnection) -> None:
        self._driven.pop(driven.connection.local_id, None)
        self._dispatcher.forget(driven.connection)
        driven.end_observation()
        if driven.lingering is not None and driven.connection.unacknowledged_bytes:
            self._undelivered(driven)


def _socket_address(address: Address) -> SocketAddress:
    return address  # type: ignore[return-value]
