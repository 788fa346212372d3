"""The two streams of a connection, one in each direction, as its application and its endpoint ask about them.

Answers, and bytes in and out; what arrives from the peer and when anything is sent is the business of `Connection`,
which these are the half of. Every method is called under the connection's lock.
"""

from __future__ import annotations

from ptp_core.config import TransportSettings
from ptp_core.transport.packet_sealing import PacketOpener, PacketSealer
from ptp_core.transport.receiver import Receiver
from ptp_core.transport.sender import Sender
from ptp_core.transport.snapshot import Snapshots
from ptp_core.transport.trace import SegmentObserver
from ptp_core.transport.tracing import Tracing


class Streams:
    """A sending and a receiving half, and the keys that both use."""

    def __init__(self, settings: TransportSettings, local_id: int, observer: SegmentObserver | None) -> None:
        self.sealer = PacketSealer()
        self.opener = PacketOpener()
        self.opener.local_id = local_id
        self._tracing = Tracing(observer)
        self.receiver = Receiver(settings, self.opener, self._tracing.data_received if observer else None)
        self.sender = Sender(settings, self.sealer, self.receiver, self._tracing.told)
        self._tracing.attach(self.sender, self.receiver)
        self._snapshots = Snapshots(self.sender, self.receiver, self.opener)

    @property
    def send_room_bytes(self) -> int:
        """How many bytes `write` would take now."""
        return self.sender.buffer.free_bytes

    @property
    def writer_is_held(self) -> bool:
        """Whether a writer that waits for room is left waiting until more of the buffer is free."""
        return self.sender.buffer.writer_is_held

    @property
    def all_sent(self) -> bool:
        """Whether everything written has been sent at least once."""
        return self.sender.next >= self.sender.buffer.end

    @property
    def unacknowledged_bytes(self) -> int:
        """How many bytes written the peer has not acknowledged; stays what it was once the connection is over."""
        return self.sender.buffer.used_bytes

    @property
    def all_acknowledged(self) -> bool:
        """Whether the peer has acknowledged everything written, and FIN after it."""
        return self.sender.finished

    @property
    def owes_acknowledgement(self) -> bool:
        """Whether the peer is to be told something, at once or soon."""
        return self.receiver.acknowledging.deadline_s is not None

    @property
    def batches_vanish(self) -> bool:
        """Whether datagrams sent in batches get lost where single ones arrive."""
        return self.sender.board.batch_trust.lost

    def write(self, data: memoryview, now_s: float = 0.0) -> int:
        """Put bytes into the send buffer; returns how many it had room for. Only while `writable`.

        `now_s` is for the trace alone.
        """
        start = self.sender.buffer.end
        size = self.sender.buffer.write(data)
        if size:
            self._tracing.written(start, start + size, now_s)
        return size

    def read_into(self, target: memoryview, now_s: float) -> int:
        """Take bytes that came in order; 0 when there are none (see `peer_finished`)."""
        size = self.receiver.buffer.read_into(target)
        self._was_read(size, now_s)
        return size

    def readable(self, size: int) -> memoryview:
        """Up to `size` bytes that came in order, in the receive buffer's memory: theirs until `consume`."""
        return self.receiver.buffer.readable(size)

    def consume(self, size: int, now_s: float) -> None:
        """The application is done with the first `size` bytes of `readable`."""
        self.receiver.buffer.consume(size)
        self._was_read(size, now_s)

    @property
    def readable_bytes(self) -> int:
        """How many bytes `read_into` would give."""
        return self.receiver.buffer.readable_bytes

    @property
    def peer_finished(self) -> bool:
        """Whether the peer has said that no more will come, and everything has."""
        return self.receiver.finished

    def _was_read(self, read_bytes: int, now_s: float) -> None:
        stop = self.receiver.buffer.read
        self._tracing.read(stop - read_bytes, stop, now_s)
        if read_bytes and self.receiver.window_update_due():
            self.receiver.acknowledging.owe(0, 0.0, now_s, at_once=True)
