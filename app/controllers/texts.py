"""Texts: written and sent, and shown when they come. Nothing of them is opened or saved unless a person asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.background import Background
from app.dialogs.compose_text import ComposeTextDialog
from app.dialogs.read_text import ReadTextDialog
from app.nearby import Computer
from app.pages.send_page import SendPage
from app.settings import Settings
from ptp_core.direction import Direction
from ptp_core.errors import DestinationError, PtpError
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_NOT_SAVED: Final = declare("text-not-saved", "The text cannot be saved as {path}: {reason}.")
_CHOOSE_ANOTHER: Final = phrase("Choose another folder or name.")
_MOST_UNSEEN: Final = 20


class TextsController(QObject):
    """GUI thread only.

    Signals:
        send_requested(TextRequest): a text is to be sent.
        notice(str): something was done, in words.
        problem(PtpError): something did not work.
    """

    send_requested = Signal(object)
    notice = Signal(str)
    problem = Signal(object)

    def __init__(self, settings: Settings, page: SendPage, work: Background, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._page = page
        self._work = work
        self._window = window
        # What came while the window was not to be seen.
        self._unseen: list[TransferSnapshot] = []
        self._writing: ComposeTextDialog | None = None
        self._reading: ReadTextDialog | None = None
        window.installEventFilter(self)
        page.take_text(True)
        page.text_wanted.connect(lambda: self.write())
        page.text_dropped.connect(self.write)

    @property
    def writing(self) -> ComposeTextDialog:
        """The sheet that texts are written on."""
        if self._writing is None:
            self._writing = ComposeTextDialog(self._window)
            self._writing.submitted.connect(self.send_requested)
        return self._writing

    @property
    def reading(self) -> ReadTextDialog:
        """The sheet that texts are read on."""
        if self._reading is None:
            reading = self._reading = ReadTextDialog(self._window)
            reading.copied.connect(lambda words: self.notice.emit(self.tr("Copied: {0}.").format(words)))
            reading.link_wanted.connect(self._open_link)
            reading.save_wanted.connect(self._save)
        return self._reading

    @Slot(str, object)
    def write(self, text: str = "", computer: Computer | None = None) -> None:
        """The sheet for a text, with this one behind what is there; it goes to `computer`, or to whom the page says."""
        writing = self.writing
        computers = [tile.computer for tile in self._page.nearby.tiles()]
        writing.offer_recipients(computers, self._settings.addresses)
        address, code = self._page.recipient()
        if computer is not None:
            address, code = computer.address, code if address == computer.address else ""
        if address:
            writing.set_recipient(address, code)
        if text:
            writing.insert(text)
        writing.lead_on(needs_code=computer is None or not computer.known)
        writing.open()

    @Slot(str, str)
    def hand_back(self, text: str, address: str) -> None:
        """This text was not sent: it is on the sheet again, for another try with a code."""
        writing = self.writing
        if not writing.text():
            writing.set_text(text)
        writing.set_recipient(address, "")
        self.write()

    def hear(self, snapshot: TransferSnapshot) -> None:
        """A transfer's state changed: a text that came is shown, once."""
        came = snapshot.direction is Direction.RECEIVE and snapshot.state is TransferState.DONE
        if came and _content(snapshot) and not snapshot.already_there:
            self._unseen = [*self._unseen, snapshot][-_MOST_UNSEEN:]
            if self._window.isVisible():
                self._show_unseen()

    @Slot(object)
    def read(self, snapshot: TransferSnapshot) -> None:
        """Show the text of this transfer."""
        if _content(snapshot):
            self.reading.read(snapshot)

    @Slot(object)
    def copy(self, snapshot: TransferSnapshot) -> None:
        """The text of this transfer, to the clipboard."""
        if content := _content(snapshot):
            QGuiApplication.clipboard().setText(content)
            self.notice.emit(self.tr("The text is on the clipboard."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is there again: so is what came meanwhile."""
        if event.type() is QEvent.Type.Show and self._unseen:
            QTimer.singleShot(0, self, self._show_unseen)
        return False

    @Slot()
    def _show_unseen(self) -> None:
        unseen, self._unseen = self._unseen, []
        for snapshot in unseen:
            self.reading.add(snapshot)

    @Slot(str)
    def _open_link(self, url: str) -> None:
        target = QUrl(url, QUrl.ParsingMode.StrictMode)
        # What opens it must understand it as it was shown.
        same = target.isValid() and bytes(target.toEncoded().data()).decode() == url
        if not (same and target.scheme() in ("http", "https") and self.open_url(target)):
            self.problem.emit(PtpError(self.tr("{0} cannot be opened here.").format(url)))

    @classmethod
    def open_url(cls, url: QUrl) -> bool:
        """The desktop's browser; whether there is one. Tests replace it."""
        return QDesktopServices.openUrl(url)

    @Slot(str, object)
    def _save(self, text: str, path: Path) -> None:
        saved = self.tr("Saved as {0}.").format(path)
        self._work.run(lambda: _write(text, path), lambda _nothing: self.notice.emit(saved), self.problem.emit)


def _content(snapshot: TransferSnapshot) -> str:
    return (snapshot.text.content or "") if snapshot.text is not None else ""


def _write(text: str, path: Path) -> None:
    """The bytes that came, with no line end changed. Raises DestinationError."""
    try:
        path.write_bytes(text.encode())
    except OSError as error:
        raise DestinationError(
            _NOT_SAVED(path=path, reason=system_words(error)), path=path, hint=_CHOOSE_ANOTHER
        ) from error
