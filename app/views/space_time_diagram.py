"""The space-time diagram of every textbook: two upright lines, time downwards, an arrow for each segment.

Dropped and lost ones end in a cross, time-outs stand at the sender's line, and the one timer is a bar beside it. Where
more arrows lie in the range than can be told apart, it says so and shows how many there are at each moment.
"""

from __future__ import annotations

import math
from itertools import zip_longest
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.theme import GRID, HALF_GRID, Meaning, emphasised
from app.views.arrow_drawing import distance, draw_arrow, draw_label, meaning_of
from app.views.canvas import NEAR_PX, Canvas
from app.views.drawing import draw_words
from app.views.viewing import Chosen, Viewing
from ptp_core.formatting import format_count
from ptp_core.record.model.arrows import Arrow, arrows, longest_way_s
from ptp_core.record.model.events import Event
from ptp_core.record.model.segments import SegmentId, segment_of
from ptp_core.record.model.ticks import ticks, time_words
from ptp_core.record.model.time_sequence import Mark, TimeSequence
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

# More arrows than this cannot be told apart: their number is shown instead.
ARROWS_MOST: Final = 400
_DATA: Final = {
    Side.SENDER: (Mark.SENT, Mark.SENT_AGAIN_FAST, Mark.SENT_AGAIN_TIMEOUT),
    Side.RECEIVER: (Mark.ARRIVED, Mark.ARRIVED_AGAIN),
}
_ANSWERS: Final = {Side.SENDER: Mark.ACKNOWLEDGED, Side.RECEIVER: Mark.ACKNOWLEDGEMENT_SENT}
_RUNS: Final = (EventKind.TIMER_STARTED, EventKind.TIMER_RESTARTED)
_TIMER: Final = (*_RUNS, EventKind.TIMER_STOPPED, EventKind.TIMER_EXPIRED)
_LEFT: Final = 22 * GRID
_RIGHT: Final = 12 * GRID
_TIMER_AT: Final = 2 * GRID
_TIMER_WIDTH: Final = GRID
# Where on its way a lost one ends.
_LOST_AT: Final = 0.5
_DENSITY_SHARE: Final = 0.45


