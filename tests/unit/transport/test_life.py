"""Where a connection's life ends: how long TIME-WAIT lasts."""

from __future__ import annotations

from ptp_core.transport.life import Life
from ptp_core.transport.states import Input, State

LONG_S, SHORT_S = 1.0, 0.02


def in_time_wait_since(began_s: float) -> Life:
    life = Life()
    for received in (Input.CONNECT, Input.HANDSHAKE_COMPLETE, Input.FINISH):
        life.move(received)
    life.fin_acknowledged(LONG_S, began_s)
    life.peer_finished(LONG_S, began_s)
    assert life.state is State.TIME_WAIT
    return life


def state_at(life: Life, now_s: float) -> State:
    life.handle_timer(now_s)
    return life.state


def test_time_wait_lasts_as_long_as_it_was_told() -> None:
    life = in_time_wait_since(10.0)
    assert state_at(life, 10.9) is State.TIME_WAIT
    assert state_at(life, 10.0 + LONG_S) is State.CLOSED


def test_a_time_wait_that_is_cut_short_counts_from_its_beginning() -> None:
    life = in_time_wait_since(10.0)
    life.shorten_time_wait(SHORT_S)
    assert state_at(life, 10.0 + SHORT_S / 2) is State.TIME_WAIT
    assert state_at(life, 10.0 + SHORT_S) is State.CLOSED


def test_a_fin_that_comes_again_begins_it_anew() -> None:
    life = in_time_wait_since(10.0)
    life.peer_finished(LONG_S, 10.5)
    life.shorten_time_wait(SHORT_S)
    assert state_at(life, 10.5) is State.TIME_WAIT
    assert state_at(life, 10.5 + SHORT_S) is State.CLOSED
