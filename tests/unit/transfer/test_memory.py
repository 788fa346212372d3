"""A manifest of any length needs no more memory than a short one, at both ends."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ptp_core.transfer.conversation.messages import Entry, EntryKind
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.reading import describe
from ptp_core.transfer.source.walking import FoundEntry
from tests.unit.transfer.helpers import Pair, Watcher

Entries = Callable[[Path, int], Iterator[FoundEntry]]


def links(source: Path, entries: int) -> Iterator[FoundEntry]:
    """They need nothing of a disk but a name, all of them one: the receiver looks, finds it there, and goes on."""
    for number in range(entries):
        yield FoundEntry(Entry(EntryKind.LINK, 1, "link", target="there"), source, f"a rather long name {number}")


def files(source: Path, entries: int) -> Iterator[FoundEntry]:
    """Each with a name of its own, in folders of a hundred; all are read from one empty file."""
    empty = source.parent / "empty"
    empty.touch()
    described = describe(empty)
    for number in range(entries):
        if not number % 100:
            yield FoundEntry(Entry(EntryKind.FOLDER, 1, f"{number}"), source, f"{number}")
        name = f"a rather long name {number}"
        yield FoundEntry(Entry(EntryKind.FILE, 2, name, 0, described.modified_ns), empty, name, described)


def peak_with(pair: Pair, monkeypatch: pytest.MonkeyPatch, source: Path, entries: Entries, count: int) -> int:
    """The most that was allocated while so many entries crossed."""

    def walk(*_: object) -> Iterator[FoundEntry]:
        yield FoundEntry(Entry(EntryKind.FOLDER, 0, source.name), source, source.name)
        yield from entries(source, count)

    monkeypatch.setattr("ptp_core.transfer.delivering.walk", walk)
    watcher: Watcher = Watcher()
    tracemalloc.start()
    try:
        pair.send(source, watcher=watcher)
        final = watcher.final(60)
        assert final.state is TransferState.DONE, final.message
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("entries", "few", "many"), [(links, 1_000, 10_000), (files, 600, 3_000)])
def test_t13_memory_does_not_grow_with_the_manifest(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entries: Entries, few: int, many: int
) -> None:
    # So that the fewer fill all that runs ahead.
    monkeypatch.setattr("ptp_core.transfer.delivering.MAX_AHEAD", 256)
    monkeypatch.setattr("ptp_core.transfer.delivering.MAX_BATCH", 64)
    monkeypatch.setattr("ptp_core.transfer.delivering.MAX_OUTSTANDING", 512)
    source = tmp_path / "tree"
    source.mkdir()
    pair.listen()
    peak_with(pair, monkeypatch, source, entries, 10)
    short = peak_with(pair, monkeypatch, source, entries, few)
    long = peak_with(pair, monkeypatch, source, entries, many)
    assert long < 1.2 * short + 500_000
