"""The parts of the model-based control alone: bandwidth, lumps, loss, the bound and the gains."""

from __future__ import annotations

import pytest

from ptp_core.transport.congestion.bandwidth import (
    LEAST_MEMORY_S,
    LUMP_MEMORY_S,
    PERIODS_REMEMBERED,
    AcknowledgementLumps,
    BandwidthFilter,
    SteadyRate,
)
from ptp_core.transport.congestion.gains import LARGEST_EXCESS, LEAST_EXCESS, Gains
from ptp_core.transport.congestion.inflight_bound import (
    BACK_OFF,
    HEADROOM,
    TRY_AFTER_PERIODS,
    InflightBound,
)
from ptp_core.transport.congestion.loss_model import (
    CALM_PHASES_REMEMBERED,
    MAXIMUM_COMPENSATED_LOSS,
    CycleLoss,
    LossModel,
    Sending,
    Tally,
)

MSS = 1000


def test_the_bandwidth_is_the_greatest_rate_of_ten_periods() -> None:
    rates = BandwidthFilter()
    rates.take(5e6, 1.0, is_limited=False)
    for period in range(PERIODS_REMEMBERED):
        rates.end_period()
        rates.take(2e6, 1.1 + period, is_limited=False)
    assert rates.bytes_per_s == 5e6
    rates.end_period()
    rates.take(2e6, 20.0, is_limited=False)
    assert rates.bytes_per_s == 2e6


def test_many_short_periods_do_not_make_it_forget() -> None:
    rates = BandwidthFilter()
    rates.take(5e6, 1.0, is_limited=False)
    for period in range(3 * PERIODS_REMEMBERED):
        rates.end_period()
        rates.take(2e6, 1.0 + LEAST_MEMORY_S * period / (4 * PERIODS_REMEMBERED), is_limited=False)
    assert rates.bytes_per_s == 5e6


def test_a_limited_sample_counts_only_where_it_shows_more() -> None:
    rates = BandwidthFilter()
    rates.take(5e6, 1.0, is_limited=False)
    assert rates.take(4e6, 1.1, is_limited=True) == 0.0
    assert rates.take(6e6, 1.2, is_limited=True) == 6e6


def test_who_gives_way_believes_no_more_until_the_next_probe() -> None:
    rates = BandwidthFilter()
    rates.take(5e6, 1.0, is_limited=False)
    rates.give_way(0.8, 1.1)
    rates.take(5e6, 1.2, is_limited=False)
    assert rates.bytes_per_s == 4e6
    rates.lift_ceiling()
    rates.take(5e6, 1.3, is_limited=False)
    assert rates.bytes_per_s == 5e6


def test_a_rate_that_a_pause_made_does_not_hold() -> None:
    """10 MB/s; the receiver pauses from 10 to 14 ms, and then tells of all of it at once."""
    steady = SteadyRate()
    for at_ms in (0, 5, 10):
        steady.mark(at_ms * 10_000, at_ms / 1000)
    delivered_bytes = 145_000
    assert steady.bound(45_000 / 0.0015, delivered_bytes, 0.0145) == pytest.approx(1e7)
    assert steady.bound(9e6, delivered_bytes, 0.0145) == 9e6


def test_a_long_sample_needs_no_witness() -> None:
    steady = SteadyRate()
    steady.mark(0, 1.0)
    assert steady.bound(1e7, 10, 1.05) == 1e7


def test_lumps_are_what_comes_beyond_the_bandwidth() -> None:
    lumps = AcknowledgementLumps()
    now_s = 1.0
    for _ in range(100):
        now_s += 0.001
        lumps.acknowledged(1000, 1e6, now_s)
    assert lumps.lump_bytes <= 2000
    lumps.acknowledged(4000, 1e6, now_s + 0.0001)
    assert 3900 <= lumps.lump_bytes <= 5000
    for step in range(100):
        lumps.acknowledged(1000, 1e6, now_s + LUMP_MEMORY_S + 0.01 + step / 1000)
    assert lumps.lump_bytes <= 2000


