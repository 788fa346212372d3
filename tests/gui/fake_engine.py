"""Transfers that do what a test says, in place of SendTransfer and ReceiveServer. News come from a worker thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.direction import Direction
from ptp_core.errors import PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.record.model.recording import Recording
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.transfer.offer import OfferDetails, PendingOffer
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.report import new_number, peer_called
from ptp_core.transfer.snapshot import ShownText, TransferObserver, TransferSnapshot, TransferState
from ptp_core.transfer.source.text import TextSource
from ptp_core.transfer.source.walking import Source
from ptp_core.transfer.speed_limit import SpeedLimit


def on_worker(call: Any, *arguments: Any) -> None:
    """Call it as the engine does: from a thread that is not the window's."""
    thread = threading.Thread(target=call, args=arguments, name="ptp-fake")
    thread.start()
    thread.join(5)
    assert not thread.is_alive()


class FakeTransfer:
    """Says what the test has it say."""

    def __init__(self, observer: TransferObserver, snapshot: TransferSnapshot) -> None:
        self.observer = observer
        self.snapshot = snapshot
        self.cancelled = False
        self.closed = False
        self.recording: Recording | None = None

    @property
    def transfer_id(self) -> int:
        return self.snapshot.transfer_id

    def tell(self, state: TransferState, **changes: Any) -> None:
        """The next snapshot. Who waits for an answer has made sure who the other side is."""
        if state is TransferState.WAITING:
            changes.setdefault("peer_fingerprint", b"f" * 32)
        self.snapshot = replace(self.snapshot, state=state, **changes)
        on_worker(self.observer.transfer_changed, self.snapshot)

    def cancel(self) -> None:
        self.cancelled = True

    def close(self) -> None:
        self.closed = True

    def wait(self, timeout_s: float) -> bool:
        return self.snapshot.state.final


class FakeSendTransfer(FakeTransfer):
    """Remembers what it was made with; `paths` etc. are as given."""

    def __init__(
        self,
        paths: tuple[Path, ...],
        address: PeerAddress,
        options: TransferOptions,
        observer: TransferObserver,
        code: str | None,
        number: int,
        given: dict[str, Any],
        text: TextSource | None = None,
    ) -> None:
        super().__init__(
            observer,
            TransferSnapshot(
                transfer_id=number,
                direction=Direction.SEND,
                state=TransferState.CONNECTING,
                name=paths[0].name if text is None else text.name,
                peer_name=peer_called(given["peer_name"], str(address), known=False),
                peer_address=str(address),
                bytes_total=1000,
                text=None if text is None else ShownText(text.text),
            ),
        )
        self.paths = paths
        self.text = text
        self.address = address
        self.options = options
        self.code = code
        self.given = given
        self.paused = False
        self.limits: list[float | None] = []

    def pause(self) -> None:
        self.paused = True

    def set_limit(self, bytes_per_s: float | None) -> None:
        self.limits.append(bytes_per_s)

    def start(self) -> None:
        self.tell(TransferState.CONNECTING)


