"""Writing a text that is to be sent: what it says, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.displayed_text import can_be_edited, shown_text
from app.nearby import Computer
from app.text_words import characters_words
from app.theme import GRID, Theme, set_role
from app.widgets.address_field import AddressField
from app.widgets.code_field import CodeField
from app.widgets.icon_button import IconButton
from app.widgets.nearby_strip import NearbyStrip
from app.wording import problem_words, translate
from ptp_core.errors import SourceError
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.source.text import text_bytes


@dataclass(frozen=True, slots=True)
class TextRequest:
    """A text that a person wants sent to each of `addresses`. `address_texts` are these as typed; `code` is None when
    none was given."""

    text: str = field(repr=False)
    addresses: tuple[PeerAddress, ...]
    address_texts: tuple[str, ...]
    code: str | None


class TextEdit(QPlainTextEdit):
    """A box for plain text. What is pasted or dropped into it goes to `taken`, a signal with a str, first."""

    taken = Signal(str)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain text, and nothing of how it looked."""
        if source.hasText():
            self.taken.emit(source.text())


class ComposeTextDialog(QDialog):
    """A sheet over the window; `open()` it. What is written stays until it is sent or cleared, also while the sheet is
    closed.

    Signals:
        submitted(TextRequest): it is to be sent.
    """

    submitted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Send a text"))
        # A text that no box can hold: it is sent as it is, and its beginning is shown.
        self._whole: str | None = None
        self.edit = TextEdit(self)
        self.edit.setTabChangesFocus(True)
        self.edit.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.edit.setAccessibleName(self.tr("Text to send"))
        self.edit.setPlaceholderText(self.tr("A note, a link, whatever is to be read on the other computer"))
        self.paste_button = IconButton("copy", self.tr("Paste"), self, with_text=True)
        self.clear_button = IconButton("remove", self.tr("Clear"), self, with_text=True)
        self.counter = QLabel(self)
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.counter.setWordWrap(True)
        self.nearby = NearbyStrip(self)
        self.nearby.switch.hide()
        self.address = AddressField(self)
        self.code = CodeField(self)
        self.send_button = QPushButton(self.tr("&Send"), self)
        self.send_button.setToolTip(self.tr("Ctrl+Enter"))
        set_role(self.send_button, "primary")
        self.send_button.setDefault(True)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setAutoDefault(False)
        self._lay_out()
        self.edit.taken.connect(self.insert)
        self.edit.textChanged.connect(self._refresh)
        self.paste_button.clicked.connect(self.paste)
        self.clear_button.clicked.connect(self.clear)
        self.nearby.picked.connect(self._pick)
        self.nearby.marked.connect(lambda computer: self.code.set_known(computer is not None and computer.known))
        self.address.address_changed.connect(self._refresh)
        self.address.address_changed.connect(self._mark_tile)
        self.address.link_entered.connect(lambda link: self.set_recipient(str(link.address), link.code or ""))
        self.address.code_entered.connect(self.code.set_text)
        self.address.submitted.connect(self.submit)
        self.code.line.textChanged.connect(self._refresh)
        self.code.submitted.connect(self.submit)
        self.send_button.clicked.connect(self.submit)
        self.cancel_button.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.submit)
        Theme.of_application().changed.connect(self._restyle)
        self._restyle()
        self._refresh()

    def text(self) -> str:
        """What would be sent."""
        # Not toPlainText: that makes a blank of each no-break space.
        raw = self.edit.document().toRawText()
        return raw.replace("\u2029", "\n") if self._whole is None else self._whole

    def set_text(self, text: str) -> None:
        """This instead of what is written."""
        editable = can_be_edited(text)
        self._whole = None if editable else text
        with QSignalBlocker(self.edit):
            self.edit.setPlainText(text if editable else shown_text(text))
        self.edit.setReadOnly(not editable)
        self._refresh()

    @Slot(str)
    def insert(self, text: str) -> None:
        """Put a text where the cursor is."""
        if self._whole is not None or not can_be_edited(self.text() + text):
            # It does not fit into a box, and goes behind what is there.
            self.set_text(self.text() + text)
        else:
            self.edit.textCursor().insertText(text)

    @Slot()
    def paste(self) -> None:
        """The clipboard's text, where the cursor is."""
        self.insert(QGuiApplication.clipboard().text())
        self.edit.setFocus()

    @Slot()
    def clear(self) -> None:
        """Begin anew."""
        self.set_text("")
        self.edit.setFocus()

    def set_recipient(self, address: str, code: str) -> None:
        """Where to, and the code for it."""
        self.address.set_text(address)
        self.code.set_text(code)

    def offer_recipients(self, computers: Sequence[Computer], addresses: Sequence[str]) -> None:
        """These computers are near or known, and these addresses were sent to before."""
        self.nearby.show_computers(computers)
        self.nearby.setVisible(bool(computers))
        self.address.remember(addresses)

    def lead_on(self, *, needs_code: bool = True) -> None:
        """The focus to what is missing."""
        if not self.text():
            self.edit.setFocus()
        elif not self.address.addresses():
            self.address.setFocus()
        elif needs_code:
            self.code.setFocus()
            self.code.line.selectAll()
        else:
            self.send_button.setFocus()

    def request(self) -> TextRequest | None:
        """What would be sent now; None while something is missing or wrong."""
        addresses, code = self.address.addresses(), self.code.code()
        if self._wrong() or not addresses or (code is None and not self.code.is_empty()):
            return None
        return TextRequest(self.text(), addresses, self.address.texts(), code)

    @Slot()
    def submit(self) -> None:
        """Send it, and close; when something is missing, lead there instead."""
        request = self.request()
        if request is None:
            self.lead_on()
            return
        self.set_text("")
        self.code.set_text("")
        self.accept()
        self.submitted.emit(request)

    @Slot(object)
    def _pick(self, computer: Computer) -> None:
        same = self.address.text().strip() == computer.address
        # A code is for one computer.
        self.set_recipient(computer.address, self.code.text() if same else "")
        (self.send_button if computer.known else self.code).setFocus()

    @Slot(object)
    def _mark_tile(self, address: PeerAddress | None) -> None:
        self.nearby.mark(str(address) if address is not None else "")

    def _wrong(self) -> str:
        """Why what is written cannot be sent; empty when it can."""
        try:
            text_bytes(self.text())
        except SourceError as error:
            return problem_words(error)
        return ""

    @Slot()
    def _refresh(self) -> None:
        characters = len(self.text())
        wrong = self._wrong() if characters else ""
        words = wrong or characters_words(characters, translate)
        if self._whole is not None and not wrong:
            words = self.tr("{0}; the beginning is shown").format(words)
        self.counter.setText(words)
        set_role(self.counter, "error" if wrong else "muted")
        self.clear_button.setEnabled(bool(characters))
        self.send_button.setEnabled(self.request() is not None)

    @Slot()
    def _restyle(self) -> None:
        self.send_button.setIcon(Theme.of_application().icon_on_accent("send"))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        tools.addWidget(self.paste_button)
        tools.addWidget(self.clear_button)
        tools.addWidget(self.counter, 1)
        fields = QGridLayout()
        fields.setHorizontalSpacing(GRID)
        top = Qt.AlignmentFlag.AlignTop
        height = self.code.line.sizeHint().height()
        for row, (words, widget) in enumerate(((self.tr("&To"), self.address), (self.tr("C&ode"), self.code))):
            label = QLabel(words, self)
            label.setBuddy(widget)
            label.setMinimumHeight(height)
            fields.addWidget(label, row, 0, top)
            fields.addWidget(widget, row, 1, top)
        fields.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.send_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(int(1.5 * GRID))
        layout.addWidget(self.edit, 1)
        layout.addLayout(tools)
        layout.addWidget(self.nearby)
        layout.addLayout(fields)
        layout.addLayout(buttons)
        self.resize(72 * GRID, 56 * GRID)


