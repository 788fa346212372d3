"""What happened, in sentences that name the rule and its source: a list to look through and to choose from."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.theme import GRID, HALF_GRID, set_role
from app.views.event_model import Column, EventModel
from app.views.viewing import Viewing
from app.views.words import event_words, moment_words
from app.widgets.telling import name_choice
from app.wording import named
from ptp_core.transport.event_kinds import EventKind, Group

_AGAIN: Final = (EventKind.SENT_AGAIN_FAST, EventKind.SENT_AGAIN_TAIL, EventKind.DROPPED)
NOTABLE: Final = frozenset(kind for kind in EventKind if kind.value.is_rare or kind.value.group is Group.LOSS) | {
    *_AGAIN
}
"""What one looks for first: not what happens with each segment."""

_WIDE: Final = 70 * GRID
# Of a long recording so many rows may have become empty before the list is made anew.
_EMPTY_ROWS: Final = 20_000


class EventList(QWidget):
    """Follows its `viewing`: its choice is marked here, and what is chosen here is chosen, and gone to, everywhere.

    Attributes: `model` has the rows, `table` shows them.
    """

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewing = viewing
        self._forgotten = 0
        self._selecting = False
        self.model = EventModel(self)
        self.kinds = QComboBox(self)
        name_choice(self.kinds, self.tr("Which events are listed"))
        self.kinds.addItem(self.tr("What is notable"), NOTABLE)
        self.kinds.addItem(self.tr("All events"), None)
        for group, words in self._groups():
            self.kinds.addItem(words, frozenset(kind for kind in EventKind if kind.value.group is group))
        self.text = QLineEdit(self)
        self.text.setPlaceholderText(self.tr("Find in the words"))
        self.text.setAccessibleName(self.tr("Find in the words of events"))
        self.text.setClearButtonEnabled(True)
        self.table = QTableView(self)
        self._set_up_table()
        self._chosen = QLabel(self)
        self._chosen.setTextFormat(Qt.TextFormat.PlainText)
        self._chosen.setWordWrap(True)
        self._chosen.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_role(self._chosen, "muted")
        head = QHBoxLayout()
        head.setSpacing(HALF_GRID)
        head.addWidget(self.kinds)
        head.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(HALF_GRID, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._chosen)
        self._search = QTimer(self)
        self._search.setInterval(0)
        self._search.timeout.connect(self._search_on)
        self.kinds.currentIndexChanged.connect(self._begin)
        self.text.textChanged.connect(self._begin)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        viewing.recording_changed.connect(self._begin)
        viewing.moment_changed.connect(self._grow)
        viewing.chosen_changed.connect(self._show_chosen)
        self._begin()

    def description(self) -> str:
        """How many events there are, and which one is chosen."""
        words = self.tr("%n event(s) are listed.", "", self.model.rowCount())
        return f"{words} {self._chosen.text()}".rstrip()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while hidden."""
        super().showEvent(event)
        if self.model.recording is not self._viewing.recording:
            self._begin()
        self._grow()
        self._show_chosen()

    def hideEvent(self, event: object) -> None:
        """Look for nothing while nobody sees it."""
        self._search.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side and rule have columns in a wide list; in a narrow one the rule stands in the sentence, on two lines."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self.model.compact = not wide
        self.table.setColumnHidden(Column.SIDE, not wide)
        self.table.setColumnHidden(Column.RULE, not wide)
        self.table.setWordWrap(not wide)
        lines = 1 if wide else 2
        self.table.verticalHeader().setDefaultSectionSize(lines * QFontMetrics(self.table.font()).height() + HALF_GRID)

    @Slot()
    def _begin(self) -> None:
        recording = self._viewing.recording if self.isVisible() else None
        self._forgotten = recording.events.forgotten if recording is not None else 0
        self._selecting = True
        self.model.reset(recording, self.kinds.currentData(), self.text.text().strip())
        self._selecting = False
        self._show_chosen()
        player = self._viewing.player
        if self._viewing.chosen is None and player is not None and player.is_live:
            self.table.scrollToBottom()
        self._search_if_due()

    @Slot()
    def _grow(self) -> None:
        recording = self._viewing.recording
        if not self.isVisible() or recording is None:
            return
        if recording.events.forgotten - self._forgotten >= _EMPTY_ROWS:
            self._begin()
            return
        bar = self.table.verticalScrollBar()
        player = self._viewing.player
        follows = bar.value() >= bar.maximum() and player is not None and player.is_live
        self.model.grow()
        if follows:
            self.table.scrollToBottom()
        self._search_if_due()

    def _search_if_due(self) -> None:
        if self.model.searching and self.isVisible():
            self._search.start()

    @Slot()
    def _search_on(self) -> None:
        self.model.search()
        if not self.model.searching:
            self._search.stop()
            self._show_chosen()

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._selecting or not current.isValid():
            return
        event = self.model.event_in(current.row())
        if event is not None:
            self._viewing.go_to(event)

    @Slot()
    def _show_chosen(self) -> None:
        recording, chosen = self._viewing.recording, self._viewing.chosen
        event = recording.event(chosen.serial) if recording is not None and chosen is not None else None
        words = named(moment_words(event.time_s, 1e-4), event_words(event, recording)) if event is not None else ""
        self._chosen.setText(words)
        self._chosen.setVisible(bool(words))
        self.table.setAccessibleDescription(self.description())
        if not self.isVisible():
            return
        row = self.model.row_of(chosen.serial) if chosen is not None else None
        self._selecting = True
        if row is None:
            self.table.clearSelection()
        elif row != self.table.currentIndex().row() or not self.table.selectionModel().hasSelection():
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        self._selecting = False

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        for part in (table, table.horizontalHeader()):
            set_role(part, "columns")
        table.setAccessibleName(self.tr("Events"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        metrics = QFontMetrics(table.font())
        rows = table.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = table.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(Column.SENTENCE, QHeaderView.ResizeMode.Stretch)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setColumnWidth(Column.TIME, metrics.horizontalAdvance("9999.9999") + 2 * GRID)
        table.setColumnWidth(Column.RULE, 26 * GRID)
        table.setColumnWidth(Column.SIDE, metrics.horizontalAdvance("receiver") + 2 * GRID)

    def _groups(self) -> tuple[tuple[Group, str], ...]:
        return (
            (Group.SEGMENT, self.tr("Segments")),
            (Group.ACKNOWLEDGEMENT, self.tr("Acknowledgements")),
            (Group.LOSS, self.tr("Losses")),
            (Group.TIMER, self.tr("Timer")),
            (Group.WINDOW, self.tr("Windows")),
            (Group.PATH, self.tr("Path")),
            (Group.DISK, self.tr("Reading and writing")),
            (Group.LIFE, self.tr("Connection")),
        )
