"""The engine as the window uses it: who we are, whom we know, what is being sent, and what is received.

No Qt. All methods may be called from any thread; those that touch a disk, a port or a thread's end say so, and belong
on a background thread. Nothing is started once `close` has been called.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.announcing import AnnouncerFactory
from app.assembling import laboratory_options, passing_party
from app.installation import Installation, Party, default_name, load_installation, queue_path
from app.laboratory_values import LaboratoryValues
from app.receiving_side import ReceivingSide, being_closed
from app.transfers import ReceivingFactory
from ptp_core.direction import Direction
from ptp_core.driving.driver import RunFactory
from ptp_core.driving.send_queue import SendQueue
from ptp_core.driving.withdrawals import WithdrawFactory
from ptp_core.errors import PtpError, SettingsError, SocketClosed
from ptp_core.network.addresses import PeerAddress
from ptp_core.network.link_control import LinkControl
from ptp_core.queue.job import Job
from ptp_core.queue.memory import QueueMemory
from ptp_core.queue.transfer_queue import AT_ONCE
from ptp_core.record.model.recording import Recording
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.identity import first_name
from ptp_core.security.known_peers import KnownPeer, KnownPeers
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferObserver
from ptp_core.transfer.speed_limit import SpeedLimit
from ptp_core.transfer.withdrawal import Withdrawal

_NO_IDENTITY = declare("no-identity", "This computer's identity has not been read.")()
_QUEUE_ELSEWHERE = declare("queue-elsewhere", "PTP is open in another window, which keeps the queue.")()
_FORGOTTEN = phrase("What you send from this window is forgotten when you close it.")
_QUEUE_PUT_ASIDE = declare("queue-put-aside", "The queue could not be read and is now {path}; a new one was begun.")

CLOSE_LIMIT_S: Final = 2.0


class Engine:
    """One per window. `open` comes first; `code` is the code phrase that this computer shows, and `receiving`
    what listens here."""

    def __init__(
        self,
        directory: Path,
        observer: TransferObserver,
        *,
        code_changed: Callable[[], None],
        values: LaboratoryValues,
        send: RunFactory = SendTransfer,
        withdraw: WithdrawFactory = Withdrawal,
        receive: ReceivingFactory = ReceiveServer,
        talks_to_itself: bool = False,
        listening_changed: Callable[[PtpError | None], None] | None = None,
        announcer: AnnouncerFactory = lambda bound, identity: None,
        queue_changed: Callable[[tuple[int, ...]], None] = lambda numbers: None,
        queue_problem: Callable[[PtpError], None] = lambda error: None,
    ) -> None:
        """`directory` keeps the identity and the known computers. `code_changed` is called, on any thread, when there
        is another code to show. `talks_to_itself` gives the receiving side a throw-away identity, for the
        demonstration: nobody can pair with himself. `listening_changed` is called, on any thread, when the listening
        breaks, and with None when it works again. `announcer` tells the local network of it; nobody does by default.
        `queue_changed` is told the ids of what is sent when their order has changed, and `queue_problem` why they are
        not kept for the next start."""
        self.code = OneTimeCode(changed=code_changed)
        self._directory, self._observer = directory, observer
        self._values = values
        self._link = LinkControl(values.link())
        self._make_run, self._make_withdrawal = send, withdraw
        self._talks_to_itself = talks_to_itself
        self._installation: Installation | None = None
        self._receiver: Party | None = None
        self._lock = threading.Lock()
        self._queue_changed, self._queue_problem = queue_changed, queue_problem
        self._queue: SendQueue | None = None
        self._at_once = AT_ONCE
        self._keeps_recordings = True
        # What goes out and what comes in do not share a path's capacity.
        self._send_limit = SpeedLimit()
        self.receiving = ReceivingSide(
            receive,
            observer,
            code=self.code,
            options=lambda: self._options(Direction.RECEIVE),
            identity=lambda: self._opened().identity,
            announcer=announcer,
            listening_changed=listening_changed,
        )
        self._closed = False

    def open(self) -> None:
        """Read or make the identity, read the known computers, and go on with what was being sent. Touches the disk;
        raises DestinationError, SecurityError."""
        self._installation = load_installation(self._directory)
        if self._talks_to_itself:
            self._receiver = passing_party(f"{self._installation.identity.name} (receiving)")
        queue = self._load_queue()
        with self._lock:
            closed = self._closed
            if not closed:
                self._queue = queue
        (queue.close if closed else queue.start)()

    @property
    def name(self) -> str:
        """What this computer is called, as peers see it."""
        return self._installation.identity.name if self._installation else default_name()

    @property
    def first_name(self) -> str:
        """What this computer is called until its person chooses a name."""
        opened = self._installation
        return first_name(default_name(), opened.identity.fingerprint) if opened else default_name()

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
        """What is started from now on runs with these; what happens to datagrams, happens at once to those of transfers
        that run, too."""
        self._values = values
        self._link.change(values.link())

    def send(
        self, paths: Sequence[Path], addresses: Sequence[PeerAddress], code: str | None, names: Sequence[str] = ()
    ) -> tuple[int, ...]:
        """Queue files and folders as one transfer to each of `addresses`; their numbers. `names` are what these are
        called until they say so themselves. Raises SourceError,
        SettingsError, and SocketClosed once the engine is closed. Like all that changes the queue, it touches the
        disk."""
        self._check_open()
        return self._opened_queue().add(paths, addresses, code=code, names=names)

    def send_text(
        self, text: str, addresses: Sequence[PeerAddress], code: str | None, names: Sequence[str] = ()
    ) -> tuple[int, ...]:
        """The same for a text."""
        self._check_open()
        return self._opened_queue().add_text(text, addresses, code=code, names=names)

    def pause(self, transfer_id: int) -> None:
        """Let a transfer rest: one that is sent ends its run, one that is received keeps its connection."""
        if self._is_sent(transfer_id):
            self._opened_queue().pause(transfer_id)
        else:
            self.receiving.hold(transfer_id, True)

    def resume(self, transfer_id: int) -> None:
        """It goes on where it was."""
        if self._is_sent(transfer_id):
            self._opened_queue().resume(transfer_id)
        else:
            self.receiving.hold(transfer_id, False)

    def cancel(self, transfer_id: int) -> None:
        """End one transfer, in either direction; the peer is told."""
        if self._is_sent(transfer_id):
            self._opened_queue().cancel(transfer_id)
        else:
            self.receiving.cancel(transfer_id)

    def retry(self, transfer_id: int) -> None:
        """Send again what failed or was cancelled."""
        self._opened_queue().retry(transfer_id)

    def move(self, transfer_id: int, by: int) -> None:
        """Up (negative) or down in the queue."""
        self._opened_queue().move(transfer_id, by)

    def forget(self, transfer_id: int) -> None:
        """What is over need not be remembered."""
        if self._is_sent(transfer_id):
            self._opened_queue().remove(transfer_id)

    def sent_job(self, transfer_id: int) -> Job | None:
        """What is being sent to whom; None for a transfer that is received or forgotten."""
        return self._queue.job(transfer_id) if self._queue is not None else None

    def set_transfer_limit(self, transfer_id: int, bytes_per_s: int | None) -> None:
        """One transfer's own speed limit, None for none. Raises SettingsError."""
        if self._is_sent(transfer_id):
            self._opened_queue().set_limit(transfer_id, bytes_per_s)
        else:
            self.receiving.set_limit(transfer_id, bytes_per_s)

    def set_limit(self, bytes_per_s: float | None) -> None:
        """The speed limit of all that is sent together, and of all that is received; None for none. Returns at once;
        raises SettingsError."""
        now = time.monotonic()
        for limit in (self._send_limit, self.receiving.limit):
            limit.set_rate(bytes_per_s, now)

    def set_at_once(self, at_once: int) -> None:
        """How many transfers are sent at a time. Raises SettingsError."""
        self._at_once = at_once
        if self._queue is not None:
            self._queue.set_at_once(at_once)

    def set_keeps_recordings(self, wanted: bool) -> None:
        """Whether what happens on each connection is kept in memory, for views; of what is started from now on, and of
        what is received once it listens anew."""
        self._keeps_recordings = wanted

    def recording(self, transfer_id: int) -> Recording | None:
        """What happens on a transfer's connection, also when it has just ended; None where there is none."""
        sent = self._queue.recording(transfer_id) if self._queue is not None else None
        return sent if sent is not None else self.receiving.recording(transfer_id)

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
            queue = self._queue
        closers = self.receiving.closers()
        if queue is not None:
            closers.append(queue.close)
        threads = [threading.Thread(target=close, name="ptp-window-closer", daemon=True) for close in closers]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + CLOSE_LIMIT_S
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _load_queue(self) -> SendQueue:
        memory = QueueMemory(queue_path(self._directory))
        if not memory.claim():
            self._queue_problem(
                SettingsError(
                    _QUEUE_ELSEWHERE,
                    hint=_FORGOTTEN,
                )
            )
        queue = SendQueue(
            options=lambda: self._options(Direction.SEND),
            observer=self._observer,
            limit=self._send_limit,
            memory=memory if memory.claimed else None,
            at_once=self._at_once,
            ordered=self._queue_changed,
            problem=self._queue_problem,
            make=self._make_run,
            withdraw=self._make_withdrawal,
        )
        if memory.put_aside is not None:
            self._queue_problem(
                SettingsError(_QUEUE_PUT_ASIDE(path=memory.put_aside))
            )
        return queue

    def _opened_queue(self) -> SendQueue:
        if self._queue is None:
            self._opened()
            raise being_closed()
        return self._queue

    def _is_sent(self, transfer_id: int) -> bool:
        return self.sent_job(transfer_id) is not None

    def _options(self, direction: Direction) -> TransferOptions:
        party = self._receiver if direction is Direction.RECEIVE and self._receiver else self._opened()
        options = laboratory_options(self._values, party, direction)
        return replace(options, conditioner=self._link, keeps_recordings=self._keeps_recordings)

    def _opened(self) -> Installation:
        if self._installation is None:
            raise SocketClosed(_NO_IDENTITY)
        return self._installation

    def _check_open(self) -> None:
        if self._closed:
            raise being_closed()
