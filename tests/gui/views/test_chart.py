"""A chart paints what it was told, and tells what a mouse does in it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPen
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.theme import GRID
from app.views.chart import Chart, Curve, PlacedMark
from app.views.mark_symbols import SIZE, Symbol, path_of

RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    made = Chart(6 * GRID, 0.0)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.set_range(0.0, 10.0)
    made.set_scale(0.0, 100.0, [(0.0, "0"), (100.0, "100")])
    made.show()
    qtbot.waitExposed(made)
    return made


def curve(times: list[float], values: list[float], *, steps: bool = False) -> Curve:
    return Curve(np.array(times), np.array(values), QPen(RED, 3), steps=steps)


def has_colour(image: QImage, place: QPointF, colour: QColor) -> bool:
    near = [(place.x() + dx, place.y() + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return any(image.pixelColor(round(x), round(y)) == colour for x, y in near)


def painted(chart: Chart, time_s: float, value: float, colour: QColor = RED) -> bool:
    return has_colour(chart.grab().toImage(), chart.place_of(time_s, value), colour)


def test_places_and_points_are_each_others_inverse(chart: Chart) -> None:
    for time_s, value in ((0.0, 0.0), (2.5, 75.0), (10.0, 100.0)):
        point = chart.point_at(chart.place_of(time_s, value))
        assert (point.x(), point.y()) == pytest.approx((time_s, value))


def test_a_curve_is_painted_with_its_gaps_and_goes_again(chart: Chart) -> None:
    chart.set_curve("one", curve([0, 4, 5, 6, 10], [50, 50, math.nan, 50, 50]))
    assert painted(chart, 2, 50)
    assert painted(chart, 8, 50)
    assert not painted(chart, 5, 50)
    assert chart.points("one")[0].tolist() == [0, 4, 5, 6, 10]
    chart.set_curve("one", None)
    assert not painted(chart, 2, 50)
    assert chart.points("one")[0].tolist() == []


def test_what_is_counted_goes_in_steps(chart: Chart) -> None:
    chart.set_curve("one", curve([0, 5, 10], [20, 80, 80], steps=True))
    assert painted(chart, 4.5, 20)
    assert painted(chart, 5.0, 50)
    assert not painted(chart, 2.5, 50)


def test_what_is_far_outside_does_no_harm(chart: Chart) -> None:
    chart.set_curve("one", curve([-1e12, 1e12], [-1e15, 1e15]))
    chart.set_curve("two", curve([math.nan], [math.nan]))
    assert not chart.grab().isNull()


@pytest.mark.parametrize("symbol", Symbol)
def test_each_mark_is_painted_where_it_lies(chart: Chart, symbol: Symbol) -> None:
    chart.set_marks([PlacedMark(5.0, 50.0, symbol, QBrush(BLUE))], QPen(Qt.PenStyle.NoPen))
    assert painted(chart, 5.0, 50.0, BLUE)
    bounds = path_of(symbol).boundingRect()
    assert max(bounds.width(), bounds.height()) <= 1.2 * SIZE
    chart.set_range(6.0, 10.0)
    assert not painted(chart, 5.0, 50.0, BLUE)


def test_lines_stand_at_their_times(chart: Chart) -> None:
    chart.set_lines([(3.0, QPen(BLUE, 1))])
    assert painted(chart, 3.0, 30.0, BLUE)
    assert painted(chart, 3.0, 90.0, BLUE)


def press(chart: Chart, *places: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    first, *others = places
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, modifier, first)
    for place in others:
        QTest.mouseMove(chart, place)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, modifier, places[-1])


def place(chart: Chart, time_s: float, value: float = 50.0) -> QPoint:
    return chart.place_of(time_s, value).toPoint()


def test_a_drag_pans_and_a_click_is_told(chart: Chart, qtbot: QtBot) -> None:
    panned: list[float] = []
    clicked: list[QPointF] = []
    chart.pan_wanted.connect(panned.append)
    chart.clicked.connect(clicked.append)
    press(chart, place(chart, 6), place(chart, 5), place(chart, 4))
    assert sum(panned) == pytest.approx(2.0, abs=0.1)
    assert not clicked
    press(chart, place(chart, 3))
    assert chart.point_at(clicked[0]).x() == pytest.approx(3, abs=0.05)
    with qtbot.waitSignal(chart.all_wanted):
        QTest.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=place(chart, 3))


def test_with_shift_a_part_of_the_time_is_picked(chart: Chart) -> None:
    picked: list[tuple[float, float]] = []
    chart.picked.connect(lambda start_s, stop_s: picked.append((start_s, stop_s)))
    press(chart, place(chart, 8), place(chart, 5), place(chart, 2), modifier=Qt.KeyboardModifier.ShiftModifier)
    assert picked == [pytest.approx((2, 8), abs=0.1)]
    press(chart, place(chart, 8), modifier=Qt.KeyboardModifier.ShiftModifier)
    assert len(picked) == 1


def test_by_hand_a_drag_draws_and_a_click_makes_a_point(chart: Chart) -> None:
    strokes: list[tuple[QPointF, QPointF]] = []
    chart.draws_by_hand = True
    chart.stroked.connect(lambda before, now: strokes.append((before, now)))
    press(chart, place(chart, 2, 20), place(chart, 4, 40), place(chart, 6, 60))
    assert strokes[0][0].x() == pytest.approx(2, abs=0.1)
    assert strokes[-1][1].y() == pytest.approx(60, abs=1)
    assert strokes[0][1] == strokes[1][0], "without a gap"
    strokes.clear()
    press(chart, place(chart, 3, 30))
    assert len(strokes) == 1
    assert strokes[0][0] == strokes[0][1]


def test_the_pointer_is_told_inside_and_outside(chart: Chart) -> None:
    told: list[QPointF | None] = []
    chart.pointed.connect(told.append)
    QTest.mouseMove(chart, place(chart, 7))
    newest = told[-1]
    assert newest is not None
    assert chart.point_at(newest).x() == pytest.approx(7, abs=0.05)
    QTest.mouseMove(chart, QPoint(2, 100))
    assert told[-1] is None
