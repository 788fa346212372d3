"""Goodput on a simulated network and a virtual clock: loss x round trip x rate x queue, and shares of a bottleneck.

    python -m tests.benchmarks.simulated            compare with the snapshot beside this file
    python -m tests.benchmarks.simulated --write    make it the snapshot

Nothing here depends on the machine: the same code gives the same table to the last digit, so that a change of
performance shows in review as a change of the snapshot.
"""

from __future__ import annotations

import argparse
import difflib
import sys
import time
from pathlib import Path

from ptp_core.config import ConditionerSettings, CongestionAlgorithm, TransportSettings
from tests.simulation.bottleneck import Bottleneck, Flow

SNAPSHOT = Path(__file__).with_name("simulated_goodput.txt")
SIZE_S = 4.0
SHARING_S = 12.0
LIMIT_S = 300.0
BBR, CUBIC = CongestionAlgorithm.BBR, CongestionAlgorithm.CUBIC

# Mbit/s, round trip in seconds, share lost, queue in bandwidth-delay products, jitter in seconds.
LINKS = (
    (10, 0.03, 0.0, 1.0, 0.0),
    (10, 0.3, 0.01, 4.0, 0.0),
    (50, 0.04, 0.0, 0.25, 0.0),
    (100, 0.01, 0.0, 4.0, 0.0),
    (100, 0.05, 0.0, 1.0, 0.0),
    (100, 0.05, 0.01, 4.0, 0.0),
    (100, 0.05, 0.1, 4.0, 0.0),
    (100, 0.05, 0.0, 4.0, 0.005),
    (100, 0.1, 0.05, 4.0, 0.0),
    (100, 0.2, 0.01, 4.0, 0.0),
    (20, 0.04, 0.0, 25.0, 0.0),
    (300, 0.1, 0.001, 4.0, 0.0),
)
NEIGHBOURS = ((BBR, CUBIC, 1.0), (BBR, CUBIC, 4.0), (BBR, BBR, 1.0), (BBR, BBR, 4.0), (CUBIC, CUBIC, 1.0))


def alone(rate_mbps: float, rtt_s: float, loss: float, queue_products: float, jitter_s: float) -> str:
    """One line: a file of four seconds of the link's rate, from SYN to the last byte."""
    product_bytes = rate_mbps * 1e6 / 8 * rtt_s
    size_bytes = int(rate_mbps * 1e6 / 8 * SIZE_S)
    link = ConditionerSettings(
        rate_bps=rate_mbps * 1e6,
        delay_s=rtt_s / 2,
        drop=loss,
        queue_bytes=int(product_bytes * queue_products),
        jitter_s=jitter_s,
        seed=3,
    )
    flow = Flow(TransportSettings(), size_bytes)
    network = Bottleneck(link, [flow])
    longest_bytes = 0.0

    def watch() -> None:
        nonlocal longest_bytes
        if network.elapsed_s > SIZE_S / 2:
            longest_bytes = max(longest_bytes, network.queued_bytes)

    network.after_step = watch
    network.run(LIMIT_S)
    seconds = flow.finished_s or LIMIT_S
    goodput_mbps = size_bytes * 8 / seconds / 1e6
    counters = flow.client.sender.counters
    again = counters.retransmitted_fast + counters.retransmitted_timeout
    return (
        f"{rate_mbps:5g} Mbit/s  {rtt_s * 1000:4.0f} ms  loss {loss:6.1%}  queue {queue_products:5g} BDP  "
        f"jitter {jitter_s * 1000:2.0f} ms  goodput {goodput_mbps:6.2f} Mbit/s  "
        f"of what the link carries {goodput_mbps / rate_mbps / (1 - loss):5.1%}  "
        f"sent again {again / counters.segments_sent:6.2%}  "
        f"queued after start-up {longest_bytes / product_bytes:5.2f} BDP"
    )


def together(one: CongestionAlgorithm, other: CongestionAlgorithm, queue_products: float) -> str:
    """One line: two endless flows through 50 Mbit/s and 40 ms, without the first sixth of the time."""
    rate_bps, rtt_s = 50e6, 0.04
    queue_bytes = int(rate_bps / 8 * rtt_s * queue_products)
    flows = [Flow(TransportSettings(congestion=algorithm)) for algorithm in (one, other)]
    Bottleneck(ConditionerSettings(rate_bps=rate_bps, delay_s=rtt_s / 2, queue_bytes=queue_bytes), flows).run(SHARING_S)
    got = [flow.bytes_between(SHARING_S / 6, SHARING_S) for flow in flows]
    jain = sum(got) ** 2 / (len(got) * sum(count**2 for count in got))
    return (
        f"{one.value:>5} beside {other.value:5}  queue {queue_products:3g} BDP  shares "
        f"{got[0] / sum(got):4.0%} {got[1] / sum(got):4.0%}  Jain {jain:.3f}"
    )


def table() -> str:
    """The whole table."""
    lines = [alone(*link) for link in LINKS] + [together(*pair) for pair in NEIGHBOURS]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Print the table and how it differs from the snapshot; 1 when it does."""
    parser = argparse.ArgumentParser(description="Goodput on a simulated network, compared with the snapshot.")
    parser.add_argument("--write", action="store_true", help="keep this table as the snapshot")
    parsed = parser.parse_args(arguments)
    began_s = time.perf_counter()
    now = table()
    print(now)
    print(f"{time.perf_counter() - began_s:.0f} s on this machine")
    if parsed.write:
        SNAPSHOT.write_text(now, encoding="utf-8")
        return 0
    before = SNAPSHOT.read_text(encoding="utf-8")
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), now.splitlines(True), "snapshot", "now"))
    return int(now != before)


if __name__ == "__main__":
    sys.exit(main())
