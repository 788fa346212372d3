"""What the model-based control promises of a path: filled soon, short queues, room for others, and changes followed."""

from __future__ import annotations

import pytest

from ptp_core.config import ConditionerSettings, CongestionAlgorithm, TransportSettings
from ptp_core.simulation.bottleneck import Bottleneck
from ptp_core.simulation.flow import Flow
from ptp_core.simulation.host import LARGE_SOCKET_BYTES, ordinary_host
from ptp_core.transport.congestion.cushion import LONGEST_S, SHORTEST_S
from ptp_core.transport.congestion.model_based import ModelBased

BBR, CUBIC = CongestionAlgorithm.BBR, CongestionAlgorithm.CUBIC


def endless(link: ConditionerSettings, *algorithms: CongestionAlgorithm) -> Bottleneck:
    return Bottleneck(link, [Flow(TransportSettings(congestion=algorithm)) for algorithm in algorithms])


def rate_bps(flow: Flow, start_s: float, stop_s: float) -> float:
    return flow.bytes_between(start_s, stop_s) * 8 / (stop_s - start_s)


def test_start_up_fills_200_ms_at_100_mbits_in_two_seconds() -> None:
    link = ConditionerSettings(rate_bps=100e6, delay_s=0.1, drop=0.01, queue_bytes=10_000_000, seed=1)
    network = endless(link, BBR)
    network.run(2.0)
    assert network.flows[0].client.sender.congestion.pacing_rate(0.2) > 0.9 * 100e6 / 8


@pytest.mark.parametrize("drop", [0.01, 0.05, 0.1, 0.15])
def test_random_loss_costs_no_more_than_the_lost_share(drop: float) -> None:
    link = ConditionerSettings(rate_bps=50e6, delay_s=0.025, drop=drop, queue_bytes=2_000_000, seed=2)
    network = endless(link, BBR)
    network.run(4.0)
    assert rate_bps(network.flows[0], 1.5, 4.0) > 0.92 * 50e6 * (1 - drop)


@pytest.mark.parametrize("seed", [42, 60])
def test_chance_in_the_first_flights_does_not_end_start_up(seed: int) -> None:
    """Ended by ten of the first seventy segments, it took 0.85 s."""
    link = ConditionerSettings(rate_bps=100e6, delay_s=0.025, drop=0.1, queue_bytes=625_000, seed=seed)
    back = ConditionerSettings(delay_s=0.025, drop=0.1, seed=seed + 1)
    flow = Flow(TransportSettings(), 5_000_000)
    Bottleneck(link, [flow], back=back).run(5.0)
    assert flow.finished_s is not None
    assert flow.finished_s < 0.75


def test_a_deep_buffer_stays_nearly_empty_after_start_up() -> None:
    network = endless(ConditionerSettings(rate_bps=20e6, delay_s=0.02, queue_bytes=2_500_000), BBR)
    longest = [0.0]

    def watch() -> None:
        if network.elapsed_s > 2.0:
            longest.append(network.queued_bytes)

    network.after_step = watch
    network.run(6.0)
    assert max(longest) < 150_000
    assert rate_bps(network.flows[0], 2.0, 6.0) > 0.93 * 20e6


def test_reordering_by_jitter_is_not_taken_for_loss() -> None:
    link = ConditionerSettings(rate_bps=300e6, delay_s=0.025, jitter_s=0.005, queue_bytes=10_000_000)
    network = endless(link, BBR)
    network.run(1.5)
    sender = network.flows[0].client.sender
    assert rate_bps(network.flows[0], 0.8, 1.5) > 0.9 * 300e6
    assert sender.counters.retransmitted_fast < sender.counters.segments_sent / 100


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_a_short_buffer_behind_jitter_is_not_kept_full(seed: int) -> None:
    """All round trips of start-up hold its queue: taken for the path's own they would keep it full for good."""
    link = ConditionerSettings(rate_bps=100e6, delay_s=0.001, jitter_s=0.001, queue_bytes=60_000, seed=seed)
    network = Bottleneck(link, [Flow(TransportSettings())], host=ordinary_host(LARGE_SOCKET_BYTES))
    network.run(1.0)
    early = network.overflowed
    network.run(3.0)
    assert network.overflowed - early < 0.012 * 2.0 * 100e6 / 8 / 1472
    assert rate_bps(network.flows[0], 1.0, 3.0) > 0.92 * 100e6


