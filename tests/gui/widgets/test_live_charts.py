from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.theme import Meaning, Scheme, Theme
from app.widgets.buffer_chart import BufferChart
from app.widgets.live_charts import LiveCharts
from app.widgets.time_plot import TimePlot, round_above
from app.widgets.transfer_history import TransferHistory
from tests.gui.widgets.samples import SNAPSHOT, TRANSPORT, at


@pytest.fixture
def charts(qtbot: QtBot) -> LiveCharts:
    widget = LiveCharts()
    qtbot.addWidget(widget)
    widget.resize(900, 320)
    widget.show()
    return widget


def plots(charts: LiveCharts) -> list[TimePlot]:
    return [charts.rates, charts.windows, charts.times, charts.retransmissions]


def curve(plot: TimePlot, index: int) -> tuple[list[float], list[float]]:
    x, y = plot.view.getPlotItem().listDataItems()[index].getData()
    return list(x), list(y)


def empty_words(plot: TimePlot) -> str:
    return " ".join(label.text() for label in plot.findChildren(QLabel) if label.isVisible())


def test_empty_charts_say_what_will_appear(charts: LiveCharts) -> None:
    for plot in plots(charts):
        assert len(empty_words(plot)) > 20
    assert "No transfer is shown" in charts.accessibleDescription()


def test_samples_reach_the_curves_in_the_unit_of_the_axis(charts: LiveCharts) -> None:
    for step in range(50):
        charts.add(100 + step / 10, at(step))
    x, y = curve(charts.rates, 0)
    assert len(x) == 50
    assert x[-1] == 0.0
    assert x[0] == pytest.approx(-4.9)
    assert y[-1] == pytest.approx(at(49).goodput_bps / 1e6)
    assert empty_words(charts.rates) == ""
    assert charts.rates.legend.text().startswith("goodput ")
    assert "Mbit/s" in charts.rates.legend.text()
    _x, window = curve(charts.windows, 1)
    assert window[-1] == pytest.approx(at(49).transport.in_flight_bytes / 1e6)
    _x, rtt = curve(charts.times, 0)
    assert rtt[-1] == pytest.approx(at(49).transport.rtt_s * 1e3)


def test_retransmissions_are_told_apart_by_cause(charts: LiveCharts) -> None:
    charts.add(10.0, replace(SNAPSHOT, transport=replace(TRANSPORT, retransmitted_timeout=0, retransmitted_fast=0)))
    assert "Nothing had to be sent again" in empty_words(charts.retransmissions)
    charts.add(11.0, replace(SNAPSHOT, transport=replace(TRANSPORT, retransmitted_timeout=2, retransmitted_fast=7)))
    _edges, timeouts = curve(charts.retransmissions, 0)
    _edges, with_fast = curve(charts.retransmissions, 1)
    assert sum(timeouts) == 2
    assert sum(with_fast) == 9, "fast retransmissions stand on top of the time-outs"
    assert empty_words(charts.retransmissions) == ""


def test_all_charts_share_one_time_axis(charts: LiveCharts) -> None:
    charts.add(1.0, at(1))
    ranges = [plot.view.getPlotItem().vb.viewRange()[0] for plot in plots(charts)]
    for shown in ranges:
        assert shown == pytest.approx([-30.0, 0.0], abs=0.01)
    charts.rates.view.getPlotItem().setXRange(-10.0, 0.0, padding=0.0)
    for plot in plots(charts)[1:]:
        assert plot.view.getPlotItem().vb.viewRange()[0] == pytest.approx([-10.0, 0.0], abs=0.2)


