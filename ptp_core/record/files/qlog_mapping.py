"""Events and samples as records of qlog, and back: what tools for QUIC understand, and beside it all that PTP knows.

PTP is not QUIC, so its segments are told in the events of draft-ietf-quic-qlog-quic-events that mean the same: a
segment is a packet with one STREAM frame (or ACK, CONNECTION_CLOSE, PING), its sequence number the frame's offset. What
QUIC has no event for has one of PTP's own, in the namespace `ptp`. Every record's data has a member `ptp`, as the
schema's extension points allow, from which the event comes back without a loss; times to the nanosecond.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from ptp_core.record.model.events import Event, packets_named
from ptp_core.record.model.sample_table import COLUMN_COUNT, LIMITS, Floats
from ptp_core.record.model.series import SAMPLED
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind, Group
from ptp_core.transport.trace import DropCause, SegmentDirection

EVENT_SCHEMAS: Final = ("urn:ietf:params:qlog:events:quic-12", "urn:ptp:qlog:events:1")
METRICS: Final = "quic:recovery_metrics_updated"
# What earlier drafts have as an event's category, and qvis looks packets up by: the namespace says it no more.
CATEGORIES: Final = {
    "quic:packet_sent": "transport",
    "quic:packet_received": "transport",
    "quic:stream_data_moved": "transport",
    "quic:mtu_updated": "transport",
    "quic:packet_lost": "recovery",
    "quic:timer_updated": "recovery",
    "quic:congestion_state_updated": "recovery",
    METRICS: "recovery",
}

_LOSS_TRIGGERS: Final = {
    EventKind.LOST_BY_PACKETS: "reordering_threshold",
    EventKind.LOST_BY_DUPLICATES: "reordering_threshold",
    EventKind.LOST_BY_TIME: "time_threshold",
    EventKind.LOST_BY_TIMEOUT: "pto_expired",
}
_RESEND_TRIGGERS: Final = {"timeout": "pto_probe", "fast": "retransmit_reordered", "tail": "pto_probe"}
_TIMER_STEPS: Final = {
    EventKind.TIMER_STARTED: "set",
    EventKind.TIMER_RESTARTED: "set",
    EventKind.TIMER_STOPPED: "cancelled",
    EventKind.TIMER_EXPIRED: "expired",
}
# QUIC's names for what a sample has, and what one of theirs is in ours.
_METRICS: Final = {
    "smoothed_rtt": ("rtt", 1000.0),
    "min_rtt": ("minimum_rtt", 1000.0),
    "congestion_window": ("congestion_window", 1.0),
    "bytes_in_flight": ("in_flight", 1.0),
    "pacing_rate": ("pacing_rate", 1.0),
}
_LARGEST: Final = 2.0**53
_COLUMNS: Final = {series.key: column for column, series in enumerate(SAMPLED, 1)}
_KINDS: Final = {kind.value.name: kind for kind in EventKind}
# What of an event is written for itself, where it is not what most have.
_PLAIN: Final[dict[str, int | float | str | bool]] = {
    "start": 0,
    "stop": 0,
    "value": 0.0,
    "text": "",
    "letters": "",
    "acknowledgement": 0,
    "packet": 0,
    "cause": "",
    "duplicate": False,
}


def record_of_event(event: Event) -> tuple[str, dict[str, object]]:
    """Name and data of the record of an event that is no train."""
    name, data = _in_quic(event)
    own: dict[str, object] = {"kind": event.kind.value.name}
    own.update((field, value) for field, plain in _PLAIN.items() if (value := getattr(event, field)) != plain)
    if event.drop_cause is not None:
        own["drop_cause"] = event.drop_cause.value
    return name, {**data, "ptp": own}


def event_of_record(data: Mapping[str, Any], time_s: float, side: Side) -> Event | None:
    """The event that a record's data tells of; None where it is none of PTP's. Raises ValueError, KeyError, TypeError
    for what is damaged."""
    own = data.get("ptp")
    if not isinstance(own, dict) or "kind" not in own:
        return None
    known: dict[str, Any] = {field: type(plain)(own[field]) for field, plain in _PLAIN.items() if field in own}
    drop_cause = DropCause(own["drop_cause"]) if "drop_cause" in own else None
    return Event(serial=0, time_s=time_s, kind=_KINDS[own["kind"]], side=side, drop_cause=drop_cause, **known)


def record_of_sample(row: Floats) -> dict[str, object]:
    """The data of a METRICS record for a row of a SampleTable."""
    values = {key: float(row[column]) for key, column in _COLUMNS.items() if not math.isnan(row[column])}
    data: dict[str, object] = {}
    for name, (key, factor) in _METRICS.items():
        if key in values:
            data[name] = values[key] * factor if factor != 1.0 else round(values[key])
    limited_by = LIMITS[int(row[-1])].value
    return {**data, "ptp": {"samples": {key: _short(value) for key, value in values.items()}, "limited_by": limited_by}}


def sample_of_record(data: Mapping[str, Any], time_s: float) -> Floats | None:
    """The row that a METRICS record tells of; None where it is none of PTP's. Raises as `event_of_record`."""
    own = data.get("ptp")
    if not isinstance(own, dict) or "samples" not in own:
        return None
    row = np.full(COLUMN_COUNT, np.nan)
    row[0] = time_s
    row[-1] = [limit.value for limit in LIMITS].index(own["limited_by"])
    for key, value in own["samples"].items():
        if key in _COLUMNS:
            row[_COLUMNS[key]] = float(value)
    return row


