"""Which line is which run, and its value: above a chart, in as many lines as its width asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.laboratory.run_styles import Run, pen_of
from app.theme import GRID, HALF_GRID, Theme, tabular
from app.wording import list_words

_SWATCH: Final = 3 * GRID
_BETWEEN: Final = 2 * GRID


class RunLegend(QWidget):
    """Nothing in it moves when values change: each has the room of the widest that came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._runs: tuple[Run, ...] = ()
        self._values: tuple[str, ...] = ()
        self._widest = 0
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme.changed.connect(self.update)

    def show_runs(self, runs: Sequence[Run], values: Sequence[str]) -> None:
        """The runs, each with its value in words."""
        if (tuple(runs), tuple(values)) == (self._runs, self._values):
            return
        self._widest = 0 if tuple(runs) != self._runs else self._widest
        self._runs, self._values = tuple(runs), tuple(values)
        metrics = QFontMetrics(self.font())
        self._widest = max(self._widest, *(metrics.horizontalAdvance(value) for value in values), 0)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The same in one line."""
        return list_words([f"{run.name} {value}" for run, value in zip(self._runs, self._values, strict=True)])

    def sizeHint(self) -> QSize:
        """As many lines as there are."""
        lines = self._lines()
        return QSize(40 * GRID, max(len(lines), 1) * (QFontMetrics(self.font()).height() + 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines, perhaps."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Entries from the left."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        height = metrics.height() + 2
        for number, line in enumerate(self._lines()):
            x, y = 0, number * height
            for at in line:
                painter.setPen(pen_of(self._runs[at], self._theme))
                painter.drawLine(x, y + height // 2, x + _SWATCH, y + height // 2)
                painter.setPen(QColor(self._theme.surfaces.text))
                room = max(self.width() - x - _SWATCH - HALF_GRID, 0)
                words = metrics.elidedText(self._words(at), Qt.TextElideMode.ElideRight, room)
                painter.drawText(x + _SWATCH + HALF_GRID, y, room, height, Qt.AlignmentFlag.AlignVCenter, words)
                x += self._width(at, metrics) + _BETWEEN
        painter.end()

    def _words(self, at: int) -> str:
        return f"{self._runs[at].name}  {self._values[at]}"

    def _width(self, at: int, metrics: QFontMetrics) -> int:
        return _SWATCH + HALF_GRID + metrics.horizontalAdvance(f"{self._runs[at].name}  ") + self._widest

    def _lines(self) -> list[list[int]]:
        metrics = QFontMetrics(self.font())
        lines: list[list[int]] = []
        left = 0
        for at in range(len(self._runs)):
            needed = self._width(at, metrics)
            if not lines or needed > left:
                lines.append([])
                left = self.width()
            lines[-1].append(at)
            left -= needed + _BETWEEN
        return lines
