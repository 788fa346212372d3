"""What a connection tells about itself: one frozen snapshot of counters and gauges."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ptp_core.conditioner_settings import ConditionerSettings


class LimitedBy(enum.Enum):
    """What kept the sender from sending more when it last stopped."""

    NOTHING = "nothing"
    PATH = "path"
    WINDOW = "window"
    RECEIVER_BUFFER = "receiver_buffer"
    SENDER_DISK = "sender_disk"
    RECEIVER_DISK = "receiver_disk"
    SENDER_PROCESSOR = "sender_processor"
    RECEIVER_PROCESSOR = "receiver_processor"
    CONDITIONER = "conditioner"
    SPEED_LIMIT = "speed_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportStatistics:
    """A snapshot of one connection. Counters only grow; gauges are of the moment. Safe to share between threads.

    Buffers, windows and in flight are in bytes of the stream. `rtt_s` and `minimum_rtt_s` are 0 until measured.
    `bytes_sent` counts each byte of the outgoing stream once, however often it was sent, `bytes_sent_in_all` as often
    as it was; `bytes_received` those that came in order. `receive_buffer_holes` are missing `[start, stop)`
    offsets, counted from the next byte in order, at most 32 of them. `timer_since_s` is how long the retransmission
    timer has been running, and `timer_left_s` how long it still runs; both are None while it is off. `last_rule` says
    in words why a segment was last sent again, and which. `silent_s` is how long nothing has come from the peer.
    `conditioner` is what works on all that this side sends, None while nothing does; `peer_conditioned` tells that the
    other side has said so of itself.
    """

    state: str = "closed"
    bytes_sent: int = 0
    bytes_sent_in_all: int = 0
    bytes_acknowledged: int = 0
    bytes_received: int = 0
    goodput_bps: float = 0.0
    rtt_s: float = 0.0
    minimum_rtt_s: float = 0.0
    rto_s: float = 0.0
    congestion_window_bytes: int = 0
    pacing_rate_bps: float = 0.0
    in_flight_bytes: int = 0
    mss_bytes: int = 0
    send_buffer_bytes: int = 0
    send_buffer_capacity_bytes: int = 0
    receive_buffer_bytes: int = 0
    receive_buffer_out_of_order_bytes: int = 0
    receive_buffer_capacity_bytes: int = 0
    receive_buffer_holes: tuple[tuple[int, int], ...] = ()
    peer_window_bytes: int = 0
    segments_sent: int = 0
    segments_received: int = 0
    segments_retransmitted: int = 0
    retransmitted_timeout: int = 0
    retransmitted_fast: int = 0
    retransmitted_spurious: int = 0
    duplicate_acks: int = 0
    duplicate_segments: int = 0
    damaged_packets: int = 0
    conditioner_dropped: int = 0
    conditioner_queue_bytes: int = 0
    limited_by: LimitedBy = LimitedBy.NOTHING
    timer_since_s: float | None = None
    timer_left_s: float | None = None
    last_rule: str = ""
    silent_s: float = 0.0
    conditioner: ConditionerSettings | None = None
    peer_conditioned: bool = False