@pytest.mark.parametrize("seed", [0, 2, 5])
def test_start_up_that_reordering_ended_goes_on(seed: int) -> None:
    """Most of the first flight looks lost: it arrives in another order, and no reordering has been seen yet."""
    link = ConditionerSettings(rate_bps=100e6, delay_s=0.025, jitter_s=0.005, queue_bytes=10_000_000, seed=seed)
    network = endless(link, BBR)
    network.run(1.2)
    assert rate_bps(network.flows[0], 0.7, 1.2) > 0.9 * 100e6


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_packets_that_overtake_by_half_a_round_trip_do_not_mislead_it(seed: int) -> None:
    """One in a hundred skips the delay, there and back: the shortest round trip is not the path's."""
    link = ConditionerSettings(rate_bps=50e6, delay_s=0.05, reorder=0.01, drop=0.01, queue_bytes=10_000_000, seed=seed)
    network = endless(link, BBR)
    network.run(3.0)
    assert rate_bps(network.flows[0], 1.5, 3.0) > 0.9 * 50e6


@pytest.mark.parametrize("queue_products", [1, 4])
def test_beside_cubic_neither_starves(queue_products: int) -> None:
    link = ConditionerSettings(rate_bps=25e6, delay_s=0.02, queue_bytes=125_000 * queue_products)
    network = endless(link, BBR, CUBIC)
    network.run(25.0)
    ours, theirs = (flow.bytes_between(4.0, 25.0) for flow in network.flows)
    assert 0.25 < ours / (ours + theirs) < 0.78


@pytest.mark.parametrize("seed", [6, 10])
def test_beside_cubic_in_a_deep_buffer_our_own_window_is_not_taken_for_the_path(seed: int) -> None:
    """Seed 6: in 10 s without a loss of the other's we went down from a half to a tenth, and had 22 % in all."""
    link = ConditionerSettings(
        rate_bps=50e6, delay_s=0.02 + seed * 2e-5, queue_bytes=1_000_000 + 1000 * seed, seed=seed
    )
    network = endless(link, BBR, CUBIC)
    network.run(25.0)
    ours, theirs = (flow.bytes_between(4.0, 25.0) for flow in network.flows)
    assert 0.35 < ours / (ours + theirs) < 0.75, f"seed {seed}"


@pytest.mark.parametrize("queue_products", [1, 4])
def test_beside_a_flow_that_never_gives_way_neither_starves(queue_products: int) -> None:
    """Two paths' worth in flight whatever is lost: what kernel BBR holds where it does not own the path."""
    link = ConditionerSettings(rate_bps=25e6, delay_s=0.02, queue_bytes=125_000 * queue_products)
    stubborn = TransportSettings(congestion=CongestionAlgorithm.FIXED, window_bytes=250_000)
    network = Bottleneck(link, [Flow(TransportSettings()), Flow(stubborn)])
    network.run(15.0)
    ours, theirs = (flow.bytes_between(4.0, 15.0) for flow in network.flows)
    assert 0.25 < ours / (ours + theirs) < 0.75


@pytest.mark.parametrize("queue_products", [1, 4])
def test_a_flow_that_comes_later_gets_its_share(queue_products: int) -> None:
    link = ConditionerSettings(rate_bps=25e6, delay_s=0.02, queue_bytes=125_000 * queue_products)
    network = Bottleneck(link, [Flow(TransportSettings()), Flow(TransportSettings(), starts_s=3.0)])
    network.run(20.0)
    one, other = (flow.bytes_between(8.0, 20.0) for flow in network.flows)
    assert (one + other) ** 2 / (2 * (one**2 + other**2)) > 0.9


def test_a_flow_begins_at_a_time_that_no_binary_fraction_is() -> None:
    """Rounded down, its beginning was never there, and the clock stood still before it for ever."""
    network = Bottleneck(ConditionerSettings(rate_bps=25e6, delay_s=0.02), [Flow(TransportSettings(), 1000, 0.05)])
    steps = [0]

    def count() -> None:
        steps[0] += 1
        assert steps[0] < 1000

    network.after_step = count
    network.run(1.0)
    assert network.all_finished()


def test_a_rate_that_falls_to_a_tenth_is_followed() -> None:
    network = endless(ConditionerSettings(rate_bps=100e6, delay_s=0.025, queue_bytes=625_000), BBR)

    def fall() -> None:
        if network.elapsed_s > 1.5:
            network.change_link(rate_bps=10e6)

    network.after_step = fall
    network.run(7.0)
    flow = network.flows[0]
    assert rate_bps(flow, 5.0, 7.0) > 0.9 * 10e6
    assert network.queued_bytes < 62_500 * 1.5
    again = flow.client.sender.counters.retransmitted_fast
    network.run(9.0)
    assert flow.client.sender.counters.retransmitted_fast - again < 50


def test_a_rate_that_grows_tenfold_is_found() -> None:
    network = endless(ConditionerSettings(rate_bps=10e6, delay_s=0.025, queue_bytes=625_000), BBR)

    def rise() -> None:
        if network.elapsed_s > 1.5:
            network.change_link(rate_bps=100e6)

    network.after_step = rise
    network.run(5.0)
    assert rate_bps(network.flows[0], 4.0, 5.0) > 0.9 * 100e6


