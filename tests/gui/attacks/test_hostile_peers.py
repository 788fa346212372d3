"""Hostile peers before a real window: told in words, nothing written, nothing hidden, and the window goes on.

By the numbers of the threat model: T13, T19, T24 to T31, T33 to T35, T38 to T44.
"""

from __future__ import annotations

import contextlib
import stat
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtGuiQt
from PySide6.QtWidgets import QLabel

from ptp_core.config import AcceptPolicy
from ptp_core.direction import Direction
from ptp_core.discovery.announcement import FoundPeer
from ptp_core.errors import PeerReset
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import (
    Accept,
    Begin,
    DataHeader,
    End,
    Entry,
    Failed,
    Hello,
    Listed,
    Manifest,
    Message,
    Offer,
    Over,
    Pair,
    Result,
    ResultKind,
    Results,
)
from ptp_core.transfer.snapshot import TransferState
from tests.gui.attacks.attacked import Attacked
from tests.unit.transfer.helpers import Installation, Watcher, begin, offer_of
from tests.unit.transfer.hostile import (
    CLEANED_NAMES,
    FILE,
    FOLDER,
    LYING_ENTRIES,
    NONSENSE_TIMES_NS,
    REFUSED_NAMES,
    folder_offer,
    offer_of_empty,
    send_empty,
)

S = TransferState
COMMANDS = "\u202e\u2066\u200b\x1b\n"


def hear_the_end(channel: MessageChannel) -> None:
    """Until the window's side has reset it: any other end raises."""
    with contextlib.suppress(PeerReset):
        while True:
            channel.receive()
    channel.close()


def test_t24_t27_of_a_name_that_only_an_attack_has_nothing_is_shown(attacked: Attacked, tmp_path: Path) -> None:
    for name in REFUSED_NAMES:
        hear_the_end(attacked.offer(offer_of(name, 10)))
    honest = tmp_path / "honest"
    honest.write_text("honest")
    attacked.send_by(attacked.friend, honest)
    assert attacked.final().name == "honest"
    assert attacked.files() == ["honest"]
    assert attacked.said() == ""


@pytest.mark.parametrize("entry", LYING_ENTRIES, ids=lambda entry: f"{entry.kind.name} {entry.name} {entry.target}")
def test_t13_t24_t30_t31_a_folder_that_lies_ends_and_is_told(attacked: Attacked, entry: Entry) -> None:
    channel = attacked.offer(folder_offer())
    assert channel.receive() == Accept()
    for said in (Entry(FOLDER, 0, "t"), entry):
        channel.send(Manifest((said,)))
    hear_the_end(channel)
    row = attacked.final()
    assert (row.name, row.state) == ("t", S.FAILED)
    assert "red-laptop broke the protocol" in attacked.said()
    assert "failed" in attacked.words(row)
    assert attacked.files() == []


