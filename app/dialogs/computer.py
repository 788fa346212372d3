"""This computer's name and key, and the computers that it knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.formatting import plain_text
from app.theme import GRID, set_role
from app.wording import translate
from ptp_core.security.identity import MAXIMUM_NAME_CHARACTERS, fingerprint_words
from ptp_core.security.known_peers import KnownPeer


class ComputerDialog(QDialog):
    """A sheet over the window; `open()` it, and tell it of peers by `show_peers`.

    Signals:
        renamed(str): what this computer is to be called.
        peer_renamed(bytes, str), peer_forgotten(bytes), peer_trusted(bytes, bool): about the peer with this key.
    """

    renamed = Signal(str)
    peer_renamed = Signal(object, str)
    peer_forgotten = Signal(object)
    peer_trusted = Signal(object, bool)

    def __init__(self, parent: QWidget, *, name: str, words: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("This computer and those it knows"))
        self._given_name = name
        self._peers: list[KnownPeer] = []
        self.name_field = QLineEdit(name, self)
        self.name_field.setMaxLength(MAXIMUM_NAME_CHARACTERS)
        self._words = QLabel(words, self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._table = QTableWidget(0, 3, self)
        self._empty = QLabel(
            self.tr("None yet. A computer is known once it has paired with this one by a code phrase."), self
        )
        self._empty.setWordWrap(True)
        set_role(self._empty, "muted")
        self.rename_button = QPushButton(self.tr("&Rename…"), self)
        self.forget_button = QPushButton(self.tr("&Forget"), self)
        for button in (self.rename_button, self.forget_button):
            # Return in the field above is to take the name, not to press a button.
            button.setAutoDefault(False)
        self.trust_box = QCheckBox(self.tr("&Take its files without asking"), self)
        self._set_up_table()
        self._lay_out()
        self.name_field.editingFinished.connect(self._tell_name)
        self._table.itemSelectionChanged.connect(self._refresh)
        self._table.itemDoubleClicked.connect(self._ask_peer_name)
        self.rename_button.clicked.connect(self._ask_peer_name)
        self.forget_button.clicked.connect(self._tell_forget)
        self.trust_box.clicked.connect(self._tell_trust)
        self.show_peers([])

    def show_peers(self, peers: Sequence[KnownPeer]) -> None:
        """The computers that are known now; the selected one stays selected, else the first is."""
        selected = self._selected()
        self._peers = list(peers)
        self._table.setRowCount(len(self._peers))
        locale = QLocale()
        for row, peer in enumerate(self._peers):
            met = locale.toString(QDateTime.fromSecsSinceEpoch(int(peer.last_met)), QLocale.FormatType.ShortFormat)
            for column, text in enumerate((plain_text(peer.name), fingerprint_words(peer.fingerprint), met)):
                self._table.setItem(row, column, QTableWidgetItem(text))
            if selected is not None and peer.fingerprint == selected.fingerprint:
                self._table.selectRow(row)
        if self._peers and self._selected() is None:
            # By keys the only row could not be chosen: it is the current one, and no key leads to it.
            self._table.selectRow(0)
        self._table.setVisible(bool(self._peers))
        self._empty.setVisible(not self._peers)
        self._refresh()

    def names(self) -> list[str]:
        """The known computers as shown."""
        return [peer.name for peer in self._peers]

    def select(self, row: int) -> None:
        """Select a known computer."""
        self._table.selectRow(row)

    @classmethod
    def ask_name(cls, parent: QWidget, name: str) -> str | None:
        """Another name for a peer; None when the person thinks better of it."""
        title = translate("ComputerDialog", "Rename")
        question = translate("ComputerDialog", "What is this computer called?")
        text, agreed = QInputDialog.getText(parent, title, question, text=name)
        return text.strip() or None if agreed else None

    def _selected(self) -> KnownPeer | None:
        rows = self._table.selectionModel().selectedRows()
        return self._peers[rows[0].row()] if rows and rows[0].row() < len(self._peers) else None

    @Slot()
    def _refresh(self) -> None:
        peer = self._selected()
        for control in (self.rename_button, self.forget_button, self.trust_box):
            control.setEnabled(peer is not None)
        self.trust_box.setChecked(peer is not None and peer.accept_always)

    @Slot()
    def _tell_name(self) -> None:
        name = self.name_field.text().strip()
        if name and name != self._given_name:
            self._given_name = name
            self.renamed.emit(name)

    @Slot()
    def _ask_peer_name(self) -> None:
        peer = self._selected()
        name = self.ask_name(self, peer.name) if peer is not None else None
        if peer is not None and name:
            self.peer_renamed.emit(peer.fingerprint, name)

    @Slot()
    def _tell_forget(self) -> None:
        peer = self._selected()
        if peer is not None:
            self.peer_forgotten.emit(peer.fingerprint)

    @Slot(bool)
    def _tell_trust(self, always: bool) -> None:
        peer = self._selected()
        if peer is not None:
            self.peer_trusted.emit(peer.fingerprint, always)

    def _set_up_table(self) -> None:
        table = self._table
        table.setAccessibleName(self.tr("Known computers"))
        table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Fingerprint"), self.tr("Last met")])
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.verticalHeader().setVisible(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(GRID)
        form.addRow(self.tr("&Name of this computer"), self.name_field)
        form.addRow(self.tr("Fingerprint"), self._words)
        known = QLabel(self.tr("Known computers"), self)
        known.setBuddy(self._table)
        set_role(known, "strong")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.rename_button)
        buttons.addWidget(self.forget_button)
        buttons.addWidget(self.trust_box)
        buttons.addStretch(1)
        close = QDialogButtonBox(self)
        close.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addLayout(form)
        layout.addSpacing(GRID)
        layout.addWidget(known)
        layout.addWidget(self._empty)
        layout.addWidget(self._table, 1)
        layout.addLayout(buttons)
        layout.addStretch(0)
        layout.addWidget(close)
        self.resize(75 * GRID, 50 * GRID)
