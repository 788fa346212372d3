"""Sources, disks and people that do not go along, before a real window: told in words, and the others go on.

By the numbers of the threat model: T20 to T23, T32, T36, T37; and a no, and a cancel on both sides at once.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.direction import Direction
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.partial_file import PartialFile
from ptp_core.transfer.snapshot import TransferState
from tests.gui.attacks.attacked import Attacked
from tests.unit.transfer.helpers import Watcher
from tests.unit.transfer.hostile import SOURCE_TROUBLES, FullDisk, failing_at, trouble_before_data

S = TransferState
SEND, RECEIVE = Direction.SEND, Direction.RECEIVE


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "holiday.mov"
    path.write_bytes(bytes(range(251)) * 8_000)
    return path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    top = tmp_path / "tree"
    top.mkdir()
    for name in "abcdefg":
        (top / name).write_text(name * 1000)
    return top


@pytest.mark.parametrize("trouble", SOURCE_TROUBLES)
def test_t20_a_source_that_fails_is_named_and_the_others_go_on(
    attacked: Attacked, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Path], None]
) -> None:
    trouble_before_data(monkeypatch, tree / "c", trouble)
    server = attacked.serve(attacked.friend, tmp_path / "there")
    attacked.send(tree, port=server.address.port)
    row = attacked.final(SEND)
    assert row.state is S.FAILED
    assert "tree/c" in attacked.said()
    assert "tree/c, not across" in attacked.window.details.files.description()
    assert {path.name for path in (tmp_path / "there" / "tree").iterdir()} == set("abdefg")


@pytest.mark.parametrize("direction", [SEND, RECEIVE])
def test_t21_a_full_disk_pauses_it_in_words_until_there_is_room(
    attacked: Attacked, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, direction: Direction
) -> None:
    full = FullDisk(1_000_000)
    monkeypatch.setattr("ptp_core.transfer.arriving.PartialFile", partial(PartialFile, write=full))
    if direction is RECEIVE:
        attacked.send_by(attacked.friend, film)
        words = "no space left in"
    else:
        attacked.send(film, port=attacked.serve(attacked.friend, tmp_path / "there").address.port)
        words = "no space left on its disk"
    attacked.wait(lambda: any(words in attacked.words(row) for row in attacked.rows(direction)))
    full.room.set()
    row = attacked.final(direction)
    assert row.state is S.DONE
    assert words not in attacked.words(row)
    there = attacked.folder if direction is RECEIVE else tmp_path / "there"
    assert (there / film.name).read_bytes() == film.read_bytes()


def test_t22_a_folder_that_cannot_be_used_is_refused_when_it_is_chosen(attacked: Attacked, film: Path) -> None:
    attacked.window.receive_page.folder_chosen.emit(film)
    attacked.wait(attacked.said)
    assert str(film) in attacked.said()
    assert attacked.session._settings.folder == attacked.folder
    attacked.send_by(attacked.friend, film)
    assert attacked.final().state is S.DONE
    assert attacked.files() == [film.name]


@pytest.mark.parametrize("accept", [AcceptPolicy.ALL, AcceptPolicy.ASK])
def test_t22_no_room_is_told_before_any_data(
    attacked: Attacked, film: Path, monkeypatch: pytest.MonkeyPatch, accept: AcceptPolicy
) -> None:
    monkeypatch.setattr("ptp_core.transfer.destination.destination_errors.free_bytes", lambda _: 1000)
    monkeypatch.setattr("ptp_core.transfer.offer_details.free_bytes", lambda _: 1000)
    attacked.use(attacked.folder, accept=accept)
    sending = Watcher()
    attacked.send_by(attacked.friend, film, watcher=sending)
    if accept is AcceptPolicy.ASK:
        attacked.wait(attacked.window.offers.pending)
        assert "Not enough space" in attacked.window.offers.description()
        assert not attacked.window.offers.accept_button.isEnabled()
        attacked.window.offers.decline_button.click()
    else:
        assert attacked.final().state is S.FAILED
        assert "Not enough space in" in attacked.said()
    assert sending.final().bytes_sent == 0
    assert attacked.files() == []


@pytest.mark.parametrize("step", ["fsync", "sync", "publish_new", "publish_over"])
def test_t23_a_disk_that_fails_at_the_end_saves_nothing(
    attacked: Attacked, film: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    over = step == "publish_over"
    if over:
        (attacked.folder / film.name).write_text("mine")
    attacked.use(attacked.folder, on_conflict=ConflictPolicy.OVERWRITE if over else ConflictPolicy.RENAME)
    if step == "fsync":
        size = film.stat().st_size
        monkeypatch.setattr(os, "fsync", failing_at(os.fsync, lambda file: os.fstat(file).st_size == size))
    else:
        monkeypatch.setattr(DirectoryHandle, step, failing_at(getattr(DirectoryHandle, step), lambda *_: True))
    attacked.send_by(attacked.friend, film)
    row = attacked.final()
    assert row.state is S.FAILED
    assert attacked.said()
    assert "saved and verified" not in attacked.words(row)
    if over:
        assert (attacked.folder / film.name).read_text() == "mine"
    elif step != "sync":
        assert attacked.files() == []


def test_t32_what_is_no_file_is_refused_or_left_out_and_hangs_nothing(
    attacked: Attacked, tree: Path, tmp_path: Path
) -> None:
    os.mkfifo(tree / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tree / "socket"))
    (tree / "memory").symlink_to("/proc/self/mem")
    page = attacked.window.send_page
    for alone in (tree / "pipe", tree / "socket", Path("/dev/zero")):
        page.add_files([alone])
        assert f"{alone.name}" in attacked.said()
        attacked.window.messages.dismiss()
    assert page._files.paths() == []
    attacked.send(tree, port=attacked.serve(attacked.friend, tmp_path / "there").address.port)
    assert attacked.final(SEND).state is S.DONE
    listed = attacked.window.details.files.description()
    assert all(f"tree/{name}, left out" in listed for name in ("pipe", "socket", "memory"))
    assert {path.name for path in (tmp_path / "there" / "tree").iterdir()} == set("abcdefg")


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (ConflictPolicy.RENAME, ["holiday (2).mov", "holiday.mov"]),
        (ConflictPolicy.OVERWRITE, ["holiday.mov"]),
        (ConflictPolicy.SKIP, ["holiday.mov"]),
        (ConflictPolicy.FAIL, ["holiday.mov"]),
    ],
)
@pytest.mark.parametrize("asked", [False, True])
def test_t36_what_is_there_is_lost_only_to_what_the_person_chose(
    attacked: Attacked, film: Path, chosen: ConflictPolicy, names: list[str], asked: bool
) -> None:
    (attacked.folder / film.name).write_text("mine")
    attacked.use(attacked.folder, on_conflict=ConflictPolicy.ASK if asked else chosen)
    attacked.send_by(attacked.friend, film)
    if asked:
        sheet = attacked.window.offers
        attacked.wait(sheet.pending)
        assert "There already" in sheet.description()
        sheet.conflict.setCurrentIndex(sheet.conflict.findData(chosen))
        sheet.accept_button.click()
    kept = chosen in (ConflictPolicy.SKIP, ConflictPolicy.FAIL)
    assert (attacked.final().state is not S.DONE) is kept
    assert attacked.files() == names
    replaced = chosen is ConflictPolicy.OVERWRITE
    assert ((attacked.folder / film.name).read_bytes() != b"mine") is replaced


def test_t37_the_same_name_from_several_at_once_is_as_many_files(attacked: Attacked, film: Path) -> None:
    for number in range(4):
        path = film.parent / str(number) / film.name
        path.parent.mkdir()
        path.write_bytes(bytes([number]) * 100_000)
        attacked.send_by(attacked.friend, path)
    attacked.final(count=4)
    assert {row.state for row in attacked.rows()} == {S.DONE}
    assert {(attacked.folder / name).read_bytes()[0] for name in attacked.files()} == {0, 1, 2, 3}


@pytest.mark.parametrize("direction", [SEND, RECEIVE])
def test_a_no_leaves_nothing_and_is_told(
    attacked: Attacked, film: Path, tmp_path: Path, direction: Direction
) -> None:
    if direction is RECEIVE:
        attacked.use(attacked.folder, accept=AcceptPolicy.ASK)
        attacked.send_by(attacked.friend, film)
        attacked.wait(attacked.window.offers.pending)
        attacked.window.offers.decline_button.click()
    else:
        there = Watcher(lambda offer: offer.decline("not today"))
        server = attacked.serve(attacked.friend, tmp_path / "there", there)
        server.set_accept(AcceptPolicy.ASK)
        attacked.send(film, port=server.address.port)
    row = attacked.final(direction)
    assert row.state is S.DECLINED
    assert "declined" in attacked.words(row)
    assert attacked.files() == []
    assert direction is RECEIVE or "not today" in attacked.said()


@pytest.mark.parametrize("direction", [SEND, RECEIVE])
def test_a_cancel_on_both_sides_at_once_ends_it_and_leaves_nothing(
    attacked: Attacked, film: Path, tmp_path: Path, direction: Direction
) -> None:
    attacked.network.pipe_bytes = 4096
    there = tmp_path / "there"
    os.truncate(film, 1 << 30)
    other = Watcher()
    if direction is RECEIVE:
        transfer = attacked.send_by(attacked.friend, film, watcher=other)
        cancel: Callable[[], None] = transfer.cancel
    else:
        server = attacked.serve(attacked.friend, there, other)
        attacked.send(film, port=server.address.port)

        def cancel() -> None:
            server.cancel(other.snapshots[-1].transfer_id)

    attacked.wait(lambda: any(row.bytes_verified for row in attacked.rows(direction)))
    number = attacked.rows(direction)[0].transfer_id
    cancel()
    row = attacked.window.transfers.row(number)
    assert row is not None
    attacked.window.transfers.stop(number)
    row.cancel_button.click()
    assert attacked.final(direction).state is S.CANCELLED
    assert other.final().state is S.CANCELLED
    assert attacked.files() == []
    assert not there.exists() or list(there.iterdir()) == []
