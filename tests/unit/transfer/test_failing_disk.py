"""A disk that fails on order in the middle of many files: those are named, the others are saved, nothing is half."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from functools import partial
from pathlib import Path

import pytest

from ptp_core.config import ConflictPolicy
from ptp_core.transfer.destination.directory_handle import DirectoryHandle, WrittenFile
from ptp_core.transfer.destination.partial_file import PartialFile
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair
from tests.unit.transfer.hostile import failing_at

S = TransferState
FILES = 120


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    top = tmp_path / "tree"
    top.mkdir()
    for number in range(FILES):
        (top / f"{number:03}").write_bytes(bytes([number]) * 2000)
    (top / "large").write_bytes(os.urandom(6_000_000))
    return top


def check_what_is_there(pair: Pair, tree: Path) -> set[str]:
    """Everything under its final name is whole; which names these are."""
    there = {path.name for path in (pair.folder / "tree").iterdir()}
    for name in there:
        assert (pair.folder / "tree" / name).read_bytes() == (tree / name).read_bytes()
    assert pair.saved() == ["tree"]
    return there


def input_output_error(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def test_t23_names_that_cannot_be_given_are_named_and_the_others_stay(
    pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = failing_at(DirectoryHandle.publish_new, lambda handle, written, name: name in ("007", "090", "large"))
    monkeypatch.setattr(DirectoryHandle, "publish_new", broken)
    pair.listen()
    pair.send(tree)
    sent, received = pair.sending.final(20), pair.receiving.final(20)
    assert sent.state is received.state is S.FAILED
    assert {trouble.name for trouble in sent.failures} == {"tree/007", "tree/090", "tree/large"}
    assert {trouble.name for trouble in received.failures} == {"tree/007", "tree/090", "tree/large"}
    assert check_what_is_there(pair, tree) == {path.name for path in tree.iterdir()} - {"007", "090", "large"}


def test_t23_a_group_that_cannot_be_made_durable_is_not_called_saved(
    pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups: list[int] = []

    def sync_once(descriptor: int) -> None:
        groups.append(descriptor)
        if len(groups) == 1:
            input_output_error()

    monkeypatch.setattr("ptp_core.transfer.destination.saving.sync_file_system", lambda: sync_once)
    pair.listen()
    pair.send(tree)
    sent = pair.sending.final(20)
    assert sent.state is S.FAILED
    assert sent.files_failed + sent.files_done == FILES + 1
    assert len(check_what_is_there(pair, tree)) == sent.files_done


def test_t21_a_write_that_fails_takes_its_file_and_no_other(
    pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(descriptor: int, data: memoryview) -> int:
        if data[0] in (3, 50):
            input_output_error()
        # Short writes are the rule elsewhere.
        return os.write(descriptor, data[:700])

    (tree / "large").unlink()
    monkeypatch.setattr("ptp_core.transfer.arriving.PartialFile", partial(PartialFile, write=write))
    pair.listen()
    pair.send(tree)
    sent = pair.sending.final(20)
    assert {trouble.name for trouble in sent.failures} == {"tree/003", "tree/050"}
    assert len(check_what_is_there(pair, tree)) == FILES - 2


@pytest.mark.parametrize("step", ["create", "publish_new"])
def test_a_disk_without_room_for_names_pauses_it_too(
    pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    room = threading.Event()
    full = failing_at(getattr(DirectoryHandle, step), lambda *_: not room.is_set(), errno.ENOSPC)
    pair.listen()
    monkeypatch.setattr(DirectoryHandle, step, full)
    pair.send(tree)
    pair.receiving.wait_for(lambda: any("no space left in" in s.message for s in pair.receiving.snapshots), 20)
    pair.sending.wait_for(lambda: any("no space left on its disk" in s.message for s in pair.sending.snapshots))
    room.set()
    sent = pair.sending.final(20)
    assert sent.state is S.DONE, sent.message
    # And both are told that it goes on.
    delivery_replies = pair.transfers[0]._replies
    assert delivery_replies is not None
    assert delivery_replies.held == ""
    assert len(check_what_is_there(pair, tree)) == FILES + 1


def test_a_person_may_cancel_while_the_disk_is_full(pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = failing_at(DirectoryHandle.publish_new, lambda *_: True, errno.ENOSPC)
    pair.listen()
    monkeypatch.setattr(DirectoryHandle, "publish_new", full)
    transfer = pair.send(tree)
    pair.receiving.wait_for(lambda: any("no space left in" in s.message for s in pair.receiving.snapshots), 20)
    transfer.cancel()
    assert pair.sending.final().state is S.CANCELLED
    assert pair.receiving.final().state is S.CANCELLED
    assert list((pair.folder / "tree").iterdir()) == []


@pytest.mark.parametrize("removed", ["tree", "."])
def test_a_folder_that_is_removed_in_mid_transfer_is_told_as_that(
    pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch, removed: str
) -> None:
    publish_new = DirectoryHandle.publish_new

    def remove_and_publish(handle: DirectoryHandle, written: WrittenFile, final: str) -> None:
        if final == "060":
            shutil.rmtree(pair.folder / removed)
        publish_new(handle, written, final)

    monkeypatch.setattr(DirectoryHandle, "publish_new", remove_and_publish)
    pair.listen()
    pair.send(tree)
    sent, received = pair.sending.final(20), pair.receiving.final(20)
    assert sent.state is received.state is S.FAILED
    assert sent.files_done + sent.files_failed == FILES + 1
    assert "tree/060" in {trouble.name for trouble in received.failures}
    assert all("was removed while files came into it" in trouble.reason for trouble in received.failures)


def test_a_folder_does_not_take_the_place_of_a_file(pair: Pair, tree: Path) -> None:
    (pair.folder / "tree").write_text("mine")
    pair.listen(on_conflict=ConflictPolicy.OVERWRITE)
    pair.send(tree)
    received = pair.receiving.final(20)
    assert received.state is S.FAILED
    assert received.files_failed == FILES + 1
    assert f"{pair.folder / 'tree'} is something else already, and stays." == received.failures[0].reason
    assert (pair.folder / "tree").read_text() == "mine"


def test_a_folder_that_cannot_be_made_takes_what_is_in_it_and_no_more(
    pair: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "sub").mkdir()
    (tree / "sub" / "inside").write_text("inside")
    broken = failing_at(DirectoryHandle.make_folder, lambda handle, name: name == "sub", errno.EACCES)
    monkeypatch.setattr(DirectoryHandle, "make_folder", broken)
    pair.listen()
    pair.send(tree)
    sent = pair.sending.final(20)
    assert [trouble.name for trouble in sent.failures] == ["tree/sub/inside"]
    assert len(check_what_is_there(pair, tree)) == FILES + 1
