"""What a screen reader meets, over AT-SPI, on a virtual screen: everything that has the focus has a name and a role."""

from __future__ import annotations

import re

import pytest

from tests.gui.accessibility.conftest import Reader
from tests.gui.accessibility.reader import Thing

# A filler is nothing to a reader.
WITHOUT_ROLE = {"unknown", "invalid", "filler", ""}
NAMED_BY_DESCRIPTION = {"combo box"}
PAGES = ("SEND", "RECEIVE", "LABORATORY")
LIVE, BUFFERS, SEQUENCE, SPACE_TIME = 1, 2, 3, 4


def one(found: list[Thing], role: str, name: str) -> Thing:
    (thing,) = [each for each in found if each.role == role and each.name == name]
    return thing


@pytest.mark.parametrize("page", PAGES)
def test_everything_with_the_focus_has_a_name_and_a_role(reader: Reader, page: str) -> None:
    found = [each for each in reader.read(page) if each.focusable]
    assert len(found) > 10
    for thing in found:
        assert thing.role not in WITHOUT_ROLE, thing
        assert thing.name or thing.description, thing
        if thing.role in NAMED_BY_DESCRIPTION:
            assert thing.description or thing.labelled, f"readers call it by what is chosen: {thing}"


@pytest.mark.parametrize("page", PAGES)
def test_no_mark_up_is_read_out(reader: Reader, page: str) -> None:
    for thing in reader.read(page):
        assert not re.search(r"<\w+>", thing.name + thing.description), thing
        assert "&" not in thing.name, thing


def test_a_reader_finds_its_way_through_the_first_page(reader: Reader) -> None:
    found = reader.read("SEND")
    assert one(found, "frame", "PTP")
    for role, name in (
        ("check box", "Send"),
        ("check box", "Receive"),
        ("check box", "Laboratory"),
        ("panel", "Files and folders to send"),
        ("push button", "Choose files…"),
        ("text", "Code phrase that the other side shows"),
        ("push button", "Send"),
        ("list", "Transfers"),
    ):
        assert one(found, role, name).focusable or role == "panel"
    rows = [each.name for each in found if each.role == "list item"]
    assert any("holiday.mov" in row and "sending, 61 %, 11.4 MB/s" in row for row in rows)
    assert any(each.role == "push button" and each.name == "Accept" for each in found), "an offer can be answered"
    assert any("Something failed. Do this." in each.name for each in found), "and what went wrong is read as one thing"


def test_the_menu_and_its_entries_are_heard(reader: Reader) -> None:
    menu, *entries = reader.hear_menu()
    assert (menu.role, menu.name) == ("popup menu", "Menu")
    names = [each.name for each in entries if each.role == "menu item"]
    assert names[0] == "Choose files…"
    assert {"History…", "Settings…", "Handbook", "Quit"} <= set(names)
    assert "&" not in "".join(names)


def test_every_graph_says_its_values_and_what_happened(reader: Reader) -> None:
    live = reader.read(f"SEND {LIVE}")
    curves = one(live, "panel", "Curves of the connection").description
    assert re.search(r"goodput [\d.]+ \wbit/s", curves)
    assert re.search(r"from .* to .*: segments sent: \d+.*sent again before it: \d+", curves)
    assert "congestion window" in one(live, "chart", "Congestion window, in flight, receiver's window").description
    buffers = reader.read(f"SEND {BUFFERS}")
    assert "buffer" in one(buffers, "panel", "Buffers and timer").description
    pictures = {each.name for each in buffers if each.role == "graphic" and each.description}
    assert {"Send buffer", "Receive buffer", "Peer's window", "Retransmission timer"} <= pictures
    for tab, name in ((SEQUENCE, "Time-sequence graph"), (SPACE_TIME, "Space-time diagram")):
        assert "segments sent: " in one(reader.read(f"SEND {tab}"), "chart", name).description
    compared = one(reader.read("LABORATORY"), "chart", "bytes acknowledged").description
    assert re.search(r"default up to .*reno up to ", compared)
