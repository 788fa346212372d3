"""A hand-spoken sender of folders that lies (T13, T24, T30, T31): it ends its own connection, and writes nothing."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from ptp_core.errors import NetworkError, PeerReset, ResetCode
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    Accept,
    Begin,
    End,
    Entry,
    EntryKind,
    Finished,
    Hello,
    Listed,
    Manifest,
    Message,
    Offer,
    Over,
    ResultKind,
    Results,
    Root,
)
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair, stranger_at_the_door, wait_until

S = TransferState


def tree_by_hand(pair: Pair) -> MessageChannel:
    """A known sender, spoken by hand, whose folder was accepted."""
    channel = stranger_at_the_door(pair)
    channel.send(Hello("red-laptop", True, False))
    channel.receive()
    channel.send(Offer(bytes(16), (Root("t", 0, 0, EntryKind.FOLDER),), 3, 30))
    assert channel.receive() == Accept()
    channel.send(Manifest((Entry(EntryKind.FOLDER, 0, "t"),)))
    return channel


def read_to_the_end(channel: MessageChannel) -> None:
    """Until the receiver ends it."""
    while True:
        channel.receive()


def read_until_finished(channel: MessageChannel) -> list[Message]:
    """All that the receiver says, up to its last word."""
    said: list[Message] = []
    while not isinstance(message := channel.receive(), Finished):
        said.append(message)
    return said


FILE, FOLDER, LINK = EntryKind.FILE, EntryKind.FOLDER, EntryKind.LINK


@pytest.mark.parametrize(
    "entry",
    [
        Entry(FILE, 1, "../x", 1),
        Entry(FILE, 1, "..", 1),
        Entry(FOLDER, 1, ".."),
        Entry(FILE, 1, "/etc/passwd", 1),
        Entry(FOLDER, 1, "a\\b"),
        Entry(FILE, 1, "", 1),
        Entry(FILE, 1, "a\0b", 1),
        Entry(FILE, 2, "in nothing", 1),
        Entry(FILE, 200, "in nothing", 1),
        Entry(FILE, 0, "not offered", 1),
        Entry(FOLDER, 0, "t"),
        Entry(FILE, 1, "huge", (1 << 63) - 1),
        Entry(LINK, 1, "l", target="../x"),
        Entry(LINK, 1, "l", target="/etc"),
        Entry(LINK, 1, "l", target="a/../../x"),
        Entry(LINK, 1, "l", target=""),
    ],
    ids=lambda entry: f"{entry.kind.name} {entry.depth} {entry.name!r} {entry.target!r}",
)
def test_t24_t31_hostile_entries_end_the_connection_and_write_nothing(pair: Pair, entry: Entry) -> None:
    pair.listen()
    channel = tree_by_hand(pair)
    channel.send(Manifest((entry,)))
    with pytest.raises(PeerReset) as caught:
        read_to_the_end(channel)
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.receiving.final().state is S.FAILED
    assert list(pair.folder.rglob("*")) in ([], [pair.folder / "t"])


def test_t30_a_file_is_the_parent_of_nothing(pair: Pair) -> None:
    pair.listen()
    channel = tree_by_hand(pair)
    channel.send(Manifest((Entry(FILE, 1, "x", 1), Entry(FILE, 2, "y", 1))))
    with pytest.raises(PeerReset):
        read_to_the_end(channel)
    assert pair.receiving.final().state is S.FAILED


def test_t31_a_folder_that_became_a_link_is_not_gone_into(pair: Pair, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    pair.listen()
    channel = tree_by_hand(pair)
    channel.send(Manifest((Entry(FOLDER, 1, "sub"), Entry(FILE, 2, "f", 0), Entry(FILE, 2, "g", 0))))
    channel.send(Listed(2, 0))
    wait_until((pair.folder / "t" / "sub").is_dir)
    (pair.folder / "t" / "sub").rmdir()
    (pair.folder / "t" / "sub").symlink_to(elsewhere)
    for index in (2, 3):
        channel.send(Begin(index))
        channel.send(End(ContentDigest(content_key(channel.socket)).announced()))
    channel.send(Over())
    told = [message for message in read_until_finished(channel) if isinstance(message, Results)]
    kinds = [result.kind for message in told for result in message.results]
    assert kinds == [ResultKind.FAILED_DESTINATION] * 2
    channel.close()
    assert pair.receiving.final().state is S.FAILED
    assert os.listdir(elsewhere) == []


def test_t13_a_manifest_that_runs_ahead_without_end_is_ended(pair: Pair) -> None:
    pair.listen()
    channel = tree_by_hand(pair)
    with contextlib.suppress(NetworkError):
        for start in range(0, 100_000, 1000):
            channel.send(Manifest(tuple(Entry(FILE, 1, f"{number}", 0) for number in range(start, start + 1000))))
    assert "runs ahead too far" in pair.receiving.final().message


def test_t13_a_manifest_that_does_not_add_up_is_ended(pair: Pair) -> None:
    pair.listen()
    channel = tree_by_hand(pair)
    channel.send(Listed(7, 7))
    with pytest.raises(PeerReset):
        read_to_the_end(channel)


def test_a_file_that_is_left_out_is_noticed(pair: Pair) -> None:
    pair.listen()
    channel = tree_by_hand(pair)
    channel.send(Manifest((Entry(FILE, 1, "x", 0),)))
    channel.send(Listed(1, 0))
    channel.send(Over())
    with pytest.raises(PeerReset):
        read_to_the_end(channel)
    assert "left out" in pair.receiving.final().message
