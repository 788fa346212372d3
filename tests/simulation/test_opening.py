"""The first round trips of a connection on paths that lose, reorder and repeat."""

from __future__ import annotations

import pytest

from ptp_core.config import ConditionerSettings, Profile, transport_settings
from ptp_core.simulation.pair import Pair, Side
from ptp_core.transport.congestion.start_up import INITIAL_SEGMENTS
from ptp_core.wire.packet import HEADER, MINIMUM_PATH_MTU_BYTES, OVERHEAD_BYTES, PacketType

DELAY_S = 0.05
DATAGRAMS_OF_A_HELLO = 2


def kind_of(datagram: bytes) -> int:
    word: int = HEADER.unpack_from(datagram)[0]
    return word >> 56


def seconds_to_the_first_byte(pair: Pair) -> float:
    pair.client.to_send = memoryview(b"hello")
    began_s = pair.now
    pair.connect()
    pair.run(lambda: pair.server.received == b"hello", limit_s=20.0)
    return pair.now - began_s


@pytest.mark.parametrize("kind", [PacketType.SYN, PacketType.SYN_ACK, PacketType.HANDSHAKE_ACK])
def test_one_lost_step_of_the_handshake_costs_no_time_out(kind: PacketType) -> None:
    pair = Pair(link=ConditionerSettings(delay_s=DELAY_S))
    lost: list[bytes] = []

    def lose_first(side: Side, datagram: bytes) -> bytes | None:
        if kind_of(datagram) == kind and not lost:
            lost.append(datagram)
            return None
        return datagram

    pair.rewrite = lose_first
    assert seconds_to_the_first_byte(pair) < 3 * DELAY_S + 0.03
    assert lost


def test_where_the_answer_comes_at_once_nothing_goes_twice() -> None:
    pair = Pair(link=ConditionerSettings(delay_s=0.002))
    kinds: list[int] = []

    def note(side: Side, datagram: bytes) -> bytes | None:
        if side is pair.client:
            kinds.append(kind_of(datagram))
        return datagram

    pair.rewrite = note
    seconds_to_the_first_byte(pair)
    assert kinds.count(PacketType.SYN) == DATAGRAMS_OF_A_HELLO


def test_with_a_fixed_timer_only_the_timer_repeats() -> None:
    pair = Pair(client=transport_settings(Profile.CLASSROOM), link=ConditionerSettings(delay_s=DELAY_S))
    kinds: list[int] = []

    def note(side: Side, datagram: bytes) -> bytes | None:
        kinds.append(kind_of(datagram))
        return datagram

    pair.rewrite = note
    seconds_to_the_first_byte(pair)
    assert kinds.count(PacketType.SYN) == kinds.count(PacketType.SYN_ACK) == DATAGRAMS_OF_A_HELLO


def test_data_that_overtakes_the_end_of_the_handshake_is_kept() -> None:
    """The server has no keys yet when it comes."""
    pair = Pair(link=ConditionerSettings(delay_s=DELAY_S))
    held: list[bytes] = []

    def overtake(side: Side, datagram: bytes) -> bytes | None:
        if side is pair.client and kind_of(datagram) == PacketType.HANDSHAKE_ACK and len(held) < 2:
            held.append(datagram)
            return None
        return datagram

    pair.rewrite = overtake
    pair.client.to_send = memoryview(b"hello")
    pair.client.finish_after_sending = False
    pair.connect()
    began_s = pair.now
    pair.run(lambda: pair.now - began_s > 3 * DELAY_S + 0.001 and len(held) > 0)
    assert pair.server.received == b""
    sent_before = pair.client.connection.sender.counters.segments_sent
    pair.server.connection.handle_datagrams(memoryview(held[0]), len(held[0]), pair.client.address, pair.now)
    pair.run(lambda: pair.server.received == b"hello", limit_s=0.001)
    assert pair.client.connection.sender.counters.segments_sent == sent_before == 1


def test_a_first_flight_before_the_keys_is_kept_whole() -> None:
    """What was not kept is sent again, and looks like a buffer that overflows."""
    pair = Pair(link=ConditionerSettings(delay_s=DELAY_S))
    first_flight_bytes = INITIAL_SEGMENTS * (MINIMUM_PATH_MTU_BYTES - OVERHEAD_BYTES)
    lost: list[bytes] = []

    def lose_last_step(side: Side, datagram: bytes) -> bytes | None:
        if kind_of(datagram) == PacketType.HANDSHAKE_ACK and not lost:
            lost.append(datagram)
            return None
        return datagram

    pair.rewrite = lose_last_step
    pair.client.to_send = memoryview(bytes(first_flight_bytes))
    pair.client.finish_after_sending = False
    pair.connect()
    pair.run(lambda: len(pair.server.received) == first_flight_bytes)
    assert lost
    assert pair.client.connection.sender.counters.retransmitted_fast == 0


def test_a_flood_before_the_keys_is_kept_within_bounds() -> None:
    pair = Pair(link=ConditionerSettings(delay_s=DELAY_S))
    server = pair.server.connection
    word = PacketType.DATA << 56 | server.local_id
    for number in range(1000):
        forged = HEADER.pack(word, number, 0) + bytes(1000)
        server.handle_datagrams(memoryview(forged), len(forged), ("10.6.6.6", 6), pair.now)
    assert sum(len(kept) for kept, _ in server._opening._early) <= 128 * 1024
    assert seconds_to_the_first_byte(pair) < 4 * DELAY_S
    assert pair.server.connection.address == pair.client.address
