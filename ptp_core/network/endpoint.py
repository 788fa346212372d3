"""The one thread that owns a UDP socket and all connections on it, accepted and opened alike.

Its loop: wait for datagrams, a deadline or a wake-up, then let the core have its turn. Other threads reach the endpoint
by commands and by `wake`, and only that. It ends when its last socket has been closed and its last connection is done,
when it is closed, or when it cannot go on; then everybody on it is told EndpointFailed.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import warnings
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import EndpointFailed, UndeliveredWarning
from ptp_core.network import at_exit
from ptp_core.network.addresses import PeerAddress, SocketAddress
from ptp_core.network.conditioner import Conditioner
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.endpoint_core import EndpointCore
from ptp_core.network.link_control import Conditioning, control_of
from ptp_core.network.processor_delay import ProcessorDelay
from ptp_core.network.world import World, WorldLost
from ptp_core.security.packet_protection import aes_is_fast
from ptp_core.sentences import declare, phrase
from ptp_core.transport.address import Address
from ptp_core.transport.events import Event
from ptp_core.transport.handshaking import HandshakeFactory
from ptp_core.transport.trace import ObserverFactory

_CANNOT_GO_ON = declare("endpoint-failed", "PTP cannot go on at port {port} ({cause}).")
_REPORT_IF_AGAIN = phrase("Try again; if it happens again, please report it.")

JOIN_TIMEOUT_S = 2.0
# How long a closing endpoint stays for its last packets to be heard.
DRAIN_S = 1.0
# How long one without connections stays for what the conditioner still holds.
LAST_WORDS_S = 3.0

Accepted = Callable[[DrivenConnection], bool]
"""Told of each new connection of a listening endpoint; False refuses it."""


class Endpoint:
    """A world of its own (a UDP socket), its thread and its connections. Every public method may be called from any
    thread."""

    def __init__(
        self,
        world: World,
        settings: TransportSettings,
        handshake_factory: HandshakeFactory,
        *,
        conditioner: Conditioning = None,
        observer: ObserverFactory | None = None,
        accepted: Accepted | None = None,
    ) -> None:
        self._world = world
        self._accepted = accepted
        self._address = world.address
        self._delay = ProcessorDelay()
        self._link = control_of(conditioner)
        self._faults = self._link.settings
        self._data_only = self._faults.data_only
        # On a link whose MTU nobody named, segments of a size that somebody did name are not lost for it, and neither
        # are those that were found to fit before the link was made worse.
        self._any_size = not (settings.discovers_path_mtu and self._faults.active)
        link = Conditioner(self._meant(self._faults)) if self._faults.active else None
        self._core = EndpointCore(
            world,
            settings,
            handshake_factory,
            random_bits=secrets.randbits,
            admit=self._admit,
            undelivered=_warn,
            fast_aes=aes_is_fast(),
            conditioner=link,
            observer=observer,
            tells_drops=True,
            processor_delay_s=self._delay.seconds,
        )
        self._commands: deque[Callable[[], None]] = deque()
        self._closing = threading.Event()
        self._retired = threading.Event()
        self._ended = False
        self._aborted = False
        self._ends_at_s = float("inf")
        self._error: EndpointFailed | None = None
        self._close_lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"ptp-endpoint-{self.port}", daemon=True)
        at_exit.began(self)
        self._thread.start()

    @property
    def address(self) -> SocketAddress:
        """The local address of the socket."""
        return self._address  # type: ignore[return-value]

    @property
    def port(self) -> int:
        """The local port."""
        return self.address[1]

    @property
    def retired(self) -> bool:
        """Whether no socket uses it any more; it may still deliver."""
        return self._retired.is_set()

    @property
    def error(self) -> EndpointFailed | None:
        """Why it could not go on, or None."""
        return self._error

    def connect(self, address: SocketAddress, told: Callable[[Event], None] | None = None) -> DrivenConnection:
        """Begin a connection to `address`; the caller waits for `established` or `ended`.

        `told` is called with each of its events, on the endpoint's thread and with the connection's lock held.
        """
        driven = self._core.make(address, is_client=True, told=told)
        driven.connection.connect(self._world.now_s())
        self._command(lambda: self._core.add(driven))
        if self._ended:
            with driven.lock:
                driven.end(self._error)
        return driven

    def retire(self) -> None:
        """No socket uses it any more: deliver what there is to deliver, then end. Returns at once."""
        self._retired.set()
        self._world.wake()

    def finish(self) -> None:
        """Close all connections gracefully, then end. Returns at once."""
        self._command(self._core.finish_all)
        self.retire()

    def join(self, timeout_s: float) -> None:
        """Wait until the thread has ended."""
        if self._thread is not threading.current_thread():
            self._thread.join(timeout_s)

    def close(self) -> None:
        """End every connection, tell the peers, end the thread and give the port back. May be called twice."""
        with self._close_lock:
            self._closing.set()
            self._world.wake()
            self.join(JOIN_TIMEOUT_S)

    # Below, everything runs on the endpoint's thread.

    def _run(self) -> None:
        more = False
        try:
            while True:
                self._run_commands()
                if self._over(self._world.now_s()):
                    break
                readable, writable = self._core.wait(at_once=more)
                self._run_commands()
                self._look_at_link()
                more = self._core.turn(readable, writable)
        except Exception as error:
            self._error = self._failure(error)
        finally:
            self._ended = True
            with contextlib.suppress(Exception):
                self._run_commands()
            try:
                self._core.end_all(self._error)
            finally:
                self._delay.close()
                self._world.close()
                at_exit.ended(self)

    def _over(self, now_s: float) -> bool:
        if self._closing.is_set():
            if not self._aborted:
                self._aborted = True
                self._ends_at_s = now_s + DRAIN_S
                self._core.abort_all()
            return now_s >= self._ends_at_s or self._core.farewells_said
        if not self._retired.is_set() or self._core.connections:
            self._ends_at_s = now_s + LAST_WORDS_S
            return False
        return now_s >= self._ends_at_s or self._core.quiet

    def _run_commands(self) -> None:
        while self._commands:
            self._commands.popleft()()

    def _look_at_link(self) -> None:
        newest = self._link.settings
        if newest is not self._faults:
            self._faults = newest
            self._core.change_link(self._meant(newest))

    def _meant(self, faults: ConditionerSettings) -> ConditionerSettings:
        """Faults as they are for these connections, which began with the settings of their own time."""
        if faults.mtu_bytes is None and self._any_size:
            faults = replace(faults, mtu_bytes=0)
        return replace(faults, data_only=self._data_only)

    def _command(self, command: Callable[[], None]) -> None:
        self._commands.append(command)
        self._world.wake()

    def _admit(self, address: Address, now_s: float) -> DrivenConnection | None:
        if self._accepted is None or self._closing.is_set() or self._retired.is_set():
            return None
        driven = self._core.make(address, is_client=False)
        driven.connection.accept_syn(now_s)
        if self._accepted(driven):
            return driven
        driven.end_observation()
        return None

    def _failure(self, error: Exception) -> EndpointFailed:
        cause = error.__cause__ if isinstance(error, WorldLost) and error.__cause__ is not None else error
        failure = EndpointFailed(_CANNOT_GO_ON(port=str(self.port), cause=repr(cause)), hint=_REPORT_IF_AGAIN)
        failure.__cause__ = cause
        return failure


def _warn(driven: DrivenConnection) -> None:
    """Nobody is left who could be given an exception."""
    host, port = driven.connection.address[:2]
    where = PeerAddress(str(host), int(port))
    message = (
        f"{driven.connection.unacknowledged_bytes:,} bytes that a closed socket had left to be delivered to {where} "
        f"did not get there: {driven.error or 'the time for it was over'}"
    )
    try:
        warnings.warn(message, UndeliveredWarning, stacklevel=1)
    except UndeliveredWarning:
        # Warnings are errors here, and on this thread nobody could catch one.
        import logging

        logging.getLogger(__name__).error(message)
