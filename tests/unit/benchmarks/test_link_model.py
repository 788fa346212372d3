"""The emulated link's rate, delay, queue and loss, on a virtual clock."""

from __future__ import annotations

import pytest

from tests.benchmarks.link_model import LinkSettings, OneWayLink

# 12,000 bits take 1.2 ms of 10 Mbit/s.
PACKET = bytes(1500)
TRANSMISSION_S = 0.0012


def link(*, loss: float = 0.0, queue_packets: int = 1000, seed: int = 1) -> OneWayLink:
    return OneWayLink(LinkSettings(rate_mbits=10, rtt_ms=40, loss=loss, queue_packets=queue_packets), seed=seed)


def test_a_packet_takes_its_transmission_time_and_half_the_round_trip() -> None:
    one = link()
    assert one.next_arrival_s() is None
    one.submit(PACKET, 5.0)
    assert one.next_arrival_s() == pytest.approx(5.0 + TRANSMISSION_S + 0.020)
    assert one.due(5.0211) == []
    assert one.due(5.0213) == [PACKET]
    assert one.next_arrival_s() is None


def test_packets_leave_one_after_the_other_at_the_rate_and_in_order() -> None:
    one = link()
    packets = [bytes([number]) * 1500 for number in range(100)]
    for packet in packets:
        one.submit(packet, 0.0)
    arrived, times_s = [], []
    while (at_s := one.next_arrival_s()) is not None:
        times_s.append(at_s)
        arrived += one.due(at_s)
    assert arrived == packets
    assert times_s == pytest.approx([0.020 + TRANSMISSION_S * (number + 1) for number in range(100)])


def test_small_packets_take_less_time() -> None:
    one = link()
    one.submit(bytes(150), 0.0)
    assert one.next_arrival_s() == pytest.approx(0.020 + TRANSMISSION_S / 10)


def test_an_idle_link_saves_no_time_up() -> None:
    one = link()
    one.submit(PACKET, 0.0)
    one.submit(PACKET, 9.0)
    one.due(1.0)
    assert one.next_arrival_s() == pytest.approx(9.0 + TRANSMISSION_S + 0.020)


def test_a_full_queue_drops_the_newest_and_empties_at_the_rate() -> None:
    one = link(queue_packets=3)
    for number in range(6):
        one.submit(bytes([number]) * 1500, 0.0)
    # One is on the wire and three wait.
    assert one.overflowed == 2
    one.submit(PACKET, 0.9 * TRANSMISSION_S)
    assert one.overflowed == 3
    one.submit(PACKET, 1.1 * TRANSMISSION_S)
    assert one.overflowed == 3
    assert [packet[0] for packet in one.due(1.0)] == [0, 1, 2, 3, 0]
    assert one.delivered == 5


def test_the_queue_is_one_bandwidth_delay_product_unless_told_otherwise() -> None:
    assert LinkSettings(rate_mbits=100, rtt_ms=50).queue_limit == 417
    assert LinkSettings(rate_mbits=0.1, rtt_ms=1).queue_limit == 1
    assert LinkSettings(rate_mbits=100, rtt_ms=50, queue_packets=25).queue_limit == 25


def test_loss_has_its_rate_and_what_is_lost_took_its_time() -> None:
    one = link(loss=0.1, queue_packets=20_000)
    for _ in range(10_000):
        one.submit(PACKET, 0.0)
    assert one.lost == pytest.approx(1000, abs=100)
    assert len(one.due(100.0)) == 10_000 - one.lost
    one.submit(PACKET, 11.0)
    assert one.next_arrival_s() == pytest.approx(10_001 * TRANSMISSION_S + 0.020)


def test_the_same_seed_loses_the_same_packets() -> None:
    def arrived(seed: int) -> list[bytes]:
        one = link(loss=0.3, seed=seed)
        for number in range(100):
            one.submit(bytes([number]), 0.0)
        return one.due(1.0)

    assert arrived(7) == arrived(7)
    assert arrived(7) != arrived(8)


def test_it_remembers_how_late_it_was_asked() -> None:
    one = link()
    one.submit(PACKET, 0.0)
    one.due(0.001)
    assert one.worst_lateness_s == 0.0
    one.due(0.020 + TRANSMISSION_S + 0.5)
    one.due(7.0)
    assert one.worst_lateness_s == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (LinkSettings(rate_mbits=100, rtt_ms=50), "100 Mbit/s, 50 ms"),
        (LinkSettings(rate_mbits=2.5, rtt_ms=200, loss=0.01), "2.5 Mbit/s, 200 ms, 1 % loss"),
        (LinkSettings(rate_mbits=10, rtt_ms=30, queue_packets=25), "10 Mbit/s, 30 ms, queue 25"),
    ],
)
def test_it_has_a_title(settings: LinkSettings, words: str) -> None:
    assert str(settings) == words
