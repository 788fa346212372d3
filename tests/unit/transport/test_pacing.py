"""The pacer alone: how long a train is, when the next may leave, and what becomes of lost time."""

from __future__ import annotations

import itertools

import pytest

from ptp_core.transport.pacing import (
    LATENESS_S,
    MAXIMUM_LATENESS_S,
    MAXIMUM_TRAIN_BYTES,
    MINIMUM_TRAIN_SEGMENTS,
    TRAIN_DURATION_S,
    Pacer,
)

SEGMENT_BYTES = 1400
RATE = 12_500_000.0


def drive(pacer: Pacer, stop_s: float, *, start_s: float = 0.0, rtt_s: float = 0.05) -> list[tuple[float, int]]:
    """Send whenever the pacer allows it; (time, bytes) of each train."""
    now_s, trains = start_s, []
    while now_s < stop_s:
        assert pacer.may_send(now_s)
        size = pacer.train_bytes(RATE, SEGMENT_BYTES)
        pacer.sent(size, RATE, now_s, rtt_s)
        trains.append((now_s, size))
        now_s = max(now_s, pacer.next_s)
    return trains


@pytest.mark.parametrize("rate", [1e5, 1e6, 12.5e6, 62.5e6, 1e9])
def test_a_train_is_a_millisecond_of_the_rate_within_its_bounds(rate: float) -> None:
    size = Pacer().train_bytes(rate, SEGMENT_BYTES)
    least = MINIMUM_TRAIN_SEGMENTS * SEGMENT_BYTES
    assert size == max(least, min(int(rate * TRAIN_DURATION_S), MAXIMUM_TRAIN_BYTES))


def test_the_rate_is_kept_to() -> None:
    trains = drive(Pacer(), 2.0)
    assert sum(size for _, size in trains) / 2.0 == pytest.approx(RATE, rel=0.01)


def test_between_two_trains_nothing_may_leave() -> None:
    pacer = Pacer()
    pacer.sent(SEGMENT_BYTES * 9, RATE, 1.0, 0.05)
    pacer.sent(SEGMENT_BYTES * 9, RATE, 1.1, 0.05)
    drive(pacer, 1.2, start_s=1.1 + 0.01)
    last_s = pacer.next_s
    assert not pacer.may_send(last_s - 0.0005)
    assert pacer.may_send(last_s)


def test_a_late_wake_up_is_made_up_by_closer_trains_and_no_longer_ones() -> None:
    pacer = Pacer()
    drive(pacer, 1.0)
    slept_s = 0.008
    trains = drive(pacer, 1.1, start_s=1.0 + slept_s)
    assert {size for _, size in trains} == {pacer.train_bytes(RATE, SEGMENT_BYTES)}
    gaps = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(trains)]
    assert min(gaps) == pytest.approx(TRAIN_DURATION_S / 4, rel=0.05)
    assert sum(size for _, size in trains) == pytest.approx(RATE * 0.1, rel=0.03)


@pytest.mark.parametrize(("rtt_s", "made_up_s"), [(0.001, LATENESS_S), (0.1, 0.025), (1.0, MAXIMUM_LATENESS_S)])
def test_of_a_long_pause_a_bounded_part_is_made_up(rtt_s: float, made_up_s: float) -> None:
    pacer = Pacer()
    drive(pacer, 1.0, rtt_s=rtt_s)
    trains = drive(pacer, 11.0, start_s=10.0, rtt_s=rtt_s)
    assert sum(size for _, size in trains) == pytest.approx(RATE * (1.0 + made_up_s), rel=0.01)


def test_without_a_rate_everything_may_leave_at_once() -> None:
    pacer = Pacer()
    for _ in range(100):
        assert pacer.may_send(1.0)
        pacer.sent(MAXIMUM_TRAIN_BYTES, 0.0, 1.0)
    assert pacer.train_bytes(0.0, SEGMENT_BYTES) == MAXIMUM_TRAIN_BYTES


def test_no_more_leaves_at_once_than_the_congestion_control_allows() -> None:
    pacer = Pacer()
    pacer.burst_bytes = pacer.late_bytes = 4 * SEGMENT_BYTES
    assert pacer.train_bytes(RATE, SEGMENT_BYTES) == 4 * SEGMENT_BYTES
    drive(pacer, 1.0)
    trains = drive(pacer, 1.1, start_s=1.0 + 0.008)
    assert sum(size for _, size in trains) == pytest.approx(RATE * 0.092 + pacer.burst_bytes, rel=0.01)


def test_what_is_not_to_be_made_up_for_is_not() -> None:
    pacer = Pacer()
    pacer.burst_bytes, pacer.late_bytes = 4 * SEGMENT_BYTES, 0.0
    drive(pacer, 1.0)
    trains = drive(pacer, 1.1, start_s=1.0 + 0.008)
    assert sum(size for _, size in trains) == pytest.approx(RATE * 0.092, rel=0.01)
    assert min(after - before for (before, _), (after, _) in itertools.pairwise(trains)) == pytest.approx(
        4 * SEGMENT_BYTES / RATE
    )
