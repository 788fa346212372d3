"""What somebody sees who has never seen PTP: one look says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow, Page
from app.nearby import Computer
from app.theme import Meaning, Scheme, Theme, contrast
from app.widgets.drop_area import DropArea
from app.widgets.group_switch import GroupSwitch
from ptp_core.errors import PortUnavailable
from ptp_core.formatting import UNKNOWN
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.dragging import drop
from tests.gui.filled import NEAR, fill, settle, shown
from tests.gui.widgets.samples import OFFER, SNAPSHOT

pytestmark = pytest.mark.usefixtures("dressed")

S = TransferState


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QSpinBox, QPushButton])
def test_what_can_be_typed_into_or_pressed_has_an_outline(
    qtbot: QtBot, scheme: Scheme, kind: type[QWidget]
) -> None:
    Theme.of_application().prefer(scheme)
    try:
        field = kind()
        qtbot.addWidget(field)
        field.resize(120, 30)
        image = field.grab().toImage()
        surface = QColor(Theme.of_application().surfaces.surface)
        edge = max(contrast(image.pixelColor(60, y), surface) for y in range(3))
        assert edge > 1.8
    finally:
        Theme.of_application().prefer(None)


@pytest.mark.parametrize("scheme", Scheme)
def test_a_group_that_can_be_switched_shows_its_square(qtbot: QtBot, scheme: Scheme) -> None:
    Theme.of_application().prefer(scheme)
    try:
        box = GroupSwitch("Link")
        box.setCheckable(True)
        box.setChecked(False)
        qtbot.addWidget(box)
        box.resize(200, 80)
        image = box.grab().toImage()
        window = QColor(Theme.of_application().surfaces.window)
        assert max(contrast(image.pixelColor(x, 12), window) for x in range(16)) > 1.6
    finally:
        Theme.of_application().prefer(None)


def text_of_labels(window: MainWindow) -> list[str]:
    return [label.text() for label in shown(window, QLabel) if isinstance(label, QLabel) and label.text()]


def test_the_first_look_says_what_to_do_and_how_others_reach_this_computer(desk: Desk) -> None:
    desk.start()
    window = desk.window
    desk.qtbot.waitUntil(lambda: window.send_page.this_computer.name.text() == desk.session.engine.name)
    settle(desk)
    card, area = window.send_page.this_computer, window.send_page.findChild(DropArea)
    assert area is not None
    assert area.width() * area.height() > window.width() * window.height() / 4
    assert card.code.text() == desk.session.engine.code.current()
    assert card.address.text() == window.receive_page.address_texts()[0]
    assert card.qr_code.text() == window.receive_page.link()
    for part in (card.name, card.code, card.address, card.qr_code, area.choose_button):
        assert not part.visibleRegion().isEmpty()
    assert not window.details.isVisible()
    texts = text_of_labels(window)
    assert "Drop files, folders or text here" in texts
    assert not [text for text in texts if text.startswith(("0", UNKNOWN))]


def test_the_arrow_of_send_is_as_light_as_its_letters(desk: Desk) -> None:
    desk.start()
    page = desk.window.send_page
    send = next(one for one in page.findChildren(QPushButton) if one.accessibleName() == "Send")
    accent = Theme.of_application().line(Meaning.ACKNOWLEDGED)
    window = QColor(Theme.of_application().surfaces.window)
    for mode, beneath in ((QIcon.Mode.Normal, accent), (QIcon.Mode.Disabled, window)):
        image = send.icon().pixmap(QSize(16, 16), mode).toImage()
        drawn = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        assert max(contrast(colour, beneath) for colour in drawn if colour.alpha() > 250) > 4.5


def test_a_busy_port_is_said_on_the_first_page_with_the_way_out(desk: Desk) -> None:
    desk.parts.listen_error = PortUnavailable("UDP port 7700 is in use by another program.")
    desk.session.start()
    card = desk.window.send_page.this_computer
    desk.qtbot.waitUntil(card.other_port_button.isVisible)
    assert card.status.text() == "UDP port 7700 is in use by another program."
    assert not card.code.isVisible()
    QTest.mouseClick(card.other_port_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(card.code.isVisible)
    assert card.status.text() == "Ready to receive"


def test_what_is_said_at_the_start_covers_no_page_button(desk: Desk) -> None:
    desk.parts.listen_error = PortUnavailable("UDP port 7700 is in use by another program.")
    desk.session.start()
    window = desk.window
    desk.qtbot.waitUntil(window.messages.isVisible)
    settle(desk)
    buttons = [one for one in shown(window, QAbstractButton) if window._bar.isAncestorOf(one)]
    assert buttons
    covered = window.overlay.geometry()
    assert not [one for one in buttons if covered.intersects(QRect(one.mapTo(window, QPoint()), one.size()))]


def test_receiving_that_is_off_is_switched_on_from_the_first_page(desk: Desk) -> None:
    desk.start()
    desk.window.receive_page.receiving_switched.emit(False)
    card = desk.window.send_page.this_computer
    desk.qtbot.waitUntil(card.on_button.isVisible)
    QTest.mouseClick(card.on_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(card.code.isVisible)
    assert not card.on_button.isVisible()


def test_while_something_runs_the_list_has_the_height(desk: Desk) -> None:
    desk.start()
    window = desk.window
    window.resize(1280, 800)
    fill(window)
    settle(desk)
    assert window.transfers.height() > window.height() / 2
    rows = [window.transfers.row(number) for number in (1, 2, 3, 4)]
    assert all(row is not None and row.visibleRegion().boundingRect().height() == row.height() for row in rows)
    window.transfers.remove_finished()
    for number in (3, 4):
        window.transfers.update_snapshot(replace(SNAPSHOT, transfer_id=number, state=S.DECLINED))
        row = window.transfers.row(number)
        assert row is not None
        desk.qtbot.waitUntil(lambda row=row: not row.rests)  # type: ignore[misc]
    window.transfers.remove_finished()
    assert window.panel.empty.isVisible()


@pytest.fixture
def two_lives(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], Desk]]:
    """One window after the other, with the same settings."""
    made: list[Desk] = []

    def begin() -> Desk:
        if made:
            made[-1].end()
        made.append(Desk(tmp_path, qtbot))
        made[-1].start()
        return made[-1]

    yield begin
    made[-1].end()


def test_details_open_with_a_click_and_what_was_open_is_remembered(two_lives: Callable[[], Desk]) -> None:
    desk = two_lives()
    fill(desk.window)
    settle(desk)
    assert not desk.window.details.isVisible()
    listed = desk.window.transfers.list
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualItemRect(listed.item(0)).center())
    assert desk.window.details.isVisible()
    desk.window.details.show_tab("events")
    desk = two_lives()
    assert not desk.window.details.isVisible(), "there is nothing to show yet"
    fill(desk.window)
    assert desk.window.details.isVisible()
    assert desk.window.details.tab() == "events"
    QTest.mouseClick(desk.window.details.close_button, Qt.MouseButton.LeftButton)
    desk = two_lives()
    fill(desk.window)
    assert not desk.window.details.isVisible()


def test_a_window_comes_up_with_its_frame_on_the_screen(two_lives: Callable[[], Desk]) -> None:
    room = QApplication.primaryScreen().availableSize()
    first = two_lives()
    assert first.window.height() < room.height()
    first.window.resize(room.width() * 2, room.height() * 2)
    second = two_lives()
    assert second.window.height() < room.height()
    assert second.window.width() <= room.width()


def test_a_success_takes_away_what_was_said_of_the_failure(desk: Desk, files: list[Path]) -> None:
    desk.start()
    messages = desk.window.messages
    desk.send(files[0]).tell(S.FAILED, message="No answer from 192.0.2.7:7700 for 30 s.")
    desk.qtbot.waitUntil(lambda: messages.text().startswith("No answer"))
    elsewhere = desk.send(files[1], address="192.0.2.8")
    elsewhere.tell(S.WAITING)
    desk.qtbot.waitUntil(lambda: desk.session.running()[0].state is S.WAITING)
    assert messages.isVisible(), "another computer answers nothing"
    desk.send(files[0]).tell(S.WAITING)
    desk.qtbot.waitUntil(lambda: not messages.isVisible())


def text_data(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def test_an_address_may_be_dropped_anywhere(desk: Desk, files: list[Path]) -> None:
    desk.start()
    for address in ("192.0.2.7", "192.0.2.7:7701", "[2001:db8::7]:7701", "red-laptop:7700"):
        desk.window.show_page(Page.RECEIVE)
        desk.fill_in(*files, address="192.0.2.99", code="4-guitar-orbit")
        drop(desk.window, text_data(f" {address}\n"))
        assert desk.window.page() is Page.SEND
        request = desk.window.send_page.request()
        assert request is not None
        assert request.address_texts == (address,)
        assert request.code is None, "a code is for one computer"


def test_any_other_text_goes_to_who_takes_it(desk: Desk) -> None:
    desk.start()
    window, page = desk.window, desk.window.send_page
    taken: list[tuple[str, Computer | None]] = []
    page.text_dropped.connect(lambda text, computer: taken.append((text, computer)))
    page.nearby.show_computers([NEAR])
    (tile,) = page.nearby.tiles()
    page.take_text(False)
    drop(window, text_data("Hello, how are you?"))
    drop(tile, text_data("Hello, how are you?"))
    assert taken == []
    page.take_text(True)
    drop(window, text_data("Hello, how are you?"))
    drop(tile, text_data("192.0.2.99"))
    assert taken == [("Hello, how are you?", None), ("192.0.2.99", NEAR)]
    assert page.request() is None


def test_send_and_accept_stand_out_and_decline_does_not(desk: Desk) -> None:
    desk.start()
    desk.window.offers.add_offer(OFFER)
    sheet = desk.window.offers
    send = next(one for one in desk.window.send_page.findChildren(QAbstractButton) if one.accessibleName() == "Send")
    assert [one.property("role") for one in (send, sheet.accept_button)] == ["primary", "primary"]
    assert sheet.decline_button.property("role") is None
    settle(desk)
    buttons = (sheet.accept_button, sheet.decline_button)
    accept, decline = (button.grab().toImage().pixelColor(button.width() // 2, 5) for button in buttons)
    assert contrast(accept, decline) > 3
    sheet.withdraw(OFFER.transfer_id)


def test_a_number_that_is_replaced_has_no_part_selected(desk: Desk) -> None:
    desk.start()
    port = desk.window.receive_page._port
    port.show(7700)
    port.widget.selectAll()
    port.show(40_480)
    line = port.widget.lineEdit()
    assert line is not None
    assert not line.hasSelectedText()
