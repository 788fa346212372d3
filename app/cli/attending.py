"""The feed of events that also sees to what goes along with transfers: the history, and the computer's sleep. No Qt.

The main thread takes the events, so it is the main thread that waits for the disk and the system: when there is nothing
else to do, and at the end. A history that cannot be written is said once and is no fault of a transfer; nor is a
computer that goes to sleep all the same. What the history needs is imported while a transfer waits for the network, so
that neither its start nor its end waits for that.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.feed import Event, EventFeed
from app.installation import history_path
from ptp_core.transfer.snapshot import TransferSnapshot

if TYPE_CHECKING:
    from ptp_core.power.keep_awake import KeepAwake


class AttendingFeed(EventFeed):
    """`directory` is the installation's; one that is not there keeps no history."""

    def __init__(self, directory: Path, *, awake: KeepAwake | None = None) -> None:
        super().__init__()
        self._awake = awake
        self._directory = directory
        self._keeps_history = directory.is_dir()
        self._to_note: list[TransferSnapshot] = []

    def next(self, timeout_s: float) -> Event | None:
        """The next event; None is the moment to see to the rest."""
        event = super().next(timeout_s)
        if event is None:
            self._stay_awake(any(snapshot.state.moves for snapshot in self.running()))
            self._note()
        elif isinstance(event, TransferSnapshot):
            if not event.state.over:
                self._load()
            # Only an authenticated peer gets as far as naming a file.
            elif event.name:
                self._to_note.append(event)
        return event

    def close(self) -> None:
        """Note what is left, and let the computer sleep. May be called twice."""
        self._stay_awake(False)
        self._note()

    def _stay_awake(self, wanted: bool) -> None:
        if self._awake is None:
            if not wanted:
                return
            from ptp_core.power.keep_awake import KeepAwake

            self._awake = KeepAwake()
        self._awake.keep(wanted)

    def _load(self) -> None:
        if self._keeps_history:
            import app.cli.noting  # noqa: F401
            import ptp_core.history.history  # noqa: F401

    def _note(self) -> None:
        ended, self._to_note = self._to_note, []
        if not ended or not self._keeps_history:
            return
        from app.cli.noting import note
        from ptp_core.history.history import History

        self._keeps_history = note(History(history_path(self._directory)), ended)
