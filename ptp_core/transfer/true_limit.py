"""What limits a transfer, told with what the transport cannot know: what a person wants, a speed limit or a bad path.

Pure; any thread.
"""

from __future__ import annotations

from dataclasses import replace

from ptp_core.config import ConditionerSettings
from ptp_core.transport.statistics import LimitedBy, TransportStatistics

_WAITS_FOR_DATA = (LimitedBy.SENDER_DISK, LimitedBy.NOTHING)


def with_true_limit(
    statistics: TransportStatistics, conditioner: ConditionerSettings | None, *, speed_limited: bool = False
) -> TransportStatistics:
    """The same statistics, where a path on which our own conditioner slows or loses packets is the conditioner, and a
    buffer that runs empty because its bytes had to wait for the speed limit (`speed_limited`) is that limit."""
    if speed_limited and statistics.limited_by in _WAITS_FOR_DATA:
        return replace(statistics, limited_by=LimitedBy.SPEED_LIMIT)
    if statistics.limited_by is LimitedBy.PATH and conditioner is not None and _slows(conditioner):
        return replace(statistics, limited_by=LimitedBy.CONDITIONER)
    return statistics


def _slows(conditioner: ConditionerSettings) -> bool:
    # A copy of a packet, and a size that path-MTU discovery finds at once, slow nothing.
    return any(
        (
            conditioner.rate_bps,
            conditioner.delay_s,
            conditioner.jitter_s,
            conditioner.drop,
            conditioner.burst_drop,
            conditioner.corrupt,
            conditioner.reorder,
        )
    )
