"""Receivers of what is cancelled while no run can tell them: told at once, at the next start, or where one meets."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.transfer.snapshot import TransferState
from tests.unit.driving.lives import BLUE, RED, Life, PretendWithdrawal

S = TransferState


def test_a_receiver_is_told_of_what_is_cancelled_while_no_run_can_tell_it(life: Life, one: Path) -> None:
    (number,) = life.queue.add([one], [RED])
    life.runs[0].tell(S.WAITING, peer_fingerprint=b"r" * 32)
    life.queue.pause(number)
    life.runs[0].tell(S.PAUSED)
    life.queue.cancel(number)
    (told,) = life.withdrawals
    assert (told.calls, told.paths, told.address) == (["start"], (one,), RED)
    assert told.given["transfer_key"] == life.runs[0].given["transfer_key"]
    assert told.given["peer_fingerprint"] == b"r" * 32
    # It is wanted after all.
    life.queue.retry(number)
    assert told.calls == ["start", "stop"]
    assert len(life.runs) == 2


def cancelled_while_paused(life: Life, path: Path) -> PretendWithdrawal:
    (number,) = life.queue.add([path], [RED])
    life.runs[-1].tell(S.WAITING, peer_fingerprint=b"r" * 32)
    life.queue.pause(number)
    life.runs[-1].tell(S.PAUSED)
    life.queue.cancel(number)
    return life.withdrawals[-1]


def test_a_receiver_that_was_not_told_is_told_at_the_next_start_and_only_until_it_has_heard(
    life: Life, one: Path
) -> None:
    first = cancelled_while_paused(life, one)
    life.queue.close()
    assert first.calls == ["start", "close"]
    for heard in (False, True):
        later = Life(life.path)
        later.queue.start()
        (told,) = later.withdrawals
        assert (told.calls, told.paths, told.address) == (["start"], (one,), RED)
        assert told.given["transfer_key"] == first.given["transfer_key"]
        assert told.given["peer_fingerprint"] == b"r" * 32
        assert later.watcher.snapshots == [], "no row says anything of it"
        if heard:
            told.given["told"]()
        later.queue.close()
    last = Life(life.path)
    last.queue.start()
    assert last.withdrawals == []
    last.queue.close()


def test_a_receiver_that_was_not_told_is_told_where_one_meets_it(life: Life, one: Path) -> None:
    cancelled_while_paused(life, one).over = True
    life.queue.add([one], [BLUE])
    life.runs[-1].tell(S.TRANSFERRING, peer_fingerprint=b"another".ljust(32))
    assert len(life.withdrawals) == 1
    life.runs[-1].tell(S.DONE)
    life.queue.add([one], [BLUE])
    life.runs[-1].tell(S.TRANSFERRING, peer_fingerprint=b"r" * 32)
    assert [told.address for told in life.withdrawals] == [RED, BLUE]
    assert life.withdrawals[1].given["transfer_key"] == life.withdrawals[0].given["transfer_key"]


def test_what_is_wanted_again_is_not_taken_back_at_the_next_start(life: Life, one: Path) -> None:
    cancelled_while_paused(life, one)
    (number,) = {snapshot.transfer_id for snapshot in life.watcher.snapshots}
    life.queue.retry(number)
    life.queue.close()
    later = Life(life.path)
    later.queue.start()
    assert later.withdrawals == []
    later.queue.close()


def test_a_run_that_reached_nobody_leaves_the_telling_to_another(life: Life, one: Path) -> None:
    (number,) = life.queue.add([one], [RED])
    life.runs[0].tell(S.TRANSFERRING, peer_fingerprint=b"r" * 32)
    life.queue.cancel(number)
    life.runs[0].tell(S.CANCELLED, resumable=True)
    assert len(life.withdrawals) == 1


@pytest.mark.parametrize("met", [True, False])
def test_who_heard_it_from_the_run_or_was_never_met_is_not_told_again(life: Life, one: Path, met: bool) -> None:
    (number,) = life.queue.add([one], [RED])
    life.runs[0].tell(S.TRANSFERRING, peer_fingerprint=b"r" * 32 if met else b"")
    if not met:
        life.queue.pause(number)
        life.runs[0].tell(S.PAUSED)
    life.queue.cancel(number)
    if met:
        life.runs[0].tell(S.CANCELLED)
    assert life.withdrawals == []
    (waiting,) = life.queue.add([one], [BLUE])
    life.queue.cancel(waiting)
    assert life.withdrawals == []


def test_a_receiver_that_cancelled_itself_has_nothing_that_it_could_be_told_to_let_go_of(life: Life, one: Path) -> None:
    """Otherwise it is told of a transfer that it knows no more, and shows a second row."""
    (number,) = life.queue.add([one], [RED])
    life.runs[0].tell(S.TRANSFERRING, peer_fingerprint=b"r" * 32)
    life.runs[0].tell(S.CANCELLED, message="red cancelled.")
    life.queue.cancel(number)
    assert life.withdrawals == []
    # The next run leaves something there.
    life.queue.retry(number)
    life.queue.pause(number)
    life.runs[1].tell(S.PAUSED)
    life.queue.cancel(number)
    assert len(life.withdrawals) == 1


def test_a_receiver_whose_program_was_closed_keeps_what_came_and_is_told(life: Life, one: Path) -> None:
    (number,) = life.queue.add([one], [RED])
    life.runs[0].tell(S.TRANSFERRING, peer_fingerprint=b"r" * 32)
    life.runs[0].tell(S.CANCELLED, message="PTP was closed on red.", resumable=True)
    life.queue.cancel(number)
    assert len(life.withdrawals) == 1
