"""T46: a journal cut or flipped at any byte says less, never something else, and never breaks its reader."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ptp_core.transfer.conversation.messages import Offer, Root
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.journal import (
    KEPT_S,
    Journal,
    PartialRecord,
    Remembered,
    RootRecord,
    adopt,
    find,
    kept_partials,
)
from ptp_core.transfer.destination.leftovers import remove_leftovers

PEER = bytes(range(32))
OFFER = Offer(bytes(range(16)), (Root("a.bin", 10, 7), Root("b.bin", 20, 8)), 2, 30)
PARTIAL = PartialRecord(10, 7, ".a.bin.0a1b2c3d.ptp-part", 1, 2)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    journal = Journal(DirectoryHandle(tmp_path), PEER, OFFER)
    assert not list(tmp_path.iterdir())
    journal.note_root(1, RootRecord("b (2).bin", True))
    journal.note_partial("a.bin", PARTIAL)
    journal.keep()
    (path,) = tmp_path.iterdir()
    return path


def read(folder: Path, peer: bytes = PEER, offer: Offer = OFFER) -> Remembered | None:
    return find(DirectoryHandle(folder), peer, offer)


def test_what_was_noted_is_found_again_by_the_same_peer_and_offer(written: Path) -> None:
    found = read(written.parent)
    assert found is not None
    assert found.roots == {1: RootRecord("b (2).bin", True)}
    assert found.partials == {"a.bin": PARTIAL}
    assert read(written.parent, peer=bytes(32)) is None
    other = Offer(OFFER.transfer_id, (Root("a.bin", 10, 7),), 1, 10)
    assert read(written.parent, offer=other) is None


def test_t46_cut_or_flipped_at_every_byte(written: Path) -> None:
    whole = written.read_bytes()
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        for damaged in (whole[:at], bytes(flipped)):
            written.unlink(missing_ok=True)
            written.write_bytes(damaged)
            found = read(written.parent)
            if found is not None:
                assert found.roots in ({}, {1: RootRecord("b (2).bin", True)})
                assert found.partials in ({}, {"a.bin": PARTIAL})
            assert kept_partials(DirectoryHandle(written.parent)) in (set(), {PARTIAL.name})
            # One without even a beginning is of no use to anybody.
            assert written.exists() is (found is not None)


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"\xff" * 100, os.urandom(500)])
def test_nonsense_is_no_journal(written: Path, content: bytes) -> None:
    written.write_bytes(content)
    assert read(written.parent) is None


def test_a_journal_that_is_in_use_is_not_taken_by_another(tmp_path: Path) -> None:
    journal = Journal(DirectoryHandle(tmp_path), PEER, OFFER)
    journal.note_root(0, RootRecord("a.bin", False))
    assert read(tmp_path) is None
    journal.keep()
    assert read(tmp_path) is not None


def test_the_sweep_leaves_what_a_journal_names_for_a_month(written: Path) -> None:
    folder = written.parent
    for name in (PARTIAL.name, ".x.bin.0a1b2c3d.ptp-part"):
        (folder / name).write_bytes(b"half")
    assert remove_leftovers(folder, kept_partials) == 1
    assert {path.name for path in folder.iterdir()} == {written.name, PARTIAL.name}
    old = written.stat().st_mtime - KEPT_S - 10
    os.utime(written, (old, old))
    assert remove_leftovers(folder, kept_partials) == 1
    assert list(folder.iterdir()) == []


def test_only_the_very_file_is_adopted_and_only_once(tmp_path: Path) -> None:
    path = tmp_path / PARTIAL.name
    path.write_bytes(b"half")
    status = path.stat()
    handle = DirectoryHandle(tmp_path)
    record = PartialRecord(10, 7, path.name, status.st_dev, status.st_ino)
    written = adopt(handle, record)
    assert written is not None
    assert adopt(handle, record) is None
    os.close(written.descriptor)
    assert adopt(handle, PartialRecord(10, 7, path.name, status.st_dev, status.st_ino + 1)) is None
    path.unlink()
    assert adopt(handle, record) is None
