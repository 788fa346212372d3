"""The engine as the window uses it: who we are, whom we know, what is being sent, and the one receiving server.

No Qt. All methods may be called from any thread; those that touch a disk, a port or a thread's end say so, and belong
on a background thread. Nothing is started once `close` has been called.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.announcing import AnnouncerFactory, Announcing
from app.assembling import laboratory_options, passing_party
from app.installation import Installation, Party, default_name, load_installation
from app.laboratory_values import LaboratoryValues
from app.listening import EVERY_ADDRESS
from app.transfers import Receiving, ReceivingFactory, Sending, SendingFactory
from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.direction import Direction
from ptp_core.errors import PtpError, SocketClosed
from ptp_core.network.addresses import PeerAddress
from ptp_core.record.model.recording import Recording
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.known_peers import KnownPeer, KnownPeers
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferObserver

CLOSE_LIMIT_S: Final = 2.0


class Engine:
    """One per window. `open` comes first; `code` is the code phrase that this computer shows."""

    def __init__(
        self,
        directory: Path,
        observer: TransferObserver,
        *,
        code_changed: Callable[[], None],
        values: LaboratoryValues,
        send: SendingFactory = SendTransfer,
        receive: ReceivingFactory = ReceiveServer,
        talks_to_itself: bool = False,
        listening_changed: Callable[[PtpError | None], None] | None = None,
        announcer: AnnouncerFactory = lambda bound, identity: None,
    ) -> None:
        """`directory` keeps the identity and the known computers. `code_changed` is called, on any thread, when there
        is another code to show. `talks_to_itself` gives the receiving side a throw-away identity, for the
        demonstration: nobody can pair with himself. `listening_changed` is called, on any thread, when the listening
        breaks, and with None when it works again. `announcer` tells the local network of it; nobody does by default."""
        self.code = OneTimeCode(changed=code_changed)
        self._directory = directory
        self._observer = observer
        self._values = values
        self._send_factory = send
        self._receive_factory = receive
        self._talks_to_itself = talks_to_itself
        self._listening_changed = listening_changed
        self._installation: Installation | None = None
        self._receiver: Party | None = None
        self._lock = threading.Lock()
        self._sendings: dict[int, Sending] = {}
        self._receiving: Receiving | None = None
        self._make_announcer = announcer
        self._announcing: Announcing | None = None
        self._closed = False

    def open(self) -> None:
        """Read or make the identity, and read the known computers. Touches the disk; raises DestinationError,
        SecurityError."""
        self._installation = load_installation(self._directory)
        if self._talks_to_itself:
            self._receiver = passing_party(f"{self._installation.identity.name} (receiving)")

    @property
    def name(self) -> str:
        """What this computer is called, as peers see it."""
        return self._installation.identity.name if self._installation else default_name()

    @property
    def fingerprint_words(self) -> str:
        """This computer's key in words to compare, empty before `open`."""
        return self._installation.identity.fingerprint_words if self._installation else ""

    @property
    def fingerprint(self) -> bytes:
        """This computer's key, empty before `open`."""
        return self._installation.identity.fingerprint if self._installation else b""

    def rename(self, name: str) -> None:
        """Call this computer otherwise; what is started from now on says so. Touches the disk; raises
        SecurityError."""
        opened = self._opened()
        self._installation = replace(opened, identity=opened.identity.rename(opened.directory, name))

    def set_values(self, values: LaboratoryValues) -> None:
        """What is started from now on runs with these."""
        self._values = values

    def send(self, paths: Sequence[Path], address: PeerAddress, code: str | None) -> int:
        """Start to send files and folders as one transfer; its id. Touches the disk; raises SourceError,
        DestinationError, SettingsError, and SocketClosed once the engine is closed."""
        sending = self._send_factory(
            tuple(paths), address, options=self._options(Direction.SEND), observer=self._observer, code=code
        )
        with self._lock:
            self._check_open()
            self._sendings = {number: old for number, old in self._sendings.items() if not old.wait(0)}
            self._sendings[sending.transfer_id] = sending
        try:
            sending.start()
        except PtpError:
            with self._lock:
                del self._sendings[sending.transfer_id]
            raise
        if self._closed:
            # close() may have looked before it was started.
            sending.close()
        return sending.transfer_id

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
        self.stop_listening()
        # A new account has no Downloads yet; what else is wrong with the folder, `start` says.
        with contextlib.suppress(OSError):
            directory.mkdir(exist_ok=True)
        receiving = self._receive_factory(
            directory,
            PeerAddress(EVERY_ADDRESS, port),
            options=self._options(Direction.RECEIVE),
            observer=self._observer,
            code=self.code,
            accept=accept,
            on_conflict=on_conflict,
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
            raise _closed()
        self.set_announced(announced)
        return receiving.address

    def stop_listening(self) -> None:
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
        made = self._make_announcer(receiving.address, self._opened().identity) if receiving is not None else None
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
        receiving = self._receiving
        if receiving is not None:
            receiving.set_directory(directory)

    def set_accept(self, policy: AcceptPolicy) -> None:
        """Who may send without asking from now on."""
        receiving = self._receiving
        if receiving is not None:
            receiving.set_accept(policy)

    def set_on_conflict(self, policy: ConflictPolicy) -> None:
        """What happens from now on when a name is in use."""
        receiving = self._receiving
        if receiving is not None:
            receiving.set_on_conflict(policy)

    def set_folder_per_peer(self, wanted: bool) -> None:
        """Whether each sender has a folder of its own from now on."""
        receiving = self._receiving
        if receiving is not None:
            receiving.set_folder_per_peer(wanted)

    def cancel(self, transfer_id: int) -> None:
        """End one transfer, in either direction; the peer is told. Returns at once."""
        with self._lock:
            sending, receiving = self._sendings.get(transfer_id), self._receiving
        if sending is not None:
            sending.cancel()
        elif receiving is not None:
            receiving.cancel(transfer_id)

    def recording(self, transfer_id: int) -> Recording | None:
        """What happens on a transfer's connection, also when it has just ended; None where there is none."""
        with self._lock:
            sending, receiving = self._sendings.get(transfer_id), self._receiving
        if sending is not None:
            return sending.recording
        return receiving.recording(transfer_id) if receiving is not None else None

    def known_peers(self) -> KnownPeers:
        """The memory of known computers itself."""
        return self._opened().known_peers

    def peers(self) -> list[KnownPeer]:
        """The computers that are known here. May wait for the disk."""
        return self._opened().known_peers.all()

    def rename_peer(self, fingerprint: bytes, name: str) -> None:
        """Call a known computer otherwise. Touches the disk; raises SecurityError."""
        self._opened().known_peers.rename(fingerprint, name)

    def forget_peer(self, fingerprint: bytes) -> None:
        """It needs a code again. Touches the disk; raises SecurityError."""
        self._opened().known_peers.forget(fingerprint)

    def trust_peer(self, fingerprint: bytes, always: bool) -> None:
        """Whether its offers are taken without asking. Touches the disk; raises SecurityError."""
        self._opened().known_peers.set_accept_always(fingerprint, always)

    def close(self) -> None:
        """End all transfers and threads side by side, within two seconds. Joins; may be called twice."""
        with self._lock:
            self._closed = True
            sendings = list(self._sendings.values())
            receiving, self._receiving = self._receiving, None
            announcing, self._announcing = self._announcing, None
        closers: list[Callable[[], None]] = [sending.close for sending in sendings]
        if announcing is not None:
            closers.append(announcing.close)
        if receiving is not None:
            closers.append(receiving.close)
        threads = [threading.Thread(target=close, name="ptp-window-closer", daemon=True) for close in closers]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + CLOSE_LIMIT_S
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _options(self, direction: Direction) -> TransferOptions:
        party = self._receiver if direction is Direction.RECEIVE and self._receiver else self._opened()
        return replace(laboratory_options(self._values, party, direction), keeps_recordings=True)

    def _opened(self) -> Installation:
        if self._installation is None:
            raise SocketClosed("This computer's identity has not been read.")
        return self._installation

    def _check_open(self) -> None:
        if self._closed:
            raise _closed()


def _closed() -> SocketClosed:
    return SocketClosed("PTP is being closed.")
