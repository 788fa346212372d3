"""This computer as others need it: its name, the code, where it is reached, and all of that as a QR code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.formatting import plain_text
from app.theme import GRID, HALF_GRID, emphasised, set_role
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from app.widgets.qr_code import QrCode
from app.widgets.telling import set_tip
from app.wording import list_words

_TALL_WIDTH: Final = 36 * GRID
_LOW_WIDTH: Final = 54 * GRID
_LOW_WITHOUT_QR: Final = 34 * GRID
_ROOM_FOR_LARGE_CODE: Final = 66 * GRID
# The place in the card's body where height is left over.
_SPARE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """How others reach this computer now. `problem` is why they do not, empty if that is wanted or they do;
    `other_port` tells that another port may be the way out. `link` has the address and the code, `folder` is where what
    comes is saved."""

    on: bool = False
    problem: str = ""
    other_port: bool = False
    addresses: tuple[str, ...] = ()
    code: str = ""
    link: str = ""
    folder: Path = Path()


class ThisComputer(QFrame):
    """A card. With room it is tall, with the QR code large; low, everything stands in three lines.

    Signals:
        copied(str): this went to the clipboard.
        new_code_requested(): the code is to be replaced.
        switched_on(): it is to receive again.
        other_port_requested(): another port is to be tried.
        more_requested(): the page with everything about receiving is wanted.
        open_folder_requested(Path): show the folder in the file manager.
    """

    copied = Signal(str)
    new_code_requested = Signal()
    switched_on = Signal()
    other_port_requested = Signal()
    more_requested = Signal()
    open_folder_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.reachable = Reachable()
        self._title = QLabel(self.tr("This computer"), self)
        set_role(self._title, "muted")
        self.name = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self.name.setFont(emphasised(self.font(), scale=1.15))
        self.status = QLabel(self)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        self._code_title = QLabel(self.tr("Code"), self)
        self._address_title = QLabel(self.tr("Address"), self)
        self._folder_title = QLabel(self.tr("Saved in"), self)
        self._hint = QLabel(self.tr("Others need the code and the address, or a camera."), self)
        self._hint.setWordWrap(True)
        for label in (self._code_title, self._address_title, self._folder_title, self._hint):
            set_role(label, "muted")
        self.code = QLabel(self)
        self.code.setTextFormat(Qt.TextFormat.PlainText)
        self.code.setWordWrap(True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setFont(emphasised(self.font(), scale=1.3))
        self.address = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self.folder = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self.folder_button = IconButton("folder", self.tr("Open the folder"), self)
        self.folder_button.clicked.connect(lambda: self.open_folder_requested.emit(self.reachable.folder))
        self.copy_code = IconButton("copy", self.tr("Copy the code"), self)
        self.new_code = IconButton("refresh", self.tr("New code"), self)
        self.copy_address = IconButton("copy", self.tr("Copy the address"), self)
        self.copy_link = IconButton("link", self.tr("Copy a link with the address and the code"), self)
        self.more_button = IconButton("receive", self.tr("Everything about receiving"), self)
        self.qr_code = QrCode(self)
        self.on_button = QPushButton(self.tr("Receive files"), self)
        self.other_port_button = QPushButton(self.tr("Use another port"), self)
        self.on_button.clicked.connect(self.switched_on)
        self.other_port_button.clicked.connect(self.other_port_requested)
        self.more_button.clicked.connect(self.more_requested)
        self.new_code.clicked.connect(self.new_code_requested)
        self.copy_code.clicked.connect(lambda: self._copy(self.reachable.code))
        self.copy_address.clicked.connect(lambda: self._copy(self.reachable.addresses[0]))
        self.copy_link.clicked.connect(lambda: self._copy(self.reachable.link))
        self._roomy, self._narrow = True, False
        self._lay_out()
        self.show_reachable(self.reachable)

    def set_name(self, name: str) -> None:
        """What this computer is called."""
        self.name.set_text(plain_text(name))

    def show_reachable(self, reachable: Reachable) -> None:
        """How it stands now."""
        self.reachable = reachable
        told = bool(reachable.addresses)
        self.status.setText(self._status_words())
        set_role(self.status, "error" if reachable.problem else "good" if told else "muted")
        self.code.setText(reachable.code or self.tr("no code"))
        more = len(reachable.addresses) - 1
        self.address.set_text(reachable.addresses[0] if told else "")
        if more > 0:
            set_tip(self.address, "\n".join(reachable.addresses))
        self.folder.set_text(plain_text(str(reachable.folder), 1000))
        self._codes.setVisible(told)
        self.copy_code.setEnabled(bool(reachable.code))
        self.copy_link.setVisible(bool(reachable.link))
        self.on_button.setVisible(not reachable.on)
        self.other_port_button.setVisible(reachable.other_port)
        self.qr_code.set_text(reachable.link)
        self._arrange()

    def set_room(self, *, roomy: bool, narrow: bool) -> None:
        """Whether there is height for the tall form, and whether there is no width for the code beside the words."""
        if (roomy, narrow) != (self._roomy, self._narrow):
            self._roomy, self._narrow = roomy, narrow
            self._arrange()

    def description(self) -> str:
        """The card in words."""
        reachable = self.reachable
        parts = [self.name.text(), self._status_words(), reachable.code, *reachable.addresses]
        return list_words([part for part in parts if part])

    def _status_words(self) -> str:
        reachable = self.reachable
        if reachable.problem:
            return reachable.problem
        if reachable.addresses:
            return self.tr("Ready to receive")
        return self.tr("Opening the port…") if reachable.on else self.tr("Off. Nobody can send to this computer.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A larger code, and words on it, where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.qr_code.set_module(self._module())
        self._hint.setVisible(not self.qr_code.isHidden() and self._roomy and self.height() >= _ROOM_FOR_LARGE_CODE)

    def _module(self) -> int:
        if not self._roomy:
            return 3
        return 6 if self.height() >= _ROOM_FOR_LARGE_CODE else 4

    @Slot(str)
    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)

    def _arrange(self) -> None:
        shows_qr = bool(self.reachable.link) and (self._roomy or not self._narrow)
        self.qr_code.setVisible(shows_qr)
        self._fit()
        middle = Qt.AlignmentFlag.AlignHCenter if self._roomy else Qt.AlignmentFlag.AlignTop
        self._body.setAlignment(self.qr_code, middle)
        self._body.setStretch(0, 0 if self._roomy else 1)
        self._body.setStretch(_SPARE, 1 if self._roomy else 0)
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if self._roomy else QBoxLayout.Direction.LeftToRight)
        self._title.setVisible(self._roomy)
        self._saving.setVisible(self._roomy)
        self._words.setSpacing(GRID if self._roomy else 2)
        self.setFixedWidth(_TALL_WIDTH if self._roomy else _LOW_WIDTH if not self._narrow else _LOW_WITHOUT_QR)
        self.setAccessibleName(self.tr("This computer"))
        self.setAccessibleDescription(self.description())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(HALF_GRID)
        head.addWidget(self.name, 1)
        head.addWidget(self.more_button)
        self._codes = QWidget(self)
        codes = QGridLayout(self._codes)
        codes.setContentsMargins(0, 0, 0, 0)
        codes.setSpacing(0)
        codes.addWidget(self._code_title, 0, 0)
        codes.addWidget(self.code, 1, 0)
        codes.addWidget(self.copy_code, 1, 1)
        codes.addWidget(self.new_code, 1, 2)
        codes.setRowMinimumHeight(2, HALF_GRID)
        codes.addWidget(self._address_title, 3, 0)
        codes.addWidget(self.address, 4, 0)
        codes.addWidget(self.copy_address, 4, 1)
        codes.addWidget(self.copy_link, 4, 2)
        codes.setColumnStretch(0, 1)
        self._saving = QWidget(self)
        saving = QGridLayout(self._saving)
        saving.setContentsMargins(0, 0, 0, 0)
        saving.setSpacing(0)
        saving.addWidget(self._folder_title, 0, 0)
        saving.addWidget(self.folder, 1, 0)
        saving.addWidget(self.folder_button, 1, 1)
        saving.setColumnStretch(0, 1)
        words = self._words = QVBoxLayout()
        words.addWidget(self._title)
        words.addLayout(head)
        words.addWidget(self.status)
        words.addWidget(self._codes)
        words.addWidget(self.on_button, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.other_port_button, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        body = self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        body.setContentsMargins(2 * GRID, int(1.5 * GRID), 2 * GRID, int(1.5 * GRID))
        body.setSpacing(GRID)
        body.addLayout(words, 1)
        body.addWidget(self.qr_code)
        body.addWidget(self._hint)
        body.addStretch(0)
        body.addWidget(self._saving)
