"""The faults of a link that a real transfer uses are changed while it runs, and its records have the change."""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ptp_core.config import ConditionerSettings
from ptp_core.network.link_control import LinkControl
from ptp_core.record.files.csv_export import write_events_csv
from ptp_core.record.files.opening import open_any
from ptp_core.record.side import Side
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.trace import DropCause
from tests.unit.transfer.test_over_ptp import LIMIT_S, Ends

FAST = ConditionerSettings(rate_bps=40e6)
SLOW = ConditionerSettings(rate_bps=4e6, drop=0.2, seed=7)


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Ends]:
    folder = tmp_path / "received"
    folder.mkdir()
    made = Ends(folder)
    made.options[:] = [replace(each, keeps_recordings=True) for each in made.options]
    yield made
    made.close()


def wait_until(condition: Callable[[], bool]) -> None:
    ends_s = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < ends_s
        time.sleep(0.005)


def test_it_is_slower_and_loses_from_then_on_and_every_record_says_so(ends: Ends, tmp_path: Path) -> None:
    source = tmp_path / "holiday.mov"
    source.write_bytes(bytes(3_000_000))
    link = LinkControl(FAST)
    ends.options[0] = replace(
        ends.options[0],
        conditioner=link,
        segment_log_path=tmp_path / "s.log",
        qlog_directory=tmp_path / "q",
        recording_path=tmp_path / "one.ptprec",
    )
    ends.listen()
    transfer = ends.send(source)
    wait_until(lambda: transfer.snapshot().bytes_acknowledged > 700_000)
    recording = transfer.recording
    assert recording is not None

    def dropped(start_s: float, stop_s: float) -> int:
        found = recording.list_events(start_s, stop_s, kinds=[EventKind.DROPPED])
        return sum(event.drop_cause is DropCause.CHANCE for event in found)

    link.change(SLOW)
    wait_until(lambda: dropped(0, math.inf) > 20)
    wait_until(lambda: transfer.snapshot().transport.conditioner == SLOW)
    (change,) = recording.list_events(kinds=[EventKind.LINK_CHANGED])
    assert dropped(0, change.time_s) == 0
    now_s = recording.stop_s
    samples = recording.samples(Side.SENDER)
    at, now = (samples.at("bytes_sent", time_s) for time_s in (change.time_s, now_s))
    assert (now - at) / (now_s - change.time_s) < at / change.time_s
    link.change(FAST)
    assert ends.sending.final(LIMIT_S).state is TransferState.DONE
    ends.close()

    sentences = [
        "The conditioner was changed: loss 0 % → 20 %, seed 1 → 7, rate 40.0 Mbit/s → 4.0 Mbit/s.",
        "The conditioner was changed: loss 20 % → 0 %, seed 7 → 1, rate 4.0 Mbit/s → 40.0 Mbit/s.",
    ]
    write_events_csv(recording, tmp_path / "events.csv")
    with (tmp_path / "events.csv").open() as file:
        assert [row["words"] for row in csv.DictReader(file) if row["kind"] == "link_changed"] == sentences
    (qlog,) = (tmp_path / "q").iterdir()
    for saved in (tmp_path / "one.ptprec", qlog):
        found = open_any(saved).list_events(kinds=[EventKind.LINK_CHANGED])
        assert [event.sentence() for event in found] == sentences
    notes = [line for line in (tmp_path / "s.log").read_text().splitlines() if "conditioner" in line]
    assert notes == [f"# {sentence}" for sentence in sentences]


def test_a_listener_passes_a_change_on_and_later_connections_begin_with_it(ends: Ends, tmp_path: Path) -> None:
    source = tmp_path / "holiday.mov"
    source.write_bytes(bytes(1_500_000))
    link = LinkControl(ConditionerSettings())
    ends.options[0] = replace(ends.options[0], conditioner=ConditionerSettings(rate_bps=16e6))
    ends.options[1] = replace(ends.options[1], conditioner=link)
    ends.listen()
    assert ends.server is not None
    server = ends.server
    first = ends.send(source)
    wait_until(lambda: first.snapshot().bytes_acknowledged > 200_000)
    (number,) = (snapshot.transfer_id for snapshot in server.transfers())
    recording = server.recording(number)
    assert recording is not None
    link.change(ConditionerSettings(delay_s=0.03))
    wait_until(lambda: server.transfers()[0].transport.conditioner is not None)
    assert first.wait(LIMIT_S)
    (change,) = recording.list_events(kinds=[EventKind.LINK_CHANGED])
    assert change.side is Side.RECEIVER
    assert not any("faults" in line for line in recording.about.values)
    source.write_bytes(bytes(1000))
    second = ends.send(source)
    assert second.wait(LIMIT_S)
    wait_until(lambda: len(server.transfers()) == 2)
    newest = server.recording(server.transfers()[-1].transfer_id)
    assert newest is not None
    assert any("delay_s 0.03" in line for line in newest.about.values)
