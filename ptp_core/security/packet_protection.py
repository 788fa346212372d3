"""Keys of one direction of one connection, and the key that everybody knows.

A packet is sealed with AEAD: the header is the associated data, and the nonce is the twelve header bytes that
end with the packet number (low half of the connection id, packet number). Packet numbers never repeat, so no
nonce does. Handshake packets are sealed with a key that stands in this file: that keeps no secret, but a
damaged packet is noticed and dropped (RFC 9001 section 5.8 does the same for Retry packets).
"""

from __future__ import annotations

import hashlib
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from ptp_core.wire.packet import HEADER_BYTES, NONCE_OFFSET, NONCE_STOP, TAG_BYTES

Aead = AESGCM | ChaCha20Poly1305

# RFC 9001 section 6.6 allows 2**23 packets under one AES-GCM key; half of that leaves room for both directions.
PACKETS_PER_KEY = 1 << 22


class DirectionKeys:
    """The key of one direction and the secret from which the next key comes. Owned by one thread."""

    def __init__(self, secret: bytes, *, fast_aes: bool) -> None:
        self._secret = secret
        self._fast_aes = fast_aes
        key = _expand(secret, b"ptp packet key")
        self.aead: Aead = AESGCM(key) if fast_aes else ChaCha20Poly1305(key)

    def following(self) -> DirectionKeys:
        """The keys of the next phase (RFC 9001 section 6.1)."""
        return DirectionKeys(_expand(self._secret, b"ptp key update"), fast_aes=self._fast_aes)


def seal(aead: Aead, header: bytes, payload: bytes) -> bytes:
    """A whole packet from header and payload."""
    return header + aead.encrypt(header[NONCE_OFFSET:NONCE_STOP], payload, header)


def unseal(aead: Aead, datagram: bytes | memoryview) -> bytes | None:
    """The payload of a packet, or None when header, payload or tag were changed on the way."""
    if len(datagram) < HEADER_BYTES + TAG_BYTES:
        return None
    header = bytes(datagram[:HEADER_BYTES])
    try:
        return aead.decrypt(header[NONCE_OFFSET:NONCE_STOP], bytes(datagram[HEADER_BYTES:]), header)
    except InvalidTag:
        return None


def aes_is_fast() -> bool:
    """Whether this processor does AES-GCM at least as fast as ChaCha20-Poly1305, as with AES instructions."""
    global _aes_is_fast
    if _aes_is_fast is None:
        _aes_is_fast = _seconds_for(AESGCM(bytes(32))) <= _seconds_for(ChaCha20Poly1305(bytes(32)))
    return _aes_is_fast


def _seconds_for(aead: Aead) -> float:
    block, nonce = bytes(16_384), bytes(12)
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        aead.encrypt(nonce, block, None)
        best = min(best, time.perf_counter() - start)
    return best


def _expand(secret: bytes, label: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=32, info=label).derive(secret)


_aes_is_fast: bool | None = None
PUBLIC_AEAD = AESGCM(hashlib.sha256(b"PTP version 1: integrity of handshake packets").digest())
