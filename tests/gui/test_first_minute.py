"""A person's first minute as a script: start, drop on a tile, send, accept on the other window, saved and verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.engine import Engine
from app.session import Session
from app.settings import Settings
from app.surroundings import Surroundings
from ptp_core.discovery.announcement import FoundPeer
from ptp_core.network.addresses import parse_address
from ptp_core.transfer.snapshot import TransferState
from tests.gui.dragging import drop, mime_of


class Household:
    """Two windows with engines of their own. What one says of itself, the other one hears."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.told: list[Callable[[tuple[FoundPeer, ...]], None]] = []
        self.closed: list[str] = []
        self.sessions = [self._window(folder / name, name) for name in ("mine", "beside")]

    def _window(self, folder: Path, name: str) -> Session:
        (folder / "received").mkdir(parents=True)
        settings = Settings(folder / "window.ini")
        settings.folder, settings.port = folder / "received", 0
        session = Session(
            settings,
            lambda bridge, values: Engine(folder / "data", bridge, code_changed=bridge.code_changed, values=values),
            surroundings=Surroundings(browser=self._browse),
        )
        session.closed.connect(lambda: self.closed.append(name))
        session.start()
        self.qtbot.waitUntil(lambda: bool(session.window.receive_page.address_texts()), timeout=10_000)
        return session

    def _browse(self, changed: Callable[[tuple[FoundPeer, ...]], None]) -> Silence:
        self.told.append(changed)
        return Silence()

    def meet(self) -> None:
        """They have met before, and hear of one another now."""
        for session, other, tell in zip(self.sessions, reversed(self.sessions), self.told, strict=True):
            port = parse_address(other.window.receive_page.address_texts()[0]).port
            key = other.engine.fingerprint
            session.engine.known_peers().remember(key, other.engine.name, 1.0)
            session.nearby.refresh()
            tell((FoundPeer(name="", hosts=("127.0.0.1",), port=port, fingerprint_hint=key[:8], version=1),))
            tiles = session.window.send_page.nearby.tiles
            self.qtbot.waitUntil(lambda tiles=tiles: [tile.computer.known for tile in tiles()] == [True])  # type: ignore[misc]

    def end(self) -> None:
        for session in self.sessions:
            session.shut_down()
        self.qtbot.waitUntil(lambda: len(self.closed) == 2)
        for session in self.sessions:
            session.window.deleteLater()


class Silence:
    """A network on which the test says what is heard."""

    def start(self) -> None:
        """Nothing is heard by itself."""

    def close(self) -> None:
        """Nothing is heard any more."""


@pytest.fixture
def household(tmp_path: Path, qtbot: QtBot) -> Iterator[Household]:
    made = Household(tmp_path, qtbot)
    yield made
    made.end()


def test_a_first_minute_without_a_key_pressed(household: Household, tmp_path: Path) -> None:
    film = tmp_path / "holiday.mov"
    film.write_bytes(bytes(range(256)) * 4000)
    household.meet()
    mine, beside = (session.window for session in household.sessions)
    (tile,) = mine.send_page.nearby.tiles()
    drop(tile, mime_of(film))
    send = next(one for one in mine.send_page.findChildren(QAbstractButton) if one.accessibleName() == "Send")
    household.qtbot.waitUntil(send.isEnabled)
    QTest.mouseClick(send, Qt.MouseButton.LeftButton)
    household.qtbot.waitUntil(beside.offers.isVisible, timeout=10_000)
    QTest.mouseClick(beside.offers.accept_button, Qt.MouseButton.LeftButton)
    for window in (mine, beside):
        household.qtbot.waitUntil(
            lambda window=window: [one.state for one in window.transfers.snapshots()] == [TransferState.DONE],  # type: ignore[misc]
            timeout=10_000,
        )
        (snapshot,) = window.transfers.snapshots()
        row = window.transfers.row(snapshot.transfer_id)
        assert row is not None
        assert "saved and verified" in row.detail.text()
        assert " MB in " in row.detail.text()
        assert window.messages.text() == ""
    assert (tmp_path / "beside" / "received" / film.name).read_bytes() == film.read_bytes()
