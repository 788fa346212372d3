"""The events of a recording as a table for Qt's views: only the rows that a view asks for become words.

The numbers of all events that are wanted are known at once, also of a million; words are looked for in portions, by
`search`, which whoever shows the table calls while there is nothing else to do.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from app.formatting import tooltip_text
from app.theme import Meaning, Theme, tabular
from app.views.words import event_words, side_words
from app.wording import named, translate
from ptp_core.record.model.events import Event
from ptp_core.record.model.recording import Recording
from ptp_core.transport.event_kinds import EventKind

_Index = QModelIndex | QPersistentModelIndex
_PORTION: Final = 2000
_KEPT_EVENTS: Final = 500
_NONE: Final = np.empty(0, np.int64)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

_MEANINGS: Final = {
    EventKind.SENT_AGAIN_TIMEOUT: Meaning.TIMEOUT,
    EventKind.TIMER_EXPIRED: Meaning.TIMEOUT,
    EventKind.LOST_BY_TIMEOUT: Meaning.TIMEOUT,
    EventKind.DROPPED: Meaning.TIMEOUT,
    EventKind.SENT_AGAIN_FAST: Meaning.FAST_RETRANSMIT,
    EventKind.SENT_AGAIN_TAIL: Meaning.FAST_RETRANSMIT,
    EventKind.LOST_BY_DUPLICATES: Meaning.FAST_RETRANSMIT,
    EventKind.LOST_BY_PACKETS: Meaning.FAST_RETRANSMIT,
    EventKind.LOST_BY_TIME: Meaning.FAST_RETRANSMIT,
    EventKind.LOSS_WAS_SPURIOUS: Meaning.SPURIOUS,
    EventKind.ARRIVED_AGAIN: Meaning.SPURIOUS,
}


class Column(enum.IntEnum):
    """From the left."""

    TIME = 0
    SIDE = 1
    SENTENCE = 2
    RULE = 3


class EventModel(QAbstractTableModel):
    """The events of `recording` that are of `kinds` and have `text` in their words, the oldest first.

    Bytes are counted from the first that was sent, as in every view; the tool tip has their numbers on the wire, too.
    With `compact` the sentence has the rule in it. `grow` takes in what has come since. Rows whose event a long
    recording has let go are empty until the next `reset`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.compact = False
        self._theme = Theme.of_application()
        self._recording: Recording | None = None
        self._kinds: Collection[EventKind] | None = None
        self._text = ""
        self._serials: npt.NDArray[np.int64] = _NONE
        self._waiting: npt.NDArray[np.int64] = _NONE
        self._next = 0
        self._events: dict[int, Event | None] = {}
        self._figures = tabular(QGuiApplication.font())

    @property
    def recording(self) -> Recording | None:
        """What is listed."""
        return self._recording

    @property
    def searching(self) -> bool:
        """Whether there are events that have not been looked at yet."""
        return bool(len(self._waiting))

    def reset(self, recording: Recording | None, kinds: Collection[EventKind] | None, text: str) -> None:
        """List these; None are all kinds, and an empty text is in all words."""
        self.beginResetModel()
        self._recording, self._kinds, self._text = recording, kinds, text.casefold()
        self._serials = self._waiting = _NONE
        self._next = 0
        self._events.clear()
        self._look()
        self.endResetModel()

    def grow(self) -> None:
        """Take in what has happened since."""
        found = self._new()
        if self._text:
            self._waiting = np.concatenate((self._waiting, found))
        else:
            self._add(found)

    def search(self) -> None:
        """Look for the words in the next portion of events."""
        portion, self._waiting = self._waiting[:_PORTION], self._waiting[_PORTION:]
        self._add(np.array([serial for serial in portion.tolist() if self._has_text(serial)], np.int64))

    def serial(self, row: int) -> int:
        """The number of the event in a row."""
        return int(self._serials[row])

    def row_of(self, serial: int) -> int | None:
        """The row of an event, None where it is not in the list."""
        row = int(np.searchsorted(self._serials, serial))
        return row if row < len(self._serials) and self._serials[row] == serial else None

    def row_at(self, time_s: float) -> int | None:
        """The row of the last event up to a time."""
        low, high = 0, len(self._serials)
        while low < high:
            middle = (low + high) // 2
            event = self.event_in(middle)
            if event is not None and event.time_s > time_s:
                high = middle
            else:
                low = middle + 1
        return low - 1 if low else None

    def event_in(self, row: int) -> Event | None:
        """The event in a row, None where it has been let go."""
        serial = self.serial(row)
        if serial not in self._events:
            if len(self._events) >= _KEPT_EVENTS:
                self._events.clear()
            self._events[serial] = self._recording.event(serial) if self._recording is not None else None
        return self._events[serial]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as have been found."""
        return 0 if parent.isValid() else len(self._serials)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Those of Column."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns are."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Column.TIME:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Time, s"), self.tr("Side"), self.tr("What happened"), self.tr("Rule and source"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, and what goes with them."""
        if not index.isValid():
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.TIME:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole and column is Column.TIME:
            return self._figures
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.ForegroundRole):
            return None
        event = self.event_in(index.row())
        if event is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if self.compact and column is Column.SENTENCE:
                return event_words(event, self._recording)
            return _cell(event, column, self._recording)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(self._explained(event))
        meaning = _MEANINGS.get(event.kind)
        return self._theme.text(meaning) if meaning is not None and column is Column.SENTENCE else None

    def _look(self) -> None:
        found = self._new()
        if self._text:
            self._waiting = found
        else:
            self._serials = found

    def _new(self) -> npt.NDArray[np.int64]:
        """The numbers of what has come since it was last asked for."""
        recording = self._recording
        if recording is None:
            return _NONE
        first, self._next = self._next, recording.events.stop
        if first == self._next:
            return _NONE
        newest = recording.event(first)
        start_s = newest.time_s if newest is not None else -np.inf
        _, serials = recording.rows(start_s, kinds=self._kinds)
        return serials[(serials >= first) & (serials < self._next)]

    def _add(self, serials: npt.NDArray[np.int64]) -> None:
        if len(serials):
            self.beginInsertRows(QModelIndex(), len(self._serials), len(self._serials) + len(serials) - 1)
            self._serials = np.concatenate((self._serials, serials))
            self.endInsertRows()

    def _has_text(self, serial: int) -> bool:
        assert self._recording is not None
        event = self._recording.event(serial)
        return event is not None and self._text in f"{self._explained(event)} {side_words(event.side)}".casefold()

    def _explained(self, event: Event) -> str:
        """The words, and, where they are others, those with the numbers on the wire."""
        words, on_wire = event_words(event, self._recording), event.sentence(translate)
        if words.startswith(on_wire):
            return words
        return "\n".join((words, named(self.tr("With the sequence numbers on the wire"), on_wire)))


def _cell(event: Event, column: Column, recording: Recording | None) -> str:
    if column is Column.TIME:
        return f"{event.time_s:.4f}"
    if column is Column.SIDE:
        return side_words(event.side)
    if column is Column.RULE:
        return event.rule_in_words(translate)
    return (event.counted(recording.origin) if recording is not None else event).sentence(translate)
