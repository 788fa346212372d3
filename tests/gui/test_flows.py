"""What people do with PTP, from beginning to end: once with the keyboard alone, once with the mouse alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog
from pytestqt.qtbot import QtBot

from app.controllers.recordings import RecordingsController
from app.dialogs.computer import ComputerDialog
from app.dialogs.history import HistoryDialog
from app.main_window import Page
from app.preferences.dialog import PreferencesDialog
from app.surroundings import Surroundings
from app.widgets.drop_area import DropArea
from ptp_core.record.files.recording_file import save_recording
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.furnishing import COMPUTERS, SCENARIO
from tests.gui.hands import Hands, Keyboard, Mouse
from tests.gui.test_history_in_window import filled
from tests.unit.record.recordings import by_hand

KNOWN = COMPUTERS[0]
Kind = TypeVar("Kind", bound=QDialog)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """A window that notes what ended, with a computer near by that it knows."""
    history = tmp_path / "data" / "history.sqlite3"
    filled(history, 2)
    made = Desk(tmp_path, qtbot, surroundings=Surroundings(history=history))
    made.start()
    made.window.resize(1280, 800)
    made.window.send_page.nearby.show_computers(COMPUTERS)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.end()


@pytest.fixture(params=[Keyboard, Mouse], ids=["keyboard", "mouse"])
def hands(request: pytest.FixtureRequest, desk: Desk) -> Hands:
    """Whose hands work the window."""
    made: Hands = request.param(desk.window)
    return made


@pytest.mark.parametrize("what", ["a file", "several files", "a folder"])
def test_sending(hands: Hands, desk: Desk, files: list[Path], what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = files[0].parent / "notes"
    folder.mkdir()
    chosen = {"a file": files[:1], "several files": files, "a folder": [folder]}[what]
    monkeypatch.setattr(DropArea, "ask_files", lambda *_: chosen)
    monkeypatch.setattr(DropArea, "ask_folder", lambda *_: folder)
    hands.choose(*chosen)
    hands.address(KNOWN)
    hands.send()
    transfer = desk.sent(0)
    assert transfer.paths == tuple(chosen)
    assert str(transfer.address) == KNOWN.address
    transfer.tell(TransferState.DONE)
    row = desk.window.transfers.row(transfer.transfer_id)
    desk.qtbot.waitUntil(lambda: row is not None and row.snapshot.state is TransferState.DONE)


@pytest.mark.parametrize("accepted", [True, False], ids=["accept", "decline"])
def test_receiving(hands: Hands, desk: Desk, accepted: bool) -> None:
    _, offer = desk.parts.servers[-1].offer()
    offers = desk.window.offers
    desk.qtbot.waitUntil(offers.isVisible)
    desk.window.overlay.let_through(False)
    hands.press(offers.accept_button if accepted else offers.decline_button)
    answer = offer.wait(1.0)
    assert answer is not None
    assert answer.accepted is accepted


def test_pausing_going_on_and_cancelling(hands: Hands, desk: Desk, files: list[Path]) -> None:
    transfer = desk.send(files[0])
    number = transfer.transfer_id
    transfer.tell(TransferState.TRANSFERRING, bytes_sent=500, bytes_acknowledged=400)
    row = desk.window.transfers.row(number)
    assert row is not None
    desk.qtbot.waitUntil(lambda: row.snapshot.state is TransferState.TRANSFERRING)
    hands.pause_or_resume(number)
    desk.qtbot.waitUntil(lambda: transfer.paused)
    transfer.tell(TransferState.PAUSED)
    desk.qtbot.waitUntil(lambda: row.snapshot.state is TransferState.PAUSED)
    desk.qtbot.waitUntil(lambda: not row.rests)
    hands.pause_or_resume(number)
    again = desk.sent(1)
    assert again.paths == transfer.paths
    # What it tells before the queue knows of it is not shown.
    desk.qtbot.waitUntil(lambda: row.snapshot.state is not TransferState.PAUSED)
    again.tell(TransferState.TRANSFERRING, bytes_sent=500, bytes_acknowledged=400)
    desk.qtbot.waitUntil(lambda: row.snapshot.state is TransferState.TRANSFERRING)
    desk.qtbot.waitUntil(lambda: not row.rests)
    hands.cancel(number)
    desk.qtbot.waitUntil(lambda: again.cancelled)


def test_knowing_a_computer_and_forgetting_it(hands: Hands, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    peers = desk.session.engine.known_peers()
    peers.remember(b"1" * 32, "red-laptop", 1_700_000_000.0)
    monkeypatch.setattr(ComputerDialog, "ask_name", staticmethod(lambda _parent, _name: "blue-laptop"))
    hands.menu("computer")
    dialog = dialog_of(desk, ComputerDialog)
    desk.qtbot.waitUntil(lambda: dialog.names() == ["red-laptop"])
    hands.choose_row(dialog._table, 0)
    hands.press(dialog.rename_button)
    desk.qtbot.waitUntil(lambda: dialog.names() == ["blue-laptop"])
    hands.choose_row(dialog._table, 0)
    hands.press(dialog.forget_button)
    desk.qtbot.waitUntil(lambda: dialog.names() == [])
    dialog.reject()


def test_sending_again_from_the_history(hands: Hands, desk: Desk, tmp_path: Path) -> None:
    hands.menu("history")
    dialog = dialog_of(desk, HistoryDialog)
    desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    hands.choose_row(dialog.table, 1)
    entry = dialog.selected()
    assert entry is not None
    assert entry.names == ("0.txt",)
    hands.press(dialog.remove_button)
    desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    hands.choose_row(dialog.table, 0)
    hands.press(dialog.again_button)
    assert desk.window.send_page._address.text() == "192.0.2.7:7700"


def test_a_run_in_the_laboratory(hands: Hands, desk: Desk) -> None:
    hands.go_to(Page.LABORATORY)
    bench = desk.window.laboratory.bench
    bench.form.show_scenario(SCENARIO)
    hands.press(bench.run_button)
    desk.qtbot.waitUntil(lambda: bench.outcome() is not None, timeout=20_000)
    assert bench.results.isVisible()


def test_opening_a_recording(hands: Hands, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lesson.ptprec"
    save_recording(by_hand(), path)
    monkeypatch.setattr(RecordingsController, "ask_files", staticmethod(lambda *_: [path]))
    hands.menu("open-recording")
    (window,) = desk.session.recordings.windows
    desk.qtbot.waitUntil(lambda: window.recording is not None)
    window.close()


def test_a_setting(hands: Hands, desk: Desk) -> None:
    hands.menu("settings")
    dialog = dialog_of(desk, PreferencesDialog)
    (box,) = dialog.rows["folder_per_peer"].findChildren(QCheckBox)
    before = box.isChecked()
    dialog._scroll.ensureWidgetVisible(box)
    hands.press(box)
    assert desk.settings.folder_per_peer is not before
    dialog.reject()


def dialog_of(desk: Desk, kind: type[Kind]) -> Kind:
    """The sheet that has come up."""
    dialog = desk.window.findChild(kind)
    assert isinstance(dialog, kind)
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    QApplication.processEvents()
    return dialog
