"""What is heard of transfers: shown in list and details, told at their end, passed on to who attends to them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from app.controllers.attending import AttendingController
from app.controllers.receiving import ReceivingController
from app.controllers.sending import SendingController
from app.controllers.staying import StayingController
from app.controllers.texts import TextsController
from app.engine import Engine
from app.main_window import MainWindow
from app.wording import translate
from app.words import failure_words
from ptp_core.direction import Direction
from ptp_core.transfer.offer import OfferAnswer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

# What was said of a computer before has nothing more to say once a transfer with it has come so far.
_WELL: Final = (TransferState.WAITING, TransferState.TRANSFERRING, TransferState.VERIFYING, TransferState.DONE)


class NewsController(QObject):
    """GUI thread.

    Signals:
        heard(): something was, and is shown.
    """

    heard = Signal()

    def __init__(
        self,
        window: MainWindow,
        engine: Engine,
        *,
        sending: SendingController,
        receiving: ReceivingController,
        texts: TextsController,
        attending: AttendingController,
        staying: StayingController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._engine = engine
        self._sending = sending
        self._receiving = receiving
        self._texts = texts
        self._attending = attending
        self._staying = staying
        self._cancelled: set[int] = set()

    def go_on(self, before: NewsController) -> None:
        """Show what the window before showed, in its order. Nothing of it is news."""
        shown = before._window.transfers
        numbers, selected = shown.numbers(), shown.selected_id()
        snapshots = {snapshot.transfer_id: snapshot for snapshot in shown.snapshots()}
        self._cancelled = before._cancelled
        # A new row is put above its like.
        for number in reversed(numbers):
            self._show(snapshots[number])
            if snapshots[number].state.moves:
                self._attending.hear(snapshots[number])
        self._window.transfers.arrange(numbers)
        if selected is not None:
            self._window.transfers.select(selected)
        self.offer_actions()
        self.heard.emit()
        self._staying.hear()

    @Slot(object)
    def hear(self, snapshot: TransferSnapshot) -> None:
        """A transfer is in another state, or there is a new one."""
        first = self._window.transfers.row(snapshot.transfer_id) is None
        if snapshot.name:
            self._show(snapshot)
            if first:
                self._show_first(snapshot)
        self._sending.hear(snapshot)
        self._receiving.hear(snapshot)
        self._staying.hear_room(snapshot)
        self._texts.hear(snapshot)
        # What an earlier life has left as it is was told then.
        news = not (first and snapshot.direction is Direction.SEND and snapshot.state.final)
        if news:
            self._attending.hear(snapshot)
            if snapshot.state in _WELL:
                self._window.messages.settle(_whom(snapshot))
        if news and snapshot.state.final:
            self._tell_end(snapshot)
        self.offer_actions()
        self.heard.emit()
        self._staying.hear()

    def _show_first(self, snapshot: TransferSnapshot) -> None:
        transfers = self._window.transfers
        if snapshot.direction is Direction.SEND:
            transfers.select(snapshot.transfer_id)
            return
        identity = (snapshot.peer_fingerprint, snapshot.transfer_key)
        for other in transfers.snapshots():
            # The sender goes on with it: the row of the run before has nothing more to say.
            same = (other.peer_fingerprint, other.transfer_key) == identity
            if all(identity) and same and other.state.final and other.state is not TransferState.DONE:
                transfers.remove(other.transfer_id)

    @Slot(object)
    def hear_statistics(self, snapshots: tuple[TransferSnapshot, ...]) -> None:
        """How far the transfers are that run."""
        for snapshot in snapshots:
            if snapshot.name:
                self._show(snapshot)
            self._staying.hear_room(snapshot)
        self.heard.emit()
        self._staying.hear()

    @Slot()
    def show_all(self) -> None:
        """The same numbers are written otherwise."""
        self._window.transfers.show_again()
        for snapshot in self._window.transfers.snapshots():
            self._show(snapshot)

    def _show(self, snapshot: TransferSnapshot) -> None:
        self._window.transfers.update_snapshot(snapshot)
        self._window.details.update_snapshot(snapshot, self._engine.recording(snapshot.transfer_id))

    def _tell_end(self, snapshot: TransferSnapshot) -> None:
        ours = snapshot.transfer_id in self._cancelled
        self._cancelled.discard(snapshot.transfer_id)
        messages = self._window.messages
        if snapshot.state is TransferState.FAILED:
            words = failure_words(snapshot, translate)
            messages.show_error(words, snapshot.hint, snapshot.details, about=_whom(snapshot))
        elif snapshot.state is not TransferState.DONE and snapshot.message and not ours:
            messages.show_notice(snapshot.message, snapshot.hint, about=_whom(snapshot))
        if not ours:
            QApplication.alert(self._window)
            if snapshot.state is not TransferState.PAUSED:
                self._staying.hear_end(snapshot)

    @Slot(object)
    def cancel(self, transfer_id: int) -> None:
        """A person here ends it, and need not be told of that end."""
        self._cancelled.add(transfer_id)
        self._sending.cancel(transfer_id)

    @Slot(object, object)
    def hear_answer(self, transfer_id: int, answer: OfferAnswer) -> None:
        """A person here has answered an offer: who declines need not be told."""
        if not answer.accepted:
            self._cancelled.add(transfer_id)

    @Slot(object)
    def forget(self, transfer_id: int) -> None:
        """Its row is gone."""
        self._sending.forget(transfer_id)
        self.offer_actions()

    @Slot()
    def offer_actions(self) -> None:
        """Offer what can be done with the transfer that is selected, and with those that have ended."""
        transfers = self._window.transfers
        selected = transfers.selected_id()
        row = transfers.row(selected) if selected is not None else None
        self._window.offer_actions(
            retry=row is not None and self._sending.can_retry(row.snapshot),
            clear=any(snapshot.state.over for snapshot in transfers.snapshots()),
        )


def _whom(snapshot: TransferSnapshot) -> tuple[Direction, str]:
    """What a message about a transfer is about: its direction and the other computer, at whatever port."""
    return snapshot.direction, snapshot.peer_address.rpartition(":")[0]
