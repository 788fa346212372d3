"""Carries the two byte streams of the secure handshake in SYN, SYN+ACK and ACK packets.

The streams themselves come from a `ChannelHandshake` (TLS 1.3 in `security`), which knows nothing of packets.
Each flight is cut into pieces of one datagram; whatever the peer has not said to have is sent again when the
retransmission timer expires. Before the client has shown that it can be reached at its address, the server
sends at most three times what it received (RFC 9000 section 8.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ptp_core import broken_rules
from ptp_core.errors import ProtocolViolation
from ptp_core.transport.ranges import RangeSet
from ptp_core.wire.handshake import MAX_FRAGMENT_BYTES, MAX_HANDSHAKE_BYTES, HandshakeFragment

AMPLIFICATION_LIMIT = 3


class ChannelHandshake(Protocol):
    """A secure handshake as two byte streams; `receive` raises HandshakeFailed when it cannot succeed."""

    def start(self) -> bytes:
        """The first bytes of this side's stream, empty for the server."""

    def receive(self, data: bytes) -> bytes:
        """Take in the next bytes of the peer's stream; returns the next bytes of one's own."""

    @property
    def complete(self) -> bool:
        """Whether this side knows the peer's certificate and parameters and has the secrets."""

    @property
    def peer_parameters(self) -> bytes:
        """The peer's transport parameters."""

    @property
    def peer_fingerprint(self) -> bytes:
        """SHA-256 of the peer's certificate."""

    def packet_secrets(self) -> tuple[bytes, bytes]:
        """The secrets for packets from client to server, and from server to client."""

    def export(self, label: bytes, length: int) -> bytes:
        """Keying material that both ends share."""


HandshakeFactory = Callable[[bool, bytes], ChannelHandshake]
"""Makes a handshake from (whether this is the client, own encoded transport parameters)."""


class Handshaking:
    """Both streams, cut and put together again. Owned by its connection."""

    def __init__(self, channel: ChannelHandshake, *, is_client: bool) -> None:
        self.channel = channel
        self.cookie = b""
        self.validated = is_client
        self.datagram_bytes_received = 0
        self.datagram_bytes_sent = 0
        self._outgoing = channel.start()
        self._incoming = bytearray(MAX_HANDSHAKE_BYTES)
        self._arrived = RangeSet()
        self._consumed = 0
        self._peer_has = 0
        self._next = 0
        self._echo_due = False

    @property
    def pending(self) -> bool:
        """Whether a fragment waits to be sent."""
        return self._next < len(self._outgoing) or self._echo_due

    @property
    def answered(self) -> bool:
        """Whether there was something to say to the peer: a server has heard a whole hello."""
        return bool(self._outgoing)

    def may_send(self, size_bytes: int) -> bool:
        """Whether the amplification limit lets a datagram of this size out."""
        allowed = AMPLIFICATION_LIMIT * self.datagram_bytes_received
        return self.validated or self.datagram_bytes_sent + size_bytes <= allowed

    def next_fragment(self, source_connection_id: int) -> HandshakeFragment:
        """The next piece to send."""
        self._echo_due = False
        start = self._next
        data = self._outgoing[start : start + MAX_FRAGMENT_BYTES]
        self._next = start + len(data)
        return HandshakeFragment(source_connection_id, self._consumed, start, len(self._outgoing), data, self.cookie)

    def let_go(self) -> None:
        """Nothing more will be received: give the memory back at once, before the garbage is collected."""
        self._incoming = bytearray()

    def repeat(self) -> None:
        """Send again what the peer is not known to have; at least one packet, so that it answers."""
        self._next = self._peer_has
        self._echo_due = True

    def receive(self, fragment: HandshakeFragment) -> bool:
        """Take in a fragment; returns whether it brought anything new. Raises HandshakeFailed, ProtocolViolation."""
        if fragment.received_bytes > len(self._outgoing):
            raise ProtocolViolation(broken_rules.HANDSHAKE_NEVER_SENT)
        advanced = fragment.received_bytes > self._peer_has
        self._peer_has = max(self._peer_has, fragment.received_bytes)
        self._next = max(self._next, self._peer_has)
        for start, stop in self._arrived.missing(fragment.offset, fragment.offset + len(fragment.data)):
            self._incoming[start:stop] = fragment.data[start - fragment.offset : stop - fragment.offset]
            self._arrived.add(start, stop)
            advanced = True
        if self._arrived and self._arrived.first[0] == 0 and self._arrived.first[1] > self._consumed:
            stop = self._arrived.first[1]
            chunk = bytes(self._incoming[self._consumed : stop])
            self._consumed = stop
            if not self.channel.complete:
                self._outgoing += self.channel.receive(chunk)
        return advanced
