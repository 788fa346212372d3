"""One chart of the last half minute: a legend above the data, an axis that grows in round steps, words while empty."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app.theme import GRID, HALF_GRID, Meaning, Theme, tabular
from app.widgets.transfer_history import SPAN_S, Floats

AXIS_WIDTH = 6 * GRID

_SWATCH = int(2.5 * GRID)
_BETWEEN = int(1.5 * GRID)
_ROUND_STEPS = (1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0)


@dataclass(frozen=True, slots=True)
class CurveStyle:
    """How a curve is called and drawn; the dashes tell it from its neighbours without colour."""

    name: str
    meaning: Meaning
    dashes: Qt.PenStyle = Qt.PenStyle.SolidLine
    stepped: bool = False
    filled: bool = False


class Legend(QWidget):
    """The unit and, for each curve, a piece of its line, its name and its newest value, above the data."""

    def __init__(self, styles: Sequence[CurveStyle], unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._styles = tuple(styles)
        self._values = [""] * len(styles)
        self._unit = unit
        self._narrow = False
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_values(self, unit: str, values: Sequence[str]) -> None:
        """The unit of the axis, and each curve's newest value with its own unit."""
        if unit != self._unit or list(values) != self._values:
            self._unit, self._values = unit, list(values)
            self.update()

    def clear(self) -> None:
        """Names only."""
        self.set_values(self._unit, [""] * len(self._styles))

    def text(self) -> str:
        """The same in one line: "goodput 91.2 Mbit/s, pacing 95.0 Mbit/s"."""
        return ", ".join(
            f"{style.name} {value}".rstrip() for style, value in zip(self._styles, self._values, strict=True)
        )

    def sizeHint(self) -> QSize:
        """One line of text."""
        return QSize(40 * GRID, QFontMetrics(self.font()).height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Entries from the left; where it gets narrow, the values go first, and then the ends of the names."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        middle = self.height() / 2
        painter.setPen(QColor(self._theme.surfaces.muted))
        painter.drawText(0, 0, AXIS_WIDTH - HALF_GRID, self.height(), Qt.AlignmentFlag.AlignRight, self._unit)
        x = AXIS_WIDTH + HALF_GRID
        for style, words in zip(self._styles, self._fitting(metrics, self.width() - x), strict=True):
            pen = QPen(self._theme.line(style.meaning), GRID if style.filled else 2, style.dashes)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(x, int(middle), x + _SWATCH, int(middle))
            x += _SWATCH + HALF_GRID
            left = self.width() - x
            if left <= 0:
                break
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, left)
            painter.setPen(self._theme.text(style.meaning))
            painter.drawText(x, 0, left, self.height(), Qt.AlignmentFlag.AlignLeft, shown)
            x += metrics.horizontalAdvance(shown) + _BETWEEN
        painter.end()

    def _fitting(self, metrics: QFontMetrics, width: int) -> list[str]:
        """Names with values; where there is no room for all, the names alone, since they tell the curves apart."""
        entries = [f"{style.name} {value}".rstrip() for style, value in zip(self._styles, self._values, strict=True)]
        needed = sum(_SWATCH + HALF_GRID + _BETWEEN + metrics.horizontalAdvance(entry) for entry in entries) - _BETWEEN
        # Some room to spare before they come back: a digit more or less must not make them flicker.
        self._narrow = needed + (5 * GRID if self._narrow else 0) > width
        return [style.name for style in self._styles] if self._narrow else entries


