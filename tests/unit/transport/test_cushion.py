"""The cushion of the model-based control: how long a queue and a train a path bears."""

from __future__ import annotations

import random

import pytest

from ptp_core.transport.congestion.base import RateSample
from ptp_core.transport.congestion.cushion import (
    CALM_LENGTHENS,
    ENOUGH_SEGMENTS,
    LARGEST_LIFT,
    LATE_LOSS,
    LONGEST_S,
    LOSS_SHORTENS,
    OVERRUN_LOSS,
    SHORTEST_S,
    TOO_MUCH_LOSS,
    Cushion,
)
from ptp_core.transport.congestion.loss_model import LossModel, Sending
from ptp_core.transport.congestion.model_based import ModelBased
from ptp_core.transport.congestion.receiver_room import OVERHEAD, TRAIN_SHARE
from ptp_core.transport.congestion.round_trips import RoundTrips

PERIOD_S = 0.005


def test_a_path_that_loses_nothing_between_probes_bears_a_millisecond() -> None:
    cushion = Cushion()
    for _ in range(5):
        cushion.end_cycle(TOO_MUCH_LOSS)
    assert cushion.bears_s == LONGEST_S


def test_what_a_cycle_loses_shortens_it_and_calm_brings_it_back_more_slowly() -> None:
    cushion = Cushion()
    cushion.end_cycle(2 * TOO_MUCH_LOSS)
    assert cushion.bears_s == LONGEST_S * LOSS_SHORTENS
    cushion.end_cycle(0.0)
    assert cushion.bears_s == LONGEST_S * LOSS_SHORTENS * CALM_LENGTHENS < LONGEST_S
    for _ in range(20):
        cushion.end_cycle(2 * TOO_MUCH_LOSS)
    assert cushion.bears_s == SHORTEST_S


@pytest.mark.parametrize(("place", "bears_s"), [(-0.2, LONGEST_S), (0.0, LONGEST_S), (0.9, SHORTEST_S)])
def test_loss_shortens_it_only_where_it_takes_the_ends_of_trains(place: float, bears_s: float) -> None:
    cushion = Cushion()
    for _ in range(10):
        cushion.lost(ENOUGH_SEGMENTS, place * ENOUGH_SEGMENTS)
        cushion.end_cycle(2 * TOO_MUCH_LOSS)
    assert cushion.bears_s == bears_s


def test_a_queue_that_the_buffer_bears_outlasts_the_calm_phase_and_one_that_it_does_not_goes() -> None:
    cushion = Cushion()
    assert SHORTEST_S < cushion.kept_s < LONGEST_S
    for _ in range(20):
        cushion.end_cycle(2 * TOO_MUCH_LOSS)
    assert cushion.kept_s == 0.0


@pytest.mark.parametrize(("place", "is_spread"), [(0.0, True), (0.1, True), (0.2, False)])
def test_of_many_losses_a_place_a_little_late_tells(place: float, is_spread: bool) -> None:
    cushion = Cushion()
    cushion.lost(200.0, place * 200.0)
    cushion.end_cycle(2 * TOO_MUCH_LOSS)
    assert (cushion.bears_s == LONGEST_S) is is_spread


def test_chance_seldom_takes_so_many_ends() -> None:
    generator = random.Random(7)
    for count in (8, 30, 200, 2000):
        taken = 0
        for _ in range(200):
            cushion = Cushion()
            for _ in range(count):
                cushion.lost(1.0, generator.uniform(-1.0, 1.0))
            cushion.end_cycle(2 * TOO_MUCH_LOSS)
            taken += cushion.bears_s < LONGEST_S
        assert taken < 200 * (0.12 if count < 30 else 0.02), count


def test_where_even_the_shortest_trains_lose_much_less_and_less_is_made_up_for() -> None:
    cushion = Cushion()
    shares = []
    for _ in range(6):
        shares.append(cushion.late_share)
        cushion.end_cycle(2 * LATE_LOSS)
    assert shares == [1.0, 1.0, 1.0, 0.5, 0.25, 0.125]
    cushion.end_cycle(2 * TOO_MUCH_LOSS)
    assert cushion.late_share == 0.0625, "so little is worth it"
    for _ in range(20):
        cushion.end_cycle(0.0)
    assert cushion.late_share == 1.0


def test_trains_that_overran_the_buffer_are_the_shortest_at_once() -> None:
    cushion = Cushion()
    assert not cushion.end_cycle(OVERRUN_LOSS)
    assert cushion.end_cycle(2 * OVERRUN_LOSS)
    assert cushion.bears_s == SHORTEST_S
    cushion.lost(1000.0, 0.0)
    assert not cushion.end_cycle(2 * OVERRUN_LOSS), "the first of a train as often as the last: it is the path"


