"""One chart of a recording: the curves of a group of series that have one unit, with marks of what happened on them."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QAccessible, QCursor
from PySide6.QtWidgets import QGraphicsView, QGridLayout, QLabel, QToolTip, QWidget

from app.formatting import tooltip_text
from app.joining import as_sentence
from app.theme import GRID, Meaning, Theme, set_role
from app.views.event_marks import Mark
from app.views.legend import AXIS_WIDTH, BEYOND, CurveStyle, Legend
from app.views.plot_frame import colour_frame, set_up_frame
from app.views.time_box import TimeAxis, TimeBox
from app.views.viewing import Chosen, Viewing
from app.views.words import axis_unit, event_words, translated, value_words
from app.wording import translate
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.sample_table import Floats
from ptp_core.record.model.series import Series, SeriesGroup
from ptp_core.record.side import Side

# Bounds that are larger by more than this than all that was measured leave the chart; their value says so by an arrow.
_DWARFING: Final = 3.0
# A sender's receive buffer holds some short messages now and then.
_TRACE: Final = 0.001
# Lines across a chart, its lowest not counted: with height, quarters of the scale; else halves.
_FEW, _MANY = 2, 4
_HIGH_ENOUGH: Final = 11 * GRID
_ROUND_STEPS: Final = (1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0)
_DASHES: Final = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
# Smooth lines are for few points: many cost more than they please.
_SMOOTH_POINTS: Final = 700
_MARK_SIZE: Final = 10
_REACH: Final = 9.0
_RECEIVERS: Final = frozenset({SeriesGroup.RECEIVE_BUFFER})


class SeriesPlot(QWidget):
    """Draws what its `viewing` looks at when `draw` is called, and never by itself.

    Attributes:
        rows: all its series
        group: theirs
        legend: names and values above the data
        view: pyqtgraph's own plot widget
        curves: pyqtgraph's curves by the keys of their series
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Chart

    def __init__(self, viewing: Viewing, rows: Sequence[Series], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = tuple(rows)
        self.group = rows[0].group
        self._viewing = viewing
        self._theme = Theme.of_application()
        self._styles = {row.key: CurveStyle(row, _DASHES[at % len(_DASHES)]) for at, row in enumerate(rows)}
        self._drawn: dict[str, tuple[float, ...]] = {}
        self._scale = (0.0, 0.0)
        self._range_s = (0.0, 0.0)
        self._marks: tuple[Mark, ...] = ()
        self._mark_points: Floats = np.empty((0, 2))
        self._marked: object = None
        self.legend = Legend(self)
        self.box = TimeBox(viewing, self._click)
        self.view: Any = pg.PlotWidget(self, viewBox=self.box, axisItems={"bottom": TimeAxis()})
        self._plot: Any = self.view.getPlotItem()
        self.curves: dict[str, Any] = {row.key: self._new_curve(row) for row in rows}
        self._scatter: Any = pg.ScatterPlotItem(size=_MARK_SIZE, pxMode=True)
        self._scatter.setZValue(5)
        self._plot.addItem(self._scatter, ignoreBounds=True)
        # All levels are one item: each costs as much as a curve when it is painted.
        self._grid: Any = pg.PlotCurveItem(connect="pairs")
        self._levels: tuple[float, ...] = ()
        self._moment, self._pointed, self._chosen = (pg.InfiniteLine(angle=90) for _ in range(3))
        for line in (self._grid, self._moment, self._pointed, self._chosen):
            line.setZValue(-100)
            self._plot.addItem(line, ignoreBounds=True)
        self._empty = QLabel(self.tr("{0}: nothing yet").format(translated(self.group.value)), self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_role(self._empty, "muted")
        self._empty.hide()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.legend, 0, 0)
        layout.addWidget(self.view, 1, 0)
        layout.addWidget(self._empty, 1, 0)
        layout.setRowStretch(1, 1)
        self.setAccessibleName(translated(self.group.value))
        set_up_frame(self.view, AXIS_WIDTH)
        self.view.setMinimumHeight(6 * GRID)
        # Nearly everything changes at each drawing: to find out what does not costs more than to paint it.
        self.view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.view.scene().sigMouseMoved.connect(self._hover)
        self.view.viewport().installEventFilter(self)
        self._theme.changed.connect(self._restyle)
        self._restyle()
        self.begin()

    @property
    def top(self) -> float:
        """The upper end of the axis."""
        return self._scale[1]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Those that are on the curves."""
        return self._marks

    def show_times(self, shown: bool) -> None:
        """Whether the time axis has its numbers; the lowest of several charts has them for all."""
        self._plot.getAxis("bottom").show_numbers(shown)

    def begin(self) -> None:
        """Another recording: its axis is made for it alone."""
        self._scale_to(0.0, 0.0)

    def side_in(self, recording: Recording) -> Side | None:
        """Whose samples it shows: the receiver's of its buffer, the sender's of anything else, as far as there are."""
        ours = Side.RECEIVER if self.group in _RECEIVERS else Side.SENDER
        return next((side for side in (ours, ours.other) if len(recording.samples(side))), None)

    def has_data(self, recording: Recording, keys: Collection[str]) -> bool:
        """Whether any of these series has something to show: not nothing, and more than a trace of what may be."""
        side = self.side_in(recording)
        if side is None:
            return False
        samples = recording.samples(side)
        largest = {row: float(np.nanmax(samples.values(row.key), initial=0.0)) for row in self.rows if row.key in keys}
        bound = max((value for row, value in largest.items() if row.is_bound), default=0.0)
        return any(value > bound * _TRACE for row, value in largest.items() if not row.is_bound)

    def draw(self, keys: Collection[str], marks: Collection[Mark]) -> None:
        """Draw these of its series as of now, and those of the marks that belong on it."""
        recording = self._viewing.recording
        side = self.side_in(recording) if recording is not None else None
        shown = [row for row in self.rows if row.key in keys]
        start_s, stop_s = self._viewing.range_s
        if (start_s, stop_s) != self._range_s:
            self._range_s = (start_s, stop_s)
            self._plot.setXRange(start_s, stop_s, padding=0.0)
            self._draw_grid()
        self.legend.set_curves([self._styles[row.key] for row in shown])
        points: dict[str, tuple[Floats, Floats]] = {}
        if recording is not None and side is not None:
            pixels = max(self.view.width() // 2, 50)
            points = {row.key: recording.curve(row.key, side, start_s, stop_s, pixels) for row in shown}
        measured = any(np.isfinite(values).any() for _, values in points.values())
        self._empty.setVisible(not measured)
        for row in self.rows:
            self._set_curve(row, *points.get(row.key, (np.empty(0), np.empty(0))))
        self._fit_scale(shown, points)
        self._set_marks(marks, points)
        self.draw_lines()
        # Else pyqtgraph does so while it paints, and paints once more for it.
        self.box.updateMatrix()

    def description(self) -> str:
        """The curves' values at the moment, or at the pointer, in words."""
        return as_sentence(self.legend.text(), translate) if self.legend.text() else self._empty.text()

    def draw_lines(self) -> None:
        """Draw the moment, the pointer's time and the chosen event, with the values of that time."""
        viewing = self._viewing
        recording = viewing.recording
        player = viewing.player
        event = recording.event(viewing.chosen.serial) if recording and viewing.chosen else None
        for line, time_s in (
            (self._moment, viewing.time_s if player is not None and not player.is_live else None),
            (self._pointed, viewing.pointed_s),
            (self._chosen, event.time_s if event is not None else None),
        ):
            line.setVisible(time_s is not None)
            if time_s is not None:
                line.setValue(time_s)
        self._show_values()

    def mark_near(self, place: QPointF) -> Mark | None:
        """The mark at a place of the scene, or near it."""
        if not self._marks:
            return None
        at = self.box.mapSceneToView(place)
        across, along = self.box.viewPixelSize()
        away = np.hypot((self._mark_points[:, 0] - at.x()) / across, (self._mark_points[:, 1] - at.y()) / along)
        nearest = int(np.argmin(away))
        return self._marks[nearest] if away[nearest] <= _REACH else None

    def mark_words(self, mark: Mark) -> str:
        """What a mark stands for, in a sentence, with the rule and its source."""
        recording = self._viewing.recording
        event = recording.event(mark.serial) if recording is not None else None
        if event is None:
            return ""
        words = event_words(event, recording)
        if mark.count > 1:
            words += "\n" + self.tr("And {0} more of the same kind here: zoom to see them.").format(mark.count - 1)
        return words

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pointer leaves, or there is another height to draw in."""
        if event.type() == QEvent.Type.Leave:
            self._viewing.point_at(None)
        elif event.type() == QEvent.Type.Resize and self._scale[1]:
            self._draw_levels()
        return False

    def _hover(self, place: Any) -> None:
        if self._viewing.recording is None or not self.box.sceneBoundingRect().contains(place):
            return
        self._viewing.point_at(self.box.mapSceneToView(place).x())
        mark = self.mark_near(place)
        if mark is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(QCursor.pos(), tooltip_text(self.mark_words(mark)), self.view)

    def _click(self, place: Any) -> bool:
        mark, recording = self.mark_near(place), self._viewing.recording
        event = recording.event(mark.serial) if mark is not None and recording is not None else None
        if event is None:
            return False
        if self._viewing.chosen != Chosen(event.serial, event.side, event.packet if event.kind.is_segment else None):
            self._viewing.go_to(event)
        else:
            self._viewing.choose(None)
        return True

    def _set_curve(self, row: Series, times: Floats, values: Floats) -> None:
        drawn = (len(times), times[0], times[-1], values[0], values[-1]) if len(times) else (0.0,)
        if drawn == self._drawn.get(row.key):
            return
        self._drawn[row.key] = drawn
        curve = self.curves[row.key]
        smooth = len(times) <= _SMOOTH_POINTS and not row.counter
        curve.setData(times, values, antialias=smooth, connect="finite", stepMode="right" if row.counter else None)

    def _fit_scale(self, shown: Sequence[Series], points: dict[str, tuple[Floats, Floats]]) -> None:
        largest = {row.key: float(np.nanmax(points[row.key][1], initial=0.0)) for row in shown if row.key in points}
        bounds = {row.key for row in shown if row.is_bound}
        measured = max((largest[row.key] for row in shown if row.key in largest and not row.is_bound), default=0.0)
        # What was measured makes the axis, and a bound only in its neighbourhood; alone in the chart it makes it.
        bounds_alone = all(row.is_bound for row in shown)
        top = max(
            (
                value
                for row, value in largest.items()
                if row not in bounds or bounds_alone or value <= measured * _DWARFING
            ),
            default=0.0,
        )
        low = 0.0
        if top and all(row.counter for row in shown):
            # What has long been counted would hide what is counted now.
            low = min(float(np.nanmin(values, initial=top)) for _, values in points.values())
            low = low if top - low < top / 2 else 0.0
        self._scale_to(low, top)

    def _scale_to(self, low: float, largest: float) -> None:
        """The axis grows at once, in round steps, and shrinks only when most of it is empty: it does not pump."""
        before_low, before_top = self._scale
        if low:
            top = max(largest, low + 1)
        elif largest and before_low == 0.0 and before_top * 0.35 < largest <= before_top:
            return
        else:
            # Fractions of a count say nothing.
            least = 4.0 if self.rows[0].unit.value == "count" else 0.0
            top = round_above(max(largest, least))
        if (low, top) == self._scale:
            return
        self._scale = (low, top)
        margin = 0.06 * (top - low)
        self._plot.setYRange(low - margin, top + margin, padding=0.0)
        self._draw_levels()

    def _draw_levels(self) -> None:
        low, top = self._scale
        per_unit, _ = axis_unit(self.rows[0].unit, top)
        # Parts of what is counted one by one say nothing.
        whole = self.rows[0].unit.value != "count" or (top - low) % _MANY == 0
        parts = _MANY if whole and self.view.height() >= _HIGH_ENOUGH else _FEW
        levels = [low + (top - low) * part / parts for part in range(parts + 1)]
        self._plot.getAxis("left").setTicks([[(level, f"{level / per_unit:.6g}") for level in levels], []])
        self._levels = tuple(levels[1:])
        self._draw_grid()

    def _draw_grid(self) -> None:
        heights = np.repeat(np.array(self._levels), 2)
        self._grid.setData(np.tile(np.array(self._viewing.range_s), len(self._levels)), heights)

    def _set_marks(self, marks: Collection[Mark], points: dict[str, tuple[Floats, Floats]]) -> None:
        measured = {key: curve for key, curve in points.items() if np.isfinite(curve[1]).any()}
        placed = [
            (mark, key)
            for mark in marks
            if (key := next((key for key in mark.style.series if key in measured), None)) is not None
        ]
        identity = (tuple(placed), self._scale)
        if identity == self._marked:
            return
        self._marked, self._marks = identity, tuple(mark for mark, _ in placed)
        heights = []
        for mark, key in placed:
            times, values = measured[key]
            known = np.isfinite(values)
            heights.append(float(np.interp(mark.time_s, times[known], values[known])))
        x = np.array([mark.time_s for mark in self._marks])
        y = np.clip(np.array(heights), *self._scale)
        self._mark_points = np.column_stack((x, y))
        brushes = {meaning: pg.mkBrush(self._theme.line(meaning)) for meaning in Meaning}
        self._scatter.setData(
            x=x,
            y=y,
            symbol=[mark.style.symbol for mark in self._marks],
            brush=[brushes[mark.style.meaning] for mark in self._marks],
            pen=pg.mkPen(self._theme.surfaces.surface),
        )

    def _show_values(self) -> None:
        viewing = self._viewing
        recording = viewing.recording
        side = self.side_in(recording) if recording is not None else None
        _, unit = axis_unit(self.rows[0].unit, self.top)
        if recording is None or side is None:
            self.legend.set_values(unit, {})
            return
        at_s = viewing.time_s if viewing.pointed_s is None else viewing.pointed_s
        words = {}
        for row in self.rows:
            value = recording.samples(side).at(row.key, at_s)
            words[row.key] = value_words(row, value) + (BEYOND if value > self.top * 1.05 else "")
        self.legend.set_values(unit, words)

    def _new_curve(self, row: Series) -> Any:
        # The bare curve: pyqtgraph's PlotDataItem would cost four times as much at each update.
        curve = pg.PlotCurveItem(connect="finite", stepMode="right" if row.counter else None)
        self._plot.addItem(curve, ignoreBounds=True)
        return curve

    def _restyle(self) -> None:
        surfaces = self._theme.surfaces
        colour_frame(self.view, self._theme)
        self._grid.setPen(pg.mkPen(surfaces.grid))
        self._moment.setPen(pg.mkPen(surfaces.text, width=1))
        self._pointed.setPen(pg.mkPen(surfaces.muted, width=1, style=Qt.PenStyle.DashLine))
        self._chosen.setPen(pg.mkPen(self._theme.line(Meaning.SPURIOUS), width=2))
        for key, style in self._styles.items():
            colour = self._theme.line(style.series.meaning)
            self.curves[key].setPen(pg.mkPen(colour, width=2, style=style.dashes))
        self._marked = None


def round_above(value: float) -> float:
    """The next of 1, 1.2, 1.6, 2, 3, 4, 6, 8, 10, 12 ... that is not below `value`; 1 for nothing."""
    if value <= 0 or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in _ROUND_STEPS if value <= step * power), 10.0 * power)
