"""Sending: what a person chose together is one transfer to each recipient; what fails before the peer is known comes
back to where it was chosen, so that Enter tries again. An address is remembered once somebody was met there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Background
from app.dialogs.compose_text import TextRequest
from app.engine import Engine
from app.pages.send_page import SendPage, SendRequest
from app.settings import Settings
from app.transfer_actions import RowAction, actions_of
from ptp_core.direction import Direction
from ptp_core.errors import PtpError
from ptp_core.queue.job import Job
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState


@dataclass(slots=True)
class _Begun:
    """What a transfer was asked for with. `returned`: it failed, and lies there again."""

    request: SendRequest | TextRequest
    address_text: str
    returned: bool = False

    def is_for(self, request: SendRequest | TextRequest) -> bool:
        """Whether that asks for the same things."""
        before = self.request
        if isinstance(before, SendRequest) and isinstance(request, SendRequest):
            return bool(set(before.paths) & set(request.paths))
        return isinstance(before, TextRequest) and isinstance(request, TextRequest) and before.text == request.text


class SendingController(QObject):
    """GUI thread only.

    Signals:
        problem(PtpError): something could not even begin.
        page_wanted(): the Send page needs the person.
        replaced(int): this ended transfer is on the Send page again, and its row is no longer needed.
        text_returned(str, str): this text was not sent to that address, and needs the person.
    """

    problem = Signal(object)
    page_wanted = Signal()
    replaced = Signal(object)
    text_returned = Signal(str, str)

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
        # What was begun here and has met nobody yet, and its news, which may come before the queue's answer.
        self._begun: dict[int, _Begun] = {}
        self._news: dict[int, TransferSnapshot] = {}
        # Those that somebody was found for, who wanted a code.
        self._answered: set[int] = set()
        page.send_requested.connect(self._begin)
        page.remember_addresses(settings.addresses)

    def go_on(self, before: SendingController) -> None:
        """Know what the controller of the window before knew."""
        self._met, self._with_code, self._answered = before._met, before._with_code, before._answered
        self._begun, self._news = before._begun, before._news

    def hear(self, snapshot: TransferSnapshot) -> None:
        """A transfer's state changed."""
        if snapshot.direction is not Direction.SEND:
            return
        number = snapshot.transfer_id
        if snapshot.peer_fingerprint or snapshot.state is TransferState.WAITING:
            self._met.add(number)
            self._let_go_of_code()
            self._remember(number)
            return
        self._news[number] = snapshot
        if snapshot.state is TransferState.AUTHENTICATING:
            self._answered.add(number)
        if snapshot.state in (TransferState.FAILED, TransferState.DECLINED):
            self._come_back(number)

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
                lambda job: self._ask_again(transfer_id, job) if job is not None else None,
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
        self._answered.discard(transfer_id)
        self._begun.pop(transfer_id, None)
        self._news.pop(transfer_id, None)
        self._do(lambda: self._engine.forget(transfer_id))

    @Slot(object)
    def send_text(self, request: TextRequest) -> None:
        """Send a text."""
        self._put_away_returned(request)
        names = self._page.nearby.names_of(request.addresses)
        self._work.run(
            lambda: self._engine.send_text(request.text, request.addresses, request.code, names),
            lambda numbers: self._started(numbers, request),
            lambda error: self._not_started(error, request),
        )

    @Slot(object)
    def _begin(self, request: SendRequest) -> None:
        self._put_away_returned(request)
        self._page.clear_files()
        names = self._page.nearby.names_of(request.addresses)
        self._work.run(
            lambda: self._engine.send(request.paths, request.addresses, request.code, names),
            lambda numbers: self._started(numbers, request),
            lambda error: self._not_started(error, request),
        )

    def _started(self, numbers: tuple[int, ...], request: SendRequest | TextRequest) -> None:
        for number, text in zip(numbers, request.address_texts, strict=False):
            self._begun[number] = _Begun(request, text)
            if number in self._met:
                self._remember(number)
            elif (news := self._news.get(number)) is not None:
                self.hear(news)
        if request.code is not None:
            self._with_code.update(numbers)
            self._let_go_of_code()

    def _not_started(self, error: PtpError, request: SendRequest | TextRequest) -> None:
        # What can be sent lies ready to be sent without what cannot; what was refused says so before the reason here.
        self._return(request, ", ".join(request.address_texts))
        self.problem.emit(error)

    def _remember(self, number: int) -> None:
        """Somebody was met at the address that was typed."""
        begun = self._begun.pop(number, None)
        self._news.pop(number, None)
        if begun is not None:
            self._settings.remember_address(begun.address_text)
            self._page.remember_addresses(self._settings.addresses)

    def _come_back(self, number: int) -> None:
        """It failed before anybody was met: what was chosen is there again, unless the person has gone on."""
        begun = self._begun.get(number)
        if begun is None or begun.returned:
            return
        request = begun.request
        beside = [other.address_text for other in self._begun.values() if other.request is request and other.returned]
        addresses = ", ".join([*beside, begun.address_text])
        if isinstance(request, TextRequest):
            begun.returned = True
            self.text_returned.emit(request.text, addresses)
            return
        typed, _code = self._page.recipient()
        gone_on = self._page.has_files() and not beside
        if gone_on or typed not in ("", ", ".join(request.address_texts), ", ".join(beside)):
            return
        begun.returned = True
        self._page.add_files(request.paths)
        self._page.set_address(addresses)
        if number in self._answered:
            self._page.focus_code()
        else:
            self._page.focus_address()

    def _put_away_returned(self, request: SendRequest | TextRequest) -> None:
        """It is tried again by this: the rows of the tries before say nothing any more."""
        for number, begun in list(self._begun.items()):
            if begun.returned and begun.is_for(request):
                self.replaced.emit(number)

    def _let_go_of_code(self) -> None:
        """A code is good for one try: once all that it was given for know us, it is of no use in the field any more."""
        used = self._with_code & self._met
        if used and not self._with_code - self._met:
            self._page.set_code("")
        self._with_code -= used

    def _ask_again(self, transfer_id: int, job: Job) -> None:
        begun = self._begun.get(transfer_id)
        address = begun.address_text if begun is not None else job.peer.address
        if job.text is not None:
            self.text_returned.emit(job.text, address)
        else:
            self._return_files(tuple(map(Path, job.items)), address)
            self._page.focus_code()
        self.replaced.emit(transfer_id)

    def _return(self, request: SendRequest | TextRequest, addresses: str) -> None:
        if isinstance(request, TextRequest):
            self.text_returned.emit(request.text, addresses)
        else:
            self._return_files(request.paths, addresses)

    def _return_files(self, paths: tuple[Path, ...], addresses: str) -> None:
        self._page.add_files(paths)
        self._page.set_address(addresses)
        self.page_wanted.emit()

    def _do(self, work: Callable[[], None]) -> None:
        """On the worker's thread: the queue may wait for the disk."""
        self._work.run(work, lambda _nothing: None, self.problem.emit)
