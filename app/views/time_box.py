"""The part of a plot that answers to the mouse: wheel and drag move the shared range of time, a click the moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import Qt

from app.views.viewing import Viewing
from app.views.words import moment_words

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
    """Seconds since the beginning, or minutes and hours, as fine as the range asks for."""

    def __init__(self) -> None:
        super().__init__("bottom")

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The numbers."""
        return [moment_words(max(value, 0.0), spacing) for value in values]
