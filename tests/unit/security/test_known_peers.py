"""Remembered peers: kept by key, found by key or name, safe between threads and processes."""

from __future__ import annotations

import errno
import json
import os
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ptp_core.errors import SecurityError
from ptp_core.security.known_peers import KnownPeer, KnownPeers

ALICE, BOB, MALLORY = b"a" * 32, b"b" * 32, b"m" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "known_peers.json"


def test_a_peer_is_remembered_across_starts(path: Path) -> None:
    peers = KnownPeers(path)
    assert peers.find(ALICE) is None
    met = peers.remember(ALICE, "Alice", 100.0)
    assert met == KnownPeer(ALICE, "Alice", first_met=100.0, last_met=100.0, accept_always=False)
    assert KnownPeers(path).find(ALICE) == met


def test_a_later_meeting_keeps_name_and_permission(path: Path) -> None:
    peers = KnownPeers(path)
    peers.remember(ALICE, "Alice", 100.0)
    peers.rename(ALICE, "My \u202efriend")
    peers.set_accept_always(ALICE, True)
    peers.remember(ALICE, "Mallory", 200.0)
    assert KnownPeers(path).all() == [KnownPeer(ALICE, "My friend", 100.0, 200.0, True)]
    peers.set_accept_always(ALICE, False)
    assert KnownPeers(path).all() == [KnownPeer(ALICE, "My friend", 100.0, 200.0, False)]


def test_a_forgotten_peer_is_a_stranger(path: Path) -> None:
    peers = KnownPeers(path)
    peers.remember(ALICE, "Alice", 100.0)
    peers.set_accept_always(ALICE, True)
    peers.forget(ALICE)
    assert peers.find(ALICE) is peers.find_name("Alice") is None
    assert KnownPeers(path).all() == []
    assert not peers.remember(ALICE, "Alice", 300.0).accept_always


def test_an_unknown_peer_cannot_be_changed(path: Path) -> None:
    peers = KnownPeers(path)
    peers.rename(ALICE, "Alice")
    peers.set_accept_always(ALICE, True)
    peers.forget(ALICE)
    assert peers.all() == []
    assert not path.exists()


def test_peers_are_listed_by_name(path: Path) -> None:
    peers = KnownPeers(path)
    for key, name in ((BOB, "bob"), (MALLORY, "Mallory"), (ALICE, "Alice")):
        peers.remember(key, name, 1.0)
    assert [peer.name for peer in peers.all()] == ["Alice", "bob", "Mallory"]


@pytest.mark.parametrize(
    "shown",
    [
        "Zoë's desk",
        "zoë'S DESK",
        unicodedata.normalize("NFD", "Zoë's desk"),
        "Zoë's\u200b  desk\n",
        "\u202eZoë's desk",
        "\N{FULLWIDTH LATIN CAPITAL LETTER Z}oë's desk",
    ],
)
def test_t41_a_known_name_is_recognised_with_another_key(path: Path, shown: str) -> None:
    peers = KnownPeers(path)
    peers.remember(ALICE, "Zoë's desk", 1.0)
    found = peers.find_name(shown)
    assert found is not None
    assert found.fingerprint == ALICE != MALLORY
    assert peers.find(MALLORY) is None
    assert peers.find_name("Zoë's other desk") is None


def test_in_memory_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    peers = KnownPeers(None)
    peers.remember(ALICE, "Alice", 1.0)
    peers.rename(ALICE, "Alicia")
    found = peers.find_name("alicia")
    assert found is not None
    assert found.fingerprint == ALICE
    peers.forget(ALICE)
    assert peers.all() == []
    assert os.listdir(tmp_path) == []


def test_threads_lose_nothing_of_one_another(path: Path) -> None:
    peers, together = KnownPeers(path), threading.Barrier(8)

    def meet(thread: int) -> None:
        together.wait(5)
        for number in range(5):
            key = bytes([thread, number]) + bytes(30)
            peers.remember(key, f"{thread} {number}", 1.0)
            assert peers.find(key) is not None

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(meet, range(8)))
    assert len(KnownPeers(path).all()) == len(peers.all()) == 40