def cycle(model: LossModel, now_s: float, *, more: int, less: int, alike: int) -> CycleLoss:
    """One cycle that loses so many of a hundred segments in each phase, told a tenth of a second later."""
    for sending, lost in ((Sending.MORE, more), (Sending.LESS, less), (Sending.ALIKE, alike)):
        model.begin_phase(sending, now_s)
        model.acknowledged((100 - lost) * MSS, now_s)
        model.lost(lost * MSS, now_s)
        model.end_period()
        now_s += 1.0
    return model.end_cycle(MSS)


def test_loss_that_stays_when_less_is_sent_is_the_paths() -> None:
    model = LossModel()
    for at in range(6):
        found = cycle(model, 10.0 * at, more=10, less=10, alike=10)
    assert found == CycleLoss(0.0, 0.0)
    assert model.path_loss == pytest.approx(0.1, abs=0.03)


def test_loss_that_goes_when_less_is_sent_is_ours() -> None:
    model = LossModel()
    for at in range(6):
        found = cycle(model, 10.0 * at, more=30, less=0, alike=15)
    assert found.probe_excess == pytest.approx(0.3)
    assert found.cruise_excess == pytest.approx(0.15)
    assert model.path_loss < 0.01


def test_a_few_segments_are_chance() -> None:
    assert cycle(LossModel(), 1.0, more=2, less=0, alike=2) == CycleLoss(0.0, 0.0)


def test_a_loss_is_counted_for_the_phase_in_which_it_was_sent() -> None:
    model = LossModel()
    model.begin_phase(Sending.MORE, 1.0)
    model.begin_phase(Sending.LESS, 2.0)
    model.acknowledged(50 * MSS, sent_s=1.9)
    model.lost(50 * MSS, sent_s=1.9)
    model.acknowledged(100 * MSS, sent_s=2.1)
    assert model.end_cycle(MSS).probe_excess == pytest.approx(0.5)


def test_a_loss_that_is_known_late_is_no_loss_of_the_calm_phase() -> None:
    """Behind jitter what was sent in the calm phase has been acknowledged before the probe's losses are known."""
    model = LossModel()
    model.begin_phase(Sending.MORE, 1.0)
    model.begin_phase(Sending.LESS, 2.0)
    model.acknowledged(50 * MSS, sent_s=1.9)
    model.acknowledged(100 * MSS, sent_s=2.1)
    model.begin_phase(Sending.ALIKE, 3.0)
    model.lost(50 * MSS, sent_s=1.9)
    model.lost(20 * MSS, sent_s=2.1)
    model.take_back(20 * MSS, sent_s=2.1)
    assert model.end_cycle(MSS).probe_excess == pytest.approx(0.5)
    model.end_period()
    assert model.path_loss < 0.01


def test_before_the_first_calm_phase_there_is_no_verdict_on_a_cycle_nor_an_overflow() -> None:
    model = LossModel()
    model.begin_phase(Sending.ALIKE, 1.0)
    model.acknowledged(500 * MSS, sent_s=1.1)
    model.lost(500 * MSS, sent_s=1.1)
    assert not model.shows_overflow(model.period, MSS)
    assert model.end_cycle(MSS) == CycleLoss(0.0, 0.0)
    model.begin_phase(Sending.LESS, 2.0)
    model.acknowledged(500 * MSS, sent_s=2.1)
    model.end_cycle(MSS)
    assert model.shows_overflow(Tally(80 * MSS, 20 * MSS), MSS)
    assert not model.shows_overflow(Tally(97 * MSS, 3 * MSS), MSS)


def test_what_start_up_lost_is_no_verdict_but_what_the_calm_after_it_showed_stays() -> None:
    model = LossModel()
    model.acknowledged(50 * MSS, sent_s=0.0)
    model.lost(50 * MSS, sent_s=0.0)
    model.end_period()
    assert model.path_loss == 0.0
    model.begin_phase(Sending.LESS, 1.0)
    model.acknowledged(90 * MSS, sent_s=1.1)
    model.lost(10 * MSS, sent_s=1.1)
    model.forget_verdicts()
    model.end_period()
    assert 0.1 < model.path_loss < 0.16
    assert model.end_cycle(MSS) == CycleLoss(0.0, 0.0)


