"""Both buffers at the moment, with the one timer beside them and the rule that was followed last."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAccessible, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.theme import GRID
from app.views.buffer_map import BufferMap
from app.views.buffer_picture import receive_picture, send_picture
from app.views.timer_dial import TimerDial
from app.views.viewing import Viewing
from app.views.words import event_words, moment_words
from app.widgets.scrolling import Scrolling
from app.wording import named
from ptp_core.record.model.buffers import receive_buffer, send_buffer
from ptp_core.record.model.moments import RULED, timer_at
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

_NARROW: Final = 80 * GRID
# A picture has room for so many segments on their way, however few there are.
_SEGMENTS: Final = 10
# What the dial says by itself is not said twice.
_TOLD: Final = RULED - {EventKind.TIMER_STARTED, EventKind.TIMER_RESTARTED, EventKind.TIMER_STOPPED}


class BuffersView(QWidget):
    """The sender's send buffer and the receiver's receive buffer, as far as the recording has their side.

    Attributes: `send`, `receive` and `timer` are its parts.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Grouping

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewing = viewing
        self.send = BufferMap(self.tr("Send buffer"), self)
        self.receive = BufferMap(self.tr("Receive buffer"), self)
        self.timer = TimerDial(self)
        self._rule = QLabel(self)
        self._rule.setTextFormat(Qt.TextFormat.PlainText)
        self._rule.setWordWrap(True)
        self._rule.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._rule.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        content = QWidget(self)
        maps = QVBoxLayout()
        maps.setSpacing(GRID)
        maps.addWidget(self.send)
        maps.addWidget(self.receive)
        maps.addStretch(1)
        beside = QVBoxLayout()
        beside.setSpacing(GRID)
        beside.addWidget(self.timer)
        beside.addWidget(self._rule)
        beside.addStretch(1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._sides.setContentsMargins(GRID, GRID, GRID, GRID)
        self._sides.setSpacing(3 * GRID)
        self._sides.addLayout(maps, 4)
        self._sides.addLayout(beside, 1)
        self._scroll = Scrolling(content, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self._scroll)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Buffers and timer"))
        viewing.recording_changed.connect(self._draw)
        viewing.over_changed.connect(self._draw)
        viewing.moment_changed.connect(self._draw)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down scroll; the others are for whoever moves in the recording."""
        if not self._scroll.take_key(event):
            super().keyPressEvent(event)

    def description(self) -> str:
        """Everything in words."""
        parts = (self.send.description(), self.receive.description(), self.timer.description(), self._rule.text())
        return "\n".join(part for part in parts if part)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while hidden."""
        super().showEvent(event)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The timer stands below where there is no room beside."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction.TopToBottom if self.width() < _NARROW else QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(direction)

    @Slot()
    def _draw(self) -> None:
        recording, time_s = self._viewing.recording, self._viewing.time_s
        if recording is None:
            words = self.tr("What lies in the buffer appears here while a file crosses.")
            if self._viewing.over:
                words = self.tr("No data was sent.")
            self.send.show_picture(None, words)
            self.receive.show_picture(None, words)
            self.timer.show_state(None)
            self._rule.clear()
            return
        if not self.isVisible():
            return
        sides = recording.sides
        sent = send_buffer(recording, time_s) if Side.SENDER in sides else None
        taken = receive_buffer(recording, time_s) if Side.RECEIVER in sides else None
        least_bytes = _SEGMENTS * self._segment_bytes(recording)
        sending = send_picture(sent, least_bytes) if sent is not None else None
        receiving = receive_picture(taken, least_bytes, sending) if taken is not None else None
        self.send.show_picture(sending, self._missing(Side.SENDER, sides))
        self.receive.show_picture(receiving, self._missing(Side.RECEIVER, sides))
        self.timer.show_state(timer_at(recording, time_s) if Side.SENDER in sides else None)
        rule = recording.newest_event(time_s, _TOLD)
        words = named(moment_words(rule.time_s, 0.001), event_words(rule, recording)) if rule is not None else ""
        self._rule.setText(words)
        self.setAccessibleDescription(self.description())

    def _segment_bytes(self, recording: Recording) -> int:
        sizes = (recording.samples(side).at("segment_size", self._viewing.time_s) for side in recording.sides)
        return int(next((size for size in sizes if not math.isnan(size)), 1000.0))

    def _missing(self, side: Side, sides: tuple[Side, ...]) -> str:
        if side in sides:
            return self.tr("Nothing has been sent yet.") if side is Side.SENDER else self.tr("Nothing has arrived yet.")
        if side is Side.SENDER:
            return self.tr("The sender's buffer is seen at the sender only: this was recorded at the receiver.")
        return self.tr("The receiver's buffer is seen at the receiver only: this was recorded at the sender.")
