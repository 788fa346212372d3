"""Two windows on one computer and a real transfer over loopback, driven through their widgets."""

from __future__ import annotations

import os
import random
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDoubleSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.dialogs.questions import CloseQuestion
from app.engine import Engine
from app.engine_bridge import EngineBridge
from app.laboratory_values import LaboratoryValues
from app.main_window import MainWindow, Page
from app.session import Session
from app.settings import Settings
from app.views.event_marks import MarkIndex
from app.widgets.address_field import AddressField
from app.widgets.code_field import CodeField
from app.widgets.drop_area import DropArea
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.network import socket as ptp_socket
from ptp_core.network.addresses import SocketAddress, parse_address
from ptp_core.record.model.events import Event
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transport.event_kinds import EventKind
from tests.gui.dragging import drop, mime_of

P = TypeVar("P", bound=QWidget)

# Slow enough to be watched and cancelled, and lossy, so that something has to be sent again.
SLOW_LINK = LaboratoryValues(
    conditioner_on=True, faults=ConditionerSettings(drop=0.05, delay_s=0.005, rate_bps=16e6, seed=7)
)


@dataclass
class Side:
    """One window with its engine."""

    session: Session
    folder: Path
    closed: bool = False

    @property
    def window(self) -> MainWindow:
        return self.session.window

    def snapshots(self) -> list[TransferSnapshot]:
        return self.window.transfers.snapshots()

    def state(self) -> TransferState | None:
        """Of the only transfer."""
        snapshots = self.snapshots()
        return snapshots[0].state if snapshots else None


@dataclass
class Pair:
    """The sender's window, the receiver's, and hands."""

    sender: Side
    receiver: Side
    qtbot: QtBot

    def drop_and_send(self, *paths: Path, address: str | None = None) -> None:
        """Drop files and folders, type address and code, press Send."""
        page = self.sender.window.send_page
        drop_area = _part(page, DropArea)
        drop(drop_area, mime_of(*paths))
        assert drop_area.paths() == list(paths)
        line = _part(page, AddressField).line
        line.clear()
        QTest.keyClicks(line, address or self.address())
        QTest.keyClicks(_part(page, CodeField).line, self.receiver.window.receive_page.code_display.code())
        button = next(button for button in page.findChildren(QAbstractButton) if button.accessibleName() == "Send")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def address(self) -> str:
        """The receiver's, on loopback."""
        port = parse_address(self.receiver.window.receive_page.address_texts()[0]).port
        return f"127.0.0.1:{port}"

    def accept(self) -> None:
        """The receiver presses Accept."""
        offers = self.receiver.window.offers
        self.qtbot.waitUntil(offers.isVisible, timeout=10_000)
        QTest.mouseClick(offers.accept_button, Qt.MouseButton.LeftButton)

    def wait_until_it_flows(self) -> None:
        """Until some of the file is across, in mid-transfer."""
        snapshots = self.sender.snapshots
        self.qtbot.waitUntil(
            lambda: any(snapshot.bytes_acknowledged > 100_000 for snapshot in snapshots()), timeout=10_000
        )
        self.qtbot.waitUntil(lambda: bool(self.receiver.snapshots()))

    def wait_for(self, side: Side, state: TransferState) -> TransferSnapshot:
        """Until the side's transfer is there."""
        self.qtbot.waitUntil(lambda: side.state() is state, timeout=20_000)
        return side.snapshots()[0]


def _part(page: QWidget, kind: type[P]) -> P:
    found = page.findChild(kind)
    assert isinstance(found, kind)
    return found


def _side(folder: Path, values: LaboratoryValues) -> Side:
    folder.mkdir()
    received = folder / "received"
    received.mkdir()
    settings = Settings(folder / "window.ini")
    settings.folder = received
    settings.port = 0

    def make_engine(bridge: EngineBridge, values: LaboratoryValues) -> Engine:
        return Engine(folder / "data", bridge, code_changed=bridge.code_changed, values=values)

    side = Side(Session(settings, make_engine, values=values), received)

    def note() -> None:
        side.closed = True

    side.session.closed.connect(note)
    side.session.start()
    return side


@pytest.fixture
def pair(tmp_path: Path, qtbot: QtBot) -> Iterator[Pair]:
    sender, receiver = _side(tmp_path / "sender", SLOW_LINK), _side(tmp_path / "receiver", SLOW_LINK)
    sides = (sender, receiver)
    qtbot.waitUntil(lambda: all(side.window.receive_page.address_texts() for side in sides), timeout=10_000)
    yield Pair(sender, receiver, qtbot)
    for side in sides:
        side.session.shut_down()
    qtbot.waitUntil(lambda: all(side.closed for side in sides))
    for side in sides:
        side.window.deleteLater()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "holiday.mov"
    path.write_bytes(random.Random(1).randbytes(3_000_000))
    return path


