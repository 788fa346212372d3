"""A manifest of any length needs no more memory than a short one, at both ends."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptp_core.transfer.conversation.messages import Entry, EntryKind
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.walking import FoundEntry
from tests.unit.transfer.helpers import Pair, Watcher

LEAST_BYTES = 2_000_000


def peak_with(pair: Pair, monkeypatch: pytest.MonkeyPatch, source: Path, entries: int) -> int:
    """The most that was allocated while so many entries crossed: links, which need nothing of a disk but a name."""

    def walk(*_: object) -> Iterator[FoundEntry]:
        yield FoundEntry(Entry(EntryKind.FOLDER, 0, source.name), source, source.name)
        for number in range(entries):
            # All of one name: the receiver looks, finds it there, and goes on.
            yield FoundEntry(Entry(EntryKind.LINK, 1, "link", target="there"), source, f"a rather long name {number}")

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


def test_t13_memory_does_not_grow_with_the_manifest(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "tree"
    source.mkdir()
    pair.listen()
    peak_with(pair, monkeypatch, source, 10)
    short = peak_with(pair, monkeypatch, source, 3_000)
    long = peak_with(pair, monkeypatch, source, 30_000)
    assert long < 1.5 * short + LEAST_BYTES
