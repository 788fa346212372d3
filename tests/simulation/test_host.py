"""The simulated computer: it is late, it pauses, and its socket holds no more than the kernel would let it."""

from __future__ import annotations

from ptp_core.network.gathering import CHARGED_BYTES
from ptp_core.simulation.host import (
    CHARGED_SHORT_BYTES,
    ORDINARY_SOCKET_BYTES,
    Host,
    HostSettings,
    ordinary_host,
)

FULL = bytes(1472)


def test_a_computer_that_does_everything_at_once_is_always_there() -> None:
    host = Host(HostSettings(), seed=1)
    assert host.turn_at(5.0, 1.0, arrival_s=3.0) == 3.0
    host.arrive(FULL)
    assert host.turn_at(5.0, 3.0) == 3.0
    assert host.take() == [FULL]
    host.turn_ends(1, 40, 5.0, 3.0)
    assert host.turn_at(5.0, 3.0) == 5.0


def test_the_socket_of_an_ordinary_desktop_holds_184_full_datagrams() -> None:
    host = Host(ordinary_host(ORDINARY_SOCKET_BYTES), seed=1)
    for _ in range(200):
        host.arrive(FULL)
    held = ORDINARY_SOCKET_BYTES // CHARGED_BYTES
    assert held == 184
    assert host.overflowed == 200 - held
    assert len(host.take()) == held
    host.arrive(FULL)
    assert host.overflowed == 200 - held


def test_a_short_datagram_is_charged_less() -> None:
    host = Host(HostSettings(socket_bytes=CHARGED_BYTES), seed=1)
    for _ in range(4):
        host.arrive(bytes(100))
    assert host.overflowed == 4 - CHARGED_BYTES // CHARGED_SHORT_BYTES


def test_waking_up_and_working_take_time() -> None:
    host = Host(HostSettings(wake_s=0.1, turn_s=1.0, datagram_s=0.5), seed=1)
    assert host.turn_at(10.0, 9.0) == 10.1
    host.turn_ends(2, 4, 11.0, 10.1)
    assert host.turn_at(11.0, 10.1) == 14.1
    assert host.turn_at(20.0, 14.1) == 20.1


def test_pauses_come_by_seed_and_within_their_bounds() -> None:
    settings = HostSettings(pauses_per_s=100.0, shortest_pause_s=0.001, longest_pause_s=0.004)

    def pauses(seed: int) -> list[float]:
        host = Host(settings, seed)
        found = []
        for step in range(10_000):
            now_s = step * 0.001
            host.turn_ends(1, 1, now_s, now_s)
            ready_s = host.turn_at(now_s, now_s)
            assert ready_s is not None
            if ready_s > now_s:
                found.append(ready_s - now_s)
        return found

    assert pauses(1) == pauses(1) != pauses(2)
    assert 800 < len(pauses(1)) < 1100
    assert 0.001 <= min(pauses(1)) < 0.0015
    assert 0.003 < max(pauses(1)) <= 0.004 + 1e-9
