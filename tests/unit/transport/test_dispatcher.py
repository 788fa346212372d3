"""Strangers at the door: T1 to T6 of the threat model, on a virtual clock and without sockets."""

from __future__ import annotations

import random
import tracemalloc

import pytest

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.errors import ResetCode
from ptp_core.security.cookie import AddressCookies
from ptp_core.security.packet_protection import PUBLIC_AEAD, seal
from ptp_core.simulation.pair import Pair, Side
from ptp_core.simulation.plain_handshake import CLIENT_HELLO_BYTES, PlainHandshake
from ptp_core.transport.connection import Connection
from ptp_core.transport.dispatcher import COOKIE_ABOVE_HALF_OPEN
from ptp_core.transport.half_open import MAXIMUM_HALF_OPEN
from ptp_core.wire.handshake import (
    HandshakeFragment,
    Reset,
    encode_fragment,
    encode_reset,
    parse_reset,
    parse_versions,
)
from ptp_core.wire.packet import HEADER, PacketType, first_word
from tests.unit.transport.door import NOW_S, SMALL, Door, crowd, kind_of, payload_of, syn


def test_t1_thousands_of_spoofed_hellos_keep_nothing() -> None:
    door = Door()
    crowd(door, 200)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for client in range(1000, 6000):
        door.knock(syn(client), ("198.51.100.7", client % 60_000))
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 1_000_000
    assert len(door.dispatcher.connections) == COOKIE_ABOVE_HALF_OPEN


def test_above_sixteen_half_open_a_cookie_comes_first_and_lets_the_honest_in() -> None:
    door = Door()
    crowd(door, COOKIE_ABOVE_HALF_OPEN)
    (answer,) = door.knock(syn(500))
    assert kind_of(answer) is PacketType.COOKIE
    known = len(door.dispatcher.connections)
    door.knock(syn(500, cookie=payload_of(answer)))
    assert len(door.dispatcher.connections) == known + 1


@pytest.mark.parametrize("wrong", ["forged", "expired", "from another address"])
def test_t3_a_cookie_that_is_wrong_lets_nobody_in(wrong: str) -> None:
    door = Door()
    crowd(door, COOKIE_ABOVE_HALF_OPEN)
    (answer,) = door.knock(syn(500))
    cookie, address = payload_of(answer), ("192.0.2.1", 5)
    if wrong == "forged":
        cookie = bytes([cookie[0] ^ 1]) + cookie[1:]
    elif wrong == "expired":
        # Younger than the half-open handshakes' own time-out would be wrong: only the cookie is under test.
        for connection in door.dispatcher.connections.values():
            connection._opening.began_s = connection._liveness.last_heard_s = NOW_S + 60
        door.now_s += 31.0
    else:
        address = ("192.0.2.1", 6)
    known = len(door.dispatcher.connections)
    answers = door.knock(syn(501, cookie=cookie), address)
    assert [kind_of(a) for a in answers if kind_of(a) is not PacketType.SYN_ACK] == [PacketType.COOKIE]
    assert len(door.dispatcher.connections) == known


def test_never_more_than_the_bound_are_half_open() -> None:
    door = Door()
    cookies = AddressCookies(b"k" * 32)
    for client in range(1, 3 * MAXIMUM_HALF_OPEN):
        address = (f"192.0.2.{client}", client)
        door.knock(syn(client, cookie=cookies.make(address, NOW_S)), address)
    assert len(door.dispatcher.connections) == MAXIMUM_HALF_OPEN


def test_t2_at_most_three_bytes_go_back_for_each_that_came() -> None:
    door = Door()
    out = memoryview(bytearray(1 << 16))
    door.knock(syn(7))
    door.knock(syn(7, offset=1000))
    for _ in range(300):
        door.now_s += 0.05
        door.bytes_out += sum(map(len, door.speak(out)))
        assert door.bytes_out <= 3 * door.bytes_in
    assert door.bytes_out > 0
    assert not door.dispatcher.connections, "a half-open handshake outlived its time-out"


def test_t4_a_hello_one_byte_short_is_not_answered() -> None:
    door = Door()
    assert door.knock(syn(7)[:-1]) == []
    assert not door.dispatcher.connections


def test_t5_fragments_that_are_never_completed_are_gone_after_the_time_out() -> None:
    door = Door()
    crowd(door, 10)
    assert len(door.dispatcher.connections) == 10
    door.now_s += SMALL.connect_timeout_s + 0.1
    door.speak(memoryview(bytearray(1 << 16)))
    door.now_s += 5.0
    door.speak(memoryview(bytearray(1 << 16)))
    assert not door.dispatcher.connections


def test_t6_noise_of_every_length_is_not_answered() -> None:
    door = Door()
    rng = random.Random(1)
    noise = rng.randbytes(65_507)
    for length in [*range(0, 1500), *range(1500, 65_508, 641), 65_507]:
        start = rng.randrange(65_507 - length + 1)
        datagram = bytearray(noise[start : start + length])
        if datagram and datagram[0] in (4, 5, 6, 8):
            datagram[0] = 0xFF
        assert door.knock(bytes(datagram)) == [], f"{length} bytes of noise were answered"
    assert not door.dispatcher.connections


