"""The congestion controls alone, fed with samples."""

from __future__ import annotations

import pytest

from ptp_core.config import CongestionAlgorithm, Profile, transport_settings
from ptp_core.transport.congestion import RateSample, make_congestion_control
from ptp_core.transport.congestion.cubic import BETA, INITIAL_SEGMENTS, Cubic
from ptp_core.transport.congestion.model_based import LARGE_WINDOW_GAIN, START_UP_WINDOW_GAIN, TRAINS_S, ModelBased
from ptp_core.transport.congestion.phase import Phase

MSS = 1000
RTT_S = 0.05


def sample(now_s: float, acknowledged: int, **changes: object) -> RateSample:
    base = RateSample(
        now_s=now_s, acknowledged_bytes=acknowledged, lost_bytes=0, in_flight_bytes=0, delivered_bytes=0,
        rate_bytes_per_s=0.0, application_limited=False, round_start=True, rtt_s=RTT_S, minimum_rtt_s=RTT_S,
        smoothed_rtt_s=RTT_S, sent_s=now_s - RTT_S,
    )  # fmt: skip
    return base._replace(**changes)  # type: ignore[arg-type]


def tell(control: ModelBased, told: RateSample) -> None:
    """As the sender does it: first what the acknowledgement reveals to be lost, then the acknowledgement."""
    if told.lost_bytes:
        control.lost(told.lost_bytes, told.sent_s, told.now_s, told.in_flight_bytes)
    control.acknowledged(told)


def test_the_profile_chooses_the_control() -> None:
    for algorithm in CongestionAlgorithm:
        settings = transport_settings(Profile.DEFAULT, congestion=algorithm)
        control = make_congestion_control(settings, MSS)
        names = {
            "fixed": "FixedWindow", "cubic": "Cubic", "bbr": "ModelBased", "reno": "Reno", "tahoe": "Tahoe",
        }  # fmt: skip
        assert type(control).__name__ == names[algorithm.value]


def test_the_fixed_window_is_fixed() -> None:
    control = make_congestion_control(transport_settings(Profile.CLASSROOM, mss_bytes=500, window_bytes=2000), 500)
    control.acknowledged(sample(1.0, 500))
    control.lost(500, 0.0, 1.0, 0)
    control.timed_out(1.0)
    assert control.window_bytes == 2000
    assert control.pacing_rate(RTT_S) == 0.0


def test_cubic_doubles_in_slow_start_and_backs_off_by_beta_once_a_round() -> None:
    control = Cubic(MSS)
    control.acknowledged(sample(1.0, INITIAL_SEGMENTS * MSS))
    assert control.window_bytes == 2 * INITIAL_SEGMENTS * MSS
    control.lost(MSS, 1.0, 1.05, 0)
    reduced = control.window_bytes
    assert reduced == int(2 * INITIAL_SEGMENTS * MSS * BETA)
    control.lost(MSS, 1.04, 1.06, 0)
    assert control.window_bytes == reduced, "losses of the same round count once"


def test_cubic_comes_back_to_its_maximum_along_the_curve() -> None:
    control = Cubic(MSS)
    for at in range(4):
        control.acknowledged(sample(at * RTT_S, control.window_bytes))
    before = control.window_bytes
    control.lost(MSS, 0.3, 0.35, 0)
    now_s, windows = 0.35, []
    for _ in range(400):
        now_s += RTT_S
        control.acknowledged(sample(now_s, control.window_bytes))
        windows.append(control.window_bytes)
    assert windows == sorted(windows)
    assert windows[-1] > before
    assert windows[5] < before


def test_cubic_undoes_a_loss_that_was_none() -> None:
    control = Cubic(MSS)
    control.acknowledged(sample(1.0, 10 * MSS))
    before = control.window_bytes
    control.lost(MSS, 1.0, 1.05, 0)
    control.loss_was_spurious(1460, 1.0, 1.06)
    assert control.window_bytes == before


