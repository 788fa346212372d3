"""The history as a table, newest first, fetched in pages as one scrolls. GUI thread only."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.figures import format_size
from app.formatting import tooltip_text
from app.history_words import entry_line, peer_words, result_words, what_words
from app.theme import Theme
from app.wording import translate
from ptp_core.direction import Direction
from ptp_core.history.entry import HistoryEntry, Listed

PAGE: Final = 100

_Index = QModelIndex | QPersistentModelIndex


class Column(enum.IntEnum):
    """The columns, from left to right."""

    WHEN = 0
    WHAT = 1
    WITH = 2
    SIZE = 3
    RESULT = 4


class HistoryModel(QAbstractTableModel):
    """Rows are entries; who has the history hands in its pages.

    Signals:
        page_wanted(int): the entries behind the one at this place are to be shown too.
    """

    page_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listed: list[Listed] = []
        self._more = False
        self._asked = False
        Theme.of_application().changed.connect(self._repaint)

    def show_first(self, listed: Sequence[Listed]) -> None:
        """The newest PAGE entries, or all there are, in place of everything."""
        self.beginResetModel()
        self._listed = list(listed)
        self._more, self._asked = len(listed) >= PAGE, False
        self.endResetModel()

    def add_page(self, listed: Sequence[Listed]) -> None:
        """What stands behind the last one; fewer than PAGE are the end of it."""
        self._more, self._asked = len(listed) >= PAGE, False
        if listed:
            first = len(self._listed)
            self.beginInsertRows(QModelIndex(), first, first + len(listed) - 1)
            self._listed.extend(listed)
            self.endInsertRows()

    def remove(self, key: str) -> None:
        """This entry is gone."""
        for row, listed in enumerate(self._listed):
            if listed.entry.key == key:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._listed[row]
                self.endRemoveRows()
                return

    def entry(self, row: int) -> HistoryEntry:
        """The entry of a row."""
        return self._listed[row].entry

    def row_of(self, key: str) -> int | None:
        """Where an entry is shown."""
        return next((row for row, listed in enumerate(self._listed) if listed.entry.key == key), None)

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many entries have come so far."""
        return 0 if parent is not None and parent.isValid() else len(self._listed)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Always the same."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether there may be older ones that nobody was asked for."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: _Index) -> None:
        """Ask for them; they come later."""
        if self.canFetchMore(parent):
            self._asked = True
            self.page_wanted.emit(self._listed[-1].place)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns are called."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return _aligned(Column(section))
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.WHEN: self.tr("When"),
            Column.WHAT: self.tr("What"),
            Column.WITH: self.tr("With"),
            Column.SIZE: self.tr("Size"),
            Column.RESULT: self.tr("Result"),
        }[Column(section)]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if not index.isValid():
            return None
        entry, column = self.entry(index.row()), Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(entry, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_text(entry_line(entry, translate))
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.WHEN:
                return entry_line(entry, translate)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _aligned(column)
            case Qt.ItemDataRole.DecorationRole if column is Column.WHAT:
                return Theme.of_application().icon("send" if entry.direction is Direction.SEND else "receive")
        return None

    def _repaint(self) -> None:
        if self._listed:
            last = len(self._listed) - 1
            self.dataChanged.emit(self.index(0, Column.WHAT), self.index(last, Column.WHAT))


def _aligned(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column is Column.SIZE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _text(entry: HistoryEntry, column: Column) -> str:
    match column:
        case Column.WHEN:
            ended = QDateTime.fromSecsSinceEpoch(int(entry.ended_unix_s))
            return QLocale().toString(ended, QLocale.FormatType.ShortFormat)
        case Column.WHAT:
            return what_words(entry, translate)
        case Column.WITH:
            return peer_words(entry)
        case Column.SIZE:
            return format_size(entry.size_bytes)
        case Column.RESULT:
            return result_words(entry, translate)
