"""The names and values of a plot's curves above its data: on one line, or more in a narrow one; values always show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import GRID, HALF_GRID, Theme, tabular
from app.views.words import translated, widest_value
from app.wording import list_words
from ptp_core.record.model.series import Series

AXIS_WIDTH: Final = 6 * GRID
# Behind a value that the axis does not reach.
BEYOND: Final = " ↑"
_SWATCH: Final = 2 * GRID
_BETWEEN: Final = int(1.5 * GRID)
_GAP: Final = HALF_GRID


@dataclass(frozen=True, slots=True)
class CurveStyle:
    """How a series is drawn; the dashes tell it from its neighbours without colour."""

    series: Series
    dashes: Qt.PenStyle


class Legend(QWidget):
    """The axis's unit and, for each curve, a piece of its line, its name and a value, which has its unit itself.

    How many lines it has depends on its width and on the curves alone: nothing moves when values change.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._styles: tuple[CurveStyle, ...] = ()
        self._values: Mapping[str, str] = {}
        self._unit = ""
        self._lines: list[list[CurveStyle]] = []
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme.changed.connect(self.update)

    def set_curves(self, styles: Sequence[CurveStyle]) -> None:
        """Which curves there are."""
        if tuple(styles) != self._styles:
            self._styles = tuple(styles)
            self._arrange()
            self.update()

    def set_values(self, unit: str, values: Mapping[str, str]) -> None:
        """The unit of the axis, and each curve's value by the key of its series."""
        if unit != self._unit or values != self._values:
            self._unit, self._values = unit, dict(values)
            self.update()

    def text(self) -> str:
        """The same in one line: "goodput 91.2 Mbit/s, sending rate 95.0 Mbit/s"."""
        return list_words(
            [f"{_name(style)} {self._values.get(style.series.key, '')}".rstrip() for style in self._styles]
        )

    def shown_text(self) -> str:
        """The same as it is painted: names end in an ellipsis where there is no room."""
        metrics = QFontMetrics(self.font())
        return "\n".join(
            ", ".join(f"{name} {value}".rstrip() for name, value in self._fitting(line, metrics))
            for line in self._lines
        )

    def sizeHint(self) -> QSize:
        """As many lines as the curves need."""
        return QSize(40 * GRID, max(len(self._lines), 1) * self._line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines, perhaps."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Entries from the left."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        height = self._line_height()
        painter.setPen(QColor(self._theme.surfaces.muted))
        painter.drawText(QRect(0, 0, AXIS_WIDTH - HALF_GRID, height), Qt.AlignmentFlag.AlignRight, self._unit)
        for number, line in enumerate(self._lines):
            y = number * height
            for style, (name, value), x in self._placed(line, metrics):
                pen = QPen(self._theme.line(style.series.meaning), 2, style.dashes)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(x, y + height // 2, x + _SWATCH, y + height // 2)
                words = x + _SWATCH + _GAP
                painter.setPen(self._theme.text(style.series.meaning))
                painter.drawText(words, y, self.width() - words, height, Qt.AlignmentFlag.AlignLeft, f"{name} {value}")
        painter.end()

    def reach(self) -> int:
        """How far to the right the entries go, in pixels: within the width nothing is cut."""
        metrics = QFontMetrics(self.font())
        return max(
            (
                x + _SWATCH + _GAP + metrics.horizontalAdvance(f"{name} {value}")
                for line in self._lines
                for _style, (name, value), x in self._placed(line, metrics)
            ),
            default=0,
        )

    def _line_height(self) -> int:
        return QFontMetrics(self.font()).height() + 1

    def _room(self) -> int:
        return max(self.width() - AXIS_WIDTH - HALF_GRID, 0)

    def _width(self, name: str, style: CurveStyle, metrics: QFontMetrics) -> int:
        # A bound may lie beyond the axis, and says so.
        beyond = BEYOND if style.series.is_bound else ""
        return metrics.horizontalAdvance(f"{name} {widest_value(style.series.unit)}{beyond}")

    def _placed(
        self, line: list[CurveStyle], metrics: QFontMetrics
    ) -> Iterator[tuple[CurveStyle, tuple[str, str], int]]:
        """The entries of a line, and where each begins."""
        x = AXIS_WIDTH + HALF_GRID
        for style, (name, value) in zip(line, self._fitting(line, metrics), strict=True):
            yield style, (name, value), x
            needed = max(metrics.horizontalAdvance(f"{name} {value}"), self._width(name, style, metrics))
            x += _SWATCH + _GAP + needed + _BETWEEN

    def _arrange(self) -> None:
        metrics = QFontMetrics(self.font())
        lines: list[list[CurveStyle]] = []
        left = 0
        for style in self._styles:
            needed = _SWATCH + _GAP + self._width(_name(style), style, metrics)
            if not lines or needed > left:
                lines.append([])
                left = self._room()
            lines[-1].append(style)
            left -= needed + _BETWEEN
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
            self.update()

    def _fitting(self, line: list[CurveStyle], metrics: QFontMetrics) -> list[tuple[str, str]]:
        """Names and values of a line. Only an entry that is alone in its line can be too wide: its name gives way."""
        entries = []
        for style in line:
            value = self._values.get(style.series.key, "")
            room = self._room() - _SWATCH - _GAP - metrics.horizontalAdvance(f" {value}")
            name = (
                metrics.elidedText(_name(style), Qt.TextElideMode.ElideRight, room) if len(line) == 1 else _name(style)
            )
            entries.append((name, value))
        return entries


def _name(style: CurveStyle) -> str:
    return translated(style.series.words)
