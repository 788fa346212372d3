"""The one timer: a dial that runs down, and in words since when it runs and when it runs out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.figures import format_milliseconds
from app.theme import GRID, Meaning, Theme, tabular
from app.views.words import moment_words
from ptp_core.record.model.moments import TimerState
from ptp_core.transport.event_kinds import EventKind

_DIAL: Final = 7 * GRID
# Qt counts sixteenths of degrees, from three o'clock.
_FULL: Final = 360 * 16
_TOP: Final = 90 * 16


class TimerDial(QWidget):
    """Shows a TimerState; None while there is nothing to show one of."""

    ACCESSIBLE_ROLE = QAccessible.Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._state: TimerState | None = None
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Retransmission timer"))
        self._theme.changed.connect(self.update)

    def show_state(self, state: TimerState | None) -> None:
        """How it stands."""
        if state != self._state:
            self._state = state
            self.setAccessibleDescription(self.description())
            self.update()

    def lines(self) -> list[str]:
        """What is written beside the dial."""
        state = self._state
        if state is None or (state.left_s is None and state.event is None):
            return [self.tr("The timer is off.")]
        if state.left_s is None:
            assert state.event is not None
            at = moment_words(state.event.time_s, 0.001)
            if state.event.kind is EventKind.TIMER_EXPIRED:
                return [self.tr("The timer ran out"), self.tr("at {0}.").format(at)]
            return [self.tr("The timer is off"), self.tr("since {0}.").format(at)]
        return [
            self.tr("The timer runs"),
            self.tr("since {0}").format(moment_words(state.since_s, 0.001)),
            self.tr("runs out at {0}").format(moment_words(state.since_s + state.runs_for_s, 0.001)),
            self.tr("left {0} of {1}").format(
                format_milliseconds(state.left_s) if state.left_s else "0 ms", format_milliseconds(state.runs_for_s)
            ),
        ]

    def description(self) -> str:
        """The same in one sentence."""
        return ", ".join(self.lines())

    def sizeHint(self) -> QSize:
        """The dial, and four lines beside it."""
        metrics = QFontMetrics(self.font())
        longest = format_milliseconds(0.999)
        lines = (
            self.tr("runs out at {0}").format(moment_words(99.999, 0.001)),
            self.tr("left {0} of {1}").format(longest, longest),
        )
        wide = max(map(metrics.horizontalAdvance, lines))
        return QSize(_DIAL + 2 * GRID + wide, max(_DIAL, 4 * metrics.height()) + GRID)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is left of the circle is what is left of the time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surfaces, state = self._theme.surfaces, self._state
        circle = QRectF(1, 1, _DIAL - 2, _DIAL - 2)
        painter.setPen(QPen(QColor(surfaces.outline), 1))
        painter.setBrush(QColor(surfaces.surface))
        painter.drawEllipse(circle)
        expired = state is not None and state.event is not None and state.event.kind is EventKind.TIMER_EXPIRED
        if state is not None and state.left_s is not None and state.runs_for_s > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.fill(Meaning.TIMEOUT))
            painter.drawPie(circle.adjusted(2, 2, -2, -2), _TOP, round(_FULL * min(state.left_s / state.runs_for_s, 1)))
        elif expired:
            painter.setPen(QPen(self._theme.line(Meaning.TIMEOUT), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle.adjusted(2, 2, -2, -2))
        painter.setPen(QColor(surfaces.text))
        height = QFontMetrics(self.font()).height()
        for number, line in enumerate(self.lines()):
            painter.drawText(QRectF(_DIAL + GRID, number * height, self.width() - _DIAL - GRID, height), 0, line)
        painter.end()
