"""Send: what, where to, and the code that the other side shows; the computers near here to pick from; and beside that
what others need to send to this computer."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.nearby import Computer
from app.theme import GRID, HALF_GRID, Theme, set_role
from app.widgets.address_field import AddressField
from app.widgets.code_field import CodeField
from app.widgets.drop_area import DropArea
from app.widgets.dropping import Dropped
from app.widgets.nearby_strip import NearbyStrip
from app.widgets.this_computer import ThisComputer
from ptp_core.links.link import PtpLink
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.source.walking import Totals


@dataclass(frozen=True, slots=True)
class SendRequest:
    """What a person wants sent, as one transfer to each of `addresses`. `address_texts` are these as typed; `code` is
    None when none was given."""

    paths: tuple[Path, ...]
    addresses: tuple[PeerAddress, ...]
    address_texts: tuple[str, ...]
    code: str | None


class Room(enum.Enum):
    """The height that the page has: all that is left, as much as it needs, or that of a line to drop on."""

    FULL = "full"
    LOW = "low"
    LINE = "line"


class SendPage(QWidget):
    """Collects a SendRequest.

    Signals:
        send_requested(SendRequest): Send was pressed with everything in place.
        refused(str): something dropped cannot be sent; a sentence for a person.
        filled_in(): a link, or what a tile took, was put here, and the person should see it.
        text_dropped(str, Computer | None): a text that is no address was dropped or pasted, on a computer's tile or
            not.
        text_wanted(): a text is to be written.
        files_changed(): others are chosen now.

    Attributes: `nearby` are the computers near here, `this_computer` the card about this one.
    """

    send_requested = Signal(object)
    refused = Signal(str)
    filled_in = Signal()
    text_dropped = Signal(str, object)
    text_wanted = Signal()
    files_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = DropArea(self)
        self.nearby = NearbyStrip(self)
        self.this_computer = ThisComputer(self)
        self._address = AddressField(self)
        self._code = CodeField(self)
        self._send = QPushButton(self)
        set_role(self._send, "primary")
        self._to = QLabel(self)
        self._with_code = QLabel(self)
        self._to.setBuddy(self._address)
        self._with_code.setBuddy(self._code)
        self._lay_out()
        self._files.paths_changed.connect(self._refresh)
        self._files.paths_changed.connect(lambda _paths: self.files_changed.emit())
        self._files.refused.connect(self.refused)
        self._files.link_taken.connect(self.fill_in)
        self._files.address_taken.connect(self._take_address)
        self._files.text_wanted.connect(self.text_wanted)
        self._files.text_taken.connect(lambda text: self.text_dropped.emit(text, None))
        self.nearby.picked.connect(self._pick)
        self.nearby.dropped.connect(self._take_for)
        self.nearby.marked.connect(lambda computer: self._code.set_known(computer is not None and computer.known))
        self._address.address_changed.connect(self._refresh)
        self._address.address_changed.connect(self._mark_tile)
        self._address.link_entered.connect(self.fill_in)
        self._address.code_entered.connect(self._take_code)
        self._code.code_changed.connect(self._refresh)
        # From empty to wrong the code itself stays None.
        self._code.line.textChanged.connect(self._refresh)
        self._address.submitted.connect(self.submit)
        self._code.submitted.connect(self.submit)
        self._send.clicked.connect(self.submit)
        Theme.of_application().changed.connect(self._restyle)
        self._restyle()
        self._set_words()

    def set_room(self, room: Room, *, narrow: bool) -> None:
        """How much height there is, and whether there is little width."""
        roomy = room is Room.FULL
        self._files.set_roomy(roomy)
        self._files.set_narrow(narrow)
        self.nearby.set_roomy(roomy)
        self.this_computer.set_room(roomy=roomy, narrow=narrow)
        for part in (self.nearby, self._fields, self.this_computer):
            part.setVisible(room is not Room.LINE)
        # From the inside out: the page asks the drop area, which asks what it lays out.
        for widget in (self._files, self):
            layout = widget.layout()
            assert layout is not None
            layout.invalidate()
            layout.activate()

    def take_text(self, on: bool) -> None:
        """Whether a text that is no address is taken too, and told by `text_dropped`."""
        self._files.takes_text = on
        self.nearby.take_text(on)

    @property
    def takes_text(self) -> bool:
        """Whether it is."""
        return self._files.takes_text

    def has_files(self) -> bool:
        """Whether anything is chosen."""
        return bool(self._files.paths())

    def folders(self) -> list[Path]:
        """The folders that are chosen."""
        return self._files.folders()

    def show_totals(self, path: Path, totals: Totals | None) -> None:
        """What one of them holds; None where that cannot be known."""
        self._files.show_totals(path, totals)

    def recipient(self) -> tuple[str, str]:
        """The address and the code, as typed."""
        return self._address.text().strip(), self._code.text()

    def request(self) -> SendRequest | None:
        """What would be sent now; None while something is missing or wrong."""
        paths, addresses = self._files.paths(), self._address.addresses()
        code = self._code.code()
        if not paths or not addresses or (code is None and not self._code.is_empty()):
            return None
        return SendRequest(tuple(paths), addresses, self._address.texts(), code)

    @Slot()
    def submit(self) -> None:
        """Ask to send; when something is missing, lead there instead."""
        request = self.request()
        if request is not None:
            pressed = self._send.hasFocus()
            self.send_requested.emit(request)
            if pressed and not self._files.paths():
                # There is nothing more to press; what may be next is chosen there.
                self._files.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._files.paths():
            self._files.setFocus()
        elif not self._address.addresses():
            self._address.setFocus()
        else:
            self._code.setFocus()

    @Slot()
    def choose_files(self) -> None:
        """The file picker."""
        self._files.choose()

    @Slot()
    def choose_folder(self) -> None:
        """The folder picker."""
        self._files.choose_folder()

    @Slot()
    def paste(self) -> bool:
        """Take what is on the clipboard; whether there was anything."""
        return self._files.paste()

    def take(self, data: QMimeData) -> bool:
        """Take what was dropped anywhere in the window; False when there is nothing in it that is taken."""
        return self._files.take(data)

    @Slot(object)
    def fill_in(self, link: PtpLink) -> None:
        """Put a link's address and code into the fields; what is to be sent, and whether, is the person's."""
        self.set_address(str(link.address))
        self.set_code(link.code or "")
        self._lead_on()
        self.filled_in.emit()

    def fill_again(self, paths: Sequence[Path], address: str) -> None:
        """Put here what was sent before, in place of what is here."""
        self.clear_files()
        self.add_files(paths)
        self.set_address(address)
        self.set_code("")
        self._lead_on()
        self.filled_in.emit()

    def go_on(self, before: SendPage) -> None:
        """Hold what that of the window before held."""
        self.add_files(before._files.paths())
        self.set_address(before._address.text())
        self.set_code(before._code.text())

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files and folders to those that are there."""
        self._files.add_paths(list(paths))

    def clear_files(self) -> None:
        """They are on their way now."""
        self._files.clear()

    def set_address(self, text: str) -> None:
        """Where to."""
        self._address.set_text(text)

    def set_code(self, text: str) -> None:
        """The code phrase; empty for none."""
        self._code.set_text(text)

    def focus_code(self) -> None:
        """The code is what is missing or wrong: what is typed takes its place."""
        self._code.setFocus()
        self._code.line.selectAll()

    def focus_address(self) -> None:
        """The address is what is wrong."""
        self._address.setFocus()
        self._address.line.selectAll()

    def remember_addresses(self, addresses: Sequence[str]) -> None:
        """Offer these to choose from."""
        self._address.remember(list(addresses))

    @Slot(str)
    def _take_code(self, code: str) -> None:
        """It was typed where the address belongs."""
        typing = self._address.line.hasFocus() or self._address.box.hasFocus()
        self.set_code(code)
        if typing and self._address.addresses():
            self._lead_on()

    @Slot(object)
    def _pick(self, computer: Computer) -> None:
        if self._address.text().strip() != computer.address:
            # A code is for one computer.
            self.set_code("")
        self.set_address(computer.address)
        self._lead_on(needs_code=not computer.known)

    @Slot(object, object)
    def _take_for(self, computer: Computer, dropped: Dropped) -> None:
        if dropped.text:
            self.text_dropped.emit(dropped.text, computer)
            return
        self.add_files(dropped.paths)
        self._pick(computer)
        self.filled_in.emit()

    @Slot(str)
    def _take_address(self, address: str) -> None:
        if self._address.text().strip() != address:
            # A code is for one computer.
            self.set_code("")
        self.set_address(address)
        self._lead_on()
        self.filled_in.emit()

    @Slot(object)
    def _mark_tile(self, address: PeerAddress | None) -> None:
        self.nearby.mark(str(address) if address is not None else "")

    def _lead_on(self, *, needs_code: bool = False) -> None:
        """The focus to what is still missing, or to Send."""
        if not self._files.paths():
            self._files.setFocus()
        elif needs_code and self._code.is_empty():
            self._code.setFocus()
        else:
            self._send.setFocus()

    @Slot()
    def _refresh(self) -> None:
        several = len(self._files.paths()) > 1
        self._send.setText(self.tr("&Send {0}").format(self._files.words()) if several else self.tr("&Send"))
        self._send.setEnabled(self.request() is not None)

    @Slot()
    def _restyle(self) -> None:
        self._send.setIcon(Theme.of_application().icon_on_accent("send"))

    def _set_words(self) -> None:
        self._to.setText(self.tr("&To"))
        self._with_code.setText(self.tr("C&ode"))
        for label in (self._to, self._with_code):
            # With a letter underlined, a label takes more than it asks for.
            label.setMinimumWidth(label.sizeHint().width() + HALF_GRID)
        self._send.setAccessibleName(self.tr("Send"))
        self._refresh()

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._fields = QWidget(self)
        fields = QGridLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setHorizontalSpacing(GRID)
        # The fields carry a line of words below them: labels and button keep to the upper line.
        line_height = self._code.line.sizeHint().height()
        for column, (label, field) in enumerate(((self._to, self._address), (self._with_code, self._code))):
            label.setMinimumHeight(line_height)
            fields.addWidget(label, 0, 2 * column, top)
            fields.addWidget(field, 0, 2 * column + 1, top)
        fields.addWidget(self._send, 0, 4, top)
        fields.setColumnStretch(1, 3)
        fields.setColumnStretch(3, 2)
        form = QVBoxLayout()
        form.setSpacing(int(1.5 * GRID))
        form.addWidget(self._files, 1)
        form.addWidget(self.nearby)
        form.addWidget(self._fields)
        page = QHBoxLayout(self)
        page.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        page.setSpacing(2 * GRID)
        page.addLayout(form, 1)
        page.addWidget(self.this_computer)
