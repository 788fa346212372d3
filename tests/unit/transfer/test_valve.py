"""The valve that a transfer's bytes pass, on a virtual clock."""

from __future__ import annotations

import pytest

from ptp_core.errors import Cancelled
from ptp_core.transfer.speed_limit import LEAST_BURST_BYTES, SpeedLimit, burst_bytes
from ptp_core.transfer.valve import TELL_EVERY_S, Valve


class Clock:
    """Time passes while somebody waits; `happens` are what does meanwhile, by when."""

    def __init__(self) -> None:
        self.now = 100.0
        self.stopped = False
        self.happens: list[tuple[float, object]] = []

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> bool:
        assert seconds >= 0
        self.now += seconds
        for at, call in list(self.happens):
            if self.now >= at:
                self.happens.remove((at, call))
                call()  # type: ignore[operator]
        return self.stopped

    def check_stop(self) -> None:
        if self.stopped:
            raise Cancelled("It was ended.", by_peer=False)


class Flow:
    """A transfer with a valve, and what it was told."""

    def __init__(self, limit: SpeedLimit, clock: Clock, own: float | None = None) -> None:
        self.told: list[tuple[float, bool]] = []
        self.clock = clock
        self.valve = Valve(
            limit.join(own),
            pause=clock.pause,
            check_stop=clock.check_stop,
            tell_held=lambda held: self.told.append((clock.now, held)),
            clock=clock,
        )

    def pass_bytes(self, size: int, piece: int = 256 * 1024, *, each_takes_s: float = 0.0) -> list[int]:
        """How many bytes went together each time."""
        portions = []
        while size:
            portions.append(self.valve.take(min(size, piece)))
            size -= portions[-1]
            self.clock.now += each_takes_s
        return portions


@pytest.mark.parametrize("rate", [10_000, 625_000, 12_500_000])
@pytest.mark.parametrize("piece", [4000, 64 * 1024, 1024 * 1024])
def test_a_limit_is_kept_within_a_tenth_and_from_below(rate: int, piece: int) -> None:
    clock = Clock()
    flow = Flow(SpeedLimit(rate), clock)
    flow.pass_bytes(3 * rate + round(burst_bytes(rate)), piece)
    assert clock.now - 100.0 == pytest.approx(3, rel=0.1)
    assert flow.valve.limits


def test_what_comes_before_and_after_is_not_the_limit() -> None:
    clock = Clock()
    flow = Flow(SpeedLimit(1_000_000), clock)
    for _ in range(40):
        flow.valve.take(10_000)
        # A disk or a path that takes longer than the limit would.
        clock.now += 0.05
    assert not flow.valve.limits
    flow.pass_bytes(2_000_000)
    assert flow.valve.limits
    clock.now += 2.0
    assert not flow.valve.limits


@pytest.mark.parametrize("flows", [1, 3])
def test_bytes_go_in_portions_and_not_one_by_one_as_they_are_allowed(flows: int) -> None:
    clock = Clock()
    limit = SpeedLimit(1_000_000)
    flow, *others = [Flow(limit, clock) for _ in range(flows)]
    for other in others:
        other.valve.take(1)
    portions = flow.pass_bytes(500_000, each_takes_s=0.0003)
    assert min(portions[:-1]) >= burst_bytes(1_000_000) / (2 * flows) - 1
    assert len(portions) <= 500_000 / burst_bytes(1_000_000) * 2 * flows + 2


def test_without_a_limit_nothing_waits() -> None:
    clock = Clock()
    flow = Flow(SpeedLimit(), clock)
    assert flow.valve.take(10**9) == 10**9
    assert clock.now == 100.0
    assert not flow.valve.limits


def test_a_limit_that_is_moved_holds_at_once() -> None:
    clock = Clock()
    limit = SpeedLimit(1_000_000)
    flow = Flow(limit, clock)
    flow.pass_bytes(1_000_000)
    began = clock.now
    limit.set_rate(100_000, clock.now)
    flow.pass_bytes(500_000)
    assert clock.now - began == pytest.approx(5, rel=0.1)
    began = clock.now
    flow.valve.set_limit(50_000)
    flow.pass_bytes(100_000)
    assert clock.now - began == pytest.approx(2, rel=0.2)
    limit.set_rate(None, clock.now)
    flow.valve.set_limit(None)
    began = clock.now
    flow.pass_bytes(10**8)
    assert clock.now == began


def test_a_limit_that_is_taken_away_lets_go_of_who_waits_for_it() -> None:
    clock = Clock()
    limit = SpeedLimit(1)
    flow = Flow(limit, clock)
    flow.pass_bytes(LEAST_BURST_BYTES)
    clock.happens.append((103.0, lambda: limit.set_rate(None, clock.now)))
    flow.pass_bytes(10**6)
    assert 103.0 <= clock.now < 104.0


def test_nothing_passes_while_it_is_held_and_somebody_is_told_each_second() -> None:
    clock = Clock()
    flow = Flow(SpeedLimit(), clock)
    flow.valve.hold(True)
    assert flow.told == []
    clock.happens.append((100.0 + 3.5 * TELL_EVERY_S, lambda: flow.valve.hold(False)))
    assert flow.valve.take(1000) == 1000
    assert [held for _, held in flow.told] == [True] * 4 + [False]
    assert clock.now == pytest.approx(103.5, abs=0.2)


def test_who_is_to_end_does_not_wait_on() -> None:
    clock = Clock()
    flow = Flow(SpeedLimit(1), clock)
    flow.pass_bytes(LEAST_BURST_BYTES)
    clock.stopped = True
    with pytest.raises(Cancelled):
        flow.valve.take(1000)
    flow.valve.hold(True)
    with pytest.raises(Cancelled):
        flow.valve.take(1000)
