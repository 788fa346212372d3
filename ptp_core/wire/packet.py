"""The packet header: 24 bytes in the clear, authenticated together with the payload.

    bits 0 to 7      type
    bits 8 to 15     flags: the key phase on protected packets, the protocol version on a SYN
    bits 16 to 63    connection id of the side that receives the packet (on a SYN: of the side that sends it)
    64 bits          packet number: grows with every packet sent, retransmissions included (RFC 9000 section 12.3)
    64 bits          sequence number of the first byte (DATA, SYN, SYN+ACK, FIN), or the cumulative
                     acknowledgement (ACK and the third step of the handshake)

A 16-byte tag closes the packet: 40 bytes of overhead in all. SYN and FIN take one sequence number each, as in
TCP (RFC 9293 section 3.4). Stateless: every function here turns bytes into values or values into bytes.
"""

from __future__ import annotations

import enum
import struct
from typing import NamedTuple

HEADER = struct.Struct(">QQQ")
HEADER_BYTES = HEADER.size
TAG_BYTES = 16
OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES
MAX_DATAGRAM_BYTES = 65_507
MINIMUM_PATH_MTU_BYTES = 1200
CONNECTION_ID_LIMIT = 1 << 48
# A number beyond this can only be an attack: 2**62 packets take centuries.
NUMBER_LIMIT = 1 << 62

_WORD = struct.Struct(">Q")
# Where the connection id lies in the first word, and the nonce in the header.
_ID_STARTS_AT, _ID_STOPS_AT = 2, 8
NONCE_OFFSET = 4
NONCE_STOP = 16


class PacketType(enum.IntEnum):
    """What a datagram is for."""

    SYN = 1
    SYN_ACK = 2
    HANDSHAKE_ACK = 3
    DATA = 4
    ACK = 5
    FIN = 6
    RESET = 7
    PROBE = 8
    VERSION = 9
    COOKIE = 10
    REFUSAL = 11
    PATH_CHALLENGE = 12
    PATH_RESPONSE = 13

    # Looked up at every packet: an enum's own is written in Python.
    __hash__ = int.__hash__


HANDSHAKE_TYPES = frozenset({PacketType.SYN, PacketType.SYN_ACK, PacketType.HANDSHAKE_ACK})
KEY_PHASE_FLAG = 1

# The letters of the segment log.
LOG_LETTERS = {
    PacketType.SYN: "S",
    PacketType.SYN_ACK: "SA",
    PacketType.HANDSHAKE_ACK: "A",
    PacketType.DATA: "D",
    PacketType.ACK: "A",
    PacketType.FIN: "F",
    PacketType.RESET: "R",
    PacketType.PROBE: "P",
    PacketType.PATH_CHALLENGE: "P",
    PacketType.PATH_RESPONSE: "P",
}


class Header(NamedTuple):
    """A parsed header; numbers as on the wire."""

    type: PacketType
    flags: int
    connection_id: int
    packet_number: int
    sequence: int


def first_word(packet_type: PacketType, flags: int, connection_id: int) -> int:
    """The header's first 64 bits, which are the same for all data packets of one connection and key phase."""
    return packet_type << 56 | flags << 48 | connection_id


def encode_header(packet_type: PacketType, flags: int, connection_id: int, packet_number: int, sequence: int) -> bytes:
    """The bytes of a header."""
    return HEADER.pack(first_word(packet_type, flags, connection_id), packet_number, sequence)


def cut(batch: memoryview, at: int, stop: int) -> tuple[memoryview, memoryview, memoryview]:
    """Header, nonce (a part of the header) and the rest of the packet `batch[at:stop]`."""
    body = at + HEADER_BYTES
    return batch[at:body], batch[at + NONCE_OFFSET : at + NONCE_STOP], batch[body:stop]


def connection_id_at(batch: memoryview, at: int) -> int:
    """The connection id of the packet that begins at `at`, which has a whole header."""
    return int(_WORD.unpack_from(batch, at)[0]) & (CONNECTION_ID_LIMIT - 1)


def are_for_one_connection(batch: memoryview, datagram_bytes: int) -> bool:
    """Whether all packets name one connection: a few strided looks at the batch instead of one at each packet."""
    count = -(-len(batch) // datagram_bytes)
    last = (count - 1) * datagram_bytes
    if len(batch) - last < HEADER_BYTES:
        return False
    if not datagram_bytes % _WORD.size:
        # Mostly they are of one type, too, and one look at their first words is enough.
        words = batch[: last + _WORD.size].cast("Q")[:: datagram_bytes // _WORD.size].tolist()
        if words.count(words[0]) == count:
            return True
    return all(bytes(batch[at::datagram_bytes]).count(batch[at]) == count for at in range(_ID_STARTS_AT, _ID_STOPS_AT))


def parse_header(datagram: bytes | bytearray | memoryview) -> Header | None:
    """The header of a datagram, or None when it cannot be a packet of PTP."""
    if len(datagram) < OVERHEAD_BYTES:
        return None
    word, packet_number, sequence = HEADER.unpack_from(datagram)
    kind = word >> 56
    if kind not in _TYPES or packet_number >= NUMBER_LIMIT or sequence >= NUMBER_LIMIT:
        return None
    return Header(_TYPES[kind], word >> 48 & 0xFF, word & (CONNECTION_ID_LIMIT - 1), packet_number, sequence)


def is_data_header(batch: memoryview, at: int, data_word: int) -> bool:
    """Whether `parse_header` would find plain data at `batch[at:]`, with this first word."""
    word, packet_number, sequence = HEADER.unpack_from(batch, at)
    return bool(word == data_word and packet_number < NUMBER_LIMIT and sequence < NUMBER_LIMIT)


_TYPES = {int(kind): kind for kind in PacketType}
