"""A curve as a row of numbers: for whoever draws without a mouse. What stands there is joined by straight lines."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.laboratory.drawn_curve import DrawnCurve
from app.theme import GRID, tabular
from app.views.words import axis_unit, moment_words, translated
from ptp_core.record.model.series import Series

_MOMENTS: Final = 11
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PointsTable(QTableWidget):
    """One column for each of some moments, evenly apart; its number is in the unit of the axis. An empty one is none.

    Signals:
        edited(): a person has changed a number.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(1, _MOMENTS, parent)
        self._stop_s = 1.0
        self._per_unit = 1.0
        self.setFont(tabular(self.font()))
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(_RIGHT)
        self.horizontalHeader().setMinimumSectionSize(5 * GRID)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The curve in numbers"))
        self.itemChanged.connect(self._take)
        self.hide()

    def ask(self, series: Series, drawn: DrawnCurve) -> None:
        """Ask for numbers of this series, on the axis and over the time of what is drawn."""
        self._stop_s = drawn.stop_s
        self._per_unit, unit = axis_unit(series.unit, drawn.top)
        places = [self._time_of(column) for column in range(_MOMENTS)]
        self.setHorizontalHeaderLabels([moment_words(place, self._stop_s / (_MOMENTS - 1) / 10) for place in places])
        self.setVerticalHeaderLabels([unit or translated(series.words)])
        height = self.horizontalHeader().sizeHint().height() + self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(height + 2 * self.frameWidth())
        self.show_drawn(drawn)

    def show_drawn(self, drawn: DrawnCurve) -> None:
        """Show the numbers of what was drawn, however it was."""
        with QSignalBlocker(self):
            for column in range(_MOMENTS):
                height = drawn.height_at(self._time_of(column))
                words = "" if math.isnan(height) else f"{height / self._per_unit:.4g}"
                item = QTableWidgetItem(words)
                item.setTextAlignment(_RIGHT)
                self.setItem(0, column, item)

    def points(self) -> list[tuple[float, float]]:
        """The times and values that are there."""
        found = []
        for column in range(_MOMENTS):
            item = self.item(0, column)
            value = _number(item.text()) if item is not None else None
            if value is not None:
                found.append((self._time_of(column), value * self._per_unit))
        return found

    def _time_of(self, column: int) -> float:
        return self._stop_s * column / (_MOMENTS - 1)

    @Slot(QTableWidgetItem)
    def _take(self, item: QTableWidgetItem) -> None:
        if item.text() and _number(item.text()) is None:
            with QSignalBlocker(self):
                item.setText("")
        self.edited.emit()


def _number(text: str) -> float | None:
    """What somebody has typed, with a point or a comma; None for what is no number."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
