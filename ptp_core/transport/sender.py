"""The sending half of a connection: what goes out, when, and what happens when it does not arrive.

Offsets count bytes of the stream from 0; FIN takes the offset after the last byte. Order of what is sent: the
segment that the timer asks for, then a probe of a silent tail, then what is lost, then new data. Called by the
connection, under its lock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ptp_core.config import TransportSettings
from ptp_core.errors import ProtocolViolation
from ptp_core.transport.batch_trust import BatchTrust
from ptp_core.transport.congestion import make_congestion_control
from ptp_core.transport.delivery_rate import DeliveryRate
from ptp_core.transport.loss_detection import LossDetection
from ptp_core.transport.pacing import Pacer
from ptp_core.transport.packet_sealing import PacketSealer
from ptp_core.transport.path_mtu import PathMtu
from ptp_core.transport.ranges import RangeSet
from ptp_core.transport.retransmission_timer import RetransmissionTimer
from ptp_core.transport.rtt import RttEstimator
from ptp_core.transport.send_buffer import SendBuffer
from ptp_core.transport.sent_segments import SentSegments, Train
from ptp_core.transport.statistics import LimitedBy
from ptp_core.transport.tail_probe import TailProbe
from ptp_core.transport.window_probe import WindowProbe
from ptp_core.wire.acknowledgement import Acknowledgement
from ptp_core.wire.packet import OVERHEAD_BYTES, PacketType

MAXIMUM_TRAIN_SEGMENTS = 64
TAIL = "tail"


@dataclass(slots=True)
class SenderCounters:
    """Counted since the connection began; segments are data segments and FIN."""

    segments_sent: int = 0
    retransmitted_timeout: int = 0
    retransmitted_fast: int = 0
    retransmitted_spurious: int = 0
    duplicate_acks: int = 0


@dataclass(frozen=True, slots=True)
class SentTrain:
    """What `build` wrote: a train of data segments, or FIN. `cause` is why it was sent again, or empty."""

    size_bytes: int
    datagram_bytes: int
    first_packet: int
    start: int
    stop: int
    segment_bytes: int
    is_fin: bool
    cause: str


class Sender:
    """Send buffer, sent segments, timer, loss detection, congestion control and pacing, put together."""

    def __init__(self, settings: TransportSettings, sealer: PacketSealer) -> None:
        self.buffer = SendBuffer(min(settings.initial_send_buffer_bytes, settings.send_buffer_bytes))
        self.rtt = RttEstimator(settings.fixed_timeout_s)
        self.timer = RetransmissionTimer()
        self.counters = SenderCounters()
        self.path_mtu = PathMtu(settings.mss_bytes)
        self.mss_bytes = self.path_mtu.segment_bytes
        self.congestion = make_congestion_control(settings, self.mss_bytes)
        self.limited_by = LimitedBy.NOTHING
        self.unacknowledged = 0
        self.next = 0
        self.peer_limit = 0
        self.origin = 0
        self.finishing = False
        self.window_probe = WindowProbe()
        self.batch_trust = BatchTrust()
        self.sent = SentSegments()
        # FIN carries an acknowledgement, as in TCP: whoever acknowledges a FIN has heard all that it says.
        self.fin_payload: Callable[[float], bytes] = lambda now_s: b""
        self._greatest_buffer_bytes = settings.send_buffer_bytes
        self._largest_peer_window_bytes = 0
        self._peer_reads = True
        self._sealer = sealer
        self._pacer = Pacer()
        self._coalesce = settings.coalesce_small_segments
        self._detection = LossDetection(adaptive=settings.fixed_timeout_s is None)
        self._selective = RangeSet()
        self._lost = RangeSet()
        self._sent_again = RangeSet()
        self._copies = settings.fixed_timeout_s is None
        self._known_ranges: frozenset[tuple[int, int]] = frozenset()
        self._oldest_due = False
        self._tail_probe = TailProbe(wanted=settings.fixed_timeout_s is None)
        self._heard_since_timer = False
        self._rate = DeliveryRate()
        self._largest_acknowledged = -1
        self._window_packet = -1

    @property
    def stop(self) -> int:
        """One past the last offset there is to send, FIN included."""
        return self.buffer.end + self.finishing

    @property
    def finished(self) -> bool:
        """Whether FIN and everything before it has been acknowledged."""
        return self.finishing and self.unacknowledged == self.buffer.end + 1

    @property
    def in_flight_bytes(self) -> int:
        """Bytes sent and neither acknowledged nor taken for lost."""
        return self.sent.in_flight_bytes

    @property
    def peer_window_bytes(self) -> int:
        """What the peer has room for beyond what it has acknowledged."""
        return max(0, self.peer_limit - self.unacknowledged)

    def deadline(self, now_s: float) -> float | None:
        """When `build` or `handle_timer` has something to do again; None when only a packet can change that."""
        candidates = [
            at
            for at in (
                self.timer.deadline_s,
                self._detection.deadline_s,
                self.window_probe.deadline_s,
                self._tail_probe.deadline_s,
                self.path_mtu.deadline_s if self._probes_path else None,
            )
            if at is not None
        ]
        if self._oldest_due or self._tail_probe.due or self.window_probe.due or self.next_path_probe() is not None:
            return now_s
        if self._sendable() > 0:
            candidates.append(self._pacer.next_s)
        return min(candidates, default=None)

    def open(self, peer_window_bytes: int, peer_mss_bytes: int, now_s: float) -> None:
        """The handshake is complete: the peer's window, and the largest segment that it takes."""
        self.peer_limit = self._largest_peer_window_bytes = peer_window_bytes
        self.path_mtu.start(peer_mss_bytes, now_s)
        self._segment_size_changed()

    def next_path_probe(self) -> int | None:
        """The size of the datagram to probe the path with now; None, too, while small segments do for what waits."""
        return self.path_mtu.next_probe() if self._probes_path else None

    @property
    def _probes_path(self) -> bool:
        return self.stop - self.unacknowledged > self.mss_bytes

    def handle_timer(self, now_s: float) -> None:
        """Act on every deadline that has passed."""
        if self._probes_path:
            self.path_mtu.handle_timer(now_s)
        if self._detection.deadline_s is not None and now_s >= self._detection.deadline_s:
            self._detect_losses(now_s)
        self._tail_probe.handle_timer(now_s, self.in_flight_bytes)
        if self.timer.expired(now_s):
            self._oldest_due = self.unacknowledged < self.next
            self._mark_oldest_lost()
            self.rtt.back_off()
            if not self._heard_since_timer:
                self.congestion.timed_out(now_s)
                if self.path_mtu.timed_out():
                    self._segment_size_changed()
            self._heard_since_timer = False
        self.window_probe.handle_timer(now_s)

    def build(self, out: memoryview, now_s: float) -> SentTrain | None:
        """Write the next train, or FIN, into `out`; None when nothing may be sent now."""
        if self._oldest_due:
            self._oldest_due = False
            return self._send_oldest(out, now_s)
        if self._tail_probe.due:
            self._tail_probe.due = False
            train = self._send_tail(out, now_s)
            if train is not None:
                return train
        allowance = self._sendable()
        if allowance <= 0 or not self._pacer.may_send(now_s):
            return None
        rate = self.congestion.pacing_rate(self.rtt.smoothed_s)
        self._pacer.burst_bytes = self.congestion.burst_bytes
        allowance = min(
            allowance,
            self._pacer.train_bytes(rate, self.mss_bytes),
            MAXIMUM_TRAIN_SEGMENTS * self.mss_bytes,
            len(out) // (self.mss_bytes + OVERHEAD_BYTES) * self.mss_bytes,
        )
        if self._lost:
            start, stop = self._lost.first
            stop = min(stop, start + allowance)
            self._lost.remove(start, stop)
            train = self._send(out, start, stop, now_s, "fast")
            if stop > train.stop:
                self._lost.add(train.stop, stop)
            if self._copies:
                self._sent_again.add(train.start, train.stop)
        elif (copy := self._copy_to_send()) is not None:
            train = self._send(out, copy[0], min(copy[1], copy[0] + allowance), now_s, TAIL)
            self._sent_again.remove(copy[0], train.stop)
        else:
            train = self._send(out, self.next, min(self.next + allowance, self.stop), now_s, "")
        self._pacer.sent(train.stop - train.start, rate, now_s, self.rtt.minimum_s)
        return train

    def acknowledge(self, cumulative: int, acknowledgement: Acknowledgement, packet: int, now_s: float) -> None:
        """Take in an ACK packet; raises ProtocolViolation when it acknowledges what was never sent."""
        ranges = acknowledgement.ranges
        if ranges[0][1] > self._sealer.next_packet or cumulative > self.next:
            raise ProtocolViolation("an acknowledgement of what was never sent")
        for number in self._sealer.skipped:
            if number >= ranges[-1][0] and any(start <= number < stop for start, stop in ranges):
                raise ProtocolViolation("an acknowledgement of a packet that was left out on purpose")
        self._heard_since_timer = True
        if self.path_mtu.acknowledged(ranges, now_s):
            self._segment_size_changed()
        self._take_window(cumulative, acknowledgement.window_bytes, packet)
        advanced = cumulative > self.unacknowledged
        newest, witness, acknowledged = self._settle_ranges(ranges, now_s)
        if advanced:
            self._advance(cumulative, now_s)
        elif cumulative == self.unacknowledged < self.next and packet >= self._window_packet and newest is not None:
            self.counters.duplicate_acks += 1
        if newest is not None and witness is not None:
            first, stop = ranges[0]
            # The peer's delay is that of the largest; what comes out of order it acknowledges at once.
            is_largest = stop - 1 > self._largest_acknowledged
            # Alone behind a gap: it may have overtaken the others, and says little of their way.
            ordinary = witness is not newest or stop - first > 1 or first <= self._largest_acknowledged + 1
            self._largest_acknowledged = max(self._largest_acknowledged, stop - 1)
            delay_s = acknowledgement.delay_s if is_largest else 0.0
            self.rtt.sample(now_s - witness.sent_s, delay_s, now_s, ordinary=ordinary)
            self._tail_probe.wait(self.rtt, self.in_flight_bytes, self.timer.deadline_s, now_s)
            lost_bytes = self._detect_losses(now_s)
            self.congestion.acknowledged(
                self._rate.sample(newest, acknowledged, lost_bytes, self.in_flight_bytes, self.rtt, ordinary, now_s)
            )
        self.sent.forget_settled(now_s - 2 * self.rtt.smoothed_s)
        oldest = self.sent.oldest_packet
        self._sealer.forget_skipped(self._sealer.next_packet if oldest is None else oldest)

    def _segment_size_changed(self) -> None:
        self.mss_bytes = self.path_mtu.segment_bytes
        self.congestion.set_segment_size(self.mss_bytes)

    def _sendable(self) -> int:
        """Stream bytes that window, congestion window and data allow now; remembers what limits it."""
        if not self._sealer.ready:
            return 0
        if self._lost:
            wanted = self._lost.first[1] - self._lost.first[0]
        elif (copy := self._copy_to_send()) is not None:
            wanted = copy[1] - copy[0]
        else:
            wanted = self.stop - self.next
            if wanted <= 0:
                self.limited_by = LimitedBy.SENDER_DISK if not self.finishing else LimitedBy.NOTHING
                if self._note_room_on_path() and self.buffer.writer_is_held and not self.finishing:
                    self._grow_buffer()
                return 0
            if self._coalesce and wanted < self.mss_bytes and self.in_flight_bytes and not self.finishing:
                return 0
            room = self.peer_limit - self.next
            if self.next == self.buffer.end:
                room = 1
            if room <= 0 or (room < self.mss_bytes and room < wanted and self.in_flight_bytes):
                self.limited_by = LimitedBy.RECEIVER_BUFFER if self._peer_reads else LimitedBy.RECEIVER_DISK
                self._note_room_on_path()
                if not self.in_flight_bytes:
                    self.window_probe.window_closed(self._pacer.next_s, self.rtt.rto_s)
                return 0
            wanted = min(wanted, room)
        window = self.congestion.window_bytes - self.in_flight_bytes
        self.limited_by = LimitedBy.PATH
        if window < min(wanted, self.mss_bytes) and self.in_flight_bytes:
            return 0
        # A window smaller than one segment must not stop the connection for ever.
        return max(min(wanted, window), min(wanted, self.mss_bytes))

    def _copy_to_send(self) -> tuple[int, int] | None:
        """What was sent again and is still on its way, once everything has been sent: it goes a second time.

        On a lossy path the end would otherwise wait a round trip for each time that a segment is lost anew; there is
        nothing better to send then.
        """
        if self.next < self.stop:
            return None
        while self._sent_again:
            start, stop = self._sent_again.first
            missing = self._selective.missing(start, stop)
            if missing:
                return missing[0]
            self._sent_again.remove(start, stop)
        return None

    def _note_room_on_path(self) -> bool:
        """Whether more could be in flight; what is sent from now on then measures something else than the path."""
        if self.in_flight_bytes >= self.congestion.window_bytes:
            return False
        self._rate.note_room_on_path(self.in_flight_bytes)
        return True

    def _grow_buffer(self) -> None:
        """All of a full buffer is in flight, and the path would carry more: it is the buffer that is too small."""
        capacity_bytes = min(2 * self.buffer.capacity_bytes, self._greatest_buffer_bytes)
        if capacity_bytes > self.buffer.capacity_bytes:
            self.buffer.grow(capacity_bytes)
        else:
            self.limited_by = LimitedBy.WINDOW

    def _send(self, out: memoryview, start: int, stop: int, now_s: float, cause: str) -> SentTrain:
        end = self.buffer.end
        if start >= end:
            return self._send_fin(out, now_s, cause)
        stop = min(stop, end)
        # Segments end at multiples of their size: where they begin then depends on the stream alone, not on when
        # the application wrote which piece, and the same seed loses the same segments.
        if start % self.mss_bytes:
            stop = min(stop, start + self.mss_bytes - start % self.mss_bytes)
        elif stop < end and stop - start > self.mss_bytes:
            stop -= stop % self.mss_bytes
        ring_left = self.buffer.capacity_bytes - start % self.buffer.capacity_bytes
        if stop - start > ring_left:
            # The segment that crosses the end of the ring goes alone; it is copied.
            whole = ring_left // self.mss_bytes * self.mss_bytes
            stop = min(stop, start + (whole or self.mss_bytes))
        first_packet = self._sealer.next_packet
        size = self._sealer.seal_train(out, self.buffer.view(start, stop), self.origin + start, self.mss_bytes)
        count = -(-(stop - start) // self.mss_bytes)
        datagram = min(self.mss_bytes, stop - start) + OVERHEAD_BYTES
        train = SentTrain(size, datagram, first_packet, start, stop, self.mss_bytes, False, cause)
        self._record(train, count, now_s)
        return train

    def _send_fin(self, out: memoryview, now_s: float, cause: str) -> SentTrain:
        at = self.buffer.end
        first_packet = self._sealer.next_packet
        size = self._sealer.seal_one(out, PacketType.FIN, self.origin + at, self.fin_payload(now_s))
        train = SentTrain(size, size, first_packet, at, at + 1, 1, True, cause)
        self._record(train, 1, now_s)
        return train

    def _record(self, train: SentTrain, count: int, now_s: float) -> None:
        rate = self._rate
        if not self.sent.in_flight_bytes:
            rate.sending_from_idle(now_s)
        self.sent.add(
            Train(
                train.first_packet, count, train.start, train.stop, train.segment_bytes, now_s,
                rate.delivered_bytes, rate.delivered_s, rate.first_sent_s, rate.application_limited, train.is_fin,
            )
        )  # fmt: skip
        self.next = max(self.next, train.stop)
        self.counters.segments_sent += count
        if train.cause == "timeout":
            self.counters.retransmitted_timeout += count
        elif train.cause:
            self.counters.retransmitted_fast += count
        if not self.timer.running:
            self._heard_since_timer = False
        self.timer.segment_sent(now_s, self.rtt.rto_s)
        if train.cause != TAIL:
            self._tail_probe.wait(self.rtt, self.in_flight_bytes, self.timer.deadline_s, now_s)

    def _send_oldest(self, out: memoryview, now_s: float) -> SentTrain:
        """RULE R6.4; goes past window and pacing, since it is how both come back to life."""
        train = self._send(out, *self._oldest_segment(), now_s, "timeout")
        self._lost.remove(train.start, train.stop)
        return train

    def _send_tail(self, out: memoryview, now_s: float) -> SentTrain | None:
        """RFC 8985 section 7.3: the newest segment again, so that its acknowledgement shows what is missing before."""
        newest = next((train for train in reversed(self.sent.unsettled()) if train.outstanding), None)
        if newest is None:
            return None
        number = newest.outstanding.bit_length() - 1
        start = newest.start + number * newest.segment_bytes
        if start < self.unacknowledged:
            # Acknowledged by another copy; nothing beyond it is missing.
            return None
        return self._send(out, start, min(start + self.mss_bytes, newest.stop), now_s, TAIL)

    def _oldest_segment(self) -> tuple[int, int]:
        start = self.unacknowledged
        stop = min(start + self.mss_bytes, max(self.buffer.end, start + 1))
        gap = self._selective.missing(start, min(stop, self.next))
        return gap[0] if gap else (start, stop)

    def _mark_oldest_lost(self) -> None:
        if not self._oldest_due:
            return
        start, stop = self._oldest_segment()
        for train in self.sent.unsettled():
            if train.start < stop and start < train.stop and train.outstanding:
                first = max(start - train.start, 0) // train.segment_bytes
                last = (min(stop, train.stop) - 1 - train.start) // train.segment_bytes
                mask = train.outstanding & ((1 << (last + 1)) - (1 << first))
                self._mark_lost(train, mask)

    def _mark_lost(self, train: Train, mask: int) -> int:
        """Move segments from outstanding to lost; returns the bytes that are to be sent again."""
        if mask:
            self.batch_trust.segments_lost(train.count)
        train.outstanding &= ~mask
        self.sent.in_flight_bytes -= train.size_of(mask)
        if train.stop <= self.unacknowledged:
            return 0
        train.lost |= mask
        size = 0
        for low, high in train.ranges_of(mask):
            for start, stop in self._selective.missing(max(low, self.unacknowledged), high):
                size += stop - start
                self._lost.add(start, stop)
        return size

    def _detect_losses(self, now_s: float) -> int:
        lost_bytes = 0
        newest_sent_s = 0.0
        for train, mask in self._detection.detect(self.sent, self._largest_acknowledged, self.rtt, now_s):
            size = self._mark_lost(train, mask)
            if size:
                lost_bytes += size
                newest_sent_s = train.sent_s
        if lost_bytes:
            self.congestion.lost(lost_bytes, newest_sent_s, now_s, self.in_flight_bytes)
        return lost_bytes

    def _settle_ranges(self, ranges: list[tuple[int, int]], now_s: float) -> tuple[Train | None, Train | None, int]:
        """Mark acknowledged packets: the newest train among them, the one whose round trip counts, the bytes.

        A segment that is acknowledged alone may have overtaken the others: the round trip is that of the newest
        train of which several were, where there is one.
        """
        newest: Train | None = None
        witness: Train | None = None
        acknowledged = 0
        oldest = self.sent.oldest_packet
        # Each acknowledgement repeats most ranges of the one before.
        known, self._known_ranges = self._known_ranges, frozenset(ranges)
        for packets in ranges:
            if packets in known:
                continue
            start, stop = packets
            if oldest is None or stop <= oldest:
                break
            for train, mask in self.sent.overlapping(start, stop):
                fresh = mask & train.outstanding
                late = mask & train.lost
                if fresh | late:
                    self.batch_trust.segments_acknowledged(train.count)
                if fresh:
                    train.outstanding &= ~fresh
                    size = train.size_of(fresh)
                    self.sent.in_flight_bytes -= size
                    acknowledged += size
                    if newest is None or train.first_packet > newest.first_packet:
                        newest = train
                    if fresh & (fresh - 1) and (witness is None or train.first_packet > witness.first_packet):
                        witness = train
                if late:
                    train.lost &= ~late
                    self._take_back_loss(train, late, now_s)
                for low, high in train.ranges_of(fresh | late):
                    self._selective.add(max(low, self.unacknowledged), high)
        self._rate.delivered_bytes += acknowledged
        return newest, witness or newest, acknowledged

    def _take_back_loss(self, train: Train, mask: int, now_s: float) -> None:
        for low, high in train.ranges_of(mask):
            if not self._lost.overlaps(low, high) and high > low:
                self.counters.retransmitted_spurious += -(-(high - low) // train.segment_bytes)
            self._lost.remove(low, high)
        self._detection.reordering_seen(now_s, self.rtt)
        self.congestion.loss_was_spurious(train.size_of(mask), now_s)

    def _advance(self, cumulative: int, now_s: float) -> None:
        self.unacknowledged = cumulative
        self.buffer.release(cumulative)
        self._selective.remove(0, cumulative)
        self._lost.remove(0, cumulative)
        self._sent_again.remove(0, cumulative)
        if cumulative == self.next:
            # A cumulative number may come without the packet numbers behind it, as with FIN.
            self.sent.settle_all()
        self._oldest_due = False
        self.timer.new_data_acknowledged(now_s, self.rtt.rto_s, outstanding=cumulative < self.next)
        self._heard_since_timer = False

    def _take_window(self, cumulative: int, window_bytes: int, packet: int) -> None:
        # Acknowledgements overtake one another: only a newer packet may move the window.
        if packet < self._window_packet:
            return
        self._window_packet = packet
        self.peer_limit = max(self.peer_limit, cumulative + window_bytes)
        # A window that is mostly taken by bytes in order belongs to an application that does not keep up reading.
        self._largest_peer_window_bytes = max(self._largest_peer_window_bytes, window_bytes)
        self._peer_reads = 2 * window_bytes >= self._largest_peer_window_bytes
        if self.peer_limit > self.next:
            self.window_probe.window_open()
