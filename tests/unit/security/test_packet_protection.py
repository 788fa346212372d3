"""Packets on the wire: nothing changed, cut or moved opens (T8), and every key phase has a key of its own (T14)."""

from __future__ import annotations

import random

import pytest

from ptp_core.security.packet_protection import PUBLIC_AEAD, Aead, DirectionKeys, seal, unseal
from ptp_core.transport.packet_sealing import PacketOpener, PacketSealer
from ptp_core.wire.packet import HEADER, HEADER_BYTES, OVERHEAD_BYTES, TAG_BYTES, PacketType, first_word, parse_header

SECRET, OTHER_SECRET = b"a" * 32, b"b" * 32
HEADER_OF_ONE = HEADER.pack(first_word(PacketType.DATA, 0, 0x1234_5678_9ABC), 7, 1_000_000)
PAYLOAD = b"nobody else may read this"
BOTH_CIPHERS = pytest.mark.parametrize("fast_aes", [True, False], ids=["AES-GCM", "ChaCha20-Poly1305"])


def aead(secret: bytes = SECRET, *, fast_aes: bool = True) -> Aead:
    return DirectionKeys(secret, fast_aes=fast_aes).aead


@BOTH_CIPHERS
def test_a_packet_opens_with_its_key_and_shows_its_header_alone(fast_aes: bool) -> None:
    packet = seal(aead(fast_aes=fast_aes), HEADER_OF_ONE, PAYLOAD)
    assert unseal(aead(fast_aes=fast_aes), packet) == PAYLOAD
    assert packet.startswith(HEADER_OF_ONE)
    assert len(packet) == len(PAYLOAD) + OVERHEAD_BYTES
    assert all(PAYLOAD[at : at + 4] not in packet for at in range(len(PAYLOAD) - 3))


