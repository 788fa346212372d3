"""The parts of the model-based control that say when: start-up's end, the cycle of probing, what round trips tell."""

from __future__ import annotations

import pytest

from ptp_core.transport.congestion.cycle import LONGEST_CALM_PERIODS, PHASES, UNPAID_CYCLES, ProbingCycle
from ptp_core.transport.congestion.loss_model import CycleLoss, LossModel, Sending
from ptp_core.transport.congestion.model_based import START_UP_GAIN, ModelBased
from ptp_core.transport.congestion.round_trips import CROWDED_RTTS, STALE_AFTER_S, RoundTrips
from ptp_core.transport.congestion.start_up import (
    GOES_ON_PERIODS,
    KNOWN_AFTER_PERIODS,
    LOST_SEGMENTS,
    ROUNDS_WITHOUT_GROWTH,
    RTTS_THAT_SHOW_A_QUEUE,
    StartUp,
)
from ptp_core.transport.rtt import TYPICAL_OF

MSS = 1000
NO_LOSS = CycleLoss(0.0, 0.0)


def test_start_up_goes_on_while_the_bandwidth_grows_by_a_quarter() -> None:
    start_up = StartUp()
    bandwidth = 1e6
    for _ in range(10):
        bandwidth *= 1.25
        start_up.end_round(bandwidth)
    assert not start_up.grows_no_more
    for at in range(ROUNDS_WITHOUT_GROWTH):
        assert not start_up.grows_no_more, at
        start_up.end_round(bandwidth)
    assert start_up.grows_no_more


def test_one_short_round_trip_among_the_recent_ones_is_no_queue() -> None:
    start_up = StartUp()
    for _ in range(RTTS_THAT_SHOW_A_QUEUE - 1):
        start_up.take_rtt(0.08)
        assert not start_up.queue_has_come(0.05)
    start_up.take_rtt(0.051)
    assert not start_up.queue_has_come(0.05)
    for _ in range(RTTS_THAT_SHOW_A_QUEUE):
        start_up.take_rtt(0.08)
    assert start_up.queue_has_come(0.05)
    assert not start_up.queue_has_come(0.0), "nothing is known of the path yet"


def test_a_burst_of_loss_ends_start_up_and_a_few_segments_do_not() -> None:
    start_up, loss = StartUp(), LossModel()
    loss.acknowledged(10 * MSS, sent_s=0.0)
    loss.lost((LOST_SEGMENTS - 1) * MSS, sent_s=0.0)
    assert not start_up.overflows(loss, MSS)
    loss.lost(MSS, sent_s=0.0)
    assert start_up.overflows(loss, MSS)


def test_a_path_that_loses_every_tenth_is_no_overflow_once_that_is_known() -> None:
    start_up, loss = StartUp(), LossModel()
    for _ in range(30):
        loss.acknowledged(90 * MSS, sent_s=0.0)
        loss.lost(10 * MSS, sent_s=0.0)
        assert not start_up.overflows(loss, MSS)
        loss.end_period()
    loss.acknowledged(70 * MSS, sent_s=0.0)
    loss.lost(30 * MSS, sent_s=0.0)
    assert start_up.overflows(loss, MSS)


def test_of_a_few_dozen_segments_a_seventh_is_lost_by_chance() -> None:
    start_up, loss = StartUp(), LossModel()
    for _ in range(KNOWN_AFTER_PERIODS):
        loss.acknowledged(100 * MSS, sent_s=0.0)
        loss.lost(MSS, sent_s=0.0)
        loss.end_period()
    loss.acknowledged(57 * MSS, sent_s=0.0)
    loss.lost(10 * MSS, sent_s=0.0)
    assert not start_up.overflows(loss, MSS)
    loss.acknowledged(570 * MSS, sent_s=0.0)
    loss.lost(100 * MSS, sent_s=0.0)
    assert start_up.overflows(loss, MSS)


def test_an_end_by_reordering_is_taken_back_for_a_few_periods() -> None:
    start_up = StartUp()
    start_up.ended_by_loss(20 * MSS, period=5)
    assert start_up.was_ended_by_loss
    assert not start_up.goes_on(9 * MSS, period=6)
    assert start_up.goes_on(MSS, period=6), "half of it has arrived after all"
    assert not start_up.was_ended_by_loss
    start_up.ended_by_loss(20 * MSS, period=5)
    assert not start_up.goes_on(20 * MSS, period=5 + GOES_ON_PERIODS + 1)


def through(cycle: ProbingCycle, *, drained: bool) -> list[Sending]:
    """What is sent from period to period of 10 ms, from a probe on until the cycle is over."""
    seen = []
    cycle.probe(1e6, 0.0)
    now_s = 0.0
    while True:
        now_s += 0.010_1
        seen.append(cycle.sending)
        if cycle.phase_is_over(0.01, 0.0, now_s, drained=drained):
            if cycle.is_last:
                return seen
            cycle.next_phase(now_s)


def test_a_cycle_sends_more_then_less_then_six_periods_as_much_as_fits() -> None:
    cycle = ProbingCycle()
    assert tuple(through(cycle, drained=True)) == PHASES
    gains = {Sending.MORE: cycle.gains.probe, Sending.LESS: cycle.gains.calm, Sending.ALIKE: cycle.gains.cruise}
    assert gains[Sending.MORE] > gains[Sending.ALIKE] > gains[Sending.LESS]


