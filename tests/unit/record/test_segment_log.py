"""The segment log: its lines to the letter, its totals against the lines, and no I/O on the caller's thread."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from ptp_core.errors import DestinationError
from ptp_core.record import background_file
from ptp_core.record.background_file import BackgroundFile
from ptp_core.record.qlog import QlogFile
from ptp_core.record.recording import Recording
from ptp_core.record.segment_log import LogSide, SegmentLog
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


def write(path: Path, side: LogSide, traces: list[SegmentTrace]) -> list[str]:
    log = SegmentLog(path, side)
    for item in traces:
        log.segment(item)
    log.close()
    log.close()
    return path.read_text(encoding="utf-8").splitlines()


def test_lines_and_totals_of_a_sender(tmp_path: Path) -> None:
    lines = write(tmp_path / "log", LogSide.SENDER, SENDER)
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
    ]


def test_totals_of_a_receiver_count_each_byte_once(tmp_path: Path) -> None:
    traces = [
        trace(RECEIVED, 1.0, "S", 100, 0, 0),
        trace(SENT, 1.0, "SA", 900, 0, 101),
        trace(RECEIVED, 1.1, "D", 101, 500, 901),
        trace(RECEIVED, 1.2, "D", 101, 500, 901, duplicate=True),
        trace(RECEIVED, 1.3, "D", 601, 100, 901),
    ]
    assert write(tmp_path / "log", LogSide.RECEIVER, traces)[5:] == [
        "bytes of data: 600",
        "segments received: 3",
        "duplicate segments: 1",
    ]


def test_it_reaches_the_disk_without_close(tmp_path: Path) -> None:
    log = SegmentLog(tmp_path / "log", LogSide.SENDER)
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
    lines = write(tmp_path / "log", LogSide.SENDER, SENDER)
    assert len([line for line in lines if ":" not in line]) == 2
    assert lines[-1] == f"segments not recorded: {len(SENDER) - 2}"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_ends_the_record_and_nothing_else() -> None:
    file: BackgroundFile[str] = BackgroundFile(Path("/dev/full"), opening="", render=lambda batch: batch)
    file.add("x" * 100_000)
    file.close()
    assert isinstance(file.error, OSError)
    file.add("more")
    assert file.lost == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(DestinationError, match="cannot be written"):
        SegmentLog(tmp_path / "gone" / "log", LogSide.SENDER)


def test_qlog_is_a_sequence_of_json_records(tmp_path: Path) -> None:
    log = QlogFile(tmp_path / "qlogs", vantage_point="client", title="PTP")
    for item in SENDER:
        log.segment(item)
    log.statistics(TransportStatistics(rtt_s=0.025, congestion_window_bytes=5000))
    log.close()
    text = log.path.read_text(encoding="utf-8")
    assert text.startswith("\x1e")
    header, *events = [json.loads(record) for record in text.split("\x1e")[1:]]
    assert header["file_schema"] == "urn:ietf:params:qlog:file:sequential"
    assert header["serialization_format"] == "application/qlog+json-seq"
    assert header["trace"]["vantage_point"] == {"type": "client"}
    assert [event["name"] for event in events].count("quic:packet_sent") == 6
    lost = next(event for event in events if event["name"] == "quic:packet_lost")
    assert lost["time"] == 31.0
    assert lost["data"]["frames"][0]["offset"] == 601
    assert events[-1]["name"] == "quic:recovery_metrics_updated"
    assert events[-1]["data"]["smoothed_rtt"] == 25.0
    assert events[-1]["data"]["congestion_window"] == 5000


def test_a_recording_feeds_what_is_switched_on(tmp_path: Path) -> None:
    off = Recording(segment_log_path=None, qlog_directory=None, side=LogSide.SENDER, title="")
    assert off.observer is None
    both = Recording(segment_log_path=tmp_path / "log", qlog_directory=tmp_path, side=LogSide.RECEIVER, title="")
    observer = both.observer
    assert observer is not None
    observer.segment(SENDER[0])
    both.statistics(TransportStatistics())
    both.close()
    both.close()
    assert "snd" in (tmp_path / "log").read_text()
    assert len(list(tmp_path.glob("*-server.sqlog"))) == 1
