"""What uses a simulated connection: a sender's program that writes a file, and a receiver's that reads it.

Before the file the two may talk, as PTP's own transfers do: with the sizes of that talk a simulated stream has its
bytes at the offsets of a real one, and so the same seed loses the same segments. Times are the virtual clock's.
"""

from __future__ import annotations

from dataclasses import dataclass

from ptp_core.transport.connection import Connection

READ_PAUSE_S = 0.002
ENDLESS_BYTES = 1 << 62
_SCRATCH_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Exchange:
    """The sender says so many bytes, and goes on when the receiver has answered with so many."""

    sender_bytes: int
    receiver_bytes: int


@dataclass(frozen=True, slots=True)
class Talk:
    """What goes over the stream besides the file: `exchanges`, then what stands right before and behind the file.

    When the receiver has all, it answers with `answer_bytes`; only then does the sender close.
    """

    exchanges: tuple[Exchange, ...] = ()
    before_bytes: int = 0
    behind_bytes: int = 0
    answer_bytes: int = 0

    @property
    def all_answers_bytes(self) -> int:
        """All that the receiver says."""
        return sum(exchange.receiver_bytes for exchange in self.exchanges) + self.answer_bytes

    @property
    def opening_bytes(self) -> int:
        """Where the file begins in the sender's stream."""
        return sum(exchange.sender_bytes for exchange in self.exchanges) + self.before_bytes


SILENT = Talk()


class Application:
    """Both programs of one transfer.

    Attributes: `file_bytes` counts what the receiver's has read of the file; `samples` are times and that count, as
    fine as its pauses between reads; `first_byte_s` is when it first read, and `finished_s` when it had all. Times
    count from the beginning, by the `elapsed_s` that is handed in.
    """

    def __init__(self, size_bytes: int, talk: Talk) -> None:
        self.file_bytes = 0
        self.first_byte_s: float | None = None
        self.finished_s: float | None = None
        self.samples: list[tuple[float, int]] = []
        self._size_bytes = size_bytes
        self._talk = talk
        self._stream_bytes = talk.opening_bytes + size_bytes + talk.behind_bytes
        self._read_bytes = self._answered_bytes = self._heard_bytes = 0
        self._reads_at_s = 0.0
        self._zeros = memoryview(bytes(1 << 16))
        self._target = memoryview(bytearray(_SCRATCH_BYTES))

    def write(self, client: Connection, now_s: float) -> None:
        """The sender's program: what may be written, and the end of it."""
        if self._heard_bytes < self._talk.all_answers_bytes:
            self._hear(client, now_s)
        while client.writable and not client.sender.finishing:
            left = self._sayable_bytes - client.sender.buffer.end
            if left <= 0:
                if client.sender.buffer.end >= self._stream_bytes and self._heard_bytes >= self._talk.all_answers_bytes:
                    client.finish(now_s)
                return
            if not client.write(self._zeros[:left], now_s):
                return

    def read(self, server: Connection, now_s: float, elapsed_s: float) -> bool:
        """The receiver's program reads; whether it did."""
        if not server.readable_bytes or now_s < self._reads_at_s:
            return False
        self._reads_at_s = now_s + READ_PAUSE_S
        self._take(server, now_s, elapsed_s)
        return True

    def answer(self, server: Connection, now_s: float) -> bool:
        """The receiver's program answers, or says that it has all; whether there is something to send now."""
        did = False
        if self._answered_bytes < self._talk.all_answers_bytes and server.writable:
            did = self._say(server, now_s)
        if server.peer_finished and server.writable and not server.readable_bytes:
            server.finish(now_s)
            did = True
        return did

    def next_read_s(self, server: Connection) -> float | None:
        """When the receiver's program has something to do."""
        return self._reads_at_s if server.readable_bytes else None

    @property
    def _sayable_bytes(self) -> int:
        """How much of the stream may be written before the receiver says more."""
        said = heard = 0
        for exchange in self._talk.exchanges:
            said += exchange.sender_bytes
            heard += exchange.receiver_bytes
            if self._heard_bytes < heard:
                return said
        return self._stream_bytes

    def _hear(self, client: Connection, now_s: float) -> None:
        while size := client.read_into(self._target, now_s):
            self._heard_bytes += size

    def _say(self, server: Connection, now_s: float) -> bool:
        asked = due = 0
        for exchange in self._talk.exchanges:
            asked += exchange.sender_bytes
            if self._read_bytes < asked:
                break
            due += exchange.receiver_bytes
        if self._read_bytes >= self._stream_bytes:
            due += self._talk.answer_bytes
        written = server.write(self._zeros[: due - self._answered_bytes], now_s) if due > self._answered_bytes else 0
        self._answered_bytes += written
        return written > 0

    def _take(self, server: Connection, now_s: float, elapsed_s: float) -> None:
        while size := server.read_into(self._target, now_s):
            self._read_bytes += size
        if self.first_byte_s is None:
            self.first_byte_s = elapsed_s
        self.file_bytes = min(max(self._read_bytes - self._talk.opening_bytes, 0), self._size_bytes)
        self.samples.append((elapsed_s, self.file_bytes))
        if self.file_bytes >= self._size_bytes and self.finished_s is None:
            self.finished_s = elapsed_s
