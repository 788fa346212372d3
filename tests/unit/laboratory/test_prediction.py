"""How near a drawn curve comes to the real one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptp_core.laboratory.prediction import score

TIMES = np.linspace(0.0, 10.0, 50)
RISING = TIMES * 100.0


def test_the_curve_itself_is_all_of_it() -> None:
    found = score(list(zip(TIMES, RISING, strict=True)), TIMES, RISING)
    assert found.percent == 100
    assert found.drawn_share == 1.0


def test_two_points_of_a_line_are_the_line() -> None:
    assert score([(10.0, 1000.0), (0.0, 0.0)], TIMES, RISING).percent == 100


def test_a_level_guess_of_the_middle_is_a_quarter_off() -> None:
    assert score([(0.0, 500.0), (10.0, 500.0)], TIMES, RISING).share == pytest.approx(0.75, abs=0.01)


def test_what_was_not_drawn_does_not_count_as_guessed() -> None:
    found = score([(0.0, 0.0), (5.0, 500.0)], TIMES, RISING)
    assert found.share == pytest.approx(0.5, abs=0.01)
    assert found.drawn_share == pytest.approx(0.5, abs=0.01)


def test_where_it_is_farthest_off_is_told() -> None:
    drawn = [(0.0, 0.0), (4.0, 400.0), (5.0, 900.0), (6.0, 600.0), (10.0, 1000.0)]
    found = score(drawn, TIMES, RISING)
    assert found.worst_at_s == pytest.approx(5.0, abs=0.1)
    assert 80 < found.percent < 100


def test_a_level_curve_is_measured_by_its_height() -> None:
    level = np.full(50, 200.0)
    assert score([(0.0, 200.0), (10.0, 200.0)], TIMES, level).percent == 100
    assert score([(0.0, 100.0), (10.0, 100.0)], TIMES, level).percent == 50
    assert score([(0.0, 0.0), (10.0, 0.0)], TIMES, np.zeros(50)).percent == 100


def test_nothing_is_worth_nothing() -> None:
    assert score([], TIMES, RISING).share == 0.0
    assert score([(0.0, 1.0)], np.array([]), np.array([])).share == 0.0
    assert score([(1.0, 1.0)], TIMES, np.full(50, np.nan)).worst_at_s is None


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(), st.floats()), max_size=8),
    st.lists(st.floats(-1e9, 1e9) | st.just(math.nan), min_size=1, max_size=20),
)
def test_it_is_a_share_whatever_was_drawn(drawn: list[tuple[float, float]], values: list[float]) -> None:
    found = score(drawn, np.arange(len(values), dtype=np.float64), np.array(values))
    assert 0.0 <= found.share <= 1.0
    assert 0.0 <= found.drawn_share <= 1.0
