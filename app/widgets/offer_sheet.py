"""An incoming offer: who, what, where to, does it fit; asked inside the window, beside the work, not on top of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.content_words import contents_words, offered_words, some_names
from app.figures import format_size
from app.formatting import isolated, plain_text
from app.joining import after_one_another, as_sentence
from app.theme import GRID, set_role
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from app.widgets.telling import name_choice
from app.wording import translate
from ptp_core.config import ConflictPolicy
from ptp_core.transfer.offer import OfferAnswer, OfferDetails

_NAMES_SHOWN = 3


class OfferSheet(QFrame):
    """Shows one offer at a time, the oldest first, and hides when none waits. No key accepts by accident.

    Signals:
        answered: the transfer's id (int) and the OfferAnswer
    """

    answered = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offerSheet")
        self._offers: list[OfferDetails] = []
        self._chosen_for: int | None = None
        self._title = self._label(wrap=True)
        set_role(self._title, "strong")
        self._waiting = self._label()
        set_role(self._waiting, "muted")
        self._who = self._label(wrap=True)
        self._fingerprint = self._label(wrap=True)
        self._what = self._label(wrap=True)
        self._folder = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle, least_characters=20)
        self.folder_button = IconButton("folder", self.tr("Change…"), self, with_text=True)
        self.folder_button.clicked.connect(self.choose_folder)
        self._room = self._label(wrap=True)
        self.conflict = QComboBox(self)
        self.conflict.addItem(self.tr("Keep both: save under a new name"), ConflictPolicy.RENAME)
        self.conflict.addItem(self.tr("Replace files that are there"), ConflictPolicy.OVERWRITE)
        self.conflict.addItem(self.tr("Keep what is there: do not save over it"), ConflictPolicy.SKIP)
        self.conflict.addItem(self.tr("Refuse what has such a name"), ConflictPolicy.FAIL)
        name_choice(self.conflict, self.tr("What to do about names that are in use"))
        self._taken = self._label(wrap=True)
        self.accept_button = QPushButton(self.tr("Accept"), self)
        self.always_button = QPushButton(self.tr("Accept always from this peer"), self)
        self.decline_button = QPushButton(self.tr("Decline"), self)
        set_role(self.accept_button, "primary")
        self.accept_button.clicked.connect(lambda: self._answer(accepted=True))
        self.always_button.clicked.connect(lambda: self._answer(accepted=True, always=True))
        self.decline_button.clicked.connect(lambda: self._answer(accepted=False))
        for button in (self.accept_button, self.always_button, self.decline_button):
            button.setAutoDefault(False)
        self._build()
        self.hide()

    def add_offer(self, details: OfferDetails) -> None:
        """Ask about one more offer; asking twice about the same one changes nothing."""
        if all(offer.transfer_id != details.transfer_id for offer in self._offers):
            self._offers.append(details)
            self._show()

    def withdraw(self, transfer_id: int) -> None:
        """The offer is gone (the peer gave up): stop asking."""
        self._offers = [offer for offer in self._offers if offer.transfer_id != transfer_id]
        self._show()

    def pending(self) -> int:
        """How many offers wait for an answer."""
        return len(self._offers)

    def shown(self) -> OfferDetails | None:
        """The offer that is asked about now, with the folder as chosen."""
        return self._offers[0] if self._offers else None

    def choose_folder(self) -> None:
        """Ask for another folder, and look whether all fits there and the names are free."""
        offer = self.shown()
        if offer is None:
            return
        directory = self.ask_directory(self, offer.directory)
        # The peer may have given up while the dialog was open.
        if directory is not None and self.shown() is offer:
            free_bytes, names_taken = _look(directory, offer.roots or (offer.name,))
            self._offers[0] = replace(offer, directory=directory, free_bytes=free_bytes, names_taken=names_taken)
            self._show()

    @classmethod
    def ask_directory(cls, parent: QWidget, directory: Path) -> Path | None:
        """The platform's folder dialog; None when the person cancels it."""
        name = QFileDialog.getExistingDirectory(parent, translate("OfferSheet", "Save to folder"), str(directory))
        return Path(name) if name else None

    def description(self) -> str:
        """The question in words."""
        labels = (self._title, self._who, self._fingerprint, self._what, self._room, self._taken)
        return after_one_another((as_sentence(label.text(), translate) for label in labels), translate)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._waiting)
        folder = QHBoxLayout()
        folder.setSpacing(GRID)
        folder.addWidget(self._folder, 1)
        folder.addWidget(self.folder_button)
        form = self._form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("From"), self._who)
        form.addRow(self.tr("Fingerprint"), self._fingerprint)
        form.addRow(self.tr("What"), self._what)
        self._folder_row = form.rowCount()
        form.addRow(self.tr("Save to"), folder)
        form.addRow("", self._room)
        form.addRow("", self._taken)
        form.addRow("", self.conflict)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.decline_button)
        buttons.addWidget(self.always_button)
        buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(int(1.5 * GRID))
        layout.addLayout(head)
        layout.addLayout(form)
        layout.addLayout(buttons)

    def _show(self) -> None:
        offer = self.shown()
        if offer is None:
            self._chosen_for = None
            self.hide()
            return
        if self._chosen_for != offer.transfer_id:
            # One choice does not carry over to the next offer.
            self._chosen_for = offer.transfer_id
            self.conflict.setCurrentIndex(max(0, self.conflict.findData(offer.on_conflict)))
        self._title.setText(
            self.tr("{0} wants to send you {1}").format(isolated(offer.peer_name), offered_words(offer, translate))
        )
        more = len(self._offers) - 1
        self._waiting.setText(self.tr("%n more waiting", "", more) if more else "")
        known = self.tr("known to this computer") if offer.peer_known else self.tr("new to this computer")
        who = self.tr("{0}, {1}: {2}").format(isolated(offer.peer_name), isolated(offer.peer_address), known)
        self._who.setText(who)
        self._fingerprint.setText(plain_text(offer.fingerprint_words))
        self._what.setText(contents_words(offer, translate))
        self._folder.set_text(plain_text(str(offer.directory), 1000))
        # A text goes into no folder.
        for row in (self._folder_row, self._folder_row + 1):
            self._form.setRowVisible(row, not offer.is_text)
        fits = offer.is_text or offer.size_bytes <= offer.free_bytes
        self._room.setText(
            self.tr("{0} free there.").format(format_size(offer.free_bytes))
            if fits
            else self.tr("Not enough space: {0} needed, {1} free. Choose another folder.").format(
                format_size(offer.size_bytes), format_size(offer.free_bytes)
            )
        )
        set_role(self._room, "muted" if fits else "error")
        self._taken.setText(self.tr("There already: {0}.").format(_named(offer)) if offer.name_taken else "")
        self._taken.setVisible(offer.name_taken)
        self.conflict.setVisible(offer.name_taken)
        self.accept_button.setEnabled(fits)
        self.always_button.setEnabled(fits)
        self.setAccessibleName(self.description())
        self.show()

    def _answer(self, *, accepted: bool, always: bool = False) -> None:
        offer = self.shown()
        if offer is None:
            return
        del self._offers[0]
        answer = OfferAnswer(accepted=False)
        if accepted:
            choice: ConflictPolicy | None = self.conflict.currentData() if offer.name_taken else None
            answer = OfferAnswer(accepted=True, directory=offer.directory, on_conflict=choice, always=always)
        self._show()
        self.answered.emit(offer.transfer_id, answer)

    def _label(self, *, wrap: bool = False) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(wrap)
        if wrap:
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return label


def _named(offer: OfferDetails) -> str:
    """The names that are in use, the first of them."""
    return some_names(offer.names_taken, _NAMES_SHOWN, translate)


def _look(directory: Path, names: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """The room in a folder, in bytes, and which of the names it holds; one that cannot be written to has none."""
    try:
        free_bytes = shutil.disk_usage(directory).free if os.access(directory, os.W_OK) else 0
        return free_bytes, tuple(name for name in names if os.path.lexists(directory / name))
    except (OSError, ValueError):
        return 0, ()
