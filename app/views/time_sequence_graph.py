"""The time-sequence graph, after tcptrace: time to the right, bytes upwards, each segment a bar of the bytes it has.

Zoomed out, every pixel that a segment touches is drawn once, however many there are; zoomed in, each segment is a bar
of its own, with its sequence number and length where there is room.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.theme import GRID, HALF_GRID
from app.views.canvas import NEAR_PX, Canvas
from app.views.drawing import draw_words
from app.views.sequence_bars import Scale, draw_cross, draw_pixels, draw_singles, draw_steps, pen_of, stands_out
from app.views.viewing import Chosen, Viewing
from ptp_core.record.model.events import Event
from ptp_core.record.model.segments import part_of, seen_at, segment_of
from ptp_core.record.model.ticks import size_words, ticks, time_words
from ptp_core.record.model.time_sequence import Shape, TimeSequence
from ptp_core.record.side import Side

# So many segments are drawn one by one; more of them as pixels.
SINGLE_MOST: Final = 1500
_LEFT: Final = 9 * GRID
_RIGHT: Final = 2 * GRID
_MARGIN: Final = 0.06
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
            words = self.tr("Here each segment will be a bar: when it went, and which bytes it carried.")
            if self.viewing.over:
                words = self.tr("No data was sent.")
            draw_words(painter, area, words, QColor(self.surfaces.muted))
            return
        plot = self.plot_area(area)
        self._draw_axes(painter, area, plot)
        self._draw_legend(painter, area, sequence)
        painter.save()
        painter.setClipRect(plot)
        start_s, stop_s = self.viewing.range_s
        scale = Scale(plot, start_s, stop_s, *self.heights())
        for mark in sequence.marks:
            if mark.value.shape is Shape.LINE:
                draw_steps(painter, scale, sequence, mark, self.theme)
        bars = [mark for mark in sequence.marks if mark.value.shape is Shape.BAR]
        in_range = {mark: sequence.of(mark).within(start_s, stop_s) for mark in bars}
        if sum(len(columns.times) for columns in in_range.values()) <= SINGLE_MOST:
            painter.setFont(self.smaller_font())
            draw_singles(painter, scale, bars, sequence, self._side)
            painter.setFont(self.font())
        else:
            # What is rare is drawn wider, and below what there is much of: both are seen.
            for mark in sorted(bars, key=lambda mark: not stands_out(mark)):
                draw_pixels(painter, scale, mark, in_range[mark], self.theme)
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
            painter.setPen(pen_of(mark, self.theme))
            if row.shape is Shape.LINE:
                painter.drawLine(QPointF(x, middle), QPointF(x + 1.5 * GRID, middle))
            else:
                painter.drawLine(QPointF(x + GRID, middle - 5), QPointF(x + GRID, middle + 5))
                if row.crossed:
                    draw_cross(painter, QPointF(x + GRID, middle - 4))
            if row.letter:
                painter.setPen(self.text_colour(row.meaning))
                painter.drawText(QPointF(x - 2, middle + metrics.ascent() / 2 - 1), row.letter)
            painter.setPen(self.text_colour(row.meaning))
            painter.drawText(QPointF(x + 2 * GRID, middle + metrics.ascent() / 2 - 1), words)
            x += 2 * GRID + width + 2 * GRID

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
