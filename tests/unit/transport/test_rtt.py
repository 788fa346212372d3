"""RFC 6298: SRTT, RTTVAR, RTO and backoff."""

from __future__ import annotations

import pytest

from ptp_core.transport.rtt import INITIAL_RTO_S, MAXIMUM_RTO_S, MINIMUM_VARIATION_S, RttEstimator


def test_before_the_first_sample_the_rto_is_a_second() -> None:
    assert RttEstimator(None, doubles=True).rto_s == INITIAL_RTO_S


def test_the_first_sample_sets_srtt_and_half_of_it_as_variation() -> None:
    rtt = RttEstimator(None, doubles=True)
    rtt.sample(0.4, 0.0, 0.0)
    assert (rtt.smoothed_s, rtt.variation_s) == (0.4, 0.2)
    assert rtt.rto_s == pytest.approx(0.4 + 4 * 0.2)


def test_later_samples_are_weighted_by_an_eighth_and_a_quarter() -> None:
    rtt = RttEstimator(None, doubles=True)
    rtt.sample(0.4, 0.0, 0.0)
    rtt.sample(0.8, 0.0, 1.0)
    assert rtt.variation_s == pytest.approx(0.75 * 0.2 + 0.25 * 0.4)
    assert rtt.smoothed_s == pytest.approx(0.875 * 0.4 + 0.125 * 0.8)


def test_a_steady_path_keeps_the_minimum_above_its_rtt() -> None:
    rtt = RttEstimator(None, doubles=True)
    for at in range(200):
        rtt.sample(0.05, 0.0, float(at))
    assert rtt.rto_s == pytest.approx(0.05 + MINIMUM_VARIATION_S)


def test_each_time_out_doubles_up_to_the_maximum_and_a_sample_ends_it() -> None:
    rtt = RttEstimator(None, doubles=True)
    rtt.sample(0.1, 0.0, 0.0)
    first = rtt.rto_s
    rtt.back_off()
    assert rtt.rto_s == pytest.approx(2 * first)
    for _ in range(20):
        rtt.back_off()
    assert rtt.rto_s == MAXIMUM_RTO_S
    rtt.sample(0.1, 0.0, 1.0)
    assert rtt.rto_s < 2 * first


def test_the_classroom_time_out_never_changes() -> None:
    rtt = RttEstimator(0.7, doubles=False)
    rtt.sample(5.0, 0.0, 0.0)
    rtt.back_off()
    assert rtt.rto_s == 0.7


def test_the_peers_delay_is_taken_off_but_never_below_the_minimum() -> None:
    rtt = RttEstimator(None, doubles=True)
    rtt.sample(0.100, 0.0, 0.0)
    rtt.sample(0.130, 0.020, 1.0)
    assert rtt.latest_s == pytest.approx(0.110)
    rtt.sample(0.105, 0.050, 2.0)
    assert rtt.latest_s == pytest.approx(0.105)


def test_four_of_nine_that_took_a_shorter_way_do_not_move_the_minimum() -> None:
    rtt = RttEstimator(None, doubles=True)
    for at, taken_s in enumerate([0.1, 0.1, 0.05, 0.1, 0.001] * 7):
        rtt.sample(taken_s, 0.0, at / 10)
    assert rtt.minimum_s == 0.1


def test_a_path_that_has_become_shorter_moves_the_minimum_with_the_fifth_sample() -> None:
    rtt = RttEstimator(None, doubles=True)
    for at in range(9):
        rtt.sample(0.1, 0.0, at / 10)
    for at in range(5):
        assert rtt.minimum_s == 0.1
        rtt.sample(0.05, 0.0, 1 + at / 10)
    assert rtt.minimum_s == 0.05


def test_what_overtook_others_does_not_count_for_the_minimum() -> None:
    rtt = RttEstimator(None, doubles=True)
    for at in range(30):
        rtt.sample(0.05 if at else 0.1, 0.0, at / 10, ordinary=at == 0)
    assert rtt.minimum_s == 0.1
    assert rtt.smoothed_s < 0.06


def test_a_fixed_time_out_doubles_where_that_is_wanted() -> None:
    rtt = RttEstimator(0.3, doubles=True)
    rtt.back_off()
    assert rtt.rto_s == pytest.approx(0.6)
