"""The one receiving server of an engine, and that the local network is told of it.

No Qt. All methods may be called from any thread. What is set while nothing listens is given to `listen` when something
does. Nothing is started once `closers` has been called.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from app.announcing import AnnouncerFactory, Announcing
from app.listening import EVERY_ADDRESS
from app.transfers import Receiving, ReceivingFactory
from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.errors import PtpError, SocketClosed
from ptp_core.network.addresses import PeerAddress
from ptp_core.record.model.recording import Recording
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.identity import Identity
from ptp_core.sentences import declare
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.snapshot import TransferObserver
from ptp_core.transfer.speed_limit import SpeedLimit

_BEING_CLOSED = declare("engine-being-closed", "PTP is being closed.")()


class ReceivingSide:
    """`limit` is the speed limit of all that is received."""

    def __init__(
        self,
        receive: ReceivingFactory,
        observer: TransferObserver,
        *,
        code: OneTimeCode,
        options: Callable[[], TransferOptions],
        identity: Callable[[], Identity],
        announcer: AnnouncerFactory,
        listening_changed: Callable[[PtpError | None], None] | None,
    ) -> None:
        """`options` are asked for with each `listen`, and `identity` for each announcement."""
        self.limit = SpeedLimit()
        self._receive_factory, self._observer, self._code = receive, observer, code
        self._options, self._identity = options, identity
        self._make_announcer, self._listening_changed = announcer, listening_changed
        self._lock = threading.Lock()
        self._receiving: Receiving | None = None
        self._announcing: Announcing | None = None
        self._closed = False

    def listen(
        self,
        directory: Path,
        port: int,
        accept: AcceptPolicy,
        on_conflict: ConflictPolicy,
        *,
        announced: bool = False,
        folder_per_peer: bool = False,
    ) -> PeerAddress:
        """Receive from now on, in place of what was listening before; where. `announced`: the local network is told;
        `folder_per_peer`: each sender has a folder of its own. Touches the disk and the port; raises PortUnavailable,
        DestinationError, SettingsError."""
        self.stop()
        # A new account has no Downloads yet; what else is wrong with the folder, `start` says.
        with contextlib.suppress(OSError):
            directory.mkdir(exist_ok=True)
        receiving = self._receive_factory(
            directory,
            PeerAddress(EVERY_ADDRESS, port),
            options=self._options(),
            observer=self._observer,
            code=self._code,
            accept=accept,
            on_conflict=on_conflict,
            limit=self.limit,
            folder_per_peer=folder_per_peer,
            listening_changed=self._listening_changed,
        )
        receiving.start()
        with self._lock:
            closed = self._closed
            if not closed:
                self._receiving = receiving
        if closed:
            receiving.close()
            raise being_closed()
        self.set_announced(announced)
        return receiving.address

    def stop(self) -> None:
        """Receive no more; ends what is being received. Joins threads, for two seconds at most."""
        with self._lock:
            receiving, self._receiving = self._receiving, None
        self.set_announced(False)
        if receiving is not None:
            receiving.close()

    def set_announced(self, announced: bool) -> None:
        """Whether the local network is told of who listens here, if anybody does. Joins a thread, for half a second."""
        with self._lock:
            receiving = self._receiving if announced and not self._closed else None
        made = self._make_announcer(receiving.address, self._identity()) if receiving is not None else None
        with self._lock:
            before, self._announcing = self._announcing, None if self._closed else made
            made = self._announcing
        if before is not None:
            before.close()
        if made is not None:
            # One that was closed meanwhile says nothing.
            made.start()

    def set_directory(self, directory: Path) -> None:
        """Save there from now on. Touches the disk; raises DestinationError."""
        if (receiving := self._receiving) is not None:
            receiving.set_directory(directory)

    def set_accept(self, policy: AcceptPolicy) -> None:
        """Who may send without asking from now on."""
        if (receiving := self._receiving) is not None:
            receiving.set_accept(policy)

    def set_on_conflict(self, policy: ConflictPolicy) -> None:
        """What happens from now on when a name is in use."""
        if (receiving := self._receiving) is not None:
            receiving.set_on_conflict(policy)

    def set_folder_per_peer(self, wanted: bool) -> None:
        """Whether each sender has a folder of its own from now on."""
        if (receiving := self._receiving) is not None:
            receiving.set_folder_per_peer(wanted)

    def hold(self, transfer_id: int, held: bool) -> None:
        """Let a transfer rest, or go on; it keeps its connection."""
        if (receiving := self._receiving) is not None:
            receiving.hold(transfer_id, held)

    def cancel(self, transfer_id: int) -> None:
        """End one transfer; the sender is told."""
        if (receiving := self._receiving) is not None:
            receiving.cancel(transfer_id)

    def set_limit(self, transfer_id: int, bytes_per_s: float | None) -> None:
        """One transfer's own speed limit, None for none. Raises SettingsError."""
        if (receiving := self._receiving) is not None:
            receiving.set_limit(transfer_id, bytes_per_s)

    def recording(self, transfer_id: int) -> Recording | None:
        """What happens on a transfer's connection, also when it has just ended; None where there is none."""
        receiving = self._receiving
        return receiving.recording(transfer_id) if receiving is not None else None

    def closers(self) -> list[Callable[[], None]]:
        """Start nothing any more; what ends all that there is, each of which joins threads. May be called twice."""
        with self._lock:
            self._closed = True
            receiving, self._receiving = self._receiving, None
            announcing, self._announcing = self._announcing, None
        return [part.close for part in (announcing, receiving) if part is not None]


def being_closed() -> SocketClosed:
    """What is raised by who would start something too late."""
    return SocketClosed(_BEING_CLOSED)
