"""Messages over one connected PTP socket: whole messages in and out, and the file's bytes between them.

`StreamSocket` is what a transfer needs of a socket; PTPSocket is one. A MessageChannel may be written by several
threads and is read by one at a time. Blocking calls have no time-out of their own: whoever owns the channel ends them
with `abort` or `close` from another thread, and they raise SocketClosed.
"""

from __future__ import annotations

import contextlib
import socket as socket_module
import threading
from collections.abc import Callable
from typing import Protocol

from ptp_core.errors import NetworkError, PeerReset, ResetCode
from ptp_core.sentences import declare
from ptp_core.transfer.conversation.messages import DataHeader, Hello, Message, MessageType
from ptp_core.transfer.conversation.parsing import parse_header, parse_payload
from ptp_core.transfer.conversation.wire_format import HEADER, encode
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import SegmentObserver

_CLOSED_EARLY = declare("closed-early", "The other side closed the connection too early.")()

Buffer = bytes | bytearray | memoryview
# As much as is looked at together, and as much of it as may be done with before its room is given back.
_LEND_BYTES = 1 << 20
_RELEASE_BYTES = 16 * 1024


class StreamSocket(Protocol):
    """The part of PTPSocket that transfers use."""

    @property
    def local_address(self) -> tuple[str, int]:
        """Where this end is."""

    @property
    def peer_address(self) -> tuple[str, int]:
        """Where the other end is."""

    @property
    def peer_fingerprint(self) -> bytes:
        """SHA-256 of the peer's certificate."""

    @property
    def segment_observer(self) -> SegmentObserver | None:
        """What this connection tells its segments."""

    @property
    def local_fingerprint(self) -> bytes:
        """SHA-256 of our certificate."""

    def connect(self, address: tuple[str, int]) -> None:
        """Connect, or raise what went wrong."""

    def listen(self, address: tuple[str, int], backlog: int = 16) -> None:
        """Take connections from now on."""

    def accept(self) -> tuple[StreamSocket, tuple[str, int]]:
        """The next connection and its address."""

    def sendall(self, data: Buffer) -> None:
        """Put all of `data` in the send buffer."""

    def recv_into(self, buffer: bytearray | memoryview) -> int:
        """Bytes put into `buffer`; 0 at the peer's end."""

    def recv_view(self, size: int) -> memoryview:
        """Up to `size` bytes where they are, until `release`; none at the peer's end."""

    def release(self, size: int) -> None:
        """Done with the first `size` bytes of `recv_view`."""

    def shutdown(self, how: int = socket_module.SHUT_WR) -> None:
        """Send nothing more."""

    def bound_rate(self, bytes_per_s: float | None) -> None:
        """Send no faster, what waits included."""

    def settimeout(self, seconds: float | None) -> None:
        """Bound blocking calls."""

    def close(self) -> None:
        """Close gracefully."""

    def abort(self, code: ResetCode, reason: str = "") -> None:
        """End at once."""

    def statistics(self) -> TransportStatistics:
        """What the connection counts."""

    def export_keying_material(self, label: bytes, length: int) -> bytes:
        """A secret of this connection, equal at both ends."""


class MessageChannel:
    """Whole messages on a connected socket.

    Attributes: `bytes_written` and `bytes_read` count the stream's bytes in each direction. `inflow` is asked how many
    of so many bytes of a file may be looked at now, and may block; whoever reads sets it.
    """

    def __init__(self, socket: StreamSocket) -> None:
        self.socket = socket
        self.bytes_written = 0
        self.bytes_read = 0
        self.inflow: Callable[[int], int] = lambda wanted_bytes: wanted_bytes
        self._write_lock = threading.Lock()
        self._peer_reads_sentences = False
        # What the socket lent and what is left of it: many small messages cost one look at the socket.
        self._lent: memoryview | None = None
        self._used = 0

    def send(self, message: Message) -> None:
        """Send one message, whole, whoever else sends. Blocks while the send buffer is full."""
        self.send_raw(encode(message, sentences=self._peer_reads_sentences))

    def send_raw(self, data: Buffer) -> None:
        """Send bytes that are one or several whole messages."""
        # The one lock held while blocking: it guards the order on the stream, which is what blocks.
        with self._write_lock:
            self.socket.sendall(data)
            self.bytes_written += len(memoryview(data))

    def receive(self) -> Message:
        """The next message; after a DataHeader its bytes are to be read with `receive_view`.

        Raises ProtocolViolation for nonsense and PeerReset when the peer closed instead of speaking.
        """
        kind, length = parse_header(self._take(HEADER.size))
        if kind is MessageType.DATA:
            return DataHeader(length)
        message = parse_payload(kind, self._take(length))
        if isinstance(message, Hello):
            self._peer_reads_sentences = message.reads_sentences
        return message

    def receive_view(self, size: int) -> memoryview:
        """Up to `size` bytes in the receive buffer's own memory, at least one; PeerReset when the peer closed."""
        view = self._available()[:size]
        return view[: self.inflow(len(view))]

    def release(self, size: int) -> None:
        """Done with the first `size` bytes of `receive_view`."""
        assert self._lent is not None
        self.bytes_read += size
        self._used += size
        if self._used == len(self._lent) or self._used >= _RELEASE_BYTES:
            self._give_back()

    def _take(self, size: int) -> bytes:
        """Exactly so many bytes; PeerReset when the peer closed."""
        if not size:
            return b""
        view = self._available()
        if len(view) >= size:
            taken = bytes(view[:size])
            self.release(size)
            return taken
        parts = []
        while size:
            view = self._available()[:size]
            parts.append(bytes(view))
            size -= len(view)
            self.release(len(view))
        return b"".join(parts)

    def _available(self) -> memoryview:
        if self._lent is None:
            view = self.socket.recv_view(_LEND_BYTES)
            if not view:
                raise _closed_early()
            self._lent, self._used = view, 0
        return self._lent[self._used :]

    def _give_back(self) -> None:
        used, self._lent, self._used = self._used, None, 0
        if used:
            self.socket.release(used)

    def finish(self) -> int:
        """Say that nothing more will be sent, and read until the peer has said so too; how many bytes came until then.

        They are dropped. Blocks until then; whoever owns the channel bounds it by `close`. Never raises.
        """
        dropped_bytes = 0
        with contextlib.suppress(NetworkError):
            self.socket.shutdown(socket_module.SHUT_WR)
            if self._lent is not None:
                dropped_bytes = len(self._lent) - self._used
                self._used = len(self._lent)
                self._give_back()
            scratch = bytearray(1 << 16)
            while count := self.socket.recv_into(scratch):
                dropped_bytes += count
        return dropped_bytes

    def abort(self, code: ResetCode, reason: str = "") -> None:
        """Reset the connection; calls that block raise. Any thread; never raises."""
        with contextlib.suppress(NetworkError):
            self.socket.abort(code, reason)

    def close(self) -> None:
        """Close gracefully. Any thread; may be called twice; never raises."""
        with contextlib.suppress(NetworkError):
            self.socket.close()


def _closed_early() -> PeerReset:
    return PeerReset(_CLOSED_EARLY, code=ResetCode.CLOSED)
