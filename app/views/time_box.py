"""The part of a plot that answers to the mouse: wheel and drag move the shared range of time, a click the moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication

from app.theme import GRID, HALF_GRID, tabular
from app.views.viewing import Viewing
from app.views.words import moment_words
from ptp_core.record.model.ticks import ticks

# A notch of a wheel is 120.
_ZOOM_A_STEP: Final = 0.998
_LEAST_BAND: Final = 4.0


class TimeBox(pg.ViewBox):  # type: ignore[misc]
    """Wheel: zoom around the pointer. Drag: pan. Drag with Shift or the right button: zoom to what was dragged over.
    Double click: everything. `clicked` is called with the time at a click, and may say that it has dealt with it."""

    def __init__(self, viewing: Viewing, clicked: Callable[[Any], bool]) -> None:
        super().__init__(enableMenu=False, enableMouse=False)
        self._viewing = viewing
        self._clicked = clicked
        self._band: Any = None

    def wheelEvent(self, event: Any, axis: object = None) -> None:
        """Zoom."""
        event.accept()
        self._viewing.zoom(_ZOOM_A_STEP ** event.delta(), self.mapSceneToView(event.scenePos()).x())

    def mouseDragEvent(self, event: Any, axis: object = None) -> None:
        """Pan, or zoom."""
        event.accept()
        picks = event.button() == Qt.MouseButton.RightButton or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if not picks and self._band is None:
            self._viewing.pan(self.mapToView(event.lastPos()).x() - self.mapToView(event.pos()).x())
            return
        start_s, stop_s = sorted(self.mapToView(point).x() for point in (event.buttonDownPos(), event.pos()))
        if self._band is None:
            self._band = pg.LinearRegionItem(movable=False)
            self.addItem(self._band, ignoreBounds=True)
        self._band.setRegion((start_s, stop_s))
        if event.isFinish():
            self.removeItem(self._band)
            self._band = None
            if abs(event.pos().x() - event.buttonDownPos().x()) >= _LEAST_BAND:
                self._viewing.look_at(start_s, stop_s)

    def mouseClickEvent(self, event: Any) -> None:
        """Go to the moment, or to what was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.accept()
        if event.double():
            self._viewing.show_all()
        elif not self._clicked(event.scenePos()):
            self._viewing.seek(self.mapSceneToView(event.scenePos()).x())


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Seconds since the beginning, or minutes and hours, as fine as the range asks for.

    It moves with each drawing of what is live: its ticks are made here, for a tenth of what pyqtgraph's own cost, and
    its height is given, not found out while it is painted.
    """

    def __init__(self) -> None:
        super().__init__("bottom")
        # Ticks go into the chart.
        self.setStyle(tickFont=tabular(QGuiApplication.font()), tickLength=-HALF_GRID)
        self.show_numbers(True)

    def show_numbers(self, shown: bool) -> None:
        """Whether it has its numbers."""
        self.setStyle(showValues=shown)
        self.setHeight(QFontMetrics(self.style["tickFont"]).height() + GRID if shown else HALF_GRID)

    def generateDrawSpecs(self, painter: object) -> tuple[Any, list[Any], list[Any]] | None:
        """The line, the ticks and their numbers."""
        bounds = self.mapRectFromParent(self.geometry())
        start_s, stop_s = self.range
        if bounds.width() <= 0 or stop_s <= start_s:
            return None
        metrics = QFontMetrics(self.style["tickFont"])
        widest = metrics.horizontalAdvance(moment_words(max(stop_s, 0.0), (stop_s - start_s) / 10)) + 4 * GRID
        places = ticks(start_s, stop_s, max(int(bounds.width() // widest), 1))
        apart_s = places[1] - places[0] if len(places) > 1 else stop_s - start_s
        pen, per_s = self.pen(), bounds.width() / (stop_s - start_s)
        marks, numbers = [], []
        for time_s in places:
            x = bounds.left() + (time_s - start_s) * per_s
            marks.append((pen, QPointF(x, bounds.top()), QPointF(x, bounds.top() - HALF_GRID)))
            if self.style["showValues"]:
                words = moment_words(max(time_s, 0.0), apart_s)
                width = metrics.horizontalAdvance(words) + 2
                left = min(max(x - width / 2, bounds.left() - 2 * GRID), bounds.right() + 2 * GRID - width)
                room = QRectF(left, bounds.top() + HALF_GRID, width, metrics.height())
                numbers.append((room, Qt.AlignmentFlag.AlignCenter, words))
        return (pen, bounds.topLeft(), bounds.topRight()), marks, numbers
