"""A handshake for the simulator: the shape of the real one, without its cryptography, and deterministic."""

from __future__ import annotations

import hashlib

from ptp_core.errors import HandshakeFailed
from ptp_core.sentences import declare

_CUT_SHORT = declare("parameters-cut-short", "parameters cut short")()

CLIENT_HELLO_BYTES = 1500
SERVER_FLIGHT_BYTES = 1800
CLIENT_FINISH_BYTES = 450


class PlainHandshake:
    """Three flights of the sizes of the real handshake; keys come from both parameter blobs."""

    def __init__(self, is_client: bool, parameters: bytes) -> None:
        self._is_client = is_client
        self._own = parameters
        self._peer = b""
        self._received = b""
        self._answered = False
        self.complete = False

    def start(self) -> bytes:
        return self._flight(CLIENT_HELLO_BYTES) if self._is_client else b""

    def receive(self, data: bytes) -> bytes:
        self._received += data
        if self._is_client:
            if len(self._received) < SERVER_FLIGHT_BYTES:
                return b""
            self._take_parameters()
            self.complete = True
            return b"\1" * CLIENT_FINISH_BYTES
        if len(self._received) >= CLIENT_HELLO_BYTES + CLIENT_FINISH_BYTES:
            self.complete = True
        if len(self._received) >= CLIENT_HELLO_BYTES and not self._answered:
            self._answered = True
            self._take_parameters()
            return self._flight(SERVER_FLIGHT_BYTES)
        return b""

    @property
    def peer_parameters(self) -> bytes:
        return self._peer

    @property
    def peer_fingerprint(self) -> bytes:
        return hashlib.sha256(self._peer).digest()

    def packet_secrets(self) -> tuple[bytes, bytes]:
        both = (self._own, self._peer) if self._is_client else (self._peer, self._own)
        shared = hashlib.sha256(b"".join(both)).digest()
        return hashlib.sha256(shared + b"c").digest(), hashlib.sha256(shared + b"s").digest()

    def export(self, label: bytes, length: int) -> bytes:
        return hashlib.shake_256(label + self.packet_secrets()[0]).digest(length)

    def _flight(self, size: int) -> bytes:
        return (len(self._own).to_bytes(2, "big") + self._own).ljust(size, b"\0")

    def _take_parameters(self) -> None:
        size = int.from_bytes(self._received[:2], "big")
        if 2 + size > len(self._received):
            raise HandshakeFailed(_CUT_SHORT)
        self._peer = self._received[2 : 2 + size]