def test_a_shallow_buffer_as_a_policer_has_it_does_not_end_in_a_storm_of_losses() -> None:
    network = endless(ConditionerSettings(rate_bps=50e6, delay_s=0.02, queue_bytes=15_000), BBR)
    network.run(6.0)
    flow = network.flows[0]
    assert rate_bps(flow, 2.0, 6.0) > 0.75 * 50e6
    counters = flow.client.sender.counters
    assert counters.retransmitted_fast < 0.1 * counters.segments_sent


@pytest.mark.parametrize(
    ("link_bps", "rtt_s", "queue_bytes", "jitter_s"),
    [
        (1000e6, 0.0003, 300_000, 0.0),
        (300e6, 0.0004, 100_000, 0.0),
        (300e6, 0.004, 37_500, 0.0),
        (100e6, 0.0004, 60_000, 0.0),
        (100e6, 0.002, 60_000, 0.001),
    ],
)
def test_a_short_buffer_is_not_taken_for_a_lossy_path(
    link_bps: float, rtt_s: float, queue_bytes: int, jitter_s: float
) -> None:
    """A switch, and computers whose threads pause: nearly all is carried, and hardly anything thrown away."""
    link = ConditionerSettings(rate_bps=link_bps, delay_s=rtt_s / 2, queue_bytes=queue_bytes, jitter_s=jitter_s, seed=3)
    network = Bottleneck(link, [Flow(TransportSettings())], host=ordinary_host(LARGE_SOCKET_BYTES))
    network.run(0.4)
    submitted, overflowed = network.submitted, network.overflowed
    network.run(1.0)
    assert rate_bps(network.flows[0], 0.4, 1.0) > 0.92 * link_bps
    assert network.overflowed - overflowed < 0.02 * (network.submitted - submitted)


@pytest.mark.parametrize(
    ("link_bps", "drop", "queue_bytes", "train_s"),
    [(300e6, 0.01, 200_000, LONGEST_S), (100e6, 0.02, 100_000, LONGEST_S), (50e6, 0.0, 6_250, SHORTEST_S)],
)
def test_trains_are_short_for_a_short_buffer_and_not_for_a_path_that_loses_by_chance(
    link_bps: float, drop: float, queue_bytes: int, train_s: float
) -> None:
    link = ConditionerSettings(rate_bps=link_bps, delay_s=0.002, drop=drop, queue_bytes=queue_bytes, seed=3)
    network = Bottleneck(link, [Flow(TransportSettings())], host=ordinary_host(LARGE_SOCKET_BYTES))
    control = network.flows[0].client.sender.congestion
    assert isinstance(control, ModelBased)
    network.run(1.0)
    seen: list[float] = []
    network.after_step = lambda: seen.append(control._cushion.bears_s)
    network.run(2.0)
    assert sum(seen) / len(seen) == pytest.approx(train_s, rel=0.25)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("link_bps", "rtt_s", "queue_bytes"), [(170e6, 0.0004, 7_000), (290e6, 0.001, 12_000)])
def test_a_buffer_of_a_few_packets_is_overrun_by_trains_and_no_lossy_path(
    link_bps: float, rtt_s: float, queue_bytes: int, seed: int
) -> None:
    link = ConditionerSettings(rate_bps=link_bps, delay_s=rtt_s / 2, queue_bytes=queue_bytes, seed=seed)
    back = ConditionerSettings(delay_s=rtt_s / 2, seed=seed + 1)
    network = Bottleneck(link, [Flow(TransportSettings())], back=back, host=ordinary_host(LARGE_SOCKET_BYTES))
    network.run(1.5)
    assert network.overflowed < 0.06 * network.submitted
    assert rate_bps(network.flows[0], 0.2, 1.5) > 0.75 * link_bps


@pytest.mark.parametrize(
    ("link_bps", "rtt_s", "queue_bytes", "jitter_s"),
    [(300e6, 0.003, 70_000, 0.0005), (120e6, 0.001, 17_000, 0.001)],
)
def test_nor_where_packets_overtake_one_another_there_and_back(
    link_bps: float, rtt_s: float, queue_bytes: int, jitter_s: float
) -> None:
    """Losses are known late, by the timer of the reordering window: they are of the probe that caused them still."""
    link = ConditionerSettings(rate_bps=link_bps, delay_s=rtt_s / 2, queue_bytes=queue_bytes, jitter_s=jitter_s, seed=3)
    back = ConditionerSettings(delay_s=rtt_s / 2, jitter_s=jitter_s, seed=4)
    network = Bottleneck(link, [Flow(TransportSettings())], back=back, host=ordinary_host(LARGE_SOCKET_BYTES))
    network.run(0.4)
    submitted, overflowed = network.submitted, network.overflowed
    network.run(1.4)
    assert rate_bps(network.flows[0], 0.4, 1.4) > 0.92 * link_bps
    assert network.overflowed - overflowed < 0.02 * (network.submitted - submitted)
