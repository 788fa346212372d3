"""`ptp://...` opens the window with the Send page filled in; sending stays the person's."""

from __future__ import annotations

from pathlib import Path

from app.main_window import Page
from ptp_core.links.link import parse_link
from ptp_core.network.addresses import PeerAddress
from tests.gui.desk import Desk


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
