"""The digests by which each side shows that it has the contents, without having been told by the other what to say.

Both hash the contents in chunks of `DIGEST_CHUNK_BYTES` with BLAKE3 under a key that only this connection has (RFC 8446
section 7.5), and then hash the chunks' digests and the size to 64 bytes of output under a second such key. The sender
tells the first half, when all is sent: the receiver knows then whether what it has is right. The receiver answers with
the second half, once the contents are on its disk. Nobody can derive the second half from the first, and nobody can
remember it from another connection: whoever says it has read these very contents under this key. So SAVED means what
it says, be it that the contents just came or that they were there already.

A chunk's digest is told in one direction only, by a receiver that has a part of the file (HAVE): the sender compares it
with its own, and knows which chunks need not be sent again. It never tells its own.
"""

from __future__ import annotations

import secrets

from blake3 import blake3

from ptp_core.transfer.conversation.channel import Buffer, StreamSocket

HALF_BYTES = 32
KEY_BYTES = 2 * blake3.key_size
DIGEST_CHUNK_BYTES = 4 * 1024 * 1024
_EXPORTER_LABEL = b"EXPORTER-PTP-contents"


def content_key(socket: StreamSocket) -> bytes:
    """The key of this connection, equal at both ends and in no other connection."""
    return socket.export_keying_material(_EXPORTER_LABEL, KEY_BYTES)


def chunk_digest(key: bytes, chunk: Buffer) -> bytes:
    """The digest of one chunk."""
    return blake3(chunk, key=key[:HALF_BYTES]).digest()


class ContentDigest:
    """Takes in the contents piece by piece. Used by one thread.

    Attributes: `chunks` holds the digests of the whole chunks so far.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.restart()

    def restart(self) -> None:
        """As if nothing had come."""
        self.chunks: list[bytes] = []
        self._size_bytes = 0
        self._known: tuple[int, bytes] | None = None
        self._room = DIGEST_CHUNK_BYTES
        self._hasher = blake3(key=self._key[:HALF_BYTES])

    def update(self, data: Buffer) -> None:
        """The next piece."""
        size = len(data)
        self._size_bytes += size
        if size < self._room:
            self._hasher.update(data)
            self._room -= size
            return
        view = memoryview(data)
        while len(view) >= self._room:
            self._hasher.update(view[: self._room])
            view = view[self._room :]
            self._end_chunk()
        if len(view):
            self._hasher.update(view)
            self._room -= len(view)

    def known_chunk(self, digest: bytes) -> None:
        """The next piece is a whole chunk of which the digest is known; only between two chunks."""
        self.chunks.append(digest)
        self._size_bytes += DIGEST_CHUNK_BYTES

    def announced(self) -> bytes:
        """What the sender tells: the first half."""
        return self._whole()[:HALF_BYTES]

    def proof(self) -> bytes:
        """What the receiver answers: the second half."""
        return self._whole()[HALF_BYTES:]

    def is_announced(self, told: bytes) -> bool:
        """Whether the sender told these contents."""
        return secrets.compare_digest(self.announced(), told)

    def _end_chunk(self) -> None:
        self.chunks.append(self._hasher.digest())
        self._hasher = blake3(key=self._key[:HALF_BYTES])
        self._room = DIGEST_CHUNK_BYTES

    def _whole(self) -> bytes:
        if self._known is not None and self._known[0] == self._size_bytes:
            return self._known[1]
        whole = blake3(key=self._key[HALF_BYTES:])
        for digest in self.chunks:
            whole.update(digest)
        if self._room != DIGEST_CHUNK_BYTES:
            whole.update(self._hasher.digest())
        whole.update(self._size_bytes.to_bytes(8, "big"))
        self._known = (self._size_bytes, whole.digest(length=2 * HALF_BYTES))
        return self._known[1]
