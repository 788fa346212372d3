"""Folders and many files in one transfer: what crosses is equal, what cannot cross is named, and the others go on."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, ConflictPolicy
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
from ptp_core.transfer.conversation.outbox import Outbox
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.walking import OpenStream
from tests.unit.transfer.helpers import Pair, Watcher, stranger_at_the_door, wait_until

S = TransferState
OLD_NS = 1_500_000_000_000_000_000


def look_of(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything below a folder: kind, contents, executable bit, time."""
    seen: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        relative = str(path.relative_to(folder))
        if path.is_symlink():
            seen[relative] = ("link", os.readlink(path))
        elif path.is_dir():
            seen[relative] = ("folder", status.st_mtime_ns)
        else:
            seen[relative] = ("file", path.read_bytes(), bool(status.st_mode & stat.S_IXUSR), status.st_mtime_ns)
    return seen


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    top = tmp_path / "tree"
    deep = top.joinpath(*(f"level {number}" for number in range(40)))
    deep.mkdir(parents=True)
    (top / "empty folder").mkdir()
    (top / "empty").touch()
    (top / "naïve 雪 \N{GRINNING FACE}.txt").write_text("snow")
    (top / "run.sh").write_text("#!/bin/sh")
    (top / "run.sh").chmod(0o755)
    (deep / "at the bottom").write_bytes(os.urandom(3000))
    (top / "large").write_bytes(os.urandom(5_000_000))
    (top / "link").symlink_to("level 0/level 1")
    (top / "dot").symlink_to(".")
    (top / "nowhere").symlink_to("nothing")
    (top / "level 0" / "up").symlink_to("../run.sh")
    many = top / "many"
    many.mkdir()
    for number in range(300):
        (many / f"{number}").write_bytes(bytes([number % 256]) * number)
    for path in [*top.rglob("*"), top]:
        if not path.is_symlink():
            os.utime(path, ns=(OLD_NS, OLD_NS))
    return top


def test_a_tree_crosses_with_everything_in_it(pair: Pair, tree: Path) -> None:
    pair.listen()
    pair.send(tree)
    sent, received = pair.sending.final(20), pair.receiving.final(20)
    assert (sent.state, received.state) == (S.DONE, S.DONE), (sent.message, received.message)
    assert look_of(pair.folder / "tree") == look_of(tree)
    assert (pair.folder / "tree").stat().st_mtime_ns == OLD_NS
    assert sent.files_total == sent.files_done == received.files_done == 305
    assert sent.bytes_total == sent.bytes_verified == sum(path.stat().st_size for path in files_of(tree))
    assert received.saved_path == pair.folder / "tree"
    assert pair.saved() == ["tree"]


def test_several_roots_are_one_transfer_and_one_question(pair: Pair, tree: Path, source: Path) -> None:
    pair.receiving = Watcher(lambda offer: offer.accept())
    pair.listen(AcceptPolicy.ASK)
    pair.send([source, tree])
    assert pair.sending.final(20).state is S.DONE
    (offer,) = pair.receiving.offers
    assert offer.details.roots == ("holiday.mov", "tree")
    assert offer.details.name == "holiday.mov and 1 more"
    assert (offer.details.files, offer.details.complete) == (306, True)
    assert pair.saved() == ["holiday.mov", "tree"]
    assert pair.receiving.final().saved_path == pair.folder


