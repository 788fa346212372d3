"""When a file is called saved: after its name is on the disk; and how seldom the disk is waited for."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptp_core.config import ConflictPolicy
from ptp_core.transfer.conversation.content_digest import KEY_BYTES, ContentDigest
from ptp_core.transfer.conversation.messages import Results
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.destination.directory_handle import DirectoryHandle, WrittenFile
from ptp_core.transfer.destination.partial_file import PartialFile
from ptp_core.transfer.destination.saving import GROUP_FILES, SaveFile, Saver
from ptp_core.transfer.destination.tree import Folder, FolderTree

KEY = bytes(KEY_BYTES)


class Disk:
    """Notes the order of what is asked of it and of what is told; `gate` holds its first sync."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.events: list[tuple[str, object]] = []
        self.gate = threading.Event()
        self.broken: set[str] = set()
        publish, sync = DirectoryHandle.publish_new, DirectoryHandle.sync

        def publish_and_note(handle: DirectoryHandle, written: WrittenFile, final: str) -> None:
            publish(handle, written, final)
            self.events.append(("named", final))

        def sync_and_note(handle: DirectoryHandle) -> None:
            self.note("folder")
            sync(handle)

        monkeypatch.setattr(DirectoryHandle, "publish_new", publish_and_note)
        monkeypatch.setattr(DirectoryHandle, "sync", sync_and_note)
        for module in ("saving", "named"):
            monkeypatch.setattr(
                f"ptp_core.transfer.destination.{module}.sync_file_system", lambda: lambda _: self.note("disk")
            )

    def note(self, what: str) -> None:
        self.gate.wait(10)
        self.events.append((what, None))
        if what in self.broken:
            raise OSError(5, "Input/output error")

    def told(self, results: Results) -> None:
        self.events.extend(("told", result) for result in results.results)

    def count(self, what: str) -> int:
        return sum(kind == what for kind, _ in self.events)


class Desk:
    """A saver, and the folder for which it works."""

    def __init__(self, directory: Path, disk: Disk) -> None:
        self.tree = FolderTree(directory)
        self.tally = Tally()
        self.saver = Saver(
            "ptp-test-saver",
            self.tree,
            on_conflict=ConflictPolicy.RENAME,
            key=KEY,
            tally=self.tally,
            send=disk.told,
            named_root=lambda number, name: None,
            sign_of_life=lambda: None,
            check_stop=lambda: None,
        )

    def put(self, index: int, folder: Folder) -> None:
        partial = PartialFile(self.tree.handle, folder.path, str(index), digest=ContentDigest(KEY), named=False)
        partial.write(memoryview(os.urandom(10)))
        told = partial.digest.announced()
        self.saver.put(
            SaveFile(index, partial, folder, str(index), str(index), 0, False, told, None, False, False, False)
        )


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def desk(tmp_path: Path, disk: Disk) -> Iterator[Desk]:
    made = Desk(tmp_path, disk)
    yield made
    disk.gate.set()
    made.saver.close(keep=False)
    made.tree.close()


def folders(desk: Desk, count: int) -> list[Folder]:
    return [desk.tree.make(desk.tree.top, f"folder {number}", ConflictPolicy.RENAME) for number in range(count)]


@pytest.mark.parametrize("wide", [1, 30])
def test_no_file_is_called_saved_before_its_name_is_on_the_disk(desk: Desk, disk: Disk, wide: int) -> None:
    places = folders(desk, wide)
    disk.gate.set()
    for index in range(300):
        desk.put(index, places[index % wide])
    desk.saver.finish()
    assert desk.tally.files_done == disk.count("told") == 300
    named_at = {name: at for at, (kind, name) in enumerate(disk.events) if kind == "named"}
    syncs = [at for at, (kind, _) in enumerate(disk.events) if kind in ("disk", "folder")]
    for at, (kind, result) in enumerate(disk.events):
        if kind == "told":
            assert any(named_at[str(result.index)] < sync < at for sync in syncs)  # type: ignore[attr-defined]


def test_a_group_of_small_files_waits_for_the_disk_once(desk: Desk, disk: Disk) -> None:
    (place,) = folders(desk, 1)
    disk.gate.set()
    desk.put(0, place)
    desk.saver.finish()
    disk.events.clear()
    disk.gate.clear()
    # All that comes while the disk is slow is one group and the next.
    for index in range(1, GROUP_FILES + 11):
        desk.put(index, place)
    disk.gate.set()
    desk.saver.finish()
    assert disk.count("told") == GROUP_FILES + 10
    groups = disk.count("disk")
    assert groups <= 3
    # The first may have come alone, with nothing behind it yet.
    assert disk.count("folder") <= 2, "only when nothing follows"


@pytest.mark.parametrize("broken", ["disk", "folder"])
def test_names_that_a_broken_disk_may_have_lost_are_not_called_saved(desk: Desk, disk: Disk, broken: str) -> None:
    (place,) = folders(desk, 1)
    disk.broken = {broken, "folder"}
    disk.gate.set()
    for index in range(20):
        desk.put(index, place)
    desk.saver.finish()
    saved = [result for kind, result in disk.events if kind == "told" and result.kind.good]  # type: ignore[attr-defined]
    assert len(saved) == desk.tally.files_done
    assert desk.tally.files_failed + desk.tally.files_done == 20
    if broken == "disk":
        assert not saved
