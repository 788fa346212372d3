"""One series of several runs on one axis, and what somebody has drawn beforehand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.laboratory.drawn_curve import DrawnCurve
from app.laboratory.run_legend import RunLegend
from app.laboratory.run_styles import Run, pen_of
from app.shortcuts import Place
from app.theme import GRID, Theme
from app.views.chart import Chart, Curve, PlacedMark
from app.views.legend import AXIS_WIDTH
from app.views.mark_symbols import Symbol
from app.views.series_plot import round_above
from app.views.words import axis_unit, translated, value_words
from app.widgets.keys import pressed
from ptp_core.record.model.series import SERIES, Series, SeriesGroup
from ptp_core.record.side import Side

_MARGIN: Final = 0.03
_BY_HAND: Final = "by hand"
_PEN_STEP: Final = 0.02
_PEN_JUMP: Final = 10
# What only the receiver knows.
_RECEIVERS: Final = frozenset({SeriesGroup.RECEIVE_BUFFER})


class OverlayPlot(QWidget):
    """Draws `key` of every run. With a `drawn` curve, the mouse and the arrow keys draw instead of looking around.

    Attributes: `legend` has the runs and their values; `drawn` is what is drawn by hand, None where nothing is to be.

    Signals:
        range_wanted(float, float): a person zooms or pans to this part of the time.
        all_wanted(): a person wants to see all of it.
        pointed(object): the pointer is at this time, None while it is elsewhere.
        clicked(float): a person has clicked at this time.
        drawn_changed(): something was drawn.
    """

    range_wanted = Signal(float, float)
    all_wanted = Signal()
    pointed = Signal(object)
    clicked = Signal(float)
    drawn_changed = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series = SERIES[key]
        self._side: Side | None = None
        self._runs: tuple[Run, ...] = ()
        self._range_s = (0.0, 1.0)
        self._top = 1.0
        self._lifted = False
        self.drawn: DrawnCurve | None = None
        self._theme = Theme.of_application()
        self._kept: DrawnCurve | None = None
        self._moment_s: float | None = None
        self._loaded = 0
        self.legend = RunLegend(self)
        self.chart = Chart(AXIS_WIDTH + 4 * GRID, _MARGIN, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.legend)
        layout.addWidget(self.chart, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(12 * GRID)
        self.chart.zoom_wanted.connect(self.zoom)
        self.chart.pan_wanted.connect(self.pan)
        self.chart.picked.connect(self.range_wanted)
        self.chart.all_wanted.connect(self.all_wanted)
        self.chart.clicked.connect(lambda place: self.clicked.emit(self.chart.point_at(place).x()))
        self.chart.pointed.connect(self._hover)
        self.chart.stroked.connect(
            lambda before, now: self.stroke((before.x(), before.y()), (now.x(), now.y()))
        )
        self._theme.changed.connect(self._restyle)

    @property
    def series(self) -> Series:
        """What is drawn."""
        return self._series

    @property
    def top(self) -> float:
        """The upper end of the axis."""
        return self._top

    def curve_points(self, at: int) -> tuple[list[float], list[float]]:
        """The times and values that are drawn of a run, by its place among them."""
        times, values = self.chart.points(str(at))
        return times.tolist(), values.tolist()

    def show_series(self, key: str, side: Side | None = None) -> None:
        """Draw this series, as seen at a side; the receiver's of its buffer, else the sender's, where none is named."""
        self._series, self._side = SERIES[key], side
        self.draw()

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Draw these runs."""
        self._runs = tuple(runs)
        self.draw()

    def show_range(self, start_s: float, stop_s: float) -> None:
        """Look at this part of the time."""
        self._range_s = (start_s, stop_s)
        self.chart.set_range(start_s, stop_s)
        self._load()

    def show_moment(self, moment_s: float | None, values_at_s: float | None) -> None:
        """Draw the moment's line, and tell the values of a time; the highest ones where that is None."""
        self._moment_s = moment_s
        self._show_moment()
        self._show_values(values_at_s)

    def draw_by_hand(self, drawn: DrawnCurve | None, *, top: float = 0.0) -> None:
        """Let a person draw this curve, on an axis up to `top`; None lets nobody draw."""
        self.drawn, self._kept = drawn, None
        self._lifted = False
        self.chart.draws_by_hand = drawn is not None
        if drawn is not None:
            self._scale_to(max(top, self._largest()))
            self.chart.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.chart.unsetCursor()
        self._draw_hand()

    def keep_drawn(self, drawn: DrawnCurve) -> None:
        """Show what was drawn; it stays as it is."""
        self.draw_by_hand(None)
        self._kept = drawn
        self._draw_hand()

    def draw(self) -> None:
        """Draw everything anew."""
        self._load()
        self._scale_to(self._largest())
        self._show_values(None)
        self.setAccessibleName(translated(self._series.words))

    def side_of(self, run: Run) -> Side:
        """Whose samples are drawn of a run."""
        wanted = self._side or (Side.RECEIVER if self._series.group in _RECEIVERS else Side.SENDER)
        sides = [side for side in (wanted, wanted.other) if len(run.recording.samples(side))]
        return sides[0] if sides else wanted

    def stroke(self, start: tuple[float, float], stop: tuple[float, float]) -> None:
        """Draw a piece by hand, from a time and a value to others."""
        if self.drawn is not None:
            self.drawn.stroke(start, stop)
            self._draw_hand()
            self.drawn_changed.emit()

    def join(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw these points by hand, joined by straight lines, in place of what was drawn."""
        if self.drawn is not None:
            self.drawn.join(points)
            self._draw_hand()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The pen goes with the arrows, ten times as far with Shift; Space lifts it, and lets it down again."""
        steps = {
            "pen-left": (-1, 0.0),
            "pen-right": (1, 0.0),
            "pen-up": (0, _PEN_STEP),
            "pen-down": (0, -_PEN_STEP),
        }
        drawn, name = self.drawn, pressed(event, Place.DRAWING)
        if drawn is None or not name:
            super().keyPressEvent(event)
            return
        if name == "lift-pen":
            self._lifted = not self._lifted
        else:
            columns, height = steps[name]
            factor = _PEN_JUMP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            drawn.move_pen(columns * factor, height * factor, draws=not self._lifted)
        self._draw_hand()
        self.drawn_changed.emit()

    @Slot(float, float)
    def zoom(self, factor: float, around_s: float) -> None:
        """A person zooms."""
        start_s, stop_s = self._range_s
        length_s = max((stop_s - start_s) * factor, 1e-5)
        start_s = around_s - (around_s - start_s) / (stop_s - start_s) * length_s
        self.range_wanted.emit(start_s, start_s + length_s)

    @Slot(float)
    def pan(self, by_s: float) -> None:
        """A person drags."""
        start_s, stop_s = self._range_s
        self.range_wanted.emit(start_s + by_s, stop_s + by_s)

    @Slot(object)
    def _hover(self, place: QPointF | None) -> None:
        self.pointed.emit(self.chart.point_at(place).x() if place is not None else None)

    def _load(self) -> None:
        pixels = max(self.chart.width() // 2, 200)
        for at, run in enumerate(self._runs):
            times, values = run.recording.curve(self._series.key, self.side_of(run), *self._range_s, pixels)
            self.chart.set_curve(str(at), Curve(times, values, pen_of(run, self._theme)))
        for at in range(len(self._runs), self._loaded):
            self.chart.set_curve(str(at), None)
        self._loaded = len(self._runs)
        # It lies over the others.
        self._draw_hand()

    def _show_moment(self) -> None:
        pen = QPen(QColor(self._theme.surfaces.text), 1)
        self.chart.set_lines([] if self._moment_s is None else [(self._moment_s, pen)])

    def _largest(self) -> float:
        found = (run.recording.samples(self.side_of(run)).values(self._series.key) for run in self._runs)
        return max((float(np.nanmax(values, initial=0.0)) for values in found if len(values)), default=0.0)

    def _show_values(self, at_s: float | None) -> None:
        words = []
        for run in self._runs:
            samples = run.recording.samples(self.side_of(run))
            if not len(samples):
                value = math.nan
            elif at_s is None:
                value = float(np.nanmax(samples.values(self._series.key), initial=0.0))
            else:
                value = samples.at(self._series.key, at_s)
            text = value_words(self._series, value)
            words.append(self.tr("up to {0}").format(text) if at_s is None else text)
        self.legend.show_runs(self._runs, words)

    def _scale_to(self, largest: float) -> None:
        self._top = round_above(largest)
        _, unit = axis_unit(self._series.unit, self._top)
        per_unit, _ = axis_unit(self._series.unit, self._top)
        levels = (0.0, self._top / 2, self._top)
        labels = [f"{level / per_unit:.6g}" for level in levels]
        labels[-1] = f"{labels[-1]} {unit}".rstrip()
        self.chart.set_scale(0.0, self._top, list(zip(levels, labels, strict=True)))

    def _draw_hand(self) -> None:
        text = QColor(self._theme.surfaces.text)
        drawn = self.drawn or self._kept
        points = drawn.points() if drawn is not None else []
        x, y = np.array([time_s for time_s, _ in points]), np.array([height for _, height in points])
        pen = QPen(text, 3, Qt.PenStyle.DashLine)
        self.chart.set_curve(_BY_HAND, Curve(x, y, pen) if points else None)
        marks = []
        if self.drawn is not None:
            column, height = self.drawn.pen
            brush = QBrush(Qt.BrushStyle.NoBrush) if self._lifted else QBrush(text)
            marks.append(PlacedMark(self.drawn.time_of(column), height, Symbol.CIRCLE, brush))
        self.chart.set_marks(marks, QPen(text, 2))

    @Slot()
    def _restyle(self) -> None:
        self._load()
        self._show_moment()