def test_t32_what_is_no_file_is_left_out_and_said_so(pair: Pair, tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    (tree / "out").symlink_to("../secret")
    (tree / "absolute").symlink_to("/etc/passwd")
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(tree)
        try:
            made.bind("socket")
        finally:
            os.chdir(here)
        pair.listen()
        pair.send(tree)
        final = pair.sending.final(20)
    assert final.state is S.DONE
    assert {trouble.name: trouble.reason for trouble in final.left_out} == {
        "tree/absolute": "is a link that leads out of what is sent",
        "tree/out": "is a link that leads out of what is sent",
        "tree/pipe": "is a pipe",
        "tree/socket": "is a socket",
    }
    assert not (pair.folder / "tree" / "out").is_symlink()


def change(path: Path) -> None:
    os.truncate(path, 10)


def vanish(path: Path) -> None:
    path.unlink()


def become_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


@pytest.mark.parametrize("trouble", [change, vanish, become_a_link])
def test_t20_a_source_that_fails_is_named_and_the_others_go_on(
    pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch, trouble: object
) -> None:
    victim = tree / "many" / "250"
    put = Outbox.put

    def put_and_change(outbox: Outbox, message: object) -> None:
        # The manifest has told of it by then.
        if isinstance(message, Begin) and victim.exists() and not victim.is_symlink():
            trouble(victim)  # type: ignore[operator]
        put(outbox, message)  # type: ignore[arg-type]

    monkeypatch.setattr(Outbox, "put", put_and_change)
    pair.listen()
    pair.send(tree)
    sent, received = pair.sending.final(20), pair.receiving.final(20)
    assert sent.state is received.state is S.FAILED
    assert [each.name for each in sent.failures] == ["tree/many/250"]
    assert "1 of 305 files are not across: tree/many/250" in sent.message
    assert (sent.files_done, sent.files_failed, received.files_done) == (304, 1, 304)
    assert not os.path.lexists(pair.folder / "tree" / "many" / "250")
    assert (pair.folder / "tree" / "large").read_bytes() == (tree / "large").read_bytes()


def test_a_folder_whose_name_is_taken_is_numbered(pair: Pair, tree: Path) -> None:
    (pair.folder / "tree").mkdir()
    (pair.folder / "tree" / "mine").write_text("mine")
    pair.listen()
    pair.send(tree)
    assert pair.sending.final(20).state is S.DONE
    assert look_of(pair.folder / "tree (2)") == look_of(tree)
    assert os.listdir(pair.folder / "tree") == ["mine"]


@pytest.mark.parametrize("policy", [ConflictPolicy.OVERWRITE, ConflictPolicy.SKIP, ConflictPolicy.FAIL])
def test_a_folder_that_is_there_is_gone_into_and_what_is_the_same_is_not_sent(
    pair: Pair, tree: Path, policy: ConflictPolicy
) -> None:
    there = pair.folder / "tree"
    (there / "many").mkdir(parents=True)
    (there / "mine").write_text("mine")
    for name in ("large", "many/7"):
        (there / name).write_bytes((tree / name).read_bytes())
        os.utime(there / name, ns=(OLD_NS, OLD_NS))
    (there / "many" / "9").write_text("another")
    pair.listen(on_conflict=policy)
    pair.send(tree)
    sent = pair.sending.final(20)
    assert sent.files_there == 2
    assert sent.bytes_there == 5_000_007
    if policy is ConflictPolicy.OVERWRITE:
        assert sent.state is S.DONE
        assert (there / "many" / "9").read_bytes() == bytes([9]) * 9
    else:
        assert sent.state is S.FAILED
        assert [trouble.name for trouble in sent.failures] == ["tree/many/9"]
        assert (there / "many" / "9").read_text() == "another"
    assert (there / "mine").read_text() == "mine"
    assert (there / "run.sh").read_bytes() == (tree / "run.sh").read_bytes()


def test_a_folder_that_is_there_whole_is_not_sent_again(pair: Pair, tree: Path, source: Path) -> None:
    pair.listen()
    pair.send([tree, source])
    assert pair.sending.final(20).state is S.DONE
    before = look_of(pair.folder)
    again = Watcher()
    pair.send([tree, source], watcher=again)
    sent = again.final(20)
    assert sent.state is S.DONE
    assert sent.already_there
    assert (sent.files_there, sent.files_done) == (306, 306)
    assert sent.message == "306 of 306 files were there already."
    assert look_of(pair.folder) == before
    assert pair.sender.sockets[-1].statistics().bytes_sent < 100_000


def test_a_folder_that_only_looks_the_same_loses_nothing(pair: Pair, tmp_path: Path) -> None:
    for number, place in enumerate((tmp_path / "tree", pair.folder / "tree")):
        place.mkdir()
        (place / "same").write_text("same")
        (place / "other").write_bytes(bytes([number]))
        (place / f"only {number}").write_text("here")
    pair.listen()
    pair.send(tmp_path / "tree")
    sent = pair.sending.final()
    assert sent.state is S.DONE
    assert (sent.files_there, sent.files_done) == (1, 3)
    there = {path.name: path.read_bytes() for path in (pair.folder / "tree").iterdir()}
    assert there == {
        "same": b"same",
        "other": b"\1",
        "other (2)": b"\0",
        "only 0": b"here",
        "only 1": b"here",
    }
    assert pair.saved() == ["tree"]


@pytest.mark.parametrize("extra", ["a file", "a folder", "a link"])
def test_a_folder_with_more_in_it_is_another(pair: Pair, tmp_path: Path, extra: str) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "file").write_text("x")
    there = pair.folder / "tree"
    there.mkdir()
    (there / "file").write_text("x")
    if extra == "a file":
        (there / "more").write_text("")
    elif extra == "a folder":
        (there / "more").mkdir()
        (there / "more" / "file").write_text("x")
    else:
        (there / "file").unlink()
        (there / "file").symlink_to("/etc/hostname")
    pair.listen()
    pair.send(tree)
    assert pair.sending.final().state is S.DONE
    assert pair.saved() == ["tree", "tree (2)"]


