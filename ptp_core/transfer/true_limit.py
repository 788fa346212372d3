"""What limits a transfer, told with what the transport cannot know: what a person wants, a speed limit or a bad path.

A conditioner that is on is not what limits on a path that is much worse by itself: what it does is compared with what
the connection meets. Pure; any thread.
"""

from __future__ import annotations

from dataclasses import replace

from ptp_core.config import ConditionerSettings
from ptp_core.transport.statistics import LimitedBy, TransportStatistics

# Which part of a path's round trip, losses or rate is to be the conditioner's, for the path to be the conditioner.
OWN_SHARE = 0.5
# More than so much that waits to be sent, or so much time's worth, is what the path does not take.
_BACKLOG_BYTES = 128 * 1024
_BACKLOG_S = 0.1


def with_true_limit(statistics: TransportStatistics, *, speed_limited: bool = False) -> TransportStatistics:
    """The same statistics, where a path that our own conditioner makes what it is is the conditioner, and where the
    speed limit is what holds bytes up (`speed_limited`), unless they pile up behind it all the same."""
    if speed_limited and not _piles_up(statistics):
        return replace(statistics, limited_by=LimitedBy.SPEED_LIMIT)
    conditioner = statistics.conditioner
    if statistics.limited_by is LimitedBy.PATH and conditioner is not None and _binds(conditioner, statistics):
        return replace(statistics, limited_by=LimitedBy.CONDITIONER)
    return statistics


def _piles_up(statistics: TransportStatistics) -> bool:
    unsent_bytes = statistics.send_buffer_bytes - statistics.in_flight_bytes
    return unsent_bytes > max(_BACKLOG_BYTES, statistics.goodput_bps / 8 * _BACKLOG_S)


def _binds(conditioner: ConditionerSettings, statistics: TransportStatistics) -> bool:
    return (
        _fills_its_rate(conditioner, statistics)
        or conditioner.delay_s + conditioner.jitter_s / 2 > OWN_SHARE * statistics.minimum_rtt_s
        or _loses_most(conditioner, statistics)
    )


def _fills_its_rate(conditioner: ConditionerSettings, statistics: TransportStatistics) -> bool:
    # A path that is slower by itself is paced for, and leaves nothing in the conditioner's queue.
    wanted_bps = max(statistics.pacing_rate_bps, statistics.goodput_bps)
    return bool(conditioner.rate_bps) and (
        statistics.conditioner_queue_bytes > 0 or wanted_bps > OWN_SHARE * conditioner.rate_bps
    )


def _loses_most(conditioner: ConditionerSettings, statistics: TransportStatistics) -> bool:
    chance = (
        conditioner.drop + conditioner.burst_drop * conditioner.burst_length + conditioner.corrupt + conditioner.reorder
    )
    lost = statistics.segments_retransmitted
    return lost > 0 and chance * statistics.segments_sent > OWN_SHARE * lost
