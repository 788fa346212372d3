"""Receiving: listening as the person set it, the code, and the offers that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Background
from app.engine import Engine
from app.listening import reachable_hosts
from app.pages.receive_page import ReceivePage
from app.settings import Settings
from app.widgets.offer_sheet import OfferSheet
from app.wording import problem_words
from ptp_core.config import AcceptPolicy, ConflictPolicy, PairingPolicy
from ptp_core.direction import Direction
from ptp_core.errors import PortUnavailable, PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.offer import OfferAnswer, PendingOffer
from ptp_core.transfer.snapshot import TransferSnapshot


@dataclass(frozen=True, slots=True)
class _Listening:
    address: PeerAddress
    reachable: list[str]


class ReceivingController(QObject):
    """GUI thread only.

    Signals:
        problem(PtpError): something that the person asked for did not work.
        offered(PendingOffer): a question came up, and the person may be looking elsewhere.
        listening(PeerAddress): others can send from now on.
        unreachable(PtpError): nobody can, though that is wanted.
        switched_off(): nobody is to.
        settled(int): the offer with this id needs no answer any more.
    """

    problem = Signal(object)
    offered = Signal(object)
    listening = Signal(object)
    unreachable = Signal(object)
    switched_off = Signal()
    settled = Signal(object)

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        page: ReceivePage,
        sheet: OfferSheet,
        work: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._page = page
        self._sheet = sheet
        self._work = work
        self._offers: dict[int, PendingOffer] = {}
        self._running: set[int] = set()
        self._restart_due = False
        # Counts what was asked for, so that only the newest answer is shown.
        self._wish = 0
        self._listening: _Listening | None = None
        self._broken: PtpError | None = None
        page.receiving_switched.connect(self.switch)
        page.folder_chosen.connect(self.choose_folder)
        page.accept_chosen.connect(self.choose_accept)
        page.conflict_chosen.connect(self.choose_conflict)
        page.folder_per_peer_switched.connect(self.switch_folder_per_peer)
        page.port_chosen.connect(self.choose_port)
        page.announcing_switched.connect(self.switch_announcing)
        page.new_code_requested.connect(engine.code.renew)
        page.class_switched.connect(self._let_class_in)
        sheet.answered.connect(self.answer)
        self.show_choices()
        self.show_code()
        page.show_off()

    def start(self) -> None:
        """The engine is open: listen, if the person wants that."""
        if self._settings.receiving:
            self._listen()

    def go_on(self, before: ReceivingController) -> None:
        """What listens and what is offered stays as it was behind the window before; nothing is begun anew that
        works."""
        self._running, self._restart_due = before._running, before._restart_due
        if before._listening is None:
            self.start()
        else:
            self._listening = before._listening
            if before._broken is None:
                self.show_mended()
            else:
                self.show_broken(before._broken)
        for offer in before._offers.values():
            self.ask(offer)

    def fail(self, error: PtpError) -> None:
        """The engine could not be opened."""
        self._page.show_off(problem_words(error))

    def restart(self) -> None:
        """Listen with new settings, as soon as nothing is being received."""
        if not self._settings.receiving:
            return
        self._restart_due = bool(self._running)
        if not self._restart_due:
            self._listen()

    def hear(self, snapshot: TransferSnapshot) -> None:
        """A transfer's state changed."""
        if snapshot.direction is not Direction.RECEIVE:
            return
        number = snapshot.transfer_id
        if not snapshot.state.final:
            self._running.add(number)
            return
        self._running.discard(number)
        if self._offers.pop(number, None) is not None:
            self._sheet.withdraw(number)
            self.settled.emit(number)
        if self._restart_due:
            self.restart()

    def ask(self, offer: PendingOffer) -> None:
        """A peer offers something."""
        self._offers[offer.details.transfer_id] = offer
        self._sheet.add_offer(offer.details)
        self.offered.emit(offer)

    def show_code(self) -> None:
        """The code may be another one, or more may have come with it."""
        code = self._engine.code
        self._page.set_code(code.current() or "")
        self._page.set_admitted(code.admitted if code.policy is PairingPolicy.OPEN else None)

    def show_broken(self, error: PtpError) -> None:
        """The listening broke; the engine goes on trying."""
        self._broken = error
        if self._listening is not None:
            self.unreachable.emit(error)
            self._page.show_broken(self.tr("Nobody can send to this computer now: {0}").format(problem_words(error)))

    def show_mended(self) -> None:
        """It works again."""
        self._broken = None
        if self._listening is not None:
            self._page.show_listening(self._listening.address, self._listening.reachable)
            self.listening.emit(self._listening.address)

    def close(self) -> None:
        """Nobody is going to answer any more."""
        for offer in self._offers.values():
            offer.decline()
        self._offers.clear()

    def _listen(self) -> None:
        settings = self._settings
        folder, port, accept, conflict = settings.folder, settings.port, settings.accept, settings.on_conflict
        announced, folder_per_peer = settings.announced, settings.folder_per_peer
        self._restart_due = False
        self._wish += 1
        wish = self._wish
        self._listening = self._broken = None
        self._page.show_starting()
        self._work.run(
            lambda: _reachable(
                self._engine.receiving.listen(
                    folder, port, accept, conflict, announced=announced, folder_per_peer=folder_per_peer
                )
            ),
            lambda listening: self._listens(wish, listening),
            lambda error: self._does_not_listen(wish, error),
        )

    def _listens(self, wish: int, listening: _Listening) -> None:
        if wish != self._wish:
            return
        self._listening = listening
        # A port that the system picked stays the same from now on.
        self._settings.port = listening.address.port
        self.show_choices()
        self._page.show_listening(listening.address, listening.reachable)
        self.listening.emit(listening.address)

    def _does_not_listen(self, wish: int, error: PtpError) -> None:
        if wish == self._wish:
            self.unreachable.emit(error)
            self._page.show_off(problem_words(error), offer_other_port=isinstance(error, PortUnavailable))

    @Slot(bool)
    def switch(self, on: bool) -> None:
        """Receive, or no longer."""
        self._settings.receiving = on
        if on:
            self._listen()
            return
        self._wish += 1
        self._restart_due = False
        self._listening = None
        self._page.show_off()
        self.switched_off.emit()
        self._work.run(self._engine.receiving.stop, lambda _nothing: None, self.problem.emit)

    @Slot(bool)
    def switch_announcing(self, on: bool) -> None:
        """Whether the local network is told of this computer."""
        self._settings.announced = on
        self._work.run(lambda: self._engine.receiving.set_announced(on), lambda _nothing: None, self.problem.emit)

    @Slot(bool)
    def _let_class_in(self, on: bool) -> None:
        self._engine.code.set_policy(PairingPolicy.OPEN if on else PairingPolicy.ONCE)
        self.show_code()

    @Slot(object)
    def choose_folder(self, folder: Path) -> None:
        """Save there from now on."""
        self._work.run(
            lambda: self._engine.receiving.set_directory(folder),
            lambda _nothing: self._folder_set(folder),
            self.problem.emit,
        )

    def _folder_set(self, folder: Path) -> None:
        self._settings.folder = folder
        self.show_choices()

    @Slot(object)
    def choose_accept(self, policy: AcceptPolicy) -> None:
        """Who may send without asking."""
        self._settings.accept = policy
        self._engine.receiving.set_accept(policy)

    @Slot(object)
    def choose_conflict(self, policy: ConflictPolicy) -> None:
        """What happens when a name is in use."""
        self._settings.on_conflict = policy
        self._engine.receiving.set_on_conflict(policy)

    @Slot(bool)
    def switch_folder_per_peer(self, on: bool) -> None:
        """Whether each sender has a folder of its own."""
        self._settings.folder_per_peer = on
        self._engine.receiving.set_folder_per_peer(on)

    @Slot(object)
    def choose_port(self, port: int) -> None:
        """Receive at that port, as soon as nothing is being received; 0 is any."""
        self._settings.port = port
        self._settings.receiving = True
        self.restart()

    @Slot(object, object)
    def answer(self, transfer_id: int, answer: OfferAnswer) -> None:
        """A person has decided, on the sheet or elsewhere."""
        offer = self._offers.pop(transfer_id, None)
        if offer is None:
            return
        self._sheet.withdraw(transfer_id)
        self.settled.emit(transfer_id)
        if answer.accepted:
            offer.accept(directory=answer.directory, on_conflict=answer.on_conflict, always=answer.always)
        else:
            offer.decline(answer.reason)

    def show_choices(self) -> None:
        """What is set, on the page."""
        settings = self._settings
        self._page.show_choices(
            folder=settings.folder,
            port=settings.port,
            accept=settings.accept,
            on_conflict=settings.on_conflict,
            announced=settings.announced,
            folder_per_peer=settings.folder_per_peer,
        )


def _reachable(address: PeerAddress) -> _Listening:
    return _Listening(address, reachable_hosts(address))
