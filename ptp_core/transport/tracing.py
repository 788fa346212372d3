"""Tells an observer of every segment of one connection, in the terms of the segment log.

A data packet carries no acknowledgement and an acknowledgement no sequence number of its own; the log has both
columns, as a textbook's would, and what is not on the wire is filled in from the connection. Without an observer
every method returns at once. Called by the connection, under its lock.
"""

from __future__ import annotations

from ptp_core.transport.receiver import Receiver
from ptp_core.transport.segment_building import SentTrain
from ptp_core.transport.sender import Sender
from ptp_core.transport.trace import SegmentDirection, SegmentObserver, SegmentTrace
from ptp_core.wire.packet import LOG_LETTERS, Header, PacketType


class Tracing:
    """`now_s` is the time of the call that the connection is in."""

    def __init__(self, observer: SegmentObserver | None) -> None:
        self.now_s = 0.0
        self._observer = observer

    def attach(self, sender: Sender, receiver: Receiver) -> None:
        """The halves of the connection, from which the other column comes."""
        self._sender = sender
        self._receiver = receiver

    def sent(self, kind: PacketType, packet_number: int, sequence: int) -> None:
        """A packet without stream bytes leaves; `sequence` is its header's, cumulative for an acknowledgement."""
        if self._observer is None:
            return
        acknowledgement = 0
        if LOG_LETTERS[kind] == "A":
            sequence, acknowledgement = self._sender.origin + self._sender.next, sequence
        elif kind is PacketType.SYN_ACK:
            acknowledgement = self._receiver.origin
        self._tell(SegmentDirection.SENT, LOG_LETTERS[kind], sequence, 0, acknowledgement, packet_number)

    def received(self, header: Header, *, duplicate: bool = False) -> None:
        """A packet without stream bytes has come."""
        if self._observer is None:
            return
        letter = LOG_LETTERS[header.type]
        sequence, acknowledgement = header.sequence, 0
        if letter == "A":
            sequence, acknowledgement = self._receiver.origin + self._receiver.cumulative, header.sequence
        elif header.type is PacketType.SYN_ACK:
            acknowledgement = self._sender.origin
        self._tell(
            SegmentDirection.RECEIVED, letter, sequence, 0, acknowledgement, header.packet_number, duplicate=duplicate
        )

    def fin_received(self, header: Header, *, duplicate: bool) -> None:
        """A FIN has come."""
        acknowledged = self._sender.origin + self._sender.unacknowledged
        self._tell(
            SegmentDirection.RECEIVED, "F", header.sequence, 0, acknowledged, header.packet_number, duplicate=duplicate
        )

    def data_received(self, packet_number: int, start: int, stop: int, duplicate: bool) -> None:
        """A data segment has come."""
        sequence = self._receiver.origin + start
        acknowledged = self._sender.origin + self._sender.unacknowledged
        self._tell(
            SegmentDirection.RECEIVED, "D", sequence, stop - start, acknowledged, packet_number, duplicate=duplicate
        )

    def train_sent(self, train: SentTrain) -> None:
        """A train of data segments, or FIN, leaves."""
        if self._observer is None:
            return
        cumulative = self._receiver.origin + self._receiver.cumulative
        origin = self._sender.origin
        sent, cause, remark = SegmentDirection.SENT, train.cause.value, train.remark
        if train.is_fin:
            self._tell(sent, "F", origin + train.start, 0, cumulative, train.first_packet, cause=cause, remark=remark)
            return
        for number, start in enumerate(range(train.start, train.stop, train.segment_bytes), train.first_packet):
            size = min(train.segment_bytes, train.stop - start)
            self._tell(sent, "D", origin + start, size, cumulative, number, cause=cause, remark=remark)

    def _tell(
        self,
        direction: SegmentDirection,
        kind: str,
        sequence: int,
        length_bytes: int,
        acknowledgement: int,
        packet_number: int,
        *,
        cause: str = "",
        remark: str = "",
        duplicate: bool = False,
    ) -> None:
        if self._observer is None:
            return
        self._observer.segment(
            SegmentTrace(
                direction=direction,
                time_s=self.now_s,
                kind=kind,
                sequence=sequence,
                length_bytes=length_bytes,
                acknowledgement=acknowledgement,
                packet_number=packet_number,
                cause=cause,
                remark=remark,
                duplicate=duplicate,
            )
        )