def test_t31_a_folder_that_became_a_link_is_not_gone_into(attacked: Attacked, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    channel = attacked.offer(folder_offer())
    assert channel.receive() == Accept()
    channel.send(Manifest((Entry(FOLDER, 0, "t"), Entry(FOLDER, 1, "sub"), Entry(FILE, 2, "f", 0))))
    channel.send(Listed(1, 0))
    swapped = attacked.folder / "t" / "sub"
    attacked.wait(swapped.is_dir)
    swapped.rmdir()
    swapped.symlink_to(elsewhere)
    channel.send(Begin(2))
    channel.send(End(bytes(32)))
    channel.close()
    assert attacked.final().state is S.FAILED
    assert list(elsewhere.iterdir()) == []


def test_t25_t26_t28_t29_t33_t34_names_from_elsewhere_are_made_safe_and_shown_so(attacked: Attacked) -> None:
    offer = offer_of_empty(list(CLEANED_NAMES), NONSENSE_TIMES_NS)
    channel = attacked.offer(offer)
    assert channel.receive() == Accept()
    send_empty(channel, offer)
    row = attacked.final()
    assert (row.state, row.files_done) == (S.DONE, len(CLEANED_NAMES))
    assert attacked.files() == sorted(CLEANED_NAMES.values())
    for path in attacked.folder.iterdir():
        status = path.stat()
        assert not stat.S_IMODE(status.st_mode) & (stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX)
        assert abs(status.st_mtime - time.time()) < 1000
    for name in ("A:", "A|"):
        again = offer_of_empty([name])
        channel = attacked.offer(Offer(name.encode().ljust(16), again.roots, 1, 0))
        channel.receive()
        send_empty(channel, again)
    attacked.final(count=3)
    assert {"A_", "A_ (2)"} & {*attacked.files()} == {"A_"}, "the same contents need not be there twice"


@pytest.mark.parametrize("name", ["\u202egpj.\u2066\u200bexe", "\x1b[31mred", "<img src=x><b>b", "x" * 10_000])
def test_t34_a_name_that_would_command_a_screen_is_only_words(attacked: Attacked, name: str) -> None:
    attacked.use(attacked.folder, accept=AcceptPolicy.ASK)
    channel = attacked.offer(offer_of(name, 10))
    sheet = attacked.window.offers
    attacked.wait(sheet.pending)
    (row,) = attacked.rows()
    texts = [sheet.description(), attacked.words(row), attacked.window.details.files.description()]
    for text in texts:
        assert not any(character in text for character in COMMANDS)
    if "<" in name:
        assert "_img src=x__b_b" in sheet.description()
    for label in attacked.window.findChildren(QLabel):
        shown = label.text()
        assert label.textFormat() is Qt.TextFormat.PlainText or not QtGuiQt.mightBeRichText(shown), shown
    channel.close()
    attacked.final()
    assert not sheet.pending()
    assert attacked.files() == []


@pytest.mark.parametrize("accept", [AcceptPolicy.ALL, AcceptPolicy.ASK])
def test_t35_a_size_beyond_any_disk_is_no_question_of_yes(attacked: Attacked, accept: AcceptPolicy) -> None:
    attacked.use(attacked.folder, accept=accept)
    channel = attacked.offer(offer_of("huge", (1 << 63) - 1))
    if accept is AcceptPolicy.ASK:
        sheet = attacked.window.offers
        attacked.wait(sheet.pending)
        assert "Not enough space" in sheet.description()
        assert not sheet.accept_button.isEnabled()
        assert not sheet.always_button.isEnabled()
        sheet.decline_button.click()
        channel.close()
        attacked.final()
    else:
        assert isinstance(channel.receive(), Failed)
        channel.close()
        assert attacked.final().state is S.FAILED
        assert "Not enough space in" in attacked.said()
    assert attacked.files() == []


def test_a_file_that_comes_damaged_twice_has_no_name(attacked: Attacked) -> None:
    channel = attacked.offer(offer_of("f", 3))
    channel.receive()
    begin(channel, "f", 3)
    for number in range(2):
        if number:
            channel.send(Begin(0))
        channel.send(DataHeader(3))
        channel.socket.sendall(b"abc")
        channel.send(End(bytes(32)))
    channel.send(Over())
    channel.close()
    assert attacked.final().state is S.FAILED
    assert "arrived damaged" in attacked.said()
    assert attacked.files() == []


def lie(channel: MessageChannel, said: list[Message]) -> None:
    """A receiver that says these in place of what is due after the offer."""
    assert isinstance(channel.receive(), Hello)
    channel.send(Hello("red-laptop", True, False))
    assert isinstance(channel.receive(), Offer)
    for message in said:
        channel.send(message)


@pytest.mark.parametrize(
    "said",
    [
        [offer_of("/etc/shadow", 1)],
        [Accept(), Results((Result(0, ResultKind.SAVED, "", bytes(32)),))],
        [Accept(), Results((Result(7, ResultKind.SAVED, "", bytes(32)),))],
        [Accept(), DataHeader(10)],
    ],
    ids=["asks for another", "no proof", "no such file", "data"],
)
def test_t19_a_receiver_that_lies_is_not_believed(attacked: Attacked, tmp_path: Path, said: list[Message]) -> None:
    source = tmp_path / "f"
    source.write_bytes(b"contents")
    listener = attacked.network.socket(attacked.friend.identity.fingerprint)
    listener.listen(("127.0.0.1", 0))
    listener.settimeout(10.0)
    attacked.send(source, port=listener.local_address[1])
    channel = MessageChannel(listener.accept()[0])
    lie(channel, said)
    row = attacked.final(Direction.SEND)
    assert row.state is S.FAILED
    assert attacked.said()
    listener.close()


def test_t38_t40_a_wrong_code_and_nonsense_in_place_of_one_cost_the_code_that_is_shown(
    attacked: Attacked, tmp_path: Path
) -> None:
    source = tmp_path / "f"
    source.write_bytes(b"contents")
    shown = attacked.window.receive_page.code_display
    before = shown.code()
    stranger = Installation(attacked.network, "eve")
    attacked.send_by(stranger, source, code="1-wrong-code")
    attacked.wait(lambda: shown.code() not in ("", before))
    attacked.wait(attacked.said)
    before = shown.code()
    channel = attacked.call(stranger)
    channel.send(Hello("eve", False, True))
    assert isinstance(channel.receive(), Hello)
    channel.send(Pair(bytes(32)))
    hear_the_end(channel)
    attacked.wait(lambda: shown.code() not in ("", before))
    assert attacked.files() == []


def test_t39_of_two_with_the_one_code_one_is_in(attacked: Attacked, tmp_path: Path) -> None:
    source = tmp_path / "f"
    source.write_bytes(b"contents")
    shown = attacked.window.receive_page.code_display
    code, told = shown.code(), [Watcher(), Watcher()]
    for name, watcher in zip(("ann", "bob"), told, strict=True):
        attacked.send_by(Installation(attacked.network, name), source, code=code, watcher=watcher)
    ends = {watcher.final(10).state for watcher in told}
    assert S.DONE in ends
    assert len(ends) == 2
    attacked.wait(lambda: shown.code() not in ("", code))
    assert attacked.files() == ["f"]


def test_t41_a_known_name_with_another_key_is_a_hard_stop(attacked: Attacked, tmp_path: Path) -> None:
    source = tmp_path / "f"
    source.write_bytes(b"contents")
    impostor = Installation(attacked.network, "red-laptop")
    attacked.send_by(impostor, source)
    attacked.wait(lambda: "red-laptop is known here with another key" in attacked.said())
    assert attacked.files() == []


def found(name: str, host: str, key: bytes, port: int = 7700) -> FoundPeer:
    return FoundPeer(name=name, hosts=(host,), port=port, fingerprint_hint=key[:8], version=1)


def test_t42_who_copies_a_friends_announcement_gets_no_file(attacked: Attacked, tmp_path: Path) -> None:
    source = tmp_path / "f"
    source.write_bytes(b"contents")
    copy = Installation(attacked.network, "red-laptop")
    copy.known_peers.remember(attacked.session.engine.fingerprint, "victim", 1.0)
    server = attacked.serve(copy, tmp_path / "stolen")
    key = attacked.friend.identity.fingerprint
    attacked.session.nearby.refresh()
    attacked.heard.hear((found("red-laptop", "127.0.0.1", key, server.address.port), found("red-laptop", "::1", key)))
    tiles = attacked.window.send_page.nearby.tiles
    attacked.wait(lambda: len(tiles()) == 2)
    assert {tile.computer.name for tile in tiles()} == {"red-laptop"}
    next(tile for tile in tiles() if "127.0.0.1" in tile.computer.address).click()
    attacked.window.send_page.add_files([source])
    attacked.window.send_page.submit()
    assert attacked.final(Direction.SEND).state in (S.FAILED, S.DECLINED)
    assert list((tmp_path / "stolen").iterdir()) == []


def test_t43_t44_a_flood_of_computers_is_bounded_and_nobody_is_called_for_being_heard(attacked: Attacked) -> None:
    flood = tuple(found(f"<b>{number}\u202e", f"192.0.2.{number % 256}", b"", number + 1) for number in range(5_000))
    began = time.monotonic()
    attacked.heard.hear(flood)
    strip = attacked.window.send_page.nearby
    attacked.wait(lambda: any("192.0.2." in tile.computer.address for tile in strip.tiles()))
    assert time.monotonic() - began < 2.0
    assert len(strip.tiles()) < 50
    for tile in strip.tiles():
        assert "\u202e" not in tile.text()
        assert not QtGuiQt.mightBeRichText(tile.toolTip()) or "&lt;b&gt;" in tile.toolTip()
    attacked.heard.hear(())
    attacked.wait(lambda: not strip.tiles())
    assert not [socket for socket in attacked.network.sockets if socket.local_address[1] != attacked.port]
