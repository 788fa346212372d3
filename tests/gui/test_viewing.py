"""What the views of a recording have in common: moment, range, choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from app.views.viewing import FOLLOWED_S, Chosen, Span, Viewing
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.statistics import TransportStatistics


@dataclass
class Clock:
    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


def recording_of(*times_s: float, ended: bool) -> Recording:
    recording = Recording(About(connection="c", title="t", began_unix_s=None, values=()))
    recorder = Recorder(recording, Side.SENDER)
    for at_s in times_s:
        recorder.note(at_s, "something", EventKind.NOTED)
    if ended:
        recorder.ended()
    return recording


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def viewing(qtbot: QtBot, clock: Clock) -> Iterator[Viewing]:
    made = Viewing(clock=clock)
    yield made
    made.close()


def test_what_has_ended_is_shown_as_a_whole_and_plays_from_the_beginning(viewing: Viewing, clock: Clock) -> None:
    recording = recording_of(0.0, 2.0, 5.0, ended=True)
    viewing.show(recording)
    assert viewing.range_s == (0.0, recording.stop_s)
    player = viewing.player
    assert player is not None
    player.play()
    viewing.moved()
    assert viewing.time_s == 0.0


def moving(recorder: Recorder, start_s: float, stop_s: float) -> None:
    """Data that moves between two times, in ten steps."""
    for step in range(11):
        at_s = start_s + step * (stop_s - start_s) / 10
        recorder.sample(at_s, TransportStatistics(bytes_sent=step * 100_000, bytes_acknowledged=step * 100_000))


def test_a_short_run_after_a_long_wait_is_no_line(viewing: Viewing) -> None:
    """An offer waits forty seconds for an answer, and then the file is across in 0.3 s."""
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    recorder.note(0.0, "offered", EventKind.NOTED)
    viewing.show(recording)
    recorder.sample(20.0, TransportStatistics())
    viewing._tick()
    moving(recorder, 40.0, 40.3)
    recorder.ended()
    viewing._tick()
    start_s, stop_s = viewing.range_s
    assert viewing.span is Span.FIT
    assert 0.3 <= stop_s - start_s < 1.0
    viewing.show(None)
    viewing.show(recording)
    assert viewing.span is Span.FIT, "and when it is looked at again"


def test_what_fills_the_picture_stays_where_it_is_as_it_ends(viewing: Viewing) -> None:
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    moving(recorder, 0.0, 0.3)
    viewing.show(recording)
    before = viewing.range_s
    assert before == (0.0, 0.5)
    recorder.ended()
    viewing._tick()
    assert (viewing.span, viewing.range_s) == (Span.NEWEST, before)


def test_a_running_one_is_followed(viewing: Viewing, qtbot: QtBot) -> None:
    recording = recording_of(0.0, 50.0, ended=False)
    viewing.show(recording)
    stop_s = recording.stop_s
    assert viewing.range_s == (stop_s - FOLLOWED_S, stop_s)
    recorder = Recorder(recording, Side.RECEIVER)
    with qtbot.waitSignal(viewing.moment_changed, timeout=2000):
        recorder.note(60.0, "more", EventKind.NOTED)
    assert viewing.range_s[1] == recording.stop_s
    viewing.look_at(1.0, 2.0)
    viewing.moved()
    assert viewing.range_s == (1.0, 2.0)
    viewing.show_newest(10.0)
    assert viewing.range_s == (recording.stop_s - 10.0, recording.stop_s)


def test_a_choice_is_told_once_and_gone_with_its_recording(viewing: Viewing, qtbot: QtBot) -> None:
    viewing.show(recording_of(0.0, 1.0, ended=True))
    told: list[Chosen | None] = []
    viewing.chosen_changed.connect(lambda: told.append(viewing.chosen))
    one = Chosen(1, Side.SENDER, 7)
    viewing.choose(one)
    viewing.choose(one)
    assert told == [one]
    viewing.show(None)
    assert told == [one, None]
