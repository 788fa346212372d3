"""Folders and many files in one transfer: what crosses is equal, what cannot cross is named, and the others go on."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.walking import OpenStream
from tests.unit.transfer.helpers import Pair, Watcher
from tests.unit.transfer.hostile import SOURCE_TROUBLES, trouble_before_data
from tests.unit.transfer.looks import look_of

S = TransferState
OLD_NS = 1_500_000_000_000_000_000


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


@pytest.mark.parametrize("trouble", SOURCE_TROUBLES)
def test_t20_a_source_that_fails_is_named_and_the_others_go_on(
    pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Path], None]
) -> None:
    trouble_before_data(monkeypatch, tree / "many" / "250", trouble)
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
