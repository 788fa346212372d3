"""Recordings as files: what was written is what is read, and what is damaged is said to be."""

from __future__ import annotations

import csv
import json
import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ptp_core.errors import DestinationError, SourceError
from ptp_core.record.files.csv_export import EVENT_COLUMNS, write_events_csv, write_series_csv
from ptp_core.record.files.qlog import read_qlog, write_qlog
from ptp_core.record.files.recording_file import open_recording, save_recording
from ptp_core.record.model.event_table import ROW_TYPE
from ptp_core.record.model.events import Event
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.model.series import SERIES
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind
from tests.unit.record.recordings import Recorded
from tests.unit.record.test_event_table import events, recording_of

MILLION = 1_000_000
OPENS_IN_S = 3.0


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return Recorded(size=150_000).run()


def same(one: Recording, other: Recording) -> None:
    """Everything is the same."""
    assert other.about == one.about
    assert list(other.list_events()) == list(one.list_events())
    for side in Side:
        assert other.origin(side) == one.origin(side)
        np.testing.assert_array_equal(other.samples(side).rows, one.samples(side).rows)


def test_a_recording_comes_back_from_its_file(recorded: Recording, tmp_path: Path) -> None:
    path = tmp_path / "lesson.ptprec"
    save_recording(recorded, path)
    again = open_recording(path)
    same(recorded, again)
    assert again.ended
    assert again.stop_s == recorded.stop_s
    assert [each.name for each in tmp_path.iterdir()] == ["lesson.ptprec"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events())
@example([Event(serial=0, time_s=0.0, kind=EventKind.CONGESTION_WINDOW_CHANGED, side=Side.SENDER, value=math.inf)])
def test_any_events_come_back(tmp_path: Path, made: list[Event]) -> None:
    recording = recording_of(made)
    save_recording(recording, tmp_path / "x.ptprec")
    same(recording, open_recording(tmp_path / "x.ptprec"))
    for side in Side:
        write_qlog(recording, side, tmp_path / f"{side.value}.sqlog")
    back = list(read_qlog([tmp_path / "sender.sqlog", tmp_path / "receiver.sqlog"]).list_events())
    by_side = [[event for event in made if event.side is side] for side in Side]
    for ours, theirs in zip(by_side, [[e for e in back if e.side is side] for side in Side], strict=True):
        assert [without_place(event) for event in theirs] == [without_place(event) for event in ours]
        assert [event.time_s for event in theirs] == pytest.approx([event.time_s for event in ours], abs=1e-9)


def without_place(event: Event) -> Event:
    """The same event, wherever it stands."""
    return Event(
        **{name: getattr(event, name) for name in Event.__slots__ if name not in ("serial", "time_s")},
        serial=0,
        time_s=0.0,
    )


def test_a_long_recording_keeps_in_its_file_what_it_has(tmp_path: Path) -> None:
    long = Recording(About(connection="x"), event_capacity=5000)
    for number in range(20_000):
        kind = EventKind.TIMER_EXPIRED if number % 1000 == 0 else EventKind.SENT
        long.events.add(number * 0.001, kind.code, 0, number, text=f"{number}")
    save_recording(long, tmp_path / "x")
    again = open_recording(tmp_path / "x")
    assert [event.start for event in again.list_events()] == [event.start for event in long.list_events()]
    assert [event.text for event in again.list_events()] == [event.text for event in long.list_events()]
    assert again.events.forgotten == long.events.forgotten > 0


def test_qlog_of_both_sides_is_the_recording_again(recorded: Recording, tmp_path: Path) -> None:
    paths = [tmp_path / f"{side.value}.sqlog" for side in Side]
    for side, path in zip(Side, paths, strict=True):
        write_qlog(recorded, side, path)
    again = read_qlog(paths)
    assert again.about == recorded.about
    for side in Side:
        single = [each for event in recorded.list_events(side=side) for each in event.apart()]
        back = list(again.list_events(side=side))
        assert [without_place(event) for event in back] == [without_place(event) for event in single]
        np.testing.assert_allclose([e.time_s for e in back], [e.time_s for e in single], atol=1e-9, rtol=0)
        assert again.origin(side) == recorded.origin(side)
        np.testing.assert_allclose(again.samples(side).rows, recorded.samples(side).rows, rtol=1e-12, atol=1e-9)


