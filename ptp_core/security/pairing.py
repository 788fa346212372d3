"""SPAKE2 (RFC 9382) over the encrypted channel: two people's code phrase proves that nobody sits in between.

The exchange is bound to this channel (TLS exporter) and to both certificates, so that a middleman who relays it
between two channels of his own gets other keys on each. Keys are confirmed explicitly, the client's first.
One guess is all that an attacker has: the caller takes the code away before it answers.
"""

from __future__ import annotations

import enum
import hashlib
import hmac

from ptp_core.errors import WrongCode
from ptp_core.security.code_phrase import normalise_code
from ptp_core.sentences import declare, phrase

_NO_SENSE = declare("pairing-makes-no-sense", "The other side's pairing message makes no sense.")()
_WITH_A_NEW_CODE = phrase("Try again with a new code.")

MESSAGE_BYTES = 33
CONFIRMATION_BYTES = 32


class PairingRole(enum.Enum):
    """Who enters the code and who shows it."""

    SENDER = b"A"
    RECEIVER = b"B"


class PairingExchange:
    """One side of one try. Not thread-safe; used once."""

    def __init__(
        self, role: PairingRole, code: str, exporter: bytes, sender_fingerprint: bytes, receiver_fingerprint: bytes
    ) -> None:
        # Only strangers pair: friends do not wait for this import.
        from spake2 import SPAKE2_A, SPAKE2_B

        self._role = role
        side = SPAKE2_A if role is PairingRole.SENDER else SPAKE2_B
        self._binding = hashlib.sha256(exporter + sender_fingerprint + receiver_fingerprint).digest()
        self._exchange = side(
            normalise_code(code).encode(),
            idA=b"ptp sender" + sender_fingerprint + self._binding,
            idB=b"ptp receiver" + receiver_fingerprint + self._binding,
        )
        self.message: bytes = self._exchange.start()
        self._key: bytes | None = None

    def finish(self, peer_message: bytes) -> bytes:
        """Take in the peer's message; returns this side's confirmation. Raises WrongCode for a malformed message."""
        if len(peer_message) != MESSAGE_BYTES or hmac.compare_digest(peer_message, self.message):
            raise _malformed()
        from spake2.ed25519_basic import NotOnCurve
        from spake2.spake2 import SPAKEError

        try:
            secret = self._exchange.finish(peer_message)
        except (SPAKEError, NotOnCurve, ValueError, AssertionError) as error:
            raise _malformed() from error
        self._key = hashlib.sha256(b"ptp pairing" + self._binding + secret).digest()
        return self._confirmation(self._role)

    def confirms(self, confirmation: bytes) -> bool:
        """Whether the peer's confirmation shows that it used the same code on the same channel."""
        other = PairingRole.RECEIVER if self._role is PairingRole.SENDER else PairingRole.SENDER
        return self._key is not None and hmac.compare_digest(confirmation, self._confirmation(other))

    def _confirmation(self, role: PairingRole) -> bytes:
        assert self._key is not None
        return hmac.digest(self._key, b"ptp confirmation " + role.value, "sha256")


def _malformed() -> WrongCode:
    return WrongCode(_NO_SENSE, hint=_WITH_A_NEW_CODE)
