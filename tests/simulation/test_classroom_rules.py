"""The classroom profile by the letter, each rule of the assignment in a test named after it, on the virtual clock."""

from __future__ import annotations

import itertools
import random

import pytest

from ptp_core.config import ConditionerSettings, Profile, Recovery, transport_settings
from ptp_core.simulation.pair import Pair
from ptp_core.transport.trace import EventTrace, SegmentDirection, SegmentTrace

SENT, RECEIVED, DROPPED = SegmentDirection.SENT, SegmentDirection.RECEIVED, SegmentDirection.DROPPED
TIMEOUT_S = 0.2


class Recorder:
    """Keeps the segments of one side."""

    def __init__(self) -> None:
        self.traces: list[SegmentTrace] = []

    def segment(self, trace: SegmentTrace) -> None:
        self.traces.extend(trace.each())

    def happened(self, event: EventTrace) -> None:
        """Only segments are looked at."""

    def ended(self) -> None:
        """Nothing follows."""


class Lesson:
    """A transfer of random bytes in the classroom profile, and both sides' segments."""

    def __init__(
        self, *, seed: int, drop: float = 0.0, mss: int = 500, segments: int = 8, size: int = 40_000,
        recovery: Recovery = Recovery.OLDEST, delay_s: float = 0.01,
    ) -> None:  # fmt: skip
        self.sender, self.receiver = Recorder(), Recorder()
        self.settings = transport_settings(
            Profile.CLASSROOM,
            mss_bytes=mss,
            window_bytes=None if recovery is Recovery.STOP_AND_WAIT else mss * segments,
            timeout_s=TIMEOUT_S,
            recovery=recovery,
            seed=seed,
        )
        self.pair = Pair(
            client=self.settings,
            link=ConditionerSettings(delay_s=delay_s, drop=drop, data_only=True, mtu_bytes=9000, seed=seed),
            back=ConditionerSettings(delay_s=delay_s, mtu_bytes=9000),
            seed=seed,
            client_observer=self.sender,
            server_observer=self.receiver,
        )
        data = random.Random(seed).randbytes(size)
        self.pair.transfer(data)
        assert bytes(self.pair.server.received) == data

    @property
    def first_number(self) -> int:
        return self.pair.client.connection.sender.origin

    def data_sent(self) -> list[SegmentTrace]:
        return [t for t in self.sender.traces if t.direction is SENT and t.kind == "D"]

    def sent_again(self) -> list[SegmentTrace]:
        return [t for t in self.data_sent() if t.cause]


def kinds(recorder: Recorder, count: int) -> list[tuple[SegmentDirection, str]]:
    return [(t.direction, t.kind) for t in recorder.traces[:count]]


def test_it_opens_in_three_steps() -> None:
    lesson = Lesson(seed=1)
    assert kinds(lesson.sender, 3) == [(SENT, "S"), (RECEIVED, "SA"), (SENT, "A")]
    assert kinds(lesson.receiver, 3) == [(RECEIVED, "S"), (SENT, "SA"), (RECEIVED, "A")]
    syn, syn_ack, ack = lesson.sender.traces[:3]
    assert (syn_ack.acknowledgement, ack.acknowledgement) == (syn.sequence + 1, syn_ack.sequence + 1)


def test_it_closes_in_four_steps_of_which_the_middle_two_may_be_one() -> None:
    lesson = Lesson(seed=1)
    ends = [(t.direction, t.kind) for t in lesson.sender.traces if t.kind in "FA"]
    assert ends[-1] == (SENT, "A")
    assert (RECEIVED, "F") in ends
    assert (SENT, "F") in ends
    fin = next(t for t in lesson.sender.traces if (t.direction, t.kind) == (SENT, "F"))
    acknowledged = [t.acknowledgement for t in lesson.sender.traces if t.direction is RECEIVED]
    assert max(acknowledged) == fin.sequence + 1


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("recovery", [Recovery.OLDEST, Recovery.GO_BACK_N, Recovery.SELECTIVE_REPEAT])
def test_at_most_mws_bytes_are_unacknowledged_counted_from_the_cumulative_acknowledgement(
    seed: int, recovery: Recovery
) -> None:
    lesson = Lesson(seed=seed, drop=0.2, recovery=recovery)
    cumulative = lesson.first_number
    window = lesson.settings.window_bytes
    assert window is not None
    for t in lesson.sender.traces:
        if t.direction is RECEIVED and t.kind == "A":
            cumulative = max(cumulative, t.acknowledgement)
        elif t.direction is SENT and t.kind == "D":
            assert t.sequence + t.length_bytes - cumulative <= window


@pytest.mark.parametrize("seed", range(6))
def test_the_third_duplicate_acknowledgement_sends_the_oldest_segment_again_at_once(seed: int) -> None:
    lesson = Lesson(seed=seed, drop=0.15, segments=12)
    oldest, duplicates, found = lesson.first_number, 0, 0
    traces = [t for t in lesson.sender.traces if t.kind != "P"]
    for t, following in itertools.pairwise(traces):
        if t.direction is RECEIVED and t.kind == "A" and t.acknowledgement > oldest:
            oldest, duplicates = t.acknowledgement, 0
        elif t.direction is RECEIVED and t.duplicate and t.kind == "A":
            duplicates += 1
            if duplicates == 3:
                found += 1
                assert (following.direction, following.kind, following.cause) == (SENT, "D", "fast")
                assert following.sequence == oldest
                assert following.remark == f"third duplicate acknowledgement of {oldest}"
    assert found > 3


