"""Two installations on one network in memory, and an observer that remembers; used by the transfer tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ptp_core.config import AcceptPolicy, ConflictPolicy, TransportSettings
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Begin, Entry, EntryKind, Hello, Listed, Manifest, Offer, Root
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transfer.source.walking import Source
from ptp_core.transport.trace import ObserverFactory
from tests.unit.transfer.fake_socket import FakeNetwork, FakeSocket

LIMIT_S = 5.0


def offer_of(name: str, size_bytes: int, modified_ns: int = 0) -> Offer:
    """An offer of one file, spoken by hand."""
    return Offer(name.encode().ljust(16, b"\0")[:16], (Root(name, size_bytes, modified_ns),), 1, size_bytes)


def begin(channel: MessageChannel, name: str, size_bytes: int) -> None:
    """What comes before the bytes of the one file."""
    channel.send(Manifest((Entry(EntryKind.FILE, 0, name, size_bytes),)))
    channel.send(Listed(1, size_bytes))
    channel.send(Begin(0))


def swallow(channel: MessageChannel, size_bytes: int) -> bytes:
    """So many bytes of the stream."""
    taken = bytearray()
    while len(taken) < size_bytes:
        view = channel.receive_view(size_bytes - len(taken))
        taken += view
        channel.release(len(view))
    return bytes(taken)


def wait_until(condition: Callable[[], object], limit_s: float = LIMIT_S) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "never came"
        threading.Event().wait(0.01)


class Watcher:
    """Remembers what it is told and lets a test wait for it; `on_offer` decides about offers."""

    def __init__(self, on_offer: Callable[[PendingOffer], None] = lambda offer: None) -> None:
        self.snapshots: list[TransferSnapshot] = []
        self.offers: list[PendingOffer] = []
        self._on_offer = on_offer
        self._condition = threading.Condition()

    def transfer_changed(self, snapshot: TransferSnapshot) -> None:
        with self._condition:
            self.snapshots.append(snapshot)
            self._condition.notify_all()

    def offer_received(self, offer: PendingOffer) -> None:
        with self._condition:
            self.offers.append(offer)
            self._condition.notify_all()
        self._on_offer(offer)

    def wait_for(self, condition: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
        with self._condition:
            assert self._condition.wait_for(condition, limit_s), f"never came; states {self.states()}"

    def wait_for_state(self, state: TransferState, limit_s: float = LIMIT_S) -> TransferSnapshot:
        self.wait_for(lambda: any(snapshot.state is state for snapshot in self.snapshots), limit_s)
        return next(snapshot for snapshot in self.snapshots if snapshot.state is state)

    def final(self, limit_s: float = LIMIT_S) -> TransferSnapshot:
        """The final snapshot, which must be the only one and the last of its transfer."""
        self.wait_for(lambda: any(snapshot.state.final for snapshot in self.snapshots), limit_s)
        (final,) = [snapshot for snapshot in self.snapshots if snapshot.state.final]
        assert [s for s in self.snapshots if s.transfer_id == final.transfer_id][-1] is final
        return final

    def states(self) -> list[TransferState]:
        """The states in order, each once."""
        return list(dict.fromkeys(snapshot.state for snapshot in self.snapshots))


class Installation:
    """One computer: who it is and whom it knows."""

    def __init__(self, network: FakeNetwork, name: str) -> None:
        self.network = network
        self.identity = Identity.create(name)
        self.known_peers = KnownPeers(None)
        self.sockets: list[FakeSocket] = []
        self.prepare: Callable[[FakeSocket], None] = lambda socket: None

    @property
    def options(self) -> TransferOptions:
        return TransferOptions(transport=TransportSettings(), identity=self.identity, known_peers=self.known_peers)

    def new_socket(self, options: TransferOptions, observer: ObserverFactory | None) -> FakeSocket:
        socket = self.network.socket(self.identity.fingerprint)
        self.prepare(socket)
        self.sockets.append(socket)
        return socket

    def knows(self, other: Installation) -> None:
        self.known_peers.remember(other.identity.fingerprint, other.identity.name, 1.0)

    def server(
        self,
        directory: Path,
        watcher: Watcher,
        *,
        code: OneTimeCode | None = None,
        accept: AcceptPolicy = AcceptPolicy.ALL,
        on_conflict: ConflictPolicy = ConflictPolicy.RENAME,
        options: TransferOptions | None = None,
        sink: BinaryIO | None = None,
    ) -> ReceiveServer:
        server = ReceiveServer(
            directory,
            PeerAddress("127.0.0.1", 0),
            options=options or self.options,
            observer=watcher,
            code=code or OneTimeCode(),
            accept=accept,
            on_conflict=on_conflict,
            sink=sink,
            socket_factory=self.new_socket,
        )
        server.start()
        return server

    def send(
        self,
        path: Source | Sequence[Source],
        address: PeerAddress,
        watcher: Watcher,
        *,
        code: str | None = None,
        options: TransferOptions | None = None,
        retry_for_s: float = 0.0,
    ) -> SendTransfer:
        transfer = self.transfer(path, address, watcher, code=code, options=options, retry_for_s=retry_for_s)
        transfer.start()
        return transfer

    def transfer(
        self,
        path: Source | Sequence[Source],
        address: PeerAddress,
        watcher: Watcher,
        *,
        code: str | None = None,
        options: TransferOptions | None = None,
        retry_for_s: float = 0.0,
    ) -> SendTransfer:
        """One that has not begun."""
        return SendTransfer(
            path if isinstance(path, Sequence) else (path,),
            address,
            options=options or self.options,
            observer=watcher,
            code=code,
            retry_for_s=retry_for_s,
            socket_factory=self.new_socket,
        )


@dataclass
class Pair:
    """A sender and a receiver who know each other, unless a test makes them forget."""

    folder: Path
    network: FakeNetwork
    sender: Installation
    receiver: Installation
    sending: Watcher = field(default_factory=Watcher)
    receiving: Watcher = field(default_factory=Watcher)
    code: OneTimeCode = field(default_factory=OneTimeCode)
    server: ReceiveServer | None = None
    transfers: list[SendTransfer] = field(default_factory=list)

    def acquaint(self) -> None:
        self.sender.knows(self.receiver)
        self.receiver.knows(self.sender)

    def listen(
        self,
        accept: AcceptPolicy = AcceptPolicy.ALL,
        on_conflict: ConflictPolicy = ConflictPolicy.RENAME,
        options: TransferOptions | None = None,
        sink: BinaryIO | None = None,
    ) -> ReceiveServer:
        self.server = self.receiver.server(
            self.folder,
            self.receiving,
            code=self.code,
            accept=accept,
            on_conflict=on_conflict,
            options=options,
            sink=sink,
        )
        return self.server

    def send(
        self,
        path: Source | Sequence[Source],
        *,
        code: str | None = None,
        watcher: Watcher | None = None,
        options: TransferOptions | None = None,
        retry_for_s: float = 0.0,
    ) -> SendTransfer:
        assert self.server is not None
        transfer = self.sender.send(
            path,
            self.server.address,
            watcher or self.sending,
            code=code,
            options=options,
            retry_for_s=retry_for_s,
        )
        self.transfers.append(transfer)
        return transfer

    def saved(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())

    def close(self) -> None:
        for transfer in self.transfers:
            transfer.close()
        if self.server is not None:
            self.server.close()


def stranger_at_the_door(pair: Pair, who: Installation | None = None) -> MessageChannel:
    """A channel spoken by hand, a known sender's unless told otherwise."""
    assert pair.server is not None
    who = who or pair.sender
    socket = who.new_socket(who.options, None)
    socket.connect((pair.server.address.host, pair.server.address.port))
    return MessageChannel(socket)


def introduced(pair: Pair, name: str = "f", size: int = 10, *, offer: Offer | None = None) -> MessageChannel:
    """A known sender that has offered that."""
    channel = stranger_at_the_door(pair)
    channel.send(Hello("red-laptop", True, False))
    assert channel.receive() == Hello("studio-pc", True, False)
    channel.send(offer or offer_of(name, size))
    return channel
