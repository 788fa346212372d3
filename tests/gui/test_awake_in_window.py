"""The computer is kept awake while something moves in the window, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.surroundings import Surroundings
from ptp_core.power.keep_awake import KeepAwake
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk


class PretendInhibitor:
    holds = False

    def begin(self) -> None:
        self.holds = True

    def end(self) -> None:
        self.holds = False


@pytest.fixture
def inhibitor() -> PretendInhibitor:
    return PretendInhibitor()


@pytest.fixture
def awake_desk(tmp_path: Path, qtbot: QtBot, inhibitor: PretendInhibitor) -> Iterator[Desk]:
    made = Desk(tmp_path, qtbot, surroundings=Surroundings(awake=KeepAwake(inhibitor)))
    yield made
    made.end()
    assert not inhibitor.holds


def test_awake_while_any_transfer_moves(awake_desk: Desk, files: list[Path], inhibitor: PretendInhibitor) -> None:
    wait = awake_desk.qtbot.waitUntil
    awake_desk.start()
    first, second = awake_desk.send(files[0]), awake_desk.send(files[1])
    first.tell(TransferState.WAITING)
    assert not inhibitor.holds
    first.tell(TransferState.TRANSFERRING)
    wait(lambda: inhibitor.holds)
    second.tell(TransferState.TRANSFERRING)
    first.tell(TransferState.DONE)
    second.tell(TransferState.VERIFYING)
    row = awake_desk.window.transfers.row(second.transfer_id)
    assert row is not None
    wait(lambda: row.snapshot.state is TransferState.VERIFYING)
    assert inhibitor.holds
    second.tell(TransferState.FAILED, message="No answer.")
    wait(lambda: not inhibitor.holds)


def test_closing_the_window_lets_it_sleep(awake_desk: Desk, files: list[Path], inhibitor: PretendInhibitor) -> None:
    awake_desk.start()
    awake_desk.send(files[0]).tell(TransferState.TRANSFERRING)
    awake_desk.qtbot.waitUntil(lambda: inhibitor.holds)
    awake_desk.session.shut_down()
    awake_desk.qtbot.waitUntil(lambda: awake_desk.closed)
    awake_desk.qtbot.waitUntil(lambda: not inhibitor.holds)
