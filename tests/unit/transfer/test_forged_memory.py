"""A sender that sends what this receiver writes for itself: it is a file like any other, and nobody believes it."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import pytest

from ptp_core.transfer.conversation.content_digest import ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    Accept,
    Answers,
    Begin,
    DataHeader,
    End,
    Entry,
    EntryKind,
    Finished,
    Listed,
    Manifest,
    Offer,
    Over,
    Root,
)
from ptp_core.transfer.destination.journal import is_journal_name
from ptp_core.transfer.destination.leftovers import remove_leftovers
from tests.unit.transfer.helpers import Pair, introduced

FILE, FOLDER = EntryKind.FILE, EntryKind.FOLDER
KEY = b"forged".ljust(16, b"\0")


def record(kind: int, content: object) -> bytes:
    payload = json.dumps(content).encode()
    return struct.pack(">IIB", len(payload), zlib.crc32(bytes([kind]) + payload), kind) + payload


def send_by_hand(pair: Pair, offer: Offer, entries: list[Entry], contents: bytes) -> None:
    """Everything that was offered, of which the last is a file with these contents."""
    channel = introduced(pair, offer=offer)
    answer = channel.receive()
    assert isinstance(answer, Accept)
    channel.send(Manifest(tuple(entries)))
    channel.send(Listed(1, len(contents)))
    while answer.answers and not isinstance(channel.receive(), Answers):
        continue
    channel.send(Begin(len(entries) - 1))
    channel.send(DataHeader(len(contents)))
    channel.socket.sendall(contents)
    digest = ContentDigest(content_key(channel.socket))
    digest.update(contents)
    channel.send(End(digest.announced()))
    channel.send(Over())
    while not isinstance(channel.receive(), Finished):
        continue
    channel.close()


@pytest.mark.parametrize(
    ("kind", "claimed"), [(FILE, "victim"), (FILE, "../outside"), (FOLDER, ".."), (FOLDER, "inside/..")]
)
def test_t24_t36_a_journal_that_a_sender_made_up_opens_no_way(
    pair: Pair, tmp_path: Path, kind: EntryKind, claimed: str
) -> None:
    outside, victim = tmp_path / "outside", pair.folder / "victim"
    outside.write_text("mine alone")
    victim.write_text("mine alone")
    (pair.folder / "inside").mkdir()
    peer = pair.sender.identity.fingerprint.hex()
    forged = record(1, {"format": 2, "peer": peer, "transfer": KEY.hex(), "roots": [[int(kind), "x"]]})
    forged += record(2, [0, claimed, True])
    name = f".ptp-{KEY.hex()}-00000000.ptp-journal"
    pair.listen()
    first = Offer(bytes(16), (Root(name, len(forged), 0),), 1, len(forged))
    send_by_hand(pair, first, [Entry(FILE, 0, name, len(forged))], forged)
    assert not any(is_journal_name(saved) for saved in pair.saved())
    if kind is FILE:
        send_by_hand(pair, Offer(KEY, (Root("x", 4, 0),), 1, 4), [Entry(FILE, 0, "x", 4)], b"evil")
    else:
        entries = [Entry(FOLDER, 0, "x"), Entry(FILE, 1, "outside", 4)]
        send_by_hand(pair, Offer(KEY, (Root("x", 0, 0, FOLDER),), 1, 4), entries, b"evil")
    assert outside.read_text() == victim.read_text() == "mine alone"
    assert (pair.folder / "x").exists()


@pytest.mark.parametrize("claimed", ["../outside", "..", "a/b", "", ".", "a\0b"])
@pytest.mark.parametrize("kind", [FILE, FOLDER])
def test_t24_a_journal_that_another_program_put_there_leads_nowhere(
    pair: Pair, tmp_path: Path, kind: EntryKind, claimed: str
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine alone")
    peer = pair.sender.identity.fingerprint.hex()
    forged = record(1, {"format": 2, "peer": peer, "transfer": KEY.hex(), "roots": [[int(kind), "x"]]})
    (pair.folder / f".ptp-{KEY.hex()}-00000000.ptp-journal").write_bytes(forged + record(2, [0, claimed, True]))
    pair.listen()
    if kind is FILE:
        send_by_hand(pair, Offer(KEY, (Root("x", 4, 0),), 1, 4), [Entry(FILE, 0, "x", 4)], b"evil")
    else:
        entries = [Entry(FOLDER, 0, "x"), Entry(FILE, 1, "outside", 4)]
        send_by_hand(pair, Offer(KEY, (Root("x", 0, 0, FOLDER),), 1, 4), entries, b"evil")
    assert outside.read_text() == "mine alone"
    assert (pair.folder / "x").exists()


def test_a_file_that_is_called_like_an_unfinished_one_is_not_tidied_away(pair: Pair, tmp_path: Path) -> None:
    source = tmp_path / ".notes.0a1b2c3d.ptp-part"
    source.write_text("mine alone")
    pair.listen()
    pair.send(source)
    pair.receiving.final()
    assert remove_leftovers(pair.folder) == 0
    assert len(pair.saved()) == 1