def test_standard_input_has_a_name_and_no_size(pair: Pair) -> None:
    read, write = os.pipe()
    pair.listen()
    with os.fdopen(read, "rb") as stream:
        pair.send(OpenStream("standard input", stream))
        pair.sending.wait_for_state(S.TRANSFERRING)
        for _ in range(3):
            # Less than a pipe holds: a sender that does not read must not block this.
            os.write(write, b"x" * 20_000)
        os.close(write)
        final = pair.sending.final()
    assert final.state is S.DONE
    assert final.bytes_total == final.bytes_verified == 60_000
    assert (pair.folder / "standard input").read_bytes() == b"x" * 60_000


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


@pytest.mark.parametrize("names", [("A:", "A|"), ("caf\u00e9", "cafe\u0301"), ("nul.txt", "_nul.txt")])
@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.OVERWRITE])
def test_t29_names_that_are_one_here_lose_nothing(
    pair: Pair, tmp_path: Path, names: tuple[str, str], policy: ConflictPolicy
) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for number, name in enumerate(names):
        (tree / name).write_bytes(bytes([number]))
    (pair.folder / "tree").mkdir()
    pair.listen(on_conflict=policy)
    pair.send(tree)
    assert pair.sending.final().state is S.DONE
    saved = pair.folder / ("tree" if policy is ConflictPolicy.OVERWRITE else "tree (2)")
    assert sorted(path.read_bytes() for path in saved.iterdir()) == [b"\0", b"\1"]


@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.OVERWRITE])
def test_t29_sent_again_names_that_are_one_here_are_met_again_and_lose_nothing(
    pair: Pair, tmp_path: Path, policy: ConflictPolicy
) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for number, name in enumerate(["A:", "A?", "A|"]):
        (tree / name).write_bytes(bytes([number]))
    pair.listen(on_conflict=policy)
    pair.send(tree)
    assert pair.sending.final().state is S.DONE
    before = look_of(pair.folder)
    again = Watcher()
    pair.send(tree, watcher=again)
    assert again.final().already_there
    assert look_of(pair.folder) == before
    # The first one is another by now: it may not take the place of the second.
    (tree / "A:").write_bytes(b"\3")
    third = Watcher()
    pair.send(tree, watcher=third)
    assert third.final().state is S.DONE
    contents = sorted(path.read_bytes() for path in (pair.folder / "tree").iterdir())
    kept = [b"\0"] if policy is ConflictPolicy.RENAME else []
    assert contents == [*kept, b"\1", b"\2", b"\3"]


@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.OVERWRITE])
@pytest.mark.parametrize("there", [False, True])
def test_t29_a_disk_that_does_not_tell_large_from_small_letters_loses_nothing(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: ConflictPolicy, there: bool
) -> None:
    where = DirectoryHandle._where
    monkeypatch.setattr(DirectoryHandle, "_where", lambda handle, name: where(handle, name.casefold()))
    tree = tmp_path / "Tree"
    names = ["A", "a", "straße", "STRASSE", "B/x", "b/X", "b/x", "C/only", "c", "D/E/f", "d/e/F"]
    for number, name in enumerate(names):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(bytes([number]))
    if there:
        (pair.folder / "tree").mkdir()
    pair.listen(on_conflict=policy)
    pair.send(tree)
    assert pair.sending.final().state is S.DONE
    before = look_of(pair.folder)
    contents = {look[1] for look in before.values() if look[0] == "file"}
    assert contents == {bytes([number]) for number in range(len(names))}
    again = Watcher()
    pair.send(tree, watcher=again)
    final = again.final()
    assert final.state is S.DONE
    if policy is ConflictPolicy.OVERWRITE:
        assert final.files_there == len(names)
        assert look_of(pair.folder) == before


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


def test_a_person_sees_whether_a_name_is_taken_before_anything_comes(pair: Pair, tree: Path) -> None:
    (pair.folder / "tree").mkdir()
    asked: list[PendingOffer] = []

    def answer(offer: PendingOffer) -> None:
        asked.append(offer)
        offer.accept(on_conflict=ConflictPolicy.OVERWRITE)

    pair.receiving = Watcher(answer)
    pair.listen(AcceptPolicy.ASK)
    pair.send(tree)
    assert pair.sending.final(20).state is S.DONE
    assert asked[0].details.name_taken
    assert asked[0].details.size_bytes > 5_000_000
    assert pair.saved() == ["tree"]
