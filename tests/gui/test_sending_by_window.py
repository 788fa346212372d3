"""Sending by the window, with a fake engine: what reaches the engine, and what comes back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.main_window import Page
from app.widgets.drop_area import DropArea
from ptp_core.errors import SourceError
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk


def test_a_file_an_address_and_a_code_reach_the_engine(desk: Desk, files: list[Path]) -> None:
    desk.start()
    transfer = desk.send(files[0])
    assert (transfer.paths, str(transfer.address), transfer.code) == ((files[0],), "192.0.2.7:7700", "4-guitar-orbit")
    assert desk.window.transfers.selected_id() == transfer.transfer_id
    assert desk.window.send_page.request() is None
    # An address at which nobody was is not one to offer again.
    assert desk.settings.addresses == []
    transfer.tell(TransferState.WAITING)
    desk.qtbot.waitUntil(lambda: desk.settings.addresses == ["192.0.2.7"])


def test_send_is_possible_only_when_nothing_is_missing_or_wrong(desk: Desk, files: list[Path]) -> None:
    desk.start()
    page = desk.window.send_page
    button = next(button for button in page.findChildren(QAbstractButton) if button.accessibleName() == "Send")
    assert not button.isEnabled()
    page.add_files(files[:1])
    assert not button.isEnabled()
    page.set_address("192.0.2.7:99999")
    assert not button.isEnabled()
    page.set_address("192.0.2.7:7701")
    assert button.isEnabled()
    page.set_code("   ")
    assert button.isEnabled()
    page.set_code("-")
    assert not button.isEnabled()
    page.set_code("4 Guitar Orbit")
    assert button.isEnabled()
    page.submit()
    assert desk.sent(0).code == "4-guitar-orbit"


def test_what_is_chosen_together_is_one_transfer(desk: Desk, files: list[Path], tmp_path: Path) -> None:
    desk.start()
    folder = tmp_path / "notes"
    folder.mkdir()
    desk.fill_in(*files, folder)
    button = next(
        button for button in desk.window.send_page.findChildren(QAbstractButton) if button.accessibleName() == "Send"
    )
    assert button.text() == "&Send 3 files and 1 folder"
    desk.window.send_page.submit()
    transfer = desk.sent(0)
    assert transfer.paths == (*files, folder)
    transfer.tell(TransferState.DONE)
    desk.qtbot.waitUntil(lambda: not desk.session.running())
    assert len(desk.parts.sends) == 1


def test_the_code_leaves_the_page_once_it_has_been_used(desk: Desk, files: list[Path]) -> None:
    desk.start()
    first = desk.send(*files)
    first.tell(TransferState.WAITING)
    desk.window.send_page.add_files(files)
    desk.qtbot.waitUntil(lambda: desk.window.send_page.request() is not None)
    desk.qtbot.waitUntil(lambda: _code_on_page(desk) is None)


def test_try_again_goes_at_once_when_the_peer_is_known_by_now(desk: Desk, files: list[Path]) -> None:
    desk.start()
    first = desk.send(*files)
    first.tell(TransferState.WAITING)
    first.tell(TransferState.FAILED, message="The connection broke.")
    desk.qtbot.waitUntil(desk.window.retry_button.isVisible)
    QTest.mouseClick(desk.window.retry_button, Qt.MouseButton.LeftButton)
    second = desk.sent(1)
    assert (second.paths, second.code) == (tuple(files), None)
    assert second.transfer_id == first.transfer_id
    assert len(desk.window.transfers.snapshots()) == 1


def test_try_again_asks_for_a_code_when_the_peer_is_not_known(desk: Desk, files: list[Path]) -> None:
    desk.start()
    first = desk.send(*files, code="1-wrong-code")
    first.tell(TransferState.AUTHENTICATING)
    first.tell(TransferState.FAILED, message="The code phrase is not the one that the receiver shows now.")
    desk.qtbot.waitUntil(desk.window.retry_button.isVisible)
    desk.window.show_page(Page.RECEIVE)
    QTest.mouseClick(desk.window.retry_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: desk.window.page() is Page.SEND)
    request = desk.window.send_page.request()
    assert request is not None
    assert request.paths == tuple(files)
    assert len(desk.parts.sends) == 1
    assert desk.window.transfers.snapshots() == []


def test_what_cannot_be_offered_is_said_and_the_files_come_back_to_the_page(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.fill_in(*files[:2])
    files[0].unlink()
    desk.window.send_page.submit()
    desk.qtbot.waitUntil(lambda: desk.window.messages.text() != "")
    assert "There is no file" in desk.window.messages.text()
    request = desk.window.send_page.request()
    assert request is not None
    assert (request.paths, request.code) == ((files[1],), "4-guitar-orbit")
    assert desk.parts.sends == []


def test_what_cannot_begin_later_says_so_in_its_row(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.parts.send_error = SourceError("one.txt cannot be read.", path=files[0], hint="Check who may open it.")
    desk.fill_in(files[0])
    desk.window.send_page.submit()
    desk.qtbot.waitUntil(lambda: len(desk.window.transfers.snapshots()) == 1)
    (failed,) = desk.window.transfers.snapshots()
    assert failed.state is TransferState.FAILED
    assert (failed.message, failed.hint) == ("one.txt cannot be read.", "Check who may open it.")


def test_cancelling_what_has_not_begun_asks_nothing(desk: Desk, files: list[Path]) -> None:
    desk.start()
    transfer = desk.send(files[0])
    desk.window.transfers.stop(transfer.transfer_id)
    desk.qtbot.waitUntil(lambda: transfer.cancelled)
    transfer.tell(TransferState.CANCELLED, message="Cancelled on this computer.")
    desk.qtbot.waitUntil(lambda: not desk.session.running())
    assert desk.window.messages.text() == ""


def test_cancelling_what_has_begun_to_cross_asks_first(desk: Desk, files: list[Path]) -> None:
    desk.start()
    transfer = desk.send(files[0])
    transfer.tell(TransferState.TRANSFERRING, bytes_total=1 << 40, bytes_acknowledged=1 << 39, elapsed_s=100.0)
    desk.qtbot.waitUntil(lambda: desk.session.running()[0].elapsed_s == 100.0)
    row = desk.window.transfers.row(transfer.transfer_id)
    assert row is not None
    QTest.mouseClick(row.stop_button, Qt.MouseButton.LeftButton)
    assert "550 GB of 1.1 TB are across." in row.detail.text()
    QTest.mouseClick(row.keep_button, Qt.MouseButton.LeftButton)
    assert not transfer.cancelled
    QTest.mouseClick(row.stop_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row.cancel_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: transfer.cancelled)


def test_send_without_an_address_leads_to_the_address(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.window.send_page.add_files(files[:1])
    desk.window.send_page.submit()
    focused = desk.window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Address of the other side"


def _code_on_page(desk: Desk) -> str | None:
    request = desk.window.send_page.request()
    return request.code if request is not None else None


def test_after_a_wrong_code_the_files_are_there_and_enter_tries_again(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    first = desk.send(*files, code="1-wrong-code")
    first.tell(TransferState.AUTHENTICATING)
    first.tell(TransferState.FAILED, message="The code phrase is not the one that the receiver shows now.")
    desk.qtbot.waitUntil(lambda: desk.window.send_page.has_files())
    line = desk.window.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.accessibleName() == "Code phrase that the other side shows"
    assert line.selectedText() == "1-wrong-code"
    QTest.keyClicks(line, "4-guitar-orbit")
    QTest.keyClick(line, Qt.Key.Key_Return)
    second = desk.sent(1)
    assert (second.paths, str(second.address), second.code) == (tuple(files), "192.0.2.7:7700", "4-guitar-orbit")
    # The row of the first try has nothing more to say.
    assert [each.transfer_id for each in desk.window.transfers.snapshots()] == [second.transfer_id]
    assert not desk.window.send_page.has_files()


def test_where_nobody_answers_the_files_are_there_and_the_address_is_selected(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.send(files[0]).tell(TransferState.FAILED, message="No answer from 192.0.2.7:7700 for 10 s.")
    desk.qtbot.waitUntil(lambda: desk.window.send_page.has_files())
    assert desk.window.send_page.recipient() == ("192.0.2.7", "4-guitar-orbit")
    assert desk.settings.addresses == []
    focused = desk.window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Address of the other side"


def test_what_a_person_has_gone_on_to_stays_when_something_comes_back(desk: Desk, files: list[Path]) -> None:
    desk.start()
    first = desk.send(files[0])
    desk.fill_in(files[1], address="192.0.2.8")
    first.tell(TransferState.FAILED, message="No answer from 192.0.2.7:7700 for 10 s.")
    desk.qtbot.waitUntil(lambda: desk.window.messages.text() != "")
    request = desk.window.send_page.request()
    assert request is not None
    assert (request.paths, request.address_texts) == ((files[1],), ("192.0.2.8",))


def test_a_name_in_a_refusal_is_whole(desk: Desk, tmp_path: Path) -> None:
    desk.window.send_page.add_files([tmp_path / "no such\u202e folder"])
    said = desk.window.messages.text()
    assert said.startswith("\u2068no such\ufffd folder\u2069 is not there.")


def test_after_send_was_pressed_the_focus_is_where_the_next_is_chosen(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.window.show_details()
    desk.fill_in(*files)
    button = next(one for one in desk.window.send_page.findChildren(QAbstractButton) if one.accessibleName() == "Send")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    desk.sent(0)
    assert isinstance(desk.window.focusWidget(), DropArea)
