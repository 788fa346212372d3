"""Sending: what a person chose together is one transfer to each recipient; what fails before the peer is known goes
back to the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Background
from app.engine import Engine
from app.pages.send_page import SendPage, SendRequest
from app.settings import Settings
from app.transfer_actions import RowAction, actions_of
from ptp_core.direction import Direction
from ptp_core.errors import PtpError
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState


class SendingController(QObject):
    """GUI thread only.

    Signals:
        problem(PtpError): something could not even begin.
        page_wanted(): the Send page needs the person.
        replaced(int): this ended transfer is on the Send page again, and its row is no longer needed.
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
        # Transfers whose peers know this computer by now, and need no code.
        self._met: set[int] = set()
        # Transfers that a code was given for. Their news may overtake the answer of the queue.
        self._with_code: set[int] = set()
        page.send_requested.connect(self._begin)
        page.remember_addresses(settings.addresses)

    def hear(self, snapshot: TransferSnapshot) -> None:
        """A transfer's state changed."""
        if snapshot.direction is not Direction.SEND:
            return
        if snapshot.peer_fingerprint or snapshot.state is TransferState.WAITING:
            self._met.add(snapshot.transfer_id)
            self._let_go_of_code()

    def can_retry(self, snapshot: TransferSnapshot) -> bool:
        """Whether trying again makes sense."""
        return RowAction.RETRY in actions_of(snapshot)

    def retry(self, transfer_id: int) -> None:
        """Send it again: at once to a peer that is known by now, else by way of the Send page, with a code."""
        if transfer_id in self._met:
            self._do(lambda: self._engine.retry(transfer_id))
        else:
            self._work.run(
                lambda: self._engine.sent_job(transfer_id),
                lambda job: self._ask_again(transfer_id, job.items, job.peer.address) if job is not None else None,
                self.problem.emit,
            )

    def pause(self, transfer_id: int) -> None:
        """Let a transfer rest, in either direction."""
        self._do(lambda: self._engine.pause(transfer_id))

    def resume(self, transfer_id: int) -> None:
        """Let it go on."""
        self._do(lambda: self._engine.resume(transfer_id))

    def cancel(self, transfer_id: int) -> None:
        """End it, in either direction."""
        self._do(lambda: self._engine.cancel(transfer_id))

    def move(self, transfer_id: int, by: int) -> None:
        """Up or down in the queue."""
        self._do(lambda: self._engine.move(transfer_id, by))

    def limit(self, transfer_id: int, bytes_per_s: int | None) -> None:
        """A speed limit of its own."""
        self._do(lambda: self._engine.set_transfer_limit(transfer_id, bytes_per_s))

    def limit_all(self, rate_bps: float) -> None:
        """The speed limit of all transfers together in bit/s, 0 for none."""
        self._settings.limit_bps = rate_bps
        self._engine.set_limit(rate_bps / 8 if rate_bps else None)

    def send_at_once(self, number: int) -> None:
        """How many transfers are sent at a time."""
        self._settings.at_once = number
        self._do(lambda: self._engine.set_at_once(number))

    def forget(self, transfer_id: int) -> None:
        """Its row was put away."""
        self._met.discard(transfer_id)
        self._with_code.discard(transfer_id)
        self._do(lambda: self._engine.forget(transfer_id))

    @Slot(object)
    def _begin(self, request: SendRequest) -> None:
        for text in reversed(request.address_texts):
            self._settings.remember_address(text)
        self._page.remember_addresses(self._settings.addresses)
        self._page.clear_files()
        self._work.run(
            lambda: self._engine.send(request.paths, request.addresses, request.code),
            lambda numbers: self._started(numbers, request),
            lambda error: self._not_started(error, request),
        )

    def _started(self, numbers: tuple[int, ...], request: SendRequest) -> None:
        if request.code is not None:
            self._with_code.update(numbers)
            self._let_go_of_code()

    def _not_started(self, error: PtpError, request: SendRequest) -> None:
        # What can be sent lies ready to be sent without what cannot; what was refused says so before the reason here.
        self._hand_back(request.paths, ", ".join(request.address_texts))
        self.problem.emit(error)

    def _let_go_of_code(self) -> None:
        """A code is good for one try: once all that it was given for know us, it is of no use in the field any more."""
        used = self._with_code & self._met
        if used and not self._with_code - self._met:
            self._page.set_code("")
        self._with_code -= used

    def _ask_again(self, transfer_id: int, items: tuple[str, ...], address: str) -> None:
        self._hand_back(tuple(map(Path, items)), address)
        self._page.focus_code()
        self.replaced.emit(transfer_id)

    def _hand_back(self, paths: tuple[Path, ...], addresses: str) -> None:
        self._page.add_files(paths)
        self._page.set_address(addresses)
        self.page_wanted.emit()

    def _do(self, work: Callable[[], None]) -> None:
        """On the worker's thread: the queue may wait for the disk."""
        self._work.run(work, lambda _nothing: None, self.problem.emit)
