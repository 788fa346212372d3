"""The payload of an ACK packet: receiver's delay, window, and ranges of received packet numbers.

    1 bit     remark: since the acknowledgement before, this side's socket has had no room for something
    31 bits   acknowledgement delay in microseconds
    64 bits   window in bytes, counted from the cumulative number in the header
    64 bits   stop of the newest range: one more than the largest packet number received
    2 bits    remarks: a conditioner works on what this side sends; its processor keeps it from doing more
    6 bits    number of ranges less one, n - 1
    32 bits   length of the newest range, then n - 1 times: 32 bits of gap, 32 bits of length, going down

The receiver leaves out what is too old to matter; the cumulative number covers it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from ptp_core import broken_rules
from ptp_core.errors import ProtocolViolation
from ptp_core.wire.packet import NUMBER_LIMIT

MAX_RANGES = 64
# What a side says of itself, for the other to show.
CONDITIONED_REMARK = 0x80
STRAINED_REMARK = 0x40
OVERFLOWED_REMARK = 1 << 31
_REMARKS = CONDITIONED_REMARK | STRAINED_REMARK
_FIXED = struct.Struct(">IQQB")
_LENGTH = struct.Struct(">I")
_CUMULATIVE = struct.Struct(">Q")
_PAIR = struct.Struct(">II")
_LARGEST_32 = 0xFFFF_FFFF
_LARGEST_31 = 0x7FFF_FFFF
MAX_ACKNOWLEDGEMENT_BYTES = _FIXED.size + _LENGTH.size + _PAIR.size * (MAX_RANGES - 1)


class Acknowledgement(NamedTuple):
    """A parsed payload. `ranges` are `[start, stop)` packet numbers, the newest first; `remarks` has the bits above."""

    delay_s: float
    window_bytes: int
    ranges: list[tuple[int, int]]
    remarks: int = 0


def encode_acknowledgement(
    delay_s: float, window_bytes: int, ranges: Sequence[tuple[int, int]], remarks: int = 0
) -> bytes:
    """Bytes of an acknowledgement; `ranges` newest first, not empty. Only the newest 64 are sent."""
    start, stop = ranges[0]
    parts = [b""]
    length = min(stop - start, _LARGEST_32)
    lowest = stop - length
    parts.append(_LENGTH.pack(length))
    for start, end in ranges[1:MAX_RANGES]:
        gap = lowest - end
        length = min(end - start, _LARGEST_32)
        if gap > _LARGEST_32:
            break
        parts.append(_PAIR.pack(gap, length))
        lowest = end - length
    delay = min(int(delay_s * 1e6), _LARGEST_31) | remarks & OVERFLOWED_REMARK
    parts[0] = _FIXED.pack(delay, window_bytes, stop, remarks & _REMARKS | (len(parts) - 2))
    return b"".join(parts)


def encode_fin(cumulative: int, acknowledgement: bytes) -> bytes:
    """The payload of a FIN: the cumulative sequence number, for which its header has no room, and the rest."""
    return _CUMULATIVE.pack(cumulative) + acknowledgement


def parse_fin(payload: bytes | memoryview) -> tuple[int, Acknowledgement]:
    """Cumulative sequence number and acknowledgement of a FIN; raises ProtocolViolation."""
    if len(payload) < _CUMULATIVE.size:
        raise ProtocolViolation(broken_rules.FIN_SHORT)
    (cumulative,) = _CUMULATIVE.unpack_from(payload)
    if cumulative >= NUMBER_LIMIT:
        raise ProtocolViolation(broken_rules.FIN_NUMBERS)
    return cumulative, parse_acknowledgement(payload[_CUMULATIVE.size :])


def parse_acknowledgement(payload: bytes | memoryview) -> Acknowledgement:
    """The values of a payload; raises ProtocolViolation when it is not exactly one acknowledgement."""
    if len(payload) < _FIXED.size:
        raise ProtocolViolation(broken_rules.ACK_SHORT)
    delay, window, stop, packed = _FIXED.unpack_from(payload)
    count = (packed & ~_REMARKS) + 1
    if window >= NUMBER_LIMIT or stop >= NUMBER_LIMIT:
        raise ProtocolViolation(broken_rules.ACK_NUMBERS)
    if len(payload) != _FIXED.size + _LENGTH.size + _PAIR.size * (count - 1):
        raise ProtocolViolation(broken_rules.ACK_LENGTH)
    (length,) = _LENGTH.unpack_from(payload, _FIXED.size)
    start = stop - length
    ranges = [(start, stop)]
    at = _FIXED.size + _LENGTH.size
    for gap, size in _PAIR.iter_unpack(payload[at:]):
        if gap == 0 or size == 0:
            raise ProtocolViolation(broken_rules.ACK_EMPTY_RANGE)
        stop = start - gap
        start = stop - size
        ranges.append((start, stop))
    if length == 0 or start < 0:
        raise ProtocolViolation(broken_rules.ACK_TOO_LOW)
    remarks = packed & _REMARKS | delay & OVERFLOWED_REMARK
    return Acknowledgement((delay & _LARGEST_31) / 1e6, window, ranges, remarks)
