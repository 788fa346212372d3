"""Flow control on whole connections: it never limits a path that others could fill, and a slow disk shows as one."""

from __future__ import annotations

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.simulation.bottleneck import Bottleneck
from ptp_core.simulation.flow import Flow
from ptp_core.simulation.pair import Pair
from ptp_core.transport.statistics import LimitedBy


@pytest.mark.parametrize(("rate_bps", "rtt_s", "drop"), [(100e6, 0.2, 0.01), (500e6, 0.1, 0.001), (500e6, 0.3, 0.001)])
def test_a_long_fat_path_is_never_limited_by_a_buffer(rate_bps: float, rtt_s: float, drop: float) -> None:
    link = ConditionerSettings(
        rate_bps=rate_bps, delay_s=rtt_s / 2, drop=drop, queue_bytes=int(rate_bps / 8 * rtt_s), seed=4
    )
    flow = Flow(TransportSettings(), size_bytes=60_000_000)
    network = Bottleneck(link, [flow])
    limits = []
    network.after_step = lambda: limits.append(flow.client.sender.limited_by)
    network.run(20.0)
    assert flow.finished_s is not None
    assert limits.count(LimitedBy.RECEIVER_BUFFER) == limits.count(LimitedBy.RECEIVER_DISK) == 0
    assert flow.server.receiver.buffer.capacity_bytes <= TransportSettings().receive_buffer_bytes


@pytest.mark.parametrize(("greatest_bytes", "grows"), [(64 << 20, True), (1 << 20, False)])
def test_what_waits_to_be_sent_has_as_much_room_as_what_is_in_flight_as_far_as_there_may_be(
    greatest_bytes: int, grows: bool
) -> None:
    link = ConditionerSettings(rate_bps=1e9, delay_s=0.0025, queue_bytes=300_000, seed=1)
    flow = Flow(TransportSettings(send_buffer_bytes=greatest_bytes), size_bytes=60_000_000)
    network = Bottleneck(link, [flow])
    in_flight = []
    network.after_step = lambda: in_flight.append(flow.client.sender.in_flight_bytes)
    network.run(5.0)
    assert flow.finished_s is not None
    assert max(in_flight) > (1 << 20) / 2
    capacity_bytes = flow.client.sender.buffer.capacity_bytes
    assert (capacity_bytes >= 2 * max(in_flight[: len(in_flight) // 2])) is grows
    assert capacity_bytes <= greatest_bytes


def limits_of(pair: Pair, size_bytes: int) -> dict[LimitedBy, float]:
    """Which shares of the time the limits had, from when the client had something to send until all was across."""
    seconds: dict[LimitedBy, float] = dict.fromkeys(LimitedBy, 0.0)
    pair.client.to_send = memoryview(bytes(size_bytes))
    connection = pair.client.connection
    last: tuple[float, LimitedBy] | None = None

    def look() -> None:
        nonlocal last
        if last is not None:
            seconds[last[1]] += pair.now - last[0]
        if connection.established and not connection.all_sent:
            last = (pair.now, connection.statistics(pair.now).limited_by)

    pair.after_turn = look
    pair.connect()
    pair.run(lambda: len(pair.server.received) == size_bytes)
    return {limit: spent / sum(seconds.values()) for limit, spent in seconds.items()}


def test_a_link_that_carries_less_than_all_else_is_the_path() -> None:
    link = ConditionerSettings(rate_bps=20e6, delay_s=0.02, queue_bytes=100_000)
    assert limits_of(Pair(link=link), 3_000_000)[LimitedBy.PATH] > 0.9


def test_a_receive_buffer_that_is_too_small_for_the_path_is_the_limit_and_not_the_disk_behind_it() -> None:
    small = TransportSettings(receive_buffer_bytes=60_000)
    seen = limits_of(Pair(server=small, link=ConditionerSettings(delay_s=0.05)), 1_000_000)
    assert seen[LimitedBy.RECEIVER_BUFFER] > 0.9
    assert seen[LimitedBy.RECEIVER_DISK] == 0


def test_a_disk_that_stops_for_two_seconds_shows_as_such_and_costs_nothing_else() -> None:
    link = ConditionerSettings(rate_bps=50e6, delay_s=0.01, queue_bytes=500_000)
    pair = Pair(client=TransportSettings(), link=link)
    pair.client.to_send = memoryview(bytes(40_000_000))
    began_s = pair.now
    seen: list[LimitedBy] = []

    def stall() -> None:
        stalled = 1.0 < pair.now - began_s < 3.0
        pair.server.read_bytes_per_turn = 0 if stalled else 1 << 20
        if 2.5 < pair.now - began_s < 3.0:
            seen.append(pair.client.connection.sender.limited_by)

    pair.after_turn = stall
    pair.connect()
    pair.run(lambda: len(pair.server.received) == 40_000_000)
    assert set(seen) == {LimitedBy.RECEIVER_DISK}
    counters = pair.client.connection.sender.counters
    assert counters.retransmitted_timeout == 0
    # 6.8 s of sending; the two seconds are lost but for what the buffers took.
    assert pair.now - began_s < 9.5


def test_a_connection_that_carried_nothing_holds_no_ring() -> None:
    pair = Pair(client=TransportSettings())
    pair.connect()
    pair.run(lambda: pair.client.connection.established and pair.server.connection.established)
    assert len(pair.server.connection.receiver.buffer.ring) == 0
    assert pair.server.connection.statistics(pair.now).receive_buffer_capacity_bytes == 1 << 20


def test_how_long_nothing_has_come_from_the_peer_is_told() -> None:
    pair = Pair(link=ConditionerSettings(rate_bps=50e6, delay_s=0.01))
    pair.client.to_send = memoryview(bytes(40_000_000))
    pair.connect()
    pair.run(lambda: pair.client.connection.established)
    assert pair.client.connection.statistics(pair.now).silent_s < 0.1
    pair.server.blocked = True
    heard_s = pair.now
    pair.run(lambda: pair.now > heard_s + 8.0)
    assert pair.client.connection.statistics(pair.now).silent_s == pytest.approx(pair.now - heard_s, abs=0.2)
    pair.run(lambda: pair.client.ended)
    assert pair.client.connection.statistics(pair.now).silent_s == 0.0
