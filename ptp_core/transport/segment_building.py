"""Cuts what is to be sent into segments and seals them. Called by the sending half, under the lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ptp_core.transport.packet_sealing import PacketSealer
from ptp_core.transport.recovery.base import Cause
from ptp_core.transport.scoreboard import Scoreboard
from ptp_core.transport.send_buffer import SendBuffer
from ptp_core.wire.packet import OVERHEAD_BYTES, PacketType

MAXIMUM_TRAIN_SEGMENTS = 64


class FinPayload(Protocol):
    """The receiving half, which FIN carries the word of: whoever acknowledges a FIN has heard all that it says."""

    def fin_payload(self, rtt_s: float, now_s: float) -> bytes:
        """The payload of a FIN sent now; `rtt_s` is 0 when it has not been measured."""


@dataclass(frozen=True, slots=True)
class SentTrain:
    """What was written: a train of data segments, or FIN. `remark` says why it was sent again, or is empty."""

    size_bytes: int
    datagram_bytes: int
    first_packet: int
    start: int
    stop: int
    segment_bytes: int
    is_fin: bool
    cause: Cause
    remark: str

    @property
    def segments(self) -> int:
        """How many there are."""
        return -(-(self.stop - self.start) // self.segment_bytes)


class SegmentBuilder:
    """Writes trains of segments from the send buffer."""

    def __init__(self, buffer: SendBuffer, board: Scoreboard, sealer: PacketSealer, receiver: FinPayload) -> None:
        self._buffer = buffer
        self._board = board
        self._sealer = sealer
        self._receiver = receiver

    def largest_train_bytes(self, out: memoryview, mss_bytes: int) -> int:
        """The most stream bytes that `out` and a train have room for."""
        return min(MAXIMUM_TRAIN_SEGMENTS, len(out) // (mss_bytes + OVERHEAD_BYTES)) * mss_bytes

    def build(
        self,
        out: memoryview,
        start: int,
        stop: int,
        *,
        mss_bytes: int,
        cause: Cause,
        remark: str,
        rtt_s: float,
        now_s: float,
    ) -> SentTrain:
        """Write segments of `[start, stop)`, fewer where they would not be alike, or the FIN that stands at `start`."""
        end = self._buffer.end
        first_packet = self._sealer.next_packet
        origin = self._board.origin
        if start >= end:
            payload = self._receiver.fin_payload(rtt_s, now_s)
            size = self._sealer.seal_one(out, PacketType.FIN, origin + end, payload)
            return SentTrain(size, size, first_packet, end, end + 1, 1, True, cause, remark)
        stop = self._stop_of_train(start, min(stop, end), mss_bytes)
        size = self._sealer.seal_train(out, self._buffer.view(start, stop), origin + start, mss_bytes)
        datagram_bytes = min(mss_bytes, stop - start) + OVERHEAD_BYTES
        return SentTrain(size, datagram_bytes, first_packet, start, stop, mss_bytes, False, cause, remark)

    def _stop_of_train(self, start: int, stop: int, mss_bytes: int) -> int:
        # Segments end at multiples of their size: where they begin then depends on the stream alone, not on when
        # the application wrote which piece, and the same seed loses the same segments.
        if start % mss_bytes:
            stop = min(stop, start + mss_bytes - start % mss_bytes)
        elif stop < self._buffer.end and stop - start > mss_bytes:
            stop -= stop % mss_bytes
        ring_left = self._buffer.capacity_bytes - start % self._buffer.capacity_bytes
        if stop - start > ring_left:
            # The segment that crosses the end of the ring goes alone; it is copied.
            whole = ring_left // mss_bytes * mss_bytes
            stop = min(stop, start + (whole or mss_bytes))
        return stop
