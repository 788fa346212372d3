from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.address_field import AddressField
from app.widgets.code_display import CodeDisplay
from app.widgets.code_field import CodeField
from ptp_core.network.addresses import PeerAddress
from tests.gui.dragging import enters, mime_of


@pytest.fixture
def address(qtbot: QtBot) -> AddressField:
    widget = AddressField()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def code(qtbot: QtBot) -> CodeField:
    widget = CodeField()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("192.0.2.7", PeerAddress("192.0.2.7", 7700)),
        ("red-laptop:7800", PeerAddress("red-laptop", 7800)),
        ("[2001:db8::1]:7800", PeerAddress("2001:db8::1", 7800)),
    ],
)
def test_addresses_are_understood_while_they_are_typed(
    qtbot: QtBot, address: AddressField, text: str, meant: PeerAddress
) -> None:
    QTest.keyClicks(address.line, text)
    assert address.address() == meant
    assert str(meant.port) in address.message.text()


@pytest.mark.parametrize("text", ["host:99999", "host:0", "host:", "two words", "[2001:db8::1", "999.1.1.1"])
def test_what_is_wrong_is_said_below_and_to_a_screen_reader(qtbot: QtBot, address: AddressField, text: str) -> None:
    QTest.keyClicks(address.line, text)
    assert address.address() is None
    assert address.message.property("role") == "error"
    assert len(address.message.text()) > 15
    assert address.line.accessibleDescription() == address.message.text()


def test_an_empty_address_is_no_error_yet(address: AddressField) -> None:
    assert address.address() is None
    assert address.message.property("role") == "muted"
    assert "192.168.1.20" in address.message.text()


def test_each_change_of_the_address_is_told_once(qtbot: QtBot, address: AddressField) -> None:
    seen: list[PeerAddress | None] = []
    address.address_changed.connect(seen.append)
    address.set_text("host:1")
    address.set_text("host:1 ")
    address.set_text("host:")
    assert seen == [PeerAddress("host", 1), None]


def test_remembered_addresses_can_be_picked_and_typing_survives(qtbot: QtBot, address: AddressField) -> None:
    address.set_text("typed:1")
    address.remember(["192.0.2.7:7700", "studio-pc:7700"])
    assert address.text() == "typed:1"
    assert [address.box.itemText(index) for index in range(address.box.count())] == ["192.0.2.7:7700", "studio-pc:7700"]
    address.box.setCurrentIndex(1)
    assert address.address() == PeerAddress("studio-pc", 7700)


def test_typing_a_part_of_a_remembered_address_does_not_become_it(qtbot: QtBot, address: AddressField) -> None:
    address.remember(["192.0.2.71:7700"])
    QTest.keyClicks(address.line, "192.0.2.7")
    assert address.address() == PeerAddress("192.0.2.7", 7700)


def test_return_submits_a_good_address_only(qtbot: QtBot, address: AddressField) -> None:
    with qtbot.assertNotEmitted(address.submitted):
        QTest.keyClick(address.line, Qt.Key.Key_Return)
    address.set_text("host")
    with qtbot.waitSignal(address.submitted, timeout=1000):
        QTest.keyClick(address.line, Qt.Key.Key_Return)


def test_code_is_normalised_and_may_stay_empty(qtbot: QtBot, code: CodeField) -> None:
    assert code.is_empty()
    assert code.code() is None
    with qtbot.waitSignal(code.code_changed, timeout=1000):
        QTest.keyClicks(code.line, " 4-Guitar-ORBIT ")
    assert code.code() == "4-guitar-orbit"
    assert not code.is_empty()
    code.set_text("")
    assert code.code() is None


def test_what_cannot_be_a_code_is_said(code: CodeField) -> None:
    code.set_text("---")
    assert code.code() is None
    assert code.message.property("role") == "error"
    assert code.line.accessibleDescription() == code.message.text()


def test_code_display_shows_copies_and_asks_for_another(qtbot: QtBot) -> None:
    display = CodeDisplay()
    qtbot.addWidget(display)
    assert not display.copy_button.isEnabled()
    display.set_code("4-guitar-orbit")
    assert display.label.text() == "4-guitar-orbit"
    assert "4-guitar-orbit" in display.label.accessibleName()
    assert display.label.font().pointSizeF() > 1.5 * display.font().pointSizeF()
    QTest.mouseClick(display.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "4-guitar-orbit"
    with qtbot.waitSignal(display.new_code_requested, timeout=1000):
        QTest.mouseClick(display.new_button, Qt.MouseButton.LeftButton)


def test_a_click_beside_the_completion_list_does_what_it_was_meant_for(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    address, code = AddressField(window), CodeField(window)
    layout.addWidget(address)
    layout.addSpacing(300)
    layout.addWidget(code)
    address.remember(["192.0.2.7", "192.0.2.8"])
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    address.setFocus()
    QTest.keyClicks(address.line, "192.0")
    completer = address.box.completer()
    assert completer is not None
    completions = completer.popup()
    assert completions is not None
    qtbot.waitUntil(completions.isVisible)
    place = code.line.mapTo(window, code.line.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert not completions.isVisible()
    assert code.line.hasFocus()
    assert address.text() == "192.0"


@pytest.mark.parametrize(
    ("typed", "left", "found"),
    [
        ("4-guitar-orbit", "", "4-guitar-orbit"),
        ("4 Guitar Orbit", "", "4-guitar-orbit"),
        ("192.0.2.7 4-guitar-orbit", "192.0.2.7", "4-guitar-orbit"),
        ("192.0.2.7:7701, 4\u2011guitar\u2011orbit ", "192.0.2.7:7701", "4-guitar-orbit"),
        ("4-guitar-zzz", "4-guitar-zzz", None),
        ("x4-guitar-orbit", "x4-guitar-orbit", None),
        ("192.0.2.7", "192.0.2.7", None),
    ],
)
def test_a_code_typed_as_an_address_is_recognised(
    qtbot: QtBot, address: AddressField, typed: str, left: str, found: str | None
) -> None:
    codes: list[str] = []
    address.code_entered.connect(codes.append)
    QTest.keyClicks(address.line, typed.replace("\u2011", "-"))
    QTest.keyClick(address.line, Qt.Key.Key_Return)
    assert (address.text(), codes) == (left, [found] if found else [])
    address.set_text("")
    codes.clear()
    QGuiApplication.clipboard().setText(typed)
    address.line.paste()
    assert (address.text(), codes) == (left, [found] if found else [])


def test_files_that_are_pasted_pass_by_a_line_of_text(
    qtbot: QtBot, address: AddressField, code: CodeField, tmp_path: Path
) -> None:
    clipboard = QApplication.clipboard()
    for field, line in ((address, address.line), (code, code.line)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
        clipboard.setMimeData(data)
        for claims in (False, True):
            event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            event.ignore()
            QApplication.sendEvent(line, event)
            assert event.isAccepted() is claims, (field, claims)
            clipboard.setText("192.0.2.7")
    clipboard.clear()


def test_files_that_are_dropped_pass_by_a_line_of_text(address: AddressField, code: CodeField, tmp_path: Path) -> None:
    words = QMimeData()
    words.setText("192.0.2.7")
    for line in (address.line, code.line):
        assert not enters(line, mime_of(tmp_path))
        assert enters(line, words)


def test_a_known_computer_needs_no_code(code: CodeField) -> None:
    assert code.message.text() == "The other computer shows it."
    code.set_known(True)
    assert code.message.text() == "No code needed: it is known."
    code.set_text("-")
    assert "needed" not in code.message.text()
    code.set_known(False)
    code.set_text("")
    assert code.message.text() == "The other computer shows it."
