"""What limits a transfer, told with what the transport cannot know: what a person wants, a speed limit or a bad path.

Pure; any thread.
"""

from __future__ import annotations

from dataclasses import replace

from ptp_core.config import ConditionerSettings
from ptp_core.transport.statistics import LimitedBy, TransportStatistics

# More than so much that waits to be sent, or so much time's worth, is what the path does not take.
_BACKLOG_BYTES = 128 * 1024
_BACKLOG_S = 0.1


def with_true_limit(
    statistics: TransportStatistics, conditioner: ConditionerSettings | None, *, speed_limited: bool = False
) -> TransportStatistics:
    """The same statistics, where a path on which our own conditioner slows or loses packets is the conditioner, and
    where the speed limit is what holds bytes up (`speed_limited`), unless they pile up behind it all the same."""
    if speed_limited and not _piles_up(statistics):
        return replace(statistics, limited_by=LimitedBy.SPEED_LIMIT)
    if statistics.limited_by is LimitedBy.PATH and conditioner is not None and _slows(conditioner):
        return replace(statistics, limited_by=LimitedBy.CONDITIONER)
    return statistics


def _piles_up(statistics: TransportStatistics) -> bool:
    unsent_bytes = statistics.send_buffer_bytes - statistics.in_flight_bytes
    return unsent_bytes > max(_BACKLOG_BYTES, statistics.goodput_bps / 8 * _BACKLOG_S)


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
