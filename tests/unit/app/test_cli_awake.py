"""The commands keep the computer awake while something moves, and only then."""

from __future__ import annotations

from pathlib import Path

from app.cli.attending import AttendingFeed
from ptp_core.power.keep_awake import KeepAwake
from ptp_core.transfer.snapshot import TransferState
from tests.unit.app.cli_helpers import snapshot


class PretendInhibitor:
    holds = False

    def begin(self) -> None:
        self.holds = True

    def end(self) -> None:
        self.holds = False


def drained(feed: AttendingFeed) -> None:
    while feed.next(0) is not None:
        pass


def test_awake_from_the_first_byte_to_the_last() -> None:
    inhibitor = PretendInhibitor()
    feed = AttendingFeed(Path("nowhere"), awake=KeepAwake(inhibitor))
    held = []
    for state in (TransferState.WAITING, TransferState.TRANSFERRING, TransferState.VERIFYING, TransferState.DONE):
        feed.transfer_changed(snapshot(state))
        drained(feed)
        held.append(inhibitor.holds)
    assert held == [False, True, True, False]
    feed.close()


def test_the_end_of_the_command_lets_it_sleep() -> None:
    inhibitor = PretendInhibitor()
    feed = AttendingFeed(Path("nowhere"), awake=KeepAwake(inhibitor))
    feed.transfer_changed(snapshot(TransferState.TRANSFERRING))
    drained(feed)
    feed.close()
    feed.close()
    assert not inhibitor.holds
