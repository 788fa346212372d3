"""Which datagram belongs to which connection, and what strangers are answered. Sans-IO.

A SYN makes a connection when somebody listens. While few handshakes are half open, in all and of its address, it does
so at once; above that a stateless cookie comes first and nothing is kept (RFC 9000 section 8.1.2). Whoever has proved
its address so gets a place, if need be another's (`half_open`). Packets of unknown connections are told so, shorter
than they came. Called by the endpoint thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.errors import ProtocolViolation, ResetCode
from ptp_core.security.cookie import AddressCookies
from ptp_core.security.packet_protection import PUBLIC_AEAD, seal, unseal
from ptp_core.sentences import phrase
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from ptp_core.transport.half_open import HalfOpen
from ptp_core.wire.handshake import HandshakeFragment, Reset, encode_reset, encode_versions, parse_fragment
from ptp_core.wire.packet import (
    HEADER_BYTES,
    MINIMUM_PATH_MTU_BYTES,
    Header,
    PacketType,
    are_for_one_connection,
    connection_id_at,
    encode_header,
    parse_header,
)

_NOBODY = phrase("nobody listens here")

COOKIE_ABOVE_HALF_OPEN = 16
_ANSWERED_WHEN_UNKNOWN = frozenset({PacketType.DATA, PacketType.ACK, PacketType.FIN, PacketType.PROBE})

Accept = Callable[[Address, float], Connection | None]
"""Makes a server's connection for a new peer, or None when nobody listens."""


class Dispatcher:
    """The connections of one UDP socket, by their local id."""

    def __init__(self, accept: Accept, cookies: AddressCookies) -> None:
        self.connections: dict[int, Connection] = {}
        self.answers: list[tuple[bytes, Address]] = []
        self._accept = accept
        self._cookies = cookies
        self._by_client: dict[tuple[Address, int], Connection] = {}
        self._client_of: dict[int, tuple[Address, int]] = {}
        self._half_open = HalfOpen()

    def add(self, connection: Connection) -> None:
        """A connection that was opened from this side."""
        self.connections[connection.local_id] = connection

    def forget(self, connection: Connection) -> None:
        """A connection is done."""
        self.connections.pop(connection.local_id, None)
        client = self._client_of.pop(connection.local_id, None)
        if client is not None:
            del self._by_client[client]
        self._half_open.leave(connection)

    def route(
        self, batch: memoryview, datagram_bytes: int, address: Address, now_s: float
    ) -> Iterator[tuple[Connection, memoryview]]:
        """Cut a batch into runs of datagrams for one connection each; strangers are dealt with here.

        A batch that is all for one connection is handed on as it is.
        """
        if datagram_bytes <= 0:
            return
        at = 0
        total = len(batch)
        while at < total:
            stop = min(at + datagram_bytes, total)
            if stop - at < HEADER_BYTES:
                return
            known_id = connection_id_at(batch, at)
            connection = self.connections.get(known_id)
            if connection is None:
                connection = self._stranger(batch[at:stop], address, now_s)
            elif at == 0 and stop < total and are_for_one_connection(batch, datagram_bytes):
                stop = total
            else:
                while stop + HEADER_BYTES <= total and connection_id_at(batch, stop) == known_id:
                    stop = min(stop + datagram_bytes, total)
            if connection is not None:
                yield connection, batch if stop - at == total else batch[at:stop]
                # The caller has let it take in the datagrams by now.
                if self._half_open and connection.established:
                    self._half_open.leave(connection)
            at = stop

    def _stranger(self, datagram: memoryview, address: Address, now_s: float) -> Connection | None:
        header = parse_header(datagram)
        if header is None:
            return None
        if header.type is PacketType.SYN:
            return self._syn(header, datagram, address, now_s)
        if header.type is PacketType.REFUSAL:
            if header.connection_id == 0:
                # It would fit every connection whose peer has not told its id yet.
                return None
            for connection in self.connections.values():
                if connection.sealer.remote_id == header.connection_id and connection.address == address:
                    return connection
        elif header.type in _ANSWERED_WHEN_UNKNOWN:
            answer = _public(PacketType.REFUSAL, header, encode_reset(Reset(ResetCode.UNKNOWN_CONNECTION, "")))
            if len(answer) < len(datagram):
                self.answers.append((answer, address))
        return None

    def _syn(self, header: Header, datagram: memoryview, address: Address, now_s: float) -> Connection | None:
        if len(datagram) < MINIMUM_PATH_MTU_BYTES:
            return None
        known = self._by_client.get((address, header.connection_id))
        if known is not None:
            return known
        payload = unseal(PUBLIC_AEAD, datagram)
        if payload is None:
            return None
        if header.flags != PROTOCOL_VERSION:
            self.answers.append((_public(PacketType.VERSION, header, encode_versions((PROTOCOL_VERSION,))), address))
            return None
        try:
            fragment = parse_fragment(payload)
        except ProtocolViolation:
            return None
        if fragment.source_connection_id != header.connection_id or not self._welcome(fragment, header, address, now_s):
            return None
        self._make_room(address, now_s)
        connection = self._accept(address, now_s)
        if connection is None:
            refusal = encode_reset(Reset(ResetCode.REFUSED, _NOBODY))
            self.answers.append((_public(PacketType.REFUSAL, header, refusal), address))
            return None
        self.add(connection)
        client = (address, header.connection_id)
        self._by_client[client] = connection
        self._client_of[connection.local_id] = client
        self._half_open.take(connection, address)
        return connection

    def _welcome(self, fragment: HandshakeFragment, header: Header, address: Address, now_s: float) -> bool:
        if len(self._half_open) < COOKIE_ABOVE_HALF_OPEN and self._half_open.displaced(address) is None:
            return True
        if self._cookies.valid(fragment.cookie, address, now_s):
            return True
        cookie = self._cookies.make(address, now_s)
        self.answers.append((_public(PacketType.COOKIE, header, cookie), address))
        return False

    def _make_room(self, address: Address, now_s: float) -> None:
        displaced = self._half_open.displaced(address)
        if displaced is not None:
            # Without its lock: no application has it before its handshake is finished.
            displaced.forsake(now_s)
            self.forget(displaced)


def _public(kind: PacketType, about: Header, payload: bytes) -> bytes:
    header = encode_header(kind, 0, about.connection_id, about.packet_number, about.sequence)
    return seal(PUBLIC_AEAD, header, payload)
