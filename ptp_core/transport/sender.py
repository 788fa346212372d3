"""The sending half of a connection: what goes out, when, and what happens when it does not arrive.

Offsets count bytes of the stream from 0; FIN takes the offset after the last byte. What has to go again goes before
what is new. Decisions fall in `build` alone; `deadline` and the properties only tell. Called by the connection, under
its lock.
"""

from __future__ import annotations

from ptp_core import broken_rules
from ptp_core.config import TransportSettings
from ptp_core.errors import ProtocolViolation
from ptp_core.transport import remarks
from ptp_core.transport.congestion import make_congestion_control
from ptp_core.transport.delivery_rate import DeliveryRate
from ptp_core.transport.pacing import Pacer
from ptp_core.transport.packet_sealing import PacketSealer
from ptp_core.transport.path_mtu import PathMtu
from ptp_core.transport.recovery import Cause, Loss, RecoveryParts, make_recovery
from ptp_core.transport.retransmission_timer import RetransmissionTimer
from ptp_core.transport.rtt import INITIAL_RTO_S, RttEstimator
from ptp_core.transport.scoreboard import Scoreboard, SenderCounters, Settled
from ptp_core.transport.segment_building import FinPayload, SegmentBuilder, SentTrain
from ptp_core.transport.send_buffer import SendBuffer
from ptp_core.transport.send_window import SendWindow
from ptp_core.transport.sender_tracing import SenderTracing
from ptp_core.transport.sent_segments import Train
from ptp_core.transport.statistics import LimitedBy
from ptp_core.transport.told import Told
from ptp_core.wire.acknowledgement import OVERFLOWED_REMARK, Acknowledgement
from ptp_core.wire.parameters import TransportParameters

_RECEIVER_IS_FULL = frozenset({LimitedBy.RECEIVER_BUFFER, LimitedBy.RECEIVER_DISK})


