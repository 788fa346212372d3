"""Texts in the window, by keyboard and by mouse: written, sent, returned; shown, copied, opened and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.controllers.texts import TextsController
from app.dialogs.compose_text import ComposeTextDialog
from app.dialogs.read_text import ReadTextDialog
from app.displayed_text import MOST_SHOWN
from app.nearby import Computer
from app.transfer_actions import RowAction
from ptp_core.direction import Direction
from ptp_core.transfer.conversation.messages import MAX_NOTE_BYTES
from ptp_core.transfer.snapshot import ShownText, TransferState
from ptp_core.transfer.source.text import TextSource
from tests.gui.desk import Desk
from tests.gui.dragging import drop
from tests.gui.fake_engine import FakeTransfer

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ready(desk: Desk) -> Iterator[Desk]:
    desk.start()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    yield desk
    QGuiApplication.clipboard().clear()


def text_data(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def writing(desk: Desk) -> ComposeTextDialog:
    sheet = desk.session.texts.writing
    desk.qtbot.waitUntil(sheet.isActiveWindow)
    return sheet


def reading(desk: Desk) -> ReadTextDialog:
    sheet = desk.session.texts.reading
    desk.qtbot.waitUntil(sheet.isVisible)
    return sheet


def button(place: QWidget, name: str) -> QAbstractButton:
    return next(each for each in place.findChildren(QAbstractButton) if each.accessibleName() == name)


def arrive(desk: Desk, content: str) -> FakeTransfer:
    """A known computer's text that was accepted."""
    transfer, offer = desk.parts.servers[-1].offer("text.txt")
    offer.accept()
    transfer.tell(TransferState.WAITING, text=ShownText())
    transfer.tell(TransferState.DONE, text=ShownText(content), bytes_total=len(content.encode()))
    desk.qtbot.waitUntil(lambda: desk.window.transfers.row(transfer.transfer_id) is not None)
    return transfer


