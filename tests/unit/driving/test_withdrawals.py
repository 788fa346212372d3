"""Whom nobody could tell of a cancel: how long, and how many are remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ptp_core.driving.withdrawals import Withdrawals
from ptp_core.network.addresses import PeerAddress
from ptp_core.queue.unwanted import MOST_UNWANTED, Unwanted, UnwantedMemory
from ptp_core.transfer.destination.journal import KEPT_S
from tests.unit.driving.lives import OPTIONS, PretendWithdrawal

NOW_S = 1.8e9
ONE = Unwanted(
    job_id="one", address="192.0.2.7:7700", fingerprint=b"r" * 32, items=("/a", "/b"), since_unix_s=NOW_S - 5.0
)


class Told:
    """Who has been told."""

    def __init__(self, path: Path) -> None:
        self.memory = UnwantedMemory(path)
        self.made: list[PretendWithdrawal] = []
        self.withdrawals = Withdrawals(
            self._make,
            options=lambda: OPTIONS,
            key=str.encode,
            memory=self.memory,
            now_unix_s=lambda: NOW_S,
        )

    def _make(self, paths: Sequence[Path], address: PeerAddress, /, **given: Any) -> PretendWithdrawal:
        self.made.append(PretendWithdrawal(paths, address, given))
        return self.made[-1]

    def keys(self) -> list[bytes]:
        return [each.given["transfer_key"] for each in self.made]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path / "unwanted.json")


def test_it_comes_back_as_it_was_saved(told: Told) -> None:
    told.memory.save([ONE])
    assert told.memory.load() == [ONE]


def test_after_a_month_there_is_nothing_to_be_let_go_of(told: Told) -> None:
    old = replace(ONE, job_id="old", since_unix_s=NOW_S - KEPT_S - 1.0)
    told.memory.save([old, ONE])
    told.withdrawals.start()
    assert told.keys() == [b"one"]
    assert told.memory.load() == [ONE]


def test_only_so_many_are_remembered_the_oldest_go_first(told: Told) -> None:
    for number in range(MOST_UNWANTED + 3):
        told.withdrawals.add(str(number), "192.0.2.7:7700", b"r" * 32, ("/a",))
    kept = [each.job_id for each in told.memory.load()]
    assert kept == [str(number) for number in range(3, MOST_UNWANTED + 3)]


@pytest.mark.parametrize("content", [b"", b"[]", b"{\"version\": 2}", b"{\"version\": 1, \"unwanted\": [{}]}"])
def test_a_memory_that_is_none_is_put_aside_and_in_nobodys_way(told: Told, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "unwanted.json").write_bytes(content)
    told.withdrawals.start()
    assert told.made == []
    assert not (tmp_path / "unwanted.json").exists()
    assert len(list(tmp_path.iterdir())) == 1


def test_an_address_that_is_none_any_more_is_forgotten(told: Told) -> None:
    told.memory.save([replace(ONE, address="not an address:x"), replace(ONE, job_id="two")])
    told.withdrawals.start()
    assert told.keys() == [b"two"]
    assert [each.job_id for each in told.memory.load()] == ["two"]


def test_nothing_is_begun_when_it_closes_and_all_of_it_stays(told: Told) -> None:
    told.withdrawals.add("one", "192.0.2.7:7700", b"r" * 32, ("/a",))
    for close in told.withdrawals.closers():
        close()
    assert told.made[0].calls == ["start", "close"]
    told.withdrawals.add("two", "192.0.2.7:7700", b"r" * 32, ("/a",))
    told.withdrawals.meet(b"r" * 32, "192.0.2.8:7700")
    assert [each.calls for each in told.made[1:]] in ([], [[]])
    assert [each.job_id for each in told.memory.load()] == ["one"]
