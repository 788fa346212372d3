"""Goodput on a simulated network and a virtual clock: long links, local networks, and shares of a bottleneck.

    python -m tests.benchmarks.simulated            compare with the snapshot beside this file
    python -m tests.benchmarks.simulated --write    make it the snapshot

Nothing here depends on the machine: the same code gives the same table to the last digit, so that a change of
performance shows in review as a change of the snapshot. "Thrown away" is what the link's buffer had no room for, as a
share of everything sent: a change that buys goodput with it shows as well.

On the local networks and beside one another the ends are computers whose threads wake up late and pause
(`ptp_core/simulation/host.py`), with the socket buffer of an ordinary Linux desktop or a large one; on the long links
they do everything at once.
"""

from __future__ import annotations

import argparse
import difflib
import sys
import time
from pathlib import Path

from ptp_core.config import ConditionerSettings, CongestionAlgorithm, TransportSettings
from ptp_core.laboratory.comparison import jain
from ptp_core.simulation.bottleneck import Bottleneck
from ptp_core.simulation.flow import Flow
from ptp_core.simulation.host import LARGE_SOCKET_BYTES, ORDINARY_SOCKET_BYTES, HostSettings, ordinary_host
from tests.benchmarks.kernel_bbr import KernelBbr
from tests.benchmarks.simulated_file import one_file
from tests.benchmarks.simulated_sweep import sweep

SNAPSHOT = Path(__file__).with_name("simulated_goodput.txt")
SIZE_S = 4.0
LOCAL_SIZE_S = 1.0
SHARING_S = 12.0
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
# Mbit/s, round trip in seconds, share lost, queue in bytes, jitter in seconds, the receiver's socket buffer in bytes.
LOCAL_NETWORKS = (
    (1000, 0.0003, 0.0, 300_000, 0.0, LARGE_SOCKET_BYTES),
    (1000, 0.0003, 0.0, 300_000, 0.0, ORDINARY_SOCKET_BYTES),
    (1000, 0.004, 0.0, 500_000, 0.0, LARGE_SOCKET_BYTES),
    (1000, 0.004, 0.0, 2_000_000, 0.0, ORDINARY_SOCKET_BYTES),
    (300, 0.0004, 0.0, 100_000, 0.0, LARGE_SOCKET_BYTES),
    (300, 0.004, 0.0, 150_000, 0.0, LARGE_SOCKET_BYTES),
    (300, 0.004, 0.0, 37_500, 0.0, LARGE_SOCKET_BYTES),
    (300, 0.002, 0.005, 150_000, 0.002, LARGE_SOCKET_BYTES),
    (300, 0.02, 0.0, 187_500, 0.0, ORDINARY_SOCKET_BYTES),
    (100, 0.0004, 0.0, 60_000, 0.0, LARGE_SOCKET_BYTES),
    (100, 0.002, 0.0, 60_000, 0.001, LARGE_SOCKET_BYTES),
    (100, 0.004, 0.0, 12_500, 0.0, LARGE_SOCKET_BYTES),
    (100, 0.02, 0.0, 125_000, 0.0, LARGE_SOCKET_BYTES),
    (50, 0.004, 0.0, 6_250, 0.0, LARGE_SOCKET_BYTES),
    (20, 0.0002, 0.0, 37_000, 0.0, ORDINARY_SOCKET_BYTES),
)
# Start-up on long fat paths: Mbit/s and round trip in seconds, for a file of 100 MB and a queue of one product.
LONG_FAT_PATHS = ((100, 0.05), (100, 0.3), (300, 0.15), (500, 0.05), (500, 0.3))
LONG_FAT_BYTES = 100_000_000
# The way back carries a hundredth of the way there: Mbit/s there, round trip in seconds, queues in products.
THIN_WAYS_BACK = ((10, 0.03, 1.0), (100, 0.05, 1.0), (100, 0.2, 4.0))
THIN_SHARE = 0.01
NEIGHBOURS = ((BBR, CUBIC, 1.0), (BBR, CUBIC, 4.0), (BBR, BBR, 1.0), (BBR, BBR, 4.0), (CUBIC, CUBIC, 1.0))
KERNEL_BBR_PRODUCTS = (1.0, 4.0)
LATE_S = 1.3
# Of the sweep (`simulated_sweep`) as many links as a snapshot has time for, and the worst of them.
SWEPT_LINKS, SWEPT_SEED, SWEPT_SHOWN = 12, 2, 4


def alone(rate_mbps: float, rtt_s: float, loss: float, queue_products: float, jitter_s: float) -> str:
    """One line: a file of four seconds of the link's rate over a long link, from SYN to the last byte."""
    product_bytes = rate_mbps * 1e6 / 8 * rtt_s
    link = ConditionerSettings(
        rate_bps=rate_mbps * 1e6,
        delay_s=rtt_s / 2,
        drop=loss,
        queue_bytes=int(product_bytes * queue_products),
        jitter_s=jitter_s,
        seed=3,
    )
    outcome = one_file(link, HostSettings(), SIZE_S)
    return (
        f"{rate_mbps:5g} Mbit/s  {rtt_s * 1000:4.0f} ms  loss {loss:6.1%}  queue {queue_products:5g} BDP  "
        f"jitter {jitter_s * 1000:2.0f} ms  {outcome}  "
        f"queued after start-up {outcome.queued_bytes / product_bytes:5.2f} BDP"
    )


