"""When the endpoint lets datagrams gather: it saves turns, and never holds up what is alone."""

from __future__ import annotations

import pytest

from ptp_core.network.gathering import (
    BACKLOG,
    CHARGED_BYTES,
    LONGEST_S,
    PAUSE_S,
    QUICK_SUCCESSION_S,
    WANTED_DATAGRAMS,
    Gathering,
)
from ptp_core.simulation.host import LARGE_SOCKET_BYTES, ORDINARY_SOCKET_BYTES

NOTHING_DUE_S = 0.25


def looks_in_a_second(interval_s: float, socket_bytes: int, *, joined: bool = False) -> tuple[int, float]:
    """How often a stream is looked at, and how long its datagrams wait at most."""
    gathering = Gathering(socket_bytes)
    now_s, looks, seen, longest_s = 0.0, 0, 0, 0.0
    while now_s < 1.0:
        now_s += max(gathering.pause_s(NOTHING_DUE_S, now_s), interval_s)
        looks += 1
        arrived = round(now_s / interval_s)
        longest_s = max(longest_s, (arrived - seen) * interval_s)
        gathering.received(arrived - seen, now_s, joined=joined)
        seen = arrived
    return looks, longest_s


@pytest.mark.parametrize(("mbps", "together"), [(50, 2), (100, 4), (300, 45), (1000, 150)])
def test_a_stream_of_single_datagrams_is_looked_at_once_for_many(mbps: int, together: int) -> None:
    interval_s = 12e-3 / mbps
    looks, longest_s = looks_in_a_second(interval_s, LARGE_SOCKET_BYTES)
    assert looks < 1.05 / interval_s / together
    assert longest_s < LONGEST_S + 2 * interval_s


@pytest.mark.parametrize("mbps", [300, 1000, 10_000])
def test_what_gathers_fills_a_third_of_a_small_socket_at_most(mbps: int) -> None:
    interval_s = 12e-3 / mbps
    _, longest_s = looks_in_a_second(interval_s, ORDINARY_SOCKET_BYTES)
    assert longest_s / interval_s * CHARGED_BYTES < 0.36 * ORDINARY_SOCKET_BYTES


@pytest.mark.parametrize("mbps", [100, 200])
def test_a_short_buffer_on_a_slower_link_hears_soon(mbps: int) -> None:
    _, longest_s = looks_in_a_second(12e-3 / mbps, LARGE_SOCKET_BYTES)
    assert longest_s < PAUSE_S + 2 * 12e-3 / mbps


def test_what_the_system_joined_is_looked_at_for_a_few() -> None:
    interval_s = 6e-6
    _, longest_s = looks_in_a_second(interval_s, LARGE_SOCKET_BYTES, joined=True)
    assert longest_s == pytest.approx(WANTED_DATAGRAMS * interval_s, rel=0.1)


def test_one_that_comes_seldom_is_not_waited_for() -> None:
    gathering = Gathering(LARGE_SOCKET_BYTES)
    for tick in range(10):
        gathering.received(1, tick * QUICK_SUCCESSION_S, joined=False)
        assert gathering.pause_s(NOTHING_DUE_S, tick * QUICK_SUCCESSION_S) == 0.0


def test_what_has_piled_up_is_taken_in_without_a_pause() -> None:
    gathering = Gathering(LARGE_SOCKET_BYTES)
    for tick in range(10):
        gathering.received(BACKLOG * WANTED_DATAGRAMS, tick * 0.001, joined=True)
        assert gathering.pause_s(NOTHING_DUE_S, tick * 0.001) == 0.0


def test_what_the_turn_took_is_part_of_the_pause() -> None:
    gathering = Gathering(LARGE_SOCKET_BYTES)
    gathering.received(1, 1.0, joined=False)
    gathering.received(10, 1.001, joined=False)
    assert gathering.pause_s(NOTHING_DUE_S, 1.0014) == pytest.approx(0.0001)
    assert gathering.pause_s(NOTHING_DUE_S, 1.0021) == 0.0


def test_what_is_due_ends_it() -> None:
    gathering = Gathering(LARGE_SOCKET_BYTES)
    gathering.received(1, 1.0, joined=False)
    gathering.received(10, 1.0001, joined=False)
    assert gathering.pause_s(0.0, 1.0001) == 0.0
    assert gathering.pause_s(0.0001, 1.0001) == 0.0001