class FakeReceiveServer:
    """Listens on nothing; `offer` lets a peer offer a file."""

    def __init__(
        self,
        directory: Path,
        listen: PeerAddress,
        options: TransferOptions,
        observer: TransferObserver,
        accept: AcceptPolicy,
        on_conflict: ConflictPolicy,
        folder_per_peer: bool = False,
        limit: SpeedLimit | None = None,
    ) -> None:
        self.limit = limit
        self.directory = directory
        self.listen = listen
        self.options = options
        self.observer = observer
        self.accept = accept
        self.on_conflict = on_conflict
        self.folder_per_peer = folder_per_peer
        self.closed = False
        self.cancelled: list[int] = []
        self.recordings: dict[int, Recording] = {}
        self.held: dict[int, bool] = {}
        self.limits: dict[int, float | None] = {}

    @property
    def address(self) -> PeerAddress:
        return PeerAddress(self.listen.host, self.listen.port or 40_000)

    def start(self) -> None:
        """It listens at once."""

    def set_directory(self, directory: Path) -> None:
        self.directory = directory

    def set_on_conflict(self, policy: ConflictPolicy) -> None:
        self.on_conflict = policy

    def set_folder_per_peer(self, wanted: bool) -> None:
        self.folder_per_peer = wanted

    def set_accept(self, policy: AcceptPolicy) -> None:
        self.accept = policy

    def cancel(self, transfer_id: int) -> None:
        self.cancelled.append(transfer_id)

    def recording(self, transfer_id: int) -> Recording | None:
        return self.recordings.get(transfer_id)

    def hold(self, transfer_id: int, held: bool) -> None:
        self.held[transfer_id] = held

    def set_limit(self, transfer_id: int, bytes_per_s: float | None) -> None:
        self.limits[transfer_id] = bytes_per_s

    def close(self) -> None:
        self.closed = True

    def offer(
        self, name: str = "scan.tiff", peer: str = "studio-pc", key: bytes = b""
    ) -> tuple[FakeTransfer, PendingOffer]:
        """A peer connects and offers a file."""
        transfer = FakeTransfer(
            self.observer,
            TransferSnapshot(
                transfer_id=new_number(),
                direction=Direction.RECEIVE,
                state=TransferState.WAITING,
                name=name,
                peer_name=peer,
                peer_address="192.0.2.9:7700",
                bytes_total=5_000_000_000,
                transfer_key=key,
            ),
        )
        transfer.tell(TransferState.WAITING)
        offer = PendingOffer(
            OfferDetails(
                transfer_id=transfer.transfer_id,
                name=name,
                size_bytes=5_000_000_000,
                peer_name=peer,
                peer_address="192.0.2.9:7700",
                peer_known=False,
                fingerprint_words="golf aspen helmet attic ghost",
                directory=self.directory,
                free_bytes=1 << 40,
            )
        )
        on_worker(self.observer.offer_received, offer)
        return transfer, offer


class FakeWithdrawal:
    """Tells nobody; remembers whom it would."""

    over = True

    def __init__(self, paths: Sequence[Path], address: PeerAddress, **given: Any) -> None:
        self.paths = tuple(paths)
        self.address = address
        self.given = given

    def start(self) -> None:
        """It is over already."""

    def stop(self) -> None:
        """It is over already."""

    def close(self) -> None:
        """It is over already."""


@dataclass
class FakeEngineParts:
    """The factories for an Engine, and what they made. A set error is raised by the next one that is made."""

    sends: list[FakeSendTransfer] = field(default_factory=list)
    servers: list[FakeReceiveServer] = field(default_factory=list)
    withdrawals: list[FakeWithdrawal] = field(default_factory=list)
    send_error: PtpError | None = None
    listen_error: PtpError | None = None
    listening_changed: Callable[[PtpError | None], None] | None = None

    def send(
        self,
        sources: Sequence[Source],
        address: PeerAddress,
        *,
        options: TransferOptions,
        observer: TransferObserver,
        code: str | None,
        number: int,
        **given: Any,
    ) -> FakeSendTransfer:
        """In place of SendTransfer."""
        error, self.send_error = self.send_error, None
        if error is not None:
            raise error
        text = next((source for source in sources if isinstance(source, TextSource)), None)
        paths = tuple(source for source in sources if isinstance(source, Path))
        assert len(paths) == len(sources) or text is not None
        self.sends.append(FakeSendTransfer(paths, address, options, observer, code, number, given, text))
        return self.sends[-1]

    def withdraw(self, paths: Sequence[Path], address: PeerAddress, **given: Any) -> FakeWithdrawal:
        """In place of Withdrawal."""
        self.withdrawals.append(FakeWithdrawal(paths, address, **given))
        return self.withdrawals[-1]

    def receive(
        self,
        directory: Path,
        listen: PeerAddress,
        *,
        options: TransferOptions,
        observer: TransferObserver,
        code: OneTimeCode,
        accept: AcceptPolicy,
        on_conflict: ConflictPolicy,
        sink: BinaryIO | None = None,
        folder_per_peer: bool = False,
        limit: SpeedLimit | None = None,
        listening_changed: Callable[[PtpError | None], None] | None,
    ) -> FakeReceiveServer:
        """In place of ReceiveServer."""
        error, self.listen_error = self.listen_error, None
        if error is not None:
            raise error
        self.servers.append(
            FakeReceiveServer(directory, listen, options, observer, accept, on_conflict, folder_per_peer, limit)
        )
        self.listening_changed = listening_changed
        return self.servers[-1]