def _in_quic(event: Event) -> tuple[str, dict[str, object]]:
    kind = event.kind
    if (trace := event.as_segments()) is not None:
        data: dict[str, object] = {
            "header": _header(event),
            "frames": _frames(event),
            "raw": {"payload_length": event.stop - event.start},
        }
        if event.cause:
            data["trigger"] = _RESEND_TRIGGERS[event.cause]
        received = trace.direction is SegmentDirection.RECEIVED
        return ("quic:packet_received" if received else "quic:packet_sent"), data
    if kind in _LOSS_TRIGGERS:
        return "quic:packet_lost", {"frames": [_stream(event)], "trigger": _LOSS_TRIGGERS[kind]}
    if kind in _TIMER_STEPS:
        step = _TIMER_STEPS[kind]
        delta = {"delta": event.value * 1000} if step == "set" else {}
        return "quic:timer_updated", {"timer_type": "pto", "event_type": step, **delta}
    if kind is EventKind.CONGESTION_PHASE_CHANGED:
        return "quic:congestion_state_updated", {"new": event.text}
    if kind is EventKind.CONGESTION_WINDOW_CHANGED:
        return METRICS, {"congestion_window": _whole(event.value)}
    if kind is EventKind.PATH_MTU_CHANGED:
        return "quic:mtu_updated", {"new": _whole(event.value)}
    if kind.value.group is Group.DISK:
        here, there = ("application", "transport") if kind is EventKind.DISK_READ else ("transport", "application")
        moved = {"stream_id": 0, "offset": event.start, "from": here, "to": there}
        return "quic:stream_data_moved", {**moved, "raw": {"length": event.stop - event.start}}
    return f"ptp:{kind.value.name}", {}


def _header(event: Event) -> dict[str, object]:
    return {"packet_type": "initial" if "S" in event.letters else "1RTT", "packet_number": event.packet}


def _frames(event: Event) -> list[dict[str, object]]:
    frames: list[dict[str, object]] = []
    if event.letters in ("D", "F"):
        frames.append({**_stream(event), "fin": event.letters == "F"})
    if "A" in event.letters:
        ranges = [[start, stop - 1] for start, stop in reversed(packets_named(event.text))]
        frames.append({"frame_type": "ack", **({"acked_ranges": ranges} if ranges else {})})
    if event.letters == "R":
        frames.append({"frame_type": "connection_close"})
    if event.letters == "P":
        frames.append({"frame_type": "ping"})
    return frames


def _stream(event: Event) -> dict[str, object]:
    return {
        "frame_type": "stream",
        "stream_id": 0,
        "offset": event.start,
        "raw": {"payload_length": event.stop - event.start},
        "length": event.stop - event.start,
    }


def _whole(value: float) -> int:
    """A whole number, also of what has no end."""
    return round(min(max(value, -_LARGEST), _LARGEST))


def _short(value: float) -> float:
    """The same number, without a fraction where it has none."""
    return int(value) if value.is_integer() else value
