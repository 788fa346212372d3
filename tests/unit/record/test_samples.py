"""Samples: the engine's statistics, kept in bounded memory, and drawn with no peak lost."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptp_core.record.model.sample_table import SampleTable, curve, sample_row
from ptp_core.record.model.series import SAMPLED, SERIES, SeriesGroup, in_group
from ptp_core.record.side import Side
from ptp_core.transport.statistics import LimitedBy, TransportStatistics
from tests.unit.record.recordings import Recorded


def test_a_simulations_samples_are_the_engines_statistics() -> None:
    recorded = Recorded()
    taken: list[TransportStatistics] = []
    recorded.watch = lambda time_s: taken.append(recorded.pair.client.driven.statistics(recorded.pair.now))
    samples = recorded.run().samples(Side.SENDER)
    assert len(samples) == len(taken) > 10
    for series in SAMPLED:
        assert series.read is not None
        if series.key == "goodput":
            # A rate between two looks: the second look at one time has nothing to add.
            continue
        expected = [series.read(each) for each in taken]
        np.testing.assert_equal(samples.values(series.key), [np.nan if each is None else each for each in expected])
    assert [samples.limited_by(time_s) for time_s in samples.times] == [each.limited_by for each in taken]


def test_an_hour_at_ten_a_second_is_kept_whole_and_a_day_in_the_same_memory() -> None:
    table = SampleTable()
    row = sample_row(0.0, TransportStatistics())
    for tick in range(36_000):
        row[0] = tick / 10
        table.add_row(row)
    assert len(table) == 36_000
    small = SampleTable(capacity=1000)
    for tick in range(9_000):
        small.add(tick / 10, TransportStatistics(bytes_sent=tick, limited_by=LimitedBy.PATH))
    assert 500 <= len(small) <= 1000
    times = small.times
    assert times[0] == 0.0
    assert times[-1] == 899.9
    assert (np.diff(times) > 0).all()
    # The newest half is as fine as it was.
    assert np.allclose(np.diff(times[-400:]), 0.1)
    assert small.values("bytes_sent").tolist() == pytest.approx((times * 10).tolist())
    assert small.at("bytes_sent", 899.95) == 8_999
    assert small.limited_by(5.0) is LimitedBy.PATH


def test_a_rate_is_the_growth_of_its_counter() -> None:
    table = SampleTable()
    for time_s, sent in ((0.0, 0), (0.5, 1000), (1.0, 1000), (1.0, 1500)):
        table.add(time_s, TransportStatistics(bytes_sent_in_all=sent))
    rates = table.values("sending_rate")
    assert math.isnan(rates[0])
    assert rates[1:3].tolist() == [16_000.0, 0.0]
    assert math.isnan(rates[3]), "no time has passed"


def test_before_the_first_sample_nothing_is_known() -> None:
    table = SampleTable()
    assert math.isnan(table.at("rtt", 1.0))
    assert table.limited_by(1.0) is LimitedBy.NOTHING
    table.add(2.0, TransportStatistics())
    assert math.isnan(table.at("rtt", 1.0))
    assert math.isnan(table.at("rtt", 3.0)), "not measured"


points = st.lists(st.tuples(st.floats(0, 10), st.floats(-1e6, 1e6) | st.just(math.nan)), max_size=200)


@settings(max_examples=40)
@given(points, st.floats(0, 10), st.floats(0.1, 10), st.integers(1, 12))
def test_a_curve_has_every_peak_and_few_points(
    raw: list[tuple[float, float]], start_s: float, width_s: float, pixels: int
) -> None:
    raw.sort(key=lambda point: point[0])
    times = np.array([point[0] for point in raw])
    values = np.array([point[1] for point in raw])
    stop_s = start_s + width_s
    shown_times, shown = curve(times, values, start_s, stop_s, pixels)
    assert len(shown) <= 4 * (pixels + 2)
    assert (np.diff(shown_times) >= 0).all()
    within = (times >= start_s) & (times <= stop_s)
    known = values[within & ~np.isnan(values)]
    if len(known):
        assert np.nanmax(shown) >= known.max()
        assert np.nanmin(shown) <= known.min()
    assert set(zip(shown_times.tolist(), map(repr, shown.tolist()), strict=True)) <= set(
        zip(times.tolist(), map(repr, values.tolist()), strict=True)
    )


def test_series_are_declared_once_and_read_what_there_is() -> None:
    grouped = [series.key for group in SeriesGroup for series in in_group(group)]
    assert sorted(grouped) == sorted(SERIES)
    for series in SERIES.values():
        assert (series.read is None) is bool(series.per_second_of)
        if series.per_second_of:
            assert SERIES[series.per_second_of].counter
