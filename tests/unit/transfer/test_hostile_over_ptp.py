"""Hostile senders through real PTP sockets, one after the other: each ends itself, and an honest one gets in."""

from __future__ import annotations

import pytest

from ptp_core.errors import PeerReset, ResetCode
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Accept, Entry, EntryKind, Manifest, Message, Offer, Root
from ptp_core.transfer.meeting.sockets import new_socket
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Installation, Pair, Watcher, introduced

FILE, FOLDER, LINK = EntryKind.FILE, EntryKind.FOLDER, EntryKind.LINK
# T24, T27: what leads elsewhere on any platform, and what is no text.
NAMES = ["..", "a/../../b", "/x", "//h/s", "C:\\x", "\\\\?\\C:\\x", "..\\x", "a\0b", "", "."]
# T13, T24, T30, T31: below the folder "t" that was accepted.
ENTRIES = [
    Entry(FILE, 1, "../x", 1),
    Entry(FOLDER, 1, ".."),
    Entry(FILE, 2, "in nothing", 1),
    Entry(FILE, 0, "not offered", 1),
    Entry(FILE, 1, "huge", (1 << 63) - 1),
    Entry(LINK, 1, "l", target="../x"),
    Entry(LINK, 1, "l", target="/etc"),
    Entry(LINK, 1, "l", target="a/../../x"),
]


@pytest.fixture
def real(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """The two installations on real sockets."""
    monkeypatch.setattr(Installation, "new_socket", lambda self, options, observer: new_socket(options, observer))
    return pair


def speak_and_hear(channel: MessageChannel, said: tuple[Message, ...]) -> None:
    for message in said:
        channel.send(message)
    while True:
        channel.receive()


def check_it_is_ended(channel: MessageChannel, *said: Message) -> None:
    with pytest.raises(PeerReset) as caught:
        speak_and_hear(channel, said)
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    channel.close()


def test_t13_t24_t27_t30_t31_hostile_senders_over_ptp(real: Pair) -> None:
    server = real.listen()
    for name in NAMES:
        check_it_is_ended(introduced(real, name))
    assert real.saved() == []
    for number, entry in enumerate(ENTRIES):
        channel = introduced(real, offer=Offer(bytes([number] * 16), (Root("t", 0, 0, FOLDER),), 3, 30))
        assert channel.receive() == Accept()
        check_it_is_ended(channel, Manifest((Entry(FOLDER, 0, "t"),)), Manifest((entry,)))
    assert not any(path.is_file() or path.is_symlink() for path in real.folder.rglob("*"))
    source = real.folder.parent / "honest"
    source.write_text("honest")
    honest = Watcher()
    real.send(source, watcher=honest)
    assert honest.final().state is TransferState.DONE
    assert (real.folder / "honest").read_text() == "honest"
    # Of who has never got to an offer that can be shown nobody is told.
    ended = [snapshot.state for snapshot in server.transfers()]
    assert ended.count(TransferState.FAILED) == len(ENTRIES)


def test_t34_a_name_and_a_peer_that_would_command_a_screen_are_shown_clean(real: Pair) -> None:
    real.listen()
    channel = introduced(real, "\u202e\u2066gpj.\u200bexe\x1b[31m" + "x" * 10_000)
    assert channel.receive() == Accept()
    real.receiving.wait_for(lambda: any(snapshot.name for snapshot in real.receiving.snapshots))
    channel.close()
    shown = real.receiving.snapshots[-1].name
    assert len(shown.encode()) <= 255
    assert not any(character in shown for character in "\u202e\u2066\u200b\x1b")