def test_another_process_is_seen_and_loses_nothing(path: Path) -> None:
    window, command = KnownPeers(path), KnownPeers(path)
    window.remember(ALICE, "Alice", 1.0)
    command.remember(BOB, "Bob", 2.0)
    assert [peer.name for peer in window.all()] == ["Alice", "Bob"]
    window.forget(ALICE)
    assert command.find(ALICE) is None
    command.remember(BOB, "Bob", 3.0)
    assert [peer.name for peer in KnownPeers(path).all()] == ["Bob"]


def test_a_file_that_was_moved_away_is_an_empty_list(path: Path) -> None:
    peers = KnownPeers(path)
    peers.remember(ALICE, "Alice", 1.0)
    path.unlink()
    assert peers.all() == []


def entry(**changes: object) -> dict[str, object]:
    whole = {"fingerprint": ALICE.hex(), "name": "A", "first_met": 1.0, "last_met": 1.0, "accept_always": False}
    return {**whole, **changes}


DAMAGED = {
    "empty": b"",
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe{}",
    "not an object": b"[]",
    "endless": b"[" * 100_000,
    "no version": b'{"peers": []}',
    "another version": b'{"version": 2, "peers": []}',
    "no peers": b'{"version": 1}',
    "peers of another kind": b'{"version": 1, "peers": 5}',
    "a peer of another kind": b'{"version": 1, "peers": ["x"]}',
    "no key": b'{"version": 1, "peers": [{}]}',
    **{
        f"bad {field} {value!r}": json.dumps({"version": 1, "peers": [entry(**{field: value})]}).encode()
        for field, value in [
            ("fingerprint", "00"),
            ("fingerprint", "zz" * 32),
            ("fingerprint", 5),
            ("first_met", "then"),
            ("last_met", None),
        ]
    },
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_reported_and_left_alone(path: Path, damage: str) -> None:
    path.parent.mkdir()
    path.write_bytes(DAMAGED[damage])
    with pytest.raises(SecurityError, match="cannot be read") as caught:
        KnownPeers(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == DAMAGED[damage]


@pytest.mark.parametrize("value", ["false", "yes", 1, [0], None])
def test_only_true_lets_a_peer_in_without_a_question(path: Path, value: object) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 1, "peers": [entry(accept_always=value)]}))
    assert [peer.accept_always for peer in KnownPeers(path).all()] == [False]


CHANGES: list[Callable[[KnownPeers], object]] = [
    lambda peers: peers.remember(BOB, "Bob", 2.0),
    lambda peers: peers.rename(ALICE, "Bob"),
    lambda peers: peers.set_accept_always(ALICE, True),
    lambda peers: peers.forget(ALICE),
]


@pytest.mark.parametrize("change", CHANGES, ids=["remember", "rename", "accept", "forget"])
def test_a_file_damaged_meanwhile_is_never_overwritten(path: Path, change: Callable[[KnownPeers], object]) -> None:
    peers = KnownPeers(path)
    peers.remember(ALICE, "Alice", 1.0)
    path.write_bytes(b"damage")
    for use in (change, KnownPeers.all, lambda some: some.find(ALICE)):
        with pytest.raises(SecurityError, match="cannot be read"):
            use(peers)
    assert path.read_bytes() == b"damage"


@pytest.mark.parametrize("change", CHANGES, ids=["remember", "rename", "accept", "forget"])
def test_a_change_that_cannot_be_written_did_not_happen(
    path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[KnownPeers], object]
) -> None:
    peers = KnownPeers(path)
    peers.remember(ALICE, "Alice", 1.0)
    before = peers.all(), path.read_bytes()

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SecurityError, match=os.strerror(errno.ENOSPC)):
        change(peers)
    assert (peers.all(), path.read_bytes()) == before
    assert os.listdir(path.parent) == [path.name]
