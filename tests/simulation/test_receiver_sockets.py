"""A receiver whose socket holds what most Linux desktops grant: little is lost in it, and it is no brake."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.simulation.bottleneck import Bottleneck
from ptp_core.simulation.flow import Flow
from ptp_core.simulation.host import LARGE_SOCKET_BYTES, ORDINARY_SOCKET_BYTES, HostSettings, ordinary_host

LIMIT_S = 60.0


def finished_s(link: ConditionerSettings, host: HostSettings, size_bytes: int) -> tuple[float, float]:
    """Seconds for a file, and the share of it that was sent again."""
    flow = Flow(TransportSettings(), size_bytes)
    back = ConditionerSettings(delay_s=link.delay_s, seed=link.seed + 1)
    Bottleneck(link, [flow], back=back, host=host).run(LIMIT_S)
    assert flow.finished_s is not None, f"seed {link.seed}: not finished"
    counters = flow.client.sender.counters
    return flow.finished_s, (counters.retransmitted_fast + counters.retransmitted_timeout) / counters.segments_sent


@pytest.mark.parametrize("seed", [3, 13])
def test_start_up_on_a_long_path_is_as_fast_as_with_a_large_socket(seed: int) -> None:
    link = ConditionerSettings(rate_bps=100e6, delay_s=0.08, queue_bytes=2_000_000, seed=seed)
    large_s, _ = finished_s(link, ordinary_host(LARGE_SOCKET_BYTES), 15_000_000)
    small_s, again = finished_s(link, ordinary_host(ORDINARY_SOCKET_BYTES), 15_000_000)
    assert small_s < 1.1 * large_s, f"seed {seed}: {small_s:.2f} s, {large_s:.2f} s with a large socket"
    assert again <= 0.02, f"seed {seed}: {again:.1%} sent again"


@pytest.mark.parametrize("seed", [3, 13])
def test_a_program_that_often_pauses_for_longer_than_its_socket_lasts_is_sent_to_when_it_is_there(seed: int) -> None:
    link = ConditionerSettings(rate_bps=2e9, delay_s=0.000_05, queue_bytes=10_000_000, seed=seed)
    host = replace(
        ordinary_host(ORDINARY_SOCKET_BYTES), pauses_per_s=200.0, shortest_pause_s=0.002, longest_pause_s=0.004
    )
    small_s, again = finished_s(link, host, 80_000_000)
    # Paced by the mean it takes 1.2 to 1.8 s.
    assert small_s < 1.05, f"seed {seed}: {small_s:.2f} s"
    assert again <= 0.02, f"seed {seed}: {again:.1%} sent again"
