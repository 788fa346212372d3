"""qlog: the connection as tools for QUIC read it, one file per connection.

JSON text sequences (RFC 7464) by draft-ietf-quic-qlog-main-schema: a header record, then one record per event. PTP is
not QUIC, so its segments are told in the events of draft-ietf-quic-qlog-quic-events that mean the same: a segment is a
packet with one STREAM frame (or ACK, CONNECTION_CLOSE, PING), its sequence number the frame's offset.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ptp_core.errors import DestinationError
from ptp_core.record.files.background_file import BackgroundFile
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import EventTrace, SegmentDirection, SegmentTrace

FILE_SUFFIX = ".sqlog"

_RECORD_SEPARATOR = "\x1e"
_EVENT_NAMES = {
    SegmentDirection.SENT: "quic:packet_sent",
    SegmentDirection.RECEIVED: "quic:packet_received",
    SegmentDirection.DROPPED: "quic:packet_lost",
}


@dataclass(frozen=True, slots=True)
class _Metrics:
    time_s: float
    statistics: TransportStatistics


class QlogFile:
    """A SegmentObserver that writes one qlog file into `directory`.

    `segment` and `statistics` may be called from any thread and only remember. Raises DestinationError when the file
    cannot be opened; with `opens_later` the folder is there already and the file's own thread opens it.

    Attributes: `path` is the file that is written.
    """

    def __init__(self, directory: Path, *, vantage_point: str, title: str, opens_later: bool = False) -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        self.path = directory / f"ptp-{stamp}-{secrets.token_hex(4)}-{vantage_point}{FILE_SUFFIX}"
        self._latest_s: float | None = None
        self._first_s: float | None = None
        if not opens_later:
            make_directory(directory)
        self._file: BackgroundFile[SegmentTrace | _Metrics] = BackgroundFile(
            self.path,
            opening=_record(_header(vantage_point, title)),
            render=self._render,
            opens_later=opens_later,
        )

    def segment(self, trace: SegmentTrace) -> None:
        """Remember one segment."""
        self._latest_s = trace.time_s
        self._file.add(trace)

    def happened(self, event: EventTrace) -> None:
        """Not told yet."""

    def statistics(self, statistics: TransportStatistics) -> None:
        """Remember a snapshot of the connection, at the time of the newest segment."""
        if self._latest_s is not None:
            self._file.add(_Metrics(self._latest_s, statistics))

    def ended(self) -> None:
        """The connection is over."""
        self._file.finish()

    @property
    def finished(self) -> bool:
        """Whether everything is written."""
        return self._file.finished

    def close(self) -> None:
        """Write the rest. May be called twice."""
        self._file.close()

    def _render(self, batch: list[SegmentTrace | _Metrics]) -> Iterator[str]:
        for item in batch:
            if self._first_s is None:
                self._first_s = item.time_s
            since_ms = round((item.time_s - self._first_s) * 1000, 3)
            if isinstance(item, _Metrics):
                yield _record(
                    {"time": since_ms, "name": "quic:recovery_metrics_updated", "data": _metrics(item.statistics)}
                )
                continue
            for single in item.each():
                yield _record({"time": since_ms, "name": _EVENT_NAMES[single.direction], "data": _packet(single)})


def make_directory(directory: Path) -> None:
    """Make the folder for qlog files. Raises DestinationError."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DestinationError(
            f"The folder {directory} for qlog files cannot be made: {error.strerror or error}.", path=directory
        ) from error


def _header(vantage_point: str, title: str) -> dict[str, object]:
    return {
        "file_schema": "urn:ietf:params:qlog:file:sequential",
        "serialization_format": "application/qlog+json-seq",
        "title": title,
        "trace": {
            "vantage_point": {"type": vantage_point},
            "event_schemas": ["urn:ietf:params:qlog:events:quic-12"],
            "common_fields": {
                "time_format": "relative_to_epoch",
                "reference_time": {
                    "clock_type": "monotonic",
                    "epoch": "unknown",
                    "wall_clock_time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                },
                "protocol_types": ["PTP"],
            },
        },
    }


def _packet(trace: SegmentTrace) -> dict[str, object]:
    packet_type = "initial" if "S" in trace.kind else "1RTT"
    data: dict[str, object] = {
        "header": {"packet_type": packet_type, "packet_number": trace.packet_number},
        "frames": _frames(trace),
    }
    if trace.direction is SegmentDirection.DROPPED:
        data["trigger"] = "conditioner"
    else:
        data["raw"] = {"payload_length": trace.length_bytes}
        if trace.cause:
            data["trigger"] = "pto_probe" if trace.cause == "timeout" else "retransmit_reordered"
    return data


def _frames(trace: SegmentTrace) -> list[dict[str, object]]:
    frames: list[dict[str, object]] = []
    if "D" in trace.kind or trace.kind == "F":
        frames.append(
            {
                "frame_type": "stream",
                "stream_id": 0,
                "offset": trace.sequence,
                "length": trace.length_bytes,
                "fin": "F" in trace.kind,
            }
        )
    if "A" in trace.kind:
        frames.append({"frame_type": "ack", "acked_ranges": [], "cumulative": trace.acknowledgement})
    if trace.kind == "R":
        frames.append({"frame_type": "connection_close"})
    if trace.kind == "P":
        frames.append({"frame_type": "ping"})
    return frames


def _metrics(statistics: TransportStatistics) -> dict[str, object]:
    return {
        "smoothed_rtt": statistics.rtt_s * 1000,
        "min_rtt": statistics.minimum_rtt_s * 1000,
        "rto": statistics.rto_s * 1000,
        "congestion_window": statistics.congestion_window_bytes,
        "bytes_in_flight": statistics.in_flight_bytes,
        "pacing_rate": round(statistics.pacing_rate_bps),
        "send_buffer": statistics.send_buffer_bytes,
        "receive_buffer": statistics.receive_buffer_bytes,
        "peer_window": statistics.peer_window_bytes,
        "limited_by": statistics.limited_by.value,
    }


def _record(value: dict[str, object]) -> str:
    return f"{_RECORD_SEPARATOR}{json.dumps(value, separators=(',', ':'))}\n"