def nearby(rate_mbps: float, rtt_s: float, loss: float, queue_bytes: int, jitter_s: float, socket_bytes: int) -> str:
    """One line: a file of a second of the link's rate on a local network, between computers whose threads pause."""
    link = ConditionerSettings(
        rate_bps=rate_mbps * 1e6, delay_s=rtt_s / 2, drop=loss, queue_bytes=queue_bytes, jitter_s=jitter_s, seed=3
    )
    back = ConditionerSettings(delay_s=rtt_s / 2, drop=loss, jitter_s=jitter_s, seed=4)
    outcome = one_file(link, ordinary_host(socket_bytes), LOCAL_SIZE_S, back=back)
    return (
        f"{rate_mbps:5g} Mbit/s  {rtt_s * 1000:4.1f} ms  loss {loss:6.1%}  queue {queue_bytes / 1000:5.0f} kB   "
        f"jitter {jitter_s * 1000:2.0f} ms  {outcome}  "
        f"by the socket of {socket_bytes / 1000:5.0f} kB {outcome.socket_share:6.2%}"
    )


def long_fat(rate_mbps: float, rtt_s: float) -> str:
    """One line: 100 MB from SYN to the last byte, of which much is start-up."""
    product_bytes = rate_mbps * 1e6 / 8 * rtt_s
    link = ConditionerSettings(rate_bps=rate_mbps * 1e6, delay_s=rtt_s / 2, queue_bytes=int(product_bytes), seed=3)
    outcome = one_file(link, HostSettings(), LONG_FAT_BYTES * 8 / link.rate_bps)
    return f"{rate_mbps:5g} Mbit/s  {rtt_s * 1000:4.0f} ms  100 MB        queue     1 BDP                {outcome}"


def thin_back(rate_mbps: float, rtt_s: float, queue_products: float) -> str:
    """One line: a file of four seconds of the link's rate, while acknowledgements have a hundredth of it."""
    product_bytes = rate_mbps * 1e6 / 8 * rtt_s
    link = ConditionerSettings(
        rate_bps=rate_mbps * 1e6, delay_s=rtt_s / 2, queue_bytes=int(product_bytes * queue_products), seed=3
    )
    # Whatever the product, a queue holds some packets.
    back_bytes = max(int(product_bytes * queue_products * THIN_SHARE), 15_000)
    back = ConditionerSettings(rate_bps=link.rate_bps * THIN_SHARE, delay_s=rtt_s / 2, queue_bytes=back_bytes, seed=4)
    outcome = one_file(link, HostSettings(), SIZE_S, back=back)
    return (
        f"{rate_mbps:5g} Mbit/s  {rtt_s * 1000:4.0f} ms  back {back.rate_bps / 1e6:4g} Mb/s  "
        f"queue {queue_products:5g} BDP                {outcome}  "
        f"queued after start-up {outcome.queued_bytes / product_bytes:5.2f} BDP"
    )


def together(one: CongestionAlgorithm, other: CongestionAlgorithm, queue_products: float) -> str:
    """One line: two endless flows through 50 Mbit/s and 40 ms, without the first sixth of the time."""
    rate_bps, rtt_s = 50e6, 0.04
    queue_bytes = int(rate_bps / 8 * rtt_s * queue_products)
    flows = [Flow(TransportSettings(congestion=algorithm)) for algorithm in (one, other)]
    link = ConditionerSettings(rate_bps=rate_bps, delay_s=rtt_s / 2, queue_bytes=queue_bytes)
    Bottleneck(link, flows, host=ordinary_host(LARGE_SOCKET_BYTES)).run(SHARING_S)
    got = [flow.bytes_between(SHARING_S / 6, SHARING_S) for flow in flows]
    return (
        f"{one.value:>5} beside {other.value:5}  queue {queue_products:3g} BDP  shares "
        f"{got[0] / sum(got):4.0%} {got[1] / sum(got):4.0%}  Jain {jain(got):.3f}"
    )


def after_kernel_bbr(queue_products: float) -> str:
    """One line: an endless flow that comes when one of Linux's BBR has the link already, for the rest of the time."""
    rate_bps, rtt_s = 50e6, 0.04
    queue_bytes = int(rate_bps / 8 * rtt_s * queue_products)
    ours, theirs = Flow(TransportSettings(), starts_s=LATE_S), Flow(TransportSettings())
    link = ConditionerSettings(rate_bps=rate_bps, delay_s=rtt_s / 2, queue_bytes=queue_bytes)
    network = Bottleneck(link, [ours, theirs], host=ordinary_host(LARGE_SOCKET_BYTES))
    sender = theirs.client.sender
    sender.congestion = KernelBbr(sender.mss_bytes, cycle_index=2)
    network.run(SHARING_S)
    got = [flow.bytes_between(SHARING_S / 4, SHARING_S) for flow in (ours, theirs)]
    return (
        f"  bbr after Linux's BBR  queue {queue_products:3g} BDP  shares "
        f"{got[0] / sum(got):4.0%} {got[1] / sum(got):4.0%}  Jain {jain(got):.3f}"
    )


def table() -> str:
    """The whole table."""
    lines = [alone(*link) for link in LINKS]
    lines += [nearby(*network) for network in LOCAL_NETWORKS]
    lines += [long_fat(*path) for path in LONG_FAT_PATHS]
    lines += [thin_back(*path) for path in THIN_WAYS_BACK]
    lines += [together(*pair) for pair in NEIGHBOURS]
    lines += [after_kernel_bbr(products) for products in KERNEL_BBR_PRODUCTS]
    judged = sweep(SWEPT_LINKS, SWEPT_SEED)
    lines += [f"any link: {one}" for one in judged[:SWEPT_SHOWN]]
    lines.append(f"any link: {sum(one.held for one in judged)} of {len(judged)} held, the worst of them above")
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
