"""A bound on what a connection sends, whatever its path would take: kept, and forgotten when it is taken away."""

from __future__ import annotations

import pytest

from ptp_core.config import ConditionerSettings, CongestionAlgorithm, TransportSettings
from ptp_core.simulation.bottleneck import Bottleneck
from ptp_core.simulation.flow import Flow
from ptp_core.simulation.pair import Pair
from ptp_core.transfer.braking import Braking
from ptp_core.transfer.speed_limit import SpeedLimit

LINK = ConditionerSettings(rate_bps=20e6, delay_s=0.02, queue_bytes=200_000)


@pytest.mark.parametrize("algorithm", [CongestionAlgorithm.BBR, CongestionAlgorithm.CUBIC, CongestionAlgorithm.FIXED])
def test_it_is_kept_and_what_is_known_of_the_path_is_not_lost_by_it(algorithm: CongestionAlgorithm) -> None:
    fixed_bytes = 120_000 if algorithm is CongestionAlgorithm.FIXED else None
    settings = TransportSettings(congestion=algorithm, window_bytes=fixed_bytes)
    flow = Flow(settings)
    network = Bottleneck(LINK, [flow])

    def goodput_bps(start_s: float, stop_s: float) -> float:
        return flow.bytes_between(start_s, stop_s) * 8 / (stop_s - start_s)

    network.run(1.5)
    free = goodput_bps(0.7, 1.5)
    assert free > 0.8 * 20e6
    flow.client.sender.rate_bound_bytes_per_s = 100_000
    network.run(3.5)
    assert 0.9 * 800_000 < goodput_bps(1.8, 3.5) < 1.05 * 800_000
    flow.client.sender.rate_bound_bytes_per_s = None
    network.run(4.7)
    assert goodput_bps(3.9, 4.7) > 0.9 * min(free, 20e6)


def test_a_first_limit_holds_what_waits_in_the_send_buffer_already() -> None:
    """4 Mbit/s, and a megabyte in the buffer: two seconds of it would leave before a limit was felt."""
    pair = Pair(link=ConditionerSettings(rate_bps=4e6, delay_s=0.02, queue_bytes=100_000))
    pair.client.to_send = memoryview(bytes(1_000_000))
    pair.client.finish_after_sending = False
    pair.connect()
    pair.run(lambda: len(pair.server.received) > 200_000)
    limit = SpeedLimit()
    share = limit.join()
    braking = Braking(pair.client.driven, share)
    ticks = [pair.now]

    def look() -> None:
        if pair.now >= ticks[-1] + 0.1:
            ticks.append(pair.now)
            braking.look(pair.client.connection.statistics(pair.now), pair.now)

    def sent_within(seconds: float) -> int:
        before, until = pair.client.connection.statistics(pair.now).bytes_sent, pair.now + seconds
        pair.run(lambda: pair.now >= until)
        return pair.client.connection.statistics(pair.now).bytes_sent - before

    pair.after_turn = look
    sent_within(0.2)
    limit.set_rate(50_000, pair.now)
    sent_within(0.2)
    assert sent_within(2.0) <= 1.1 * 100_000
    # What left counts as passed: nothing of what follows may go before its time.
    assert share.ask(1, pair.now) == 0
    limit.set_rate(None, pair.now)
    pair.run(lambda: len(pair.server.received) == 1_000_000, limit_s=3.0)
    assert share.ask(10_000, pair.now) == 10_000
