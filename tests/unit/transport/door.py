"""A dispatcher that strangers knock at, and what they knock with."""

from __future__ import annotations

from ptp_core.config import PROTOCOL_VERSION, TransportSettings
from ptp_core.security.cookie import AddressCookies
from ptp_core.security.packet_protection import PUBLIC_AEAD, seal, unseal
from ptp_core.simulation.plain_handshake import CLIENT_HELLO_BYTES, PlainHandshake
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from ptp_core.transport.dispatcher import Dispatcher
from ptp_core.wire.handshake import (
    HandshakeFragment,
    encode_fragment,
)
from ptp_core.wire.packet import HEADER, PacketType, first_word, parse_header

NOW_S = 1000.0
SMALL = TransportSettings(send_buffer_bytes=4096, receive_buffer_bytes=4096)


class Door:
    """A dispatcher that lets connections in, and counts what goes out."""

    def __init__(self, *, listening: bool = True) -> None:
        self.listening = listening
        self.now_s = NOW_S
        self.bytes_in = 0
        self.bytes_out = 0
        self._ids = iter(range(1000, 1_000_000))
        self.dispatcher = Dispatcher(self._accept, AddressCookies(b"k" * 32))

    def knock(self, datagram: bytes, address: Address = ("192.0.2.1", 5)) -> list[bytes]:
        """A datagram comes; what is answered at once, connections included."""
        self.bytes_in += len(datagram)
        out = memoryview(bytearray(1 << 16))
        answers = []
        for connection, piece in self.dispatcher.route(memoryview(datagram), len(datagram), address, self.now_s):
            connection.handle_datagrams(piece, len(piece), address, self.now_s)
        answers += [answer for answer, _ in self.dispatcher.answers]
        self.dispatcher.answers.clear()
        answers += self.speak(out)
        self.bytes_out += sum(map(len, answers))
        return answers

    def speak(self, out: memoryview) -> list[bytes]:
        """What the connections want to send now."""
        said = []
        for connection in list(self.dispatcher.connections.values()):
            connection.handle_timer(self.now_s)
            while True:
                size, datagram_bytes, *_ = connection.poll_datagrams(out, self.now_s)
                if not size:
                    break
                said += [bytes(out[at : min(at + datagram_bytes, size)]) for at in range(0, size, datagram_bytes)]
            if connection.done:
                self.dispatcher.forget(connection)
        return said

    def _accept(self, address: Address, now_s: float) -> Connection | None:
        if not self.listening:
            return None
        connection = Connection(
            SMALL, PlainHandshake, is_client=False, local_id=next(self._ids), initial_sequence=1,
            secret=b"unguessable", address=address,
            fast_aes=True, now_s=now_s,
        )  # fmt: skip
        connection.accept_syn(now_s)
        return connection


def syn(client: int, *, cookie: bytes = b"", version: int = PROTOCOL_VERSION, offset: int = 0) -> bytes:
    data = b"\0\4four".ljust(CLIENT_HELLO_BYTES, b"\0")[offset : offset + 1000]
    fragment = HandshakeFragment(client, 0, offset, CLIENT_HELLO_BYTES, data, cookie)
    header = HEADER.pack(first_word(PacketType.SYN, version, client), 0, 77)
    return seal(PUBLIC_AEAD, header, encode_fragment(fragment, padded=True))


def kind_of(datagram: bytes) -> PacketType:
    header = parse_header(datagram)
    assert header is not None
    return header.type


def payload_of(datagram: bytes) -> bytes:
    payload = unseal(PUBLIC_AEAD, datagram)
    assert payload is not None
    return payload


def crowd(door: Door, count: int) -> None:
    for client in range(1, count + 1):
        door.knock(syn(client), ("192.0.2.9", client))
