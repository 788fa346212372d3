"""RULE R6: the single retransmission timer, sentence by sentence, and a whole lossy transfer against a model."""

from __future__ import annotations

import random

import pytest

from ptp_core.config import ConditionerSettings, Profile, transport_settings
from ptp_core.simulation.pair import Pair
from ptp_core.transport.trace import EventTrace, SegmentDirection, SegmentTrace

TIMEOUT_S = 0.2
MSS_BYTES = 500


class Recorder:
    """Keeps the segments of one side."""

    def __init__(self) -> None:
        self.traces: list[SegmentTrace] = []

    def segment(self, trace: SegmentTrace) -> None:
        self.traces.extend(trace.each())

    def happened(self, event: EventTrace) -> None:
        """Only segments are looked at."""

    def ended(self) -> None:
        pass

    def sent(self, kind: str) -> list[SegmentTrace]:
        return [t for t in self.traces if t.direction is SegmentDirection.SENT and t.kind == kind]


def established(seed: int = 1, window_bytes: int = 5000, **link: float) -> tuple[Pair, Recorder]:
    """A pair in the classroom profile (fixed time-out 0.2 s), connected, with nothing sent yet."""
    recorder = Recorder()
    settings = transport_settings(
        Profile.CLASSROOM, mss_bytes=MSS_BYTES, window_bytes=window_bytes, timeout_s=TIMEOUT_S
    )
    conditions = ConditionerSettings(delay_s=0.01, seed=seed, **link)  # type: ignore[arg-type]
    pair = Pair(client=settings, link=conditions, seed=seed, client_observer=recorder)
    pair.client.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.server.connection.established and pair.client.connection.established)
    pair.run(lambda: pair.client.link.next_deadline() is None and pair.server.link.next_deadline() is None)
    return pair, recorder


def send(pair: Pair, size: int) -> None:
    pair.client.to_send = memoryview(bytes(size))


def timer_deadline(pair: Pair) -> float | None:
    return pair.client.connection.sender.timer.deadline_s


def test_r6_1_sending_a_data_segment_starts_the_timer_if_it_is_not_running() -> None:
    pair, recorder = established()
    assert timer_deadline(pair) is None
    send(pair, MSS_BYTES)
    pair.run(lambda: len(recorder.sent("D")) == 1)
    assert timer_deadline(pair) == pytest.approx(recorder.sent("D")[0].time_s + TIMEOUT_S)


def test_r6_1_a_running_timer_runs_on_when_more_is_sent() -> None:
    pair, recorder = established()
    pair.client.blocked = True
    send(pair, MSS_BYTES)
    pair.run(lambda: len(recorder.sent("D")) == 1)
    deadline = timer_deadline(pair)
    pair.now += TIMEOUT_S / 2
    send(pair, MSS_BYTES)
    pair.run(lambda: len(recorder.sent("D")) == 2)
    assert timer_deadline(pair) == deadline


def test_r6_2_an_acknowledgement_of_new_data_restarts_the_timer_while_something_is_outstanding() -> None:
    pair, recorder = established()
    send(pair, MSS_BYTES)
    pair.run(lambda: len(recorder.sent("D")) == 1)
    pair.now += 0.005
    send(pair, MSS_BYTES)
    pair.run(lambda: len(recorder.sent("D")) == 2)
    sender = pair.client.connection.sender
    pair.run(lambda: sender.unacknowledged == MSS_BYTES)
    assert timer_deadline(pair) == pytest.approx(pair.now + TIMEOUT_S)


def test_r6_3_the_timer_is_off_when_everything_is_acknowledged() -> None:
    pair, _ = established()
    send(pair, 3 * MSS_BYTES)
    pair.run(lambda: pair.client.connection.sender.unacknowledged == 3 * MSS_BYTES)
    assert timer_deadline(pair) is None


def test_r6_4_when_it_expires_the_oldest_unacknowledged_segment_is_sent_again() -> None:
    pair, recorder = established()
    pair.client.blocked = True
    send(pair, 4 * MSS_BYTES)
    pair.run(lambda: len(recorder.sent("D")) == 4)
    first = recorder.sent("D")[0]
    pair.run(lambda: len(recorder.sent("D")) == 5)
    again = recorder.sent("D")[4]
    assert again.time_s == pytest.approx(first.time_s + TIMEOUT_S)
    assert (again.sequence, again.length_bytes, again.cause) == (first.sequence, first.length_bytes, "timeout")
    assert again.packet_number > first.packet_number
    assert timer_deadline(pair) == pytest.approx(again.time_s + TIMEOUT_S)


class TimerModel:
    """The rule again, in ten lines, from nothing but the segments of the trace."""

    def __init__(self, first_sequence: int) -> None:
        self.oldest = self.next = first_sequence
        self.deadline: float | None = None

    def segment(self, t: SegmentTrace) -> None:
        if t.direction is SegmentDirection.SENT and t.kind in "DF":
            if t.cause == "timeout":
                assert self.deadline is not None
                assert t.time_s >= self.deadline
                assert t.sequence == self.oldest
                self.deadline = None
            self.next = max(self.next, t.sequence + (t.length_bytes if t.kind == "D" else 1))
            self.deadline = self.deadline or t.time_s + TIMEOUT_S
        if t.direction is SegmentDirection.RECEIVED and t.kind == "A" and t.acknowledgement > self.oldest:
            self.oldest = t.acknowledgement
            self.deadline = t.time_s + TIMEOUT_S if self.oldest < self.next else None


@pytest.mark.parametrize("seed", range(12))
def test_every_start_stop_and_expiry_of_a_lossy_transfer_matches_the_model(seed: int) -> None:
    pair, recorder = established(seed, 4 * MSS_BYTES, drop=0.2, duplicate=0.05, jitter_s=0.01)
    model = TimerModel(pair.client.connection.sender.origin)
    checked = len(recorder.traces)
    compared = 0

    def compare() -> None:
        nonlocal checked, compared
        for trace in recorder.traces[checked:]:
            model.segment(trace)
        checked = len(recorder.traces)
        if not any(trace.kind == "F" and trace.direction is SegmentDirection.RECEIVED for trace in recorder.traces):
            assert timer_deadline(pair) == model.deadline, f"seed {seed} at {pair.now}"
            compared += 1

    data = random.Random(seed).randbytes(60_000)
    pair.after_turn = compare
    pair.client.finish_after_sending = True
    pair.client.to_send = memoryview(data)
    pair.run(lambda: all(side.ended for side in pair.sides))
    assert bytes(pair.server.received) == data
    assert compared > 200
    assert pair.client.connection.sender.counters.retransmitted_timeout > 0