def test_the_wheel_does_not_zoom(charts: LiveCharts) -> None:
    charts.add(1.0, at(1))
    view = charts.rates.view
    before = view.getPlotItem().vb.viewRange()
    middle = QPointF(view.viewport().rect().center())
    wheel = QWheelEvent(
        middle,
        QPointF(view.viewport().mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.getPlotItem().vb.viewRange() == before


def test_a_value_that_would_dwarf_the_others_stays_in_the_legend(charts: LiveCharts) -> None:
    charts.add(1.0, replace(SNAPSHOT, transport=replace(TRANSPORT, peer_window_bytes=2**40)))
    assert charts.windows.top < 2**21
    assert "↑" in charts.windows.legend.text()
    assert "1.1 TB" in charts.windows.legend.text()


def test_the_axis_grows_at_once_and_does_not_pump(charts: LiveCharts) -> None:
    charts.add(1.0, replace(SNAPSHOT, goodput_bps=10e6, transport=replace(TRANSPORT, pacing_rate_bps=10e6)))
    assert charts.rates.top == pytest.approx(10e6)
    charts.rates.scale_to(150e6, 1e6)
    assert charts.rates.top == pytest.approx(160e6)
    charts.rates.scale_to(100e6, 1e6)
    assert charts.rates.top == pytest.approx(160e6), "a small dip leaves the axis alone"
    charts.rates.scale_to(20e6, 1e6)
    assert charts.rates.top == pytest.approx(20e6)


def test_round_steps() -> None:
    assert [round_above(value) for value in (0.0, 0.7, 1.0, 1.1, 130, 999, float("nan"))] == [
        1.0,
        0.8,
        1.0,
        1.2,
        160,
        1000,
        1.0,
    ]


def test_charts_follow_the_scheme(charts: LiveCharts) -> None:
    theme = Theme.of_application()
    try:
        theme.prefer(Scheme.DARK)
        dark = charts.rates.view.backgroundBrush().color().name()
        line = charts.rates.view.getPlotItem().listDataItems()[0].opts["pen"].color().name()
        assert line == theme.line(Meaning.ACKNOWLEDGED).name()
        theme.prefer(Scheme.LIGHT)
        assert charts.rates.view.backgroundBrush().color().name() != dark
    finally:
        theme.prefer(None)


def test_hidden_charts_catch_up_when_shown(charts: LiveCharts) -> None:
    charts.hide()
    for step in range(20):
        charts.add(step / 10, at(step))
    charts.show()
    assert len(curve(charts.rates, 0)[0]) == 20


def test_another_transfer_shows_its_own_past(charts: LiveCharts) -> None:
    history = TransferHistory()
    for step in range(30):
        history.add(step / 10, at(step))
    charts.add(500.0, at(1))
    charts.show_history(history)
    assert len(curve(charts.rates, 0)[0]) == 30
    charts.clear()
    assert "No transfer is shown" in charts.description()


def test_the_numbers_can_be_read_as_text(charts: LiveCharts) -> None:
    charts.add(1.0, SNAPSHOT)
    words = charts.accessibleDescription()
    for number in ("91.2 Mbit/s", "100 Mbit/s", "900 kB", "700 kB", "2.0 MB", "52 ms", "250 ms", "10 by time-out"):
        assert number in words


def test_charts_stand_in_one_column_where_there_is_height(charts: LiveCharts) -> None:
    charts.resize(700, 700)
    QApplication.processEvents()
    assert charts.times.y() > charts.windows.y() > charts.rates.y()
    charts.resize(900, 320)
    QApplication.processEvents()
    assert charts.windows.y() == charts.rates.y()
    assert charts.windows.x() > charts.rates.x()


def test_buffer_chart_draws_fills_in_percent(qtbot: QtBot) -> None:
    chart = BufferChart()
    qtbot.addWidget(chart)
    chart.resize(500, 200)
    chart.show()
    assert "No transfer" in chart.description()
    chart.add(1.0, SNAPSHOT)
    assert [curve(chart.plot, index)[1][-1] for index in range(3)] == [75.0, 25.0, 5.0]
    assert "send 75 %" in chart.description()
    assert chart.plot.top == 100.0
    chart.clear()
    assert "No transfer" in chart.description()


def test_20_000_updates_lose_no_reference_to_none(charts: LiveCharts, qtbot: QtBot) -> None:
    """PySide6 6.12 under Python 3.11 lost some at each update, until the process died of it (and 3.12 made it moot)."""
    chart = BufferChart()
    qtbot.addWidget(chart)
    chart.show()
    history = TransferHistory()
    charts.show_history(history)
    chart.show_history(history)

    def update(step: int) -> None:
        history.add(step / 10, at(step))
        charts.refresh()
        chart.refresh()
        if step % 100 == 0:
            charts.grab()

    for step in range(200):
        update(step)
    before = sys.getrefcount(None)
    for step in range(200, 20_200):
        update(step)
    assert abs(sys.getrefcount(None) - before) < 1000
    assert history.newest == at(20_199)
