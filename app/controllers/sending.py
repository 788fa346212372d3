"""Sending: files to one address go one after another; what fails before the peer is known comes back to the page."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Background
from app.engine import Engine
from app.pages.send_page import SendPage, SendRequest
from app.settings import Settings
from ptp_core.direction import Direction
from ptp_core.errors import PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState


@dataclass(slots=True)
class _Batch:
    """Files that a person sent together. `code` goes with them until the peer has been authenticated by it."""

    address: PeerAddress
    address_text: str
    code: str | None
    waiting: deque[Path]
    last_path: Path = field(default_factory=Path)
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
        self._batches: list[_Batch] = []
        self._sent: dict[int, tuple[Path, _Batch]] = {}
        # A transfer's news may overtake the number under which it was started.
        self._unclaimed: dict[int, list[TransferSnapshot]] = {}
        page.send_requested.connect(self._begin)
        page.queue_dropped.connect(self._drop_queue)
        page.remember_addresses(settings.addresses)

    def hear(self, snapshot: TransferSnapshot) -> None:
        """A transfer's state changed."""
        if snapshot.direction is not Direction.SEND:
            return
        sent = self._sent.get(snapshot.transfer_id)
        if sent is None:
            self._unclaimed.setdefault(snapshot.transfer_id, []).append(snapshot)
        else:
            self._follow(snapshot, sent[1])

    def can_retry(self, snapshot: TransferSnapshot) -> bool:
        """Whether trying again makes sense."""
        return (
            snapshot.transfer_id in self._sent and snapshot.state.final and snapshot.state is not TransferState.DONE
        )

    def retry(self, transfer_id: int) -> None:
        """Send it again: at once to a peer that is known by now, else by way of the Send page, with a code."""
        sent = self._sent.pop(transfer_id, None)
        if sent is None:
            return
        path, batch = sent
        self.replaced.emit(transfer_id)
        if batch.authenticated:
            self._start(_Batch(batch.address, batch.address_text, None, deque([path]), authenticated=True))
        else:
            self._hand_back([path], batch)

    def forget(self, transfer_id: int) -> None:
        """Its row was put away."""
        self._sent.pop(transfer_id, None)

    @Slot(object)
    def _begin(self, request: SendRequest) -> None:
        self._settings.remember_address(request.address_text)
        self._page.remember_addresses(self._settings.addresses)
        self._page.clear_files()
        self._start(_Batch(request.address, request.address_text, request.code, deque(request.paths)))

    def _start(self, batch: _Batch) -> None:
        self._batches.append(batch)
        self._send_next(batch)

    def _send_next(self, batch: _Batch) -> None:
        if not batch.waiting:
            self._batches.remove(batch)
            self._show_queue()
            return
        path = batch.last_path = batch.waiting.popleft()
        code = None if batch.authenticated else batch.code
        self._work.run(
            lambda: self._engine.send(path, batch.address, code),
            lambda transfer_id: self._started(transfer_id, path, batch),
            lambda error: self._not_started(error, batch),
        )
        self._show_queue()

    def _started(self, transfer_id: int, path: Path, batch: _Batch) -> None:
        self._sent[transfer_id] = (path, batch)
        for snapshot in self._unclaimed.pop(transfer_id, []):
            self._follow(snapshot, batch)

    def _not_started(self, error: PtpError, batch: _Batch) -> None:
        self.problem.emit(error)
        self._send_next(batch)

    def _follow(self, snapshot: TransferSnapshot, batch: _Batch) -> None:
        if snapshot.state is TransferState.WAITING and not batch.authenticated:
            batch.authenticated = True
            # A code is good for one try: it is of no use in the field any more.
            if batch.code is not None:
                self._page.set_code("")
        if not snapshot.state.final or batch not in self._batches:
            return
        if batch.authenticated or snapshot.state is TransferState.CANCELLED:
            self._send_next(batch)
            return
        rest = list(batch.waiting)
        batch.waiting.clear()
        self._batches.remove(batch)
        self._show_queue()
        if rest:
            self._hand_back(rest, batch)

    def _hand_back(self, paths: list[Path], batch: _Batch) -> None:
        self._page.add_files(paths)
        self._page.set_address(batch.address_text)
        self.page_wanted.emit()
        self._page.focus_code()

    @Slot()
    def _drop_queue(self) -> None:
        for batch in self._batches:
            batch.waiting.clear()
        self._show_queue()

    def _show_queue(self) -> None:
        waiting = [batch for batch in self._batches if batch.waiting]
        count = sum(len(batch.waiting) for batch in waiting)
        self._page.show_queue(count, waiting[-1].address_text if waiting else "")
