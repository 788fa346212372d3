"""Tells an observer what happens on one connection: its segments in the terms of the segment log, and the rest.

A data packet carries no acknowledgement and an acknowledgement no sequence number of its own; the log has both
columns, as a textbook's would, and what is not on the wire is filled in from the connection. Without an observer
every method returns at once, and the parts of the connection have nothing to call. Called under the connection's lock.
"""

from __future__ import annotations

from collections.abc import Sequence

from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.receiver import Receiver
from ptp_core.transport.segment_building import SentTrain
from ptp_core.transport.sender import Sender
from ptp_core.transport.told import Told
from ptp_core.transport.trace import EventTrace, SegmentDirection, SegmentObserver, SegmentTrace
from ptp_core.wire.packet import LOG_LETTERS, Header, PacketType


class Tracing:
    """`now_s` is the time of the call that the connection is in."""

    def __init__(self, observer: SegmentObserver | None) -> None:
        self.now_s = 0.0
        # What a part of the connection calls when something happens; None while nobody observes.
        self.told: Told | None = None if observer is None else self._happened
        self._observer = observer
        self._held: list[EventTrace] | None = None

    def attach(self, sender: Sender, receiver: Receiver) -> None:
        """The halves of the connection, from which the other column comes."""
        self._sender = sender
        self._receiver = receiver

    def sent(
        self, kind: PacketType, packet_number: int, sequence: int, packets: Sequence[tuple[int, int]] = ()
    ) -> None:
        """A packet without stream bytes leaves; `sequence` is its header's, cumulative for an acknowledgement, which
        names these packets."""
        if self._observer is None:
            return
        acknowledgement = 0
        if LOG_LETTERS[kind] == "A":
            sequence, acknowledgement = self._sender.origin + self._sender.next, sequence
        elif kind is PacketType.SYN_ACK:
            acknowledgement = self._receiver.origin
        self._tell(
            SegmentDirection.SENT, LOG_LETTERS[kind], sequence, 0, acknowledgement, packet_number, packets=packets
        )

    def received(
        self, header: Header, *, duplicate: bool = False, packets: Sequence[tuple[int, int]] = ()
    ) -> None:
        """A packet without stream bytes has come, an acknowledgement of these packets."""
        if self._observer is None:
            return
        letter = LOG_LETTERS[header.type]
        sequence, acknowledgement = header.sequence, 0
        if letter == "A":
            sequence, acknowledgement = self._receiver.origin + self._receiver.cumulative, header.sequence
        elif header.type is PacketType.SYN_ACK:
            acknowledgement = self._sender.origin
        self._tell(
            SegmentDirection.RECEIVED, letter, sequence, 0, acknowledgement, header.packet_number,
            duplicate=duplicate, packets=packets,
        )  # fmt: skip

    def fin_received(self, header: Header, *, duplicate: bool) -> None:
        """A FIN has come."""
        acknowledged = self._sender.origin + self._sender.unacknowledged
        self._tell(
            SegmentDirection.RECEIVED, "F", header.sequence, 0, acknowledged, header.packet_number, duplicate=duplicate
        )

    def data_received(
        self, packet_number: int, start: int, stop: int, duplicate: bool, segment_bytes: int, kept: bool
    ) -> None:
        """A data segment has come, or several, one behind the other, of `segment_bytes` each."""
        sequence = self._receiver.origin + start
        acknowledged = self._sender.origin + self._sender.unacknowledged
        self._tell(
            SegmentDirection.RECEIVED, "D", sequence, stop - start, acknowledged, packet_number,
            duplicate=duplicate, segment_bytes=segment_bytes, kept=kept,
        )  # fmt: skip

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
        size = train.stop - train.start
        self._tell(
            sent, "D", origin + train.start, size, cumulative, train.first_packet,
            cause=cause, remark=remark, segment_bytes=train.segment_bytes if size > train.segment_bytes else 0,
        )  # fmt: skip

    def written(self, start: int, stop: int, now_s: float) -> None:
        """The application has put these bytes into the send buffer."""
        self._on_time(now_s)
        if self.told is not None:
            origin = self._sender.origin
            self.told(EventKind.DISK_READ, origin + start, origin + stop)

    def read(self, start: int, stop: int, now_s: float) -> None:
        """The application has taken these bytes out of the receive buffer."""
        self._on_time(now_s)
        if self.told is not None and stop > start:
            origin = self._receiver.origin
            self.told(EventKind.DISK_WRITTEN, origin + start, origin + stop)

    def hold(self) -> None:
        """What happens from now on is told by `release`: after the segment that it follows from."""
        self._held = []

    def release(self) -> None:
        """Tell what was held."""
        held, self._held = self._held, None
        if self._observer is not None:
            for event in held or ():
                self._observer.happened(event)

    def _on_time(self, now_s: float) -> None:
        # The network thread may have looked at the clock a moment later and got the lock a moment sooner.
        self.now_s = max(self.now_s, now_s)

    def _happened(self, kind: EventKind, start: int = 0, stop: int = 0, value: float = 0.0, text: str = "") -> None:
        event = EventTrace(kind, self.now_s, start, stop, value, text)
        if self._held is not None:
            self._held.append(event)
        elif self._observer is not None:
            self._observer.happened(event)

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
        segment_bytes: int = 0,
        kept: bool = True,
        packets: Sequence[tuple[int, int]] = (),
    ) -> None:
        if self._observer is None:
            return
        self._observer.segment(
            SegmentTrace(
                direction, self.now_s, kind, sequence, length_bytes, acknowledgement, packet_number,
                cause, remark, duplicate, segment_bytes, None, kept, packets,
            )
        )  # fmt: skip
