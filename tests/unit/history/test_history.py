"""The history: what is kept, found, bounded and cleared, and files that cannot be used."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.direction import Direction
from ptp_core.errors import DestinationError
from ptp_core.history import history as module
from ptp_core.history.entry import HistoryEntry, Result
from ptp_core.history.history import History
from ptp_core.history.rows import MOST_NAMES, MOST_PATHS, as_row, from_row


def entry(key: str = "1", **more: Any) -> HistoryEntry:
    facts: dict[str, Any] = {
        "direction": Direction.SEND,
        "result": Result.DONE,
        "peer_name": "red-laptop",
        "ended_unix_s": 1_800_000_000.5,
        "peer_fingerprint": bytes(range(32)),
        "peer_address": "192.0.2.7:7700",
        "names": ("holiday.mov", "notes"),
        "paths": ("/home/me/holiday.mov", "/home/me/notes"),
        "folder": "/home/me",
        "files": 313,
        "size_bytes": 4_200_000_000,
        "seconds": 140.25,
        "message": "",
    }
    return HistoryEntry(key=key, **{**facts, **more})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def keys(history: History, **asked: Any) -> list[str]:
    return [listed.entry.key for listed in history.page(**asked)]


def test_what_was_added_is_there_after_a_restart_newest_first(path: Path) -> None:
    first, second = entry("1"), entry("2", direction=Direction.RECEIVE, result=Result.FAILED, message="It broke.")
    history = History(path)
    history.add(first)
    history.add(second)
    history.close()
    history.close()
    again = History(path)
    assert [listed.entry for listed in again.page()] == [second, first]
    again.close()


def test_a_transfer_that_ends_again_is_one_entry_on_top(path: Path) -> None:
    history = History(path)
    history.add(entry("1", result=Result.FAILED))
    history.add(entry("2"))
    history.add(entry("1"))
    assert keys(history) == ["1", "2"]
    assert history.page()[0].entry.result is Result.DONE
    history.close()


def test_pages_go_on_where_the_one_before_ended_whatever_is_added_meanwhile(path: Path) -> None:
    history = History(path)
    for number in range(25):
        history.add(entry(str(number)))
    first = history.page(limit=10)
    history.add(entry("new"))
    second = history.page(limit=10, before=first[-1].place)
    third = history.page(limit=10, before=second[-1].place)
    seen = [listed.entry.key for listed in (*first, *second, *third)]
    assert seen == [str(number) for number in reversed(range(25))]
    history.close()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("HOLIDAY", ["1"]),
        ("Büro", ["2"]),
        ("BÜRO", ["2"]),
        ("100%", ["3"]),
        ("a_b", ["3"]),
        ("\\", ["3"]),
        ("192.0.2", ["3", "2", "1"]),
        ("nothing", []),
        ("\udcff", ["4"]),
        ("'; DROP TABLE transfers; --", []),
    ],
)
def test_search_looks_at_names_peer_address_and_folder(path: Path, search: str, found: list[str]) -> None:
    history = History(path)
    history.add(entry("1"))
    history.add(entry("2", names=("x",), peer_name="büro-pc"))
    history.add(entry("3", names=("100% a_b \\",)))
    history.add(entry("4", names=("\udcff.bin",), peer_address=""))
    assert keys(history, search=search) == found
    history.close()


def test_names_that_are_no_text_come_back_as_they_were(path: Path) -> None:
    history = History(path)
    strange = entry(names=("\udcff\udcfe", "a\0b", "\u202egnp.exe", "line\nbreak"), folder="/\udcff")
    history.add(strange)
    assert history.page()[0].entry == strange
    history.close()


def test_only_the_newest_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 5)
    history = History(path)
    for number in range(8):
        history.add(entry(str(number)))
    assert keys(history) == ["7", "6", "5", "4", "3"]
    history.close()


def test_one_entry_is_bounded_however_much_a_peer_sends(path: Path) -> None:
    history = History(path)
    history.add(
        entry(
            names=tuple("n" * 10_000 for _ in range(10_000)),
            paths=tuple("/p" for _ in range(MOST_PATHS + 1)),
            size_bytes=2**64,
            seconds=float("nan"),
            message="m" * 100_000,
        )
    )
    (listed,) = history.page()
    assert len(listed.entry.names) == MOST_NAMES
    assert listed.entry.paths == ()
    assert listed.entry.size_bytes == 2**63 - 1
    assert path.stat().st_size < 2_000_000
    history.close()


def test_what_is_cleared_is_not_on_the_disk_any_more(path: Path) -> None:
    history = History(path)
    history.add(entry("1", names=("secret-plans.pdf",)))
    history.add(entry("2"))
    history.remove("1")
    assert keys(history) == ["2"]
    assert b"secret-plans" not in path.read_bytes()
    history.clear()
    assert keys(history) == []
    assert b"holiday" not in path.read_bytes()
    history.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_it(path: Path) -> None:
    before = os.umask(0)
    try:
        history = History(path)
        history.add(entry())
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        history.close()
    finally:
        os.umask(before)


def newer(path: Path) -> None:
    History(path).add(entry("old"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def anothers(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE transfers (x)")
    connection.close()


def torn(path: Path) -> None:
    history = History(path)
    for number in range(200):
        history.add(entry(str(number), names=tuple("n" * 200 for _ in range(20))))
    history.close()
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 40_000)


def without_a_column(path: Path) -> None:
    History(path).add(entry("old"))
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE transfers DROP COLUMN files")
    connection.close()


@pytest.mark.parametrize(
    "spoil", [newer, anothers, torn, without_a_column, lambda path: path.write_bytes(b"no database at all" * 100)]
)
def test_a_file_that_cannot_be_used_is_put_aside_whole(path: Path, spoil: Any) -> None:
    spoil(path)
    bytes_before = path.read_bytes()
    history = History(path)
    history.add(entry("new"))
    assert keys(history) == ["new"]
    assert history.put_aside is not None
    assert history.put_aside.read_bytes() == bytes_before
    history.close()


def test_several_that_cannot_be_used_are_all_kept(path: Path) -> None:
    for content in (b"first" * 300, b"second" * 300):
        path.write_bytes(content)
        history = History(path)
        assert history.page() == []
        history.close()
    assert sorted(each.read_bytes()[:5] for each in path.parent.glob("*.unusable-*")) == [b"first", b"secon"]


def test_a_file_that_is_damaged_while_it_is_open_is_put_aside_too(path: Path) -> None:
    history = History(path)
    history.add(entry("old"))
    path.write_bytes(b"\0" * 16384)
    history.add(entry("new"))
    assert keys(history) == ["new"]
    assert history.put_aside is not None
    history.close()


def test_a_row_that_nobody_can_have_written_is_passed_over(path: Path) -> None:
    history = History(path)
    for key in ("1", "2"):
        history.add(entry(key))
    history.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE transfers SET texts = '[' WHERE key = '1'")
    connection.close()
    assert keys(history) == ["2"]
    history.close()


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="needs O_NOFOLLOW")
def test_a_link_in_its_place_is_not_followed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"precious")
    path.symlink_to(other)
    with pytest.raises(DestinationError):
        History(path).add(entry())
    assert other.read_bytes() == b"precious"


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="cannot be used") as raised:
        History(tmp_path / "nowhere" / "history.sqlite3").add(entry())
    assert raised.value.path.name == "history.sqlite3"


def test_a_database_that_another_process_holds_is_an_error_and_not_put_aside(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUSY_S", 0.01)
    history = History(path)
    history.add(entry("1"))
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DestinationError, match="locked"):
        history.add(entry("2"))
    other.rollback()
    other.close()
    history.add(entry("3"))
    assert keys(history) == ["3", "1"]
    assert history.put_aside is None
    history.close()


def test_many_threads_and_two_objects_write_at_once(path: Path) -> None:
    parts = [History(path), History(path)]

    def write(first: int) -> None:
        for number in range(first, first + 10):
            parts[number % 2].add(entry(str(number)))

    threads = [threading.Thread(target=write, args=(first,), daemon=True) for first in range(0, 60, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(int, keys(parts[0]))) == list(range(60))
    for part in parts:
        part.close()


texts = st.text(max_size=50)


@given(
    key=texts,
    peer_name=texts,
    names=st.lists(texts, max_size=5).map(tuple),
    size_bytes=st.integers(0, 2**63 - 1),
    seconds=st.floats(0, 1e9),
)
def test_rows_go_there_and_back(
    key: str, peer_name: str, names: tuple[str, ...], size_bytes: int, seconds: float
) -> None:
    whole = replace(entry(key), peer_name=peer_name, names=names, size_bytes=size_bytes, seconds=seconds)
    assert from_row(as_row(whole)) == whole


def test_where_each_was_last_sent_to_is_found(path: Path) -> None:
    history = History(path)
    red, blue = bytes(32), bytes(range(32))
    history.add(entry("1", peer_fingerprint=red, peer_address="old.example:7700"))
    history.add(entry("2", peer_fingerprint=red, peer_address="new.example:7700"))
    history.add(entry("3", peer_fingerprint=red, direction=Direction.RECEIVE, peer_address="192.0.2.7:40123"))
    history.add(entry("4", peer_fingerprint=blue, peer_address="192.0.2.8:7700"))
    history.add(entry("5", peer_fingerprint=b"", peer_address="192.0.2.9:7700"))
    assert history.addresses() == {red: "new.example:7700", blue: "192.0.2.8:7700"}
    history.close()
