"""Receive: where this computer is reached, the code to tell, the folder, and who may send without asking."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.choices import ACCEPT, ON_CONFLICT, PORT
from app.formatting import plain_text
from app.listening import told_hosts
from app.theme import GRID, HALF_GRID, set_role
from app.widgets.code_display import CodeDisplay
from app.widgets.elided_label import ElidedLabel
from app.widgets.focus_order import follow_layout
from app.widgets.icon_button import IconButton
from app.widgets.qr_code import QrCode
from app.widgets.row_fields import ChoiceField, NumberField, declared_words
from app.widgets.telling import set_tip
from app.widgets.this_computer import Reachable
from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.links.link import PtpLink
from ptp_core.network.addresses import PeerAddress

# The page's margins and what lies between its two parts, and a scroll bar.
_EDGES: Final = 9 * GRID
_MODULE: Final = 4
_LARGE_MODULE: Final = 7


class ReceivePage(QWidget):
    """Shows what the receiving controller tells, and asks for changes.

    Signals:
        receiving_switched(bool): listen, or no longer.
        folder_chosen(Path): save there from now on.
        open_folder_requested(Path): show the folder in the file manager.
        accept_chosen(AcceptPolicy), conflict_chosen(ConflictPolicy), port_chosen(int): new choices; port 0 is any.
        announcing_switched(bool): the local network is told of this computer, or no longer.
        class_switched(bool): one code lets many in, or no longer.
        folder_per_peer_switched(bool): each sender has a folder of its own, or no longer.
        new_code_requested(): the code that is shown is to be replaced.
        copied(str): an address, the link or the code went to the clipboard.
        reachable_changed(Reachable): others reach this computer in another way, or no more.
    """

    receiving_switched = Signal(bool)
    folder_chosen = Signal(object)
    open_folder_requested = Signal(object)
    accept_chosen = Signal(object)
    conflict_chosen = Signal(object)
    port_chosen = Signal(object)
    announcing_switched = Signal(bool)
    class_switched = Signal(bool)
    folder_per_peer_switched = Signal(bool)
    new_code_requested = Signal()
    copied = Signal(str)
    reachable_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._addresses: list[str] = []
        self._link_to: PeerAddress | None = None
        self._width = 0
        self._problem = ""
        self._switch = QCheckBox(self)
        self._status = QLabel(self)
        self._status.setWordWrap(True)
        self.other_port_button = QPushButton(self)
        self._address_rows = QVBoxLayout()
        self._address_rows.setSpacing(HALF_GRID)
        self._port = NumberField(PORT, self)
        self._port.widget.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._port.widget.setKeyboardTracking(False)
        self.announcing_switch = QCheckBox(self)
        self.code_display = CodeDisplay(self)
        self.class_switch = QCheckBox(self)
        self.admitted_label = QLabel(self)
        set_role(self.admitted_label, "muted")
        self.qr_code = QrCode(self)
        self.link_button = IconButton("link", self.tr("Copy link"), self, with_text=True)
        self.code_display.add_button(self.link_button)
        self.folder_per_peer = QCheckBox(self)
        self._folder_text = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle, least_characters=16)
        self._change_folder = QPushButton(self)
        self._open_folder = IconButton("folder", self.tr("Open the folder"), self)
        self._accept = ChoiceField(ACCEPT, self, least_letters=16)
        self._conflict = ChoiceField(ON_CONFLICT, self, least_letters=16)
        self._port_label = QLabel(self)
        self._folder_label = QLabel(self)
        self._accept_label = QLabel(self)
        self._conflict_label = QLabel(self)
        self._lay_out()
        self._set_words()
        self._connect()

    def show_choices(
        self,
        *,
        folder: Path,
        port: int,
        accept: AcceptPolicy,
        on_conflict: ConflictPolicy,
        announced: bool,
        folder_per_peer: bool,
    ) -> None:
        """What is set; asks for nothing."""
        self._folder = folder
        self._folder_text.set_text(plain_text(str(folder), 1000))
        self._accept.show(accept)
        self._conflict.show(on_conflict)
        quiet = (self._port.widget, self.announcing_switch, self.folder_per_peer)
        for widget in quiet:
            widget.blockSignals(True)
        self._port.show(port)
        self.announcing_switch.setChecked(announced)
        self.folder_per_peer.setChecked(folder_per_peer)
        for widget in quiet:
            widget.blockSignals(False)
        self._tell_reachable(self._problem)

    def show_starting(self) -> None:
        """The port is being opened."""
        self._show(True, self.tr("Opening the port…"))
        self._tell_reachable()

    def show_listening(self, address: PeerAddress, addresses: Sequence[str]) -> None:
        """Others can send to `addresses` at the port of `address`."""
        self._show(True, self.tr("Ready to receive. Tell the sender an address and the code."))
        told = told_hosts(addresses)
        self._fill_addresses([str(PeerAddress(host, address.port)) for host in told])
        self._link_to = PeerAddress(told[0], address.port) if told else None
        self._show_link()
        self.code_display.setVisible(True)
        self.class_switch.setVisible(True)
        self.admitted_label.setVisible(self.class_switch.isChecked())
        self.fit(self._width)
        self._tell_reachable()

    def show_off(self, problem: str = "", *, offer_other_port: bool = False) -> None:
        """Nothing is received, on purpose or because of `problem`."""
        self._show(False, problem or self.tr("Off. Nobody can send to this computer."), error=bool(problem))
        self.other_port_button.setVisible(offer_other_port)
        self._tell_reachable(problem)

    def show_broken(self, problem: str) -> None:
        """Nothing comes for now because of `problem`, and PTP goes on trying; another port may be the way out."""
        words = self.tr("{0} PTP goes on trying; or use another port.").format(problem)
        self._show(True, words, error=True)
        self.other_port_button.setVisible(True)
        self._tell_reachable(problem)

    def fit(self, width: int) -> bool:
        """Stand below one another what does not fit beside, in so many pixels; whether that is so."""
        self._width = width
        self._told.setDirection(QBoxLayout.Direction.LeftToRight)
        room = width - _EDGES
        place, choices = (part.minimumSize().width() for part in (self._place, self._choices))
        beside = place + choices <= room
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        if place > room:
            self._told.setDirection(QBoxLayout.Direction.TopToBottom)
        return not beside

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is more height than is needed: then the code for cameras is large."""
        self.qr_code.set_module(_LARGE_MODULE if roomy else _MODULE)

    def showEvent(self, event: QShowEvent) -> None:
        """Only what is shown has its letters, and so its width."""
        super().showEvent(event)
        self.fit(self._width)

    def set_code(self, code: str) -> None:
        """The code phrase that is good now."""
        if code != self.code_display.code():
            self.code_display.set_code(code)
            self._show_link()
            self._tell_reachable(self._problem)

    def set_admitted(self, count: int | None) -> None:
        """How many came by the code that lets many in; None while it lets one in."""
        self.class_switch.blockSignals(True)
        self.class_switch.setChecked(count is not None)
        self.class_switch.blockSignals(False)
        self.admitted_label.setText("" if count is None else self.tr("Let in so far: {0}").format(count))
        self.admitted_label.setVisible(count is not None and not self.class_switch.isHidden())

    def link(self) -> str:
        """The link that leads here, with the code; empty while nothing is received."""
        if self._link_to is None:
            return ""
        return str(PtpLink(address=self._link_to, code=self.code_display.code() or None))

    def status_text(self) -> str:
        """What the page says about receiving."""
        return self._status.text()

    def address_texts(self) -> list[str]:
        """The addresses as shown."""
        return list(self._addresses)

    def _show(self, on: bool, status: str, *, error: bool = False) -> None:
        self._switch.blockSignals(True)
        self._switch.setChecked(on)
        self._switch.blockSignals(False)
        self._status.setText(status)
        set_role(self._status, "error" if error else "muted")
        self.other_port_button.setVisible(False)
        self._fill_addresses([])
        self._link_to = None
        self._show_link()
        for widget in (self.code_display, self.class_switch, self.admitted_label):
            widget.setVisible(False)

    def _tell_reachable(self, problem: str = "") -> None:
        self._problem = problem
        self.reachable_changed.emit(
            Reachable(
                on=self._switch.isChecked(),
                problem=problem,
                other_port=not self.other_port_button.isHidden(),
                addresses=tuple(self._addresses),
                code=self.code_display.code(),
                link=self.link(),
                folder=self._folder,
            )
        )

    def _show_link(self) -> None:
        link = self.link()
        self.qr_code.set_text(link)
        self.qr_code.setVisible(bool(link))
        self.link_button.setVisible(bool(link))
        set_tip(self.link_button, link)

    def _fill_addresses(self, addresses: list[str]) -> None:
        self._addresses = addresses
        while (item := self._address_rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for text in self._addresses:
            self._address_rows.addWidget(self._address_row(text))
        follow_layout(self)

    def _address_row(self, text: str) -> QWidget:
        row = QWidget(self)
        label = QLabel(text, row)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_role(label, "strong")
        copy = IconButton("copy", self.tr("Copy {0}").format(text), row)
        copy.clicked.connect(lambda: self._copy(text))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(label)
        layout.addWidget(copy)
        layout.addStretch(1)
        return row

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)

    @Slot()
    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Save received files in"), str(self._folder))
        if chosen:
            self.folder_chosen.emit(Path(chosen))

    def _connect(self) -> None:
        self._switch.toggled.connect(self.receiving_switched)
        self.class_switch.toggled.connect(self.class_switched)
        self.announcing_switch.toggled.connect(self.announcing_switched)
        self.folder_per_peer.toggled.connect(self.folder_per_peer_switched)
        self.link_button.clicked.connect(lambda: self._copy(self.link()))
        self.other_port_button.clicked.connect(lambda: self.port_chosen.emit(0))
        self._port.changed.connect(self.port_chosen.emit)
        self.code_display.new_code_requested.connect(self.new_code_requested)
        self._change_folder.clicked.connect(self._ask_folder)
        self._open_folder.clicked.connect(lambda: self.open_folder_requested.emit(self._folder))
        self._accept.changed.connect(lambda: self.accept_chosen.emit(self._accept.value()))
        self._conflict.changed.connect(lambda: self.conflict_chosen.emit(self._conflict.value()))

    def _set_words(self) -> None:
        self._switch.setText(self.tr("&Receive files"))
        self.other_port_button.setText(self.tr("Use another port"))
        self.class_switch.setText(self.tr("&Let a class in"))
        set_tip(
            self.class_switch,
            self.tr("The code stays, and everyone who has it gets in, until you switch this off."),
        )
        self.folder_per_peer.setText(self.tr("A folder for &each sender"))
        set_tip(self.folder_per_peer, self.tr("Named after the sender, with the beginning of its fingerprint."))
        self.announcing_switch.setText(self.tr("Can be &found on this network"))
        set_tip(
            self.announcing_switch,
            self.tr("Computers near here are told this one's name and address while it receives."),
        )
        self._change_folder.setText(self.tr("&Change…"))
        self._change_folder.setAccessibleName(self.tr("Change the folder"))
        set_tip(self._port.widget, declared_words(PORT.words))
        for label, text, buddy in (
            (self._port_label, self._port.title, self._port.widget),
            (self._folder_label, self.tr("Save &in"), self._change_folder),
            (self._accept_label, self._accept.title, self._accept.widget),
            (self._conflict_label, self._conflict.title, self._conflict.widget),
        ):
            label.setText(text)
            label.setBuddy(buddy)

    def _lay_out(self) -> None:
        place = QFrame(self)
        place.setObjectName("card")
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self._switch)
        left.addWidget(self._status)
        left.addWidget(self.other_port_button, 0, Qt.AlignmentFlag.AlignLeft)
        told = self._told = QHBoxLayout()
        told.setSpacing(3 * GRID)
        places = QVBoxLayout()
        places.addLayout(self._address_rows)
        places.addStretch(1)
        told.addLayout(places)
        pairing = QVBoxLayout()
        pairing.setSpacing(HALF_GRID)
        pairing.addWidget(self.code_display)
        for widget in (self.class_switch, self.admitted_label):
            pairing.addWidget(widget)
        pairing.addStretch(1)
        told.addLayout(pairing, 1)
        left.addLayout(told)
        left.addStretch(1)
        card = self._place = QHBoxLayout(place)
        card.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        card.setSpacing(2 * GRID)
        card.addLayout(left, 1)
        card.addWidget(self.qr_code, 0, Qt.AlignmentFlag.AlignTop)

        folder = QHBoxLayout()
        folder.setSpacing(GRID)
        folder.addWidget(self._folder_text, 1)
        folder.addWidget(self._open_folder)
        folder.addWidget(self._change_folder)
        choices = QFrame(self)
        choices.setObjectName("card")
        form = self._choices = QFormLayout(choices)
        form.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        form.setSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._folder_label, folder)
        form.addRow("", self.folder_per_peer)
        form.addRow(self._accept_label, self._accept.widget)
        form.addRow(self._conflict_label, self._conflict.widget)
        form.addRow(self._port_label, self._port.widget)
        form.addRow("", self.announcing_switch)

        columns = self._columns = QHBoxLayout()
        columns.setSpacing(2 * GRID)
        columns.addWidget(place, 4)
        columns.addWidget(choices, 3)
        page = QVBoxLayout(self)
        page.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        page.addLayout(columns)
        page.addStretch(1)
