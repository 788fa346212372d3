"""Reads both halves of a connection into one snapshot. Called under the connection's lock."""

from __future__ import annotations

from ptp_core.transport.goodput import GoodputMeter
from ptp_core.transport.packet_sealing import PacketOpener
from ptp_core.transport.receiver import Receiver
from ptp_core.transport.sender import Sender
from ptp_core.transport.states import State
from ptp_core.transport.statistics import LimitedBy, TransportStatistics
from ptp_core.wire.acknowledgement import CONDITIONED_REMARK, STRAINED_REMARK

HOLES_SHOWN = 32


class Snapshots:
    """Takes snapshots of one connection; what lies between them gives the goodput."""

    def __init__(self, sender: Sender, receiver: Receiver, opener: PacketOpener) -> None:
        self._sender = sender
        self._receiver = receiver
        self._opener = opener
        self._goodput = GoodputMeter()

    def take(self, state: State, *, is_open: bool, last_heard_s: float, now_s: float) -> TransportStatistics:
        """Everything as it is now."""
        sender, receiver = self._sender, self._receiver
        counters, buffer = sender.counters, receiver.buffer
        deadline_s = sender.timer.deadline_s
        acknowledged_bytes = min(sender.unacknowledged, sender.buffer.end)
        return TransportStatistics(
            state=state.value,
            bytes_sent=min(sender.next, sender.buffer.end),
            bytes_sent_in_all=counters.bytes_sent,
            bytes_acknowledged=acknowledged_bytes,
            bytes_received=buffer.next,
            goodput_bps=self._goodput.bits_per_second(acknowledged_bytes + buffer.next, now_s),
            rtt_s=sender.rtt.smoothed_s,
            # Without the peer's delay, as the smoothed one is: shown side by side they must not cross.
            minimum_rtt_s=min(sender.rtt.minimum_s, sender.rtt.smoothed_s),
            rto_s=sender.rtt.rto_s,
            congestion_window_bytes=sender.congestion.window_bytes,
            pacing_rate_bps=sender.congestion.pacing_rate(sender.rtt.smoothed_s) * 8,
            in_flight_bytes=sender.in_flight_bytes,
            mss_bytes=sender.mss_bytes,
            send_buffer_bytes=sender.buffer.used_bytes,
            send_buffer_capacity_bytes=sender.buffer.capacity_bytes,
            receive_buffer_bytes=buffer.used_bytes,
            receive_buffer_out_of_order_bytes=buffer.out_of_order.total,
            receive_buffer_capacity_bytes=buffer.capacity_bytes,
            receive_buffer_holes=buffer.holes(HOLES_SHOWN),
            peer_window_bytes=sender.window.peer_window_bytes,
            segments_sent=counters.segments_sent,
            segments_received=receiver.counters.segments_received,
            segments_retransmitted=counters.retransmitted_timeout + counters.retransmitted_fast,
            retransmitted_timeout=counters.retransmitted_timeout,
            retransmitted_fast=counters.retransmitted_fast,
            retransmitted_spurious=counters.retransmitted_spurious,
            duplicate_acks=counters.duplicate_acks,
            duplicate_segments=receiver.counters.duplicate_segments,
            damaged_packets=self._opener.damaged_packets,
            limited_by=self._limit() if is_open else LimitedBy.NOTHING,
            peer_conditioned=bool(sender.peer_remarks & CONDITIONED_REMARK),
            timer_since_s=now_s - sender.timer.since_s if deadline_s is not None else None,
            timer_left_s=deadline_s - now_s if deadline_s is not None else None,
            last_rule=sender.last_rule,
            silent_s=max(0.0, now_s - last_heard_s) if is_open else 0.0,
        )

    def _limit(self) -> LimitedBy:
        """What limits the sender: a path that seems to be full may be a processor that cannot do more."""
        limit = self._sender.limited_by
        if limit is LimitedBy.PATH:
            if self._receiver.acknowledging.remarks & STRAINED_REMARK:
                return LimitedBy.SENDER_PROCESSOR
            if self._sender.peer_remarks & STRAINED_REMARK:
                return LimitedBy.RECEIVER_PROCESSOR
        return limit
