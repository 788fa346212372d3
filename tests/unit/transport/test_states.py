"""The table of states, walked pair by pair."""

from __future__ import annotations

import itertools

import pytest

from ptp_core.transport.states import TRANSITIONS, Input, State, following_state

# RFC 9293 section 3.3.2, figure 5, without the passive states that a datagram endpoint does not have.
PATHS = {
    "active close": [
        (Input.CONNECT, State.SYN_SENT),
        (Input.HANDSHAKE_COMPLETE, State.ESTABLISHED),
        (Input.FINISH, State.FIN_WAIT_1),
        (Input.FIN_ACKNOWLEDGED, State.FIN_WAIT_2),
        (Input.RECEIVE_FIN, State.TIME_WAIT),
        (Input.TIME_WAIT_OVER, State.CLOSED),
    ],
    "passive close": [
        (Input.RECEIVE_SYN, State.SYN_RECEIVED),
        (Input.HANDSHAKE_COMPLETE, State.ESTABLISHED),
        (Input.RECEIVE_FIN, State.CLOSE_WAIT),
        (Input.FINISH, State.LAST_ACK),
        (Input.FIN_ACKNOWLEDGED, State.CLOSED),
    ],
    "simultaneous close": [
        (Input.CONNECT, State.SYN_SENT),
        (Input.HANDSHAKE_COMPLETE, State.ESTABLISHED),
        (Input.FINISH, State.FIN_WAIT_1),
        (Input.RECEIVE_FIN, State.CLOSING),
        (Input.FIN_ACKNOWLEDGED, State.TIME_WAIT),
    ],
}


@pytest.mark.parametrize(("state", "received"), list(itertools.product(State, Input)))
def test_every_pair_has_a_row_or_raises(state: State, received: Input) -> None:
    if (state, received) in TRANSITIONS:
        assert following_state(state, received) is TRANSITIONS[state, received]
    else:
        with pytest.raises(ValueError, match=f"no transition from {state.value}"):
            following_state(state, received)


@pytest.mark.parametrize("name", PATHS)
def test_the_textbook_paths(name: str) -> None:
    state = State.CLOSED
    for received, expected in PATHS[name]:
        state = following_state(state, received)
        assert state is expected


def test_every_state_can_be_reached_and_ends() -> None:
    reached = {State.CLOSED}
    for _ in State:
        reached |= {target for (source, _), target in TRANSITIONS.items() if source in reached}
    assert reached == set(State)
    assert all(following_state(state, Input.TERMINATE) is State.CLOSED for state in State)


def test_finishing_twice_changes_nothing() -> None:
    for state in (State.FIN_WAIT_1, State.FIN_WAIT_2, State.CLOSING, State.LAST_ACK, State.TIME_WAIT):
        assert following_state(state, Input.FINISH) is state
