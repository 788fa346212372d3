"""A real transfer, over sockets, and what its recordings have of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ptp_core.config import ConditionerSettings
from ptp_core.record.model.buffers import send_buffer
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.series import SAMPLED
from ptp_core.record.side import Side
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.trace import SegmentDirection
from tests.unit.transfer.test_over_ptp import LIMIT_S, Ends


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Ends]:
    folder = tmp_path / "received"
    folder.mkdir()
    made = Ends(folder)
    made.options[:] = [replace(each, keeps_recordings=True) for each in made.options]
    yield made
    made.close()


def log_lines(path: Path) -> list[tuple[str, float, str, int, int, int]]:
    lines = [line.split() for line in path.read_text().splitlines()]
    return [
        (line[0], float(line[1]), line[2], int(line[3]), int(line[4]), int(line[5]))
        for line in lines
        if line[0] in ("snd", "rcv", "drop")
    ]


def lines_of(recording: Recording) -> list[tuple[str, float, str, int, int, int]]:
    singles = [each for event in recording.list_events() if event.kind.is_segment for each in event.apart()]
    first_s = singles[0].time_s
    lines = []
    for each in singles:
        trace = each.as_segments()
        assert trace is not None
        time_s = round(each.time_s - first_s, 6)
        lines.append(
            (trace.direction.value, time_s, trace.kind, trace.sequence, trace.length_bytes, trace.acknowledgement)
        )
    return lines


def test_a_transfers_recording_is_its_segment_log_and_its_statistics(ends: Ends, tmp_path: Path) -> None:
    source = tmp_path / "holiday.mov"
    source.write_bytes(bytes(1_500_000))
    faults = ConditionerSettings(drop=0.03, delay_s=0.005, rate_bps=20e6, seed=7)
    ends.options[0] = replace(ends.options[0], segment_log_path=tmp_path / "s.log", conditioner=faults)
    ends.listen()
    transfer = ends.send(source)
    assert ends.sending.final(LIMIT_S).state is TransferState.DONE
    recording = transfer.recording
    assert recording is not None
    ends.close()
    assert recording.ended
    assert recording.sides == (Side.SENDER,)
    ours, logged = lines_of(recording), log_lines(tmp_path / "s.log")
    assert [line[:1] + line[2:] for line in ours] == [line[:1] + line[2:] for line in logged]
    assert [line[1] for line in ours] == pytest.approx([line[1] for line in logged], abs=2e-6)
    dropped = [line for line in ours if line[0] == SegmentDirection.DROPPED.value]
    assert dropped

    # The newest sample is not newer than the end, and what only grows ends where the engine's does.
    samples, final = recording.samples(Side.SENDER), ends.sending.final().transport
    assert len(samples) > 2
    for series in SAMPLED:
        assert series.read is not None
        if series.counter:
            values = samples.values(series.key)
            assert (np.diff(values) >= 0).all()
            newest = series.read(final)
            assert newest is not None
            assert values[-1] <= newest
    assert samples.values("bytes_sent")[-1] > 1_000_000
    assert samples.values("link_queue").max() > 0
    kinds = {event.kind for event in recording.list_events()}
    assert {EventKind.DISK_READ, EventKind.DROPPED, EventKind.LOST_BY_PACKETS, EventKind.TIMER_RESTARTED} <= kinds
    picture = send_buffer(recording, recording.stop_s)
    assert picture is not None
    assert picture.unacknowledged == picture.written
    assert picture.lost == ()


def test_both_ends_of_a_transfer_can_be_looked_at_while_it_runs(ends: Ends, tmp_path: Path) -> None:
    source = tmp_path / "holiday.mov"
    source.write_bytes(bytes(400_000))
    ends.options[0] = replace(ends.options[0], conditioner=ConditionerSettings(rate_bps=4e6, delay_s=0.005))
    ends.listen()
    transfer = ends.send(source)
    assert ends.server is not None
    found: Recording | None = None
    while found is None or not found.samples(Side.RECEIVER).values("bytes_received").max(initial=0) > 50_000:
        for snapshot in ends.server.transfers():
            found = found or ends.server.recording(snapshot.transfer_id)
        assert not transfer.wait(0.01)
    assert found.about.title.startswith("PTP, receiving")
    assert not found.ended
    assert any(event.kind is EventKind.ARRIVED for event in found.list_events())
    assert ends.sending.final(LIMIT_S).state is TransferState.DONE
    ends.close()
    assert found.ended
    assert ends.server.recording(12345) is None


def test_without_being_asked_for_nothing_is_recorded(ends: Ends, tmp_path: Path) -> None:
    source = tmp_path / "holiday.mov"
    source.write_bytes(bytes(20_000))
    ends.options[:] = [replace(each, keeps_recordings=False) for each in ends.options]
    ends.listen()
    transfer = ends.send(source)
    assert ends.sending.final(LIMIT_S).state is TransferState.DONE
    assert transfer.recording is None