def test_no_path_loss_is_made_up_for_without_end() -> None:
    model = LossModel()
    for at in range(10 * CALM_PHASES_REMEMBERED):
        cycle(model, 10.0 * at, more=40, less=40, alike=40)
    assert model.path_loss == MAXIMUM_COMPENSATED_LOSS


def end(
    bound: InflightBound, peak_bytes: int, *, lost: bool = False, overflows: bool = False, probing: bool = False
) -> None:
    bound.watch(peak_bytes)
    bound.end_period(lost_by_us=lost or overflows, overflows=overflows, probing=probing, least_bytes=10_000)


def test_nothing_is_bounded_before_the_first_loss_of_ours() -> None:
    bound = InflightBound()
    end(bound, 100_000)
    assert bound.probing_bytes == bound.cruising_bytes == bound.burst_bytes(10_000) == float("inf")


def test_the_bound_is_learnt_from_where_loss_begins() -> None:
    bound = InflightBound()
    end(bound, 100_000, lost=True)
    assert bound.probing_bytes == 100_000 * BACK_OFF
    assert bound.cruising_bytes == 100_000 * BACK_OFF * HEADROOM
    end(bound, 90_000, lost=True)
    assert bound.probing_bytes == 100_000 * BACK_OFF, "one overflow shows in two periods"


def test_a_loss_far_below_the_bound_is_not_its_fault_and_the_path_always_fits() -> None:
    bound = InflightBound()
    end(bound, 100_000, lost=True)
    for _ in range(10):
        end(bound, 20_000)
    end(bound, 20_000, lost=True)
    assert bound.probing_bytes == 100_000 * BACK_OFF
    for _ in range(100):
        end(bound, int(bound.probing_bytes), lost=True)
    assert bound.probing_bytes == 10_000


def test_a_probe_that_overflows_far_below_the_bound_shows_that_it_was_none() -> None:
    bound = InflightBound()
    end(bound, 100_000, lost=True)
    for probing in (False, False, True):
        end(bound, 50_000, probing=probing)
    end(bound, 50_000, overflows=True)
    assert bound.probing_bytes == 50_000 * BACK_OFF, "a probe's losses show a period later"


def test_a_cycle_that_loses_below_the_bound_tightens_it() -> None:
    bound = InflightBound()
    end(bound, 100_000, lost=True)
    end(bound, 85_000)
    bound.tighten(10_000)
    assert bound.probing_bytes == 100_000 * BACK_OFF, "the bound was in the way, and is judged by its own losses"
    end(bound, 50_000)
    end(bound, 50_000)
    bound.tighten(10_000)
    assert bound.probing_bytes == 50_000 * BACK_OFF
    bound.tighten(70_000)
    assert bound.probing_bytes == 50_000 * BACK_OFF


def test_a_bound_that_held_is_tried_from_above_faster_and_faster() -> None:
    bound = InflightBound()
    end(bound, 100_000, lost=True)
    for _ in range(TRY_AFTER_PERIODS):
        end(bound, 90_000, probing=True)
    assert bound.probing_bytes == 90_000
    grown = []
    for _ in range(3):
        before = bound.probing_bytes
        end(bound, int(before), probing=True)
        grown.append(bound.probing_bytes / before)
    assert grown == sorted(set(grown))
    assert grown[0] > 1


def test_a_probe_is_as_strong_as_the_buffer_bears() -> None:
    gains = Gains()
    assert gains.probe == 1 + LARGEST_EXCESS
    for _ in range(10):
        gains.end_cycle(CycleLoss(0.1, 0.0))
    assert gains.probe == 1 + LEAST_EXCESS
    for _ in range(20):
        gains.end_cycle(CycleLoss(0.0, 0.0))
    assert gains.probe == 1 + LARGEST_EXCESS


def test_what_is_sent_between_probes_falls_by_what_it_lost() -> None:
    gains = Gains()
    gains.end_cycle(CycleLoss(0.0, 0.1))
    assert gains.cruise == pytest.approx(0.9)
    assert gains.calm < gains.cruise
    for _ in range(10):
        gains.end_cycle(CycleLoss(0.0, 0.0))
    assert gains.cruise == 1.0
