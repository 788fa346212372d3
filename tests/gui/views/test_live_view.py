"""The charts of a recording: their points are its samples, their marks its events."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.theme import Scheme, Theme
from app.views.legend import BEYOND
from app.views.live_view import LiveView
from app.views.series_plot import SeriesPlot, round_above
from app.views.viewing import Span, Viewing
from app.views.words import widest_value
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.model.series import SERIES, SeriesGroup
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.event_kinds import EventKind
from tests.gui.widgets.samples import TRANSPORT, at


@pytest.fixture
def view(qtbot: QtBot, viewing: Viewing) -> LiveView:
    widget = LiveView(viewing)
    qtbot.addWidget(widget)
    widget.resize(900, 1200)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def plot_of(view: LiveView, key: str) -> SeriesPlot:
    return next(plot for plot in view.plots if key in plot.curves)


def points(view: LiveView, key: str) -> tuple[list[float], list[float]]:
    times, values = plot_of(view, key).curves[key].getData()
    return times.tolist(), values.tolist()


def show(view: LiveView, viewing: Viewing, recording: Recording) -> None:
    viewing.show(recording)
    view.draw()
    QApplication.processEvents()
    view.draw()


def test_without_a_recording_it_says_what_will_appear(view: LiveView) -> None:
    view.draw()
    assert "appear here" in view.empty.text()
    assert "No connection is shown" in view.description()


def test_each_curve_has_the_points_of_the_engines_statistics(
    view: LiveView, viewing: Viewing, lossy: Recording
) -> None:
    show(view, viewing, lossy)
    for key in ("goodput", "congestion_window", "in_flight", "rtt", "rto", "retransmitted_fast", "link_queue"):
        samples = lossy.samples(Side.SENDER)
        drawn_times, drawn = points(view, key)
        sampled = dict(zip(samples.times.tolist(), samples.values(key).tolist(), strict=True))
        assert set(drawn_times) <= set(sampled), "no point is made up"
        assert np.array_equal(drawn, [sampled[time_s] for time_s in drawn_times], equal_nan=True)
        assert np.nanmax(drawn) == np.nanmax(samples.values(key)), "no peak is lost"
    received = lossy.samples(Side.RECEIVER)
    assert max(points(view, "receive_buffer")[1]) == received.values("receive_buffer").max(), "the receiver's own"


def test_every_series_that_is_not_a_total_has_a_curve(view: LiveView) -> None:
    drawn = {key for plot in view.plots for key in plot.curves}
    assert drawn == set(SERIES)
    assert all(view.is_on(key) == (row.shown and row.group is not SeriesGroup.TOTALS) for key, row in SERIES.items())


def test_series_are_switched_on_and_off_and_that_is_remembered(
    view: LiveView, viewing: Viewing, lossy: Recording, lesson: Recording
) -> None:
    show(view, viewing, lossy)
    assert points(view, "pacing_rate")[0] == []
    view.switch("pacing_rate", True)
    view.switch("rtt", False)
    view.switch("minimum_rtt", False)
    view.switch("rto", False)
    show(view, viewing, lesson)
    assert points(view, "pacing_rate")[0] != []
    assert "pacing rate" in plot_of(view, "pacing_rate").legend.text()
    assert plot_of(view, "rtt") not in view.standing(), "a chart without curves goes"


def test_charts_share_the_range_and_show_its_values_at_the_pointer(
    view: LiveView, viewing: Viewing, lossy: Recording
) -> None:
    show(view, viewing, lossy)
    viewing.look_at(0.2, 0.4)
    view.draw()
    for plot in view.standing():
        assert plot.box.viewRange()[0] == pytest.approx([0.2, 0.4])
    plot = plot_of(view, "rtt")
    at_end = plot.legend.text()
    viewing.point_at(0.3)
    assert plot.legend.text() != at_end
    assert "At 0.3" in view._caption.text()
    viewing.point_at(None)
    assert plot.legend.text() == at_end


def test_the_legend_keeps_its_values_where_it_is_narrow(view: LiveView, viewing: Viewing, lossy: Recording) -> None:
    view.resize(420, 1200)
    show(view, viewing, lossy)
    for plot in view.standing():
        legend = plot.legend
        assert legend.height() >= legend.sizeHint().height()
        shown = legend.shown_text()
        for entry in legend.text().split(", "):
            assert entry.split(" ")[-1] in shown, "each value with its unit"


@pytest.mark.parametrize("width", [300, 420, 560, 640, 760, 1240])
def test_no_name_and_no_value_is_cut_at_any_width(view: LiveView, viewing: Viewing, width: int) -> None:
    """The largest values that there are, with the arrow that says that the axis does not reach them."""
    for plot in view.plots:
        legend = plot.legend
        legend.set_curves([plot._styles[row.key] for row in plot.rows])
        legend.resize(width, 60)
        for values in ({}, {row.key: widest_value(row.unit) + BEYOND * row.is_bound for row in plot.rows}):
            legend.set_values("Mbit/s", values)
            assert legend.reach() <= width


def test_a_bound_makes_the_axis_alone_and_with_others_never_before_the_first_data(
    view: LiveView, viewing: Viewing
) -> None:
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    plot = plot_of(view, "pacing_rate")
    viewing.show(recording)

    def draw(time_s: float, goodput_bps: float, *keys: str) -> None:
        recorder.sample(time_s, replace(TRANSPORT, goodput_bps=goodput_bps, pacing_rate_bps=100e6))
        viewing._tick()
        plot.draw(keys, ())

    draw(0.0, 0.0, "goodput", "pacing_rate")
    assert plot.top < 1e6, "nothing was measured"
    assert "pacing rate 100 Mbit/s ↑" in plot.legend.text(), "and yet the value is there"
    draw(0.5, 40e6, "goodput", "pacing_rate")
    assert plot.top == 100e6, "in the neighbourhood of what was"
    plot.begin()
    draw(1.0, 0.0, "pacing_rate")
    assert plot.top == 100e6, "alone it has the axis for itself"


def test_wheel_and_drag_move_the_range(view: LiveView, viewing: Viewing, lossy: Recording) -> None:
    show(view, viewing, lossy)
    assert viewing.span is Span.ALL
    before = viewing.range_s
    plot = view.standing()[0]
    viewport = plot.view.viewport()
    middle = viewport.rect().center()
    wheel = QWheelEvent(
        QPointF(middle), viewport.mapToGlobal(QPointF(middle)), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, wheel)
    zoomed = viewing.range_s
    assert before[0] < zoomed[0] < zoomed[1] < before[1]
    assert not viewing.follows
    viewing.pan(0.1)
    assert viewing.range_s == pytest.approx((zoomed[0] + 0.1, zoomed[1] + 0.1))
    viewing.pan(1e9)
    assert viewing.range_s[0] < lossy.stop_s, "something stays in the picture"


def test_a_click_goes_to_the_moment_and_leaves_the_range(view: LiveView, viewing: Viewing, lesson: Recording) -> None:
    show(view, viewing, lesson)
    view.switch("goodput", True)
    before = viewing.range_s
    plot = view.standing()[0]
    place = plot.box.mapViewToScene(QPointF(0.5 * sum(before), plot.top * 0.9))
    QTest.mouseClick(plot.view.viewport(), Qt.MouseButton.LeftButton, pos=plot.view.mapFromScene(place))
    assert viewing.time_s == pytest.approx(0.5 * sum(before), rel=0.02)
    assert viewing.range_s == before
    assert viewing.player is not None
    assert not viewing.player.is_live


def test_marks_lie_on_their_curves_and_say_what_happened_and_by_which_rule(
    view: LiveView, viewing: Viewing, lesson: Recording
) -> None:
    show(view, viewing, lesson)
    expired = [event.serial for event in lesson.list_events(kinds=(EventKind.TIMER_EXPIRED,))]
    assert expired
    plot = plot_of(view, "retransmitted_timeout")
    marks = [mark for mark in plot.marks if mark.style.kind is EventKind.TIMER_EXPIRED]
    assert sum(mark.count for mark in marks) == len(expired)
    assert {mark.serial for mark in marks} <= set(expired)
    words = plot.mark_words(marks[0])
    assert "The timer has run out" in words
    assert "RULE R6.4" in words
    assert "RFC 6298" in words
    number = plot.marks.index(marks[0])
    near = plot.box.mapViewToScene(QPointF(*plot._mark_points[number]))
    assert plot.mark_near(near) == marks[0]
    assert plot.mark_near(near + QPointF(0, 40)) is None
    assert plot._click(near)
    assert viewing.chosen is not None
    assert viewing.chosen.serial == marks[0].serial
    assert viewing.time_s == marks[0].time_s
    assert "Chosen" in view._caption.text()


def test_a_bound_that_would_dwarf_the_others_stays_in_the_legend(
    view: LiveView, viewing: Viewing, lesson: Recording
) -> None:
    show(view, viewing, lesson)
    plot = plot_of(view, "peer_window")
    assert plot.top < 100_000
    assert "receiver's window 1.0 MB ↑" in plot.legend.text()


def test_axes_grow_at_once_and_do_not_pump(view: LiveView, viewing: Viewing) -> None:
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    tops = []
    viewing.show(recording)
    for step, goodput in enumerate((10e6, 11e6, 80e6, 40e6, 30e6, 20e6, 20e6)):
        recorder.sample(40.0 * step, replace(TRANSPORT, goodput_bps=goodput))
        viewing._tick()
        view.draw()
        tops.append(plot_of(view, "goodput").top)
    assert tops == [10e6, 12e6, 80e6, 80e6, 80e6, 80e6, 20e6]
    assert [round_above(value) for value in (0.0, 1.0, 1.1, 950.0)] == [1.0, 1.0, 1.2, 1000.0]


def test_a_paused_view_stays_and_goes_back_to_live(view: LiveView, viewing: Viewing) -> None:
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    recorder.sample(0.0, at(0).transport)
    recorder.sample(40.0, at(1).transport)
    viewing.show(recording)
    view.draw()
    assert viewing.range_s == (10.0, 40.0)
    assert viewing.player is not None
    viewing.player.pause()
    viewing.moved()
    recorder.sample(50.0, at(2).transport)
    viewing._tick()
    view.draw()
    assert (viewing.time_s, viewing.range_s) == (40.0, (10.0, 40.0))
    viewing.go_live()
    view.draw()
    assert (viewing.time_s, viewing.range_s) == (50.0, (20.0, 50.0))
    assert points(view, "in_flight")[0][-1] == 50.0


def test_charts_that_appear_are_drawn_though_nothing_moves(
    view: LiveView, viewing: Viewing, lossy: Recording, qtbot: QtBot
) -> None:
    viewing.show(lossy)
    qtbot.waitUntil(lambda: all(plot.legend.text() for plot in view.standing()) and len(view.standing()) > 4)


def test_hidden_charts_draw_nothing_and_catch_up(view: LiveView, viewing: Viewing, lossy: Recording) -> None:
    view.hide()
    show(view, viewing, lossy)
    assert points(view, "goodput")[0] == []
    view.show()
    view.draw()
    QApplication.processEvents()
    view.draw()
    assert points(view, "goodput")[0] != []


def test_charts_follow_the_scheme(view: LiveView, viewing: Viewing, lossy: Recording) -> None:
    show(view, viewing, lossy)
    theme = Theme.of_application()
    try:
        for scheme in Scheme:
            theme.prefer(scheme)
            plot = plot_of(view, "goodput")
            assert plot.view.backgroundBrush().color().name() == theme.surfaces.surface
    finally:
        theme.prefer(None)


def test_5_000_updates_lose_no_reference_to_none(view: LiveView, viewing: Viewing) -> None:
    """PySide6 6.12 under Python 3.11 lost some at each update, until the process died of it (and 3.12 made it moot)."""
    view.resize(500, 150)
    recording = Recording(About(connection="c"), sample_capacity=300)
    recorder = Recorder(recording, Side.SENDER)
    viewing.show(recording)

    def update(step: int) -> None:
        recorder.sample(step / 10, at(step).transport)
        viewing._tick()
        if step % 20 == 0:
            view.draw()
        view.plots[0].draw({"goodput", "sending_rate"}, ())
        if step % 400 == 0:
            view.grab()

    for step in range(200):
        update(step)
    # What other tests have left holds None as well.
    gc.collect()
    before = sys.getrefcount(None)
    for step in range(200, 5_200):
        update(step)
    # Each painting of new labels leaves some dozens more, by what else is loaded: too many are harmless, too few are
    # fatal, and it was one at least for each update.
    assert sys.getrefcount(None) - before > -1000
