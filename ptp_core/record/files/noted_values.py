"""The values of a connection as lines of its segment log: what a reader, and the marker, need to judge it by."""

from __future__ import annotations

from dataclasses import fields

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.record.side import Side


def noted_values(side: Side, transport: TransportSettings, conditioner: ConditionerSettings | None) -> list[str]:
    """One line each. A window that is not fixed and a time-out that is estimated have no value and are left out."""
    lines = [f"segment log of PTP, the {side.value}'s, times in seconds"]
    lines.append(f"profile {transport.profile.value}")
    if transport.window_bytes is not None:
        lines.append(f"window {transport.window_bytes} bytes")
    lines.append(f"mss {transport.mss_bytes} bytes")
    if transport.fixed_timeout_s is not None:
        lines.append(f"time-out {transport.fixed_timeout_s * 1000:g} ms")
    lines.append(f"recovery {transport.recovery.value}")
    lines.append(f"congestion {transport.congestion.value}")
    if conditioner is not None and conditioner.active:
        plain = ConditionerSettings()
        faults = [
            f"{field.name} {getattr(conditioner, field.name):g}"
            for field in fields(conditioner)
            if field.name == "seed" or getattr(conditioner, field.name) != getattr(plain, field.name)
        ]
        lines.append(f"faults: {', '.join(faults)}")
    return lines
