"""Stateless proof of address: a cookie that only its maker can check (RFC 9000 section 8.1.4).

Keyed BLAKE2b over the address and a time bucket. Nothing is stored for a cookie; it lives for 15 to 30 seconds.
"""

from __future__ import annotations

import hashlib
import hmac

BUCKET_S = 15.0
COOKIE_BYTES = 16


class AddressCookies:
    """Makes and checks cookies with one secret. No state; any thread."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, address: tuple[str | int, ...], now_s: float) -> bytes:
        """The cookie for an address now."""
        return self._cookie(address, int(now_s // BUCKET_S))

    def valid(self, cookie: bytes, address: tuple[str | int, ...], now_s: float) -> bool:
        """Whether the cookie was made for this address in this bucket of time or the one before."""
        bucket = int(now_s // BUCKET_S)
        fresh = hmac.compare_digest(cookie, self._cookie(address, bucket))
        return hmac.compare_digest(cookie, self._cookie(address, bucket - 1)) or fresh

    def _cookie(self, address: tuple[str | int, ...], bucket: int) -> bytes:
        message = f"{bucket} {address[0]} {address[1]}".encode()
        return hashlib.blake2b(message, key=self._secret, digest_size=COOKIE_BYTES).digest()