def test_what_a_buffer_has_been_seen_to_bear_bounds_what_leaves_at_once() -> None:
    cushion, bandwidth, bound_bytes, room_bytes = Cushion(), 50e6, 200_000.0, float("inf")
    assert cushion.bursts(bandwidth, bound_bytes, room_bytes, 2_000, is_local=True) == (bound_bytes, bound_bytes)
    for _ in range(2):
        cushion.end_cycle(2 * OVERRUN_LOSS)
    assert cushion.bursts(bandwidth, bound_bytes, room_bytes, 2_000, is_local=True) == pytest.approx((50_000, 25_000))
    burst_bytes = SHORTEST_S * bandwidth
    assert cushion.bursts(bandwidth, 0.0, room_bytes, 2_000, is_local=True) == pytest.approx(
        (burst_bytes, burst_bytes / 2)
    )
    assert cushion.bursts(1e6, 0.0, room_bytes, 2_000, is_local=True) == (2_000, 1_000)


def test_on_a_long_path_the_bound_alone_tells_what_leaves_at_once() -> None:
    """Beside Linux's BBR in a buffer of one product, 40 ms, 31 to 35 % of 50 Mbit/s became 21 to 27 %."""
    cushion = Cushion()
    for _ in range(10):
        cushion.end_cycle(2 * OVERRUN_LOSS)
    assert cushion.bursts(6e6, 50_000.0, float("inf"), 2_000, is_local=False) == (50_000.0, 50_000.0)


def test_what_calm_phases_lost_of_trains_that_overran_the_buffer_is_forgotten() -> None:
    loss = LossModel()
    loss.begin_phase(Sending.LESS, 1.0)
    loss.acknowledged(60_000, 1.5)
    loss.lost(40_000, 1.5)
    loss.end_period()
    loss.end_cycle(1_000)
    loss.acknowledged(60_000, 1.6)
    assert loss.path_loss > 0.05
    loss.forget_calm_phases()
    assert loss.path_loss == 0.0


def test_of_a_few_losses_nobody_can_tell() -> None:
    cushion = Cushion()
    cushion.lost(ENOUGH_SEGMENTS / 2, 0.0)
    cushion.end_cycle(2 * TOO_MUCH_LOSS)
    assert cushion.bears_s == LONGEST_S * LOSS_SHORTENS


def test_as_much_more_is_sent_as_fills_it_in_a_period() -> None:
    cushion = Cushion()
    rest_s = 0.02 * PERIOD_S
    # A rate of 1.02 for a period is a queue of two hundredths of the period more.
    assert cushion.lift(LONGEST_S - rest_s, PERIOD_S) == pytest.approx(0.02)
    assert cushion.lift(LONGEST_S, PERIOD_S) == 0.0
    assert cushion.lift(2 * LONGEST_S, PERIOD_S) == 0.0
    assert cushion.lift(0.0, PERIOD_S) == LARGEST_LIFT
    # On a long path a period is long enough for a small rate.
    assert cushion.lift(0.0, 0.2) == pytest.approx(LONGEST_S / 0.2)


def test_the_share_lost_between_probes_leaves_the_probe_out() -> None:
    loss = LossModel()
    loss.begin_phase(Sending.MORE, 1.0)
    loss.acknowledged(50_000, 1.5)
    loss.lost(50_000, 1.5)
    loss.begin_phase(Sending.LESS, 2.0)
    loss.acknowledged(40_000, 2.5)
    loss.begin_phase(Sending.ALIKE, 3.0)
    loss.acknowledged(59_000, 3.5)
    loss.lost(1_000, 3.5)
    assert loss.share_between_probes == pytest.approx(0.01)


def test_the_queue_that_stood_is_what_the_shortest_round_trip_of_a_period_had_more() -> None:
    rtts = RoundTrips()
    for _ in range(20):
        rtts.take(0.010)
        rtts.learn_minimum(1.0, may_measure=False)
    rtts.end_period()
    assert rtts.standing_s == 0.0
    for _ in range(2):
        for _ in range(20):
            rtts.take(0.013)
        rtts.end_period()
    assert rtts.standing_s == pytest.approx(0.003, abs=0.0005)


@pytest.mark.parametrize(
    ("socket_bytes", "most_s"), [(4_194_304, LONGEST_S), (212_992, SHORTEST_S), (425_984, SHORTEST_S)]
)
def test_a_train_leaves_half_of_the_receivers_socket_free(socket_bytes: int, most_s: float) -> None:
    control, bandwidth = ModelBased(1432), 150e6
    control.opened(0.0, socket_bytes)
    control.acknowledged(sample(bandwidth))
    control._bound.tighten(1)
    control._decide()
    assert control.bandwidth == bandwidth
    share_bytes = max(most_s * bandwidth, TRAIN_SHARE * socket_bytes / OVERHEAD)
    assert SHORTEST_S * bandwidth <= control.burst_bytes <= share_bytes


def sample(bandwidth: float) -> RateSample:
    return RateSample(
        now_s=1.0,
        acknowledged_bytes=150_000,
        lost_bytes=0,
        in_flight_bytes=0,
        delivered_bytes=150_000,
        rate_bytes_per_s=bandwidth,
        application_limited=False,
        round_start=True,
        rtt_s=0.001,
        minimum_rtt_s=0.001,
        smoothed_rtt_s=0.001,
        sent_s=0.999,
    )
