"""What goes wrong or is worth knowing, in the window's bar of messages: said there, settled once it is over, and mended
by its button."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Slot

from app.controllers.receiving import ReceivingController
from app.controllers.sending import SendingController
from app.controllers.texts import TextsController
from app.main_window import MainWindow
from app.staying.file_manager import FileManager
from ptp_core.errors import PortUnavailable, PtpError

# What messages are about, besides a computer: what could not even begin.
_SENDING: Final = "sending"
_RECEIVING: Final = "receiving"


class ProblemsController(QObject):
    """GUI thread only. What it is given tells it by signals."""

    def __init__(
        self,
        window: MainWindow,
        *,
        sending: SendingController,
        receiving: ReceivingController,
        texts: TextsController,
        files: FileManager,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._receiving = receiving
        messages = self._messages = window.messages
        window.send_page.refused.connect(lambda words: messages.show_error(words, about=_SENDING))
        window.send_page.send_requested.connect(lambda _request: messages.settle(_SENDING))
        window.receive_page.copied.connect(
            lambda text: messages.show_notice(self.tr("{0} is on the clipboard.").format(text))
        )
        window.laboratory.bench.problem.connect(messages.show_problem)
        window.laboratory.bench.notice.connect(messages.show_notice)
        texts.notice.connect(messages.show_notice)
        texts.problem.connect(messages.show_problem)
        sending.problem.connect(lambda problem: messages.show_problem(problem, about=_SENDING))
        receiving.problem.connect(lambda problem: messages.show_problem(problem, about=_RECEIVING))
        receiving.listening.connect(lambda _address: messages.settle(_RECEIVING))
        receiving.switched_off.connect(lambda: messages.settle(_RECEIVING))
        receiving.unreachable.connect(self._tell_unreachable)
        messages.action_wanted.connect(self._mend)
        files.failed.connect(self._cannot_open)

    @Slot(object)
    def _tell_unreachable(self, error: PtpError) -> None:
        """Wherever the person is in the window: the page about receiving says it too, and may be another."""
        action = self.tr("Use another port") if isinstance(error, PortUnavailable) else ""
        self._messages.show_problem(error, about=_RECEIVING, action=action)

    @Slot(object)
    def _mend(self, about: object) -> None:
        if about == _RECEIVING:
            self._receiving.choose_port(0)

    @Slot(object)
    def _cannot_open(self, folder: Path) -> None:
        self._messages.show_error(self.tr("{0} cannot be opened here.").format(folder))
