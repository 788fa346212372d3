"""What limits a transfer, told with what the transport cannot know: that the path is bad because a person wants it so.

Pure; any thread.
"""

from __future__ import annotations

from dataclasses import replace

from ptp_core.config import ConditionerSettings
from ptp_core.transport.statistics import LimitedBy, TransportStatistics


def with_true_limit(statistics: TransportStatistics, conditioner: ConditionerSettings | None) -> TransportStatistics:
    """The same statistics, where a path on which our own conditioner slows or loses packets is the conditioner."""
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
