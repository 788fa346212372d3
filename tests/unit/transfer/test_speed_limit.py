"""The speed limit: never more than it says, all that it says, in equal parts, and movable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptp_core.errors import SettingsError
from ptp_core.transfer.speed_limit import BURST_S, LEAST_BURST_BYTES, Share, SpeedLimit, burst_bytes

MB = 1_000_000


class Greedy:
    """Sends whatever it may in pieces of `segment`, and asks again when it was told to."""

    def __init__(self, share: Share, *, segment: int = 1400, ends_s: float = 1e9, rate: float | None = None) -> None:
        self.share = share
        self.segment = segment
        self.ends_s = ends_s
        self.sent = 0
        self.next_s = 0.0
        self.rate = rate

    def turn(self, now_s: float) -> None:
        granted = self.share.ask(64 * self.segment, now_s)
        size = granted // self.segment * self.segment
        self.share.spend(size, now_s)
        self.sent += size
        self.next_s = max(self.share.next_s(self.segment, now_s), now_s + 1e-6)


def run(senders: list[Greedy], until_s: float, *, from_s: float = 0.0) -> None:
    for sender in senders:
        sender.next_s = max(sender.next_s, from_s)
    while True:
        sender = min(senders, key=lambda each: each.next_s)
        if sender.next_s >= until_s:
            return
        if sender.next_s >= sender.ends_s:
            sender.next_s = until_s
        else:
            sender.turn(sender.next_s)


@pytest.mark.parametrize("rate", [10_000, 1 * MB, 100 * MB])
def test_one_sender_gets_all_of_it_and_no_more(rate: int) -> None:
    limit = SpeedLimit(rate)
    sender = Greedy(limit.join())
    run([sender], 10.0)
    assert 0.97 * 10 * rate <= sender.sent <= 10 * rate + burst_bytes(rate)


@pytest.mark.parametrize("rate", [10_000, 1 * MB, 100 * MB])
def test_a_limit_of_its_own_holds_by_itself(rate: int) -> None:
    sender = Greedy(SpeedLimit().join(rate))
    run([sender], 10.0)
    assert 0.97 * 10 * rate <= sender.sent <= 10 * rate + burst_bytes(rate)


def test_without_limits_nothing_is_held_back() -> None:
    share = SpeedLimit().join()
    assert share.ask(10**12, 0.0) == 10**12
    share.spend(10**12, 0.0)
    assert share.ask(10**12, 0.0) == 10**12
    assert share.next_s(10**12, 5.0) == 5.0


def test_senders_share_alike_however_often_they_ask_and_however_large_their_segments() -> None:
    limit = SpeedLimit(5 * MB)
    senders = [Greedy(limit.join(), segment=segment) for segment in (500, 1400, 9000)]
    run(senders, 10.0)
    total = sum(sender.sent for sender in senders)
    assert 0.97 * 50 * MB <= total <= 50 * MB + burst_bytes(5 * MB)
    for sender in senders:
        assert sender.sent == pytest.approx(total / 3, rel=0.05)


def test_what_a_slower_one_does_not_take_is_the_others() -> None:
    limit = SpeedLimit(6 * MB)
    slow, *fast = [Greedy(limit.join(1 * MB)), Greedy(limit.join()), Greedy(limit.join())]
    run([slow, *fast], 10.0)
    assert slow.sent == pytest.approx(10 * MB, rel=0.05)
    for sender in fast:
        assert sender.sent == pytest.approx(25 * MB, rel=0.05)


def test_what_one_that_ends_leaves_is_the_others() -> None:
    limit = SpeedLimit(2 * MB)
    first, second = Greedy(limit.join(), ends_s=5.0), Greedy(limit.join())
    run([first, second], 10.0)
    assert first.sent == pytest.approx(5 * MB, rel=0.05)
    assert second.sent == pytest.approx(15 * MB, rel=0.1)
    first.share.leave()
    first.share.leave()


def test_it_is_moved_while_it_runs_without_a_jump() -> None:
    limit = SpeedLimit(10 * MB)
    sender = Greedy(limit.join())
    run([sender], 5.0)
    before = sender.sent
    limit.set_rate(1 * MB, 5.0)
    run([sender], 10.0, from_s=5.0)
    assert 0.95 * 5 * MB <= sender.sent - before <= 5 * MB + burst_bytes(1 * MB)
    before = sender.sent
    limit.set_rate(20 * MB, 10.0)
    run([sender], 15.0, from_s=10.0)
    assert 0.95 * 100 * MB <= sender.sent - before <= 100 * MB + burst_bytes(20 * MB)


def test_a_limit_that_is_put_on_has_saved_nothing_up() -> None:
    limit = SpeedLimit()
    share = limit.join()
    assert share.ask(10 * MB, 100.0) == 10 * MB
    limit.set_rate(1 * MB, 100.0)
    share.set_rate(1 * MB, 100.0)
    assert share.ask(10 * MB, 100.0) == 0
    limit.set_rate(None, 101.0)
    share.set_rate(None, 101.0)
    assert share.ask(10 * MB, 101.0) == 10 * MB


def test_a_pause_saves_up_no_more_than_a_burst() -> None:
    limit = SpeedLimit(1 * MB)
    share = limit.join(2 * MB)
    share.ask(1, 0.0)
    assert share.ask(100 * MB, 1000.0) <= burst_bytes(1 * MB)


def test_a_segment_that_cannot_be_cut_is_a_debt_that_is_paid() -> None:
    limit = SpeedLimit(100_000)
    share = limit.join()
    sent, now_s = 0, 0.0
    while now_s < 100:
        if share.ask(65_000, now_s) > 0:
            share.spend(65_000, now_s)
            sent += 65_000
        now_s = share.next_s(65_000, now_s)
    assert sent == pytest.approx(100 * 100_000, rel=0.05)


def test_nobody_waits_so_long_that_a_moved_limit_is_noticed_late() -> None:
    limit = SpeedLimit(1)
    share = limit.join()
    share.spend(share.ask(MB, 0.0), 0.0)
    assert 0.0 < share.next_s(1400, 0.0) <= 0.25


def test_a_clock_that_steps_back_gives_nothing_away() -> None:
    limit = SpeedLimit(1 * MB)
    share = limit.join()
    share.spend(share.ask(MB, 10.0), 10.0)
    assert share.ask(MB, 9.0) == 0
    assert share.ask(MB, 10.0) == 0


@pytest.mark.parametrize("wrong", [0, -1, 0.5, float("nan"), float("inf")])
def test_a_limit_that_is_none_is_refused(wrong: float) -> None:
    with pytest.raises(SettingsError):
        SpeedLimit(wrong)
    with pytest.raises(SettingsError):
        SpeedLimit().join(wrong)


steps = st.lists(
    st.tuples(st.floats(0, 2.0), st.integers(0, 2), st.integers(1, 300_000), st.booleans()), min_size=1, max_size=60
)


@settings(max_examples=200)
@given(steps=steps, rate=st.integers(1, 10 * MB), own=st.integers(1, 10 * MB))
def test_in_no_stretch_of_time_more_leaves_than_the_limit_and_a_burst(
    steps: list[tuple[float, int, int, bool]], rate: int, own: int
) -> None:
    limit = SpeedLimit(rate)
    shares = [limit.join(), limit.join(own), limit.join()]
    now_s = 0.0
    spent: list[tuple[float, int, int]] = []
    for pause_s, who, wanted, small in steps:
        now_s += pause_s / 1000 if small else pause_s
        granted = shares[who].ask(wanted, now_s)
        assert 0 <= granted <= wanted
        shares[who].spend(granted, now_s)
        spent.append((now_s, who, granted))
        assert shares[who].next_s(wanted, now_s) >= now_s
    for first, (from_s, _, _) in enumerate(spent):
        total = own_total = 0
        for to_s, who, size in spent[first:]:
            total += size
            own_total += size if who == 1 else 0
            assert total <= rate * (to_s - from_s) + burst_bytes(rate) + 1
            assert own_total <= own * (to_s - from_s) + burst_bytes(own) + 1


def test_the_burst_is_a_twentieth_of_a_second_and_at_least_some_segments() -> None:
    assert burst_bytes(100 * MB) == 100 * MB * BURST_S
    assert burst_bytes(1) == LEAST_BURST_BYTES
