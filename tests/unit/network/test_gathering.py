"""When the endpoint lets datagrams gather: it saves turns, and never holds up what is alone."""

from __future__ import annotations

from ptp_core.network.gathering import FEW_DATAGRAMS, PAUSE_S, QUICK_SUCCESSION_S, Gathering


def test_a_stream_of_single_datagrams_is_looked_at_once_a_pause() -> None:
    gathering = Gathering()
    interval_s = 0.0001
    now_s, looks, waiting = 0.0, 0, 0.0
    while now_s < 1.0:
        now_s += max(gathering.take_pause(), interval_s)
        looks += 1
        arrived = int(now_s / interval_s)
        gathering.received(int(arrived - waiting), now_s)
        waiting = arrived
    assert looks < 1.1 / PAUSE_S


def test_one_that_comes_seldom_is_not_waited_for() -> None:
    gathering = Gathering()
    for tick in range(10):
        gathering.received(1, tick * QUICK_SUCCESSION_S)
        assert gathering.take_pause() == 0.0


def test_many_at_once_need_no_pause() -> None:
    gathering = Gathering()
    for tick in range(10):
        gathering.received(FEW_DATAGRAMS, tick * QUICK_SUCCESSION_S / 10)
        assert gathering.take_pause() == 0.0


def test_a_pause_is_taken_once() -> None:
    gathering = Gathering()
    gathering.received(1, 1.0)
    gathering.received(1, 1.0001)
    assert gathering.take_pause() == PAUSE_S
    assert gathering.take_pause() == 0.0
