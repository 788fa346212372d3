"""First packets of strangers, as a program would make them that has no interest in a connection."""

from __future__ import annotations

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.security.packet_protection import PUBLIC_AEAD, seal
from ptp_core.wire.handshake import HandshakeFragment, encode_fragment
from ptp_core.wire.packet import HEADER, PacketType, first_word

HELLO_BYTES = 1500


def hello(client: int, cookie: bytes = b"") -> bytes:
    """The SYN of the connection that its client calls by this number."""
    fragment = HandshakeFragment(client, 0, 0, HELLO_BYTES, b"\0\4four".ljust(1000, b"\0"), cookie)
    header = HEADER.pack(first_word(PacketType.SYN, PROTOCOL_VERSION, client), 0, 77)
    return seal(PUBLIC_AEAD, header, encode_fragment(fragment, padded=True))
