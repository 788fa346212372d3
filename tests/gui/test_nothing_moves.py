"""What happens in a window moves nothing beneath the eyes and the pointer, and nothing is cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from app.main_window import MainWindow, Page
from app.widgets.drop_area import DropArea
from app.widgets.elided_label import ElidedLabel
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.filled import LONG_NAME, NEAR, fill, settle, shown
from tests.gui.widgets.samples import OFFER, SNAPSHOT

pytestmark = pytest.mark.usefixtures("dressed")

S = TransferState
SIZES = [(900, 600), (1024, 600), (1280, 800), (3840, 2160)]


def places(window: MainWindow) -> dict[int, QRect]:
    """Where everything is that can be clicked."""
    buttons = [button for button in shown(window, QAbstractButton) if not window.overlay.isAncestorOf(button)]
    return {id(button): QRect(button.mapTo(window, QPoint()), button.size()) for button in buttons}


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
