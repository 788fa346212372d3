"""Where to send: addresses that are checked while they are typed, with the peers of earlier times to pick from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.formatting import plain_text
from app.theme import GRID, HALF_GRID, set_role
from app.widgets.click_through import ClickThrough
from app.widgets.dropping import looks_like_link
from app.widgets.pasting import FilesPassBy
from app.widgets.telling import name_choice
from app.wording import problem_words
from ptp_core.errors import AddressError
from ptp_core.links.link import parse_link
from ptp_core.network.addresses import PeerAddress, parse_address
from ptp_core.security.code_phrase import code_at_end

_REMEMBERED = 20


class AddressField(QWidget):
    """An editable list of addresses; a line below says what is wrong, or gives an example while it is empty. Several
    addresses, with commas between them, are several recipients.

    A link that is typed or pasted here is handed on, for its code belongs into another field; and so is a code.

    Signals:
        address_changed: what is meant now is something else; the first address, or None while there is none
        link_entered: a PtpLink
        code_entered: a code phrase, a str, that was typed or pasted here
        submitted: Return was pressed on good addresses
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Grouping

    address_changed = Signal(object)
    link_entered = Signal(object)
    code_entered = Signal(str)
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._addresses: tuple[PeerAddress, ...] = ()
        self._length = 0
        self.box = QComboBox(self)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMinimumContentsLength(16)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name_choice(self.box, self.tr("Address of the other side"))
        self.line = QLineEdit(self.box)
        self.box.setLineEdit(self.line)
        self.line.setPlaceholderText(self.tr("host, host:port or [IPv6]:port; several with commas"))
        self.line.setAccessibleName(self.tr("Address of the other side"))
        self.line.setMaxLength(2000)
        completer = QCompleter(self.box.model(), self.box)
        # Inline completion would turn a half-typed address into another peer's.
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.box.setCompleter(completer)
        ClickThrough(completer, self)
        FilesPassBy(self.box, self.line)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        # The line keeps its room while it is empty: nothing below it moves as one types.
        self.message.setMinimumHeight(self.message.fontMetrics().height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        layout.addWidget(self.box)
        layout.addWidget(self.message)
        self.message.setContentsMargins(GRID // 2, 0, 0, 0)
        self.setFocusProxy(self.box)
        self.line.textChanged.connect(self._check)
        self.line.returnPressed.connect(self._submit)
        self.line.editingFinished.connect(self._hand_on)
        self._check("")

    def address(self) -> PeerAddress | None:
        """The address meant, the first one where there are several, or None while what is typed is none."""
        return self._addresses[0] if self._addresses else None

    def addresses(self) -> tuple[PeerAddress, ...]:
        """The addresses meant, each once; none while something of what is typed is no address."""
        return self._addresses

    def texts(self) -> tuple[str, ...]:
        """The addresses as typed."""
        text = self.line.text()
        parts = [text] if looks_like_link(text) else text.split(",")
        return tuple(filter(None, map(str.strip, parts)))

    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put `text` in as if typed."""
        self.line.setText(text)

    def remember(self, addresses: Sequence[str]) -> None:
        """Offer these to pick from, best first. What is typed stays."""
        typed = self.line.text()
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([plain_text(address, limit=300) for address in addresses[:_REMEMBERED]])
        self.box.setCurrentIndex(-1)
        self.box.blockSignals(False)
        self.line.setText(typed)

    def _check(self, text: str) -> None:
        before = self._addresses
        try:
            # The same recipient twice is once.
            self._addresses = tuple(dict.fromkeys(map(_parsed, self.texts() or [text])))
        except AddressError as error:
            self._addresses = ()
            words = problem_words(error)
        else:
            words = self._words()
        empty = not text.strip()
        if empty:
            words = self.tr("For example 192.168.1.20 or example.org:7700")
        set_role(self.message, "muted" if empty or self._addresses else "error")
        self.message.setText(words)
        self.line.setAccessibleDescription(words)
        if self._addresses != before:
            self.address_changed.emit(self.address())
        pasted, self._length = len(text) > self._length + 1, len(text)
        if pasted:
            # What is typed letter by letter is a whole link only at its end.
            self._hand_on()

    def _words(self) -> str:
        if any(address.port == 0 for address in self._addresses):
            self._addresses = ()
            return self.tr("Port 0 cannot be sent to. A port is a number from 1 to 65535.")
        if len(self._addresses) > 1:
            return self.tr("To %n recipient(s), one transfer each", "", len(self._addresses))
        return self.tr("Port {0}").format(self._addresses[0].port)

    def _hand_on(self) -> None:
        """To other fields, what belongs there: all of a link, and a code that stands alone or behind the address."""
        text = self.line.text()
        if looks_like_link(text):
            if self._addresses:
                self.link_entered.emit(parse_link(text))
            return
        found = code_at_end(text)
        if found is not None:
            before, code = found
            self.line.setText(before)
            self.code_entered.emit(code)

    def _submit(self) -> None:
        before = self.line.text()
        self._hand_on()
        if self._addresses and (looks_like_link(before) or self.line.text() == before):
            self.submitted.emit()


def _parsed(text: str) -> PeerAddress:
    return parse_link(text).address if looks_like_link(text) else parse_address(text)
