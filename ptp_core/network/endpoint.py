"""The one thread that owns a UDP socket and all connections on it, accepted and opened alike.

Its loop: wait for datagrams, a deadline or a wake-up; take in everything that has arrived; let every connection
say what it wants to send; send it. Connections live in `transport` and know no sockets; the conditioner, if any,
sits between them and UDP. Other threads reach the endpoint by commands and by `wake`, and only that.
"""

from __future__ import annotations

import contextlib
import secrets
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import ResetCode
from ptp_core.network.addresses import SocketAddress
from ptp_core.network.conditioner import Conditioner
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.drop_tracing import DropTracing
from ptp_core.network.gathering import Gathering
from ptp_core.network.udp import UdpSocket, Unreachable
from ptp_core.security.cookie import AddressCookies
from ptp_core.security.packet_protection import aes_is_fast
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from ptp_core.transport.dispatcher import Dispatcher
from ptp_core.transport.handshaking import HandshakeFactory
from ptp_core.transport.states import State
from ptp_core.transport.trace import ObserverFactory
from ptp_core.wire.packet import CONNECTION_ID_LIMIT, MAX_DATAGRAM_BYTES

LONGEST_WAIT_S = 0.25
READS_PER_TURN = 4
BATCHES_SENT_PER_TURN = 8
JOIN_TIMEOUT_S = 2.0
# How long a closing endpoint stays for its last packets to be heard.
DRAIN_S = 1.0
# A 1,500-byte frame less the headers of IPv6, UDP and PTP.
FRAME_SEGMENT_BYTES = 1412

Accepted = Callable[[DrivenConnection], bool]
"""Told of each new connection of a listening endpoint; False refuses it."""


