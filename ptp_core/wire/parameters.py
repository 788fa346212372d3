"""Transport parameters: what each side tells the other of itself inside the authenticated handshake."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ptp_core import broken_rules
from ptp_core.errors import ProtocolViolation
from ptp_core.wire.packet import MAX_DATAGRAM_BYTES, NUMBER_LIMIT

_FIXED = struct.Struct(">BBQQIIQB")
_FAST_AES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportParameters:
    """`version` is the one this connection speaks, `versions` all that the sender of the parameters speaks.

    `initial_sequence` repeats the number of the SYN, which travels unauthenticated. `window_bytes` is the
    first receive window, `mss_bytes` the largest payload accepted in one segment. `socket_buffer_bytes` is what the
    system keeps for the sender of the parameters before it reads, overhead included; 0 where that is not known.
    """

    version: int
    versions: tuple[int, ...]
    initial_sequence: int
    window_bytes: int
    mss_bytes: int
    idle_timeout_ms: int
    socket_buffer_bytes: int
    fast_aes: bool


def encode_parameters(parameters: TransportParameters) -> bytes:
    """Bytes of transport parameters; what a later version appends is skipped by this one."""
    return _FIXED.pack(
        parameters.version,
        _FAST_AES if parameters.fast_aes else 0,
        parameters.initial_sequence,
        parameters.window_bytes,
        parameters.mss_bytes,
        parameters.idle_timeout_ms,
        parameters.socket_buffer_bytes,
        len(parameters.versions),
    ) + bytes(parameters.versions)


def parse_parameters(data: bytes) -> TransportParameters:
    """Transport parameters from bytes; raises ProtocolViolation when they are cut short or out of range."""
    if len(data) < _FIXED.size:
        raise ProtocolViolation(broken_rules.PARAMETERS_SHORT)
    version, flags, initial, window, mss, idle_ms, socket_buffer, count = _FIXED.unpack_from(data)
    versions = tuple(data[_FIXED.size : _FIXED.size + count])
    if len(versions) != count or version not in versions:
        raise ProtocolViolation(broken_rules.PARAMETERS_VERSION)
    if not 1 <= mss <= MAX_DATAGRAM_BYTES or initial >= NUMBER_LIMIT or window >= NUMBER_LIMIT or idle_ms < 1:
        raise ProtocolViolation(broken_rules.PARAMETERS_RANGE)
    return TransportParameters(
        version=version,
        versions=versions,
        initial_sequence=initial,
        window_bytes=window,
        mss_bytes=mss,
        idle_timeout_ms=idle_ms,
        socket_buffer_bytes=socket_buffer,
        fast_aes=bool(flags & _FAST_AES),
    )
