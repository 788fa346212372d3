"""Computers near here are tiles: they come and go while one looks, fill in the address, and take what is dropped."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.main_window import Page
from app.nearby import Computer
from app.surroundings import Surroundings
from app.widgets.nearby_strip import ComputerTile, NearbyStrip
from ptp_core.discovery.announcement import Announcement, FoundPeer
from ptp_core.discovery.neighbourhood import Neighbourhood
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.dragging import drop, mime_of
from tests.gui.fake_engine import on_worker

KEY = bytes(range(32))


def found(name: str, host: str, key: bytes = b"") -> FoundPeer:
    return FoundPeer(name=name, hosts=(host,), port=7700, fingerprint_hint=key[:8], version=1)


class PretendBrowser:
    """Hears what the test has it hear, on a thread of its own."""

    def __init__(self) -> None:
        self.running = 0
        self.changed: Callable[[tuple[FoundPeer, ...]], None] = lambda peers: None

    def __call__(self, changed: Callable[[tuple[FoundPeer, ...]], None]) -> PretendBrowser:
        self.changed = changed
        return self

    def start(self) -> None:
        self.running += 1

    def close(self) -> None:
        self.running -= 1

    def hear(self, *peers: FoundPeer) -> None:
        on_worker(self.changed, peers)


@pytest.fixture
def browser() -> PretendBrowser:
    return PretendBrowser()


@pytest.fixture
def looking(tmp_path: Path, qtbot: QtBot, browser: PretendBrowser) -> Iterator[Desk]:
    around = Surroundings(browser=browser, history=tmp_path / "data" / "history.sqlite3")
    made = Desk(tmp_path, qtbot, surroundings=around)
    yield made
    made.end()
    assert browser.running == 0


def tiles(desk: Desk) -> list[ComputerTile]:
    return desk.window.send_page.nearby.tiles()


def wait_for(desk: Desk, *addresses: str) -> list[ComputerTile]:
    desk.qtbot.waitUntil(lambda: [tile.computer.address for tile in tiles(desk)] == list(addresses))
    return tiles(desk)


def test_they_come_and_go_while_one_looks(looking: Desk, browser: PretendBrowser) -> None:
    looking.start()
    looking.qtbot.waitUntil(lambda: browser.running == 1)
    strip = looking.window.send_page.nearby
    assert strip.empty.isVisible()
    browser.hear(found("red-laptop", "192.0.2.7"), found("studio-pc", "192.0.2.8"))
    red, studio = wait_for(looking, "192.0.2.7:7700", "192.0.2.8:7700")
    assert not strip.empty.isVisible()
    assert "new, near here" in red.text()
    studio.setFocus()
    browser.hear(found("studio-pc", "192.0.2.8"))
    assert wait_for(looking, "192.0.2.8:7700") == [studio], "who stays keeps the tile, with its focus"
    browser.hear()
    wait_for(looking)
    assert strip.empty.isVisible()


def test_a_click_fills_in_the_address_and_leads_to_what_is_missing(
    looking: Desk, browser: PretendBrowser, files: list[Path]
) -> None:
    looking.start()
    looking.fill_in(files[0], address="192.0.2.99", code="5-piano-river")
    browser.hear(found("red-laptop", "192.0.2.7"))
    (tile,) = wait_for(looking, "192.0.2.7:7700")
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    page = looking.window.send_page
    request = page.request()
    assert request is not None
    assert request.addresses == (PeerAddress("192.0.2.7", 7700),)
    assert request.code is None, "another computer's code is of no use"
    assert tile.isChecked()
    assert page.focusWidget() is page._code.line
    page.set_address("192.0.2.99")
    assert not tile.isChecked()


def test_what_is_dropped_on_a_tile_waits_there_for_send(
    looking: Desk, browser: PretendBrowser, files: list[Path]
) -> None:
    looking.start()
    looking.session.engine.known_peers().remember(KEY, "my laptop", 1.0)
    looking.session.nearby.refresh()
    browser.hear(found("whoever", "192.0.2.7", KEY))
    looking.qtbot.waitUntil(lambda: [tile.computer.name for tile in tiles(looking)] == ["my laptop"])
    (tile,) = tiles(looking)
    assert "known, near here" in tile.text()
    looking.window.show_page(Page.SEND)
    drop(tile, mime_of(*files))
    page = looking.window.send_page
    request = page.request()
    assert request is not None
    assert request.paths == tuple(files)
    assert looking.parts.sends == [], "nothing goes without the person's word"
    assert page.focusWidget() is page._send
    page.submit()
    assert looking.sent(0).address == PeerAddress("192.0.2.7", 7700)


def test_a_known_computer_that_is_not_heard_of_is_offered_where_it_was(
    looking: Desk, browser: PretendBrowser, files: list[Path]
) -> None:
    looking.start()
    looking.session.engine.known_peers().remember(KEY, "my laptop", 1.0)
    looking.send(files[0], address="laptop.example:7701").tell(
        TransferState.DONE, peer_fingerprint=KEY, peer_address="laptop.example:7701"
    )
    (tile,) = wait_for(looking, "laptop.example:7701")
    assert tile.text().splitlines() == ["my laptop", "known"]
    browser.hear(found("it says so", "192.0.2.7", KEY))
    wait_for(looking, "192.0.2.7:7700")


def test_this_computer_itself_is_no_tile(looking: Desk, browser: PretendBrowser) -> None:
    looking.start()
    own = looking.session.engine.fingerprint
    browser.hear(found("me", "192.0.2.1", own), found("red-laptop", "192.0.2.7"))
    wait_for(looking, "192.0.2.7:7700")


def test_the_switch_counts_at_once_and_is_remembered(looking: Desk, browser: PretendBrowser) -> None:
    looking.start()
    browser.hear(found("red-laptop", "192.0.2.7"))
    wait_for(looking, "192.0.2.7:7700")
    strip = looking.window.send_page.nearby
    strip.switch.click()
    wait_for(looking)
    looking.qtbot.waitUntil(lambda: browser.running == 0)
    assert not looking.settings.nearby
    assert "not looked for" in strip.empty.text()
    browser.hear(found("late", "192.0.2.9"))
    strip.switch.click()
    looking.qtbot.waitUntil(lambda: browser.running == 1)
    assert looking.settings.nearby
    assert tiles(looking) == []


def test_who_switched_it_off_looks_for_nobody_at_the_next_start(looking: Desk, browser: PretendBrowser) -> None:
    looking.settings.nearby = False
    looking.window.send_page.nearby.show_switch(False)
    looking.start()
    looking.qtbot.waitUntil(lambda: looking.session.nearby._started)
    assert browser.running == 0


def test_a_name_made_to_deceive_is_harmless(qtbot: QtBot) -> None:
    strip = NearbyStrip()
    qtbot.addWidget(strip)
    strip.show_computers([Computer(name="<b>\u202eA && &B" + "x" * 300, address="192.0.2.7:7700", near=True)])
    (tile,) = strip.tiles()
    assert "\u202e" not in tile.text()
    assert "&& &B" not in tile.text().replace("&&", "")
    assert "<b>" not in tile.toolTip()
    assert tile.sizeHint().width() <= 2 * tile.width()


def test_the_real_network_brings_a_tile(tmp_path: Path, qtbot: QtBot) -> None:
    name = f"friend-{secrets.token_hex(8)}"
    here = ["127.0.0.1"]
    said = Announcement(name=name, port=7707, fingerprint=secrets.token_bytes(32), hosts=here)
    friend = Neighbourhood(announcement=lambda: said, interfaces=here)
    around = Surroundings(browser=lambda changed: Neighbourhood(changed=changed, interfaces=here))
    desk = Desk(tmp_path, qtbot, surroundings=around)
    try:
        desk.start()
        friend.start()
        qtbot.waitUntil(lambda: name in [tile.computer.name for tile in tiles(desk)], timeout=20_000)
    finally:
        friend.close()
        desk.end()


def test_a_computer_is_called_as_its_tile_before_it_has_proved_who_it_is(
    looking: Desk, browser: PretendBrowser, files: list[Path]
) -> None:
    looking.start()
    browser.hear(found("ada", "192.0.2.7"))
    looking.qtbot.waitUntil(lambda: len(tiles(looking)) == 1)
    QTest.mouseClick(tiles(looking)[0], Qt.MouseButton.LeftButton)
    page = looking.window.send_page
    page.add_files(files[:1])
    page.set_code("4-guitar-orbit")
    page.submit()
    transfer = looking.sent(0)
    row = looking.window.transfers.row(transfer.transfer_id)
    assert row is not None
    assert "ada (192.0.2.7:7700)" in row.detail.text().replace("\u2068", "").replace("\u2069", "")
    transfer.tell(TransferState.FAILED, message="No answer.")
    looking.qtbot.waitUntil(lambda: "ada (192.0.2.7:7700)" in looking.window.messages.text())
    transfer = looking.send(files[1], address="192.0.2.8")
    assert transfer.snapshot.peer_name == "192.0.2.8:7700"
