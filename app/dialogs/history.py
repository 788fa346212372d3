"""What was sent and received: searched, found again, sent again, forgotten."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.questions import ClearHistoryQuestion
from app.history_words import entry_line
from app.models.history_model import Column, HistoryModel
from app.shortcuts import Place
from app.theme import GRID, set_role
from app.widgets.keys import add_actions
from app.wording import translate
from ptp_core.direction import Direction
from ptp_core.history.entry import HistoryEntry


class HistoryDialog(QDialog):
    """A sheet over the window; `open()` it. What it shows is in `model`, which who opened it fills.

    Signals:
        search_changed(str): only what this is found in is wanted.
        show_in_folder_requested(Path): show the folder in the file manager.
        send_again_requested(HistoryEntry): put it on the Send page.
        remove_requested(str): forget the entry with this key.
        clear_requested(): forget all; the person was asked.
    """

    search_changed = Signal(str)
    show_in_folder_requested = Signal(object)
    send_again_requested = Signal(object)
    remove_requested = Signal(str)
    clear_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("History"))
        self.model = HistoryModel(self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search by name, computer, address or folder"))
        self.search.setAccessibleName(self.tr("Search the history"))
        self.search.setClearButtonEnabled(True)
        self.table = QTableView(self)
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        set_role(self._empty, "muted")
        self._said = QLabel(self)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.setMinimumHeight(2 * self._said.fontMetrics().lineSpacing())
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.folder_button = QPushButton(self.tr("Show in &folder"), self)
        self.again_button = QPushButton(self.tr("&Send again"), self)
        self.copy_button = QPushButton(self.tr("&Copy"), self)
        self.remove_button = QPushButton(self.tr("&Remove"), self)
        self.clear_button = QPushButton(self.tr("C&lear all…"), self)
        for button in self._buttons():
            # Return in the search field is no press of a button.
            button.setAutoDefault(False)
        self._set_up_table()
        self._lay_out()
        self._connect()
        self._refresh()

    def selected(self) -> HistoryEntry | None:
        """The entry that the buttons are about."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.entry(rows[0].row()) if rows else None

    def select(self, key: str) -> None:
        """Select an entry, if it is shown."""
        row = self.model.row_of(key)
        if row is not None:
            self.table.selectRow(row)

    @Slot()
    def copy(self) -> None:
        """Put the selected entry on the clipboard, in words and with where its files are."""
        entry = self.selected()
        if entry is not None:
            QGuiApplication.clipboard().setText("\n".join((entry_line(entry, translate), *entry.paths)))

    @Slot()
    def remove(self) -> None:
        """Forget the selected entry."""
        entry = self.selected()
        if entry is not None:
            self.remove_requested.emit(entry.key)

    @Slot()
    def _show_folder(self) -> None:
        entry = self.selected()
        if entry is not None and entry.folder:
            self.show_in_folder_requested.emit(Path(entry.folder))

    @Slot()
    def _send_again(self) -> None:
        entry = self.selected()
        if entry is not None and _can_be_sent(entry):
            self.send_again_requested.emit(entry)
            self.accept()

    @Slot()
    def _clear(self) -> None:
        if ClearHistoryQuestion.ask(self):
            self.clear_requested.emit()

    @Slot()
    def _refresh(self) -> None:
        entry = self.selected()
        self.folder_button.setEnabled(entry is not None and bool(entry.folder))
        self.again_button.setEnabled(entry is not None and _can_be_sent(entry))
        self.copy_button.setEnabled(entry is not None)
        self.remove_button.setEnabled(entry is not None)
        some = self.model.rowCount() > 0
        self.clear_button.setEnabled(some or bool(self.search.text()))
        self.table.setVisible(some)
        self._empty.setVisible(not some)
        self._empty.setText(
            self.tr("Nothing is found by these words.")
            if self.search.text()
            else self.tr("Nothing yet. What you send and receive is listed here, until you remove it.")
        )
        self._said.setText(entry_line(entry, translate) if entry is not None else "")

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.folder_button, self.again_button, self.copy_button, self.remove_button, self.clear_button

    def _connect(self) -> None:
        self.search.textChanged.connect(self.search_changed)
        self.folder_button.clicked.connect(self._show_folder)
        self.again_button.clicked.connect(self._send_again)
        self.copy_button.clicked.connect(self.copy)
        self.remove_button.clicked.connect(self.remove)
        self.clear_button.clicked.connect(self._clear)
        self.table.activated.connect(lambda _index: self._show_folder())
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._refresh())
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._refresh)
        add_actions(self.table, Place.HISTORY, {"remove-entry": self.remove, "copy-entry": self.copy})

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        for part in (table, table.horizontalHeader()):
            set_role(part, "columns")
        table.setAccessibleName(self.tr("History"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setDefaultSectionSize(3 * GRID + GRID // 2)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        metrics = table.fontMetrics()
        for column, widest in (
            (Column.WHEN, "2030-12-30, 23:59 PM"),
            (Column.WITH, "a-computers-name-two-words"),
            (Column.SIZE, "999.9 MB"),
            (Column.RESULT, "cancelled"),
        ):
            table.setColumnWidth(column, metrics.horizontalAdvance(widest) + 3 * GRID)
        header.setSectionResizeMode(Column.WHAT, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in self._buttons()[:-1]:
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.clear_button)
        close = QDialogButtonBox(self)
        close.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._said)
        layout.addLayout(buttons)
        layout.addWidget(close)
        self.resize(100 * GRID, 60 * GRID)


def _can_be_sent(entry: HistoryEntry) -> bool:
    return entry.direction is Direction.SEND and bool(entry.paths)
