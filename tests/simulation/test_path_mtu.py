"""Path MTU discovery on whole connections: found, not counted as congestion, survived when it shrinks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.simulation.pair import Pair, Side
from ptp_core.transport.path_mtu import MAXIMUM_TRIES, PROBED_DATAGRAM_BYTES
from ptp_core.wire.packet import OVERHEAD_BYTES, PacketType, parse_header

FULL = 1472 - OVERHEAD_BYTES
LINK = ConditionerSettings(delay_s=0.02, rate_bps=50e6, queue_bytes=250_000)


def test_an_ordinary_network_is_used_to_the_full_and_lost_probes_are_no_losses() -> None:
    pair = Pair(client=TransportSettings(), link=replace(LINK, queue_bytes=2_000_000))
    probes = []

    def note(side: Side, datagram: bytes) -> bytes:
        header = parse_header(datagram)
        if side is pair.client and header is not None and header.type is PacketType.PROBE:
            probes.append(len(datagram))
        return datagram

    pair.rewrite = note
    pair.transfer(bytes(5_000_000))
    assert len(probes) <= MAXIMUM_TRIES * len(PROBED_DATAGRAM_BYTES)
    statistics = pair.client.connection.statistics(pair.now)
    assert statistics.mss_bytes == FULL
    assert statistics.segments_retransmitted == 0
    assert pair.client.link.dropped > 0, "larger probes were lost"


def test_a_path_of_jumbo_frames_and_a_loopback_are_found() -> None:
    for mtu_bytes, segment_bytes in ((9000, 8932), (65_535, 65_467)):
        link = ConditionerSettings(delay_s=0.01, mtu_bytes=mtu_bytes)
        pair = Pair(client=TransportSettings(), link=link)
        pair.transfer(bytes(5_000_000))
        assert pair.client.connection.statistics(pair.now).mss_bytes == segment_bytes


@pytest.mark.parametrize("seed", range(5))
def test_a_hole_that_opens_under_way_is_noticed_and_survived(seed: int) -> None:
    """From a megabyte on the path loses whatever is larger than 1,280 bytes, and says nothing."""
    pair = Pair(client=TransportSettings(), link=LINK, seed=seed)

    def hole(side: Side, datagram: bytes) -> bytes | None:
        late = pair.server.connection.receiver.buffer.next > 1_000_000
        return None if late and len(datagram) > 1280 - 28 else datagram

    pair.rewrite = hole
    began_s = pair.now
    pair.transfer(bytes(3_000_000))
    assert len(pair.server.received) == 3_000_000
    assert pair.client.connection.sender.mss_bytes == 1160
    # A second of TIME-WAIT, two of time-outs that follow one another.
    assert pair.now - began_s < 4.5


@pytest.mark.parametrize("drop", [0.1, 0.2])
@pytest.mark.parametrize("seed", range(6))
def test_loss_alone_makes_no_black_hole(drop: float, seed: int) -> None:
    link = ConditionerSettings(delay_s=0.02, rate_bps=20e6, drop=drop, seed=seed)
    pair = Pair(client=TransportSettings(), link=link, seed=seed)
    small = []

    def note(side: Side, datagram: bytes) -> bytes:
        header = parse_header(datagram)
        if side is pair.client and header is not None and header.type is PacketType.DATA:
            small.append(len(datagram) <= 1300)
        return datagram

    pair.rewrite = note
    pair.transfer(bytes(3_000_000))
    assert sum(small) < len(small) / 4


def test_a_path_that_was_down_for_a_while_gets_its_large_segments_back() -> None:
    pair = Pair(client=TransportSettings(), link=LINK)
    began_s = pair.now
    pair.rewrite = lambda side, datagram: None if 0.3 < pair.now - began_s < 4.3 else datagram
    pair.transfer(bytes(6_000_000))
    assert pair.client.connection.sender.mss_bytes == FULL
