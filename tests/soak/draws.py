"""Random settings, links and sizes. Everything follows from the generator that is given."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from ptp_core.config import (
    ConditionerSettings,
    CongestionAlgorithm,
    Profile,
    Recovery,
    TransportSettings,
    transport_settings,
)

CLASSROOM_MSS_BYTES = (100, 500, 1000, 1200)
# What carries a handshake and the classroom's segments.
MTUS_BYTES = (1280, 1400, 1500, 9000, 0)


def size_up_to(rng: random.Random, most_bytes: int) -> int:
    """Any size, half of them of any order of magnitude, and now and then nothing at all."""
    if rng.random() < 0.08:
        return 0
    if rng.random() < 0.5:
        return rng.randint(1, most_bytes)
    return min(most_bytes, int(math.exp(rng.uniform(0.0, math.log(most_bytes + 1)))))


def settings(rng: random.Random) -> TransportSettings:
    """A profile with choices of its own."""
    if rng.random() < 0.4:
        mss_bytes, recovery = rng.choice(CLASSROOM_MSS_BYTES), rng.choice(list(Recovery))
        return transport_settings(
            Profile.CLASSROOM,
            mss_bytes=mss_bytes,
            window_bytes=None if recovery is Recovery.STOP_AND_WAIT else mss_bytes * rng.randint(1, 24),
            timeout_s=rng.choice((0.05, 0.2, 0.5, 1.0)),
            recovery=recovery,
            seed=rng.choice((None, rng.randrange(1000))),
        )
    repair = rng.choice(list(Recovery)) if rng.random() < 0.15 else None
    window_bytes = rng.choice((None, None, 65_536, 400_000))
    chosen = transport_settings(
        Profile.DEFAULT,
        congestion=rng.choice((CongestionAlgorithm.BBR, *CongestionAlgorithm)),
        recovery=repair,
        window_bytes=None if repair is Recovery.STOP_AND_WAIT else window_bytes,
    )
    if rng.random() < 0.3:
        largest_bytes = rng.choice((70_000, 300_000, 2_000_000))
        chosen = replace(chosen, receive_buffer_bytes=largest_bytes, send_buffer_bytes=largest_bytes)
    return chosen


def link(
    rng: random.Random,
    *,
    bearable: bool,
    slowest_bps: float = 5e5,
    fastest_bps: float = 3e8,
    longest_delay_s: float = 0.2,
) -> ConditionerSettings:
    """A link with some of the faults; a `bearable` one takes one datagram in twenty at most, others have a rate."""

    def sometimes(most: float) -> float:
        return rng.uniform(0.0, most) if rng.random() < 0.3 else 0.0

    return ConditionerSettings(
        drop=sometimes(0.05 if bearable else 0.3),
        burst_drop=sometimes(0.005),
        burst_length=rng.randint(2, 8),
        seed=rng.randrange(1 << 30),
        delay_s=rng.choice((0.0, 0.001, rng.uniform(0.0, longest_delay_s))),
        jitter_s=sometimes(0.02),
        rate_bps=rng.choice(
            (0.0 if bearable else fastest_bps, math.exp(rng.uniform(math.log(slowest_bps), math.log(fastest_bps))))
        ),
        queue_bytes=rng.choice((32_768, 262_144, 1_000_000)),
        reorder=sometimes(0.1),
        duplicate=sometimes(0.1),
        corrupt=sometimes(0.01),
        mtu_bytes=rng.choice(MTUS_BYTES),
    )