class Sender:
    """Buffer, scoreboard, recovery, windows, congestion control and pacing, put together.

    Attributes: `rate_bound_bytes_per_s` is what is sent at most, whatever the path would take; None for no bound.
    """

    def __init__(
        self,
        settings: TransportSettings,
        sealer: PacketSealer,
        receiver: FinPayload,
        told: Told | None = None,
    ) -> None:
        self.buffer = SendBuffer(min(settings.initial_send_buffer_bytes, settings.send_buffer_bytes))
        self.board = Scoreboard()
        self.rtt = RttEstimator(settings.fixed_timeout_s, doubles=settings.timeout_doubles)
        self.timer = RetransmissionTimer(told)
        self.path_mtu = PathMtu(settings.mss_bytes, discovers=settings.discovers_path_mtu)
        self.recovery = make_recovery(
            settings.recovery, RecoveryParts(self.board, self.timer, self.rtt, self.buffer, self.path_mtu, told)
        )
        self.congestion = make_congestion_control(settings, self.path_mtu.segment_bytes)
        self.window = SendWindow(settings, self.board)
        parts = self.board, self.window, self.congestion, self.path_mtu
        self._tracing = None if told is None else SenderTracing(told, *parts)
        self.limited_by = LimitedBy.NOTHING
        self.peer_remarks = 0
        self.finishing = False
        self._sent_again: tuple[str, int] | None = None
        self.rate_bound_bytes_per_s: float | None = None
        self._greatest_buffer_bytes = settings.send_buffer_bytes
        self._coalesces = settings.coalesces_small_segments
        self._sealer = sealer
        self._builder = SegmentBuilder(self.buffer, self.board, sealer, receiver)
        self._pacer = Pacer()
        self._rate = DeliveryRate()
        self._waits_for_pacer = False
        self._has_looked = False
        self._heard_since_timer = False
        self._largest_acknowledged = -1

    @property
    def origin(self) -> int:
        """The sequence number of the stream's first byte."""
        return self.board.origin

    @property
    def unacknowledged(self) -> int:
        """The oldest offset that is not acknowledged."""
        return self.board.unacknowledged

    @property
    def next(self) -> int:
        """One past the newest offset sent."""
        return self.board.next

    @property
    def last_rule(self) -> str:
        """Why a segment was sent again last, and which; empty before that. Put into words when it is asked for."""
        if self._sent_again is None:
            return ""
        remark, number = self._sent_again
        return remarks.SENT_AGAIN(remark=remark, number=str(number))

    @property
    def counters(self) -> SenderCounters:
        """What was counted so far."""
        return self.board.counters

    @property
    def mss_bytes(self) -> int:
        """The segment size in use."""
        return self.path_mtu.segment_bytes

    @property
    def stop(self) -> int:
        """One past the last offset there is to send, FIN included."""
        return self.buffer.end + self.finishing

    @property
    def finished(self) -> bool:
        """Whether FIN and everything before it has been acknowledged."""
        return self.finishing and self.board.unacknowledged == self.buffer.end + 1

    @property
    def in_flight_bytes(self) -> int:
        """Bytes sent and neither acknowledged nor taken for lost."""
        return self.board.sent.in_flight_bytes

    def deadline(self, now_s: float) -> float | None:
        """When `build` or `handle_timer` has something to do again; None when only a packet can change that.

        It holds until something else is called, and after `build` has returned None.
        """
        if self._at_rest:
            return None
        repeat = self.recovery.next_repeat(everything_sent=self._everything_sent)
        if (repeat is not None and repeat.urgent) or self.window.probe.due or self.next_path_probe() is not None:
            return now_s
        earliest_s = self._pacer.next_s if self._waits_for_pacer else None
        for at_s in (
            self.timer.deadline_s,
            self.recovery.deadline_s,
            self.window.probe.deadline_s,
            self.path_mtu.deadline_s if self._probes_path else None,
        ):
            if at_s is not None and (earliest_s is None or at_s < earliest_s):
                earliest_s = at_s
        return earliest_s

    def open(self, peer: TransportParameters, now_s: float) -> None:
        """The handshake is complete, and this is what the peer says of itself."""
        self.window.open(peer.window_bytes)
        self.path_mtu.start(peer.mss_bytes, now_s)
        self.congestion.set_segment_size(self.mss_bytes)
        self.congestion.opened(self.rtt.smoothed_s, peer.socket_buffer_bytes)
        if self._tracing:
            self._tracing.look()

    def next_path_probe(self) -> int | None:
        """The size of the datagram to probe the path with now; None, too, while small segments do for what waits."""
        return self.path_mtu.next_probe() if self._probes_path else None

    def handle_timer(self, now_s: float) -> None:
        """Act on every deadline that has passed."""
        if self._at_rest:
            return
        if self._probes_path:
            self.path_mtu.handle_timer(now_s)
        self._tell_of_losses(self.recovery.handle_timer(now_s), now_s)
        if self.timer.expired(now_s):
            self.recovery.timed_out(now_s)
            self.rtt.back_off()
            if self.recovery.time_out_is_congestion(heard_since=self._heard_since_timer):
                self.congestion.timed_out(now_s)
            if not self._heard_since_timer and self.path_mtu.timed_out():
                self.congestion.set_segment_size(self.mss_bytes)
            self._heard_since_timer = False
        self.window.probe.handle_timer(now_s)
        if self._tracing:
            self._tracing.look()

    def build(self, out: memoryview, now_s: float) -> SentTrain | None:
        """Write the next train, or FIN, into `out`; None when nothing may be sent now."""
        if not self._sealer.ready or self._at_rest:
            return None
        repeat = self.recovery.next_repeat(everything_sent=self._everything_sent)
        if self._waits_for_pacer and not self._pacer.may_send(now_s) and (repeat is None or not repeat.urgent):
            return None
        self._waits_for_pacer = False
        if repeat is None:
            start, stop, cause, remark = self.board.next, self.stop, Cause.FIRST, ""
            allowance = self._allowance_of_new_data(stop - start, now_s)
        elif repeat.urgent:
            return self._send(out, repeat.start, repeat.stop, repeat.cause, repeat.remark, now_s)
        else:
            start, stop, cause, _, remark = repeat
            self.limited_by = LimitedBy.PATH
            allowance = self.window.for_repeats(stop - start, self.mss_bytes, self.congestion.window_bytes)
        self._has_looked = allowance <= 0
        if allowance <= 0:
            return None
        self._waits_for_pacer = True
        if not self._pacer.may_send(now_s):
            return None
        rate = self.congestion.pacing_rate(self.rtt.smoothed_s)
        if self.rate_bound_bytes_per_s is not None and not 0 < rate <= self.rate_bound_bytes_per_s:
            rate = self.rate_bound_bytes_per_s
            self._rate.note_room_on_path(self.in_flight_bytes)
        self._pacer.burst_bytes, self._pacer.late_bytes = self.congestion.burst_bytes, self.congestion.late_bytes
        allowance = min(
            allowance,
            self._pacer.train_bytes(rate, self.mss_bytes),
            self._builder.largest_train_bytes(out, self.mss_bytes),
        )
        train = self._send(out, start, min(stop, start + allowance), cause, remark, now_s)
        self._pacer.sent(train.stop - train.start, rate, now_s, self.rtt.minimum_s)
        # Without more to send, or room for it, it is not the pacer that is waited for.
        self._waits_for_pacer = (
            not self._everything_sent and self.in_flight_bytes + self.mss_bytes <= self.congestion.window_bytes
        )
        return train

    def acknowledge(
        self, cumulative: int, acknowledgement: Acknowledgement, packet: int, now_s: float, *, pure: bool
    ) -> None:
        """Take in what packet number `packet` acknowledges; a `pure` one is an ACK that carries nothing else.

        Raises ProtocolViolation when it acknowledges what was never sent.
        """
        ranges, board = acknowledgement.ranges, self.board
        self._check(ranges, cumulative)
        self._heard_since_timer = True
        if self.path_mtu.acknowledged(ranges, now_s):
            self.congestion.set_segment_size(self.mss_bytes)
        is_news = self.window.take(cumulative, acknowledgement.window_bytes, packet)
        if is_news:
            self.peer_remarks = acknowledgement.remarks
        if acknowledgement.remarks & OVERFLOWED_REMARK:
            self.congestion.receiver_overflowed(now_s)
        before = board.unacknowledged
        advanced = cumulative > before
        settled = board.settle(ranges)
        self._rate.delivered_bytes += settled.acknowledged_bytes
        for train, mask in settled.late:
            self.recovery.turned_up(train, mask, now_s)
            self.congestion.loss_was_spurious(train.size_of(mask), train.sent_s, now_s)
        if advanced:
            board.advance(cumulative)
            self.buffer.release(cumulative)
            self._heard_since_timer = False
        every = self.recovery.counts_every_acknowledgement
        duplicate = (
            cumulative == board.unacknowledged < board.next
            and not advanced
            and (pure if every else is_news and settled.newest is not None)
        )
        board.counters.duplicate_acks += duplicate
        if self._tracing:
            self._tracing.acknowledged(before, settled, duplicate=duplicate)
        self.recovery.acknowledged(advanced=advanced, duplicate=duplicate, now_s=now_s)
        if settled.newest is not None or (every and duplicate):
            self._learn(settled, acknowledgement, now_s)
        if self._tracing:
            self._tracing.look()
        round_trip_s = self.rtt.smoothed_s if self.rtt.measured else INITIAL_RTO_S
        board.sent.forget_settled(now_s - 2 * round_trip_s)
        oldest = board.sent.oldest_packet
        self._sealer.forget_skipped(self._sealer.next_packet if oldest is None else oldest)

    # Below, nothing is called from outside.

    @property
    def _at_rest(self) -> bool:
        """Whether all is acknowledged and nothing is new since `build` last looked: as at a side that receives."""
        return self._has_looked and self.board.unacknowledged == self.buffer.end + self.finishing

    @property
    def _everything_sent(self) -> bool:
        return self.board.next >= self.buffer.end + self.finishing

    @property
    def _probes_path(self) -> bool:
        return self.stop - self.board.unacknowledged > self.mss_bytes

    def _check(self, ranges: list[tuple[int, int]], cumulative: int) -> None:
        if ranges[0][1] > self._sealer.next_packet or cumulative > self.board.next:
            raise ProtocolViolation(broken_rules.ACK_NEVER_SENT)
        for number in self._sealer.skipped:
            if number >= ranges[-1][0] and any(start <= number < stop for start, stop in ranges):
                raise ProtocolViolation(broken_rules.ACK_LEFT_OUT)

    def _learn(self, settled: Settled, acknowledgement: Acknowledgement, now_s: float) -> None:
        """Round trip, losses and delivery rate, in this order."""
        newest, witness, acknowledged_bytes, *_ = settled
        ordinary = True
        if newest is not None and witness is not None:
            first, stop = acknowledgement.ranges[0]
            # The peer's delay is that of the largest; what comes out of order it acknowledges at once.
            is_largest = stop - 1 > self._largest_acknowledged
            # Alone behind a gap: it may have overtaken the others, and says little of their way.
            ordinary = witness is not newest or stop - first > 1 or first <= self._largest_acknowledged + 1
            self._largest_acknowledged = max(self._largest_acknowledged, stop - 1)
            delay_s = acknowledgement.delay_s if is_largest else 0.0
            self.rtt.sample(now_s - witness.sent_s, delay_s, now_s, ordinary=ordinary)
        losses = self.recovery.detect(self._largest_acknowledged, now_s)
        self._tell_of_losses(losses, now_s)
        lost_bytes = sum(loss.lost_bytes for loss in losses)
        # A reader is woken late, and then has a quarter of the buffer to fill: what waits must last until then.
        if 2 * (self.in_flight_bytes + acknowledged_bytes) > self.buffer.capacity_bytes and not self.finishing:
            self._grow_buffer()
        if newest is not None:
            self.congestion.acknowledged(
                self._rate.sample(
                    newest, acknowledged_bytes, lost_bytes, self.in_flight_bytes, self.rtt, ordinary, now_s
                )
            )

    def _tell_of_losses(self, losses: list[Loss], now_s: float) -> None:
        for lost_bytes, sent_s, place in losses:
            if lost_bytes:
                self.congestion.lost(lost_bytes, sent_s, now_s, self.in_flight_bytes, place)

    def _allowance_of_new_data(self, wanted_bytes: int, now_s: float) -> int:
        """Stream bytes that windows and data allow now; remembers what limits it."""
        if wanted_bytes <= 0:
            self.limited_by = LimitedBy.NOTHING if self.finishing else LimitedBy.SENDER_DISK
            # All of a full buffer is in flight, and the path would carry more: it is the buffer that is too small.
            if self._note_room_on_path() and self.buffer.writer_is_held and not self.finishing:
                self.limited_by = self.limited_by if self._grow_buffer() else LimitedBy.WINDOW
            return 0
        if self._coalesces and wanted_bytes < self.mss_bytes and self.board.outstanding and not self.finishing:
            self.limited_by = LimitedBy.SENDER_DISK
            return 0
        only_fin = self.board.next == self.buffer.end
        allowance, self.limited_by = self.window.for_new_data(
            wanted_bytes, self.mss_bytes, self.congestion.window_bytes, only_fin=only_fin
        )
        if not allowance and self.limited_by in _RECEIVER_IS_FULL:
            self._note_room_on_path()
            if not self.in_flight_bytes:
                self.window.probe.window_closed(self._pacer.next_s, self.rtt.rto_s)
        return allowance

    def _note_room_on_path(self) -> bool:
        """Whether more could be in flight; what is sent from now on then measures something else than the path."""
        if self.in_flight_bytes >= self.congestion.window_bytes:
            return False
        self._rate.note_room_on_path(self.in_flight_bytes)
        return True

    def _grow_buffer(self) -> bool:
        """Double it, as far as it may grow; whether it has grown."""
        capacity_bytes = min(2 * self.buffer.capacity_bytes, self._greatest_buffer_bytes)
        grows = capacity_bytes > self.buffer.capacity_bytes
        if grows:
            self.buffer.grow(capacity_bytes)
        return grows

    def _send(self, out: memoryview, start: int, stop: int, cause: Cause, remark: str, now_s: float) -> SentTrain:
        train = self._builder.build(
            out,
            start,
            stop,
            mss_bytes=self.mss_bytes,
            cause=cause,
            remark=remark,
            rtt_s=self.rtt.smoothed_s,
            now_s=now_s,
        )
        board, rate = self.board, self._rate
        if not board.sent.in_flight_bytes:
            rate.sending_from_idle(now_s)
        count = train.segments
        board.sent.add(
            Train(
                train.first_packet, count, train.start, train.stop, train.segment_bytes, now_s,
                rate.delivered_bytes, rate.delivered_s, rate.first_sent_s, rate.application_limited, train.is_fin,
            )
        )  # fmt: skip
        board.next = max(board.next, train.stop)
        board.counters.segments_sent += count
        board.counters.bytes_sent += 0 if train.is_fin else train.stop - train.start
        if cause is Cause.TIME_OUT:
            board.counters.retransmitted_timeout += count
        elif cause is not Cause.FIRST:
            board.counters.retransmitted_fast += count
        if cause is not Cause.FIRST:
            self._sent_again = remark, train.start
        if not self.timer.running:
            self._heard_since_timer = False
        self.recovery.sent(train.start, train.stop, cause, now_s, everything_sent=self._everything_sent)
        return train
