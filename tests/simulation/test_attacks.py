"""A hostile network and a hostile peer against an open connection: T7 to T18 of the threat model."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import HandshakeFailed, PeerReset, PeerTimeout, ProtocolViolation, ResetCode
from ptp_core.security.packet_protection import PACKETS_PER_KEY, PUBLIC_AEAD, seal, unseal
from ptp_core.simulation.pair import CLIENT_ADDRESS, SERVER_ADDRESS, Pair, Side
from ptp_core.transport.connection import Connection
from ptp_core.transport.receiver import MAXIMUM_ISLANDS
from ptp_core.wire.acknowledgement import encode_acknowledgement, encode_fin
from ptp_core.wire.handshake import Reset, encode_reset
from ptp_core.wire.packet import (
    HANDSHAKE_TYPES,
    HEADER,
    HEADER_BYTES,
    KEY_PHASE_FLAG,
    NUMBER_LIMIT,
    PacketType,
    first_word,
    parse_header,
)

CAPACITY = 50_000
SETTINGS = TransportSettings(receive_buffer_bytes=CAPACITY, send_buffer_bytes=CAPACITY)
RESET = Reset(ResetCode.CANCELLED, "")


def open_pair(seed: int = 1) -> Pair:
    pair = Pair(client=SETTINGS, link=ConditionerSettings(delay_s=0.01), seed=seed)
    pair.client.finish_after_sending = False
    pair.server.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.client.connection.established and pair.server.connection.established)
    pair.run(lambda: pair.client.link.next_deadline() is None and pair.server.link.next_deadline() is None)
    return pair


def say(pair: Pair, kind: PacketType, sequence: int, payload: bytes = b"") -> None:
    """The client, which has the keys and means harm, sends one packet of its own making to the server."""
    out = memoryview(bytearray(65_507))
    size = pair.client.connection.sealer.seal_one(out, kind, sequence, payload)
    pair.server.connection.handle_datagrams(out[:size], size, CLIENT_ADDRESS, pair.now)


def origin(pair: Pair) -> int:
    return pair.server.connection.receiver.origin


def assert_violated(connection: Connection, words: str) -> None:
    assert isinstance(connection.error, ProtocolViolation)
    assert words in connection.error.message
    assert not connection.established


@pytest.fixture
def pair() -> Pair:
    return open_pair()


def test_t7_every_packet_replayed_also_after_a_key_change_changes_nothing() -> None:
    data = random.Random(1).randbytes(300_000)
    pair = Pair(link=ConditionerSettings(delay_s=0.01, drop=0.02, seed=1), seed=1)
    for side in pair.sides:
        side.connection.sealer._packets_per_key = 40
    seen: list[tuple[Side, bytes]] = []

    def record(side: Side, datagram: bytes) -> bytes:
        seen.append((side, datagram))
        # An earlier packet comes again with each new one.
        old_side, old = seen[len(seen) // 2]
        other, address = (pair.server, CLIENT_ADDRESS) if old_side is pair.client else (pair.client, SERVER_ADDRESS)
        other.connection.handle_datagrams(memoryview(old), len(old), address, pair.now)
        return datagram

    pair.rewrite = record
    pair.transfer(data)
    assert bytes(pair.server.received) == data
    assert pair.server.connection.opener.generation > 2


def test_t7_a_replay_from_another_address_does_not_lead_the_connection_astray(pair: Pair) -> None:
    out = memoryview(bytearray(4096))
    size = pair.client.connection.sealer.seal_one(out, PacketType.DATA, origin(pair), b"x" * 300)
    server = pair.server.connection
    server.handle_datagrams(out[:size], size, CLIENT_ADDRESS, pair.now)
    say(pair, PacketType.DATA, origin(pair) + 300, b"y")
    server.handle_datagrams(out[:size], size, ("203.0.113.5", 9), pair.now)
    assert server.address == CLIENT_ADDRESS
    assert server.readable_bytes == 301


def test_t7_a_replayed_beginning_does_not_keep_a_silent_connection_alive() -> None:
    beginning: list[bytes] = []
    pair = Pair(client=SETTINGS, link=ConditionerSettings(delay_s=0.01))
    pair.client.finish_after_sending = pair.server.finish_after_sending = False

    def record(side: Side, datagram: bytes) -> bytes:
        header = parse_header(datagram)
        if side is pair.client and header is not None and header.type in HANDSHAKE_TYPES:
            beginning.append(datagram)
        return datagram

    pair.rewrite = record
    pair.connect()
    pair.run(lambda: pair.client.connection.established and pair.server.connection.established)
    pair.client.blocked = True
    server = pair.server.connection
    since = pair.now

    replayed_s = [pair.now]

    def replay() -> None:
        if pair.now < replayed_s[-1] + 0.5:
            return
        replayed_s.append(pair.now)
        for datagram in beginning:
            server.handle_datagrams(memoryview(datagram), len(datagram), CLIENT_ADDRESS, pair.now)

    pair.after_turn = replay
    pair.run(lambda: pair.server.ended, limit_s=3 * SETTINGS.idle_timeout_s, limit_steps=20_000)
    assert isinstance(server.error, PeerTimeout)
    assert pair.now - since < SETTINGS.idle_timeout_s + 5
    assert len(replayed_s) > 3


def test_t7_a_reset_replayed_without_end_is_not_answered_without_end(pair: Pair) -> None:
    out = memoryview(bytearray(4096))
    size = pair.client.connection.sealer.seal_one(out, PacketType.RESET, origin(pair), encode_reset(RESET))
    server, answers = pair.server.connection, 0
    for _ in range(100):
        if server.done:
            break
        server.handle_datagrams(out[:size], size, CLIENT_ADDRESS, pair.now)
        answers += server.poll_datagrams(memoryview(bytearray(4096)), pair.now)[0] > 0
        pair.now += 0.1
        server.handle_timer(pair.now)
        server.poll_datagrams(memoryview(bytearray(4096)), pair.now)
    assert server.done, "a replayed reset keeps the connection in memory"
    assert 1 <= answers <= 50


@pytest.mark.parametrize("who", ["client", "server"])
def test_a_beginning_changed_on_the_way_is_found_out(who: str) -> None:
    """Sequence numbers of SYN and SYN+ACK are in the clear and repeated inside the authenticated handshake."""
    pair = Pair(client=SETTINGS, link=ConditionerSettings(delay_s=0.01))

    def change(side: Side, datagram: bytes) -> bytes:
        header = parse_header(datagram)
        assert header is not None
        if side is getattr(pair, who) and header.type in (PacketType.SYN, PacketType.SYN_ACK):
            payload = unseal(PUBLIC_AEAD, datagram)
            assert payload is not None
            word = first_word(header.type, header.flags, header.connection_id)
            return seal(PUBLIC_AEAD, HEADER.pack(word, header.packet_number, header.sequence + 1), payload)
        return datagram

    pair.rewrite = change
    pair.connect()
    pair.run(lambda: pair.client.ended and pair.server.ended)
    assert not pair.client.connection.established
    assert not pair.server.connection.established
    deceived = pair.server if who == "client" else pair.client
    assert isinstance(deceived.error, HandshakeFailed)
    assert "on the way" in deceived.error.message


@pytest.mark.parametrize("silent_after", range(1, 5))
@pytest.mark.parametrize("who", ["client", "server"])
def test_a_peer_that_stops_anywhere_in_the_handshake_leaves_nothing_after_its_time_out(
    who: str, silent_after: int
) -> None:
    pair = Pair(client=SETTINGS, link=ConditionerSettings(delay_s=0.01))
    pair.client.finish_after_sending = pair.server.finish_after_sending = False
    quiet: Side = getattr(pair, who)
    pair.rewrite = lambda side, datagram: None if side is quiet and side.datagrams_sent > silent_after else datagram
    pair.connect()
    limit_s = SETTINGS.connect_timeout_s + SETTINGS.idle_timeout_s + 2.0
    pair.run(lambda: all(side.connection.done for side in pair.sides), limit_s=limit_s)
    for side in pair.sides:
        assert isinstance(side.error, (PeerTimeout, PeerReset))
        assert side.connection.next_deadline(pair.now) is None


def test_t8_truncated_packets_are_dropped_and_counted(pair: Pair) -> None:
    out = memoryview(bytearray(4096))
    size = pair.client.connection.sealer.seal_one(out, PacketType.DATA, origin(pair), b"x" * 300)
    before = pair.server.connection.opener.damaged_packets
    for length in range(size):
        pair.server.connection.handle_datagrams(out[:length], max(length, 1), CLIENT_ADDRESS, pair.now)
    assert pair.server.connection.readable_bytes == 0
    assert pair.server.connection.opener.damaged_packets >= before + size - 1 - HEADER_BYTES
    pair.server.connection.handle_datagrams(out[:size], size, CLIENT_ADDRESS, pair.now)
    assert pair.server.connection.readable_bytes == 300


def test_t8_every_bit_flipped_is_dropped_and_good_bytes_survive(pair: Pair) -> None:
    say(pair, PacketType.DATA, origin(pair) + 100, b"good" * 25)
    out = memoryview(bytearray(4096))
    size = pair.client.connection.sealer.seal_one(out, PacketType.DATA, origin(pair), b"x" * 200)
    for bit in range(size * 8):
        damaged = bytearray(out[:size])
        damaged[bit // 8] ^= 1 << bit % 8
        pair.server.connection.handle_datagrams(memoryview(damaged), size, CLIENT_ADDRESS, pair.now)
    assert pair.server.connection.established
    assert pair.server.connection.readable_bytes == 0
    say(pair, PacketType.DATA, origin(pair), b"x" * 100)
    target = memoryview(bytearray(1000))
    assert pair.server.connection.read_into(target, pair.now) == 200
    assert bytes(target[:200]) == b"x" * 100 + b"good" * 25


def test_t10_offsets_before_the_stream_and_beyond_reason_end_the_connection() -> None:
    for sequence in (0, NUMBER_LIMIT - 1):
        pair = open_pair()
        say(pair, PacketType.DATA, sequence, b"x" * 10)
        assert_violated(pair.server.connection, "window")


def test_t10_conflicting_overlap_keeps_what_came_first(pair: Pair) -> None:
    say(pair, PacketType.DATA, origin(pair) + 5, b"AAAAA")
    say(pair, PacketType.DATA, origin(pair), b"bbbbbbbbbbbb")
    target = memoryview(bytearray(100))
    assert pair.server.connection.read_into(target, pair.now) == 12
    assert bytes(target[:12]) == b"bbbbbAAAAAbb"


def test_t10_an_end_beyond_the_window_ends_the_connection(pair: Pair) -> None:
    fin = encode_fin(pair.server.connection.sender.origin, encode_acknowledgement(0, CAPACITY, [(0, 1)]))
    say(pair, PacketType.FIN, origin(pair) + CAPACITY + 1, fin)
    assert_violated(pair.server.connection, "window")


def test_t10_an_end_right_at_the_window_is_fine(pair: Pair) -> None:
    fin = encode_fin(pair.server.connection.sender.origin, encode_acknowledgement(0, CAPACITY, [(0, 1)]))
    say(pair, PacketType.FIN, origin(pair) + CAPACITY, fin)
    assert pair.server.connection.established


@pytest.mark.parametrize("attack", ["moved", "before data", "data after"])
def test_t10_the_final_size_may_not_change(pair: Pair, attack: str) -> None:
    fin = encode_fin(pair.server.connection.sender.origin, encode_acknowledgement(0, CAPACITY, [(0, 1)]))
    say(pair, PacketType.DATA, origin(pair), b"x" * 100)
    if attack == "before data":
        say(pair, PacketType.FIN, origin(pair) + 50, fin)
    else:
        say(pair, PacketType.FIN, origin(pair) + 150, fin)
        if attack == "moved":
            say(pair, PacketType.FIN, origin(pair) + 160, fin)
        else:
            say(pair, PacketType.DATA, origin(pair) + 149, b"yy")
    assert_violated(pair.server.connection, "end of the stream")


def test_t11_one_byte_beyond_the_window_ends_the_connection(pair: Pair) -> None:
    say(pair, PacketType.DATA, origin(pair) + CAPACITY - 10, b"x" * 10)
    assert pair.server.connection.established
    say(pair, PacketType.DATA, origin(pair) + CAPACITY - 10, b"x" * 11)
    assert_violated(pair.server.connection, "window")


def test_t12_thousands_of_one_byte_segments_out_of_order_stay_bounded(pair: Pair) -> None:
    began_s = time.process_time()
    for offset in range(CAPACITY - 1, 0, -2):
        say(pair, PacketType.DATA, origin(pair) + offset, b"x")
    receiver = pair.server.connection.receiver
    assert receiver.buffer.used_bytes == MAXIMUM_ISLANDS
    assert len(receiver.acknowledging.received) <= 1024
    assert time.process_time() - began_s < 10.0
    assert pair.server.connection.established


def test_t12_crumbs_in_a_large_window_take_bounded_memory_and_time() -> None:
    settings = TransportSettings()
    pair = Pair(client=settings, link=ConditionerSettings(delay_s=0.01))
    pair.client.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.client.connection.established and pair.server.connection.established)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for offset in range(2 * 30_000, 0, -2):
        say(pair, PacketType.DATA, origin(pair) + offset, b"x")
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    receiver = pair.server.connection.receiver
    assert grown < 4_000_000
    assert len(receiver.buffer.out_of_order) <= MAXIMUM_ISLANDS
    assert pair.server.connection.established
    # What was not kept was not acknowledged, and comes again: in order, everything is taken.
    say(pair, PacketType.DATA, origin(pair), b"y" * 1000)
    assert pair.server.connection.readable_bytes == 1000
    for start in range(1000, 60_001, 1000):
        say(pair, PacketType.DATA, origin(pair) + start, b"y" * 1000)
    assert pair.server.connection.readable_bytes >= 60_000


def test_t14_a_jump_of_packet_numbers_is_harmless_and_no_nonce_repeats() -> None:
    pair = Pair(link=ConditionerSettings(delay_s=0.005, drop=0.1, seed=3), seed=3)
    nonces: dict[int, set[tuple[int, bytes]]] = {0: set(), 1: set()}
    protected = {PacketType.DATA, PacketType.ACK, PacketType.FIN, PacketType.PROBE, PacketType.RESET}

    def check(side: Side, datagram: bytes) -> bytes:
        header = parse_header(datagram)
        assert header is not None
        if header.type in protected:
            key = (side.connection.sealer.generation, datagram[4:16])
            used = nonces[side is pair.client]
            assert key not in used, "a nonce was used twice"
            used.add(key)
        return datagram

    pair.rewrite = check
    pair.client.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.client.connection.established and pair.server.connection.established)
    pair.client.connection.sealer.next_packet += 1 << 40
    pair.client.finish_after_sending = True
    pair.client.to_send = memoryview(bytes(200_000))
    pair.run(lambda: all(side.ended for side in pair.sides))
    assert len(pair.server.received) == 200_000
    assert len(nonces[1]) > 150


def test_t15_an_acknowledgement_of_what_was_never_sent_ends_the_connection() -> None:
    for ranges, cumulative in (([(0, 1 << 30)], 0), ([(0, 1)], 1000)):
        pair = open_pair()
        payload = encode_acknowledgement(0, CAPACITY, ranges)
        say(pair, PacketType.ACK, pair.server.connection.sender.origin + cumulative, payload)
        assert_violated(pair.server.connection, "never sent")
        pair.run(lambda pair=pair: pair.client.ended, limit_s=5.0)  # type: ignore[misc]
        assert isinstance(pair.client.error, PeerReset)
        assert pair.client.error.code is ResetCode.PROTOCOL_VIOLATION


def test_t16_an_acknowledgement_of_a_number_left_out_on_purpose_ends_the_connection() -> None:
    pair = open_pair()
    pair.server.to_send = memoryview(bytes(10_000_000))
    sealer = pair.server.connection.sealer
    pair.run(lambda: bool(sealer.skipped))
    left_out = sealer.skipped[0]
    honest = pair.client.connection.receiver.acknowledging.received
    assert left_out not in honest
    lie = [(0, sealer.next_packet)]
    say(pair, PacketType.ACK, pair.server.connection.sender.origin, encode_acknowledgement(0, CAPACITY, lie))
    assert_violated(pair.server.connection, "left out on purpose")


def test_t17_ranges_without_sense_end_the_connection_quickly() -> None:
    rng = random.Random(2)
    began_s = time.process_time()
    for _ in range(200):
        pair_connection = open_pair()
        say(pair_connection, PacketType.ACK, pair_connection.server.connection.sender.origin, rng.randbytes(400))
        assert_violated(pair_connection.server.connection, "acknowledgement")
    assert time.process_time() - began_s < 20.0


def test_t18_a_flood_of_acknowledgements_costs_no_memory_and_draws_no_answer(pair: Pair) -> None:
    payload = encode_acknowledgement(0, CAPACITY, [(0, 1)])
    sent = pair.server.datagrams_sent
    for _ in range(5000):
        say(pair, PacketType.ACK, pair.server.connection.sender.origin, payload)
    pair.run(lambda: True)
    assert pair.server.datagrams_sent - sent <= 1
    assert len(pair.server.connection.receiver.acknowledging.received) <= 1024


def test_t18_a_receiver_that_never_opens_its_window_is_probed_without_end_or_haste() -> None:
    pair = open_pair()
    pair.server.read_bytes_per_turn = 0
    pair.client.to_send = memoryview(bytes(1_000_000))
    sender = pair.client.connection.sender
    pair.run(lambda: sender.window.peer_window_bytes == 0 and not sender.in_flight_bytes)
    sent, since = pair.client.datagrams_sent, pair.now
    with pytest.raises(AssertionError, match="not reached"):
        pair.run(lambda: pair.now > since + 120 and False, limit_s=120.0, limit_steps=400_000)
    assert pair.client.connection.established
    assert 10 < pair.client.datagrams_sent - sent < 200


def test_an_off_path_reset_without_the_keys_does_nothing(pair: Pair) -> None:
    server = pair.server.connection
    for kind in (PacketType.RESET, PacketType.REFUSAL, PacketType.FIN):
        forged = HEADER.pack(first_word(kind, 0, server.local_id), 99, origin(pair)) + bytes(40)
        server.handle_datagrams(memoryview(forged), len(forged), ("203.0.113.5", 9), pair.now)
        flipped = HEADER.pack(first_word(kind, KEY_PHASE_FLAG, server.local_id), 99, origin(pair)) + bytes(40)
        server.handle_datagrams(memoryview(flipped), len(flipped), ("203.0.113.5", 9), pair.now)
    assert server.established
    assert server.address == CLIENT_ADDRESS


def test_keys_change_long_before_their_limit() -> None:
    # RFC 9001 section 6.6.
    assert PACKETS_PER_KEY <= 1 << 23
