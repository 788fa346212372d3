"""The receiving side of this computer: listens, and gives every connection a ReceiveTransfer of its own."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.errors import EndpointFailed, NetworkError, PtpError, ResetCode, SecurityError
from ptp_core.network.addresses import PeerAddress
from ptp_core.record.files.noted_values import noted_values
from ptp_core.record.side import Side
from ptp_core.record.sources.socket_records import SocketRecords, record_of
from ptp_core.record.titles import RECEIVING
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.transfer.conversation.channel import MessageChannel, StreamSocket
from ptp_core.transfer.conversation.supervision import StopReason
from ptp_core.transfer.deciding import ReceivePolicy
from ptp_core.transfer.destination.journal import kept_partials
from ptp_core.transfer.destination.leftovers import remove_leftovers
from ptp_core.transfer.destination.partial_file import check_directory
from ptp_core.transfer.destination.peer_folder import peer_folders
from ptp_core.transfer.destination.text_inbox import ArrivedTexts
from ptp_core.transfer.given_answers import GivenAnswers
from ptp_core.transfer.meeting.admission import QUOTAS, make_way
from ptp_core.transfer.meeting.sockets import SocketFactory, new_socket
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.receive_transfer import ReceiveTransfer
from ptp_core.transfer.snapshot import TransferObserver, TransferSnapshot
from ptp_core.transfer.speed_limit import SpeedLimit
from ptp_core.transport.address import network_of

if TYPE_CHECKING:
    from ptp_core.record.model.recording import Recording

MAX_TRANSFERS = 16
# Peers that have shown who they are, their files crossing or waiting for a person or for a place.
MAX_GUESTS = 128
MAX_RECORDINGS = 4
MAX_REMEMBERED = 100
ACCEPT_POLL_S = 0.2
JOIN_S = 2.0
# Between tries to listen again when the listening itself broke; the last one repeats.
LISTEN_AGAIN_AFTER_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class ReceiveServer:
    """Listens on one port and receives into one folder, at most sixteen transfers at a time; more wait for their turn.

    With a `sink`, such as standard output, one file goes there, and nothing into the folder. With `folder_per_peer`
    each sender's files go into a folder of its own there. All transfers together take
    in no more than `limit` allows.

    Strangers have places of their own (`admission`): however many come, whoever is known gets in.

    All methods may be called from any thread. Nothing that happens on one connection ends the server, and no change of
    the folder or of a policy ends a connection. When the listening itself breaks it begins again at the same port;
    `listening_changed` is told, on the server's thread, the error when that does not work at once, and None when it
    works again.
    """

    def __init__(
        self,
        directory: Path,
        listen: PeerAddress,
        *,
        options: TransferOptions,
        observer: TransferObserver,
        code: OneTimeCode,
        accept: AcceptPolicy = AcceptPolicy.ASK,
        on_conflict: ConflictPolicy = ConflictPolicy.RENAME,
        sink: BinaryIO | None = None,
        limit: SpeedLimit | None = None,
        folder_per_peer: bool = False,
        socket_factory: SocketFactory = new_socket,
        listening_changed: Callable[[PtpError | None], None] | None = None,
    ) -> None:
        self._policy = ReceivePolicy(
            directory, accept, on_conflict, sink, folder_per_peer, compares_first=options.compares_first
        )
        self._listen = listen
        self._options = options
        self._observer = observer
        self._code = code
        self._limit = limit or SpeedLimit()
        self._given = GivenAnswers(options.identity.derived_key(b"accepted offers"))
        self._arrived = ArrivedTexts()
        self._socket_factory = socket_factory
        self._listening_changed = listening_changed or _log
        self._lock = threading.Lock()
        self._running: dict[int, ReceiveTransfer] = {}
        # Turned away, their threads about to end.
        self._leaving: list[ReceiveTransfer] = []
        self._places = threading.BoundedSemaphore(MAX_TRANSFERS)
        self._past: deque[TransferSnapshot] = deque(maxlen=MAX_REMEMBERED)
        self._recordings: deque[tuple[int, Recording]] = deque(maxlen=MAX_RECORDINGS)
        self._stop = threading.Event()
        self._socket: StreamSocket | None = None
        self._records: SocketRecords | None = None
        self._thread = threading.Thread(target=self._accept_all, name="ptp-receive-accept", daemon=True)

    @property
    def address(self) -> PeerAddress:
        """Where it listens; the real port once it was started."""
        if self._socket is None:
            return self._listen
        host, port = self._socket.local_address
        return PeerAddress(self._listen.host or host, port)

    def start(self) -> None:
        """Listen, at once. Raises DestinationError when the folder cannot be written or a record not be made, and
        PortUnavailable or AddressError when the port cannot be had."""
        if self._policy.sink is None:
            check_directory(self._policy.directory)
            _tidy(self._policy.directory)
        self._records = SocketRecords(
            segment_log_path=self._options.segment_log_path,
            qlog_directory=self._options.qlog_directory,
            recording_path=self._options.recording_path,
            side=Side.RECEIVER,
            title=RECEIVING(address=str(self._listen)),
            values=lambda: noted_values(Side.RECEIVER, self._options.transport, self._options.faults),
            in_memory=self._options.keeps_recordings,
            keeps_empty=self._options.keeps_empty_logs,
        )
        try:
            self._socket = self._new_listener(self._listen.port)
        except BaseException:
            self._records.close()
            raise
        self._thread.start()

    def set_directory(self, directory: Path) -> None:
        """Offers that are decided from now on go there. Raises DestinationError when it cannot be written."""
        check_directory(directory)
        _tidy(directory)
        with self._lock:
            self._policy = replace(self._policy, directory=directory)

    def set_folder_per_peer(self, wanted: bool) -> None:
        """Whether offers that are decided from now on go into a folder of their sender's."""
        with self._lock:
            self._policy = replace(self._policy, folder_per_peer=wanted)

    def set_accept(self, policy: AcceptPolicy) -> None:
        """Who may send from now on."""
        with self._lock:
            self._policy = replace(self._policy, accept=policy)

    def set_on_conflict(self, policy: ConflictPolicy) -> None:
        """What happens from now on to an offer whose name is in use."""
        with self._lock:
            self._policy = replace(self._policy, on_conflict=policy)

    def cancel(self, transfer_id: int) -> None:
        """End one transfer; the sender is told. An unknown number is ignored."""
        with self._lock:
            transfer = self._running.get(transfer_id)
        if transfer is not None:
            transfer.stop(StopReason.CANCELLED)

    def hold(self, transfer_id: int, held: bool) -> None:
        """Let nothing of one transfer in from now on, or again; the sender is told, and waits. An unknown number is
        ignored."""
        with self._lock:
            transfer = self._running.get(transfer_id)
        if transfer is not None:
            transfer.hold(held)

    def set_limit(self, transfer_id: int, bytes_per_s: float | None) -> None:
        """One transfer's own speed limit, None for none. An unknown number is ignored. Raises SettingsError."""
        with self._lock:
            transfer = self._running.get(transfer_id)
        if transfer is not None:
            transfer.set_limit(bytes_per_s)

    def transfers(self) -> list[TransferSnapshot]:
        """The newest snapshot of each transfer, the last hundred finished ones first."""
        self._sweep()
        with self._lock:
            running = [transfer.snapshot() for transfer in self._running.values() if not transfer.silent]
            return [*self._past, *running]

    def recording(self, transfer_id: int) -> Recording | None:
        """What happens on a transfer's connection; None where recordings are not kept. Of those that have ended a
        few are still there: a short one may be over before anybody asks."""
        with self._lock:
            transfer = self._running.get(transfer_id)
            kept = next((recording for number, recording in self._recordings if number == transfer_id), None)
        return transfer.recording if transfer is not None else kept

    def close(self) -> None:
        """Stop listening, end all transfers, wait for all threads, at most two seconds. May be called twice."""
        deadline = time.monotonic() + JOIN_S
        self._stop.set()
        with self._lock:
            transfers = [*self._running.values(), *self._leaving]
        for transfer in transfers:
            transfer.stop(StopReason.CLOSING)
        if self._socket is not None:
            with contextlib.suppress(NetworkError):
                self._socket.close()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(max(0.0, deadline - time.monotonic()))
        for transfer in transfers:
            transfer.join(max(0.0, deadline - time.monotonic()))
        self._sweep()
        if self._records is not None:
            self._records.close()

    def _accept_all(self) -> None:
        assert self._socket is not None
        while not self._stop.is_set():
            self._sweep()
            try:
                socket, address = self._socket.accept()
            except TimeoutError:
                continue
            except EndpointFailed as failed:
                self._listen_again(failed)
                continue
            except NetworkError:
                # Closed: the flag tells, and the wait keeps a broken one from spinning.
                self._stop.wait(ACCEPT_POLL_S)
                continue
            try:
                self._take(socket, address)
            except (PtpError, RuntimeError):
                # No thread to be had, or a peer that was gone again: this connection ends, the server goes on.
                MessageChannel(socket).abort(ResetCode.INTERNAL)

    def _new_listener(self, port: int) -> StreamSocket:
        socket = self._socket_factory(self._options, self._records.observer if self._records else None)
        socket.settimeout(ACCEPT_POLL_S)
        try:
            socket.listen((self._listen.host, port), MAX_TRANSFERS)
        except BaseException:
            socket.close()
            raise
        return socket

    def _listen_again(self, failed: EndpointFailed) -> None:
        """The endpoint is gone with all its connections: make another one, however long that takes."""
        broken = self._socket
        assert broken is not None
        port = broken.local_address[1]
        broken.close()
        error: PtpError = failed
        for tries, pause_s in enumerate(chain(LISTEN_AGAIN_AFTER_S, repeat(LISTEN_AGAIN_AFTER_S[-1]))):
            if tries == 1:
                self._listening_changed(error)
            if self._stop.wait(pause_s):
                return
            try:
                self._socket = socket = self._new_listener(port)
            except PtpError as again:
                error = again
                continue
            if self._stop.is_set():
                # close() may have looked before this one was there.
                socket.close()
            elif tries:
                self._listening_changed(None)
            return

    def _take(self, socket: StreamSocket, address: tuple[str, int]) -> None:
        channel = MessageChannel(socket)
        known = self._knows(socket.peer_fingerprint)
        if self._stop.is_set() or not self._may_come(known, network_of(address[0])):
            channel.abort(ResetCode.REFUSED)
            return
        socket.settimeout(None)
        transfer = ReceiveTransfer(
            channel,
            str(PeerAddress(address[0], address[1])),
            options=self._options,
            observer=self._observer,
            code=self._code,
            policy=lambda: self._policy,
            places=self._places,
            known=known,
            given=self._given,
            arrived=self._arrived,
            limit=self._limit,
            others=self._all,
            record=record_of(socket.segment_observer),
        )
        with self._lock:
            self._running[transfer.transfer_id] = transfer
        transfer.start()
        if self._stop.is_set():
            # close() may have looked before this one was in the list.
            transfer.stop(StopReason.CLOSING)

    def _all(self) -> list[ReceiveTransfer]:
        with self._lock:
            return list(self._running.values())

    def _knows(self, fingerprint: bytes) -> bool:
        try:
            return self._options.known_peers.find(fingerprint) is not None
        except SecurityError:
            # A list that cannot be read: the transfer says so, as it would to anybody.
            return False

    def _may_come(self, known: bool, network: str) -> bool:
        """Whether there is room for one more, after a stranger was turned away for it where that was needed."""
        with self._lock:
            running = list(self._running.values())
        strangers = [transfer for transfer in running if transfer.stranger]
        if known:
            return len(running) - len(strangers) < MAX_GUESTS
        welcome, displaced = make_way(strangers, network, QUOTAS[self._code.policy])
        if displaced is not None:
            displaced.turn_away()
            with self._lock:
                self._running.pop(displaced.transfer_id, None)
                self._leaving = [transfer for transfer in self._leaving if not transfer.ended] + [displaced]
        return welcome

    def _sweep(self) -> None:
        """Move what has ended from the running to the remembered."""
        with self._lock:
            ended = [transfer for transfer in self._running.values() if transfer.ended]
            for transfer in ended:
                del self._running[transfer.transfer_id]
                if not transfer.silent:
                    self._past.append(transfer.snapshot())
                    if transfer.recording is not None:
                        self._recordings.append((transfer.transfer_id, transfer.recording))


def _tidy(directory: Path) -> None:
    """Remove what killed processes left unfinished, also in the peers' own folders."""
    remove_leftovers(directory, kept_partials)
    with contextlib.suppress(OSError):
        for folder in peer_folders(directory):
            remove_leftovers(folder, kept_partials)


def _log(error: PtpError | None) -> None:
    if error is None:
        logging.getLogger(__name__).warning("Listening again.")
    else:
        logging.getLogger(__name__).error("Nobody can send to this computer at the moment: %s %s", error, error.hint)
