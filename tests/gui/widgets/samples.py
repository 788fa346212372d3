"""Snapshots and offers as the engine would hand them over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ptp_core.direction import Direction
from ptp_core.transfer.offer import OfferDetails
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transport.statistics import LimitedBy, TransportStatistics

TRANSPORT = TransportStatistics(
    state="established",
    rtt_s=0.052,
    minimum_rtt_s=0.050,
    rto_s=0.25,
    congestion_window_bytes=900_000,
    pacing_rate_bps=100e6,
    in_flight_bytes=700_000,
    mss_bytes=1160,
    send_buffer_bytes=12_000_000,
    send_buffer_capacity_bytes=16_000_000,
    receive_buffer_bytes=4_000_000,
    receive_buffer_out_of_order_bytes=800_000,
    receive_buffer_capacity_bytes=16_000_000,
    peer_window_bytes=2_000_000,
    segments_sent=10_000,
    segments_retransmitted=110,
    retransmitted_timeout=10,
    retransmitted_fast=100,
    retransmitted_spurious=3,
    limited_by=LimitedBy.PATH,
)

SNAPSHOT = TransferSnapshot(
    transfer_id=1,
    direction=Direction.SEND,
    state=TransferState.TRANSFERRING,
    name="holiday.mov",
    peer_name="red-laptop",
    peer_address="192.0.2.7:7700",
    bytes_total=4_200_000_000,
    bytes_sent=3_000_000_000,
    bytes_acknowledged=2_562_000_000,
    bytes_verified=2_100_000_000,
    elapsed_s=200.0,
    goodput_bps=91.2e6,
    time_left_s=140.0,
    transport=TRANSPORT,
)

OFFER = OfferDetails(
    transfer_id=7,
    name="scan.tiff",
    size_bytes=4_200_000_000,
    peer_name="studio-pc",
    peer_address="192.0.2.9:7700",
    peer_known=False,
    fingerprint_words="acrobat banjo cedar",
    directory=Path("/home/someone/Downloads"),
    free_bytes=9_000_000_000,
)


def at(step: int) -> TransferSnapshot:
    """The sample of the tenth of a second `step`: every number moves."""
    transport = replace(
        TRANSPORT,
        rtt_s=0.05 + step % 7 / 1000,
        in_flight_bytes=500_000 + step % 11 * 20_000,
        retransmitted_timeout=step // 50,
        retransmitted_fast=step // 2,
        send_buffer_bytes=step * 1000 % 16_000_000,
    )
    return replace(SNAPSHOT, goodput_bps=80e6 + step % 13 * 1e6, bytes_sent=3_000_000_000 + step, transport=transport)