def test_a_dropped_file_arrives_and_statistics_move(pair: Pair, film: Path) -> None:
    seen: list[TransferSnapshot] = []
    pair.sender.session.bridge.statistics_changed.connect(lambda batch: seen.extend(batch))
    pair.drop_and_send(film)
    pair.accept()
    sent = pair.wait_for(pair.sender, TransferState.DONE)
    received = pair.wait_for(pair.receiver, TransferState.DONE)
    assert received.saved_path == pair.receiver.folder / film.name
    assert received.saved_path.read_bytes() == film.read_bytes()
    assert sent.bytes_verified == received.bytes_verified == 3_000_000
    flowing = [snapshot for snapshot in seen if snapshot.state is TransferState.TRANSFERRING]
    assert len({snapshot.bytes_acknowledged for snapshot in flowing}) >= 3
    assert any(snapshot.transport.rtt_s > 0.005 for snapshot in flowing)
    assert any(snapshot.transport.send_buffer_bytes > 0 for snapshot in flowing)
    assert sent.transport.segments_retransmitted > 0
    assert pair.sender.window.messages.text() == ""


def test_a_fault_that_is_changed_on_the_page_acts_at_once_and_is_marked(pair: Pair, film: Path) -> None:
    window = pair.sender.window
    addresses = pair.sender.window.receive_page.address_texts()
    pair.drop_and_send(film)
    pair.accept()
    pair.wait_until_it_flows()
    window.show_page(Page.LABORATORY)
    drop_field = next(
        field for field in window.laboratory_page.findChildren(QDoubleSpinBox) if field.suffix() == " %"
    )
    assert drop_field.value() == 5
    drop_field.setValue(20)
    recording = window.details.viewing.recording
    assert recording is not None
    changes: list[Event] = []

    def look() -> bool:
        changes[:] = recording.list_events(kinds=[EventKind.LINK_CHANGED])
        return bool(changes)

    pair.qtbot.waitUntil(look, timeout=10_000)
    assert changes[0].sentence() == "The conditioner was changed: loss 5 % → 20 %."
    # What runs says so with its next statistics.
    words = "Conditioner on: 20 % loss, 5.0 ms delay, 16.0 Mbit/s"
    pair.qtbot.waitUntil(lambda: window.conditioner_words() == words)
    assert window.receive_page.address_texts() == addresses
    # On the curves, and in the list beside them.
    (mark,) = (
        mark
        for mark in MarkIndex(recording).between(changes[0].side, 0, recording.stop_s + 1, 500)
        if mark.style.kind is EventKind.LINK_CHANGED
    )
    assert mark.serial == changes[0].serial
    pair.wait_for(pair.sender, TransferState.DONE)
    assert pair.sender.snapshots()[0].transport.conditioner_dropped > 0


