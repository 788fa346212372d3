"""Path MTU discovery: what is probed when, what raises the segment size and what takes it back."""

from __future__ import annotations

import pytest

from ptp_core.transport.path_mtu import (
    BASE_SEGMENT_BYTES,
    MAXIMUM_TRIES,
    PROBED_DATAGRAM_BYTES,
    SEARCH_AGAIN_AFTER_S,
    PathMtu,
)
from ptp_core.wire.packet import OVERHEAD_BYTES

RTT_S = 0.05


class Path:
    """Carries probes of up to `carries_bytes` and answers them a round trip later."""

    def __init__(self, carries_bytes: int, limit_bytes: int = 65_467) -> None:
        self.carries_bytes = carries_bytes
        self.now_s = 100.0
        self.number = 0
        self.sizes: list[int] = []
        self.mtu = PathMtu(limit_bytes)

    def start(self, peer_limit_bytes: int = 65_467) -> None:
        self.mtu.start(peer_limit_bytes, self.now_s)

    def round(self) -> bool:
        """One round of probes and its answers; whether the segment size was raised."""
        self.mtu.handle_timer(self.now_s)
        arrived = []
        while (size := self.mtu.next_probe()) is not None:
            self.mtu.probe_sent(self.number, RTT_S, self.now_s)
            self.sizes.append(size)
            if size <= self.carries_bytes:
                arrived.append((self.number, self.number + 1))
            self.number += 2
        self.now_s += RTT_S
        raised = self.mtu.acknowledged(arrived[::-1], self.now_s)
        self.now_s = max(self.now_s, self.mtu.deadline_s or 0.0)
        return raised


@pytest.mark.parametrize("carries", [*PROBED_DATAGRAM_BYTES, 1500, 9000, 1200])
def test_one_round_finds_the_largest_size_that_gets_through(carries: int) -> None:
    path = Path(carries)
    assert path.mtu.segment_bytes == BASE_SEGMENT_BYTES
    path.start()
    path.round()
    best = max((size for size in PROBED_DATAGRAM_BYTES if size <= carries), default=1200)
    assert path.mtu.segment_bytes == best - OVERHEAD_BYTES


def test_every_size_is_tried_three_times_and_then_let_be_for_ten_minutes() -> None:
    path = Path(1472)
    path.start()
    began_s = path.now_s
    for _ in range(MAXIMUM_TRIES + 1):
        path.round()
    assert path.sizes.count(8972) == MAXIMUM_TRIES
    assert path.sizes.count(1472) == 1
    assert path.now_s >= began_s + SEARCH_AGAIN_AFTER_S
    path.round()
    assert path.sizes.count(8972) > MAXIMUM_TRIES


def test_a_probe_that_is_lost_by_chance_is_sent_again() -> None:
    path = Path(0)
    path.start()
    path.round()
    path.carries_bytes = 1472
    assert path.round()
    assert path.mtu.segment_bytes == 1472 - OVERHEAD_BYTES


@pytest.mark.parametrize(("own", "peer"), [(1300, 65_467), (65_467, 1300), (500, 65_467), (1160, 1160)])
def test_neither_sides_limit_is_passed(own: int, peer: int) -> None:
    path = Path(65_507, own)
    path.start(peer)
    path.round()
    assert path.mtu.segment_bytes == min(own, peer)


def test_two_silent_time_outs_fall_back_and_one_does_not() -> None:
    path = Path(1472)
    path.start()
    path.round()
    assert not path.mtu.timed_out()
    path.mtu.acknowledged([(0, 1)], path.now_s)
    assert not path.mtu.timed_out()
    assert path.mtu.timed_out()
    assert path.mtu.segment_bytes == BASE_SEGMENT_BYTES


def test_after_a_burst_of_losses_the_size_is_found_again_a_round_trip_later() -> None:
    path = Path(1472)
    path.start()
    path.round()
    path.mtu.timed_out()
    path.mtu.timed_out()
    assert path.mtu.next_probe() is None, "nothing large is sent into a path that carries nothing"
    path.mtu.acknowledged([(500, 501)], path.now_s)
    assert path.round()
    assert path.mtu.segment_bytes == 1472 - OVERHEAD_BYTES


def test_a_black_hole_keeps_the_base() -> None:
    path = Path(1472)
    path.start()
    path.round()
    path.carries_bytes = 1200
    path.mtu.timed_out()
    path.mtu.timed_out()
    path.mtu.acknowledged([(500, 501)], path.now_s)
    for _ in range(MAXIMUM_TRIES + 1):
        assert not path.round()
    assert path.mtu.segment_bytes == BASE_SEGMENT_BYTES
