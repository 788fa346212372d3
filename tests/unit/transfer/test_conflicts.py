"""A name that is in use at the receiver: each policy, and what is there already, whole and the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import (
    Pair,
    Watcher,
)

S = TransferState


def test_t37_the_same_name_from_two_peers_at_once(pair: Pair, source: Path) -> None:
    pair.listen()
    watchers = [Watcher() for _ in range(8)]
    for number, watcher in enumerate(watchers):
        # Four contents, each from two: the same need not be there twice.
        path = source.parent / str(number) / source.name
        path.parent.mkdir()
        path.write_bytes(bytes([number // 2]) + source.read_bytes())
        pair.send(path, watcher=watcher)
    assert all(watcher.final().state is S.DONE for watcher in watchers)
    saved = {(pair.folder / name).read_bytes()[0] for name in pair.saved()}
    assert saved == {0, 1, 2, 3}
    assert {*pair.saved()} >= {"holiday.mov", "holiday (2).mov", "holiday (3).mov", "holiday (4).mov"}


def test_rename_tells_both_sides_the_new_name(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_text("mine")
    pair.listen()
    pair.send(source)
    assert pair.sending.final().message == "Saved as holiday (2).mov."
    assert pair.receiving.final().message == "Saved as holiday (2).mov."
    assert (pair.folder / "holiday.mov").read_text() == "mine"


def test_overwrite(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_text("mine")
    pair.listen(on_conflict=ConflictPolicy.OVERWRITE)
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    assert (pair.folder / "holiday.mov").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("size_bytes", [4, 2_510_000])
def test_skip_keeps_another_file_and_says_that_nothing_was_sent(pair: Pair, source: Path, size_bytes: int) -> None:
    (pair.folder / "holiday.mov").write_bytes(bytes(size_bytes))
    pair.listen(on_conflict=ConflictPolicy.SKIP)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert (sent.state, received.state) == (S.FAILED, S.DECLINED)
    assert sent.bytes_sent == sent.bytes_verified == received.bytes_verified == 0
    assert sent.message == "Not sent: studio-pc keeps its own file of that name."
    assert received.message == "holiday.mov was not received: this computer keeps its own file of that name."
    assert S.TRANSFERRING not in pair.sending.states()
    assert (pair.folder / "holiday.mov").read_bytes() == bytes(size_bytes)
    assert pair.saved() == ["holiday.mov"]


# Who wants to be asked is asked before anything is compared.
@pytest.mark.parametrize("policy", [policy for policy in ConflictPolicy if policy is not ConflictPolicy.ASK])
@pytest.mark.parametrize("size_bytes", [0, 2_510_000])
def test_an_identical_file_is_found_by_its_digest_and_nothing_is_sent(
    pair: Pair, source: Path, policy: ConflictPolicy, size_bytes: int
) -> None:
    os.truncate(source, size_bytes)
    (pair.folder / "holiday.mov").write_bytes(source.read_bytes())
    pair.listen(on_conflict=policy)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.DONE
    assert sent.already_there
    assert received.already_there
    assert sent.bytes_sent == sent.bytes_verified == received.bytes_verified == 0
    assert sent.message == received.message == "holiday.mov was there already, with the same contents."
    assert received.saved_path == pair.folder / "holiday.mov"
    assert S.TRANSFERRING not in pair.sending.states()


def test_a_file_that_was_compared_and_is_another_is_sent_with_its_time(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_bytes(bytes(source.stat().st_size))
    pair.listen(on_conflict=ConflictPolicy.OVERWRITE)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.DONE
    assert (pair.folder / "holiday.mov").read_bytes() == source.read_bytes()
    assert sent.elapsed_s > 0
    assert received.elapsed_s > 0
    assert S.TRANSFERRING in pair.sending.states()


def test_a_link_to_an_identical_file_is_not_followed(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").symlink_to(source)
    pair.listen(on_conflict=ConflictPolicy.SKIP)
    pair.send(source)
    assert pair.sending.final().message == "Not sent: studio-pc keeps its own file of that name."


def test_a_file_that_is_written_to_while_it_is_compared_is_not_the_same(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = pair.folder / "holiday.mov"
    kept.write_bytes(source.read_bytes())
    update = ContentDigest.update

    def update_and_write(digest: ContentDigest, data: bytes) -> None:
        update(digest, data)
        with kept.open("ab") as file:
            file.write(b"x")

    monkeypatch.setattr(ContentDigest, "update", update_and_write)
    pair.listen(on_conflict=ConflictPolicy.SKIP)
    pair.send(source)
    assert "keeps its own file of that name" in pair.sending.final().message


def test_another_file_of_the_same_size_is_told_apart_by_its_digest_and_stays(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_bytes(bytes(source.stat().st_size))
    pair.listen()
    pair.send(source)
    assert pair.sending.final().message == "Saved as holiday (2).mov."
    assert pair.saved() == ["holiday (2).mov", "holiday.mov"]
    assert (pair.folder / "holiday (2).mov").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("policy", [ConflictPolicy.SKIP, ConflictPolicy.FAIL])
def test_six_senders_of_one_name_at_once_and_only_those_whose_contents_are_there_are_told_so(
    pair: Pair, tmp_path: Path, policy: ConflictPolicy
) -> None:
    pair.network.pipe_bytes = 4000
    pair.listen(AcceptPolicy.ASK, on_conflict=policy)
    watchers: dict[int, Watcher] = {}
    for number in range(6):
        source = tmp_path / str(number) / "report.txt"
        source.parent.mkdir()
        # Three contents, each from two senders.
        source.write_bytes(bytes([number // 2]) * 300_000)
        watchers[number] = Watcher()
        pair.send(source, watcher=watchers[number])
    # All are accepted while the name is free.
    pair.receiving.wait_for(lambda: len(pair.receiving.offers) == 6)
    for offer in pair.receiving.offers:
        offer.accept()
    ended = {number: watcher.final() for number, watcher in watchers.items()}
    there = (pair.folder / "report.txt").read_bytes()[0]
    assert pair.saved() == ["report.txt"]
    assert {number for number, final in ended.items() if final.state is S.DONE} == {there * 2, there * 2 + 1}
    for number, final in ended.items():
        if number // 2 != there:
            assert final.message == "Not sent: studio-pc keeps its own file of that name."


def test_fail_sends_no_data(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_text("mine")
    pair.listen(on_conflict=ConflictPolicy.FAIL)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.FAILED
    assert sent.message == "Not sent: studio-pc keeps its own file of that name."
    assert str(pair.folder) not in sent.message
    assert "exists already" in received.message
    assert S.TRANSFERRING not in pair.sending.states()
