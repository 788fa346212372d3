"""When the endpoint lets datagrams gather: it saves turns, and never holds up what is alone."""

from __future__ import annotations

import pytest

from ptp_core.network.gathering import LONGEST_S, MANY_DATAGRAMS, QUICK_SUCCESSION_S, Gathering

NOTHING_DUE_S = 0.25


def looks_in_a_second(interval_s: float) -> tuple[int, float]:
    """How often a stream is looked at, and how long its datagrams wait at most."""
    gathering = Gathering()
    now_s, looks, seen, longest_s = 0.0, 0, 0, 0.0
    while now_s < 1.0:
        now_s += max(gathering.pause_s(NOTHING_DUE_S, now_s), interval_s)
        looks += 1
        arrived = round(now_s / interval_s)
        longest_s = max(longest_s, (arrived - seen) * interval_s)
        gathering.received(arrived - seen, now_s)
        seen = arrived
    return looks, longest_s


@pytest.mark.parametrize(("mbps", "together"), [(50, 2), (100, 4), (300, 18), (1000, 18)])
def test_a_stream_of_single_datagrams_is_looked_at_once_for_many(mbps: int, together: int) -> None:
    interval_s = 12e-3 / mbps
    looks, longest_s = looks_in_a_second(interval_s)
    assert looks < 1.05 / interval_s / together
    assert longest_s < LONGEST_S + 2 * interval_s


def test_one_that_comes_seldom_is_not_waited_for() -> None:
    gathering = Gathering()
    for tick in range(10):
        gathering.received(1, tick * QUICK_SUCCESSION_S)
        assert gathering.pause_s(NOTHING_DUE_S, tick * QUICK_SUCCESSION_S) == 0.0


def test_many_at_once_need_no_pause() -> None:
    gathering = Gathering()
    for tick in range(10):
        gathering.received(MANY_DATAGRAMS, tick * LONGEST_S)
        assert gathering.pause_s(NOTHING_DUE_S, tick * LONGEST_S) == 0.0


def test_what_the_turn_took_is_part_of_the_pause() -> None:
    gathering = Gathering()
    gathering.received(1, 1.0)
    gathering.received(10, 1.001)
    assert gathering.pause_s(NOTHING_DUE_S, 1.0014) == pytest.approx(0.0001)
    assert gathering.pause_s(NOTHING_DUE_S, 1.0021) == 0.0


def test_what_is_due_ends_it() -> None:
    gathering = Gathering()
    gathering.received(1, 1.0)
    gathering.received(10, 1.0001)
    assert gathering.pause_s(0.0, 1.0001) == 0.0
    assert gathering.pause_s(0.0001, 1.0001) == 0.0001
