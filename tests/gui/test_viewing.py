"""What the views of a recording have in common: moment, range, choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from app.views.viewing import FOLLOWED_S, Chosen, Viewing
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.event_kinds import EventKind


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
    viewing.show_last(10.0)
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
