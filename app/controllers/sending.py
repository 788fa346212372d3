"""Sending: what a person chose together is one transfer; what fails before the peer is known goes back to the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Background
from app.engine import Engine
from app.pages.send_page import SendPage, SendRequest
from app.settings import Settings
from ptp_core.direction import Direction
from ptp_core.errors import PtpError
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState


@dataclass(slots=True)
class _Sent:
    """A request on its way. `authenticated`: the peer knows this computer by now, and no code is needed."""

    request: SendRequest
    authenticated: bool = False


class SendingController(QObject):
    """GUI thread only.

    Signals:
        problem(PtpError): something could not even begin.
        page_wanted(): the Send page needs the person.
        replaced(int): this ended transfer is being tried again, and its row is no longer needed.
    """

    problem = Signal(object)
    page_wanted = Signal()
    replaced = Signal(object)

    def __init__(
        self, engine: Engine, settings: Settings, page: SendPage, work: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._page = page
        self._work = work
        self._sent: dict[int, _Sent] = {}
        # A transfer's news may overtake the number under which it was started.
        self._unclaimed: dict[int, list[TransferSnapshot]] = {}
        page.send_requested.connect(self._begin)
        page.remember_addresses(settings.addresses)

    def hear(self, snapshot: TransferSnapshot) -> None:
        """A transfer's state changed."""
        if snapshot.direction is not Direction.SEND:
            return
        sent = self._sent.get(snapshot.transfer_id)
        if sent is None:
            self._unclaimed.setdefault(snapshot.transfer_id, []).append(snapshot)
        else:
            self._follow(snapshot, sent)

    def can_retry(self, snapshot: TransferSnapshot) -> bool:
        """Whether trying again makes sense."""
        return snapshot.transfer_id in self._sent and snapshot.state.final and snapshot.state is not TransferState.DONE

    def retry(self, transfer_id: int) -> None:
        """Send it again: at once to a peer that is known by now, else by way of the Send page, with a code."""
        sent = self._sent.pop(transfer_id, None)
        if sent is None:
            return
        self.replaced.emit(transfer_id)
        if sent.authenticated:
            self._start(_Sent(replace(sent.request, code=None), authenticated=True))
        else:
            self._hand_back(sent.request)
            self._page.focus_code()

    def forget(self, transfer_id: int) -> None:
        """Its row was put away."""
        self._sent.pop(transfer_id, None)

    @Slot(object)
    def _begin(self, request: SendRequest) -> None:
        self._settings.remember_address(request.address_text)
        self._page.remember_addresses(self._settings.addresses)
        self._page.clear_files()
        self._start(_Sent(request))

    def _start(self, sent: _Sent) -> None:
        request = sent.request
        self._work.run(
            lambda: self._engine.send(request.paths, request.address, request.code),
            lambda transfer_id: self._started(transfer_id, sent),
            lambda error: self._not_started(error, request),
        )

    def _started(self, transfer_id: int, sent: _Sent) -> None:
        self._sent[transfer_id] = sent
        for snapshot in self._unclaimed.pop(transfer_id, []):
            self._follow(snapshot, sent)

    def _not_started(self, error: PtpError, request: SendRequest) -> None:
        # What can be sent lies ready to be sent without what cannot; what was refused says so before the reason here.
        self._hand_back(request)
        self.problem.emit(error)

    def _follow(self, snapshot: TransferSnapshot, sent: _Sent) -> None:
        if snapshot.state is TransferState.WAITING and not sent.authenticated:
            sent.authenticated = True
            # A code is good for one try: it is of no use in the field any more.
            if sent.request.code is not None:
                self._page.set_code("")

    def _hand_back(self, request: SendRequest) -> None:
        self._page.add_files(request.paths)
        self._page.set_address(request.address_text)
        self.page_wanted.emit()