def test_an_unknown_version_hears_which_are_spoken() -> None:
    (answer,) = Door().knock(syn(7, version=99))
    assert kind_of(answer) is PacketType.VERSION
    assert parse_versions(payload_of(answer)) == (PROTOCOL_VERSION,)


def test_nobody_listening_is_told() -> None:
    (answer,) = Door(listening=False).knock(syn(7))
    assert kind_of(answer) is PacketType.REFUSAL
    assert parse_reset(payload_of(answer)).code.name == "REFUSED"


def test_a_packet_of_an_unknown_connection_is_answered_shorter_than_it_came_or_not_at_all() -> None:
    door = Door()
    for size in range(40, 200):
        datagram = HEADER.pack(first_word(PacketType.DATA, 0, 4242), 5, 5) + bytes(size - HEADER.size)
        answers = door.knock(datagram)
        assert all(len(answer) < size for answer in answers)
        assert len(answers) <= 1


def test_a_repeated_hello_makes_no_second_connection() -> None:
    door = Door()
    for _ in range(5):
        door.knock(syn(7))
    assert len(door.dispatcher.connections) == 1


def test_a_damaged_hello_is_dropped_and_hurts_nobody() -> None:
    door = Door()
    good = syn(7)
    for bit in range(0, len(good) * 8, 97):
        damaged = bytearray(good)
        damaged[bit // 8] ^= 1 << bit % 8
        door.knock(bytes(damaged))
    assert not door.dispatcher.connections
    door.knock(good)
    assert len(door.dispatcher.connections) == 1


def test_t1_hellos_that_make_no_sense_are_bounded_like_others() -> None:
    """A handshake that failed at once still holds memory until its refusal has been repeated."""
    door = Door()
    cookies = AddressCookies(b"k" * 32)
    for client in range(1, 500):
        address = (f"192.0.{client % 9}.9", client)
        # Nothing has been sent that could be acknowledged.
        fragment = HandshakeFragment(client, 8192, 0, 1000, bytes(1000), cookies.make(address, NOW_S))
        header = HEADER.pack(first_word(PacketType.SYN, PROTOCOL_VERSION, client), 0, 77)
        door.knock(seal(PUBLIC_AEAD, header, encode_fragment(fragment, padded=True)), address)
    assert len(door.dispatcher.connections) == MAXIMUM_HALF_OPEN
    assert door.bytes_out <= 3 * door.bytes_in


def test_a_proved_address_with_an_unfinished_handshake_still_counts_as_half_open() -> None:
    door = Door()
    cookies = AddressCookies(b"k" * 32)
    for client in range(1, 3 * MAXIMUM_HALF_OPEN):
        address = (f"192.0.2.{client}", client)
        answers = door.knock(syn(client, cookie=cookies.make(address, NOW_S)), address)
        if answers and kind_of(answers[0]) is PacketType.SYN_ACK:
            server_id = int.from_bytes(payload_of(answers[0])[:8], "big")
            third = HEADER.pack(first_word(PacketType.HANDSHAKE_ACK, 0, server_id), 1, 0)
            fragment = HandshakeFragment(client, 0, 1000, CLIENT_HELLO_BYTES, b"")
            door.knock(seal(PUBLIC_AEAD, third, encode_fragment(fragment, padded=False)), address)
    assert len(door.dispatcher.connections) <= MAXIMUM_HALF_OPEN


def test_t7_yesterdays_packets_replayed_at_a_restarted_server_open_nothing() -> None:
    """Half-open connections come of it, as from any stranger; none is established and all are gone in time."""
    captured: list[bytes] = []
    pair = Pair(seed=5)

    def record(side: Side, datagram: bytes) -> bytes:
        if side is pair.client:
            captured.append(datagram)
        return datagram

    pair.rewrite = record
    pair.transfer(bytes(50_000))
    assert len(captured) > 40
    door = Door()
    for datagram in captured:
        door.knock(datagram)
        assert not any(connection.established for connection in door.dispatcher.connections.values())
    assert len(door.dispatcher.connections) <= 1
    assert door.bytes_out <= 3 * door.bytes_in
    door.now_s += SMALL.connect_timeout_s + 0.1
    door.speak(memoryview(bytearray(1 << 16)))
    assert not door.dispatcher.connections


def test_a_forged_refusal_cannot_end_a_connection_whose_id_it_does_not_know() -> None:
    """Before the first answer the peer's id is not known here: 0 must not stand for it."""
    door = Door()
    server = ("198.51.100.1", 7700)
    client = Connection(
        SMALL, PlainHandshake, is_client=True, local_id=4711, initial_sequence=1,
        secret=b"unguessable", address=server, fast_aes=True,
        now_s=NOW_S,
    )  # fmt: skip
    client.connect(NOW_S)
    door.dispatcher.add(client)
    for guess in (0, 1, 4712):
        header = HEADER.pack(first_word(PacketType.REFUSAL, 0, guess), 0, 0)
        door.knock(seal(PUBLIC_AEAD, header, encode_reset(Reset(ResetCode.REFUSED, ""))), server)
        assert client.error is None, f"refused by a stranger who guessed the id {guess}"
