"""What somebody sees who has never seen PTP: one look says what to do, and nothing moves or is cut beneath the eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QCursor, QIcon, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow, Page
from app.nearby import Computer
from app.theme import Meaning, Scheme, Theme, contrast
from app.widgets.drop_area import DropArea
from app.widgets.elided_label import ElidedLabel
from ptp_core.errors import PortUnavailable
from ptp_core.formatting import UNKNOWN
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.dragging import drop
from tests.gui.widgets.samples import OFFER, SNAPSHOT

S = TransferState
NEAR = Computer(name="red-laptop", address="192.0.2.7:7700", near=True, fingerprint=b"k" * 32)
LONG_NAME = "a report that somebody has written about the soil of the garden " * 3 + "final.tiff"
SIZES = [(900, 600), (1024, 600), (1280, 800), (3840, 2160)]


@pytest.fixture(autouse=True, scope="module")
def dressed(qapp: QApplication) -> Iterator[None]:
    """With the style sheet that the program has, which makes some letters wider."""
    Theme.of_application().apply()
    yield
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


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


def shown(window: MainWindow, kind: type[QWidget] = QWidget) -> list[QWidget]:
    """What of this kind can be seen, not counting what is scrolled away."""
    return [one for one in window.findChildren(kind) if one.isVisible() and not one.visibleRegion().isEmpty()]


def text_of_labels(window: MainWindow) -> list[str]:
    return [label.text() for label in shown(window, QLabel) if isinstance(label, QLabel) and label.text()]


def fill(window: MainWindow) -> None:
    """A list with something of everything."""
    for number, change in enumerate(
        (
            {"state": S.DONE, "name": LONG_NAME, "elapsed_s": 88.0},
            {"state": S.FAILED, "message": "No answer from 192.0.2.7:7700 for 30 s.", "hint": "Is PTP open there?"},
            {},
            {"state": S.QUEUED, "bytes_sent": 0, "bytes_acknowledged": 0, "bytes_verified": 0},
        ),
        start=1,
    ):
        snapshot = replace(SNAPSHOT, transfer_id=number, **change)  # type: ignore[arg-type]
        window.transfers.update_snapshot(snapshot)
        window.details.update_snapshot(snapshot)


def settle(desk: Desk) -> None:
    """Until what was laid out anew is where it stays."""
    for _ in range(3):
        QApplication.processEvents()


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


def test_files_that_are_added_beside_a_list_leave_the_page_whole(desk: Desk, tmp_path: Path) -> None:
    desk.start()
    window, page = desk.window, desk.window.send_page
    window.resize(1280, 800)
    sent = tmp_path / "sent.txt"
    sent.write_text("sent")
    desk.send(sent)
    settle(desk)
    area = page.findChild(DropArea)
    assert area is not None
    empty = area.height()
    page.add_files([sent])
    settle(desk)
    (scroll,) = [one for one in window.findChildren(QScrollArea) if one.widget() is page]
    assert not scroll.verticalScrollBar().isVisible()
    page.clear_files()
    settle(desk)
    assert area.height() == empty


def test_a_single_tile_has_the_room_for_a_long_name(desk: Desk) -> None:
    desk.start()
    desk.window.resize(1280, 800)
    name = "studio-pc-balcony-ghost"
    desk.window.send_page.nearby.show_computers([replace(NEAR, name=name)])
    settle(desk)
    (tile,) = desk.window.send_page.nearby.tiles()
    assert tile.text().startswith(name)


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


def places(window: MainWindow) -> dict[int, QRect]:
    """Where everything is that can be clicked."""
    buttons = [button for button in shown(window, QAbstractButton) if not window.overlay.isAncestorOf(button)]
    return {id(button): QRect(button.mapTo(window, QPoint()), button.size()) for button in buttons}


def test_a_window_comes_up_with_its_frame_on_the_screen(two_lives: Callable[[], Desk]) -> None:
    room = QApplication.primaryScreen().availableSize()
    first = two_lives()
    assert first.window.height() < room.height()
    first.window.resize(room.width() * 2, room.height() * 2)
    second = two_lives()
    assert second.window.height() < room.height()
    assert second.window.width() <= room.width()


@pytest.mark.parametrize("filled", [False, True])
def test_banners_and_offers_move_nothing(desk: Desk, filled: bool) -> None:
    desk.start()
    window = desk.window
    if filled:
        fill(window)
    settle(desk)
    before = places(window)
    window.messages.show_error("No answer from 192.0.2.7:7700 for 30 s.", "Is PTP open there?", "raw")
    window.offers.add_offer(OFFER)
    settle(desk)
    assert window.offers.isVisible()
    after = places(window)
    assert {key: after[key] for key in before if key in after} == {key: before[key] for key in before if key in after}
    window.messages.details_button.click()
    settle(desk)
    inside = window.overlay.rect()
    for part in (window.offers, window.messages):
        assert inside.contains(QRect(part.mapTo(window.overlay, QPoint()), part.size())), "nothing of it is cut"
    window.messages.dismiss()
    window.offers.withdraw(OFFER.transfer_id)
    desk.qtbot.waitUntil(lambda: not window.overlay.isVisible())


def test_what_others_send_moves_nothing_beneath_the_pointer_until_the_person_acts(desk: Desk) -> None:
    server = desk.start()
    window = desk.window
    settle(desk)
    before = places(window)
    window._body.pages.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    server.offer()
    desk.qtbot.waitUntil(window.offers.isVisible)
    settle(desk)
    after = places(window)
    pages = {id(button) for button in window._body.pages.findChildren(QAbstractButton)}
    assert {key: after[key] for key in pages & before.keys()} == {key: before[key] for key in pages & before.keys()}
    QTest.mouseClick(window.offers.decline_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: window.transfers.height() > window.height() / 3)


def test_a_second_try_does_not_give_the_page_its_first_height_back(desk: Desk, files: list[Path]) -> None:
    desk.start()
    window = desk.window
    window.resize(1280, 800)
    window._body.pages.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    first = desk.send(files[0], code="1-wrong-code")
    first.tell(S.AUTHENTICATING)
    first.tell(S.FAILED, message="The code phrase is not the one that the receiver shows now.")
    desk.qtbot.waitUntil(window.send_page.has_files)
    settle(desk)
    assert window.transfers.height() > window.height() / 3
    window.send_page.submit()
    desk.sent(1)
    settle(desk)
    assert window.transfers.height() > window.height() / 3


def test_a_list_that_keeps_the_height_of_an_empty_one_shows_its_row_whole(desk: Desk) -> None:
    server = desk.start()
    window = desk.window
    settle(desk)
    window._body.pages.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    server.offer()
    desk.qtbot.waitUntil(window.offers.isVisible)
    settle(desk)
    panel = window.panel
    assert panel.visibleRegion().boundingRect() == panel.rect(), "its lower edge too"
    QTest.mouseClick(window.offers.decline_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: not window.offers.isVisible())


def test_what_comes_up_beneath_the_pointer_lets_its_click_through(desk: Desk) -> None:
    desk.start()
    window = desk.window
    settle(desk)
    window.offers.add_offer(OFFER)
    settle(desk)
    assert not window.overlay.lets_through()
    place = window.overlay.mapToGlobal(window.overlay.rect().center())
    window.offers.withdraw(OFFER.transfer_id)
    before = QCursor.pos()
    QCursor.setPos(place)
    try:
        window.offers.add_offer(OFFER)
        assert window.overlay.lets_through()
        beneath = window.childAt(window.mapFromGlobal(place))
        assert beneath is not None
        assert not window.overlay.isAncestorOf(beneath)
        desk.qtbot.waitUntil(lambda: not window.overlay.lets_through())
        above = window.childAt(window.mapFromGlobal(place))
        assert above is not None
        assert window.overlay.isAncestorOf(above)
    finally:
        QCursor.setPos(before)
        window.offers.withdraw(OFFER.transfer_id)


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


@pytest.mark.parametrize("page", [Page.SEND, Page.RECEIVE])
def test_no_words_are_cut_and_no_page_scrolls_sideways(desk: Desk, page: Page) -> None:
    desk.start()
    window = desk.window
    window.send_page.nearby.show_computers([NEAR])
    window.show_page(page)
    for filled, looked_into in ((False, False), (True, False), (True, True)):
        if filled:
            fill(window)
        window.show_details(looked_into)
        window.details.show_tab("overview")
        for size in SIZES:
            window.resize(*size)
            settle(desk)
            assert (window.width(), window.height()) == size
            assert cut_in(window) == [], size
            assert [area for area in shown(window, QScrollArea) if scrolls_sideways(area)] == [], size


def cut_in(window: MainWindow) -> list[str]:
    """The labels that have less room than their words take."""
    labels = [label for label in shown(window, QLabel) if isinstance(label, QLabel) and label.text()]
    plain = [label for label in labels if not isinstance(label, ElidedLabel)]
    return [
        label.text()
        for label in plain
        if label.height() < (label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height())
        or (not label.wordWrap() and label.width() < label.sizeHint().width())
    ]


def scrolls_sideways(area: QWidget) -> bool:
    assert isinstance(area, QScrollArea)
    inside = area.widget()
    return inside is not None and inside.width() > area.viewport().width()


def test_a_long_name_keeps_its_end_wherever_it_stands(desk: Desk) -> None:
    desk.start()
    failed = replace(SNAPSHOT, state=S.FAILED, name=LONG_NAME, message=f"{LONG_NAME} cannot be read.")
    desk.window.details.update_snapshot(failed)
    desk.window.details.show_transfer(failed.transfer_id)
    assert desk.window.details._title.text().startswith("\u2068a report")
    assert "final.tiff\u2069 to" in desk.window.details._title.text()
    desk.session.news._tell_end(failed)
    assert desk.window.messages.text().count("a report that somebody has written about the soil of the garden") == 3


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
