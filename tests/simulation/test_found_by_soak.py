"""What `make soak` found in its simulated rounds."""

from __future__ import annotations

import pytest

from ptp_core.errors import ResetCode
from ptp_core.simulation.pair import Pair
from ptp_core.transport.liveness import Liveness
from tests.soak.promises import Tally
from tests.soak.simulated import SimulatedRound


@pytest.mark.parametrize("seed", [20262320, 20262830, 20262922, 20263382, 20262594])
def test_a_round_that_broke_keeps_every_promise(seed: int) -> None:
    SimulatedRound(seed, Tally()).run()


def test_a_connection_that_ended_without_a_farewell_is_let_go_at_once() -> None:
    pair = Pair()
    pair.client.blocked = True
    pair.connect()
    pair.run(lambda: pair.client.datagrams_sent > 0)
    pair.client.connection.abort(ResetCode.CANCELLED, "", pair.now)
    assert pair.client.core.next_deadline(pair.now) == pair.now
    pair.run(lambda: not pair.client.core.connections)
    assert pair.client.ended


def test_a_peer_that_does_not_answer_is_asked_ten_times_before_it_is_given_up() -> None:
    liveness = Liveness(30.0, 10.0, 0.0)
    asked = []
    while (at_s := liveness.keep_alive_at_s) < liveness.idle_ends_s:
        liveness.asked(at_s)
        liveness.last_sent_s = at_s
        asked.append(at_s)
    assert asked[0] == 10.0
    assert len(asked) >= 10


def test_a_peer_that_answers_is_asked_no_oftener() -> None:
    liveness = Liveness(30.0, 10.0, 0.0)
    liveness.asked(10.0)
    liveness.last_sent_s = 10.0
    liveness.last_heard_s = 10.1
    assert liveness.keep_alive_at_s == 20.1
