"""The fast path of received data checks what the slow one checks, over authenticated packets with hostile numbers."""

from __future__ import annotations

import itertools

import pytest

from ptp_core.simulation.pair import CLIENT_ADDRESS, Pair
from ptp_core.wire.packet import HEADER, NUMBER_LIMIT, OVERHEAD_BYTES, PacketType, first_word, parse_header

POWERS = [0, 1, *(1 << power for power in (31, 32, 48, 61, 62, 63)), (1 << 62) - 1, (1 << 64) - 1]
PAYLOAD_BYTES = 100


def established() -> Pair:
    pair = Pair(seed=5)
    pair.client.finish_after_sending = pair.server.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.server.connection.established and pair.client.connection.established)
    pair.run(lambda: pair.client.link.next_deadline() is None and pair.server.link.next_deadline() is None)
    return pair


def sealed(pair: Pair, kind: PacketType, number: int, sequence: int, payload: bytes) -> bytes:
    """A genuine packet of the client with any numbers."""
    sealer = pair.client.connection.sealer
    assert sealer._keys is not None
    header = HEADER.pack(first_word(kind, sealer.phase, sealer.remote_id), number, sequence)
    return header + sealer._keys.aead.encrypt(header[4:16], payload, header)


def outcome(pair: Pair, datagrams: list[bytes]) -> tuple[object, ...]:
    """What the server makes of datagrams, given as one batch."""
    batch, size = memoryview(b"".join(datagrams)), len(datagrams[0])
    server = pair.server.connection
    server.handle_datagrams(batch, size, CLIENT_ADDRESS, pair.now)
    out = memoryview(bytearray(1 << 16))
    while server.poll_datagrams(out, pair.now).size_bytes:
        pass
    received = list(server.receiver.acknowledging.received)
    return type(server.error), received, server.receiver.buffer.next, list(server.receiver.buffer.out_of_order)


@pytest.mark.parametrize(("number", "distance"), list(itertools.product(POWERS, POWERS)))
def test_both_paths_make_the_same_of_any_numbers(number: int, distance: int, monkeypatch: pytest.MonkeyPatch) -> None:
    results = []
    for slow in (False, True):
        pair = established()
        receiver = pair.server.connection.receiver
        if slow:
            monkeypatch.setattr(receiver, "_receive_new", lambda total, at, places, now_s: (at, 0, False))
        sequence = (receiver.origin + distance) % (1 << 64)
        # The ring has memory once something genuine has come; without it there is no fast path.
        warm = sealed(pair, PacketType.DATA, 20, receiver.origin, bytes(PAYLOAD_BYTES))
        pair.server.connection.handle_datagrams(memoryview(warm), len(warm), CLIENT_ADDRESS, pair.now)
        two = [
            sealed(pair, PacketType.DATA, (number + n) % (1 << 64), sequence + n * PAYLOAD_BYTES, bytes(PAYLOAD_BYTES))
            for n in range(2)
            if sequence + n * PAYLOAD_BYTES < 1 << 64
        ]
        results.append(outcome(pair, two))
    assert results[0] == results[1]


@pytest.mark.parametrize("number", [NUMBER_LIMIT, (1 << 64) - 1])
def test_t14_a_packet_number_beyond_the_limit_is_no_packet(number: int) -> None:
    pair = established()
    receiver = pair.server.connection.receiver
    datagram = sealed(pair, PacketType.DATA, number, receiver.origin, bytes(PAYLOAD_BYTES))
    assert parse_header(datagram) is None
    assert len(datagram) == OVERHEAD_BYTES + PAYLOAD_BYTES
    before = list(receiver.acknowledging.received)
    assert outcome(pair, [datagram])[:2] == (type(None), before)


@pytest.mark.parametrize("kind", list(PacketType))
@pytest.mark.parametrize("number", POWERS)
def test_genuine_packets_of_every_type_with_any_numbers_end_the_connection_at_worst(
    kind: PacketType, number: int
) -> None:
    for sequence, payload in itertools.product(POWERS, (b"", bytes(8), bytes(40), b"\xff" * 60)):
        pair = established()
        outcome(pair, [sealed(pair, kind, number, sequence, payload)])