def test_a_file_and_a_folder_dropped_together_are_one_transfer(pair: Pair, film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    (folder / "deep" / "empty").mkdir(parents=True)
    (folder / "deep" / "a.txt").write_text("hello")
    os.mkfifo(folder / "pipe")
    pair.drop_and_send(film, folder)
    offers = pair.receiver.window.offers
    pair.qtbot.waitUntil(offers.isVisible, timeout=10_000)
    words = offers.description().replace("\u2068", "").replace("\u2069", "")
    assert "wants to send you 1 file and 1 folder" in words
    assert "holiday.mov, notes: 1 file and 1 folder (2 files in all), 3.0 MB" in words
    pair.accept()
    sent = pair.wait_for(pair.sender, TransferState.DONE)
    pair.wait_for(pair.receiver, TransferState.DONE)
    assert (sent.name, sent.files_done) == ("holiday.mov and 1 more", 2)
    assert (pair.receiver.folder / film.name).read_bytes() == film.read_bytes()
    assert (pair.receiver.folder / "notes" / "deep" / "a.txt").read_text() == "hello"
    assert (pair.receiver.folder / "notes" / "deep" / "empty").is_dir()
    assert "pipe, left out" in pair.sender.window.details.files.description()


def test_a_second_file_needs_no_code(pair: Pair, film: Path, tmp_path: Path) -> None:
    small = tmp_path / "note.txt"
    small.write_text("hello")
    pair.drop_and_send(small)
    pair.accept()
    pair.wait_for(pair.sender, TransferState.DONE)
    page = pair.sender.window.send_page
    small.write_text("hello again")
    page.add_files([small])
    assert page.request() is not None
    page.submit()
    pair.accept()
    pair.qtbot.waitUntil(
        lambda: [snapshot.state for snapshot in pair.sender.snapshots()] == [TransferState.DONE] * 2, timeout=10_000
    )
    assert len(list(pair.receiver.folder.iterdir())) == 2


@pytest.mark.parametrize("by_sender", [True, False])
def test_cancelling_ends_both_sides_and_leaves_no_file(pair: Pair, film: Path, by_sender: bool) -> None:
    pair.drop_and_send(film)
    pair.accept()
    pair.wait_until_it_flows()
    side = pair.sender if by_sender else pair.receiver
    row = side.window.transfers.row(side.snapshots()[0].transfer_id)
    assert row is not None
    QTest.mouseClick(row.stop_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row.cancel_button, Qt.MouseButton.LeftButton)
    pair.wait_for(pair.sender, TransferState.CANCELLED)
    pair.wait_for(pair.receiver, TransferState.CANCELLED)
    other = pair.receiver if by_sender else pair.sender
    assert "cancelled" in other.window.messages.text()
    assert not (pair.receiver.folder / film.name).exists()


def test_declining_is_said_to_the_sender(pair: Pair, film: Path) -> None:
    pair.drop_and_send(film)
    offers = pair.receiver.window.offers
    pair.qtbot.waitUntil(offers.isVisible, timeout=10_000)
    QTest.mouseClick(offers.decline_button, Qt.MouseButton.LeftButton)
    pair.wait_for(pair.sender, TransferState.DECLINED)
    assert "declined" in pair.sender.window.messages.text()
    assert list(pair.receiver.folder.iterdir()) == []


def test_closing_in_mid_transfer_asks_then_tells_the_other_side(
    pair: Pair, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(CloseQuestion, "ask", lambda _parent, _running: answers.pop(0))
    pair.drop_and_send(film)
    pair.accept()
    pair.wait_until_it_flows()
    pair.sender.window.close()
    assert pair.sender.window.isVisible()
    assert pair.sender.state() is TransferState.TRANSFERRING
    pair.sender.window.close()
    pair.qtbot.waitUntil(lambda: pair.sender.closed, timeout=3000)
    own = pair.sender.snapshots()[0].transfer_id
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith(f"ptp-send-{own}")]
    pair.wait_for(pair.receiver, TransferState.CANCELLED)
    assert not (pair.receiver.folder / film.name).exists()


def test_a_wrong_code_is_said_and_the_receiver_shows_another(pair: Pair, film: Path) -> None:
    page = pair.sender.window.send_page
    shown = pair.receiver.window.receive_page.code_display
    before = shown.code()
    page.add_files([film])
    page.set_address(pair.address())
    page.set_code("1-wrong-code")
    page.submit()
    failed = pair.wait_for(pair.sender, TransferState.FAILED)
    assert "code" in failed.message
    assert failed.message in pair.sender.window.messages.text()
    pair.qtbot.waitUntil(lambda: shown.code() not in ("", before))


@pytest.mark.parametrize(("address", "words"), [("127.0.0.1:1", "127.0.0.1:1"), ("no-such-host.invalid", "no-such")])
def test_a_bad_address_is_said_in_plain_words(pair: Pair, film: Path, address: str, words: str) -> None:
    pair.drop_and_send(film, address=address)
    failed = pair.wait_for(pair.sender, TransferState.FAILED)
    assert words in failed.message
    assert failed.message in pair.sender.window.messages.text()
    assert pair.sender.window.retry_button.isVisible()


def test_a_name_is_tried_at_all_its_addresses_and_the_window_listens_on_both_families(
    pair: Pair, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = parse_address(pair.address()).port
    here: list[tuple[int, SocketAddress]] = [
        (int(socket.AF_INET6), ("::1", port, 0, 0)),
        (int(socket.AF_INET), ("127.0.0.1", port)),
    ]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        silent: tuple[int, SocketAddress] = (int(socket.AF_INET), deaf.getsockname())
        for number, place in enumerate(here):
            monkeypatch.setattr(ptp_socket, "resolve", lambda _address, place=place: [silent, place])
            small = tmp_path / f"{number}.txt"
            small.write_text("hello")
            pair.drop_and_send(small, address=f"a-name:{port}")
            pair.accept()
            _wait_for_done(pair, number + 1)


def _wait_for_done(pair: Pair, count: int) -> None:
    done = [TransferState.DONE] * count
    pair.qtbot.waitUntil(lambda: [one.state for one in pair.sender.snapshots()] == done, timeout=20_000)


def test_a_text_crosses_from_window_to_window(pair: Pair) -> None:
    text = "See you at four.\nhttps://example.org/agenda\n"
    pair.sender.session.texts.write(text)
    sheet = pair.sender.session.texts.writing
    QTest.keyClicks(sheet.address.line, pair.address())
    QTest.keyClicks(sheet.code.line, "1-wrong-code")
    QTest.mouseClick(sheet.send_button, Qt.MouseButton.LeftButton)
    # The receiver has another code to show then, and the sheet is there again with the text.
    pair.qtbot.waitUntil(lambda: pair.sender.state() is TransferState.FAILED and sheet.isVisible(), timeout=10_000)
    code = pair.receiver.window.receive_page.code_display
    pair.qtbot.waitUntil(lambda: code.code() not in ("", "1-wrong-code"))
    QTest.keyClicks(sheet.code.line, code.code())
    QTest.keyClick(sheet.code.line, Qt.Key.Key_Return)
    pair.accept()
    assert pair.receiver.window.offers.shown() is None
    reading = pair.receiver.session.texts.reading
    pair.qtbot.waitUntil(reading.isVisible, timeout=10_000)
    assert reading.text() == text
    assert [link.url for link in reading.links()] == ["https://example.org/agenda"]
    pair.wait_for(pair.sender, TransferState.DONE)
    assert len(pair.sender.snapshots()) == 1
    assert [path.name for path in pair.receiver.folder.iterdir() if path.suffix == ".txt"] == []
    assert pair.sender.session._settings.addresses == [pair.address()]
