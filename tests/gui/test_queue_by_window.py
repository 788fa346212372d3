"""The queue by the window, with a fake engine: several recipients, pause and resume, order, limits, a restart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.widgets import transfer_menu
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.fake_engine import FakeSendTransfer

S = TransferState


def send_to(desk: Desk, path: Path, *addresses: str) -> list[int]:
    """One thing to several recipients; the rows."""
    before = len(desk.window.transfers.snapshots())
    desk.fill_in(path, address=", ".join(addresses), code="")
    desk.window.send_page.submit()
    wanted = before + len(addresses)
    desk.qtbot.waitUntil(lambda: len(desk.window.transfers.snapshots()) == wanted)
    return [snapshot.transfer_id for snapshot in desk.window.transfers.snapshots()[before:]]


def words(desk: Desk, number: int) -> str:
    row = desk.window.transfers.row(number)
    assert row is not None
    return row.words()


def wait_for_words(desk: Desk, number: int, part: str) -> None:
    desk.qtbot.waitUntil(lambda: part in words(desk, number))


def flow(transfer: FakeSendTransfer) -> None:
    transfer.tell(S.WAITING)
    transfer.tell(S.TRANSFERRING, bytes_acknowledged=610, bytes_verified=610)


def entries(menu: QMenu | None) -> list[str]:
    assert menu is not None
    return [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu | None, text: str) -> None:
    assert menu is not None
    next(action for action in menu.actions() if action.text().partition("\t")[0] == text).trigger()
    menu.deleteLater()


def limits(desk: Desk, number: int) -> QMenu:
    """The speed limits that a row's menu offers."""
    menu = desk.window.transfers.menu(number)
    assert menu is not None
    found = menu.findChild(QMenu)
    assert isinstance(found, QMenu)
    return found


def order(desk: Desk) -> list[int]:
    """The ids of the rows as they stand."""
    rows = desk.window.transfers.list
    return [rows.item(place).data(Qt.ItemDataRole.UserRole) for place in range(rows.count())]


def test_several_recipients_are_several_rows_and_the_last_waits_for_its_turn(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.fill_in(files[0], address="192.0.2.7, 192.0.2.7:7700", code="")
    request = desk.window.send_page.request()
    assert request is not None
    assert len(request.addresses) == 1
    desk.window.send_page.clear_files()
    numbers = send_to(desk, files[0], "192.0.2.7", "blue.example:7701", "[2001:db8::7]", "192.0.2.9")
    assert [str(transfer.address) for transfer in desk.parts.sends] == [
        "192.0.2.7:7700", "blue.example:7701", "[2001:db8::7]:7700",
    ]  # fmt: skip
    wait_for_words(desk, numbers[3], "waiting in the queue")
    assert len(desk.session.running()) == 3
    flow(desk.parts.sends[0])
    desk.parts.sends[0].tell(S.DONE)
    desk.qtbot.waitUntil(lambda: len(desk.parts.sends) == 4)
    wait_for_words(desk, numbers[3], "connecting")
    assert desk.settings.addresses == ["192.0.2.7"], "an address that has not answered is not offered again"


def test_the_button_and_ctrl_p_pause_and_resume(desk: Desk, files: list[Path]) -> None:
    desk.start()
    transfer = desk.send(files[0])
    flow(transfer)
    row = desk.window.transfers.row(transfer.transfer_id)
    assert row is not None
    assert row.pause_button.accessibleName() == "Pause one.txt"
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    QTest.mouseClick(row.pause_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: transfer.paused)
    transfer.tell(S.PAUSED)
    wait_for_words(desk, transfer.transfer_id, "paused at 61 %")
    assert desk.session.running() == []
    assert row.pause_button.accessibleName() == "Resume one.txt"
    QTest.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    again = desk.sent(1)
    assert again.transfer_id == transfer.transfer_id
    again.tell(S.WAITING)
    again.tell(S.TRANSFERRING, bytes_acknowledged=700, resumed_at_bytes=610, bytes_again=12)
    desk.qtbot.waitUntil(lambda: "Resumed at 61 %, 12 B sent again." in row.description())
    QTest.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: again.paused)


