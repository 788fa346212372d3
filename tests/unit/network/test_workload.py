"""A thread that never waits is what others wait for, and says so."""

from __future__ import annotations

import pytest

from ptp_core.network.processor_delay import ProcessorDelay
from ptp_core.network.workload import WINDOW_S, Workload


def after(shares: list[float]) -> bool:
    """Whether it is strained after windows of which these shares were spent waiting."""
    now_s = 1000.0
    workload = Workload(now_s, lambda: 0.0)
    for share in shares:
        for _ in range(10):
            began_s = now_s + 0.1 * WINDOW_S * (1 - share)
            now_s += 0.100_01 * WINDOW_S
            workload.waited(began_s, now_s)
    return workload.strained


@pytest.mark.parametrize(
    ("shares", "strained"),
    [
        ([], False),
        ([1.0], False),
        ([0.5, 0.5], False),
        ([0.02], True),
        ([0.15], False),
        ([0.02, 0.15], True),
        ([0.02, 0.4], False),
        ([0.02, 0.4, 0.15], False),
    ],
)
def test_it_is_strained_while_it_hardly_waits_and_does_not_waver(shares: list[float], strained: bool) -> None:
    assert after(shares) is strained


def test_one_busy_moment_is_nothing() -> None:
    workload = Workload(1000.0, lambda: 0.0)
    workload.waited(1000.0 + 0.9 * WINDOW_S, 1000.0 + 0.95 * WINDOW_S)
    assert not workload.strained
    workload.waited(1000.0 + WINDOW_S, 1000.0 + 3 * WINDOW_S)
    assert not workload.strained


def test_a_thread_that_gets_no_processor_does_not_wait() -> None:
    delayed_s = 5.0
    workload = Workload(1000.0, lambda: delayed_s)
    workload.waited(1000.0, 1000.0 + 2 * WINDOW_S)
    assert not workload.strained
    delayed_s += 0.95 * 2 * WINDOW_S
    workload.waited(1000.0 + 2 * WINDOW_S, 1000.0 + 4 * WINDOW_S)
    assert workload.strained


def test_the_time_without_a_processor_only_grows_and_is_the_thread_s_own() -> None:
    delay = ProcessorDelay()
    first = delay.seconds()
    assert 0 <= first <= delay.seconds() < 3600
    delay.close()
    delay.close()
    assert delay.seconds() == 0