def test_a_text_is_written_and_sent_by_the_keyboard(ready: Desk) -> None:
    QTest.keyClick(ready.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    sheet = writing(ready)
    assert sheet.focusWidget() is sheet.edit
    QTest.keyClicks(sheet.edit, "hello")
    assert sheet.counter.text() == "5 characters"
    QTest.keyClick(sheet.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # Where to is missing: that is where it leads.
    assert sheet.isVisible()
    assert sheet.focusWidget() is sheet.address.box
    QTest.keyClicks(sheet.address.line, "192.0.2.7")
    QTest.keyClicks(sheet.code.line, "4 guitar orbit")
    QTest.keyClick(sheet.code.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sent = ready.sent(0)
    assert (sent.text, str(sent.address), sent.code) == (TextSource("hello"), "192.0.2.7:7700", "4-guitar-orbit")
    assert not sheet.isVisible()
    assert sheet.text() == ""
    row = ready.window.transfers.row(sent.transfer_id)
    assert row is not None
    assert row.description().startswith("\u2068a text, 5 characters\u2069 to ")


def test_a_text_is_pasted_and_sent_by_the_mouse(ready: Desk) -> None:
    ready.window.send_page.set_address("192.0.2.7")
    ready.window.send_page.set_code("4-guitar-orbit")
    QGuiApplication.clipboard().setText("from the clip\u00a0board\n")
    QTest.mouseClick(button(ready.window.send_page, "Send text…"), LEFT)
    sheet = writing(ready)
    QTest.mouseClick(sheet.paste_button, LEFT)
    QTest.mouseClick(sheet.send_button, LEFT)
    assert ready.sent(0).text == TextSource("from the clip\u00a0board\n")


def test_a_text_on_the_clipboard_is_offered_by_ctrl_v_and_closing_keeps_it(ready: Desk) -> None:
    QGuiApplication.clipboard().setText("a note, not an address")
    QTest.keyClick(ready.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    sheet = writing(ready)
    assert sheet.text() == "a note, not an address"
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    ready.window.activateWindow()
    ready.qtbot.waitUntil(ready.window.isActiveWindow)
    QTest.keyClick(ready.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert writing(ready).text() == "a note, not an address"
    QTest.mouseClick(sheet.clear_button, LEFT)
    assert sheet.text() == ""


def test_a_text_that_is_dropped_is_offered(ready: Desk) -> None:
    drop(ready.window, text_data("dropped"))
    assert writing(ready).text() == "dropped"


def test_a_text_that_is_dropped_on_a_tile_is_for_that_computer(ready: Desk) -> None:
    page = ready.window.send_page
    for known in (True, False):
        page.set_address("192.0.2.99")
        page.set_code("4-guitar-orbit")
        key = b"k" * 32 if known else b""
        page.nearby.show_computers([Computer(name="studio", address="192.0.2.9:7701", near=True, fingerprint=key)])
        (tile,) = page.nearby.tiles()
        drop(tile, text_data("192.0.2.1 is down"))
        sheet = writing(ready)
        assert (sheet.text(), sheet.address.text(), sheet.code.text()) == ("192.0.2.1 is down", "192.0.2.9:7701", "")
        assert [each.isChecked() for each in sheet.nearby.tiles()] == [True]
        assert sheet.focusWidget() is (sheet.send_button if known else sheet.code.line)
        sheet.clear()
        sheet.reject()


def test_a_long_text_is_held_whole_or_refused(ready: Desk) -> None:
    ready.window.send_page.set_address("192.0.2.7")
    too_long, shown_in_part = "longer than 1", "45\u202f000 characters; the beginning is shown"
    for text, words in (
        ("x" * (MAX_NOTE_BYTES + 1), too_long),
        ("ä" * (MAX_NOTE_BYTES // 2 + 1), too_long),
        ("one line " * 5_000, shown_in_part),
    ):
        ready.session.texts.writing.clear()
        ready.session.texts.write(text)
        sheet = writing(ready)
        assert words in sheet.counter.text()
        assert sheet.text() == text
        assert sheet.edit.isReadOnly()
        assert sheet.send_button.isEnabled() is (words is shown_in_part)


def test_a_text_that_found_nobody_is_there_again_with_the_code_selected(ready: Desk) -> None:
    ready.session.texts.write("hello")
    sheet = writing(ready)
    sheet.set_recipient("192.0.2.7", "1-wrong-code")
    sheet.submit()
    first = ready.sent(0)
    first.tell(TransferState.AUTHENTICATING)
    first.tell(TransferState.FAILED, message="The code phrase is not the one that the receiver shows now.")
    ready.qtbot.waitUntil(sheet.isVisible)
    assert (sheet.text(), sheet.address.text()) == ("hello", "192.0.2.7")
    assert sheet.focusWidget() is sheet.code.line
    QTest.keyClicks(sheet.code.line, "4-guitar-orbit")
    QTest.keyClick(sheet.code.line, Qt.Key.Key_Return)
    again = ready.sent(1)
    assert (again.text, again.code) == (TextSource("hello"), "4-guitar-orbit")
    assert [each.transfer_id for each in ready.window.transfers.snapshots()] == [again.transfer_id]


def test_a_text_that_comes_is_shown_and_leaves_the_keyboard_where_it_is(ready: Desk) -> None:
    line = ready.window.send_page.findChild(QWidget, "dropArea")
    assert line is not None
    line.setFocus()
    transfer = arrive(ready, "one\x1b[31m\n<b>two</b>\u202e")
    sheet = reading(ready)
    assert sheet.box.toPlainText() == "one\ufffd[31m\n<b>two</b>\ufffd"
    assert sheet.windowTitle() == "Text from \u2068studio-pc\u2069, 20 characters"
    assert sheet.links() == ()
    assert (sheet.copy_button.accessibleName(), sheet.copy_button.text()) == ("Copy", "&Copy")
    QTest.mouseClick(sheet.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == "one\x1b[31m\n<b>two</b>\u202e"
    assert list(ready.settings.folder.glob("*.txt")) == []
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    row = ready.window.transfers.row(transfer.transfer_id)
    assert row is not None
    assert row.description().startswith("\u2068a text, 20 characters\u2069 from")


def test_one_text_after_the_other(ready: Desk) -> None:
    for number in range(3):
        arrive(ready, f"text {number}")
    sheet = reading(ready)
    for number in range(3):
        assert sheet.text() == f"text {number}"
        assert sheet.next_button.isVisible() is (number < 2)
        if number < 2:
            QTest.mouseClick(sheet.next_button, LEFT)


def test_a_row_shows_and_copies_its_text_again(ready: Desk) -> None:
    transfer = arrive(ready, "hello")
    sheet = reading(ready)
    sheet.close()
    row = ready.window.transfers.row(transfer.transfer_id)
    assert row is not None
    QTest.mouseClick(row.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == "hello"
    QTest.mouseClick(row.read_button, LEFT)
    assert reading(ready).text() == "hello"
    sheet.close()
    QGuiApplication.clipboard().clear()
    ready.window.transfers.select(transfer.transfer_id)
    ready.window.activateWindow()
    ready.window.transfers.list.setFocus()
    ready.qtbot.waitUntil(ready.window.transfers.list.hasFocus)
    QTest.keyClick(ready.window.transfers.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "hello"
    menu = ready.window.transfers.menu(transfer.transfer_id)
    assert menu is not None
    assert [action.text() for action in menu.actions()][:2] == ["Show the text\tShift+Return", "Copy the text\tCtrl+C"]
    menu.deleteLater()


def test_what_came_before_is_not_shown_again_and_no_offer_asks_for_a_folder(ready: Desk) -> None:
    transfer, _offer = ready.parts.servers[-1].offer("text.txt")
    transfer.tell(TransferState.DONE, text=ShownText("hello"), already_there=True)
    ready.qtbot.waitUntil(lambda: ready.window.transfers.row(transfer.transfer_id) is not None)
    assert not ready.session.texts.reading.isVisible()


def test_links_are_shown_in_full_and_opened_only_by_the_person(ready: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(bytes(url.toEncoded().data()).decode())
        return True

    monkeypatch.setattr(TextsController, "open_url", staticmethod(note))
    arrive(ready, "see\nhttps://\u0430pple.example/login\nhttps://bank.example@evil.example/\njavascript:alert(1)\n")
    sheet = reading(ready)
    assert len(sheet.link_buttons) == 2
    said = [label.text().replace("\u200b", "") for label in sheet.findChildren(QLabel)]
    assert "https://xn--pple-43d.example/login" in said
    assert any("\u0430pple.example" in words and "xn--pple-43d.example" in words for words in said)
    assert any("leads to evil.example" in words for words in said)
    assert opened == []
    QTest.mouseClick(sheet.link_buttons[0], LEFT)
    sheet.link_buttons[1].setFocus()
    QTest.keyClick(sheet.link_buttons[1], Qt.Key.Key_Space)
    assert opened == ["https://xn--pple-43d.example/login", "https://bank.example@evil.example/"]


def test_a_text_is_saved_where_the_person_says(ready: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.txt"
    monkeypatch.setattr(ReadTextDialog, "ask_path", staticmethod(lambda _parent: path))
    arrive(ready, "zwei Wörter\r\n")
    QTest.mouseClick(reading(ready).save_button, LEFT)
    ready.qtbot.waitUntil(lambda: path.exists() and "Saved as" in ready.window.messages.text())
    assert path.read_bytes() == "zwei Wörter\r\n".encode()
    path = tmp_path / "missing" / "kept.txt"
    QTest.mouseClick(reading(ready).save_button, LEFT)
    ready.qtbot.waitUntil(lambda: "cannot be saved" in ready.window.messages.text())


def test_a_megabyte_on_one_line_is_shown_at_once_in_part(ready: Desk) -> None:
    transfer = arrive(ready, "x" * MAX_NOTE_BYTES)
    sheet = reading(ready)
    assert len(sheet.text()) == MAX_NOTE_BYTES
    assert MOST_SHOWN <= len(sheet.box.toPlainText()) < MOST_SHOWN + 100
    assert ready.window.transfers.row(transfer.transfer_id) is not None


def test_a_text_that_was_sent_can_be_read_in_its_row(ready: Desk) -> None:
    ready.session.texts.write("hello")
    sheet = writing(ready)
    sheet.set_recipient("192.0.2.7", "")
    sheet.submit()
    sent = ready.sent(0)
    assert sent.snapshot.direction is Direction.SEND
    sent.tell(TransferState.DONE)
    ready.qtbot.waitUntil(lambda: not ready.session.running())
    ready.window.transfers._do(sent.transfer_id, RowAction.READ_TEXT)
    assert reading(ready).windowTitle() == "Text to \u2068192.0.2.7:7700\u2069, 5 characters"


def test_a_text_that_comes_while_nobody_looks_is_shown_when_somebody_does(ready: Desk) -> None:
    ready.window.hide()
    arrive(ready, "hello")
    assert not ready.session.texts.reading.isVisible()
    ready.window.show()
    assert reading(ready).text() == "hello"
