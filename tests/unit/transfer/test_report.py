from __future__ import annotations

from ptp_core.direction import Direction
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.report import Counts, TransferReport
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transport.statistics import TransportStatistics
from tests.unit.transfer.helpers import Watcher

S = TransferState


def test_another_run_of_a_transfer_is_seen_to_connect_however_fast_it_is() -> None:
    watcher = Watcher()
    report = TransferReport(
        direction=Direction.SEND,
        name="scan.tiff",
        peer_name="red-laptop",
        peer_address="192.0.2.7:7700",
        bytes_total=1000,
        observer=watcher,
        clock=lambda: 1.0,
        measure=lambda statistics: Counts(),
        tally=Tally(),
        number=7,
    )
    report.advance(TransferState.AUTHENTICATING)
    report.advance(TransferState.WAITING)
    report.pump(TransportStatistics())
    told = [snapshot.state for snapshot in watcher.snapshots]
    assert told == [TransferState.CONNECTING, TransferState.AUTHENTICATING, TransferState.WAITING]


def test_what_is_across_stays_while_a_lost_connection_is_tried_again() -> None:
    watcher, now, counts = Watcher(), [0.0], [Counts(sent=700, acknowledged=610, verified=500)]
    report = TransferReport(
        direction=Direction.SEND,
        name="scan.tiff",
        peer_name="red-laptop",
        peer_address="192.0.2.7:7700",
        bytes_total=1000,
        observer=watcher,
        clock=lambda: now[0],
        measure=lambda statistics: counts[0],
        tally=Tally(),
    )

    def told() -> tuple[TransferState, int, int, int]:
        now[0] += 1
        report.pump(TransportStatistics())
        last = watcher.snapshots[-1]
        return last.state, last.bytes_sent, last.bytes_acknowledged, last.bytes_verified

    report.advance(S.TRANSFERRING)
    assert told() == (S.TRANSFERRING, 700, 610, 500)
    counts[0] = Counts()
    for _try in range(2):
        report.restart("It is tried again.")
        assert told() == (S.CONNECTING, 610, 610, 500)
        report.advance(S.WAITING)
        assert told() == (S.WAITING, 610, 610, 500)
    counts[0] = Counts(sent=540, acknowledged=520, verified=512)
    report.advance(S.TRANSFERRING)
    assert told() == (S.TRANSFERRING, 540, 520, 512)
