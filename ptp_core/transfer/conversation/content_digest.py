"""The digest by which each side shows that it has the contents, without having been told by the other what to say.

Both hash the contents with BLAKE3 under a key that only this connection has (RFC 8446 section 7.5), and take 64 bytes
of output. The sender tells the first half, when all is sent: the receiver knows then whether what it has is right. The
receiver answers with the second half, once the contents are on its disk. Nobody can derive the second half from the
first, and nobody can remember it from another connection: whoever says it has read these very contents under this
key. So SAVED means what it says, be it that the contents just came or that they were there already.
"""

from __future__ import annotations

import secrets

from blake3 import blake3

from ptp_core.transfer.conversation.channel import Buffer, StreamSocket

HALF_BYTES = 32
_EXPORTER_LABEL = b"EXPORTER-PTP-contents"


def content_key(socket: StreamSocket) -> bytes:
    """The key of this connection, equal at both ends and in no other connection."""
    return socket.export_keying_material(_EXPORTER_LABEL, blake3.key_size)


class ContentDigest:
    """Takes in the contents piece by piece. Used by one thread."""

    def __init__(self, key: bytes) -> None:
        self._hasher = blake3(key=key)

    def update(self, data: Buffer) -> None:
        """The next piece."""
        self._hasher.update(data)

    def announced(self) -> bytes:
        """What the sender tells: the first half."""
        return self._hasher.digest(length=HALF_BYTES)

    def proof(self) -> bytes:
        """What the receiver answers: the second half."""
        return self._hasher.digest(length=HALF_BYTES, seek=HALF_BYTES)

    def is_announced(self, told: bytes) -> bool:
        """Whether the sender told these contents."""
        return secrets.compare_digest(self.announced(), told)
