"""A moment of a recording moves as somebody wants: live, paused, slowly, backwards, event by event."""

from __future__ import annotations

import pytest

from ptp_core.record.model.events import Event, add_event
from ptp_core.record.model.player import FASTEST, SLOWEST, Player
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

TIMES = (0.0, 1.0, 1.0, 2.5, 10.0)


def recording(times: tuple[float, ...] = TIMES, *, ended: bool = True) -> Recording:
    made = Recording(About(connection="x"))
    for number, time_s in enumerate(times):
        kind = EventKind.NOTED if number % 2 else EventKind.SENT
        add_event(made.events, Event(serial=0, time_s=time_s, kind=kind, side=Side.SENDER))
    made.ended = ended
    return made


def test_a_new_player_follows_what_is_newest() -> None:
    running = recording((0.0, 1.0), ended=False)
    player = Player(running)
    assert player.tick(50.0) == 1.0
    add_event(running.events, Event(serial=0, time_s=1.5, kind=EventKind.SENT, side=Side.SENDER))
    assert player.tick(50.1) == 1.5
    player.pause()
    add_event(running.events, Event(serial=0, time_s=2.0, kind=EventKind.SENT, side=Side.SENDER))
    assert player.tick(50.2) == 1.5
    player.go_live()
    assert player.tick(50.3) == 2.0


@pytest.mark.parametrize("speed", [SLOWEST, 0.5, 1.0, 3.0])
def test_it_plays_at_a_factor_of_the_speed_from_where_it_stands(speed: float) -> None:
    player = Player(recording())
    player.seek(2.0)
    player.play(speed)
    assert player.tick(7.0) == 2.0, "the first look only starts the clock"
    assert player.tick(8.0) == pytest.approx(2.0 + speed)
    player.pause()
    assert player.tick(9.0) == pytest.approx(2.0 + speed)
    player.play(-speed)
    player.tick(20.0)
    assert player.tick(21.0) == pytest.approx(2.0)


def test_it_stops_at_either_end_and_begins_again_from_there() -> None:
    player = Player(recording())
    player.seek(9.0)
    player.play(FASTEST * 10)
    assert player.speed == FASTEST
    player.tick(0.0)
    assert player.tick(1.0) == 10.0
    assert not player.is_playing
    player.play()
    assert player.time_s == 0.0
    player.seek(0.5)
    player.play(-1.0)
    player.tick(2.0)
    assert player.tick(3.0) == 0.0
    assert not player.is_playing
    player.play(-1.0)
    assert player.time_s == 10.0


def test_while_the_connection_runs_playing_waits_at_what_is_newest() -> None:
    running = recording(ended=False)
    player = Player(running)
    player.seek(9.5)
    player.play()
    player.tick(0.0)
    assert player.tick(1.0) == 10.0
    assert player.is_playing
    add_event(running.events, Event(serial=0, time_s=20.0, kind=EventKind.SENT, side=Side.SENDER))
    assert player.tick(2.0) == 11.0


def test_a_clock_that_goes_back_moves_nothing() -> None:
    player = Player(recording())
    player.seek(1.0)
    player.play()
    player.tick(5.0)
    assert player.tick(4.0) == 1.0


def test_it_steps_from_event_to_event_both_ways() -> None:
    player = Player(recording())
    player.seek(0.0)
    steps = []
    while (event := player.step()) is not None:
        steps.append(event.time_s)
    assert steps == [1.0, 2.5, 10.0], "events of one time are one step"
    assert player.time_s == 10.0
    back = []
    while (event := player.step_back()) is not None:
        back.append(event.time_s)
    assert back == [2.5, 1.0, 0.0]
    assert player.step({EventKind.NOTED}) is not None
    assert player.time_s == 1.0


def test_seeking_stays_inside() -> None:
    player = Player(recording())
    player.seek(-5.0)
    assert player.time_s == 0.0
    player.seek(99.0)
    assert player.time_s == 10.0
    assert not player.is_live
