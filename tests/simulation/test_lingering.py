"""A closed socket's connection on the virtual clock: what it still delivers, for how long, and how it gives up."""

from __future__ import annotations

import random

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import PeerRefused, PeerReset, ResetCode
from ptp_core.network.lingering import (
    HURRIED_FINISH_LIMIT_S,
    HURRIED_SILENCE_LIMIT_S,
    PEER_FINISH_LIMIT_S,
    STALLED_LIMIT_S,
)
from ptp_core.simulation.pair import Pair
from ptp_core.transport.states import State
from tests.soak.promises import Tally
from tests.soak.simulated import SimulatedRound


def closed_in_mid_transfer(
    data: bytes, link: ConditionerSettings | None = None, server: TransportSettings | None = None
) -> Pair:
    """The client wrote `data`, all of it into its buffer, and closed its socket at once."""
    pair = Pair(link=link or ConditionerSettings(rate_bps=1e6, delay_s=0.05), server=server)
    pair.client.finish_after_sending = pair.server.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.client.connection.established and pair.server.connection.established)
    assert pair.client.connection.write(memoryview(data)) == len(data)
    pair.client.release(pair.now)
    return pair


@pytest.mark.parametrize("loss", [0.0, 0.3])
def test_all_that_was_written_arrives_and_then_both_are_done(loss: float) -> None:
    data = random.Random(1).randbytes(500_000)
    pair = closed_in_mid_transfer(data, ConditionerSettings(rate_bps=1e6, delay_s=0.05, drop=loss, seed=2))
    pair.server.finish_after_sending = True
    pair.run(lambda: all(side.connection.done for side in pair.sides))
    assert bytes(pair.server.received) == data
    assert (pair.client.error, pair.server.error, pair.client.undelivered) == (None, None, False)
    assert not pair.client.core.connections


def test_a_peer_that_takes_nothing_any_more_is_given_up_and_told() -> None:
    pair = closed_in_mid_transfer(bytes(900_000), server=TransportSettings(receive_buffer_bytes=100_000))
    pair.server.read_bytes_per_turn = 0
    began_s = pair.now
    pair.run(lambda: pair.client.undelivered and pair.server.ended, limit_s=200.0)
    assert STALLED_LIMIT_S < pair.now - began_s < 2 * STALLED_LIMIT_S
    assert isinstance(pair.server.error, PeerReset)
    assert pair.server.error.code is ResetCode.TIMED_OUT


def test_a_peer_that_vanishes_leaves_a_warning_not_a_silence() -> None:
    pair = closed_in_mid_transfer(bytes(500_000))
    pair.run(lambda: len(pair.server.received) > 100_000)
    pair.server.blocked = True
    pair.run(lambda: pair.client.undelivered, limit_s=40.0)
    assert isinstance(pair.client.error, TimeoutError)


@pytest.mark.parametrize("hurried", [False, True])
def test_a_peer_that_has_everything_and_does_not_finish_is_waited_for_with_a_bound(hurried: bool) -> None:
    pair = closed_in_mid_transfer(bytes(1000))
    pair.run(lambda: pair.client.connection.state is State.FIN_WAIT_2)
    began_s = pair.now
    if hurried:
        pair.client.core.finish_all()
    pair.run(lambda: pair.client.connection.done, limit_s=100.0)
    limit_s = HURRIED_FINISH_LIMIT_S if hurried else PEER_FINISH_LIMIT_S
    assert pair.now - began_s == pytest.approx(limit_s, abs=1.0)
    assert not pair.client.undelivered
    pair.run(lambda: pair.server.ended)
    assert len(pair.server.received) == 1000


def test_what_the_peer_goes_on_sending_resets_it_only_after_delivery() -> None:
    data = random.Random(3).randbytes(200_000)
    pair = Pair(link=ConditionerSettings(rate_bps=2e6, delay_s=0.05))
    pair.connect()
    pair.client.finish_after_sending = False
    pair.server.finish_after_sending = False
    pair.run(lambda: pair.server.connection.established)
    pair.server.to_send = memoryview(bytes(5_000_000))
    pair.client.connection.write(memoryview(data))
    pair.client.release(pair.now)
    pair.run(lambda: pair.server.ended)
    assert bytes(pair.server.received) == data
    assert isinstance(pair.server.error, PeerReset)
    assert not pair.client.undelivered


def test_when_the_program_ends_a_peer_that_was_killed_is_not_waited_for_as_one_that_reads_slowly_is() -> None:
    pair = closed_in_mid_transfer(bytes(500_000))
    pair.run(lambda: len(pair.server.received) > 100_000)
    pair.server.blocked = True
    pair.client.core.finish_all()
    began_s = pair.now
    pair.run(lambda: pair.client.undelivered, limit_s=40.0)
    assert pair.now - began_s == pytest.approx(HURRIED_SILENCE_LIMIT_S, abs=2.0)


def test_a_hurried_end_in_time_wait_does_not_keep_its_thread_busy() -> None:
    """Seed 888112 of the soak: the peer's FIN had come, the wait was over, and the endpoint looked again at once."""
    SimulatedRound(888112, Tally()).run()