class SpaceTimeDiagram(Canvas):
    """Linked to the other views by time, range and choice."""

    is_upright = True

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        self._sequences: dict[Side, TimeSequence] = {}
        self._arrows: list[Arrow] = []
        self._looked: object = None
        self._expiries: npt.NDArray[np.float64] = np.empty(0)
        self._expiries_to = -1
        super().__init__(viewing, parent)
        self.setAccessibleName(self.tr("Space-time diagram"))
        self._look_anew()

    def shown_arrows(self) -> list[Arrow] | None:
        """The arrows of the range; None where there are too many to be told apart."""
        recording = self.viewing.recording
        if recording is None:
            return []
        if tuple(self._sequences) != recording.sides:
            # Which side a running connection is, is known once something has happened there.
            self._sequences = {side: TimeSequence(recording, side) for side in recording.sides}
        start_s, stop_s = self.viewing.range_s
        margin_s = longest_way_s(recording)
        # Trains count once here: what is more than this in rows is more in arrows.
        if self._counted(start_s, stop_s) > ARROWS_MOST or (
            self._counted(start_s - margin_s, stop_s + margin_s) > 10 * ARROWS_MOST
        ):
            return None
        looked = (self.viewing.range_s, recording.events.stop)
        if looked != self._looked:
            self._looked = looked
            self._arrows = arrows(recording, start_s, stop_s)
        return self._arrows if len(self._arrows) <= ARROWS_MOST else None

    # What a canvas wants.

    def plot_area(self, area: QRect) -> QRect:
        """Between the two lines, below their names."""
        line = QFontMetrics(self.font()).height()
        return area.adjusted(_LEFT, 2 * line + GRID, -_RIGHT, -GRID)

    def ends(self, arrow: Arrow, area: QRect | None = None) -> QLineF:
        """Where an arrow begins and where it ends, lost ones on their way."""
        plot = self.plot_area(self.rect() if area is None else area)
        lines = {Side.SENDER: plot.left(), Side.RECEIVER: plot.right()}
        start = QPointF(lines[arrow.segment.sent_by], self.place_of(arrow.sent_s, area))
        stop = QPointF(lines[arrow.segment.sent_by.other], self.place_of(arrow.arrived_s, area))
        return QLineF(start, start + (stop - start) * _LOST_AT if arrow.lost else stop)

    def nearest(self, place: QPointF) -> Chosen | None:
        """The arrow that is nearest, or what happened to the timer beside it."""
        shown = self.shown_arrows()
        if shown is None:
            return None
        if place.x() < self.plot_area(self.rect()).left() - HALF_GRID:
            return self._nearest_of_timer(place)
        best: tuple[float, Arrow] | None = None
        for arrow in shown:
            away = distance(self.ends(arrow), place)
            if away <= NEAR_PX and (best is None or away < best[0]):
                best = (away, arrow)
        if best is None:
            return None
        return Chosen(best[1].serial, best[1].seen_at, best[1].segment.packet)

    def marked(self) -> SegmentId | None:
        """The segment that is chosen."""
        chosen, recording = self.viewing.chosen, self.viewing.recording
        event = recording.event(chosen.serial) if chosen is not None and recording is not None else None
        return segment_of(event, chosen.packet) if event is not None and chosen is not None else None

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Names, times, the lines, the timer, and arrows or how many they are."""
        recording = self.viewing.recording
        if recording is None or not recording.sides:
            words = self.tr("Here each segment will be an arrow from one side to the other, time running downwards.")
            if self.viewing.over:
                words = self.tr("No data was sent.")
            draw_words(painter, area, words, QColor(self.surfaces.muted))
            return
        plot = self.plot_area(area)
        self._draw_frame(painter, area, plot)
        shown = self.shown_arrows()
        painter.save()
        painter.setClipRect(area.adjusted(0, plot.top() - area.top(), 0, plot.bottom() - area.bottom()))
        if shown is None:
            self._draw_density(painter, area, plot)
            self._draw_expiries(painter, area, plot)
        else:
            self._draw_timer(painter, area, plot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_arrows(painter, area, shown)
        painter.restore()
        self._draw_remark(painter, area, plot, shown)

    # The parts of the picture.

    def _draw_frame(self, painter: QPainter, area: QRect, plot: QRect) -> None:
        metrics = QFontMetrics(self.font())
        height = metrics.height()
        painter.setFont(emphasised(self.font()))
        painter.setPen(QColor(self.surfaces.text))
        for x, name in ((plot.left(), self.tr("Sender")), (plot.right(), self.tr("Receiver"))):
            box = QRectF(x - 8 * GRID, area.top() + HALF_GRID + height, 16 * GRID, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(self.font())
        times_s = ticks(*self.viewing.range_s, plot.height() // (5 * GRID))
        for time_s, words in zip(times_s, time_words(times_s), strict=True):
            y = self.place_of(time_s, area)
            painter.setPen(QPen(QColor(self.surfaces.grid), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(self.surfaces.muted))
            box = QRectF(area.left(), y - height / 2, 10 * GRID, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QPen(QColor(self.surfaces.text), 2))
        for x in (plot.left(), plot.right()):
            painter.drawLine(x, plot.top(), x, plot.bottom())

    def _draw_arrows(self, painter: QPainter, area: QRect, shown: list[Arrow]) -> None:
        recording = self.viewing.recording
        assert recording is not None
        marked, plot = self.marked(), self.plot_area(area)
        painter.setFont(self.smaller_font())
        metrics = QFontMetrics(self.smaller_font())
        free = {Side.SENDER: -math.inf, Side.RECEIVER: -math.inf}
        chosen: list[Arrow] = []
        for arrow in sorted(shown, key=lambda arrow: arrow.sent_s):
            if arrow.segment == marked:
                chosen.append(arrow)
                continue
            line = self.ends(arrow, area)
            draw_arrow(painter, line, plot, arrow, self.line_colour(meaning_of(arrow)), 1)
            side = arrow.segment.sent_by
            y = self.place_of(arrow.sent_s, area)
            if y >= free[side]:
                draw_label(painter, line, plot, arrow, arrow.words(recording.origin), metrics)
                free[side] = y + metrics.height() * 0.95
        for arrow in chosen:
            line = self.ends(arrow, area)
            draw_arrow(painter, line, plot, arrow, QColor(self.surfaces.surface), 7)
            draw_arrow(painter, line, plot, arrow, QColor(self.surfaces.text), 3)
            draw_label(painter, line, plot, arrow, arrow.words(recording.origin), metrics)
        painter.setFont(self.font())

    def _draw_timer(self, painter: QPainter, area: QRect, plot: QRect) -> None:
        recording = self.viewing.recording
        assert recording is not None
        start_s, stop_s = self.viewing.range_s
        before = recording.newest_event(start_s, _TIMER, Side.SENDER)
        events = list(recording.list_events(start_s, stop_s, kinds=_TIMER, side=Side.SENDER))
        if before is not None and (not events or before.serial != events[0].serial):
            events.insert(0, before)
        x = plot.left() - _TIMER_AT - _TIMER_WIDTH
        colour = self.line_colour(Meaning.WAITING)
        fill = QColor(colour)
        fill.setAlphaF(0.35)
        for event, following in zip_longest(events, events[1:]):
            if event.kind in _RUNS:
                until_s = following.time_s if following is not None else min(recording.stop_s, stop_s)
                top, bottom = self.place_of(event.time_s, area), self.place_of(until_s, area)
                top, bottom = max(top, float(plot.top())), min(bottom, float(plot.bottom()))
                painter.fillRect(QRectF(x, top, _TIMER_WIDTH, max(bottom - top, 1)), fill)
                painter.setPen(QPen(colour, 1))
                painter.drawLine(QPointF(x - 2, top), QPointF(x + _TIMER_WIDTH + 2, top))
            elif event.kind is EventKind.TIMER_EXPIRED:
                self._draw_expiry(painter, area, plot, event.time_s, self.tr("time-out"))

    def _draw_expiry(self, painter: QPainter, area: QRect, plot: QRect, time_s: float, words: str) -> None:
        y = self.place_of(time_s, area)
        colour = self.line_colour(Meaning.TIMEOUT)
        x = plot.left() - HALF_GRID
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(x - _TIMER_AT - _TIMER_WIDTH, y), QPointF(x, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygonF([QPointF(x + HALF_GRID, y), QPointF(x - HALF_GRID, y - 5), QPointF(x - HALF_GRID, y + 5)])
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if words:
            painter.setPen(self.text_colour(Meaning.TIMEOUT))
            height = QFontMetrics(self.font()).height()
            right = plot.left() - _TIMER_AT - _TIMER_WIDTH - GRID
            box = QRectF(right - 10 * GRID, y - height - 1, 10 * GRID, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_expiries(self, painter: QPainter, area: QRect, plot: QRect) -> None:
        recording = self.viewing.recording
        assert recording is not None
        if self._expiries_to != recording.events.stop:
            self._expiries_to = recording.events.stop
            rows, _ = recording.rows(kinds=(EventKind.TIMER_EXPIRED,), side=Side.SENDER)
            self._expiries = rows["time_s"]
        first, stop = np.searchsorted(self._expiries, self.viewing.range_s)
        seen = {round(self.place_of(time_s, area)): time_s for time_s in self._expiries[first:stop].tolist()}
        for time_s in seen.values():
            self._draw_expiry(painter, area, plot, time_s, "")

    def _draw_density(self, painter: QPainter, area: QRect, plot: QRect) -> None:
        edges = np.linspace(*self.viewing.range_s, plot.height() + 1)
        side = self._counting_side()
        sequence = self._sequences[side]
        there = self._histogram([*_DATA[side], *([Mark.DROPPED] if side is Side.SENDER else [])], side, edges)
        taken = self._histogram([Mark.DROPPED], side, edges) if side is Side.SENDER else np.zeros_like(there)
        answering = Side.RECEIVER if Side.RECEIVER in self._sequences else side
        back = self._histogram([_ANSWERS[answering]], answering, edges)
        longest = plot.width() * _DENSITY_SHARE
        sequence.refresh()
        for counts, x, towards, meaning, top in (
            (there, plot.left() + 1, 1, Meaning.IN_FLIGHT, there),
            (taken, plot.left() + 1, 1, Meaning.TIMEOUT, there),
            (back, plot.right() - 1, -1, Meaning.ACKNOWLEDGED, back),
        ):
            per_one = longest / max(int(top.max(initial=0)), 1)
            at = np.flatnonzero(counts)
            painter.setPen(QPen(self.line_colour(meaning), 1))
            painter.drawLines(
                [
                    QLineF(x, y, x + towards * length, y)
                    for y, length in zip(
                        (at + plot.top() + 0.5).tolist(), np.maximum(counts[at] * per_one, 1).tolist(), strict=True
                    )
                ]
            )

    def _draw_remark(self, painter: QPainter, area: QRect, plot: QRect, shown: list[Arrow] | None) -> None:
        words = ""
        if shown is None:
            words = self.tr(
                "{0} segments are too many for arrows: how many at each moment. Zoom in to see them."
            ).format(format_count(self._counted(*self.viewing.range_s)))
        elif any(arrow.estimated for arrow in shown):
            words = self.tr("Dashed: that end was not recorded, and is drawn half a round trip away.")
        if not words:
            return
        metrics = QFontMetrics(self.font())
        box = QRectF(area.left() + GRID, area.top() + HALF_GRID, area.width() - 2 * GRID, metrics.height())
        painter.setPen(QColor(self.surfaces.muted))
        painter.drawText(
            box,
            Qt.AlignmentFlag.AlignCenter,
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width())),
        )

    def _nearest_of_timer(self, place: QPointF) -> Chosen | None:
        recording = self.viewing.recording
        assert recording is not None
        at_s, around_s = self.time_at(place.y()), NEAR_PX * self.time_per_pixel()
        near: list[Event] = list(
            recording.list_events(at_s - around_s, at_s + around_s, kinds=_TIMER, side=Side.SENDER)
        )
        if not near:
            return None
        event = min(near, key=lambda event: (event.kind is not EventKind.TIMER_EXPIRED, abs(event.time_s - at_s)))
        return Chosen(event.serial, event.side)

    def _counting_side(self) -> Side:
        return Side.SENDER if Side.SENDER in self._sequences else Side.RECEIVER

    def _counted(self, start_s: float, stop_s: float) -> int:
        """How many rows of segments there are in a range."""
        count = 0
        for side, sequence in self._sequences.items():
            sequence.refresh()
            marks: list[Mark] = [_ANSWERS[side]]
            if side is self._counting_side():
                marks += [*_DATA[side], *([Mark.DROPPED] if side is Side.SENDER else [])]
            for mark in marks:
                first, stop = np.searchsorted(sequence.of(mark).times, (start_s, stop_s))
                count += int(stop - first)
        return count

    def _histogram(self, marks: list[Mark], side: Side, edges: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        counts = np.zeros(len(edges) - 1, np.int64)
        for mark in marks:
            counts += np.diff(np.searchsorted(self._sequences[side].of(mark).times, edges))
        return counts

    def _look_anew(self) -> None:
        self._looked, self._arrows, self._expiries_to = None, [], -1
        self._sequences = {}
        super()._look_anew()
