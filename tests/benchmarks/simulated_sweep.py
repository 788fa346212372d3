"""Any link of an ordinary network: a few dozen drawn at random, each judged, on the virtual clock.

    python -m tests.benchmarks.simulated_sweep [--links 40] [--seed 1]

20 to 1000 Mbit/s, 0.2 to 80 ms, a buffer of 0.25 to 4 bandwidth-delay products (ten packets at least), and on every
second link jitter of up to a millisecond there and back, which reorders. The ends are computers whose threads pause.

A link is held when the file is across within what kernel CUBIC takes where nothing is lost / 0.97 + 0.35 s, and its
buffer throws at most 2 % away, or 5 % where it is shorter than 100 kB and half a product. Misses are shown worst
first: by the time over what is allowed, and by what is thrown away over what is allowed.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass

from ptp_core.config import ConditionerSettings
from ptp_core.simulation.host import LARGE_SOCKET_BYTES, ordinary_host
from tests.benchmarks.simulated_file import one_file

FILE_S = 4.0
LARGEST_FILE_BYTES = 300_000_000
LEAST_BUFFER_BYTES = 15_000
# What of an IP packet of 1500 bytes the conditioner sees, whose rates know no headers of IP and UDP.
SEEN_SHARE = 1472 / 1500
# What kernel CUBIC brought of 100 Mbit/s in the races (tests/benchmarks/race.py), headers, start and all.
CUBIC_SHARE = 0.948
WANTED_SHARE = 0.97
START_S = 0.35
SHORT_BYTES, SHORT_PRODUCTS = 100_000, 0.5
THROWN_AWAY, THROWN_AWAY_IF_SHORT = 0.02, 0.05


@dataclass(frozen=True, slots=True)
class Judged:
    """One link and how far it is from what is asked: 1 is just held, more is a miss."""

    line: str
    time_used: float
    thrown_used: float

    @property
    def worst(self) -> float:
        """The worse of both."""
        return max(self.time_used, self.thrown_used)

    @property
    def held(self) -> bool:
        """Whether it is as asked."""
        return self.worst <= 1.0

    def __str__(self) -> str:
        return self.line if self.held else self.line + "  MISSED"


def draw(generator: random.Random, number: int) -> ConditionerSettings:
    """A link: rate, round trip and buffer spread evenly over their logarithms."""
    rate_mbps = 20 * 50 ** generator.random()
    rtt_s = 0.0002 * 400 ** generator.random()
    products = 0.25 * 16 ** generator.random()
    jitter_s = 0.001 * generator.random() if number % 2 else 0.0
    return ConditionerSettings(
        rate_bps=rate_mbps * 1e6,
        delay_s=rtt_s / 2,
        queue_bytes=max(int(rate_mbps * 1e6 / 8 * rtt_s * products), LEAST_BUFFER_BYTES),
        jitter_s=jitter_s,
        seed=number,
    )


def judge(link: ConditionerSettings) -> Judged:
    """Send a file over it."""
    product_bytes = link.rate_bps / 8 * 2 * link.delay_s
    seen = ConditionerSettings(
        rate_bps=link.rate_bps * SEEN_SHARE,
        delay_s=link.delay_s,
        queue_bytes=link.queue_bytes,
        jitter_s=link.jitter_s,
        seed=link.seed,
    )
    back = ConditionerSettings(delay_s=link.delay_s, jitter_s=link.jitter_s, seed=link.seed + 1)
    size_bytes = min(link.rate_bps / 8 * FILE_S, LARGEST_FILE_BYTES)
    outcome = one_file(seen, ordinary_host(LARGE_SOCKET_BYTES), size_bytes * 8 / seen.rate_bps, back=back)
    took_s = size_bytes * 8 / (outcome.goodput_mbps * 1e6)
    allowed_s = size_bytes * 8 / link.rate_bps / (CUBIC_SHARE * WANTED_SHARE) + START_S
    is_short = link.queue_bytes < min(SHORT_BYTES, SHORT_PRODUCTS * product_bytes)
    most = THROWN_AWAY_IF_SHORT if is_short else THROWN_AWAY
    return Judged(
        f"{link.rate_bps / 1e6:5.0f} Mbit/s  {link.delay_s * 2000:5.1f} ms  queue {link.queue_bytes / 1000:5.0f} kB "
        f"{link.queue_bytes / product_bytes:5.2f} BDP  jitter {link.jitter_s * 1000:4.2f} ms  "
        f"{took_s:5.2f} s of {allowed_s:5.2f}  thrown away {outcome.thrown_away_share:6.2%} of {most:2.0%}",
        took_s / allowed_s,
        outcome.thrown_away_share / most,
    )


def sweep(links: int, seed: int) -> list[Judged]:
    """So many links, worst first."""
    generator = random.Random(seed)
    return sorted((judge(draw(generator, number)) for number in range(links)), key=lambda one: -one.worst)


def main(arguments: list[str] | None = None) -> int:
    """Print all of them, worst first; 1 when one is missed."""
    parser = argparse.ArgumentParser(description="Random links of ordinary networks, on a virtual clock.")
    parser.add_argument("--links", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parsed = parser.parse_args(arguments)
    judged = sweep(parsed.links, parsed.seed)
    print(*judged, sep="\n")
    held = sum(one.held for one in judged)
    print(f"{held} of {len(judged)} held")
    return int(held < len(judged))


if __name__ == "__main__":
    sys.exit(main())
