"""Payloads of the packets that come before the keys: handshake fragments, cookies, versions, refusals.

A handshake packet (SYN, SYN+ACK and the third step) carries a piece of its sender's handshake stream:

    48 bits  connection id that the sender of this packet wants to be addressed by
    16 bits  how many bytes of the other side's handshake stream have come in order
    16 bits  offset of this piece, 16 bits length of the piece, 16 bits length of the stream so far
    8 bits   length of the cookie, the cookie, the piece; then zeros as padding
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ptp_core import broken_rules
from ptp_core.errors import ProtocolViolation, ResetCode
from ptp_core.wire.packet import CONNECTION_ID_LIMIT, MINIMUM_PATH_MTU_BYTES, OVERHEAD_BYTES

MAX_HANDSHAKE_BYTES = 8192
MAX_COOKIE_BYTES = 64
MAX_REASON_BYTES = 256
_FIXED = struct.Struct(">QHHHHB")
MAX_FRAGMENT_BYTES = MINIMUM_PATH_MTU_BYTES - OVERHEAD_BYTES - _FIXED.size - MAX_COOKIE_BYTES


@dataclass(frozen=True, slots=True)
class HandshakeFragment:
    """A piece of a handshake stream, and how far the other direction's stream has come."""

    source_connection_id: int
    received_bytes: int
    offset: int
    total_bytes: int
    data: bytes
    cookie: bytes = b""


def encode_fragment(fragment: HandshakeFragment, *, padded: bool) -> bytes:
    """Bytes of a fragment; `padded` fills the datagram to 1,200 bytes, so that an answer cannot amplify it."""
    payload = (
        _FIXED.pack(
            fragment.source_connection_id,
            fragment.received_bytes,
            fragment.offset,
            len(fragment.data),
            fragment.total_bytes,
            len(fragment.cookie),
        )
        + fragment.cookie
        + fragment.data
    )
    return payload.ljust(MINIMUM_PATH_MTU_BYTES - OVERHEAD_BYTES, b"\0") if padded else payload


def parse_fragment(payload: bytes) -> HandshakeFragment:
    """A fragment from bytes; raises ProtocolViolation when its numbers do not fit together."""
    if len(payload) < _FIXED.size:
        raise ProtocolViolation(broken_rules.HANDSHAKE_SHORT)
    source, received, offset, length, total, cookie_length = _FIXED.unpack_from(payload)
    start = _FIXED.size + cookie_length
    if (
        not 0 < source < CONNECTION_ID_LIMIT
        or cookie_length > MAX_COOKIE_BYTES
        or start + length > len(payload)
        or offset + length > total
        or total > MAX_HANDSHAKE_BYTES
        or received > MAX_HANDSHAKE_BYTES
    ):
        raise ProtocolViolation(broken_rules.HANDSHAKE_NUMBERS)
    return HandshakeFragment(
        source, received, offset, total, bytes(payload[start : start + length]), bytes(payload[_FIXED.size : start])
    )


@dataclass(frozen=True, slots=True)
class Reset:
    """Why the other side ended the connection."""

    code: ResetCode
    reason: str


def encode_reset(reset: Reset) -> bytes:
    """One byte of code and the reason as UTF-8, cut at 256 bytes."""
    return bytes([reset.code]) + reset.reason.encode("utf-8", "replace")[:MAX_REASON_BYTES]


def parse_reset(payload: bytes) -> Reset:
    """A reset from bytes. An unknown code counts as INTERNAL: the connection is over either way."""
    if not payload:
        return Reset(ResetCode.INTERNAL, "")
    code = ResetCode(payload[0]) if payload[0] in _RESET_CODES else ResetCode.INTERNAL
    return Reset(code, payload[1 : 1 + MAX_REASON_BYTES].decode("utf-8", "replace"))


def encode_versions(versions: tuple[int, ...]) -> bytes:
    """One byte a version."""
    return bytes(versions)


def parse_versions(payload: bytes) -> tuple[int, ...]:
    """The versions that the other side speaks, at most 16 of them."""
    return tuple(payload[:16])


_RESET_CODES = frozenset(int(code) for code in ResetCode)
