"""The places of packets in a buffer that is used again and again: views that stay, and headers read in one pass."""

from __future__ import annotations

import pytest

from ptp_core.wire.packet import HEADER_BYTES, OVERHEAD_BYTES, PacketType, cut, encode_header, first_word
from ptp_core.wire.packet_places import PacketPlaces


@pytest.mark.parametrize("packet_bytes", [OVERHEAD_BYTES + 1, 100, 1472, 1473])
def test_headers_are_those_of_the_packets_asked_for_as_they_are_now(packet_bytes: int) -> None:
    buffer = memoryview(bytearray(20 * packet_bytes + 5))
    places = PacketPlaces(buffer, packet_bytes)
    for round_number in (1, 2):
        for at in range(20):
            header = encode_header(PacketType.DATA, 1, 77, 1000 * round_number + at, 10**12 + at)
            buffer[at * packet_bytes :][:HEADER_BYTES] = header
        word = first_word(PacketType.DATA, 1, 77)
        wanted = [(word, 1000 * round_number + at, 10**12 + at) for at in range(3, 20)]
        assert list(places.headers(3, 20)) == wanted
    assert list(places.headers(4, 4)) == []


def test_views_are_cut_once_and_are_those_that_a_single_packet_is_cut_into() -> None:
    buffer = memoryview(bytearray(range(256)) * 8)
    places = PacketPlaces(buffer, 100)
    first = list(places.first(3))
    assert [tuple(map(bytes, views)) for views in first] == [
        tuple(map(bytes, cut(buffer, at, at + 100))) for at in (0, 100, 200)
    ]
    more = places.first(7)
    assert all(now is then for now, then in zip(more[0], first[0], strict=True))
    assert bytes(more[6][2]) == bytes(buffer[600 + HEADER_BYTES : 700])
