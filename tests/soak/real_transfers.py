"""Real rounds with one receiver and several senders in this process: cancels, wrong codes, strangers, closes."""

from __future__ import annotations

import contextlib
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ptp_core.config import AcceptPolicy, TransportSettings
from ptp_core.errors import NetworkError
from ptp_core.network.addresses import PeerAddress
from ptp_core.network.socket import PTPSocket
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferState
from tests.soak import draws
from tests.soak.promises import Promise, Tally
from tests.soak.residue import wait_for_threads
from tests.unit.transfer.helpers import Watcher

LARGEST_BYTES = 30_000_000
# What the slowest link of a sender carries in a few seconds.
LARGEST_SLOW_BYTES = 4_000_000
SLOWEST_BPS = 2e7
ENDS_WITHIN_S = 60.0
GETS_IN_WITHIN_S = 10.0
GONE_WITHIN_S = 90.0
WRONG_CODE = "7-wrong-wrong"


class Fate:
    """What happens to one sender: how it authenticates, and when somebody ends it."""

    def __init__(self, rng: random.Random) -> None:
        self.knows = rng.choice(("the receiver", "the receiver", "the receiver", "the code", "a wrong code"))
        self.ended_by = rng.choice((None, None, "sender", "receiver", "close"))
        self.after_s = rng.choice((0.0, rng.uniform(0.0, 0.3), rng.uniform(0.0, 2.0)))

    @property
    def undisturbed(self) -> bool:
        """Whether it must come through, if the receiver stays."""
        return self.knows == "the receiver" and self.ended_by is None


@dataclass
class Sender:
    """One file on its way."""

    path: Path
    fate: Fate
    transfer: SendTransfer
    watcher: Watcher = field(default_factory=Watcher)