class TimePlot(QWidget):
    """A pyqtgraph plot whose time axis runs from 30 s ago to now. It does not zoom by wheel or drag.

    Attributes:
        legend: the coloured names and newest values above the data
        view: pyqtgraph's own plot widget
    """

    def __init__(self, styles: Sequence[CurveStyle], unit: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._styles = tuple(styles)
        self._top = 0.0
        self._factor = 1.0
        self.legend = Legend(styles, unit, self)
        self.view: Any = pg.PlotWidget(self)
        self._plot: Any = self.view.getPlotItem()
        self._curves: list[Any] = [self._new_curve(style) for style in styles]
        # Stacked areas lie behind one another: the first curve is the lowest and drawn last.
        for depth, (style, curve) in enumerate(zip(styles, self._curves, strict=True)):
            curve.setZValue(-depth if style.filled else 1)
        self._empty = QLabel(empty, self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setProperty("role", "muted")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.legend, 0, 0)
        layout.addWidget(self.view, 1, 0)
        layout.addWidget(self._empty, 1, 0)
        layout.setRowStretch(1, 1)
        # pyqtgraph's own grid would clip the first and last numbers of the axes.
        self._levels: list[Any] = [pg.InfiniteLine(angle=0) for _ in range(2)]
        self._grid_lines: list[Any] = [*self._levels, *(pg.InfiniteLine(pos=age, angle=90) for age in (-20.0, -10.0))]
        for line in self._grid_lines:
            line.setZValue(-100)
            self._plot.addItem(line, ignoreBounds=True)
        self._set_up_axes()
        self._theme.changed.connect(self._restyle)
        self._restyle()
        self.scale_to(1.0, 1.0)

    def link_to(self, other: TimePlot) -> None:
        """Share the time axis of `other`."""
        self._plot.setXLink(other._plot)

    def show_times(self, shown: bool) -> None:
        """Whether the time axis has its numbers; the lowest of several charts has them for all."""
        axis = self._plot.getAxis("bottom")
        axis.setStyle(showValues=shown)
        axis.setHeight(None if shown else HALF_GRID)

    def set_curve(self, index: int, times: Floats, values: Floats) -> None:
        """New points; `times` in seconds before now, negative; `values` in the unit that `scale_to` was given."""
        self._curves[index].setData(times, values * self._factor)

    def set_empty(self, empty: bool) -> None:
        """Whether words stand in the place of the curves."""
        self._empty.setVisible(empty)
        for curve in self._curves:
            curve.setVisible(not empty)

    def scale_to(self, largest: float, per_unit: float, *, top: float | None = None) -> None:
        """Let the axis hold `largest`; its numbers are values divided by `per_unit`.

        The axis grows at once, in round steps, and shrinks only when most of it is empty: it does not pump.
        """
        factor = 1.0 / per_unit
        wanted = top if top is not None else round_above(max(largest, 0.0) * factor)
        if factor == self._factor and (wanted == self._top or self._top * 0.35 < largest * factor <= self._top):
            return
        self._factor, self._top = factor, wanted
        self._plot.setYRange(0.0, wanted, padding=0.04)
        self._plot.getAxis("left").setTicks(
            [[(share * wanted, f"{share * wanted:g}") for share in (0.0, 0.5, 1.0)], []]
        )

    @property
    def top(self) -> float:
        """The value at the upper end of the axis, before it is divided for its unit."""
        return self._top / self._factor

    def _new_curve(self, style: CurveStyle) -> Any:
        # The bare curve: pyqtgraph's PlotDataItem would cost four times as much at each update.
        if style.stepped:
            # A stepped curve has one edge more than values, also before it has any of its own.
            fill = 0.0 if style.filled else None
            curve = pg.PlotCurveItem([0.0, 1.0], [0.0], stepMode="center", fillLevel=fill)
        else:
            curve = pg.PlotCurveItem(antialias=True, connect="finite")
        self._plot.addItem(curve, ignoreBounds=True)
        return curve

    def _set_up_axes(self) -> None:
        plot = self._plot
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMinimumHeight(5 * GRID)
        plot.setMouseEnabled(x=False, y=False)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.disableAutoRange()
        plot.setXRange(-SPAN_S, 0.0, padding=0.0)
        bottom, left = plot.getAxis("bottom"), plot.getAxis("left")
        now = self.tr("now")
        bottom.setTicks([[(-30.0, self.tr("30 s ago")), (-20.0, "20 s"), (-10.0, "10 s"), (0.0, now)], []])
        bottom.setStyle(tickLength=-HALF_GRID, hideOverlappingLabels=5 * GRID)
        left.setStyle(tickLength=0, hideOverlappingLabels=5 * GRID, textFillLimits=[(0, 1.0)])
        left.setWidth(AXIS_WIDTH)
        figures = tabular(self.font())
        bottom.setTickFont(figures)
        left.setTickFont(figures)
        plot.layout.setContentsMargins(0, HALF_GRID, 3 * GRID, HALF_GRID)

    def _restyle(self) -> None:
        surfaces = self._theme.surfaces
        self.view.setBackground(surfaces.surface)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(pg.mkPen(surfaces.outline))
            axis.setTextPen(pg.mkPen(surfaces.muted))
        for line in self._grid_lines:
            line.setPen(pg.mkPen(surfaces.grid))
        for style, curve in zip(self._styles, self._curves, strict=True):
            colour = self._theme.line(style.meaning)
            curve.setPen(pg.mkPen(colour, width=1 if style.filled else 2, style=style.dashes))
            if style.filled:
                curve.setBrush(pg.mkBrush(colour))
        self.legend.update()


def round_above(value: float) -> float:
    """The next of 1, 1.2, 1.6, 2, 3, 4, 6, 8, 10, 12 ... that is not below `value`; 1 for nothing."""
    if value <= 0 or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in _ROUND_STEPS if value <= step * power), 10.0 * power)
