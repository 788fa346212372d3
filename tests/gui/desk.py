"""One window with a fake engine, and hands to work it."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.announcing import AnnouncerFactory
from app.engine import Engine
from app.session import Session
from app.settings import Settings
from app.surroundings import Surroundings
from tests.gui.fake_engine import FakeEngineParts, FakeReceiveServer, FakeSendTransfer


class Desk:
    """A session, its fake engine, and hands."""

    def __init__(
        self,
        folder: Path,
        qtbot: QtBot,
        *,
        port: int = 7700,
        announcer: AnnouncerFactory = lambda bound, identity: None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.qtbot = qtbot
        self.parts = FakeEngineParts()
        self.settings = Settings(folder / "window.ini")
        self.settings.folder = folder
        self.settings.port = port
        self._folder, self._announcer, self._surroundings = folder, announcer, surroundings
        self._open(None)

    def go_on(self) -> None:
        """Another window goes on with what the one that has closed for it did."""
        before = self.session
        self.window.deleteLater()
        self._open(before)
        self.session.start()

    def _open(self, before: Session | None) -> None:
        self.session = Session(
            self.settings,
            lambda bridge, values: Engine(
                self._folder / "data",
                bridge,
                code_changed=bridge.code_changed,
                listening_changed=bridge.listening_changed,
                queue_changed=bridge.queue_changed,
                queue_problem=bridge.queue_problem,
                values=values,
                send=self.parts.send,
                withdraw=self.parts.withdraw,
                receive=self.parts.receive,
                announcer=self._announcer,
            ),
            surroundings=self._surroundings,
            before=before,
        )
        self.window = self.session.window
        self.closed = False
        self.session.closed.connect(self._note_closed)

    def start(self) -> FakeReceiveServer:
        self.session.start()
        self.qtbot.waitUntil(lambda: bool(self.window.receive_page.address_texts()))
        self.wait_for_known()
        return self.parts.servers[-1]

    def wait_for_known(self) -> None:
        """Until who is known has been read and shown: it would replace the computers that a test shows."""
        read: list[None] = []
        self.session._attending_work.run(lambda: None, read.append, lambda _error: None)
        self.qtbot.waitUntil(lambda: bool(read))

    def fill_in(self, *paths: Path, address: str = "192.0.2.7", code: str = "4-guitar-orbit") -> None:
        page = self.window.send_page
        page.add_files(paths)
        page.set_address(address)
        page.set_code(code)

    def send(self, *paths: Path, address: str = "192.0.2.7", code: str = "4-guitar-orbit") -> FakeSendTransfer:
        count = len(self.parts.sends)
        self.fill_in(*paths, address=address, code=code)
        self.window.send_page.submit()
        return self.sent(count)

    def sent(self, index: int) -> FakeSendTransfer:
        """The transfer that was started as the `index`-th, once its row is there."""
        self.qtbot.waitUntil(lambda: len(self.parts.sends) > index)
        transfer = self.parts.sends[index]
        self.qtbot.waitUntil(lambda: self.window.transfers.row(transfer.transfer_id) is not None)
        return transfer

    def end(self) -> None:
        self.session.shut_down()
        self.qtbot.waitUntil(lambda: self.closed)
        self.window.deleteLater()

    def _note_closed(self) -> None:
        self.closed = True
