"""All numbers of a snapshot are of one moment, the same that the records get, and what limits it is told truly."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from ptp_core.config import ConditionerSettings
from ptp_core.transfer.conversation.messages import CHUNK_BYTES
from ptp_core.transfer.report import Counts, TransferReport
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.true_limit import with_true_limit
from ptp_core.transport.statistics import LimitedBy, TransportStatistics
from tests.unit.transfer.fake_socket import FakeSocket
from tests.unit.transfer.helpers import Pair


class Looks:
    """Every look at a connection, each told from all others and older than it by one: news that travel apart."""

    def __init__(self) -> None:
        self.taken: list[TransportStatistics] = []
        self.recorded: list[TransportStatistics] = []
        self._last: dict[FakeSocket, TransportStatistics] = {}
        self._lock = threading.Lock()
        self._look = FakeSocket.statistics

    def take(self, socket: FakeSocket) -> TransportStatistics:
        now = self._look(socket)
        with self._lock:
            shown = replace(self._last.get(socket, TransportStatistics()), rtt_s=float(len(self.taken) + 1))
            self._last[socket] = now
            self.taken.append(shown)
        return shown


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    made = Looks()
    monkeypatch.setattr(FakeSocket, "statistics", lambda socket: made.take(socket))
    pump = TransferReport.pump

    def watched(report: TransferReport, statistics: TransportStatistics) -> None:
        if statistics.rtt_s:
            # Before there is a connection there is nothing to look at.
            made.recorded.append(statistics)
        pump(report, statistics)

    monkeypatch.setattr(TransferReport, "pump", watched)
    return made


def test_a_tick_takes_one_look_and_everybody_gets_it(pair: Pair, source: Path, looks: Looks) -> None:
    pair.network.pipe_bytes = 3000
    pair.listen()
    transfer = pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is TransferState.DONE
    # One look for each tick, and one for each end, which is reported as a tick is.
    assert len(looks.taken) == len(looks.recorded) > 2
    assert all(statistics in looks.taken for statistics in looks.recorded)
    for snapshot in pair.sending.snapshots + pair.receiving.snapshots:
        if snapshot.transfer_id == transfer.transfer_id or snapshot.state is not TransferState.CONNECTING:
            assert snapshot.transport in looks.taken
    for snapshot in pair.sending.snapshots:
        if snapshot.state in (TransferState.TRANSFERRING, TransferState.VERIFYING):
            delivery = transfer._delivery
            assert delivery is not None
            acknowledged = snapshot.transport.bytes_acknowledged - delivery._stream_start
            # What is no file: the manifest, what begins and ends it, five bytes before each piece of it.
            assert 0 <= max(0, acknowledged) - snapshot.bytes_acknowledged < 200
            assert snapshot.bytes_verified <= snapshot.bytes_acknowledged <= snapshot.bytes_sent


def test_what_is_verified_is_never_more_than_what_this_look_saw_acknowledged() -> None:
    counts = Counts.of_one_moment(sent=3 * CHUNK_BYTES, acknowledged=CHUNK_BYTES, verified=2 * CHUNK_BYTES)
    assert counts == Counts(sent=3 * CHUNK_BYTES, acknowledged=CHUNK_BYTES, verified=CHUNK_BYTES)


MET = TransportStatistics(
    limited_by=LimitedBy.PATH, rtt_s=0.05, minimum_rtt_s=0.05, pacing_rate_bps=10e6, segments_sent=1000,
    segments_retransmitted=50,
)  # fmt: skip


@pytest.mark.parametrize(
    ("conditioner", "told"),
    [
        (None, LimitedBy.PATH),
        (ConditionerSettings(duplicate=0.5), LimitedBy.PATH),
        (ConditionerSettings(rate_bps=12e6), LimitedBy.CONDITIONER),
        (ConditionerSettings(rate_bps=100e6), LimitedBy.PATH),
        (ConditionerSettings(drop=0.04), LimitedBy.CONDITIONER),
        (ConditionerSettings(drop=0.004), LimitedBy.PATH),
        (ConditionerSettings(burst_drop=0.004, burst_length=10), LimitedBy.CONDITIONER),
        (ConditionerSettings(corrupt=0.04), LimitedBy.CONDITIONER),
        (ConditionerSettings(delay_s=0.04), LimitedBy.CONDITIONER),
        (ConditionerSettings(delay_s=0.001, jitter_s=0.001), LimitedBy.PATH),
    ],
)
def test_a_path_that_our_conditioner_makes_what_it_is_is_the_conditioner(
    conditioner: ConditionerSettings | None, told: LimitedBy
) -> None:
    assert with_true_limit(replace(MET, conditioner=conditioner)).limited_by is told


def test_what_waits_in_the_conditioner_s_queue_waits_for_the_conditioner() -> None:
    behind = replace(MET, conditioner=ConditionerSettings(rate_bps=100e6), conditioner_queue_bytes=3000)
    assert with_true_limit(behind).limited_by is LimitedBy.CONDITIONER


@pytest.mark.parametrize("limit", [limit for limit in LimitedBy if limit is not LimitedBy.PATH])
def test_any_other_limit_stays_what_it_is(limit: LimitedBy) -> None:
    statistics = replace(MET, limited_by=limit, conditioner=ConditionerSettings(rate_bps=8e6))
    assert with_true_limit(statistics) is statistics


@pytest.mark.parametrize("limit", list(LimitedBy))
def test_bytes_that_wait_for_the_speed_limit_are_limited_by_it_unless_they_pile_up_behind_it(limit: LimitedBy) -> None:
    flowing = TransportStatistics(limited_by=limit, send_buffer_bytes=100_000, in_flight_bytes=60_000)
    assert with_true_limit(flowing, speed_limited=True).limited_by is LimitedBy.SPEED_LIMIT
    piling_up = TransportStatistics(limited_by=limit, send_buffer_bytes=900_000, in_flight_bytes=60_000)
    assert with_true_limit(piling_up, speed_limited=True) is piling_up