def test_a_million_events_open_in_time(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    rows = np.zeros(MILLION, ROW_TYPE)
    rows["time_s"] = np.cumsum(rng.exponential(1e-4, MILLION))
    rows["kind"] = rng.integers(0, 7, MILLION)
    rows["start"] = np.arange(MILLION) * 1432 + rng.integers(0, 3, MILLION)
    rows["stop"] = rows["start"] + 1432
    rows["packet"] = np.arange(MILLION)
    recording = Recording(About(connection="x"), event_capacity=None)
    recording.events.take_over(rows, [""])
    save_recording(recording, tmp_path / "x")
    assert (tmp_path / "x").stat().st_size < MILLION * ROW_TYPE.itemsize / 4
    # What else the machine does counts for nothing.
    began_s = time.thread_time()
    again = open_recording(tmp_path / "x")
    assert time.thread_time() - began_s < OPENS_IN_S
    assert len(again.events) == MILLION
    assert again.stop_s == recording.stop_s


@pytest.mark.parametrize("damage", ["empty", "other", "short", "header", "block", "kind", "text", "count"])
def test_what_is_damaged_is_named(recorded: Recording, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "x.ptprec"
    save_recording(recorded, path)
    data = path.read_bytes()
    size = int.from_bytes(data[8:12], "little")
    header = json.loads(data[12 : 12 + size])

    def with_header() -> bytes:
        text = json.dumps(header).encode()
        return data[:8] + len(text).to_bytes(4, "little") + text + data[12 + size :]

    match damage:
        case "empty":
            data = b""
        case "other":
            data = b"PK" + data
        case "short":
            data = data[: len(data) // 2]
        case "header":
            data = data[:20] + b"}}" + data[22:]
        case "block":
            data = data[:-400] + bytes(400)
        case "kind":
            header["kinds"] = ["something_new", *header["kinds"][1:]]
            data = with_header()
        case "text":
            header["texts"] = [""]
            data = with_header()
        case "count":
            header["events"] = 1 << 60
            data = with_header()
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"damaged|not a recording"):
        open_recording(path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_byte_is_an_error_or_harmless(recorded: Recording, tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "x.ptprec"
    if not path.exists():
        save_recording(recorded, path)
    whole = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    other = tmp_path / "y.ptprec"
    other.write_bytes(whole)
    try:
        opened = open_recording(other)
    except SourceError:
        return
    assert len(list(opened.list_events())) == len(opened.events)


def test_files_that_cannot_be_read_or_written_are_named(recorded: Recording, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        open_recording(tmp_path / "gone")
    with pytest.raises(SourceError, match="cannot be read"):
        read_qlog([tmp_path / "gone"])
    (tmp_path / "no.sqlog").write_text("\x1e{}\n")
    with pytest.raises(SourceError, match="not a qlog of PTP"):
        read_qlog([tmp_path / "no.sqlog"])
    writers: list[Callable[[Path], None]] = [
        lambda path: save_recording(recorded, path),
        lambda path: write_qlog(recorded, Side.SENDER, path),
        lambda path: write_events_csv(recorded, path),
    ]
    for write in writers:
        with pytest.raises(DestinationError, match="cannot be written"):
            write(tmp_path / "no folder" / "x")


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def test_series_as_csv(recorded: Recording, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    keys = ["goodput", "rtt", "sending_rate"]
    write_series_csv(recorded, Side.SENDER, keys, path, 0.0, recorded.stop_s / 2)
    names, *lines = table(path)
    assert names == ["time_s", *(f"{key} ({SERIES[key].unit.value})" for key in keys)]
    samples = recorded.samples(Side.SENDER)
    within = samples.times < recorded.stop_s / 2
    read = np.array([[float(cell) if cell else math.nan for cell in line] for line in lines])
    np.testing.assert_array_equal(read[:, 0], samples.times[within])
    for column, key in enumerate(keys, 1):
        np.testing.assert_array_equal(read[:, column], samples.values(key)[within])


def test_events_and_segments_as_csv(recorded: Recording, tmp_path: Path) -> None:
    write_events_csv(recorded, tmp_path / "all.csv")
    write_events_csv(recorded, tmp_path / "segments.csv", segments=True)
    names, *lines = table(tmp_path / "all.csv")
    assert tuple(names) == EVENT_COLUMNS
    single = [each for event in recorded.list_events() for each in event.apart()]
    assert [line[2] for line in lines] == [event.kind.value.name for event in single]
    assert [int(line[4]) for line in lines] == [event.start for event in single]
    _, *segments = table(tmp_path / "segments.csv")
    assert len(segments) == sum(event.kind.is_segment for event in single)
