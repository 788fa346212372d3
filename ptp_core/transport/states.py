"""The states of a connection and every way from one to another, as a table (after RFC 9293 section 3.3.2).

An input that a state has no use for (a late or repeated packet) has a row that stays where it is. A pair with no
row is a mistake of this program and raises; what a peer may send never reaches such a pair.
"""

from __future__ import annotations

import enum


class State(enum.Enum):
    """Where a connection is. TIME_WAIT answers a repeated FIN until the peer must have heard."""

    CLOSED = "closed"
    SYN_SENT = "syn-sent"
    SYN_RECEIVED = "syn-received"
    ESTABLISHED = "established"
    FIN_WAIT_1 = "fin-wait-1"
    FIN_WAIT_2 = "fin-wait-2"
    CLOSING = "closing"
    TIME_WAIT = "time-wait"
    CLOSE_WAIT = "close-wait"
    LAST_ACK = "last-ack"

    # Looked up at every packet: an enum's own is written in Python.
    __hash__ = object.__hash__


class Input(enum.Enum):
    """What moves a connection."""

    CONNECT = "connect"
    RECEIVE_SYN = "receive SYN"
    HANDSHAKE_COMPLETE = "handshake complete"
    FINISH = "finish"
    RECEIVE_FIN = "receive FIN"
    FIN_ACKNOWLEDGED = "FIN acknowledged"
    TIME_WAIT_OVER = "time-wait over"
    TERMINATE = "terminate"


def _rows() -> dict[tuple[State, Input], State]:
    s, i = State, Input
    table = {
        (s.CLOSED, i.CONNECT): s.SYN_SENT,
        (s.CLOSED, i.RECEIVE_SYN): s.SYN_RECEIVED,
        (s.CLOSED, i.FINISH): s.CLOSED,
        (s.SYN_SENT, i.HANDSHAKE_COMPLETE): s.ESTABLISHED,
        (s.SYN_SENT, i.FINISH): s.CLOSED,
        (s.SYN_RECEIVED, i.RECEIVE_SYN): s.SYN_RECEIVED,
        (s.SYN_RECEIVED, i.HANDSHAKE_COMPLETE): s.ESTABLISHED,
        (s.SYN_RECEIVED, i.FINISH): s.CLOSED,
        (s.ESTABLISHED, i.RECEIVE_SYN): s.ESTABLISHED,
        (s.ESTABLISHED, i.FINISH): s.FIN_WAIT_1,
        (s.ESTABLISHED, i.RECEIVE_FIN): s.CLOSE_WAIT,
        (s.FIN_WAIT_1, i.FINISH): s.FIN_WAIT_1,
        (s.FIN_WAIT_1, i.RECEIVE_FIN): s.CLOSING,
        (s.FIN_WAIT_1, i.FIN_ACKNOWLEDGED): s.FIN_WAIT_2,
        (s.FIN_WAIT_2, i.FINISH): s.FIN_WAIT_2,
        (s.FIN_WAIT_2, i.RECEIVE_FIN): s.TIME_WAIT,
        (s.CLOSING, i.FINISH): s.CLOSING,
        (s.CLOSING, i.RECEIVE_FIN): s.CLOSING,
        (s.CLOSING, i.FIN_ACKNOWLEDGED): s.TIME_WAIT,
        (s.TIME_WAIT, i.FINISH): s.TIME_WAIT,
        (s.TIME_WAIT, i.RECEIVE_FIN): s.TIME_WAIT,
        (s.TIME_WAIT, i.TIME_WAIT_OVER): s.CLOSED,
        (s.CLOSE_WAIT, i.FINISH): s.LAST_ACK,
        (s.CLOSE_WAIT, i.RECEIVE_FIN): s.CLOSE_WAIT,
        (s.LAST_ACK, i.FINISH): s.LAST_ACK,
        (s.LAST_ACK, i.RECEIVE_FIN): s.LAST_ACK,
        (s.LAST_ACK, i.FIN_ACKNOWLEDGED): s.CLOSED,
    }
    for state in s:
        table[state, i.TERMINATE] = s.CLOSED
    return table


TRANSITIONS = _rows()

HANDSHAKING = frozenset({State.SYN_SENT, State.SYN_RECEIVED})
MAY_SEND = frozenset({State.ESTABLISHED, State.CLOSE_WAIT})


def following_state(state: State, received: Input) -> State:
    """The state after an input; raises ValueError for a pair that has no row."""
    try:
        return TRANSITIONS[state, received]
    except KeyError:
        raise ValueError(f"no transition from {state.value} on {received.value}") from None
