from __future__ import annotations

from ptp_core.direction import Direction
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.report import Counts, TransferReport
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transport.statistics import TransportStatistics
from tests.unit.transfer.helpers import Watcher


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
