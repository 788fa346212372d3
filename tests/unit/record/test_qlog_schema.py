"""qlog by the published schema: each record has what the schema requires, told by a reader that knows nothing of PTP.

The required fields are those of draft-ietf-quic-qlog-main-schema and draft-ietf-quic-qlog-quic-events, as data. Nothing
of the product reads here what the product has written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ptp_core.config import Profile, Recovery, TransportSettings, transport_settings
from ptp_core.record.files.qlog import QlogFile, write_qlog
from ptp_core.record.side import Side
from ptp_core.transport.trace import EventTrace, SegmentTrace
from tests.unit.record.recordings import Recorded

NUMBER = (int, float)
# Section "QlogFileSeq" with what LogFile has, "TraceSeq", "VantagePoint", "ReferenceTime".
FILE = {"file_schema": str, "serialization_format": str, "trace": dict}
TRACE = {"event_schemas": list}
VANTAGE_POINT = {"type": str}
VANTAGE_POINTS = {"client", "server", "network", "unknown"}
REFERENCE_TIME = {"clock_type": str, "epoch": str}
TIME_FORMATS = {"relative_to_epoch", "relative_to_previous_event"}
# Section "Events".
EVENT = {"time": NUMBER, "name": str, "data": dict}
# Each event's data that is not optional, and the values that are listed for it.
REQUIRED: dict[str, dict[str, Any]] = {
    "quic:packet_sent": {"header": dict},
    "quic:packet_received": {"header": dict},
    "quic:packet_lost": {},
    "quic:recovery_metrics_updated": {},
    "quic:congestion_state_updated": {"new": str},
    "quic:timer_updated": {"event_type": str},
    "quic:mtu_updated": {"new": int},
    "quic:stream_data_moved": {},
}
PACKET_TYPES = {"initial", "handshake", "0RTT", "1RTT", "retry", "version_negotiation", "stateless_reset", "unknown"}
FRAMES: dict[str, dict[str, Any]] = {
    "stream": {"stream_id": int},
    "ack": {},
    "connection_close": {},
    "ping": {},
}
TRIGGERS = {
    "quic:packet_sent": {
        "retransmit_reordered", "retransmit_timeout", "pto_probe", "retransmit_crypto", "cc_bandwidth_probe",
    },
    "quic:packet_lost": {"reordering_threshold", "time_threshold", "pto_expired"},
}  # fmt: skip
LISTED = {
    ("quic:timer_updated", "event_type"): {"set", "expired", "cancelled"},
    ("quic:timer_updated", "timer_type"): {
        "ack", "pto", "loss_timeout", "path_validation", "handshake_timeout", "idle_timeout",
    },
    ("quic:stream_data_moved", "from"): {"application", "transport", "network"},
    ("quic:stream_data_moved", "to"): {"application", "transport", "network"},
}  # fmt: skip
METRICS = {"min_rtt", "smoothed_rtt", "congestion_window", "bytes_in_flight", "pacing_rate"}


def has(value: dict[str, Any], required: dict[str, Any]) -> None:
    for field, kind in required.items():
        assert isinstance(value[field], kind), (field, value)


def records(path: Path) -> list[dict[str, Any]]:
    """RFC 7464: a record separator before each JSON text, a line feed after it."""
    pieces = path.read_bytes().split(b"\x1e")
    assert pieces[0] == b""
    assert all(piece.endswith(b"\n") for piece in pieces[1:])
    return [json.loads(piece) for piece in pieces[1:]]


def check(path: Path) -> set[str]:
    """Hold a file to the schema; the names of its events."""
    header, *events = records(path)
    has(header, FILE)
    assert header["file_schema"] == "urn:ietf:params:qlog:file:sequential"
    assert header["serialization_format"] == "application/qlog+json-seq"
    # What qvis asks of the header, and what it looks packets up by.
    assert (header["qlog_version"], header["qlog_format"]) == ("0.3", "JSON-SEQ")
    assert all(event["category"] == "transport" for event in events if event["name"].startswith("quic:packet_sent"))
    trace = header["trace"]
    has(trace, TRACE)
    assert trace["event_schemas"]
    # One URI for each namespace in use, and none of an RFC that is none yet.
    assert all(uri.startswith("urn:") for uri in trace["event_schemas"])
    assert "urn:ietf:params:qlog:events:quic" not in trace["event_schemas"]
    has(trace["vantage_point"], VANTAGE_POINT)
    assert trace["vantage_point"]["type"] in VANTAGE_POINTS
    common = trace["common_fields"]
    assert common["time_format"] in TIME_FORMATS
    has(common["reference_time"], REFERENCE_TIME)
    if common["reference_time"]["clock_type"] == "monotonic":
        assert common["reference_time"]["epoch"] == "unknown"
    newest_ms = 0.0
    for event in events:
        has(event, EVENT)
        assert event["time"] >= newest_ms
        newest_ms = event["time"]
        check_event(event["name"], event["data"])
    return {event["name"] for event in events}


def check_event(name: str, data: dict[str, Any]) -> None:
    namespace, _, kind = name.partition(":")
    assert kind
    if namespace != "quic":
        assert namespace == "ptp"
        return
    has(data, REQUIRED[name])
    if "header" in data:
        assert data["header"]["packet_type"] in PACKET_TYPES
        assert data["header"]["packet_number"] >= 0
    for frame in data.get("frames", ()):
        has(frame, FRAMES[frame["frame_type"]])
        # AckRange: the first packet number and the last, or one alone.
        for numbers in frame.get("acked_ranges", ()):
            assert 1 <= len(numbers) <= 2
            assert all(isinstance(number, int) for number in numbers)
            assert 0 <= numbers[0] <= numbers[-1]
    if "trigger" in data:
        assert data["trigger"] in TRIGGERS[name]
    for (listed, field), choices in LISTED.items():
        if listed == name and field in data:
            assert data[field] in choices
    if name == "quic:recovery_metrics_updated":
        assert METRICS & data.keys()
        assert all(isinstance(data[each], NUMBER) for each in METRICS & data.keys())
        assert all(isinstance(data[each], int) for each in {"congestion_window", "bytes_in_flight"} & data.keys())


def acknowledged(path: Path, event_name: str) -> list[tuple[int, list[list[int]]]]:
    """Of each pure acknowledgement its packet number and the packets that it names."""
    return [
        (event["data"]["header"]["packet_number"], frame["acked_ranges"])
        for event in records(path)[1:]
        if event["name"] == event_name and event["data"]["header"]["packet_type"] == "1RTT"
        for frame in event["data"]["frames"]
        if frame["frame_type"] == "ack"
    ]


def test_acknowledgements_name_the_packets_that_have_come_and_no_others(tmp_path: Path) -> None:
    recording = Recorded(size=120_000).run()
    paths = {side: tmp_path / f"{side.value}.sqlog" for side in Side}
    for side, path in paths.items():
        write_qlog(recording, side, path)
    told = dict(acknowledged(paths[Side.RECEIVER], "quic:packet_sent"))
    heard = acknowledged(paths[Side.SENDER], "quic:packet_received")
    assert len(heard) > 10
    assert any(len(ranges) > 1 for _, ranges in heard), "a gap"
    assert all(told[number] == ranges for number, ranges in heard)
    come = {
        event["data"]["header"]["packet_number"]
        for event in records(paths[Side.RECEIVER])[1:]
        if event["name"] == "quic:packet_received"
    }
    named = {number for _, ranges in heard for first, last in ranges for number in range(first, last + 1)}
    # Probes of the path carry nothing that a recording would keep.
    sent = {
        event["data"]["header"]["packet_number"]
        for event in records(paths[Side.SENDER])[1:]
        if event["name"] == "quic:packet_sent"
    }
    assert named & sent <= come
    assert len(named & come) > 50


SETTINGS = {
    "default": TransportSettings(),
    "oldest": transport_settings(Profile.CLASSROOM, recovery=Recovery.OLDEST, window_bytes=5000, mss_bytes=500),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_recordings_qlog_has_what_the_schema_requires(name: str, tmp_path: Path) -> None:
    recording = Recorded(SETTINGS[name], size=60_000).run()
    names: set[str] = set()
    for side in Side:
        path = tmp_path / f"{side.value}.sqlog"
        write_qlog(recording, side, path)
        names |= check(path)
    assert {
        "quic:packet_sent", "quic:packet_received", "quic:packet_lost", "quic:recovery_metrics_updated",
        "quic:congestion_state_updated", "quic:timer_updated",
    } <= names  # fmt: skip


def test_what_is_written_while_it_runs_is_the_same_as_what_is_written_afterwards(tmp_path: Path) -> None:
    recorded = Recorded(size=40_000)
    log = QlogFile(tmp_path, Side.SENDER, title="A lesson")
    recorder = recorded.recorders[0]
    segment, happened = recorder.segment, recorder.happened

    def both_segment(trace: SegmentTrace) -> None:
        log.segment(trace)
        segment(trace)

    def both_happened(event: EventTrace) -> None:
        log.happened(event)
        happened(event)

    recorder.segment, recorder.happened = both_segment, both_happened  # type: ignore[method-assign]
    recording = recorded.run()
    log.close()
    check(log.path)
    write_qlog(recording, Side.SENDER, tmp_path / "after.sqlog")
    after = [each for each in records(tmp_path / "after.sqlog")[1:] if "samples" not in each["data"]["ptp"]]
    while_it_ran = records(log.path)[1:]
    assert [each["data"] for each in while_it_ran] == [each["data"] for each in after]
    assert [each["time"] for each in while_it_ran] == pytest.approx([each["time"] for each in after], abs=1e-5)
