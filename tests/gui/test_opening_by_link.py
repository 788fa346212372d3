"""`ptp://...` and files open the window with the Send page filled in; sending stays the person's."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.main_window import Page
from ptp_core.links.link import parse_link
from ptp_core.network.addresses import PeerAddress
from tests.gui.desk import Desk
from tests.gui.dragging import drop


def test_a_link_fills_in_address_and_code(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.window.show_page(Page.RECEIVE)
    desk.session.fill_in(parse_link("ptp://[2001:db8::7]:7701#4-Guitar-Orbit&name=red"))
    page = desk.window.send_page
    assert desk.window.page() is Page.SEND
    assert page.request() is None
    assert desk.parts.sends == []
    page.add_files(files[:1])
    request = page.request()
    assert request is not None
    assert request.addresses == (PeerAddress("2001:db8::7", 7701),)
    assert request.code == "4-guitar-orbit"


def test_a_link_without_a_code_leaves_none_of_another_behind(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.fill_in(files[0], address="192.0.2.9", code="5-piano-river")
    desk.session.fill_in(parse_link("ptp://192.0.2.7"))
    request = desk.window.send_page.request()
    assert request is not None
    assert (request.addresses, request.code) == ((PeerAddress("192.0.2.7", 7700),), None)


def test_files_named_at_the_start_wait_on_the_send_page(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.window.show_page(Page.RECEIVE)
    desk.session.add_files(files)
    page = desk.window.send_page
    assert desk.window.page() is Page.SEND
    desk.session.fill_in(parse_link("ptp://192.0.2.7"))
    request = page.request()
    assert request is not None
    assert request.paths == tuple(files)
    assert desk.parts.sends == []


LINK = "ptp://192.0.2.7:7701#4-guitar-orbit"


def filled(desk: Desk, files: list[Path]) -> bool:
    """Whether the Send page says what the link says."""
    desk.window.send_page.add_files(files[:1])
    request = desk.window.send_page.request()
    return request is not None and (request.addresses, request.code) == (
        (PeerAddress("192.0.2.7", 7701),),
        "4-guitar-orbit",
    )


@pytest.mark.parametrize("as_url", [False, True])
@pytest.mark.parametrize("where", ["window", "drop area"])
def test_a_link_that_is_dropped_fills_in(desk: Desk, files: list[Path], as_url: bool, where: str) -> None:
    desk.start()
    desk.window.show_page(Page.RECEIVE)
    data = QMimeData()
    if as_url:
        data.setUrls([QUrl(LINK)])
    else:
        data.setText(f"  {LINK}\n")
    drop(desk.window if where == "window" else desk.window.send_page._files, data)
    assert desk.window.page() is Page.SEND
    assert filled(desk, files)
    assert desk.parts.sends == []


def test_a_link_that_is_pasted_into_the_window_fills_in(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.window.show_page(Page.RECEIVE)
    QGuiApplication.clipboard().setText(LINK)
    desk.window._paste()
    assert desk.window.page() is Page.SEND
    assert filled(desk, files)


def test_a_link_that_is_pasted_into_the_address_is_taken_apart(desk: Desk, files: list[Path]) -> None:
    desk.start()
    line = desk.window.send_page._address.line
    line.insert(LINK)
    assert line.text() == "192.0.2.7:7701"
    assert filled(desk, files)


def test_a_link_that_is_typed_is_whole_at_return(desk: Desk, files: list[Path]) -> None:
    desk.start()
    line: QLineEdit = desk.window.send_page._address.line
    QTest.keyClicks(line, LINK)
    assert line.text() == LINK, "nobody is interrupted while typing"
    desk.window.send_page.add_files(files[:1])
    QTest.keyClick(line, Qt.Key.Key_Return)
    sent = desk.sent(0)
    assert (sent.address, sent.code) == (PeerAddress("192.0.2.7", 7701), "4-guitar-orbit")


def test_a_link_that_is_wrong_is_said_and_takes_nothing(desk: Desk) -> None:
    desk.start()
    field = desk.window.send_page._address
    field.line.insert("ptp://host/path")
    assert "a path in it" in field.message.text()
    data = QMimeData()
    data.setText("ptp://host/path")
    desk.window.show_page(Page.RECEIVE)
    drop(desk.window, data)
    assert desk.window.send_page._code.is_empty()
    assert "://" in field.text()
