"""One real window and its real engine on a network in memory, and peers there that do anything to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.engine import Engine
from app.engine_bridge import EngineBridge
from app.laboratory_values import LaboratoryValues
from app.main_window import MainWindow
from app.session import Session
from app.settings import Settings
from app.surroundings import Surroundings
from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.direction import Direction
from ptp_core.discovery.announcement import FoundPeer
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Hello, Offer
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot
from ptp_core.transfer.withdrawal import Withdrawal
from ptp_core.transport.trace import ObserverFactory
from tests.unit.transfer.fake_socket import PIPE_BYTES, FakeNetwork, FakeSocket
from tests.unit.transfer.helpers import Installation, Watcher

LIMIT_S = 10.0


class HeardPeers:
    """In place of what listens on the local network."""

    def __init__(self) -> None:
        self.hear: Callable[[tuple[FoundPeer, ...]], None] = lambda peers: None

    def __call__(self, changed: Callable[[tuple[FoundPeer, ...]], None]) -> HeardPeers:
        self.hear = changed
        return self

    def start(self) -> None:
        """Nothing is heard by itself."""

    def close(self) -> None:
        """Nothing is held."""


class Attacked:
    """The window, its folder, and a friend and a stranger on the same network.

    `friend` is known to the window and knows it; `stranger` is not. Whatever a test starts with `serve` or `send_by`
    ends with `clear`, which makes the window fit for the next test.
    """

    def __init__(
        self, directory: Path, network: FakeNetwork | None = None, friend: Installation | None = None
    ) -> None:
        self.network = network or FakeNetwork()
        self.friend = friend or Installation(self.network, "red-laptop")
        self.stranger = Installation(self.network, "mallory")
        self.heard = HeardPeers()
        self.folder = directory / "received"
        self.folder.mkdir(exist_ok=True)
        self.data = directory / "data"
        remembered = directory / "window.ini"
        first = not remembered.exists()
        settings = Settings(remembered)
        if first:
            settings.folder, settings.port, settings.accept = self.folder, 0, AcceptPolicy.ALL
        self._addresses: list[PeerAddress] = []
        self._servers: list[ReceiveServer] = []
        self._sent: list[SendTransfer] = []
        self._closed = False
        self.session = Session(settings, self._make_engine, surroundings=Surroundings(browser=self.heard))
        self.session.closed.connect(self._note_closed)
        self.session.receiving.listening.connect(self._addresses.append)
        self.session.start()
        self.wait(lambda: self._addresses)
        self.acquaint(self.friend)
        # The thread that counts folders begins with the first of them: the window's, and no test's.
        self.window.send_page.add_files([self.folder])
        self.window.send_page._files.clear()

    @property
    def window(self) -> MainWindow:
        return self.session.window

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._addresses[-1].port

    def acquaint(self, who: Installation) -> None:
        """They know each other."""
        engine = self.session.engine
        engine.known_peers().remember(who.identity.fingerprint, who.identity.name, 1.0)
        who.known_peers.remember(engine.fingerprint, engine.name, 1.0)

    def use(
        self,
        folder: Path,
        *,
        accept: AcceptPolicy = AcceptPolicy.ALL,
        on_conflict: ConflictPolicy = ConflictPolicy.RENAME,
    ) -> None:
        """As the Receive page is set."""
        page = self.window.receive_page
        self.folder = folder
        page.folder_chosen.emit(folder)
        page.accept_chosen.emit(accept)
        page.conflict_chosen.emit(on_conflict)
        self.wait(lambda: self.session.engine.receiving._receiving is not None and self._policy_directory() == folder)

    def wait(self, condition: Callable[[], object], limit_s: float = LIMIT_S) -> None:
        """Until it is so; the window lives meanwhile."""
        deadline = time.monotonic() + limit_s
        while not condition():
            rows = [(row.name, row.state.value, row.message) for row in self.window.transfers.snapshots()]
            assert time.monotonic() < deadline, f"never came; rows {rows}, said {self.said()!r}"
            QApplication.processEvents()
            time.sleep(0.002)

    def rows(self, direction: Direction = Direction.RECEIVE) -> list[TransferSnapshot]:
        """What the window shows of such transfers."""
        return [one for one in self.window.transfers.snapshots() if one.direction is direction]

    def final(self, direction: Direction = Direction.RECEIVE, *, count: int = 1) -> TransferSnapshot:
        """The last of so many rows, once they rest."""
        self.wait(lambda: len(self.rows(direction)) == count and all(one.state.final for one in self.rows(direction)))
        return self.rows(direction)[-1]

    def words(self, snapshot: TransferSnapshot) -> str:
        """All that the row says."""
        row = self.window.transfers.row(snapshot.transfer_id)
        assert row is not None
        return row.description()

    def said(self) -> str:
        """What stands in the message bar."""
        return self.window.messages.text()

    def files(self) -> list[str]:
        """Files and links below the folder."""
        found = [path for path in self.folder.rglob("*") if path.is_symlink() or not path.is_dir()]
        return sorted(str(path.relative_to(self.folder)) for path in found)

    def call(self, who: Installation) -> MessageChannel:
        """A connection to the window that is spoken by hand."""
        socket = who.new_socket(who.options, None)
        socket.connect(("127.0.0.1", self.port))
        return MessageChannel(socket)

    def offer(self, offer: Offer, who: Installation | None = None) -> MessageChannel:
        """A friend, unless told otherwise, has offered that by hand."""
        who = who or self.friend
        channel = self.call(who)
        channel.send(Hello(who.identity.name, True, False))
        assert isinstance(channel.receive(), Hello)
        channel.send(offer)
        return channel

    def send_by(
        self,
        who: Installation,
        paths: Path | Sequence[Path],
        *,
        code: str | None = None,
        watcher: Watcher | None = None,
    ) -> SendTransfer:
        """An honest program sends to the window."""
        address = PeerAddress("127.0.0.1", self.port)
        self._sent.append(who.send(paths, address, watcher or Watcher(), code=code))
        return self._sent[-1]

    def serve(self, who: Installation, folder: Path, watcher: Watcher | None = None) -> ReceiveServer:
        """An honest program receives there."""
        folder.mkdir(exist_ok=True)
        self._servers.append(who.server(folder, watcher or Watcher()))
        return self._servers[-1]

    def send(self, *paths: Path, port: int, code: str = "") -> None:
        """The window's person sends."""
        page = self.window.send_page
        page.add_files(paths)
        page.set_address(f"127.0.0.1:{port}")
        page.set_code(code)
        page.submit()

    def slow_down(self, rate_bps: float = 100e6) -> None:
        """The limit of the queue bar, in each direction: so slow that one can come in between. 0 for none."""
        self.network.pipe_bytes = 32 * 1024 if rate_bps else PIPE_BYTES
        self.session.sending.limit_all(rate_bps)

    def break_connections(self) -> None:
        """All of them go dark, without a word."""
        for socket in self.network.sockets:
            if socket.statistics().state == "established" and socket.peer_address[1]:
                socket.break_down()

    def take_over(self, other: Attacked) -> None:
        """What another window's test has started is this one's to end."""
        self._servers += other._servers
        self._sent += other._sent

    def clear(self) -> None:
        """Nothing of the last test is left in the window or on the network."""
        for transfer in self._sent:
            transfer.close()
        for server in self._servers:
            server.close()
        self._sent.clear()
        self._servers.clear()
        for snapshot in self.window.transfers.snapshots():
            if not snapshot.state.over:
                self.session.engine.cancel(snapshot.transfer_id)
        for socket in list(self.network.sockets):
            if socket.local_fingerprint != self.session.engine.fingerprint:
                socket.close()
        self.wait(lambda: all(one.state.over for one in self.rows(Direction.SEND)))
        self.wait(lambda: all(one.state.final for one in self.rows()))
        queue = self.session.engine._queue
        assert queue is not None
        for withdrawal in queue._driver._withdrawals._live.values():
            withdrawal.close()
        self.window.transfers.remove_finished()
        for snapshot in self.window.transfers.snapshots():
            self.window.transfers.remove(snapshot.transfer_id)
        while self.said():
            self.window.messages.dismiss()
        self.window.send_page._files.clear()
        self.friend.prepare = self.stranger.prepare = lambda socket: None
        self.slow_down(0)
        self.network.sockets.clear()
        self.wait(lambda: not self.session.bridge._timer.isActive())
        # What would be said to the desktop about it is not worth the wait.
        for timer in self.session.findChildren(QTimer):
            timer.stop()

    def close(self) -> None:
        """The window is closed, as by its person."""
        self.session.shut_down()
        deadline = time.monotonic() + LIMIT_S
        while not self._closed:
            assert time.monotonic() < deadline
            QApplication.processEvents()
        self.window.deleteLater()

    def _policy_directory(self) -> Path:
        receiving = self.session.engine.receiving._receiving
        assert isinstance(receiving, ReceiveServer)
        return receiving._policy.directory

    def _make_engine(self, bridge: EngineBridge, values: LaboratoryValues) -> Engine:
        return Engine(
            self.data,
            bridge,
            code_changed=bridge.code_changed,
            listening_changed=bridge.listening_changed,
            queue_changed=bridge.queue_changed,
            queue_problem=bridge.queue_problem,
            values=values,
            send=partial(SendTransfer, socket_factory=self._new_socket),
            withdraw=partial(Withdrawal, socket_factory=self._new_socket),
            receive=partial(ReceiveServer, socket_factory=self._new_socket),
        )

    def _new_socket(self, options: TransferOptions, observer: ObserverFactory | None) -> FakeSocket:
        return self.network.socket(options.identity.fingerprint)

    def _note_closed(self) -> None:
        self._closed = True