def test_what_waits_moves_up_and_down_by_keys_and_menu(desk: Desk, files: list[Path]) -> None:
    desk.start()
    numbers = send_to(desk, files[0], "a.example", "b.example", "c.example", "d.example", "e.example")
    transfers = desk.window.transfers
    transfers.select(numbers[4])
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    transfers.list.setFocus()
    QTest.keyClick(transfers.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    running = numbers[2::-1]
    assert order(desk) == [*running, numbers[3], numbers[4]], "what began last is on top, what waits below"
    moved = [*running, numbers[4], numbers[3]]
    desk.qtbot.waitUntil(lambda: order(desk) == moved)
    assert transfers.selected_id() == numbers[4]
    row = transfers.row(numbers[4])
    assert row is not None
    assert transfers.list.itemWidget(transfers.list.item(3)) is row
    choose(transfers.menu(numbers[4]), "Move down")
    desk.qtbot.waitUntil(lambda: order(desk) == [*running, numbers[3], numbers[4]])
    choose(transfers.menu(numbers[4]), "Move up")
    desk.qtbot.waitUntil(lambda: order(desk) == moved)
    desk.parts.sends[0].tell(S.FAILED, message="It broke.")
    desk.qtbot.waitUntil(lambda: len(desk.parts.sends) == 4)
    assert str(desk.parts.sends[3].address) == "e.example:7700"


def test_the_menu_offers_what_can_be_done(desk: Desk, files: list[Path]) -> None:
    desk.start()
    transfer = desk.send(files[0])
    flow(transfer)
    transfers, number = desk.window.transfers, transfer.transfer_id
    wait_for_words(desk, number, "calculating")
    running = ["Pause", "Move up", "Move down", "Speed limit", "Cancel"]
    assert entries(transfers.menu(number)) == running
    choose(transfers.menu(number), "Pause")
    desk.qtbot.waitUntil(lambda: transfer.paused)
    transfer.tell(S.PAUSED)
    wait_for_words(desk, number, "paused")
    assert entries(transfers.menu(number)) == ["Resume", *running[1:]]
    choose(transfers.menu(number), "Resume")
    again = desk.sent(1)
    again.tell(S.WAITING)
    again.tell(S.FAILED, message="It broke.")
    wait_for_words(desk, number, "failed")
    assert entries(transfers.menu(number)) == ["Try again", "Remove from the list"]
    choose(transfers.menu(number), "Try again")
    desk.sent(2).tell(S.DONE)
    wait_for_words(desk, number, "saved")
    assert entries(transfers.menu(number)) == ["Remove from the list"]
    row = transfers.row(number)
    assert row is not None
    desk.qtbot.waitUntil(lambda: not row.rests)
    choose(transfers.menu(number), "Remove from the list")
    assert transfers.snapshots() == []


def test_limits_apply_at_once_and_are_remembered(
    desk: Desk, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = desk.start()
    transfer = desk.send(files[0])
    limit, number = transfer.given["limit"], transfer.transfer_id
    field = desk.window.queue_bar.limit.widget
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert limit.bytes_per_s == 625_000
    assert server.limit is not None
    assert server.limit.bytes_per_s == 625_000
    assert desk.settings.limit_bps == 5_000_000
    desk.window.queue_bar.limit.show(0)
    desk.qtbot.waitUntil(lambda: limit.bytes_per_s is None)
    choose(limits(desk, number), "20 Mbit/s")
    desk.qtbot.waitUntil(lambda: transfer.limits == [2_500_000])
    monkeypatch.setattr(transfer_menu, "ask_for_limit", lambda _parent, _snapshot: 1000)
    choose(limits(desk, number), "Other\u2026")
    desk.qtbot.waitUntil(lambda: transfer.limits == [2_500_000, 1000])


def test_how_many_are_sent_at_once_is_a_setting(desk: Desk, files: list[Path]) -> None:
    desk.start()
    send_to(desk, files[0], "a.example", "b.example", "c.example", "d.example")
    desk.window.queue_bar.at_once.show(4)
    desk.qtbot.waitUntil(lambda: len(desk.parts.sends) == 4)
    assert desk.settings.at_once == 4


def test_cancelling_what_is_paused_asks_first_and_what_waits_is_just_gone(desk: Desk, files: list[Path]) -> None:
    desk.start()
    numbers = send_to(desk, files[0], "a.example", "b.example", "c.example", "d.example")
    flow(desk.parts.sends[0])
    desk.parts.sends[0].tell(S.PAUSED)
    wait_for_words(desk, numbers[0], "paused at 61 %")
    transfers = desk.window.transfers
    row = transfers.row(numbers[0])
    assert row is not None
    transfers.stop(numbers[0])
    row.keep_button.click()
    assert not row.asks
    assert row.snapshot.state is S.PAUSED
    transfers.stop(numbers[0])
    row.cancel_button.click()
    wait_for_words(desk, numbers[0], "cancelled")
    desk.qtbot.waitUntil(lambda: [str(told.address) for told in desk.parts.withdrawals] == ["a.example:7700"])
    desk.qtbot.waitUntil(lambda: len(desk.parts.sends) == 4)
    desk.window.queue_bar.at_once.show(1)
    desk.qtbot.waitUntil(lambda: desk.settings.at_once == 1)
    (waiting,) = send_to(desk, files[0], "e.example")
    wait_for_words(desk, waiting, "waiting in the queue")
    transfers.stop(waiting)
    wait_for_words(desk, waiting, "cancelled")


def test_a_receiver_pauses_by_holding_the_connection(desk: Desk) -> None:
    server = desk.start()
    transfer, _offer = server.offer()
    desk.qtbot.waitUntil(lambda: desk.window.transfers.row(transfer.transfer_id) is not None)
    number = transfer.transfer_id
    transfer.tell(S.TRANSFERRING, bytes_acknowledged=610, bytes_verified=610, bytes_total=1000)
    wait_for_words(desk, number, "calculating")
    desk.window.transfers.pause_or_resume(number)
    desk.qtbot.waitUntil(lambda: server.held == {number: True})
    transfer.tell(S.TRANSFERRING, held=True)
    wait_for_words(desk, number, "paused at 61 %")
    assert entries(desk.window.transfers.menu(number)) == ["Resume", "Speed limit", "Cancel"]
    desk.window.transfers.pause_or_resume(number)
    desk.qtbot.waitUntil(lambda: server.held == {number: False})


def test_a_transfer_that_its_sender_resumes_takes_the_place_of_its_paused_row(desk: Desk) -> None:
    server = desk.start()
    first, _offer = server.offer(key=b"k" * 16)
    other, _offer = server.offer(key=b"o" * 16)
    first.tell(S.TRANSFERRING)
    first.tell(S.PAUSED, message="studio-pc paused it.", hint="It goes on when it is resumed there.")
    other.tell(S.PAUSED)
    wait_for_words(desk, first.transfer_id, "paused")
    assert "studio-pc paused it." in desk.window.messages.text()
    second, _offer = server.offer(key=b"k" * 16)
    desk.qtbot.waitUntil(lambda: desk.window.transfers.row(first.transfer_id) is None)
    assert order(desk) == [second.transfer_id, other.transfer_id]


@pytest.fixture
def next_life(tmp_path: Path, qtbot: QtBot) -> Iterator[list[Desk]]:
    """The windows that come after the first one."""
    made: list[Desk] = []
    yield made
    for desk in made:
        desk.end()


def test_another_window_finds_everything_and_goes_on(
    tmp_path: Path, qtbot: QtBot, files: list[Path], next_life: list[Desk]
) -> None:
    first = Desk(tmp_path, qtbot)
    first.settings.at_once = 1
    first.session.engine.set_at_once(1)
    first.start()
    _, paused, _ = send_to(first, files[0], "a.example", "b.example", "c.example")
    flow(first.parts.sends[0])
    first.window.transfers.pause_or_resume(paused)
    wait_for_words(first, paused, "paused")
    first.end()
    second = Desk(tmp_path, qtbot)
    next_life.append(second)
    second.start()
    qtbot.waitUntil(lambda: len(second.window.transfers.snapshots()) == 3)
    assert [str(transfer.address) for transfer in second.parts.sends] == ["a.example:7700"]
    assert second.parts.sends[0].given["transfer_key"] == first.parts.sends[0].given["transfer_key"]
    found = {snapshot.peer_address: snapshot.state for snapshot in second.window.transfers.snapshots()}
    assert found == {"a.example:7700": S.CONNECTING, "b.example:7700": S.PAUSED, "c.example:7700": S.QUEUED}
    assert [words(second, number) for number in order(second)] == ["connecting", "paused", "waiting in the queue"]
    assert second.window.messages.text() == ""
