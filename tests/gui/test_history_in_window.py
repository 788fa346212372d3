"""The window notes what ended, and shows, finds, repeats and forgets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.dialogs.history import HistoryDialog
from app.dialogs.questions import ClearHistoryQuestion
from app.main_window import Page
from app.models.history_model import PAGE, Column, HistoryModel
from app.surroundings import Surroundings
from ptp_core.direction import Direction
from ptp_core.history.entry import HistoryEntry, Listed, Result
from ptp_core.history.history import History
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def noting_desk(tmp_path: Path, path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(tmp_path, qtbot, surroundings=Surroundings(history=path))
    yield made
    made.end()


def entries(path: Path) -> list[HistoryEntry]:
    history = History(path)
    try:
        return [listed.entry for listed in history.page()]
    finally:
        history.close()


def entry(number: int, **more: object) -> HistoryEntry:
    first = HistoryEntry(
        key=str(number),
        direction=Direction.SEND,
        result=Result.DONE,
        peer_name="red-laptop",
        ended_unix_s=1_700_000_000.0 + number,
        peer_fingerprint=KEY,
        peer_address="192.0.2.7:7700",
        names=(f"{number}.txt",),
        paths=(f"/home/someone/{number}.txt",),
        folder="/home/someone",
        size_bytes=1000,
    )
    return replace(first, **more)  # type: ignore[arg-type]


def filled(path: Path, count: int) -> None:
    path.parent.mkdir(exist_ok=True)
    history = History(path)
    for number in range(count):
        history.add(entry(number))
    history.close()


def opened(desk: Desk, rows: int) -> HistoryDialog:
    QTest.keyClick(desk.window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.window.findChild(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == rows)
    return dialog


def whats(dialog: HistoryDialog) -> list[str]:
    model = dialog.model
    return [model.data(model.index(row, Column.WHAT)) for row in range(model.rowCount())]


def test_both_directions_are_noted_with_the_key_of_the_peer(noting_desk: Desk, path: Path, files: list[Path]) -> None:
    desk = noting_desk
    server = desk.start()
    sent = desk.send(files[0])
    sent.tell(TransferState.TRANSFERRING)
    sent.tell(TransferState.DONE, peer_name="red-laptop", peer_fingerprint=KEY, sources=(files[0],))
    received, offer = server.offer()
    offer.accept()
    received.tell(TransferState.DONE, saved_path=desk.settings.folder / "scan.tiff", peer_fingerprint=KEY)
    desk.qtbot.waitUntil(lambda: len(entries(path)) == 2)
    came, went = entries(path)
    assert (went.direction, went.peer_name, went.peer_fingerprint) == (Direction.SEND, "red-laptop", KEY)
    assert went.paths == (str(files[0]),)
    assert (came.direction, came.peer_fingerprint, came.names) == (Direction.RECEIVE, KEY, ("scan.tiff",))
    assert came.folder == str(desk.settings.folder)


def test_what_ended_just_before_the_window_closed_is_noted(noting_desk: Desk, path: Path, files: list[Path]) -> None:
    noting_desk.start()
    for file in files:
        noting_desk.send(file).tell(TransferState.DONE)
    noting_desk.session.shut_down()
    noting_desk.qtbot.waitUntil(lambda: noting_desk.closed)
    assert len(entries(path)) == len(files)


def test_it_is_listed_newest_first_and_grows_while_it_is_open(noting_desk: Desk, path: Path, files: list[Path]) -> None:
    filled(path, 2)
    noting_desk.start()
    dialog = opened(noting_desk, 2)
    assert whats(dialog) == ["1.txt", "0.txt"]
    dialog.table.selectRow(1)
    noting_desk.send(files[0]).tell(TransferState.DONE)
    noting_desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    assert whats(dialog)[0] == "one.txt"
    selected = dialog.selected()
    assert selected is not None
    assert selected.key == "0", "the same entry stays selected"
    dialog.reject()


def test_words_find_and_no_words_show_all_again(noting_desk: Desk, path: Path) -> None:
    filled(path, 12)
    noting_desk.start()
    dialog = opened(noting_desk, 12)
    QTest.keyClicks(dialog.search, "11.T")
    noting_desk.qtbot.waitUntil(lambda: whats(dialog) == ["11.txt"])
    QTest.keyClicks(dialog.search, "zzz")
    noting_desk.qtbot.waitUntil(lambda: whats(dialog) == [])
    assert not dialog.table.isVisible()
    dialog.search.clear()
    noting_desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 12)
    dialog.reject()


def test_older_ones_come_as_one_scrolls(noting_desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = 20
    for module in ("app.models.history_model", "app.controllers.history"):
        monkeypatch.setattr(f"{module}.PAGE", page)
    filled(path, 2 * page + 5)
    noting_desk.start()
    dialog = opened(noting_desk, page)
    bar = dialog.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    noting_desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 2 * page)
    bar.setValue(bar.maximum())
    noting_desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 2 * page + 5)
    assert whats(dialog)[-1] == "0.txt"
    dialog.reject()


def test_send_again_fills_the_send_page_and_leaves_sending_to_the_person(
    noting_desk: Desk, path: Path, files: list[Path]
) -> None:
    path.parent.mkdir()
    history = History(path)
    history.add(entry(1, paths=tuple(map(str, files[:2]))))
    history.close()
    noting_desk.start()
    noting_desk.fill_in(files[2], address="192.0.2.99")
    noting_desk.window.show_page(Page.RECEIVE)
    dialog = opened(noting_desk, 1)
    assert not dialog.again_button.isEnabled()
    dialog.table.selectRow(0)
    dialog.again_button.click()
    request = noting_desk.window.send_page.request()
    assert request is not None
    assert request.paths == tuple(files[:2])
    assert (request.address_texts, request.code) == (("192.0.2.7:7700",), None)
    assert noting_desk.window.page() is Page.SEND
    assert noting_desk.parts.sends == []


def test_show_in_folder_copy_and_remove(noting_desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path, 3)
    shown: list[str] = []

    def show(url: object) -> bool:
        shown.append(url.toLocalFile())  # type: ignore[attr-defined]
        return True

    monkeypatch.setattr("app.staying.file_manager.QDesktopServices.openUrl", show)
    noting_desk.start()
    dialog = opened(noting_desk, 3)
    dialog.table.selectRow(1)
    dialog.folder_button.click()
    assert shown == ["/home/someone"]
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    line, place = QGuiApplication.clipboard().text().splitlines()
    assert line.endswith("-> 1.txt to red-laptop, 1 kB in 0.0 s, verified")
    assert place == "/home/someone/1.txt"
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    noting_desk.qtbot.waitUntil(lambda: whats(dialog) == ["2.txt", "0.txt"])
    assert [one.key for one in entries(path)] == ["2", "0"]
    dialog.reject()


@pytest.mark.parametrize("agreed", [False, True])
def test_clearing_asks_first(noting_desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch, agreed: bool) -> None:
    filled(path, 3)
    monkeypatch.setattr(ClearHistoryQuestion, "ask", classmethod(lambda _cls, _parent: agreed))
    noting_desk.start()
    dialog = opened(noting_desk, 3)
    dialog.clear_button.click()
    if agreed:
        noting_desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    assert len(entries(path)) == (0 if agreed else 3)
    dialog.reject()


def test_a_history_that_cannot_be_used_is_said_once_and_costs_no_transfer(
    noting_desk: Desk, path: Path, files: list[Path]
) -> None:
    path.mkdir(parents=True)
    noting_desk.start()
    messages = noting_desk.window.messages
    noting_desk.send(files[0]).tell(TransferState.DONE)
    noting_desk.qtbot.waitUntil(lambda: "history" in messages.text())
    messages.dismiss()
    while messages.text():
        messages.dismiss()
    second = noting_desk.send(files[1])
    second.tell(TransferState.DONE)
    row = noting_desk.window.transfers.row(second.transfer_id)
    assert row is not None
    noting_desk.qtbot.waitUntil(lambda: row.snapshot.state is TransferState.DONE)
    assert messages.text() == ""


def test_hostile_names_are_shown_harmless(qtbot: QtBot) -> None:
    model = HistoryModel()
    model.show_first([Listed(1, entry(1, names=("\u202egpj.exe\n",), peer_name="<b>\x1b[31mred"))])
    shown = [model.data(model.index(0, column)) for column in Column]
    assert all("\u202e" not in text and "\x1b" not in text and "\n" not in text for text in shown)
    tip = model.data(model.index(0, Column.WITH), Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip


def test_the_model_keeps_qts_rules(qtbot: QtBot) -> None:
    model = HistoryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    asked: list[int] = []
    model.page_wanted.connect(asked.append)
    whole = [Listed(place, entry(place)) for place in range(3 * PAGE, 0, -1)]
    model.show_first(whole[:PAGE])
    root = model.index(-1, -1)
    # The tester may have fetched already: the one question stays one until it is answered.
    model.fetchMore(root)
    model.fetchMore(root)
    assert asked == [whole[PAGE - 1].place]
    model.add_page(whole[PAGE : PAGE + 10])
    assert not model.canFetchMore(root)
    model.remove("250")
    model.remove("no such key")
    assert model.rowCount() == PAGE + 9
    assert model.row_of("250") is None
    model.show_first([])
    assert model.rowCount() == 0
    assert tester.model() is model


def test_the_name_that_a_computer_has_at_first_is_whole(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = HistoryDialog(window)
    table = dialog.table
    assert table.columnWidth(Column.WITH) > table.fontMetrics().horizontalAdvance("ben-laptop-sister-espresso") + 10
