"""The marker over what the engine itself sends, on the virtual clock: nothing is found, but what was made wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from ptp_core.config import ConditionerSettings, Profile, Recovery, transport_settings
from ptp_core.record.files.noted_values import noted_values
from ptp_core.record.files.segment_log import LogItem, SegmentLogLines
from ptp_core.record.marker.faults import Rule
from ptp_core.record.marker.log_reading import parse_log
from ptp_core.record.marker.marking import Marking, mark
from ptp_core.record.marker.values import GivenValues
from ptp_core.record.side import Side
from ptp_core.simulation.pair import Pair
from ptp_core.transport.recovery.base import RecoveryParts
from ptp_core.transport.recovery.oldest import Oldest
from ptp_core.transport.recovery.textbook import Textbook
from ptp_core.transport.trace import EventTrace, SegmentTrace

RECOVERIES = [recovery for recovery in Recovery if recovery is not Recovery.SELECTIVE]
DROPS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4)


@dataclass(frozen=True)
class Lesson:
    """One transfer of `size` random bytes in the classroom profile."""

    recovery: Recovery = Recovery.OLDEST
    mss: int = 500
    segments: int = 8
    timeout_s: float = 0.2
    drop: float = 0.1
    delay_s: float = 0.01
    size: int = 20_250
    seed: int = 1

    def run(self, wrong: Callable[[Pair], None] | None = None) -> Marking:
        """Both logs of it, marked; `wrong` makes an engine go wrong before it begins."""
        settings = transport_settings(
            Profile.CLASSROOM,
            mss_bytes=self.mss,
            window_bytes=None if self.recovery is Recovery.STOP_AND_WAIT else self.mss * self.segments,
            timeout_s=self.timeout_s,
            recovery=self.recovery,
            seed=self.seed,
        )
        observers = Observer(), Observer()
        pair = Pair(
            client=settings,
            link=ConditionerSettings(
                delay_s=self.delay_s, drop=self.drop, data_only=True, mtu_bytes=9000, seed=self.seed
            ),
            back=ConditionerSettings(delay_s=self.delay_s, mtu_bytes=9000),
            seed=self.seed,
            client_observer=observers[0],
            server_observer=observers[1],
            tells_drops=True,
        )
        if wrong is not None:
            wrong(pair)
        data = random.Random(self.seed).randbytes(self.size)
        pair.transfer(data)
        assert bytes(pair.server.received) == data
        sides = (Side.SENDER, Side.RECEIVER)
        logs = [
            parse_log(_text(side, noted_values(side, settings, None), observer.items), side.value)
            for side, observer in zip(sides, observers, strict=True)
        ]
        return mark(logs[0], logs[1], GivenValues())


class Observer:
    """Keeps the segments of one side."""

    def __init__(self) -> None:
        self.items: list[LogItem] = []

    def segment(self, trace: SegmentTrace) -> None:
        self.items.extend(trace.each())

    def happened(self, event: EventTrace) -> None:
        """Only segments are looked at."""

    def ended(self) -> None:
        """Nothing follows."""


def _text(side: Side, values: list[str], items: list[LogItem]) -> str:
    lines = SegmentLogLines(side)
    return "".join([*lines.render([*values, *items]), lines.closing()])


def words(marking: Marking) -> str:
    return "\n".join(map(str, marking.faults))


def lessons(recovery: Recovery, seeds: range) -> Iterator[Lesson]:
    for seed in seeds:
        rng = random.Random(f"{recovery.value} {seed}")
        mss = rng.choice((1, 2, 63, 200, 500, 1000, 1459, 1460, rng.randint(1, 1460)))
        yield Lesson(
            recovery=recovery,
            mss=mss,
            segments=rng.choice((1, 2, 3, 4, 5, 8, 16, 32, 64, rng.randint(1, 64))),
            timeout_s=rng.choice((0.05, 0.1, 0.2, 0.5)),
            drop=DROPS[seed % len(DROPS)],
            delay_s=rng.choice((0.0005, 0.002, 0.01, 0.03, 0.08)),
            size=rng.randint(1, 60) * mss + rng.randrange(mss),
            seed=seed,
        )


@pytest.mark.parametrize("recovery", RECOVERIES)
def test_nothing_is_found_in_what_the_engine_sends(recovery: Recovery) -> None:
    for lesson in lessons(recovery, range(90)):
        marking = lesson.run()
        assert marking.is_clean, f"{lesson}\n{words(marking)}"


def find(rule: Rule, lesson: Lesson, wrong: Callable[[Pair], None], allowed: frozenset[Rule] = frozenset()) -> None:
    """The marker names the rule, and no other but those that follow from the same fault."""
    right = lesson.run()
    assert right.is_clean, words(right)
    found = set(lesson.run(wrong).counts())
    assert rule in found
    assert found <= {rule} | allowed


def recovery_of(pair: Pair) -> Textbook:
    recovery = pair.client.connection.sender.recovery
    assert isinstance(recovery, Textbook)
    return recovery


def test_a_window_that_counts_what_is_in_flight_is_found() -> None:
    def wrong(pair: Pair) -> None:
        window = pair.client.connection.sender.window
        window._most_in_flight, window._most_unacknowledged = window._most_unacknowledged, None

    find(Rule.WINDOW, Lesson(drop=0.2), wrong)


class SecondOldest(RecoveryParts):
    """Takes the second segment for the oldest, the first time."""

    def oldest_segment(self) -> tuple[int, int]:
        start, stop = super().oldest_segment()
        counters = self.board.counters
        if counters.retransmitted_fast + counters.retransmitted_timeout:
            return start, stop
        return stop, stop + self.path_mtu.segment_bytes


def test_the_second_oldest_sent_again_is_found() -> None:
    def wrong(pair: Pair) -> None:
        recovery = recovery_of(pair)
        parts = recovery._parts
        recovery._parts = SecondOldest(parts.board, parts.timer, parts.rtt, parts.buffer, parts.path_mtu)

    find(Rule.OLDEST_ONLY, Lesson(drop=0.1), wrong)


class Deaf(Oldest):
    """Hears of no duplicate."""

    def acknowledged(self, *, advanced: bool, duplicate: bool, now_s: float) -> None:
        super().acknowledged(advanced=advanced, duplicate=False, now_s=now_s)


def test_a_sender_that_pays_no_heed_to_duplicates_is_found() -> None:
    def wrong(pair: Pair) -> None:
        pair.client.connection.sender.recovery = Deaf(recovery_of(pair)._parts)

    find(Rule.FAST_RETRANSMIT, Lesson(drop=0.1), wrong)


def test_a_time_out_that_doubles_is_found() -> None:
    def wrong(pair: Pair) -> None:
        pair.client.connection.sender.rtt._doubles = True

    find(Rule.TIMER, Lesson(drop=0.4, segments=2), wrong)


def test_a_delayed_acknowledgement_is_found() -> None:
    def wrong(pair: Pair) -> None:
        pair.server.connection.receiver.acknowledging._every = 2

    find(Rule.ACKNOWLEDGEMENT, Lesson(drop=0.05), wrong)


def test_a_receiver_that_keeps_what_go_back_n_throws_away_is_found() -> None:
    def wrong(pair: Pair) -> None:
        pair.server.connection.receiver._keeps_out_of_order = True

    find(Rule.ACKNOWLEDGEMENT_NUMBER, Lesson(recovery=Recovery.GO_BACK_N), wrong)
