"""Waiting for a connection: bounded, woken by what is waited for, and told why it was in vain."""

from __future__ import annotations

import pytest

from ptp_core.errors import PeerReset, PeerTimeout, ResetCode, SocketClosed
from ptp_core.network.blocking import wait_for_bytes, wait_for_delivery, wait_for_room
from ptp_core.simulation.pair import Pair, Side

TIMEOUT_S = 0.01


def connected() -> Pair:
    pair = Pair()
    pair.server.finish_after_sending = pair.client.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.client.driven.established and pair.server.driven.established)
    return pair


def nothing() -> None:
    """Somebody still wants to wait."""


def wait(side: Side, *, for_room: bool) -> None:
    with side.driven.lock:
        (wait_for_room if for_room else wait_for_bytes)(side.driven, nothing, TIMEOUT_S)


def waiting(side: Side) -> tuple[int, int, int]:
    return side.driven.waiting_readers, side.driven.waiting_writers, side.driven.waiting_others


def test_what_is_there_is_not_waited_for() -> None:
    wait(connected().client, for_room=True)


def test_a_time_out_is_kept_and_nobody_counts_as_waiting_any_more() -> None:
    side = connected().client
    with pytest.raises(PeerTimeout):
        wait(side, for_room=False)
    assert waiting(side) == (0, 0, 0)


def test_whoever_does_not_want_to_wait_is_not_held() -> None:
    def closed() -> None:
        raise SocketClosed("The socket was closed.")

    side = connected().client
    with side.driven.lock, pytest.raises(SocketClosed, match="was closed"):
        wait_for_bytes(side.driven, closed, None)
    assert waiting(side) == (0, 0, 0)


@pytest.mark.parametrize("for_room", [True, False])
def test_each_waiter_gets_a_reset_of_its_own(for_room: bool) -> None:
    pair = connected()
    pair.server.connection.abort(ResetCode.CANCELLED, "enough", pair.now)
    pair.run(lambda: pair.client.ended)
    errors = []
    for _ in range(2):
        with pytest.raises(PeerReset, match="enough") as caught:
            wait(pair.client, for_room=for_room)
        errors.append(caught.value)
    assert errors[0] is not errors[1]
    assert errors[0].code is ResetCode.CANCELLED


def test_nobody_writes_behind_a_fin() -> None:
    pair = connected()
    pair.client.connection.finish(pair.now)
    with pytest.raises(SocketClosed, match="finished sending"):
        wait(pair.client, for_room=True)


def test_a_delivery_is_waited_for_no_longer_than_asked() -> None:
    side = connected().client
    side.connection.write(memoryview(b"x"))
    with side.driven.lock:
        wait_for_delivery(side.driven, TIMEOUT_S)
    assert waiting(side) == (0, 0, 0)
