"""Sources, disks and connections that fail, through real PTP sockets: told, nothing wrong kept, and gone on with.

By the numbers of the threat model: T20 to T23, T32, T36, T37, T46 to T48. Not here, because a process has to die for
it: T45, in `tests/end_to_end/test_resuming.py` and `make soak`, both over PTP sockets.
"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ptp_core.config import ConditionerSettings, ConflictPolicy
from ptp_core.errors import DestinationError, SourceError
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.partial_file import PartialFile
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from tests.unit.transfer.damage import damage_journal, edit_partial
from tests.unit.transfer.helpers import Pair, Watcher
from tests.unit.transfer.hostile import SOURCE_TROUBLES, FullDisk, failing_at, trouble_before_data

S = TransferState
LIMIT_S = 20.0
LARGE_BYTES = 2 * DIGEST_CHUNK_BYTES + 1000


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    top = tmp_path / "tree"
    top.mkdir()
    for name in "abcdefg":
        (top / name).write_text(name * 1000)
    return top


def both(pair: Pair) -> tuple[TransferSnapshot, TransferSnapshot]:
    return pair.sending.final(LIMIT_S), pair.receiving.final(LIMIT_S)


@pytest.mark.parametrize("trouble", SOURCE_TROUBLES)
def test_t20_a_source_that_fails_is_named_and_the_others_go_on(
    real: Pair, tree: Path, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Path], None]
) -> None:
    trouble_before_data(monkeypatch, tree / "c", trouble)
    real.listen()
    real.send(tree)
    sent, received = both(real)
    assert sent.state is received.state is S.FAILED
    assert [each.name for each in sent.failures] == [each.name for each in received.failures] == ["tree/c"]
    assert {path.name for path in (real.folder / "tree").iterdir()} == set("abdefg")


def test_t21_a_full_disk_pauses_it_until_there_is_room(
    real: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = FullDisk(1_000_000)
    monkeypatch.setattr("ptp_core.transfer.arriving.PartialFile", partial(PartialFile, write=full))
    real.listen()
    real.send(source)
    real.sending.wait_for(lambda: any("no space left on its disk" in s.message for s in real.sending.snapshots))
    real.receiving.wait_for(lambda: any("no space left in" in s.message for s in real.receiving.snapshots))
    full.room.set()
    sent, received = both(real)
    assert sent.state is received.state is S.DONE
    assert (real.folder / source.name).read_bytes() == source.read_bytes()


@pytest.mark.parametrize("what", ["a file", "nothing", "full"])
def test_t22_a_folder_that_cannot_be_used_is_found_before_data(
    real: Pair, source: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "full":
        monkeypatch.setattr("ptp_core.transfer.destination.destination_errors.free_bytes", lambda _: 1000)
        real.listen()
        real.send(source)
        sent, received = both(real)
        assert sent.state is received.state is S.FAILED
        assert sent.bytes_sent == 0
        assert real.saved() == []
        return
    real.folder = source if what == "a file" else real.folder / "nowhere"
    with pytest.raises(DestinationError):
        real.listen()


@pytest.mark.parametrize("step", ["sync", "publish_new", "publish_over"])
def test_t23_a_disk_that_fails_at_the_end_saves_nothing(
    real: Pair, source: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(DirectoryHandle, step, failing_at(getattr(DirectoryHandle, step), lambda *_: True))
    over = step == "publish_over"
    if over:
        (real.folder / source.name).write_text("mine")
    real.listen(on_conflict=ConflictPolicy.OVERWRITE if over else ConflictPolicy.RENAME)
    real.send(source)
    sent, received = both(real)
    assert sent.state is received.state is S.FAILED
    if over:
        assert (real.folder / source.name).read_text() == "mine"


def test_t23_a_file_whose_fsync_fails_never_gets_its_name(
    real: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync
    broken = failing_at(fsync, lambda descriptor: os.fstat(descriptor).st_size == source.stat().st_size, errno.EIO)
    monkeypatch.setattr(os, "fsync", broken)
    real.listen()
    real.send(source)
    sent, received = both(real)
    assert sent.state is received.state is S.FAILED
    assert real.saved() == []


def test_t32_what_is_no_file_is_left_out_and_hangs_nobody(real: Pair, tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tree / "socket"))
    (tree / "device").symlink_to("/dev/zero")
    (tree / "process").symlink_to("/proc/self/mem")
    real.listen()
    for alone in (tree / "pipe", tree / "socket", Path("/dev/zero")):
        with pytest.raises(SourceError):
            real.send(alone)
    real.send(tree)
    sent, received = both(real)
    assert sent.state is received.state is S.DONE
    assert {each.name for each in sent.left_out} == {"tree/pipe", "tree/socket", "tree/device", "tree/process"}
    assert {path.name for path in (real.folder / "tree").iterdir()} == set("abcdefg")


@pytest.mark.parametrize(
    ("policy", "state", "names"),
    [
        (ConflictPolicy.RENAME, S.DONE, ["holiday (2).mov", "holiday.mov"]),
        (ConflictPolicy.OVERWRITE, S.DONE, ["holiday.mov"]),
        (ConflictPolicy.SKIP, S.FAILED, ["holiday.mov"]),
        (ConflictPolicy.FAIL, S.FAILED, ["holiday.mov"]),
    ],
)
def test_t36_what_is_there_is_lost_only_to_what_a_person_wants(
    real: Pair, source: Path, policy: ConflictPolicy, state: TransferState, names: list[str]
) -> None:
    (real.folder / source.name).write_text("mine")
    real.listen(on_conflict=policy)
    real.send(source)
    assert both(real)[0].state is state
    assert real.saved() == names
    mine = (real.folder / source.name).read_bytes() == b"mine"
    assert mine is (policy is not ConflictPolicy.OVERWRITE)


def test_t37_the_same_name_from_several_at_once(real: Pair, source: Path) -> None:
    real.listen()
    watchers = [Watcher() for _ in range(4)]
    for number, watcher in enumerate(watchers):
        path = source.parent / str(number) / source.name
        path.parent.mkdir()
        path.write_bytes(bytes([number]) * 300_000)
        real.send(path, watcher=watcher)
    assert all(watcher.final(LIMIT_S).state is S.DONE for watcher in watchers)
    assert len(real.saved()) == 4
    assert {(real.folder / name).read_bytes()[0] for name in real.saved()} == {0, 1, 2, 3}


def change_source(folder: Path, source: Path) -> None:
    source.write_bytes(os.urandom(LARGE_BYTES + 5))


@pytest.mark.parametrize("damage", [damage_journal, edit_partial, change_source])
def test_t46_t47_t48_what_was_damaged_between_two_runs_is_right_in_the_end(
    real: Pair, source: Path, damage: Callable[[Path, Path], None]
) -> None:
    source.write_bytes(os.urandom(LARGE_BYTES))
    real.listen()
    slow = replace(real.sender.options, conditioner=ConditionerSettings(rate_bps=200e6))
    first = Watcher()
    transfer = real.send(source, watcher=first, options=slow)
    real.receiving.wait_for(
        lambda: any(snapshot.bytes_verified > DIGEST_CHUNK_BYTES for snapshot in real.receiving.snapshots), LIMIT_S
    )
    transfer.pause()
    assert first.final(LIMIT_S).state is real.receiving.final(LIMIT_S).state is S.PAUSED
    assert source.name not in real.saved()
    damage(real.folder, source)
    real.receiving.snapshots.clear()
    real.send(source)
    sent, received = both(real)
    assert sent.state is received.state is S.DONE
    assert (real.folder / source.name).read_bytes() == source.read_bytes()
    assert sent.changed == ((source.name,) if damage is change_source else ())
