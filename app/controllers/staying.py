"""The window and the desktop around it: what the tray shows, what a person is told who looks elsewhere, and whether
closing the window ends the program."""

from __future__ import annotations

import enum
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.choices import Closing
from app.dialogs.questions import StayQuestion
from app.settings import Settings
from app.staying.desktop import Desktop
from app.staying.notices import (
    Notice,
    NoticeAction,
    done_notice,
    ended_notice,
    folder_of,
    full_disk,
    full_disk_notice,
    offer_key,
    offer_notice,
)
from app.staying.overall import overall, overall_words
from app.transfer_actions import RowAction, actions_of
from app.widgets.transfer_list import TransferList
from ptp_core.direction import Direction
from ptp_core.transfer.offer import OfferAnswer, PendingOffer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_REFRESH_MS: Final = 500
# At login the programs may be there before the tray.
_TRAY_AWAITED_MS: Final = 1000
_TRAY_LOOKS: Final = 30

_translate = QCoreApplication.translate


class Leaving(enum.Enum):
    """What closing the window comes to: it is over, the program ends, or a person is asked first as ever."""

    STAY = enum.auto()
    END = enum.auto()
    ASK = enum.auto()


class StayingController(QObject):
    """GUI thread only.

    Signals:
        quit_wanted(), send_wanted(): as the tray's menu asks.
        pause_wanted(int), resume_wanted(int): of a transfer.
        answered(int, OfferAnswer): an offer was answered where the person was told of it.
        folder_wanted(Path): a folder is to be shown.
    """

    quit_wanted = Signal()
    send_wanted = Signal()
    pause_wanted = Signal(object)
    resume_wanted = Signal(object)
    answered = Signal(object, object)
    folder_wanted = Signal(object)

    def __init__(
        self,
        window: QWidget,
        transfers: TransferList,
        settings: Settings,
        desktop: Desktop,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._transfers = transfers
        self._settings = settings
        self._desktop = desktop
        self._offers: dict[str, int] = {}
        self._ended: list[TransferSnapshot] = []
        # Which transfer waits for room, by the key of the notice.
        self._full: dict[int, str] = {}
        self._closed = False
        self._looks = 0
        self._refreshing = QTimer(self)
        self._refreshing.setSingleShot(True)
        self._refreshing.timeout.connect(self._refresh)
        self._tray_awaited = QTimer(self)
        self._tray_awaited.timeout.connect(self._look_for_tray)
        window.installEventFilter(self)
        tray, notifier = desktop.tray, desktop.notifier
        if tray is not None:
            tray.show_wanted.connect(self.present)
            tray.send_wanted.connect(self._want_send)
            tray.pause_wanted.connect(self._pause_all)
            tray.resume_wanted.connect(self._resume_all)
            tray.quit_wanted.connect(self.quit_wanted)
        if notifier is not None:
            notifier.chosen.connect(self._choose)
            notifier.failed.connect(self._fall_back)

    def start(self, *, hidden: bool) -> None:
        """Show the window, or only what stands for it; without a tray it is to be found in the taskbar."""
        if hidden and self._desktop.tray is not None:
            self._look_for_tray()
        elif hidden:
            self._window.showMinimized()
        else:
            self._window.show()
        self._refresh()

    @Slot()
    def present(self, activation: str = "") -> None:
        """Bring the window to the front; `activation` is the desktop's permission, empty without one."""
        if self._closed:
            return
        self._tray_awaited.stop()
        if activation:
            # Qt's platforms take it from there, once.
            os.environ["XDG_ACTIVATION_TOKEN"] = activation
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    def leave(self, running: Sequence[TransferSnapshot]) -> Leaving:
        """The person closes the window while these transfers run. What to do with a window that has a tray is asked
        once."""
        tray, settings = self._desktop.tray, self._settings
        if tray is None or not tray.is_there():
            return Leaving.ASK
        choice = settings.closing
        if choice is Closing.ASK:
            if not running and not settings.receiving:
                return Leaving.END
            answer = StayQuestion.ask(self._window, running)
            if answer is Closing.ASK:
                return Leaving.STAY
            settings.closing = choice = answer
            if choice is Closing.QUIT:
                return Leaving.END
        if choice is Closing.TRAY:
            self._window.hide()
            return Leaving.STAY
        return Leaving.ASK

    def hear_offer(self, offer: PendingOffer) -> None:
        """A peer offers something, and a person is to decide."""
        notice = offer_notice(offer.details, _translate)
        self._offers[notice.key] = offer.details.transfer_id
        self._soon()
        self._tell(notice)

    @Slot(object)
    def settle(self, transfer_id: int) -> None:
        """An offer was answered, or is gone."""
        if self._offers.pop(offer_key(transfer_id), None) is not None:
            self._withdraw(offer_key(transfer_id))
            self._soon()

    def hear_end(self, snapshot: TransferSnapshot) -> None:
        """A transfer has ended, and not because a person here wanted it to."""
        if snapshot.state is TransferState.DONE:
            if not self._is_seen():
                self._ended.append(snapshot)
                self._tell(done_notice(self._ended, _translate))
        elif snapshot.state is not TransferState.DECLINED or snapshot.direction is Direction.SEND:
            self._tell(ended_notice(snapshot, _translate))

    def hear_room(self, snapshot: TransferSnapshot) -> None:
        """Whether a transfer waits for room on a disk of this computer. What others wait for already is told once."""
        key, before = full_disk(snapshot), self._full.pop(snapshot.transfer_id, "")
        told = key in (before, *self._full.values())
        if key:
            self._full[snapshot.transfer_id] = key
            if not told:
                self._tell(full_disk_notice(snapshot, _translate))
        if before and before not in self._full.values():
            self._withdraw(before)

    def hear(self) -> None:
        """Transfers have moved."""
        self._soon()

    def close(self) -> None:
        """Leave nothing on the desktop. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._refreshing.stop()
        self._tray_awaited.stop()
        self._window.removeEventFilter(self)
        for key in {*self._offers, *self._full.values()}:
            self._withdraw(key)
        self._desktop.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Who looks at the window has seen what is done."""
        if event.type() is QEvent.Type.WindowActivate and self._ended:
            self._ended = []
            self._withdraw("done")
        return super().eventFilter(watched, event)

    def _is_seen(self) -> bool:
        return self._window.isVisible() and QApplication.activeWindow() is not None

    def _tell(self, notice: Notice) -> None:
        if self._closed or self._is_seen() or not self._settings.notifications:
            return
        if self._desktop.notifier is not None:
            self._desktop.notifier.show(notice)
        else:
            self._fall_back(notice)

    @Slot(object)
    def _fall_back(self, notice: Notice) -> None:
        tray = self._desktop.tray
        if tray is not None and tray.is_there() and not self._closed:
            tray.show_message(notice.title, notice.body, urgent=notice.urgent)

    def _withdraw(self, key: str) -> None:
        if self._desktop.notifier is not None:
            self._desktop.notifier.withdraw(key)

    @Slot(object, str, str)
    def _choose(self, action: NoticeAction, key: str, activation: str) -> None:
        if action in (NoticeAction.ACCEPT, NoticeAction.DECLINE):
            number = self._offers.get(key)
            if number is not None:
                self.answered.emit(number, OfferAnswer(accepted=action is NoticeAction.ACCEPT))
        elif action is NoticeAction.FOLDER:
            folder: Path | None = folder_of(self._ended)
            if folder is not None:
                self.folder_wanted.emit(folder)
        else:
            self.present(activation)

    @Slot()
    def _want_send(self) -> None:
        self.present()
        self.send_wanted.emit()

    @Slot()
    def _pause_all(self) -> None:
        for transfer_id in self._with_action(RowAction.PAUSE):
            self.pause_wanted.emit(transfer_id)

    @Slot()
    def _resume_all(self) -> None:
        for transfer_id in self._with_action(RowAction.RESUME):
            self.resume_wanted.emit(transfer_id)

    def _with_action(self, action: RowAction) -> list[int]:
        snapshots = self._transfers.snapshots()
        return [snapshot.transfer_id for snapshot in snapshots if action in actions_of(snapshot)]

    def _soon(self) -> None:
        if not self._refreshing.isActive() and not self._closed:
            self._refreshing.start(_REFRESH_MS)

    @Slot()
    def _refresh(self) -> None:
        snapshots = self._transfers.snapshots()
        now = overall(snapshots)
        if self._desktop.taskbar is not None:
            self._desktop.taskbar.show_share(now.share)
        if self._desktop.tray is not None:
            words = overall_words(now, receiving=self._settings.receiving, translate=_translate)
            self._desktop.tray.show_state(words, now.share, bool(self._offers))
            pausable = bool(self._with_action(RowAction.PAUSE))
            self._desktop.tray.offer(
                pause=pausable, resume=not pausable and bool(self._with_action(RowAction.RESUME))
            )

    @Slot()
    def _look_for_tray(self) -> None:
        """Until it is there the program has no face; if none comes, the taskbar has to do."""
        tray = self._desktop.tray
        if tray is not None and tray.is_there():
            self._tray_awaited.stop()
            return
        self._looks += 1
        if self._looks > _TRAY_LOOKS:
            self._tray_awaited.stop()
            self._window.showMinimized()
        elif not self._tray_awaited.isActive():
            self._tray_awaited.start(_TRAY_AWAITED_MS)