class Endpoint:
    """A UDP socket, its thread and its connections. Every public method may be called from any thread."""

    def __init__(
        self,
        udp: UdpSocket,
        settings: TransportSettings,
        handshake_factory: HandshakeFactory,
        *,
        conditioner: ConditionerSettings | None = None,
        observer: ObserverFactory | None = None,
        accepted: Accepted | None = None,
    ) -> None:
        self._udp = udp
        if not udp.forbids_fragments:
            # Probes would arrive in fragments and prove nothing: stay with what an ordinary frame holds.
            settings = replace(settings, mss_bytes=min(settings.mss_bytes, FRAME_SEGMENT_BYTES))
        self._settings = settings
        self._handshake_factory = handshake_factory
        self._accepted = accepted
        self._conditioner = Conditioner(conditioner) if conditioner is not None and conditioner.active else None
        self._observer = observer
        self._address = udp.address
        self._dispatcher = Dispatcher(self._accept, AddressCookies(secrets.token_bytes(32)))
        self._driven: dict[int, DrivenConnection] = {}
        self._commands: deque[Callable[[], None]] = deque()
        self._closing = threading.Event()
        self._sleeping = False
        self._wake_wanted = False
        self._gathering = Gathering()
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)
        self._out = memoryview(bytearray(MAX_DATAGRAM_BYTES))
        self._unsent: tuple[bytes, int, Address] | None = None
        self._close_lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"ptp-endpoint-{udp.address[1]}", daemon=True)
        self._thread.start()

    @property
    def address(self) -> SocketAddress:
        """The local address of the socket."""
        return self._address

    @property
    def conditioner_dropped(self) -> int:
        """Datagrams that the conditioner has dropped."""
        return self._conditioner.dropped if self._conditioner else 0

    def connect(self, address: SocketAddress) -> DrivenConnection:
        """Begin a connection to `address`; the caller waits for `established` or `ended`."""
        driven = self._make(address, is_client=True, now_s=time.monotonic())
        driven.connection.connect(time.monotonic())
        self._commands.append(lambda: self._add(driven))
        self.wake()
        return driven

    def wake(self) -> None:
        """Make the thread look again; costs nothing while it is busy anyway."""
        self._wake_wanted = True
        if self._sleeping:
            with contextlib.suppress(OSError):
                self._wake_sender.send(b"w")

    def close(self) -> None:
        """End every connection, tell the peers, end the thread and give the port back. May be called twice."""
        with self._close_lock:
            self._closing.set()
            self.wake()
            if self._thread is not threading.current_thread():
                self._thread.join(JOIN_TIMEOUT_S)

    # Below, everything runs on the endpoint's thread.

    def _run(self) -> None:
        ends_at_s: float | None = None
        try:
            while True:
                now_s = time.monotonic()
                if self._closing.is_set() and ends_at_s is None:
                    ends_at_s = now_s + DRAIN_S
                    self._abort_all(now_s)
                if ends_at_s is not None and (now_s >= ends_at_s or not self._busy()):
                    break
                self._turn(now_s)
        finally:
            self._end_all()
            self._udp.close()
            self._wake_receiver.close()
            self._wake_sender.close()

    def _turn(self, now_s: float) -> None:
        readable = self._wait(now_s)
        while self._commands:
            self._commands.popleft()()
        if readable:
            self._receive()
        more = self._serve()
        self._send_answers()
        self._run_conditioner()
        self._wake_wanted = self._wake_wanted or more

    def _wait(self, now_s: float) -> bool:
        deadline_s = self._next_deadline(now_s)
        timeout_s = LONGEST_WAIT_S if deadline_s is None else min(max(deadline_s - now_s, 0.0), LONGEST_WAIT_S)
        udp, wake = self._udp.fileno(), self._wake_receiver.fileno()
        writers = [udp] if self._unsent else []
        pause_s = min(self._gathering.take_pause(), timeout_s)
        if pause_s > 0:
            time.sleep(pause_s)
        self._sleeping = True
        if self._wake_wanted or self._commands:
            timeout_s = 0.0
        try:
            readable, _, _ = select.select([udp, wake], writers, [], timeout_s)
        finally:
            self._sleeping = False
        self._wake_wanted = False
        if wake in readable:
            with contextlib.suppress(OSError):
                self._wake_receiver.recv(4096)
        return udp in readable

    def _next_deadline(self, now_s: float) -> float | None:
        deadlines = []
        for driven in self._driven.values():
            with driven.lock:
                deadline_s = driven.connection.next_deadline(now_s)
            if deadline_s is not None:
                deadlines.append(deadline_s)
            if driven.notify_at_s is not None:
                deadlines.append(driven.notify_at_s)
        if self._conditioner is not None:
            due_s = self._conditioner.next_deadline()
            if due_s is not None:
                deadlines.append(due_s)
        return min(deadlines, default=None)

    def _receive(self) -> None:
        datagrams = 0
        now_s = time.monotonic()
        for _ in range(READS_PER_TURN):
            try:
                batches = self._udp.receive()
            except Unreachable:
                self._unreachable()
                continue
            now_s = time.monotonic()
            for batch, datagram_bytes, address, places in batches:
                datagrams += len(batch) // (datagram_bytes or 1)
                for connection, piece in self._dispatcher.route(batch, datagram_bytes, address, now_s):
                    driven = self._driven.get(connection.local_id)
                    if driven is None:
                        continue
                    with driven.lock:
                        whole = places if piece is batch else None
                        connection.handle_datagrams(piece, datagram_bytes, address, now_s, whole)
            if self._udp.drained:
                break
        self._gathering.received(datagrams, now_s)

    def _serve(self) -> bool:
        """Let every connection act and send; returns whether one of them has more to send at once."""
        more = False
        for driven in list(self._driven.values()):
            connection = driven.connection
            with driven.lock:
                connection.handle_timer(time.monotonic())
            more = self._transmit(driven) or more
            with driven.lock:
                while (event := connection.poll_event()) is not None:
                    driven.take_event(event)
                driven.notify(time.monotonic())
                done = connection.done
                if connection.sender.board.batch_trust.lost:
                    self._udp.sends_batches = False
            if done:
                self._forget(driven)
        return more

    def _transmit(self, driven: DrivenConnection) -> bool:
        for _ in range(BATCHES_SENT_PER_TURN):
            if self._unsent is not None and not self._send_unsent():
                return False
            with driven.lock:
                size, datagram_bytes, address, _ = driven.connection.poll_datagrams(self._out, time.monotonic())
            if not size:
                return False
            self._send(self._out[:size], datagram_bytes, address, driven)
        return True

    def _send(self, batch: memoryview, datagram_bytes: int, address: Address, driven: DrivenConnection) -> None:
        if self._conditioner is not None:
            now_s = time.monotonic()
            for at in range(0, len(batch), datagram_bytes):
                datagram = bytes(batch[at : at + datagram_bytes])
                passed = self._conditioner.submit(datagram, _socket_address(address), now_s)
                if driven.drops is not None:
                    driven.drops.settle(datagram, dropped=not passed)
        else:
            self._send_plain(batch, datagram_bytes, address)

    def _send_unsent(self) -> bool:
        assert self._unsent is not None
        batch, datagram_bytes, address = self._unsent
        self._unsent = None
        self._send_plain(memoryview(batch), datagram_bytes, address)
        return self._unsent is None

    def _send_plain(self, batch: memoryview, datagram_bytes: int, address: Address) -> None:
        try:
            taken = self._udp.send(batch, datagram_bytes, _socket_address(address))
        except Unreachable:
            self._unreachable()
            return
        if taken < len(batch):
            self._unsent = (bytes(batch[taken:]), datagram_bytes, address)

    def _run_conditioner(self) -> None:
        if self._conditioner is not None:
            for datagram, address in self._conditioner.poll(time.monotonic()):
                self._send_plain(memoryview(datagram), len(datagram), address)

    def _send_answers(self) -> None:
        for datagram, address in self._dispatcher.answers:
            self._send_plain(memoryview(datagram), len(datagram), address)
        self._dispatcher.answers.clear()

    def _unreachable(self) -> None:
        now_s = time.monotonic()
        for driven in self._driven.values():
            with driven.lock:
                driven.connection.handle_unreachable(now_s)

    def _accept(self, address: Address, now_s: float) -> Connection | None:
        if self._accepted is None or self._closing.is_set():
            return None
        driven = self._make(address, is_client=False, now_s=now_s)
        driven.connection.accept_syn(now_s)
        if not self._accepted(driven):
            driven.end_observation()
            return None
        self._driven[driven.connection.local_id] = driven
        return driven.connection

    def _make(self, address: Address, *, is_client: bool, now_s: float) -> DrivenConnection:
        observer = self._observer() if self._observer is not None else None
        drops = DropTracing(observer) if observer is not None and self._conditioner is not None else None
        connection = Connection(
            self._settings,
            self._handshake_factory,
            is_client=is_client,
            local_id=secrets.randbelow(CONNECTION_ID_LIMIT - 1) + 1,
            initial_sequence=secrets.randbits(32),
            secret=secrets.token_bytes(16),
            address=address,
            fast_aes=aes_is_fast(),
            now_s=now_s,
            observer=drops or observer,
        )
        return DrivenConnection(connection, self.wake, observer, drops)

    def _add(self, driven: DrivenConnection) -> None:
        self._driven[driven.connection.local_id] = driven
        self._dispatcher.add(driven.connection)

    def _forget(self, driven: DrivenConnection) -> None:
        self._driven.pop(driven.connection.local_id, None)
        self._dispatcher.forget(driven.connection)
        driven.end_observation()

    def _busy(self) -> bool:
        """Whether a connection still has a farewell to say, or the conditioner a datagram to deliver."""
        return any(driven.connection.state is not State.TIME_WAIT for driven in self._driven.values()) or (
            self._conditioner is not None and self._conditioner.next_deadline() is not None
        )

    def _abort_all(self, now_s: float) -> None:
        for driven in self._driven.values():
            with driven.lock:
                if driven.connection.state not in _CLOSING_ANYWAY:
                    driven.connection.abort(ResetCode.SHUTTING_DOWN, "The other side closed PTP.", now_s)

    def _end_all(self) -> None:
        for driven in self._driven.values():
            with driven.lock:
                driven.ended = True
                driven.changed.notify_all()
            driven.end_observation()
        self._driven.clear()


def _socket_address(address: Address) -> SocketAddress:
    return address  # type: ignore[return-value]


_CLOSING_ANYWAY = frozenset({State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK, State.TIME_WAIT, State.FIN_WAIT_2})
