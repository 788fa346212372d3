"""What the history keeps of a transfer that ended, and what takes the place of what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.noting import note_end
from ptp_core.direction import Direction
from ptp_core.history.entry import HistoryEntry, Result
from ptp_core.history.history import History
from ptp_core.transfer.snapshot import ShownText, TransferState
from tests.unit.app.cli_helpers import snapshot

KEY = b"k" * 16
PEER = b"p" * 32


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    made = History(tmp_path / "history.sqlite3")
    yield made
    made.close()


def entries(history: History) -> list[HistoryEntry]:
    return [listed.entry for listed in history.page()]


def test_a_transfer_that_went_on_and_was_done_is_one_entry(history: History) -> None:
    for state in (TransferState.FAILED, TransferState.CANCELLED, TransferState.DONE):
        note_end(history, snapshot(state, transfer_key=KEY))
    (entry,) = entries(history)
    assert entry.result is Result.DONE


def test_the_same_once_more_is_another_entry(history: History) -> None:
    for state in (TransferState.DONE, TransferState.DONE, TransferState.FAILED):
        note_end(history, snapshot(state, transfer_key=KEY))
    assert [entry.result for entry in entries(history)] == [Result.FAILED, Result.DONE, Result.DONE]


def test_one_peer_cannot_overwrite_anothers_entry(history: History) -> None:
    for peer in (PEER, b"q" * 32):
        came = snapshot(TransferState.FAILED, direction=Direction.RECEIVE, transfer_key=KEY, peer_fingerprint=peer)
        note_end(history, came)
    assert [entry.peer_fingerprint for entry in entries(history)] == [b"q" * 32, PEER]


def test_what_was_sent_is_kept_with_where_it_lies(history: History, tmp_path: Path) -> None:
    sources = (tmp_path / "a.bin", tmp_path / "notes")
    note_end(history, snapshot(TransferState.DONE, roots=("a.bin", "notes"), sources=sources, files_total=313))
    (entry,) = entries(history)
    assert entry.names == ("a.bin", "notes")
    assert entry.paths == tuple(map(str, sources))
    assert (entry.folder, entry.files) == (str(tmp_path), 313)


@pytest.mark.parametrize(
    ("roots", "saved", "paths"), [(("a.bin",), "a (2).bin", 1), (("a.bin", "notes"), "", 0), (("a.bin",), None, 0)]
)
def test_what_came_is_kept_with_where_it_was_saved(
    history: History, tmp_path: Path, roots: tuple[str, ...], saved: str | None, paths: int
) -> None:
    place = tmp_path / saved if saved is not None else None
    note_end(history, snapshot(TransferState.DONE, direction=Direction.RECEIVE, roots=roots, saved_path=place))
    (entry,) = entries(history)
    assert len(entry.paths) == paths
    assert entry.folder == ("" if saved is None else str(tmp_path))


def test_of_a_text_is_kept_that_it_was_one_and_not_what_it_says(history: History, tmp_path: Path) -> None:
    note_end(history, snapshot(TransferState.DONE, name="text.txt", roots=("text.txt",), text=ShownText("a secret")))
    (entry,) = entries(history)
    assert entry.is_text
    assert "a secret" not in repr(entry)
    history.close()
    assert b"a secret" not in (tmp_path / "history.sqlite3").read_bytes()