@pytest.mark.parametrize("seed", range(6))
def test_only_the_oldest_segment_is_ever_sent_again(seed: int) -> None:
    lesson = Lesson(seed=seed, drop=0.3)
    oldest = lesson.first_number
    for t in lesson.sender.traces:
        if t.direction is RECEIVED and t.kind == "A":
            oldest = max(oldest, t.acknowledgement)
        elif t.direction is SENT and t.cause and t.kind == "D":
            assert t.sequence == oldest
    assert len(lesson.sent_again()) > 10


@pytest.mark.parametrize("seed", range(6))
def test_the_receiver_acknowledges_every_segment_at_once_and_cumulatively(seed: int) -> None:
    lesson = Lesson(seed=seed, drop=0.2)
    held: set[int] = set()
    expected = lesson.first_number
    traces = lesson.receiver.traces
    for t, following in itertools.pairwise(traces):
        if t.direction is RECEIVED and t.kind in "DF":
            # FIN takes one number.
            held.update(range(t.sequence, t.sequence + (t.length_bytes or 1)))
            while expected in held:
                expected += 1
            assert (following.direction, following.kind, following.time_s) == (SENT, "A", t.time_s)
            assert following.acknowledgement == expected


def test_the_time_out_never_doubles() -> None:
    lesson = Lesson(seed=4, drop=0.6, segments=1, size=5000)
    by_timer = [t for t in lesson.sent_again() if t.cause == "timeout"]
    assert by_timer
    sent: dict[int, float] = {}
    gaps = []
    for t in lesson.data_sent():
        if t.sequence in sent:
            gaps.append(t.time_s - sent[t.sequence])
        sent[t.sequence] = t.time_s
    assert gaps == pytest.approx([TIMEOUT_S] * len(gaps))
    assert by_timer[0].remark == "time-out, 200 ms after the timer was started"


def test_segments_have_the_size_that_was_said_from_the_first_on() -> None:
    lesson = Lesson(seed=2, mss=1460, size=40 * 1460 + 7)
    sizes = [t.length_bytes for t in lesson.data_sent()]
    assert set(sizes[:-1]) == {1460}
    assert sizes[-1] == 7


@pytest.mark.parametrize("seed", range(4))
def test_stop_and_wait_has_one_segment_out(seed: int) -> None:
    lesson = Lesson(seed=seed, drop=0.3, recovery=Recovery.STOP_AND_WAIT)
    out: set[int] = set()
    for t in lesson.sender.traces:
        if t.direction is RECEIVED and t.kind == "A":
            out = {number for number in out if number >= t.acknowledgement}
        elif t.direction is SENT and t.kind == "D":
            out.add(t.sequence)
            assert len(out) == 1


@pytest.mark.parametrize("seed", range(6))
def test_go_back_n_throws_away_what_is_out_of_order_and_goes_back(seed: int) -> None:
    lesson = Lesson(seed=seed, drop=0.1, recovery=Recovery.GO_BACK_N)
    expected = lesson.first_number
    for t, following in zip(lesson.receiver.traces, lesson.receiver.traces[1:], strict=False):
        if t.direction is RECEIVED and t.kind in "DF":
            expected = t.sequence + (t.length_bytes or 1) if t.sequence == expected else expected
            assert following.acknowledgement == expected
    # Whoever goes back sends again what had arrived, too.
    dropped = lesson.pair.client.link.dropped
    assert len(lesson.sent_again()) > 2 * dropped > 0


@pytest.mark.parametrize("seed", range(6))
def test_selective_repeat_sends_again_what_was_lost_and_nothing_else(seed: int) -> None:
    lesson = Lesson(seed=seed, drop=0.2, recovery=Recovery.SELECTIVE_REPEAT)
    assert len(lesson.sent_again()) == lesson.pair.client.link.dropped > 5
    last_sent: dict[int, float] = {}
    for t in lesson.data_sent():
        if t.cause:
            assert t.time_s - last_sent[t.sequence] == pytest.approx(TIMEOUT_S)
        last_sent[t.sequence] = t.time_s


@pytest.mark.parametrize("recovery", [r for r in Recovery if r is not Recovery.SELECTIVE])
def test_the_same_seed_loses_and_sends_again_the_same_segments_for_the_same_reason(recovery: Recovery) -> None:
    one, two = (Lesson(seed=9, drop=0.2, recovery=recovery) for _ in range(2))
    assert one.first_number == two.first_number
    story = [(t.direction, t.kind, t.sequence, t.cause, t.remark) for t in one.sender.traces]
    assert story == [(t.direction, t.kind, t.sequence, t.cause, t.remark) for t in two.sender.traces]


def test_another_seed_begins_at_another_number() -> None:
    assert Lesson(seed=1, size=10).first_number != Lesson(seed=2, size=10).first_number
