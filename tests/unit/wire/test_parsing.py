"""Everything that comes from the network is parsed into bounded values, or refused with our own error."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.errors import ProtocolViolation, ResetCode
from ptp_core.wire.acknowledgement import (
    MAX_ACKNOWLEDGEMENT_BYTES,
    MAX_RANGES,
    encode_acknowledgement,
    encode_fin,
    parse_acknowledgement,
    parse_fin,
)
from ptp_core.wire.handshake import (
    MAX_FRAGMENT_BYTES,
    HandshakeFragment,
    Reset,
    encode_fragment,
    encode_reset,
    parse_fragment,
    parse_reset,
)
from ptp_core.wire.packet import HEADER, OVERHEAD_BYTES, PacketType, first_word, parse_header
from ptp_core.wire.parameters import TransportParameters, encode_parameters, parse_parameters

PARAMETERS = TransportParameters(
    version=1, versions=(1, 2), initial_sequence=5, window_bytes=1 << 20, mss_bytes=1160, idle_timeout_ms=30_000,
    socket_buffer_bytes=425_984,
    fast_aes=True,
)  # fmt: skip


def ranges_from(sizes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    at, ranges = 0, []
    for gap, length in sizes:
        ranges.append((at + gap, at + gap + length))
        at += gap + length
    return ranges[::-1]


def test_overhead_of_a_data_packet_is_forty_bytes() -> None:
    assert OVERHEAD_BYTES == 40


Sizes = st.lists(st.tuples(st.integers(1, 1000), st.integers(1, 1000)), min_size=1, max_size=MAX_RANGES)


@given(Sizes, st.integers(0, 1 << 40))
def test_acknowledgements_come_back_as_they_were(sizes: list[tuple[int, int]], window: int) -> None:
    ranges = ranges_from(sizes)
    encoded = encode_acknowledgement(0.0025, window, ranges)
    assert len(encoded) <= MAX_ACKNOWLEDGEMENT_BYTES
    parsed = parse_acknowledgement(encoded)
    assert (parsed.ranges, parsed.window_bytes) == (ranges, window)
    assert parsed.delay_s == pytest.approx(0.0025)
    assert parse_fin(encode_fin(77, encoded)) == (77, parsed)


def test_only_the_newest_ranges_are_sent() -> None:
    ranges = ranges_from([(1, 1)] * 100)
    assert parse_acknowledgement(encode_acknowledgement(0, 0, ranges)).ranges == ranges[:MAX_RANGES]


@given(st.binary(max_size=700))
def test_any_bytes_are_an_acknowledgement_or_a_violation(data: bytes) -> None:
    with contextlib.suppress(ProtocolViolation):
        parsed = parse_acknowledgement(data)
        assert 1 <= len(parsed.ranges) <= MAX_RANGES
        edges = [edge for start, stop in reversed(parsed.ranges) for edge in (start, stop)]
        assert edges == sorted(set(edges))
        assert edges[0] >= 0


@given(st.binary(max_size=100))
def test_t9_any_bytes_are_a_packet_of_ours_or_none(data: bytes) -> None:
    header = parse_header(data)
    assert header is None or (len(data) >= OVERHEAD_BYTES and header.packet_number < 1 << 62)


@pytest.mark.parametrize("number", [1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_t9_numbers_beyond_reason_are_no_packet(number: int) -> None:
    word = first_word(PacketType.DATA, 0, 7)
    assert parse_header(HEADER.pack(word, number, 0) + bytes(16)) is None
    assert parse_header(HEADER.pack(word, 0, number) + bytes(16)) is None


@given(st.binary(max_size=1200))
def test_any_bytes_are_a_handshake_fragment_or_a_violation(data: bytes) -> None:
    with contextlib.suppress(ProtocolViolation):
        fragment = parse_fragment(data)
        assert fragment.offset + len(fragment.data) <= fragment.total_bytes <= 8192


@given(st.binary(max_size=MAX_FRAGMENT_BYTES), st.integers(0, 1000), st.binary(max_size=64))
def test_fragments_come_back_as_they_were(data: bytes, offset: int, cookie: bytes) -> None:
    fragment = HandshakeFragment(9, 3, offset, offset + len(data), data, cookie)
    padded = encode_fragment(fragment, padded=True)
    assert len(padded) + OVERHEAD_BYTES == 1200
    assert parse_fragment(padded) == parse_fragment(encode_fragment(fragment, padded=False)) == fragment


def test_parameters_come_back_and_later_versions_may_append() -> None:
    assert parse_parameters(encode_parameters(PARAMETERS) + b"from the future") == PARAMETERS


@given(st.binary(max_size=60))
def test_any_bytes_are_parameters_or_a_violation(data: bytes) -> None:
    with contextlib.suppress(ProtocolViolation):
        parsed = parse_parameters(data)
        assert parsed.version in parsed.versions
        assert parsed.mss_bytes >= 1


@pytest.mark.parametrize("cut", range(len(encode_parameters(PARAMETERS))))
def test_parameters_cut_short_are_a_violation(cut: int) -> None:
    with pytest.raises(ProtocolViolation):
        parse_parameters(encode_parameters(PARAMETERS)[:cut])


def test_resets_are_bounded_and_never_raise() -> None:
    reset = Reset(ResetCode.DECLINED, "no, thank you")
    assert parse_reset(encode_reset(reset)) == reset
    assert len(encode_reset(Reset(ResetCode.CLOSED, "x" * 5000))) == 257
    assert parse_reset(b"") == Reset(ResetCode.INTERNAL, "")
    assert parse_reset(b"\xff\xff").code is ResetCode.INTERNAL


def test_a_hostile_count_of_ranges_allocates_nothing() -> None:
    huge = struct.pack(">IQQB", 0, 0, 1 << 40, 255) + b"\0" * 4
    with pytest.raises(ProtocolViolation):
        parse_acknowledgement(huge)