def test_cubic_starts_again_with_one_segment_after_a_time_out() -> None:
    control = Cubic(MSS)
    control.timed_out(1.0)
    assert control.window_bytes == MSS


def grown(control: Cubic, rtts_s: list[float]) -> list[float]:
    """How much the window grows in each round of these round trips."""
    growth, now_s = [], 1.0
    for rtt_s in rtts_s:
        before = control.window_bytes
        for number in range(10):
            now_s += rtt_s / 10
            change = sample(now_s, before // 10, rtt_s=rtt_s, round_start=number == 0)
            control.acknowledged(change)
        growth.append(control.window_bytes / before)
    return growth


def test_cubic_leaves_slow_start_when_the_round_trips_grow() -> None:
    """HyStart++: a quarter of the growth at the first sign, and after five such rounds none of it."""
    growth = grown(Cubic(MSS), [0.05, 0.05, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12])
    assert growth[:3] == pytest.approx([2.0] * 3, rel=0.02)
    assert growth[5:7] == pytest.approx([1.25] * 2, rel=0.02)
    assert growth[-1] < 1.2


def test_cubic_takes_one_late_round_for_jitter() -> None:
    growth = grown(Cubic(MSS), [0.05, 0.05, 0.065, 0.05, 0.05, 0.05])
    assert min(growth[2:4]) < 1.9
    assert growth[-1] == pytest.approx(2.0, rel=0.02)


def feed(control: ModelBased, rate: float, rounds: int, now_s: float, lost: int = 0) -> float:
    for _ in range(rounds):
        now_s += RTT_S
        tell(
            control,
            sample(now_s, int(rate * RTT_S), rate_bytes_per_s=rate, lost_bytes=lost, in_flight_bytes=int(rate * RTT_S)),
        )
    return now_s


def test_the_model_leaves_start_up_when_the_bandwidth_stops_growing() -> None:
    control = ModelBased(MSS)
    now_s = 0.0
    for rate in (1e5, 2e5, 4e5, 8e5):
        now_s = feed(control, rate, 1, now_s)
        assert control.phase is Phase.START_UP
    feed(control, 8.5e5, 5, now_s)
    assert control.phase is not Phase.START_UP
    assert control.bandwidth == pytest.approx(8.5e5)


def test_the_model_keeps_its_bandwidth_through_random_loss_and_makes_up_for_it() -> None:
    control = ModelBased(MSS)
    now_s = feed(control, 1e6, 20, 0.0)
    plain = control.pacing_rate(RTT_S)
    feed(control, 1e6, 24, now_s, lost=int(1e6 * RTT_S / 9))
    assert control.bandwidth == pytest.approx(1e6)
    assert control.path_loss == pytest.approx(0.1, abs=0.02)
    assert max(plain, 1e6) < 1.3 * control.pacing_rate(RTT_S)


def test_loss_does_not_bound_what_is_in_flight_while_others_hold_the_queue_up() -> None:
    queue_s = RTT_S
    control = ModelBased(MSS)
    now_s = feed(control, 1e6, 20, 0.0)
    for period in range(60):
        now_s += RTT_S + queue_s
        # Every fourth period a burst, as a flow that never gives way causes it.
        lost = 10 * MSS if period % 4 == 0 else 0
        tell(
            control,
            sample(
                now_s, 100_000, rate_bytes_per_s=1e6, lost_bytes=lost, in_flight_bytes=100_000,
                rtt_s=RTT_S + queue_s, smoothed_rtt_s=RTT_S + queue_s,
            ),
        )  # fmt: skip
    fits = control.bandwidth * (RTT_S + queue_s)
    assert control.window_bytes > fits, "with less it would get less and less"


def test_losses_that_no_acknowledgement_revealed_count_as_well() -> None:
    """Where packets overtake one another it is mostly the timer of the reordering window that tells of them."""
    control = ModelBased(MSS)
    now_s = feed(control, 1e6, 20, 0.0)
    for _ in range(24):
        control.lost(int(1e6 * RTT_S / 9), now_s - RTT_S, now_s, 0)
        now_s = feed(control, 1e6, 1, now_s)
    assert control.path_loss == pytest.approx(0.1, abs=0.02)


def test_a_burst_of_loss_in_one_round_is_not_the_paths_own() -> None:
    control = ModelBased(MSS)
    now_s = feed(control, 1e6, 20, 0.0)
    now_s = feed(control, 1e6, 1, now_s, lost=50_000)
    feed(control, 1e6, 3, now_s)
    assert control.path_loss < 0.01


def test_the_model_forgets_a_bandwidth_that_is_gone() -> None:
    control = ModelBased(MSS)
    now_s = feed(control, 1e6, 20, 0.0)
    feed(control, 1e5, 15, now_s)
    assert control.bandwidth == pytest.approx(1e5)


def test_the_model_looks_for_a_new_minimum_rtt_every_ten_seconds() -> None:
    control = ModelBased(MSS)
    now_s = feed(control, 1e6, 20, 0.0)
    phases = set()
    for _ in range(260):
        now_s += RTT_S
        control.acknowledged(sample(now_s, 50_000, rate_bytes_per_s=1e6, rtt_s=RTT_S * 1.2, in_flight_bytes=60_000))
        phases.add(control.phase)
    assert Phase.PROBE_RTT in phases
    assert control.phase is Phase.PROBE


def overtaken(control: ModelBased) -> None:
    """One packet overtakes twelve, which look lost; nothing ordinary has been acknowledged yet."""
    tell(control, sample(1.0, MSS, lost_bytes=12 * MSS, in_flight_bytes=50 * MSS, rtt_s=0.0))
    assert control.phase is Phase.DRAIN


def test_start_up_goes_on_when_half_of_what_ended_it_was_not_lost() -> None:
    control = ModelBased(MSS)
    overtaken(control)
    for step in range(20):
        # Without a round trip known the cycle of probing turns within milliseconds.
        control.acknowledged(sample(1.01 + step * 0.006, MSS, round_start=False, rtt_s=0.0))
    phases = [control.phase]
    for _ in range(6):
        control.loss_was_spurious(MSS, 0.95, 1.2)
    assert [*phases, control.phase] == [Phase.PROBE, Phase.START_UP]


def test_start_up_does_not_come_back_rounds_later() -> None:
    control = ModelBased(MSS)
    overtaken(control)
    for step in range(10):
        control.acknowledged(sample(1.1 + step * RTT_S, MSS))
    for _ in range(6):
        control.loss_was_spurious(MSS, 0.95, 2.0)
    assert control.phase is not Phase.START_UP


def test_a_few_lost_segments_are_no_share_of_a_small_round() -> None:
    control = ModelBased(MSS)
    tell(control, sample(1.0, MSS, lost_bytes=9 * MSS))
    control.acknowledged(sample(1.05, MSS))
    assert control.phase is Phase.START_UP


@pytest.mark.parametrize(("rtt_s", "large_bytes"), [(0.05, 1_000_000), (0.2, 4_000_000)])
def test_start_up_grows_more_slowly_once_its_window_is_large(rtt_s: float, large_bytes: int) -> None:
    """What the last step overshoots by is lost where the buffer is short: 2 % of four seconds at 200 Mbit/s, 50 ms."""
    for path_bytes, wanted in ((large_bytes / 10, START_UP_WINDOW_GAIN), (2 * large_bytes, LARGE_WINDOW_GAIN)):
        control = ModelBased(MSS)
        rate = path_bytes / rtt_s
        told = sample(1.0, MSS, rate_bytes_per_s=rate, rtt_s=rtt_s, minimum_rtt_s=rtt_s, smoothed_rtt_s=rtt_s)
        control.acknowledged(told)
        assert control.window_bytes == pytest.approx(wanted * path_bytes + TRAINS_S * rate, abs=4 * MSS)
