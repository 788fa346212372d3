"""The bar by which one moves in a recording."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.views.player_bar import SPEEDS, PlayerBar
from app.views.viewing import Span, Viewing
from app.views.words import moment_words
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder


@pytest.fixture
def bar(qtbot: QtBot, viewing: Viewing) -> PlayerBar:
    widget = PlayerBar(viewing)
    qtbot.addWidget(widget)
    widget.resize(900, 40)
    widget.show()
    return widget


def running(*times_s: float) -> tuple[Recording, Recorder]:
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    for time_s in times_s:
        recorder.note(time_s, "something")
    return recording, recorder


def test_there_is_nothing_to_move_in_without_a_recording(bar: PlayerBar, viewing: Viewing, lesson: Recording) -> None:
    assert not bar.isEnabled()
    viewing.show(lesson)
    assert bar.isEnabled()
    assert bar.live_button.isHidden(), "what has ended is not live"


def test_pause_and_live_again(bar: PlayerBar, viewing: Viewing) -> None:
    recording, recorder = running(0.0, 5.0)
    viewing.show(recording)
    assert bar.live_button.isVisible()
    assert bar.live_button.isChecked()
    bar.play_button.click()
    recorder.note(7.0, "more")
    viewing._tick()
    assert viewing.time_s == 5.0
    assert not bar.live_button.isChecked()
    bar.live_button.click()
    assert viewing.time_s == 7.0
    assert bar.live_button.isChecked()


def test_the_slider_goes_over_all_of_it(bar: PlayerBar, viewing: Viewing, lesson: Recording) -> None:
    viewing.show(lesson)
    assert bar.slider.value() == bar.slider.maximum()
    before = viewing.range_s
    bar.slider.setValue(bar.slider.maximum() // 2)
    assert viewing.time_s == pytest.approx(lesson.stop_s / 2, rel=0.01)
    assert viewing.range_s == before
    bar.slider.setValue(0)
    assert viewing.time_s == 0.0
    assert bar.time.text() == f"0.000 s / {lesson.stop_s:.3f} s"
    viewing.seek(lesson.stop_s / 4)
    assert bar.slider.value() == pytest.approx(bar.slider.maximum() / 4, rel=0.01)


def test_it_plays_at_the_chosen_speed(bar: PlayerBar, viewing: Viewing, lesson: Recording) -> None:
    viewing.show(lesson)
    assert (SPEEDS[0], SPEEDS[-1]) == (0.001, 1000.0)
    bar.speed.setCurrentIndex(0)
    bar.play_button.click()
    player = viewing.player
    assert player is not None
    assert player.is_playing
    assert player.speed == 0.001
    bar.speed.setCurrentIndex(1)
    assert player.speed == 0.01
    bar.play_button.click()
    assert not player.is_playing


def test_keys_move_too(bar: PlayerBar, viewing: Viewing, lesson: Recording) -> None:
    viewing.show(lesson)
    first, second = [event.time_s for event in lesson.list_events()][:2]
    QTest.keyClick(bar, Qt.Key.Key_Home)
    assert viewing.time_s == 0.0
    times = sorted({event.time_s for event in lesson.list_events()})
    assert first == times[0] <= second
    for time_s in times[1:4]:
        QTest.keyClick(bar, Qt.Key.Key_Right)
        assert viewing.time_s == time_s
    QTest.keyClick(bar, Qt.Key.Key_Left)
    assert viewing.time_s == times[2]
    start_s, stop_s = viewing.range_s
    QTest.keyClick(bar, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert viewing.time_s == pytest.approx(times[2] + 0.1 * (stop_s - start_s))
    QTest.keyClick(bar, Qt.Key.Key_Space)
    assert viewing.player is not None
    assert viewing.player.is_playing


def test_the_range_is_one_of_three_until_somebody_zooms(bar: PlayerBar, viewing: Viewing, lesson: Recording) -> None:
    viewing.show(lesson)
    assert bar.span_button(Span.ALL).isChecked()
    bar.span_button(Span.NEWEST).click()
    assert viewing.range_s[1] - viewing.range_s[0] == pytest.approx(2.0), "what is shorter fills the picture"
    bar.span_button(Span.FIT).click()
    start_s, stop_s = viewing.range_s
    assert 0.0 <= start_s < stop_s <= lesson.stop_s
    assert stop_s < 0.8 * lesson.stop_s, "the silence after the last data is left out"
    viewing.zoom(0.5, (start_s + stop_s) / 2)
    assert viewing.range_s[1] - viewing.range_s[0] == pytest.approx((stop_s - start_s) / 2)
    assert not any(bar.span_button(span).isChecked() for span in (Span.NEWEST, Span.ALL, Span.FIT))


@pytest.mark.parametrize(
    ("time_s", "precise_s", "words"),
    [
        (0.5, 0.5, "0.5 s"),
        (12.3456, 0.01, "12.35 s"),
        (12.0, 1.0, "12 s"),
        (75.25, 0.1, "1:15.2"),
        (119.99, 1.0, "2:00"),
        (3725.0, 10.0, "1:02:05"),
    ],
)
def test_moments_are_as_fine_as_is_asked(time_s: float, precise_s: float, words: str) -> None:
    assert moment_words(time_s, precise_s) == words