class TransferRound:
    """Draws as it goes; `run` raises Broken."""

    def __init__(self, seed: int, tally: Tally) -> None:
        self._rng = random.Random(seed)
        self._tally = tally
        self._code = OneTimeCode()
        self._receiving = Watcher()
        self._strangers: list[PTPSocket] = []
        self._me = self._options("studio-pc")

    def run(self) -> None:
        """Some senders at once, whatever comes over them, then one more that is known, then the end."""
        with tempfile.TemporaryDirectory(prefix="ptp-soak-") as folder, contextlib.ExitStack() as stack:
            place = Path(folder)
            inbox, outbox = place / "inbox", place / "outbox"
            inbox.mkdir()
            outbox.mkdir()
            server = self._server(inbox)
            stack.callback(server.close)
            stack.callback(self._send_strangers_away)
            server_leaves = self._rng.random() < 0.2
            with self._strange_company(server.address):
                senders = [self._sender(outbox / f"file-{number}", server) for number in range(self._rng.randint(1, 4))]
                for sender in senders:
                    stack.callback(sender.transfer.close)
                if server_leaves:
                    time.sleep(self._rng.uniform(0.0, 1.0))
                    server.close()
                self._check_ends(senders, inbox, server_leaves=server_leaves)
                if not server_leaves:
                    self._check_next_peer(outbox / "next", server, inbox)
            self._send_strangers_away()
            server.close()
            left = wait_for_threads("ptp-", GONE_WITHIN_S)
            self._tally.hold(Promise.BOUNDED, not left, f"{left} live on.")
            self._check_inbox(inbox, outbox)

    # Below, what happens.

    def _options(self, name: str) -> TransferOptions:
        link = draws.link(self._rng, bearable=True, slowest_bps=SLOWEST_BPS, longest_delay_s=0.02)
        return TransferOptions(
            transport=TransportSettings(),
            identity=Identity.create(name),
            known_peers=KnownPeers(None),
            conditioner=link if self._rng.random() < 0.6 else None,
        )

    def _server(self, inbox: Path) -> ReceiveServer:
        server = ReceiveServer(
            inbox,
            PeerAddress("127.0.0.1", 0),
            options=self._me,
            observer=self._receiving,
            code=self._code,
            accept=AcceptPolicy.ALL,
        )
        server.start()
        return server

    def _sender(self, path: Path, server: ReceiveServer) -> Sender:
        fate = Fate(self._rng)
        options = self._options(path.name)
        slow = options.conditioner is not None or self._me.conditioner is not None
        size_bytes = draws.size_up_to(self._rng, LARGEST_SLOW_BYTES if slow else LARGEST_BYTES)
        path.write_bytes(self._rng.randbytes(size_bytes))
        if fate.knows == "the receiver":
            self._acquaint(options)
        code = {"the code": self._code.current(), "a wrong code": WRONG_CODE}.get(fate.knows)
        watcher = Watcher()
        transfer = SendTransfer((path,), server.address, options=options, observer=watcher, code=code)
        transfer.start()
        sender = Sender(path, fate, transfer, watcher)
        if fate.ended_by is not None:
            threading.Thread(target=self._end, args=(sender, server), name="soak-end", daemon=True).start()
        return sender

    def _end(self, sender: Sender, server: ReceiveServer) -> None:
        time.sleep(sender.fate.after_s)
        match sender.fate.ended_by:
            case "sender":
                sender.transfer.cancel()
            case "close":
                sender.transfer.close()
            case _:
                for snapshot in server.transfers():
                    if snapshot.name == sender.path.name:
                        server.cancel(snapshot.transfer_id)

    def _acquaint(self, options: TransferOptions) -> None:
        for one, other in ((self._me, options), (options, self._me)):
            one.known_peers.remember(other.identity.fingerprint, other.identity.name, 1.0)

    @contextlib.contextmanager
    def _strange_company(self, address: PeerAddress) -> Iterator[None]:
        """Strangers that connect and say nothing, some of them gone at once, before and while files cross."""
        for _ in range(self._rng.choice((0, 0, 3, 12))):
            self._come(address, stays=True)
        stop = threading.Event()
        kinds = [lambda: self._come(address, stays=False)] * self._rng.choice((0, 1, 2))
        threads = [threading.Thread(target=self._again_and_again, args=(kind, stop), daemon=True) for kind in kinds]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(GETS_IN_WITHIN_S)

    def _come(self, address: PeerAddress, *, stays: bool) -> None:
        stranger = PTPSocket()
        stranger.settimeout(5.0)
        with contextlib.suppress(NetworkError, TimeoutError):
            stranger.connect((address.host, address.port))
            if stays:
                self._strangers.append(stranger)
                return
        stranger.close()

    @staticmethod
    def _again_and_again(kind: Callable[[], None], stop: threading.Event) -> None:
        while not stop.wait(0.05):
            kind()

    def _send_strangers_away(self) -> None:
        for stranger in self._strangers:
            stranger.close()

    # Below, what must hold.

    def _check_ends(self, senders: list[Sender], inbox: Path, *, server_leaves: bool) -> None:
        for sender in senders:
            ended = sender.transfer.wait(ENDS_WITHIN_S)
            final = sender.transfer.snapshot()
            seen = f"{sender.path.name}, {vars(sender.fate)}: {final.state.value}, {final.message} {final.hint}"
            self._tally.hold(Promise.BOUNDED, ended and final.state.final, seen)
            self._tally.hold(Promise.NO_ACCIDENT, "fault of the program" not in final.hint, seen)
            done = final.state is TransferState.DONE
            if done:
                saved = (inbox / sender.path.name).read_bytes()
                self._tally.hold(Promise.VERIFIED, saved == sender.path.read_bytes(), seen)
            if sender.fate.knows == "a wrong code":
                self._tally.hold(Promise.SHUT_OUT, not done, seen)
            elif sender.fate.undisturbed and not server_leaves:
                self._tally.hold(Promise.NEXT_PEER, done, seen)

    def _check_next_peer(self, path: Path, server: ReceiveServer, inbox: Path) -> None:
        path.write_bytes(self._rng.randbytes(10_000))
        options = replace(self._options("next"), conditioner=None)
        self._acquaint(options)
        transfer = SendTransfer((path,), server.address, options=options, observer=Watcher())
        transfer.start()
        try:
            ended = transfer.wait(GETS_IN_WITHIN_S)
        finally:
            transfer.close()
        final = transfer.snapshot()
        came = ended and final.state is TransferState.DONE and (inbox / "next").read_bytes() == path.read_bytes()
        self._tally.hold(Promise.NEXT_PEER, came, f"{final.state.value} {final.message} {final.hint}")

    def _check_inbox(self, inbox: Path, outbox: Path) -> None:
        for saved in inbox.iterdir():
            self._tally.hold(Promise.NO_PARTS, not saved.name.endswith(".ptp-part"), saved.name)
            source = outbox / saved.name
            self._tally.hold(Promise.SAME_FILE, saved.read_bytes() == source.read_bytes(), saved.name)
        for snapshot in self._receiving.snapshots:
            self._tally.hold(Promise.NO_ACCIDENT, "fault of the program" not in snapshot.hint, snapshot.message)
