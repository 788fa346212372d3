"""What the graphs of single segments have in common: an axis of time that is zoomed and panned, hover, and choice.

A graph draws itself with a painter into any rectangle, so that a picture of it, PNG or SVG, is the same thing. On the
screen its picture is kept, and only the moment's line is drawn anew while nothing else has changed.
"""

from __future__ import annotations

from abc import abstractmethod
from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.formatting import tooltip_text
from app.shortcuts import Place
from app.theme import GRID, Meaning, Surfaces, Theme, tabular
from app.views.happenings import chosen_words, happened_words
from app.views.viewing import SHORTEST_RANGE_S, Chosen, Viewing
from app.widgets.keys import pressed
from ptp_core.record.model.recording import Recording

# How near a mark has to be to be meant.
NEAR_PX: Final = 10
_ZOOM_PER_STEP: Final = 1.25
_PAN_SHARE: Final = 0.1
_STEP: Final = 120.0
_SHARE_OF_CORE: Final = 0.08
# Who hears the picture is told when it has come to rest.
_SAID_AFTER_MS: Final = 300


class Canvas(QWidget):
    """The wheel zooms in time, with Ctrl across it; dragging pans; Shift and dragging zoom to a rectangle; a double
    click shows everything; a click chooses what is nearest. By keys: plus and minus zoom, Page Up and Page Down pan,
    Escape lets go of what is chosen.

    A subclass says where time runs, draws, and says what is near a place.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Chart
    is_upright = False

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewing = viewing
        self._theme = Theme.of_application()
        self._picture = QPixmap()
        self._drawn: object = None
        self._drawn_s = self._cost_s = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.update)
        self._say = QTimer(self)
        self._say.setSingleShot(True)
        self._say.setInterval(_SAID_AFTER_MS)
        self._say.timeout.connect(lambda: self.setAccessibleDescription(self.description()))
        self._pressed: QPoint | None = None
        self._dragged = False
        self._rectangle: QRect | None = None
        self._pressed_range = viewing.range_s
        self.setFont(tabular(self.font()))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(20 * GRID, 12 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        viewing.recording_changed.connect(self._look_anew)
        viewing.over_changed.connect(self._forget_picture)
        for signal in (viewing.moment_changed, viewing.range_changed, viewing.chosen_changed):
            signal.connect(self.update)
        viewing.pointed_changed.connect(self.update)
        self._theme.changed.connect(self._forget_picture)

    # What a subclass says.

    @abstractmethod
    def plot_area(self, area: QRect) -> QRect:
        """The part of `area` in which time runs."""

    @abstractmethod
    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw everything but the moment's line."""

    @abstractmethod
    def nearest(self, place: QPointF) -> Chosen | None:
        """What is meant by a place of the widget; None for nothing."""

    def state(self) -> object:
        """What the picture depends on besides recording, range, choice and size."""
        return None

    def begin_pan(self) -> None:
        """A drag begins."""

    def pan_across(self, moved_px: float) -> None:
        """Dragged across time by so much since it began."""

    def zoom_across(self, factor: float, place: QPointF) -> None:
        """Zoom across time about a place."""

    def zoom_to(self, area: QRect) -> None:
        """Show what lies in a rectangle of the widget."""
        first, last = (area.top(), area.bottom()) if self.is_upright else (area.left(), area.right())
        self.viewing.look_at(self.time_at(first), self.time_at(last))

    def show_everything(self) -> None:
        """Zoom out."""
        self.viewing.show_all()

    # What every one has.

    @property
    def theme(self) -> Theme:
        """The colours."""
        return self._theme

    @property
    def surfaces(self) -> Surfaces:
        """The colours without a meaning."""
        return self._theme.surfaces

    def line_colour(self, meaning: Meaning) -> QColor:
        """The colour of lines and marks."""
        return self._theme.line(meaning)

    def text_colour(self, meaning: Meaning) -> QColor:
        """The colour of letters."""
        return self._theme.text(meaning)

    def time_at(self, pixel: float, area: QRect | None = None) -> float:
        """The time that is shown at a pixel along the axis of time."""
        first, length = self._span(area)
        start_s, stop_s = self.viewing.range_s
        return start_s + (pixel - first) / length * (stop_s - start_s)

    def place_of(self, time_s: float, area: QRect | None = None) -> float:
        """The pixel along the axis of time at which a time is shown."""
        first, length = self._span(area)
        start_s, stop_s = self.viewing.range_s
        return first + (time_s - start_s) / (stop_s - start_s) * length

    def time_per_pixel(self, area: QRect | None = None) -> float:
        """How many seconds a pixel is."""
        start_s, stop_s = self.viewing.range_s
        return (stop_s - start_s) / self._span(area)[1]

    def sentence_at(self, place: QPointF) -> str:
        """What is to be told of what lies at a place; empty where nothing does."""
        chosen = self.nearest(place)
        recording = self.viewing.recording
        return chosen_words(recording, chosen) if chosen is not None and recording is not None else ""

    def render_to(self, painter: QPainter, size: QSize) -> None:
        """Draw all of it, with the moment's line, for a picture of this size."""
        area = QRect(QPoint(0, 0), size)
        painter.setFont(self.font())
        painter.fillRect(area, QColor(self.surfaces.surface))
        self.draw(painter, area)
        self._draw_moment(painter, area)

    def sizeHint(self) -> QSize:
        """Room for some segments."""
        return QSize(80 * GRID, 40 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kept picture where nothing has changed, and the moment's line over it."""
        viewing = self.viewing
        recording = viewing.recording
        grown = (recording.events.stop, recording.stop_s) if recording is not None else None
        state = (
            grown, viewing.range_s, viewing.chosen, self.size(), self.devicePixelRatio(), self._theme.scheme,
            self.state(),
        )  # fmt: skip
        if self._picture.isNull() or (state != self._drawn and not self._wait_with(recording)):
            self._drawn = state
            began_s = monotonic()
            self._picture = QPixmap(self.size() * self.devicePixelRatio())
            self._picture.setDevicePixelRatio(self.devicePixelRatio())
            self._picture.fill(QColor(self.surfaces.surface))
            inner = QPainter(self._picture)
            inner.setFont(self.font())
            try:
                self.draw(inner, self.rect())
            finally:
                # Qt does not survive a picture that goes while it is painted on.
                inner.end()
            self._say.start()
            self._drawn_s = monotonic()
            self._cost_s = self._drawn_s - began_s
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setFont(self.font())
        self._draw_moment(painter, self.rect())
        if self._rectangle is not None:
            painter.setPen(QPen(QColor(self.surfaces.text), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self._rectangle)
        if self.hasFocus():
            painter.setPen(QPen(self.line_colour(Meaning.ACKNOWLEDGED), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; to the side it pans."""
        steps = event.angleDelta()
        if abs(steps.x()) > abs(steps.y()):
            self._pan(-steps.x() / _STEP * _PAN_SHARE)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_across(_ZOOM_PER_STEP ** (-steps.y() / _STEP), event.position())
        else:
            self._zoom(_ZOOM_PER_STEP ** (-steps.y() / _STEP), self._along(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click, a drag or a rectangle begins."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position().toPoint()
        self._dragged = False
        self._pressed_range = self.viewing.range_s
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._rectangle = QRect(self._pressed, QSize(0, 0))
        self.begin_pan()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, draw the rectangle, or tell what is under the mouse."""
        place = event.position()
        self.viewing.point_at(self.time_at(self._along(place)) if self.viewing.recording is not None else None)
        if self._pressed is None:
            words = self.sentence_at(place)
            if words:
                QToolTip.showText(event.globalPosition().toPoint(), tooltip_text(words), self)
            else:
                QToolTip.hideText()
            return
        moved = place - QPointF(self._pressed)
        if not self._dragged and moved.manhattanLength() < GRID // 2:
            return
        self._dragged = True
        if self._rectangle is not None:
            self._rectangle = QRect(self._pressed, place.toPoint()).normalized()
            self.update()
            return
        start_s, stop_s = self._pressed_range
        along = moved.y() if self.is_upright else moved.x()
        by_s = along * (stop_s - start_s) / self._span(None)[1]
        self.pan_across(moved.x() if self.is_upright else moved.y())
        self.viewing.look_at(start_s - by_s, stop_s - by_s)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose by a click, or zoom to the rectangle."""
        rectangle, self._rectangle = self._rectangle, None
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if rectangle is not None and rectangle.width() > GRID and rectangle.height() > GRID:
            self.zoom_to(rectangle.intersected(self.plot_area(self.rect())))
        elif not self._dragged:
            self.viewing.choose(self.nearest(event.position()))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Everything."""
        self._pressed = None
        self.show_everything()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the mouse does, by keys; the others are for whoever moves in the recording."""
        name = pressed(event, Place.CANVAS)
        first, length = self._span(None)
        if name in ("zoom-in", "zoom-out"):
            self._zoom(1 / _ZOOM_PER_STEP if name == "zoom-in" else _ZOOM_PER_STEP, first + length / 2)
        elif name in ("pan", "pan-back"):
            self._pan(_PAN_SHARE if name == "pan" else -_PAN_SHARE)
        elif name == "choose-none" and self.viewing.chosen is not None:
            self.viewing.choose(None)
        else:
            super().keyPressEvent(event)

    def description(self) -> str:
        """What the picture shows, in words: what happened in the part of the time, and what is chosen."""
        recording = self.viewing.recording
        if recording is None:
            return ""
        chosen = self.viewing.chosen
        words = chosen_words(recording, chosen) if chosen is not None else ""
        return f"{happened_words(recording, *self.viewing.range_s)}\n{words}".rstrip()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self.viewing.point_at(None)
        QToolTip.hideText()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen keeps no picture."""
        self._later.stop()
        self._say.stop()
        self._forget_picture()

    def smaller_font(self) -> QFont:
        """For labels of segments."""
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _wait_with(self, recording: Recording | None) -> bool:
        """Whether what a running connection has added is drawn a little later: it may take a share of a core only."""
        if recording is None or recording.ended or not self.viewing.follows or not self.isVisible():
            return False
        left_s = self._drawn_s + self._cost_s / _SHARE_OF_CORE - monotonic()
        if left_s <= 0:
            return False
        if not self._later.isActive():
            self._later.start(round(left_s * 1000) + 1)
        return True

    def _along(self, place: QPointF) -> float:
        return place.y() if self.is_upright else place.x()

    def _span(self, area: QRect | None) -> tuple[float, float]:
        plot = self.plot_area(self.rect() if area is None else area)
        first, length = (plot.top(), plot.height()) if self.is_upright else (plot.left(), plot.width())
        return first, max(length, 1)

    def _zoom(self, factor: float, pixel: float) -> None:
        start_s, stop_s = self.viewing.range_s
        longest_s = 2.0 * max(self.viewing.recording.stop_s if self.viewing.recording else 0.0, 1e-3)
        factor = min(factor, longest_s / (stop_s - start_s)) if factor > 1 else factor
        factor = max(factor, 10 * SHORTEST_RANGE_S / (stop_s - start_s))
        self.viewing.zoom(factor, min(max(self.time_at(pixel), start_s), stop_s))

    def _pan(self, share: float) -> None:
        start_s, stop_s = self.viewing.range_s
        self.viewing.pan(share * (stop_s - start_s))

    def _draw_moment(self, painter: QPainter, area: QRect) -> None:
        if self.viewing.recording is None:
            return
        pointed_s = self.viewing.pointed_s
        if pointed_s is not None:
            self._draw_time(painter, area, pointed_s, QPen(QColor(self.surfaces.outline), 1))
        self._draw_time(painter, area, self.viewing.time_s, QPen(QColor(self.surfaces.text), 1, Qt.PenStyle.DashLine))

    def _draw_time(self, painter: QPainter, area: QRect, time_s: float, pen: QPen) -> None:
        plot = self.plot_area(area)
        place = self.place_of(time_s, area)
        first, length = self._span(area)
        if not first <= place <= first + length:
            return
        painter.setPen(pen)
        if self.is_upright:
            painter.drawLine(QPointF(plot.left(), place), QPointF(plot.right(), place))
        else:
            painter.drawLine(QPointF(place, plot.top()), QPointF(place, plot.bottom()))

    @Slot()
    def _look_anew(self) -> None:
        self._forget_picture()

    @Slot()
    def _forget_picture(self) -> None:
        self._picture = QPixmap()
        self.update()