def test_the_calm_phase_waits_for_the_queue_to_go_but_not_for_ever() -> None:
    assert through(ProbingCycle(), drained=False).count(Sending.LESS) == LONGEST_CALM_PERIODS


def test_the_calm_phase_takes_nothing_more_away_once_the_queue_of_the_probe_is_gone() -> None:
    cycle = ProbingCycle()
    cycle.probe(1e6, 0.0)
    cycle.next_phase(0.01)
    assert cycle.gain == cycle.gains.calm
    cycle.calmed()
    assert (cycle.sending, cycle.gain) == (Sending.LESS, cycle.gains.cruise)
    cycle.next_phase(0.02)
    cycle.probe(1e6, 0.08)
    cycle.next_phase(0.09)
    assert cycle.gain == cycle.gains.calm


def test_only_a_probe_that_is_over_can_have_paid() -> None:
    cycle = ProbingCycle()
    cycle.probe(1e6, 0.0)
    assert not cycle.has_paid(2e6)
    cycle.next_phase(0.01)
    assert cycle.has_paid(1.2e6)
    assert not cycle.has_paid(1.1e6)


@pytest.mark.parametrize(("loss", "cycles"), [(CycleLoss(0.1, 0.0), 1), (NO_LOSS, UNPAID_CYCLES)])
def test_a_path_is_filled_when_a_probe_lost_or_some_in_a_row_found_nothing(loss: CycleLoss, cycles: int) -> None:
    cycle = ProbingCycle()
    for _ in range(cycles):
        assert not cycle.filled
        cycle.end(loss)
    assert cycle.filled


def test_the_minimum_is_a_median_and_a_single_short_way_is_none() -> None:
    rtts = RoundTrips()
    for at in range(3 * TYPICAL_OF):
        rtts.take(0.001 if at == TYPICAL_OF + 2 else 0.05)
        assert not rtts.learn_minimum(0.01 * at, may_measure=True)
    assert rtts.minimum_s == 0.05


def test_a_minimum_of_long_ago_is_measured_anew_when_that_may_be() -> None:
    rtts = RoundTrips()
    for _ in range(TYPICAL_OF):
        rtts.take(0.05)
        rtts.learn_minimum(0.0, may_measure=True)
    for _ in range(TYPICAL_OF):
        rtts.take(0.08)
    later_s = STALE_AFTER_S + 0.1
    assert not rtts.learn_minimum(later_s, may_measure=False)
    assert rtts.minimum_s == 0.05
    assert rtts.learn_minimum(later_s, may_measure=True)
    assert rtts.minimum_s == 0.08
    assert not rtts.learn_minimum(later_s, may_measure=True)


def test_a_queue_is_what_stands_in_all_of_a_period() -> None:
    rtts = RoundTrips()
    for _ in range(TYPICAL_OF):
        rtts.take(0.05)
        rtts.learn_minimum(0.0, may_measure=True)
    assert rtts.end_period() == (False, False)
    for rtt_s, told in ((0.08, (True, False)), (0.2, (True, True))):
        for _ in range(2 * TYPICAL_OF):
            rtts.take(rtt_s)
        rtts.end_period()
        rtts.take(rtt_s)
        assert rtts.end_period() == told
    for _ in range(2 * len(PHASES)):
        rtts.take(0.2)
        rtts.end_period()
    assert rtts.shared_s == CROWDED_RTTS * 0.05, "somebody else's queue, put up with as far as that"


def pass_period(rtts: RoundTrips, rtt_s: float) -> None:
    for _ in range(2 * TYPICAL_OF):
        rtts.take(rtt_s)
        rtts.learn_minimum(0.0, may_measure=True)
    rtts.end_period()


def test_a_path_is_crowded_when_a_queue_outlasts_a_whole_cycle_of_probing() -> None:
    rtts = RoundTrips()

    def period(rtt_s: float) -> bool:
        pass_period(rtts, rtt_s)
        return rtts.is_crowded

    assert not period(0.05)
    # The cycle, and the two periods in which it may have begun and ended.
    crowded = [period(0.08) for _ in range(len(PHASES) + 4)]
    assert crowded.index(True) > len(PHASES)
    assert crowded[-1]
    assert not period(0.051), "the calm phase was enough to drain it"


@pytest.mark.parametrize(("rtt_s", "overfilled"), [(0.1, False), (0.12, False), (0.135, True)])
def test_a_path_is_overfilled_when_others_hold_more_of_a_queue_than_flows_like_ours(
    rtt_s: float, overfilled: bool
) -> None:
    rtts = RoundTrips()

    def period(rtt_s: float) -> bool:
        pass_period(rtts, rtt_s)
        return rtts.is_overfilled

    assert not period(0.05)
    seen = [period(rtt_s) for _ in range(len(PHASES) + 4)]
    assert not any(seen[: len(PHASES)]), "a whole cycle has to show it"
    assert seen[-1] is overfilled
    assert not period(0.1)


@pytest.mark.parametrize(("handshake_s", "segments"), [(0.0, 64), (0.0002, 32), (0.0099, 32), (0.01, 64), (0.3, 64)])
def test_the_first_flight_is_half_as_large_where_doubling_once_more_takes_no_time(
    handshake_s: float, segments: int
) -> None:
    control = ModelBased(MSS)
    control.opened(handshake_s, 0)
    assert control.window_bytes == segments * MSS
    rtt_s = handshake_s or 0.05
    assert control.pacing_rate(rtt_s) == pytest.approx(START_UP_GAIN * segments * MSS / rtt_s)