def closed_before_the_server_heard_the_end_of_the_handshake() -> Pair:
    """The client took its connection for open, wrote, and closed its socket at once."""
    pair = Pair(link=ConditionerSettings(delay_s=0.002))
    pair.client.finish_after_sending = pair.server.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.client.connection.established)
    assert pair.server.connection.state is State.SYN_RECEIVED
    pair.client.connection.write(memoryview(bytes(5000)))
    pair.client.release(pair.now)
    return pair


def test_a_listener_that_closes_while_the_handshake_ends_is_not_waited_for() -> None:
    """It has no keys yet to seal a reset with: what it says in the open counts until it has shown that it has."""
    pair = closed_before_the_server_heard_the_end_of_the_handshake()
    pair.server.connection.abort(ResetCode.REFUSED, "nobody listens here any more", pair.now)
    pair.run(lambda: not pair.client.core.connections, limit_s=0.5)
    assert isinstance(pair.client.error, PeerRefused)
    assert pair.client.undelivered


def test_a_server_that_is_gone_when_the_handshake_ends_is_not_waited_for() -> None:
    pair = closed_before_the_server_heard_the_end_of_the_handshake()
    pair.server.connection.forsake(pair.now)
    pair.run(lambda: not pair.client.core.connections, limit_s=0.5)
    assert isinstance(pair.client.error, PeerReset)
    assert pair.client.error.code is ResetCode.UNKNOWN_CONNECTION


def test_a_port_that_nobody_has_when_the_handshake_ends_is_not_waited_for() -> None:
    pair = closed_before_the_server_heard_the_end_of_the_handshake()
    pair.server.blocked = True
    pair.client.connection.handle_unreachable(pair.now)
    pair.run(lambda: not pair.client.core.connections, limit_s=0.5)
    assert isinstance(pair.client.error, PeerReset)


def test_a_server_that_has_shown_its_keys_is_not_given_up_for_a_word_in_the_open() -> None:
    pair = Pair(link=ConditionerSettings(delay_s=0.002))
    pair.client.finish_after_sending = pair.server.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.server.connection.established)
    pair.run(lambda: pair.client.connection.last_heard_s == pair.now)
    pair.client.connection.handle_unreachable(pair.now)
    assert pair.client.connection.established


def seconds_of_a_hurried_end(pair: Pair) -> float:
    """The client closed first and its program ends in TIME-WAIT: how long until it is gone."""
    for side in (pair.client, pair.server):
        side.connection.finish(pair.now)
    pair.run(lambda: pair.client.connection.state is State.TIME_WAIT)
    pair.client.release(pair.now)
    pair.client.core.finish_all()
    began_s = pair.now
    pair.run(lambda: not pair.client.core.connections, limit_s=5.0)
    return pair.now - began_s


def opened(link: ConditionerSettings) -> Pair:
    """Both know by now how long a round trip takes."""
    pair = Pair(link=link)
    pair.client.finish_after_sending = pair.server.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.client.connection.established and pair.server.connection.established)
    for _ in range(20):
        for side in pair.sides:
            side.connection.write(memoryview(bytes(5000)))
        pair.run(lambda: not any(side.connection.unacknowledged_bytes for side in pair.sides))
    return pair


def test_a_probe_that_nothing_was_lost_for_does_not_lengthen_a_hurried_end() -> None:
    """The peer's thread pauses longer than two round trips: the newest segment is sent again, and both arrive."""
    near = ConditionerSettings(delay_s=0.001)
    pair = opened(near)
    pair.server.link.change(ConditionerSettings(delay_s=0.06))
    pair.client.connection.write(memoryview(bytes(100)))
    pair.run(lambda: not pair.client.connection.unacknowledged_bytes)
    pair.server.link.change(near)
    assert pair.client.connection.sender.counters.retransmitted_fast == 1
    assert seconds_of_a_hurried_end(pair) < 0.03


def test_after_a_loss_a_hurried_end_waits_for_two_probes_and_no_time_out() -> None:
    pair = opened(ConditionerSettings(delay_s=0.001))
    kept = iter([None])
    pair.rewrite = lambda side, datagram: next(kept, datagram) if side is pair.client else datagram
    pair.client.connection.write(memoryview(bytes(100_000)))
    pair.run(lambda: not pair.client.connection.unacknowledged_bytes)
    assert pair.client.connection.sender.board.lost_segments == 1
    assert 0.02 < seconds_of_a_hurried_end(pair) < 0.06


@pytest.mark.parametrize("delay_s", [0.0005, 0.02])
def test_a_last_word_that_is_lost_is_said_again_in_a_hurry(delay_s: float) -> None:
    """Before that nothing was lost: the peer's probe of its FIN comes while the hurried side is still there."""
    pair = opened(ConditionerSettings(delay_s=delay_s))
    pair.client.connection.finish(pair.now)
    pair.run(lambda: pair.client.connection.state is State.FIN_WAIT_2)
    pair.server.connection.finish(pair.now)
    lost: list[bytes] = []

    def rewrite(side: object, datagram: bytes) -> bytes | None:
        if side is pair.client and pair.client.connection.state is State.TIME_WAIT and not lost:
            lost.append(datagram)
            return None
        return datagram

    pair.rewrite = rewrite
    pair.run(lambda: pair.client.connection.state is State.TIME_WAIT)
    pair.client.release(pair.now)
    pair.client.core.finish_all()
    pair.run(lambda: pair.server.ended, limit_s=0.5)
    assert lost
    assert pair.server.error is None