@BOTH_CIPHERS
def test_t8_no_flipped_bit_opens(fast_aes: bool) -> None:
    key = aead(fast_aes=fast_aes)
    packet = seal(key, HEADER_OF_ONE, PAYLOAD)
    for bit in range(8 * len(packet)):
        damaged = bytearray(packet)
        damaged[bit // 8] ^= 1 << bit % 8
        assert unseal(key, bytes(damaged)) is None, f"bit {bit} may be changed on the way"


@BOTH_CIPHERS
def test_t8_no_part_of_a_packet_opens(fast_aes: bool) -> None:
    key = aead(fast_aes=fast_aes)
    packet = seal(key, HEADER_OF_ONE, PAYLOAD)
    assert all(unseal(key, packet[:length]) is None for length in range(len(packet)))
    assert unseal(key, packet + b"\0") is None


def test_t8_the_same_for_handshake_packets() -> None:
    packet = seal(PUBLIC_AEAD, HEADER_OF_ONE, PAYLOAD)
    for bit in range(8 * len(packet)):
        damaged = bytearray(packet)
        damaged[bit // 8] ^= 1 << bit % 8
        assert unseal(PUBLIC_AEAD, bytes(damaged)) is None
    assert all(unseal(PUBLIC_AEAD, packet[:length]) is None for length in range(len(packet)))


def test_a_payload_may_not_move_to_another_header() -> None:
    packet = seal(aead(), HEADER_OF_ONE, PAYLOAD)
    for word, number, sequence in (
        (first_word(PacketType.FIN, 0, 0x1234_5678_9ABC), 7, 1_000_000),
        (first_word(PacketType.DATA, 1, 0x1234_5678_9ABC), 7, 1_000_000),
        (first_word(PacketType.DATA, 0, 0x9999_5678_9ABC), 7, 1_000_000),
        (first_word(PacketType.DATA, 0, 0x1234_5678_9ABC), 8, 1_000_000),
        (first_word(PacketType.DATA, 0, 0x1234_5678_9ABC), 7, 1_000_001),
    ):
        assert unseal(aead(), HEADER.pack(word, number, sequence) + packet[HEADER_BYTES:]) is None


def test_no_other_key_opens_a_packet() -> None:
    packet = seal(aead(), HEADER_OF_ONE, PAYLOAD)
    following = DirectionKeys(SECRET, fast_aes=True).following().aead
    others = [aead(OTHER_SECRET), aead(fast_aes=False), PUBLIC_AEAD, following]
    assert [unseal(key, packet) for key in others] == [None] * len(others)


def test_t14_each_key_phase_has_a_key_of_its_own() -> None:
    """The same header under the same key would give the same bytes; it never does."""
    keys, seen = DirectionKeys(SECRET, fast_aes=True), set()
    for _ in range(50):
        seen.add(seal(keys.aead, HEADER_OF_ONE, bytes(32)))
        keys = keys.following()
    assert len(seen) == 50


def test_both_sides_reach_the_same_following_key() -> None:
    one, other = DirectionKeys(SECRET, fast_aes=True).following(), DirectionKeys(SECRET, fast_aes=True).following()
    assert unseal(other.aead, seal(one.aead, HEADER_OF_ONE, PAYLOAD)) == PAYLOAD


@pytest.fixture
def sealer() -> PacketSealer:
    sealer = PacketSealer()
    sealer.remote_id = 99
    sealer.install(DirectionKeys(SECRET, fast_aes=True))
    return sealer


@pytest.fixture
def opener() -> PacketOpener:
    opener = PacketOpener()
    opener.local_id = 99
    opener.install(DirectionKeys(SECRET, fast_aes=True))
    return opener


def one(sealer: PacketSealer, payload: bytes = PAYLOAD) -> bytes:
    out = memoryview(bytearray(2000))
    return bytes(out[: sealer.seal_one(out, PacketType.ACK, 5, payload)])


def opened(opener: PacketOpener, packet: bytes) -> bytes | None:
    header = parse_header(packet)
    assert header is not None
    return opener.open(header, memoryview(packet))


def test_a_key_change_needs_no_word_and_late_packets_of_the_old_key_still_open(
    sealer: PacketSealer, opener: PacketOpener
) -> None:
    late = one(sealer, b"late")
    sealer.next_phase()
    assert opened(opener, one(sealer, b"new")) == b"new"
    assert opener.generation == 1
    assert opened(opener, late) == b"late"
    assert opener.generation == 1


def test_forged_packets_change_no_key_and_are_counted(sealer: PacketSealer, opener: PacketOpener) -> None:
    for _ in range(100):
        forged = HEADER.pack(first_word(PacketType.ACK, 1, 99), 10_000, 5) + random.Random(1).randbytes(60)
        assert opened(opener, forged) is None
    assert opener.generation == 0
    assert opener.damaged_packets == 100
    assert opened(opener, one(sealer)) == PAYLOAD


def test_t7_a_packet_of_two_key_changes_ago_does_not_open(sealer: PacketSealer, opener: PacketOpener) -> None:
    old = one(sealer)
    for _ in range(2):
        sealer.next_phase()
        assert opened(opener, one(sealer)) == PAYLOAD
    assert opened(opener, old) is None
    assert opener.damaged_packets == 1


def test_t14_no_nonce_repeats_in_trains_single_packets_and_key_changes(sealer: PacketSealer) -> None:
    out = memoryview(bytearray(1 << 17))
    data = memoryview(bytes(3000))
    nonces = []
    for turn in range(300):
        size = sealer.seal_train(out, data, 1, 100)
        packets = [bytes(out[at : at + 100 + OVERHEAD_BYTES]) for at in range(0, size, 100 + OVERHEAD_BYTES)]
        nonces += [packet[4:16] for packet in [*packets, one(sealer)]]
        if turn % 50 == 0:
            sealer.next_phase()
    assert len(nonces) == 300 * 31
    assert len(set(nonces)) == len(nonces)


def test_t16_the_numbers_left_out_on_purpose_are_never_used(sealer: PacketSealer) -> None:
    out = memoryview(bytearray(1 << 17))
    used = set()
    for _ in range(400):
        sealer.seal_train(out, memoryview(bytes(10)), 1, 100)
        header = parse_header(out[: 10 + HEADER_BYTES + TAG_BYTES])
        assert header is not None
        used.add(header.packet_number)
    assert len(sealer.skipped) >= 5
    assert used.isdisjoint(sealer.skipped)
    assert used | set(sealer.skipped) == set(range(sealer.next_packet))
