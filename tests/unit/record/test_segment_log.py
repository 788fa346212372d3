"""The segment log: its lines to the letter, its totals against the lines, and no I/O on the caller's thread."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from ptp_core.config import ConditionerSettings, Profile, transport_settings
from ptp_core.errors import DestinationError
from ptp_core.record.files import background_file
from ptp_core.record.files.background_file import BackgroundFile
from ptp_core.record.files.noted_values import noted_values
from ptp_core.record.files.qlog import QlogFile
from ptp_core.record.files.segment_log import SegmentLog
from ptp_core.record.marker.log_reading import parse_log
from ptp_core.record.marker.values import GivenValues, TimeUnit, noted_time_unit, values_for
from ptp_core.record.side import Side
from ptp_core.record.sources.socket_records import ConnectionRecord, SocketRecords, record_of
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import SegmentDirection, SegmentTrace

SENT, RECEIVED, DROPPED = SegmentDirection.SENT, SegmentDirection.RECEIVED, SegmentDirection.DROPPED


def trace(
    direction: SegmentDirection,
    time_s: float,
    kind: str,
    sequence: int,
    length: int,
    acknowledgement: int,
    *,
    cause: str = "",
    duplicate: bool = False,
) -> SegmentTrace:
    return SegmentTrace(
        direction=direction,
        time_s=time_s,
        kind=kind,
        sequence=sequence,
        length_bytes=length,
        acknowledgement=acknowledgement,
        packet_number=int(time_s * 1000),
        cause=cause,
        duplicate=duplicate,
    )


SENDER = [
    trace(SENT, 50.0, "S", 100, 0, 0),
    trace(RECEIVED, 50.025, "SA", 900, 0, 101),
    trace(SENT, 50.0251, "A", 101, 0, 901),
    trace(SENT, 50.03, "D", 101, 500, 901),
    trace(DROPPED, 50.031, "D", 601, 500, 901),
    trace(SENT, 50.032, "D", 1101, 200, 901),
    trace(RECEIVED, 50.05, "A", 901, 0, 601),
    trace(RECEIVED, 50.051, "A", 901, 0, 601, duplicate=True),
    trace(SENT, 50.2, "D", 601, 500, 901, cause="timeout"),
    trace(RECEIVED, 50.23, "A", 901, 0, 1301),
    trace(SENT, 50.24, "F", 1301, 0, 901),
]


def write(path: Path, side: Side, traces: list[SegmentTrace]) -> list[str]:
    log = SegmentLog(path, side)
    for item in traces:
        log.segment(item)
    log.close()
    log.close()
    return path.read_text(encoding="utf-8").splitlines()


def test_lines_and_totals_of_a_sender(tmp_path: Path) -> None:
    lines = write(tmp_path / "log", Side.SENDER, SENDER)
    assert [line.split() for line in lines[:3]] == [
        ["snd", "0.000000", "S", "100", "0", "0"],
        ["rcv", "0.025000", "SA", "900", "0", "101"],
        ["snd", "0.025100", "A", "101", "0", "901"],
    ]
    assert lines[4].split() == ["drop", "0.031000", "D", "601", "500", "901"]
    assert lines[len(SENDER) :] == [
        "bytes of data: 1200",
        "segments sent: 3",
        "segments dropped: 1",
        "segments retransmitted: 1",
        "duplicate acknowledgements: 1",
        "bytes of PTP's own messages: 0",
    ]


def test_totals_of_a_receiver_count_each_byte_once(tmp_path: Path) -> None:
    traces = [
        trace(RECEIVED, 1.0, "S", 100, 0, 0),
        trace(SENT, 1.0, "SA", 900, 0, 101),
        trace(RECEIVED, 1.1, "D", 101, 500, 901),
        trace(RECEIVED, 1.2, "D", 101, 500, 901, duplicate=True),
        trace(RECEIVED, 1.3, "D", 601, 100, 901),
    ]
    assert write(tmp_path / "log", Side.RECEIVER, traces)[5:] == [
        "bytes of data: 600",
        "segments received: 3",
        "duplicate segments: 1",
        "bytes of PTP's own messages: 0",
    ]


def test_it_reaches_the_disk_without_close(tmp_path: Path) -> None:
    log = SegmentLog(tmp_path / "log", Side.SENDER)
    try:
        log.segment(SENDER[0])
        deadline = time.monotonic() + 3
        while not (tmp_path / "log").read_text() and time.monotonic() < deadline:
            threading.Event().wait(0.02)
        assert (tmp_path / "log").read_text().startswith("snd")
    finally:
        log.close()


def test_nothing_is_written_on_the_thread_that_records(tmp_path: Path) -> None:
    threads: set[str] = set()

    def render(batch: list[int]) -> list[str]:
        threads.add(threading.current_thread().name)
        return [f"{item}\n" for item in batch]

    file: BackgroundFile[int] = BackgroundFile(tmp_path / "log", opening="start\n", render=render)
    for item in range(3 * background_file.WAKE_AT):
        file.add(item)
    file.close()
    assert threads == {"ptp-record-log"}
    assert (tmp_path / "log").read_text().split() == ["start", *map(str, range(3 * background_file.WAKE_AT))]


def test_memory_is_bounded_and_what_is_lost_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_file, "MAX_WAITING", 2)
    monkeypatch.setattr(background_file, "FLUSH_INTERVAL_S", 10.0)
    lines = write(tmp_path / "log", Side.SENDER, SENDER)
    assert len([line for line in lines if ":" not in line]) == 2
    assert lines[-1] == f"segments not recorded: {len(SENDER) - 2}"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_ends_the_record_and_nothing_else() -> None:
    file: BackgroundFile[str] = BackgroundFile(Path("/dev/full"), opening="", render=lambda batch: batch)
    file.add("x" * 100_000)
    with pytest.warns(RuntimeWarning, match="is not complete: No space left"):
        file.close()
    file.close()
    assert isinstance(file.error, OSError)
    file.add("more")
    assert file.lost == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="cannot be written"):
        SegmentLog(tmp_path / "gone" / "log", Side.SENDER)


def test_qlog_is_a_sequence_of_json_records(tmp_path: Path) -> None:
    log = QlogFile(tmp_path / "qlogs", Side.SENDER, title="PTP")
    for item in SENDER:
        log.segment(item)
    log.sample(50.25, TransportStatistics(rtt_s=0.025, congestion_window_bytes=5000))
    log.close()
    text = log.path.read_text(encoding="utf-8")
    assert text.startswith("\x1e")
    header, *events = [json.loads(record) for record in text.split("\x1e")[1:]]
    assert header["file_schema"] == "urn:ietf:params:qlog:file:sequential"
    assert header["serialization_format"] == "application/qlog+json-seq"
    assert header["trace"]["vantage_point"] == {"name": "sender", "type": "client"}
    assert [event["name"] for event in events].count("quic:packet_sent") == 7
    dropped = next(event for event in events if event["data"]["ptp"].get("kind") == "segment_dropped")
    assert dropped["time"] == 31.0
    assert dropped["data"]["frames"][0]["offset"] == 601
    assert events[-1]["name"] == "quic:recovery_metrics_updated"
    assert events[-1]["data"]["smoothed_rtt"] == 25.0
    assert events[-1]["data"]["congestion_window"] == 5000


def test_a_recording_feeds_what_is_switched_on(tmp_path: Path) -> None:
    off = SocketRecords(segment_log_path=None, qlog_directory=None, side=Side.SENDER, title="")
    assert off.observer is None
    both = SocketRecords(segment_log_path=tmp_path / "log", qlog_directory=tmp_path, side=Side.RECEIVER, title="")
    observer = both.observer
    assert observer is not None
    record = record_of(observer())
    assert record is not None
    for item in SENDER:
        record.segment(item)
    record.sample(50.3, TransportStatistics())
    record.ended()
    both.close()
    both.close()
    assert "snd" in (tmp_path / "log").read_text()
    assert len(list(tmp_path.glob("*-server.sqlog"))) == 1


def recording(path: Path, side: Side = Side.RECEIVER) -> SocketRecords:
    values = ["window 5000 bytes"]
    return SocketRecords(segment_log_path=path, qlog_directory=None, side=side, title="", values=lambda: values)


def observed(made: SocketRecords) -> ConnectionRecord:
    assert made.observer is not None
    record = made.observer()
    assert isinstance(record, ConnectionRecord)
    return record


def arriving(isn: int, *sizes: int) -> list[SegmentTrace]:
    """A connection as its receiver sees it."""
    traces = [trace(RECEIVED, 1.0, "S", isn, 0, 0), trace(SENT, 1.0, "SA", 900, 0, isn + 1)]
    at = isn + 1
    for size in sizes:
        traces.append(trace(RECEIVED, 1.1, "D", at, size, 901))
        at += size
    return traces


def test_each_connection_has_a_log_and_totals_of_its_own(tmp_path: Path) -> None:
    made = recording(tmp_path / "r.log")
    records = [observed(made) for _ in range(3)]
    streams = [arriving(100, 500, 100), arriving(7000, 50), arriving(9000, 60, 60, 60)]
    for step in range(5):
        for record, stream in zip(records, streams, strict=True):
            if step < len(stream):
                record.segment(stream[step])
    for record in records:
        record.ended()
    made.close()
    texts = [(tmp_path / name).read_text() for name in ("r.log", "r-2.log", "r-3.log")]
    for text, stream, size in zip(texts, streams, (600, 50, 180), strict=True):
        lines = text.splitlines()
        assert lines[0] == "# window 5000 bytes"
        assert [line.split()[3] for line in lines[1:] if line[:3] in ("snd", "rcv")] == [
            str(each.sequence) for each in stream
        ]
        assert f"bytes of data: {size}" in lines


def test_a_stranger_who_says_nothing_does_not_take_the_first_name(tmp_path: Path) -> None:
    made = recording(tmp_path / "r.log")
    stranger, guest = observed(made), observed(made)
    stranger.segment(arriving(5)[0])
    for each in arriving(100, 500):
        guest.segment(each)
    stranger.segment(arriving(5)[1])
    stranger.ended()
    guest.ended()
    made.close()
    assert [path.name for path in tmp_path.iterdir()] == ["r.log"]
    assert " 100 0 0" in (tmp_path / "r.log").read_text()


def test_a_log_is_complete_once_its_connection_is_over(tmp_path: Path) -> None:
    made = recording(tmp_path / "r.log")
    record = observed(made)
    for each in arriving(100, 500):
        record.segment(each)
    record.ended()
    deadline_s = time.monotonic() + 10
    while not record.finished:
        assert time.monotonic() < deadline_s
        threading.Event().wait(0.01)
    assert "segments received: 1" in (tmp_path / "r.log").read_text()
    made.close()


def test_a_sender_whom_nobody_answers_has_a_log(tmp_path: Path) -> None:
    made = recording(tmp_path / "s.log", Side.SENDER)
    record = observed(made)
    record.segment(SENDER[0])
    record.ended()
    made.close()
    assert "snd      0.000000 S  100 0 0" in (tmp_path / "s.log").read_text().splitlines()


def test_the_file_and_the_messages_are_counted_apart(tmp_path: Path) -> None:
    made = recording(tmp_path / "r.log")
    record = observed(made)
    stream = arriving(100, 40, 500, 500, 30)
    for each in stream[:3]:
        record.segment(each)
    record.file_part(45, 600)
    record.file_part(650, 390)
    for each in stream[3:]:
        record.segment(each)
    record.file_ended(990)
    record.note("that was it")
    record.ended()
    made.close()
    lines = (tmp_path / "r.log").read_text().splitlines()
    assert "# file from 146" in lines
    assert "# file to 1141 (990 bytes)" in lines
    assert "# that was it" in lines
    assert "bytes of data: 990" in lines
    assert "bytes of PTP's own messages: 80" in lines


def test_the_cause_follows_a_segment_that_is_sent_again(tmp_path: Path) -> None:
    log = SegmentLog(tmp_path / "log", Side.SENDER)
    log.segment(SENDER[8]._replace(remark="time-out, 200 ms after it was sent"))
    log.close()
    assert (tmp_path / "log").read_text().splitlines()[1] == "# time-out, 200 ms after it was sent"


def test_closing_waits_for_a_slow_disk(tmp_path: Path) -> None:
    slow = threading.Event()

    def render(batch: list[str]) -> list[str]:
        slow.wait(1.5)
        return batch

    file: BackgroundFile[str] = BackgroundFile(tmp_path / "log", opening="", render=render)
    file.add("all of it")
    file.close()
    assert (tmp_path / "log").read_text() == "all of it"


def test_closing_says_so_when_not_all_could_be_written(tmp_path: Path) -> None:
    go_on = threading.Event()

    def render(batch: list[str]) -> list[str]:
        go_on.wait(20)
        return batch

    file: BackgroundFile[str] = BackgroundFile(tmp_path / "log", opening="", render=render)
    file.add("all of it")
    with pytest.warns(RuntimeWarning, match="not all was written"):
        file.close(0.05)
    go_on.set()
    file.close()


def test_what_can_not_be_written_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="cannot be written"):
        recording(tmp_path / "gone" / "log")


def test_the_marker_reads_the_values_that_the_log_notes(tmp_path: Path) -> None:
    transport = transport_settings(Profile.CLASSROOM, mss_bytes=1000, window_bytes=5000, timeout_s=0.25)
    values = noted_values(Side.SENDER, transport, ConditionerSettings(drop=0.1, seed=7))
    log = parse_log("".join(f"# {value}\n" for value in values), "s.log")
    read = values_for([log], GivenValues())
    assert (read.window_bytes, read.mss_bytes, read.timeout_s) == (5000, 1000, 0.25)
    assert noted_time_unit(log) is TimeUnit.SECONDS
    assert any("drop 0.1" in value and "seed 7" in value for value in values)
