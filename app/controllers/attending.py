"""What goes along with the window's transfers: they are noted in the history, and the computer does not sleep.

The disk and the system are waited for on the worker that is handed in. Nothing here is a fault of a transfer: a history
that cannot be written is said once.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.background import Background
from app.noting import note_end, put_aside_words
from ptp_core.errors import DestinationError, PtpError
from ptp_core.history.history import History
from ptp_core.power.keep_awake import KeepAwake
from ptp_core.transfer.snapshot import TransferSnapshot


class AttendingController(QObject):
    """GUI thread only. `history` None notes nothing.

    Signals:
        noted(): the history has another entry.
        problem(PtpError): it cannot be used, or was put aside.
    """

    noted = Signal()
    problem = Signal(object)

    def __init__(
        self, history: History | None, awake: KeepAwake, work: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._notes = True
        self._awake = awake
        self._work = work
        self._moving: set[int] = set()
        self._told = False
        self._put_aside: Path | None = None

    def hear(self, snapshot: TransferSnapshot) -> None:
        """A transfer's state changed."""
        moved_before = bool(self._moving)
        if snapshot.state.moves:
            self._moving.add(snapshot.transfer_id)
        else:
            self._moving.discard(snapshot.transfer_id)
        if bool(self._moving) != moved_before:
            self._keep_awake(bool(self._moving))
        # Only an authenticated peer gets as far as naming a file.
        history = self._history
        if self._notes and history is not None and snapshot.state.over and snapshot.name:
            self._work.run(lambda: note_end(history, snapshot), lambda _nothing: self._note(history), self._fail)

    def note_ends(self, wanted: bool) -> None:
        """Whether what ends from now on is noted in the history."""
        self._notes = wanted

    def close(self) -> None:
        """Nothing moves any more."""
        self._keep_awake(False)
        history = self._history
        if history is not None:
            self._work.run(history.close, lambda _nothing: None, self._fail)

    def _keep_awake(self, wanted: bool) -> None:
        self._work.run(lambda: self._awake.keep(wanted), lambda _nothing: None, self._fail)

    def _note(self, history: History) -> None:
        self._told = False
        if history.put_aside != self._put_aside:
            self._put_aside = history.put_aside
            if history.put_aside is not None:
                self.problem.emit(DestinationError(put_aside_words(history.put_aside), path=history.put_aside))
        self.noted.emit()

    def _fail(self, error: PtpError) -> None:
        if not self._told:
            self._told = True
            self.problem.emit(error)
