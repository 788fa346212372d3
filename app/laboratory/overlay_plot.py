"""One series of several runs on one axis, and what somebody has drawn beforehand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.laboratory.drawn_curve import DrawnCurve
from app.laboratory.run_legend import RunLegend
from app.laboratory.run_styles import Run, pen_of
from app.shortcuts import Place
from app.theme import GRID, Theme
from app.views.legend import AXIS_WIDTH
from app.views.plot_frame import colour_frame, set_up_frame
from app.views.series_plot import round_above
from app.views.time_box import TimeAxis
from app.views.words import axis_unit, translated, value_words
from app.widgets.keys import pressed
from ptp_core.record.model.series import SERIES, Series, SeriesGroup
from ptp_core.record.side import Side

_ZOOM_A_STEP: Final = 0.998
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

    ACCESSIBLE_ROLE = QAccessible.Role.Chart

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
        self.legend = RunLegend(self)
        self.box = _Box(self)
        self.view: Any = pg.PlotWidget(self, viewBox=self.box, axisItems={"bottom": TimeAxis()})
        self._plot: Any = self.view.getPlotItem()
        self._curves: list[Any] = []
        self._by_hand: Any = pg.PlotCurveItem(connect="finite", antialias=True)
        self._pen_mark: Any = pg.ScatterPlotItem(size=GRID, pxMode=True)
        self._moment: Any = pg.InfiniteLine(angle=90)
        self._levels: list[Any] = [pg.InfiniteLine(angle=0) for _ in range(2)]
        for item in (*self._levels, self._moment, self._by_hand, self._pen_mark):
            self._plot.addItem(item, ignoreBounds=True)
        for item in (*self._levels, self._moment):
            item.setZValue(-100)
        self._by_hand.setZValue(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.legend)
        layout.addWidget(self.view, 1)
        set_up_frame(self.view, AXIS_WIDTH + 4 * GRID)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(12 * GRID)
        self.view.scene().sigMouseMoved.connect(self._hover)
        self.view.viewport().installEventFilter(self)
        self._theme.changed.connect(self._restyle)
        self._restyle()

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
        times, values = self._curves[at].getData()
        return list(times), list(values)

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
        self._plot.setXRange(start_s, stop_s, padding=0.0)
        self._load()

    def show_moment(self, moment_s: float | None, values_at_s: float | None) -> None:
        """Draw the moment's line, and tell the values of a time; the highest ones where that is None."""
        self._moment.setVisible(moment_s is not None)
        if moment_s is not None:
            self._moment.setValue(moment_s)
        self._show_values(values_at_s)

    def draw_by_hand(self, drawn: DrawnCurve | None, *, top: float = 0.0) -> None:
        """Let a person draw this curve, on an axis up to `top`; None lets nobody draw."""
        self.drawn = drawn
        self._lifted = False
        if drawn is not None:
            self._scale_to(max(top, self._largest()))
            self.view.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.view.unsetCursor()
        self._draw_hand()

    def keep_drawn(self, drawn: DrawnCurve) -> None:
        """Show what was drawn; it stays as it is."""
        self.drawn = None
        self.view.unsetCursor()
        self._draw_hand(drawn)

    def draw(self) -> None:
        """Draw everything anew."""
        while len(self._curves) < len(self._runs):
            curve = pg.PlotCurveItem(connect="finite")
            self._plot.addItem(curve, ignoreBounds=True)
            self._curves.append(curve)
        while len(self._curves) > len(self._runs):
            self._plot.removeItem(self._curves.pop())
        for run, curve in zip(self._runs, self._curves, strict=True):
            curve.setPen(pen_of(run, self._theme))
        self._load()
        self._scale_to(self._largest())
        self._show_values(None)
        self._draw_hand()
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(None)
        return False

    def zoom(self, factor: float, around_s: float) -> None:
        """A person zooms."""
        start_s, stop_s = self._range_s
        length_s = max((stop_s - start_s) * factor, 1e-5)
        start_s = around_s - (around_s - start_s) / (stop_s - start_s) * length_s
        self.range_wanted.emit(start_s, start_s + length_s)

    def pan(self, by_s: float) -> None:
        """A person drags."""
        start_s, stop_s = self._range_s
        self.range_wanted.emit(start_s + by_s, stop_s + by_s)

    def _hover(self, place: Any) -> None:
        if self.box.sceneBoundingRect().contains(place):
            self.pointed.emit(self.box.mapSceneToView(place).x())

    def _load(self) -> None:
        pixels = max(self.view.width() // 2, 200)
        for run, curve in zip(self._runs, self._curves, strict=True):
            times, values = run.recording.curve(self._series.key, self.side_of(run), *self._range_s, pixels)
            curve.setData(times, values)

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
        self._plot.setYRange(-0.03 * self._top, 1.03 * self._top, padding=0.0)
        levels = (0.0, self._top / 2, self._top)
        labels = [f"{level / per_unit:.6g}" for level in levels]
        labels[-1] = f"{labels[-1]} {unit}".rstrip()
        self._plot.getAxis("left").setTicks([list(zip(levels, labels, strict=True)), []])
        for line, level in zip(self._levels, levels[1:], strict=True):
            line.setValue(level)

    def _draw_hand(self, kept: DrawnCurve | None = None) -> None:
        drawn = kept or self.drawn
        points = drawn.points() if drawn is not None else []
        x, y = np.array([time_s for time_s, _ in points]), np.array([height for _, height in points])
        self._by_hand.setData(x, y)
        if self.drawn is not None:
            column, height = self.drawn.pen
            brush = pg.mkBrush(None) if self._lifted else pg.mkBrush(self._theme.surfaces.text)
            self._pen_mark.setData(x=[self.drawn.time_of(column)], y=[height], brush=brush)
        else:
            self._pen_mark.setData(x=[], y=[])

    def _restyle(self) -> None:
        surfaces = self._theme.surfaces
        colour_frame(self.view, self._theme)
        for line in self._levels:
            line.setPen(pg.mkPen(surfaces.grid))
        self._moment.setPen(pg.mkPen(surfaces.text, width=1))
        self._by_hand.setPen(pg.mkPen(surfaces.text, width=3, style=Qt.PenStyle.DashLine))
        self._pen_mark.setPen(pg.mkPen(surfaces.text, width=2))
        for run, curve in zip(self._runs, self._curves, strict=True):
            curve.setPen(pen_of(run, self._theme))
        self._draw_hand()


class _Box(pg.ViewBox):  # type: ignore[misc]
    """Wheel: zoom. Drag: pan, or draw where something is to be drawn. Click: the moment. Double click: everything."""

    def __init__(self, owner: OverlayPlot) -> None:
        super().__init__(enableMenu=False, enableMouse=False)
        self._owner = owner

    def wheelEvent(self, event: Any, axis: object = None) -> None:
        event.accept()
        self._owner.zoom(_ZOOM_A_STEP ** event.delta(), self.mapSceneToView(event.scenePos()).x())

    def mouseDragEvent(self, event: Any, axis: object = None) -> None:
        event.accept()
        before, now = self.mapToView(event.lastPos()), self.mapToView(event.pos())
        if self._owner.drawn is None:
            self._owner.pan(before.x() - now.x())
            return
        if event.isStart():
            before = self.mapToView(event.buttonDownPos())
        self._owner.stroke((before.x(), before.y()), (now.x(), now.y()))

    def mouseClickEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.accept()
        place = self.mapSceneToView(event.scenePos())
        if self._owner.drawn is not None:
            self._owner.stroke((place.x(), place.y()), (place.x(), place.y()))
        elif event.double():
            self._owner.all_wanted.emit()
        else:
            self._owner.clicked.emit(place.x())
