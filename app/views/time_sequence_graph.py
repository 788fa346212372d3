"""The time-sequence graph, after tcptrace: time to the right, bytes upwards, each segment a bar of the bytes it has.

Zoomed out, every pixel that a segment touches is drawn once, however many there are; zoomed in, each segment is a bar
of its own, with its sequence number and length where there is room.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.theme import GRID, HALF_GRID
from app.views.canvas import NEAR_PX, Canvas, draw_words
from app.views.viewing import Chosen, Viewing
from ptp_core.record.model.events import Event
from ptp_core.record.model.segments import part_of, seen_at, segment_of
from ptp_core.record.model.ticks import size_words, ticks, time_words
from ptp_core.record.model.time_sequence import Columns, Floats, Mark, Shape, TimeSequence, runs
from ptp_core.record.side import Side

# So many segments are drawn one by one; more of them as pixels.
SINGLE_MOST: Final = 1500
_LEFT: Final = 9 * GRID
_RIGHT: Final = 2 * GRID
_MARGIN: Final = 0.06
_CAP_FROM_PX: Final = 5
_LABEL_FROM_PX: Final = 13
_LABELLED_MOST: Final = 120
_MOST_LABELS: Final = 150
_ZOOM_LIMIT_BYTES: Final = 4.0


class TimeSequenceGraph(Canvas):
    """Seen at `side`; Ctrl and the wheel zoom the bytes, which otherwise fit what is in the range."""

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        self._side = Side.SENDER
        self._sequence: TimeSequence | None = None
        self._heights: tuple[float, float] | None = None
        self._pressed_heights: tuple[float, float] | None = None
        self._fitted = (0.0, 1.0)
        self._fitted_to: object = None
        super().__init__(viewing, parent)
        self.setAccessibleName(self.tr("Time-sequence graph"))
        self._look_anew()

    @property
    def side(self) -> Side:
        """Where it is seen."""
        return self._side

    def show_side(self, side: Side) -> None:
        """See it at another side."""
        self._side = side
        self._look_anew()

    def heights(self) -> tuple[float, float]:
        """The sequence numbers at the lower and the upper edge."""
        if self._heights is not None:
            return self._heights
        sequence = self._taken_in()
        if sequence is None:
            return 0.0, 1.0
        seen = (self.viewing.range_s, sequence.recording.events.stop)
        if seen != self._fitted_to:
            self._fitted_to = seen
            low, high = sequence.extent(*self.viewing.range_s)
            margin = (high - low) * _MARGIN
            self._fitted = (low - margin, high + margin)
        return self._fitted

    def show_heights(self, low: float, high: float) -> None:
        """Show these sequence numbers, whatever is in the range."""
        self._heights = (low, max(high, low + _ZOOM_LIMIT_BYTES))
        self.update()

    def place_of_byte(self, sequence: float, area: QRect | None = None) -> float:
        """The pixel at which a sequence number is shown."""
        plot = self.plot_area(self.rect() if area is None else area)
        low, high = self.heights()
        return plot.bottom() + 1 - (sequence - low) / (high - low) * plot.height()

    # What a canvas wants.

    def plot_area(self, area: QRect) -> QRect:
        """Beside the axes, below the legend."""
        line = QFontMetrics(self.font()).height()
        return area.adjusted(_LEFT, line + GRID, -_RIGHT, -(line + GRID))

    def state(self) -> object:
        """Which side, and which bytes."""
        return self._side, self._heights

    def begin_pan(self) -> None:
        """Remember where the bytes were, if they were zoomed."""
        self._pressed_heights = self._heights

    def pan_across(self, moved_px: float) -> None:
        """Zoomed bytes go along."""
        if self._pressed_heights is not None:
            low, high = self._pressed_heights
            by = moved_px * (high - low) / max(self.plot_area(self.rect()).height(), 1)
            self.show_heights(low + by, high + by)

    def zoom_across(self, factor: float, place: QPointF) -> None:
        """Zoom the bytes about the mouse."""
        low, high = self.heights()
        about = self._byte_at(place.y())
        self.show_heights(about - (about - low) * factor, about + (high - about) * factor)

    def zoom_to(self, area: QRect) -> None:
        """These times and these bytes."""
        low, high = self._byte_at(area.bottom()), self._byte_at(area.top())
        super().zoom_to(area)
        self.show_heights(low, high)

    def show_everything(self) -> None:
        """All times, and the bytes that are in them."""
        self._heights = None
        super().show_everything()

    def nearest(self, place: QPointF) -> Chosen | None:
        """The bar, or the corner of a line, that is nearest."""
        sequence = self._taken_in()
        if sequence is None:
            return None
        plot = self.plot_area(self.rect())
        low, high = self.heights()
        per_byte, around_s = plot.height() / (high - low), NEAR_PX * self.time_per_pixel()
        at_s, at_byte = self.time_at(place.x()), self._byte_at(place.y())
        best = (float(NEAR_PX), -1)
        # What is drawn last lies on top.
        for mark in reversed(sequence.marks):
            columns = sequence.of(mark).within(at_s - around_s, at_s + around_s)
            if len(columns.times):
                across = np.maximum(np.maximum(columns.low - at_byte, at_byte - columns.high), 0) * per_byte
                away = np.hypot((columns.times - at_s) / self.time_per_pixel(), across)
                number = int(np.argmin(away))
                if away[number] < best[0]:
                    best = (float(away[number]), int(columns.serials[number]))
        return self._chosen_of(best[1], at_byte) if best[1] >= 0 else None

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Axes, lines, bars, what is chosen, and the legend."""
        sequence = self._taken_in()
        if sequence is None or not any(len(sequence.of(mark).times) for mark in sequence.marks):
            draw_words(
                painter,
                area,
                self.tr("Here each segment will be a bar: when it went, and which bytes it carried."),
                QColor(self.surfaces.muted),
            )
            return
        plot = self.plot_area(area)
        self._draw_axes(painter, area, plot)
        self._draw_legend(painter, area, sequence)
        painter.save()
        painter.setClipRect(plot)
        for mark in sequence.marks:
            if mark.value.shape is Shape.LINE:
                self._draw_line(painter, area, sequence, mark)
        start_s, stop_s = self.viewing.range_s
        bars = [mark for mark in sequence.marks if mark.value.shape is Shape.BAR]
        in_range = {mark: sequence.of(mark).within(start_s, stop_s) for mark in bars}
        if sum(len(columns.times) for columns in in_range.values()) <= SINGLE_MOST:
            self._draw_singles(painter, area, bars)
        else:
            # What is rare is drawn wider, and below what there is much of: both are seen.
            for mark in sorted(bars, key=lambda mark: not _stands_out(mark)):
                self._draw_pixels(painter, area, mark, in_range[mark])
        self._draw_chosen(painter, area)
        painter.restore()

    # The parts of the picture.

    def _draw_axes(self, painter: QPainter, area: QRect, plot: QRect) -> None:
        grid, muted = QPen(QColor(self.surfaces.grid), 1), QColor(self.surfaces.muted)
        metrics = QFontMetrics(self.font())
        origin = self.viewing.recording.origin(Side.SENDER) if self.viewing.recording else 0
        low, high = self.heights()
        bytes_at = ticks(low - origin, high - origin, plot.height() // (6 * GRID))
        for value, words in zip(bytes_at, size_words(bytes_at), strict=True):
            y = self.place_of_byte(value + origin, area)
            painter.setPen(grid)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(muted)
            box = QRectF(area.left(), y - metrics.height() / 2, _LEFT - GRID, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        times_s = ticks(*self.viewing.range_s, plot.width() // (12 * GRID))
        for time_s, words in zip(times_s, time_words(times_s), strict=True):
            x = self.place_of(time_s, area)
            painter.setPen(grid)
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            painter.setPen(muted)
            width = metrics.horizontalAdvance(words) + HALF_GRID
            left = min(max(x - width / 2, area.left()), area.right() - width)
            painter.drawText(
                QRectF(left, plot.bottom() + HALF_GRID, width, metrics.height()), Qt.AlignmentFlag.AlignCenter, words
            )
        painter.setPen(QPen(QColor(self.surfaces.outline), 1))
        painter.drawRect(plot.adjusted(0, 0, -1, 0))

    def _draw_legend(self, painter: QPainter, area: QRect, sequence: TimeSequence) -> None:
        metrics = QFontMetrics(self.font())
        middle = area.top() + HALF_GRID + metrics.height() / 2
        x = float(area.left() + _LEFT)
        for mark in reversed(sequence.marks):
            row = mark.value
            if not len(sequence.of(mark).times):
                continue
            words = QCoreApplication.translate("recording", row.words)
            width = metrics.horizontalAdvance(words)
            if x + 2 * GRID + width > area.right():
                return
            painter.setPen(self._pen(mark))
            if row.shape is Shape.LINE:
                painter.drawLine(QPointF(x, middle), QPointF(x + 1.5 * GRID, middle))
            else:
                painter.drawLine(QPointF(x + GRID, middle - 5), QPointF(x + GRID, middle + 5))
                if row.crossed:
                    _draw_cross(painter, QPointF(x + GRID, middle - 4))
            if row.letter:
                painter.setPen(self.text_colour(row.meaning))
                painter.drawText(QPointF(x - 2, middle + metrics.ascent() / 2 - 1), row.letter)
            painter.setPen(self.text_colour(row.meaning))
            painter.drawText(QPointF(x + 2 * GRID, middle + metrics.ascent() / 2 - 1), words)
            x += 2 * GRID + width + 2 * GRID

    def _draw_line(self, painter: QPainter, area: QRect, sequence: TimeSequence, mark: Mark) -> None:
        start_s, stop_s = self.viewing.range_s
        plot = self.plot_area(area)
        times, heights = sequence.steps(mark, start_s, stop_s, plot.width())
        if not len(times):
            return
        low, high = self.heights()
        xs = plot.left() + (times - start_s) * (plot.width() / (stop_s - start_s))
        ys: Floats = plot.bottom() + 1 - (heights - low).astype(np.float64) * (plot.height() / (high - low))
        end = self.place_of(min(sequence.recording.stop_s, stop_s), area)
        lines = _upright(xs, np.concatenate((ys[:1], ys[:-1])), ys, plot)
        lines += _level(xs, np.append(xs[1:], max(end, xs[-1])), ys, plot)
        painter.setPen(self._pen(mark))
        painter.drawLines(lines)

    def _draw_pixels(self, painter: QPainter, area: QRect, mark: Mark, columns: Columns) -> None:
        plot = self.plot_area(area)
        start_s, stop_s = self.viewing.range_s
        found = runs(columns, start_s, stop_s, plot.width(), *self.heights(), plot.height())
        left, bottom = plot.left() + 0.5, plot.bottom() + 0.5
        pen, least = self._pen(mark), 1
        if _stands_out(mark):
            # A mark that is one pixel alone would not be seen beside thousands.
            least = 3
            pen.setWidth(3)
        painter.setPen(pen)
        painter.drawLines(
            [
                QLineF(x, low, x, high)
                for x, low, high in zip(
                    (found.x + left).tolist(),
                    (bottom - found.low).tolist(),
                    (bottom - np.maximum(found.high, found.low + least)).tolist(),
                    strict=True,
                )
            ]
        )

    def _draw_singles(self, painter: QPainter, area: QRect, bars: list[Mark]) -> None:
        low, high = self.heights()
        plot = self.plot_area(area)
        per_byte = plot.height() / (high - low)
        metrics = QFontMetrics(self.smaller_font())
        labels: list[tuple[QRectF, str, QColor]] = []
        recording = self.viewing.recording
        assert recording is not None
        start_s, stop_s = self.viewing.range_s
        few = len(recording.segments(start_s, stop_s, side=self._side)[0]) <= _LABELLED_MOST
        for mark in bars:
            row = mark.value
            kinds = [kind for kind in row.kinds if kind.is_segment]
            if kinds:
                rows, _ = recording.segments(start_s, stop_s, kinds=kinds, side=self._side)
            else:
                rows, _ = recording.rows(start_s, stop_s, kinds=row.kinds, side=self._side)
            rows = rows[(rows["stop"] > rows["start"]) & (rows["stop"] > low) & (rows["start"] < high)]
            pen = self._pen(mark)
            pen.setWidth(2 if few else 1)
            painter.setPen(pen)
            lines = []
            caps = (rows["stop"] - rows["start"]).max(initial=0) * per_byte >= _CAP_FROM_PX
            for time_s, start, stop in zip(
                rows["time_s"].tolist(), rows["start"].tolist(), rows["stop"].tolist(), strict=True
            ):
                x = self.place_of(time_s, area)
                bottom = min(self.place_of_byte(start, area), plot.bottom())
                top = max(self.place_of_byte(stop, area), plot.top())
                lines.append(QLineF(x, bottom, x, min(top, bottom - 1)))
                if caps:
                    lines += [QLineF(x - 2, bottom, x + 2, bottom), QLineF(x - 2, top, x + 2, top)]
                if row.crossed:
                    _draw_cross(painter, QPointF(x, top))
                if row.letter:
                    box = QRectF(x + 3, top - metrics.height(), metrics.horizontalAdvance("R") + 2, metrics.height())
                    labels.insert(0, (box, row.letter, self.text_colour(row.meaning)))
                if kinds and (few or bottom - top >= _LABEL_FROM_PX):
                    words = f"{start}, {stop - start} B"
                    box = QRectF(
                        x + HALF_GRID,
                        (top + bottom - metrics.height()) / 2,
                        metrics.horizontalAdvance(words) + 2,
                        metrics.height(),
                    )
                    labels.append((box, words, self.text_colour(row.meaning)))
            painter.drawLines(lines)
        painter.setFont(self.smaller_font())
        for box, words, colour in _apart(labels):
            painter.setPen(colour)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(self.font())

    def _draw_chosen(self, painter: QPainter, area: QRect) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for event in self.marked():
            x = self.place_of(event.time_s, area)
            low, high = event.start, event.stop
            if event.kind.is_segment and low == high:
                low = high = event.acknowledgement or low
            bottom, top = self.place_of_byte(low, area), self.place_of_byte(high, area)
            box = QRectF(QPointF(x - 5, top - 5), QPointF(x + 5, bottom + 5))
            painter.setPen(QPen(QColor(self.surfaces.surface), 5))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QPen(QColor(self.surfaces.text), 2))
            painter.drawRoundedRect(box, 4, 4)

    def marked(self) -> list[Event]:
        """What is marked here for what is chosen: itself, or of a segment what was seen of it at this side."""
        chosen, recording = self.viewing.chosen, self.viewing.recording
        event = recording.event(chosen.serial) if chosen is not None and recording is not None else None
        if event is None or chosen is None or recording is None:
            return []
        if event.side is self._side:
            return [part_of(event, chosen.packet)]
        segment = segment_of(event, chosen.packet)
        return seen_at(recording, segment, self._side, event.time_s) if segment is not None else []

    def _chosen_of(self, serial: int, at_byte: float) -> Chosen | None:
        recording = self.viewing.recording
        event = recording.event(serial) if recording is not None else None
        if event is None:
            return None
        packet = event.packet if event.kind.is_segment else None
        if packet is not None and event.segment_bytes:
            packet += min(max(int(at_byte - event.start) // event.segment_bytes, 0), event.count - 1)
        return Chosen(serial, event.side, packet)

    def _byte_at(self, pixel: float) -> float:
        plot = self.plot_area(self.rect())
        low, high = self.heights()
        return low + (plot.bottom() + 1 - pixel) / max(plot.height(), 1) * (high - low)

    def _pen(self, mark: Mark) -> QPen:
        row = mark.value
        pen = QPen(self.line_colour(row.meaning), 1)
        if mark in (Mark.WINDOW, Mark.BUFFER_END):
            pen.setStyle(Qt.PenStyle.DashLine)
        return pen

    def _taken_in(self) -> TimeSequence | None:
        sequence = self._sequence
        if sequence is None:
            return None
        sequence.refresh()
        if not any(len(sequence.of(mark).times) for mark in sequence.marks):
            # Which side a running connection is, is known once something has happened there.
            sides = sequence.recording.sides
            if sides and self._side not in sides:
                self._side = sides[0]
                sequence = self._sequence = TimeSequence(sequence.recording, self._side)
                sequence.refresh()
        return sequence

    def _look_anew(self) -> None:
        recording = self.viewing.recording
        self._heights = self._fitted_to = None
        if recording is not None and len(recording.sides) == 1:
            self._side = recording.sides[0]
        self._sequence = TimeSequence(recording, self._side) if recording is not None else None
        super()._look_anew()


def _upright(x: Floats, start: Floats, stop: Floats, plot: QRect) -> list[QLineF]:
    """The lines from `start` up or down to `stop` at `x`, as far as they lie in the plot: not every form of a picture
    knows how to cut."""
    low = np.clip(np.minimum(start, stop), plot.top(), plot.bottom())
    high = np.clip(np.maximum(start, stop), plot.top(), plot.bottom())
    kept = (high > low) & (x >= plot.left()) & (x <= plot.right())
    columns = (column[kept].tolist() for column in (x, low, high))
    return [QLineF(x, low, x, high) for x, low, high in zip(*columns, strict=True)]


def _level(start: Floats, stop: Floats, y: Floats, plot: QRect) -> list[QLineF]:
    """The lines from `start` to `stop` at the height `y`, likewise."""
    start, stop = np.clip(start, plot.left(), plot.right()), np.clip(stop, plot.left(), plot.right())
    kept = (stop > start) & (y >= plot.top()) & (y <= plot.bottom())
    columns = (column[kept].tolist() for column in (start, stop, y))
    return [QLineF(start, y, stop, y) for start, stop, y in zip(*columns, strict=True)]


def _stands_out(mark: Mark) -> bool:
    return mark.value.crossed or bool(mark.value.letter)


def _draw_cross(painter: QPainter, place: QPointF) -> None:
    for rising in (-1, 1):
        painter.drawLine(QPointF(place.x() - 3, place.y() - 3 * rising), QPointF(place.x() + 3, place.y() + 3 * rising))


def _apart(labels: list[tuple[QRectF, str, QColor]]) -> Iterator[tuple[QRectF, str, QColor]]:
    """Labels that do not lie on one another; the first ones have the right of way."""
    taken: list[QRectF] = []
    for label in labels:
        if not any(label[0].intersects(box) for box in taken):
            taken.append(label[0])
            yield label
            if len(taken) >= _MOST_LABELS:
                return
