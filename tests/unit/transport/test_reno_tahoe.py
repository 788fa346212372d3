"""Reno and Tahoe, judged by windows computed by hand. Segments of 1,000 bytes; a round acknowledges the window."""

from __future__ import annotations

import pytest

from ptp_core.transport.congestion import RateSample
from ptp_core.transport.congestion.reno import Reno
from ptp_core.transport.congestion.tahoe import Tahoe

MSS = 1000
RTT_S = 0.1


def acknowledge(control: Reno, size_bytes: int, now_s: float = 1.0, *, limited: bool = False) -> None:
    control.acknowledged(
        RateSample(
            now_s=now_s, acknowledged_bytes=size_bytes, lost_bytes=0, in_flight_bytes=0, delivered_bytes=0,
            rate_bytes_per_s=0.0, application_limited=limited, round_start=True, rtt_s=RTT_S, minimum_rtt_s=RTT_S,
            smoothed_rtt_s=RTT_S, sent_s=now_s - RTT_S,
        )
    )  # fmt: skip


def rounds(control: Reno, count: int) -> list[int]:
    """The window after each of so many round trips, segment by segment."""
    windows = []
    for _ in range(count):
        for _ in range(control.window_bytes // MSS):
            acknowledge(control, MSS)
        windows.append(round(control.window_bytes / MSS))
    return windows


@pytest.mark.parametrize("kind", [Reno, Tahoe])
def test_slow_start_doubles(kind: type[Reno]) -> None:
    assert rounds(kind(MSS), 3) == [8, 16, 32]


def test_reno_halves_at_a_loss_and_grows_by_a_segment_a_round_trip() -> None:
    control = Reno(MSS)
    rounds(control, 2)
    control.lost(MSS, sent_s=2.0, now_s=2.1, in_flight_bytes=15 * MSS)
    assert control.window_bytes == control.threshold_bytes == 8 * MSS
    assert rounds(control, 4) == [9, 10, 11, 12]


def test_tahoe_starts_at_one_segment_and_doubles_up_to_half_of_the_window() -> None:
    control = Tahoe(MSS)
    rounds(control, 2)
    control.lost(MSS, sent_s=2.0, now_s=2.1, in_flight_bytes=15 * MSS)
    assert (control.window_bytes, control.threshold_bytes) == (MSS, 8 * MSS)
    assert rounds(control, 5) == [2, 4, 8, 9, 10]


def test_one_acknowledgement_of_many_segments_does_not_pass_the_threshold() -> None:
    control = Tahoe(MSS)
    control.lost(MSS, sent_s=2.0, now_s=2.1, in_flight_bytes=3 * MSS)
    acknowledge(control, 50 * MSS)
    assert control.window_bytes == control.threshold_bytes == 2 * MSS


@pytest.mark.parametrize(("kind", "window"), [(Reno, 8), (Tahoe, 1)])
def test_losses_of_one_round_trip_count_once(kind: type[Reno], window: int) -> None:
    control = kind(MSS)
    rounds(control, 2)
    control.lost(MSS, sent_s=2.0, now_s=2.1, in_flight_bytes=15 * MSS)
    control.lost(MSS, sent_s=2.05, now_s=2.15, in_flight_bytes=14 * MSS)
    assert (control.window_bytes, control.threshold_bytes) == (window * MSS, 8 * MSS)
    control.lost(MSS, sent_s=2.11, now_s=2.2, in_flight_bytes=7 * MSS)
    assert control.threshold_bytes == max(window * MSS / 2, 2 * MSS)


@pytest.mark.parametrize("kind", [Reno, Tahoe])
def test_a_time_out_leaves_one_segment_and_half_of_the_window_as_threshold(kind: type[Reno]) -> None:
    control = kind(MSS)
    rounds(control, 2)
    control.timed_out(3.0)
    assert (control.window_bytes, control.threshold_bytes) == (MSS, 8 * MSS)
    control.timed_out(4.0)
    assert (control.window_bytes, control.threshold_bytes) == (MSS, 2 * MSS)


@pytest.mark.parametrize("kind", [Reno, Tahoe])
def test_a_loss_that_was_none_is_undone_once(kind: type[Reno]) -> None:
    control = kind(MSS)
    rounds(control, 2)
    control.lost(MSS, sent_s=2.0, now_s=2.1, in_flight_bytes=15 * MSS)
    control.loss_was_spurious(MSS, 2.0, 2.2)
    assert (control.window_bytes, control.threshold_bytes) == (16 * MSS, float("inf"))
    control.lost(MSS, sent_s=2.3, now_s=2.4, in_flight_bytes=15 * MSS)
    control.loss_was_spurious(MSS, 2.0, 2.5)
    control.loss_was_spurious(MSS, 2.0, 2.6)
    assert control.window_bytes == 16 * MSS


@pytest.mark.parametrize("kind", [Reno, Tahoe])
def test_a_window_that_is_not_used_does_not_grow(kind: type[Reno]) -> None:
    control = kind(MSS)
    acknowledge(control, MSS, limited=True)
    assert control.window_bytes == 4 * MSS
    assert control.pacing_rate(RTT_S) == 0.0
