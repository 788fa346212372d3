"""The feed of events that also sees to what goes along with transfers: the history, and the computer's sleep. No Qt.

The main thread takes the events, so it is the main thread that waits for the disk and the system. A history that cannot
be written is said once and is no fault of a transfer; nor is a computer that goes to sleep all the same.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from app.cli.feed import Event, EventFeed
from app.cli.output import print_error
from app.installation import history_path
from ptp_core.direction import Direction
from ptp_core.errors import PtpError
from ptp_core.history.entry import HistoryEntry, Result
from ptp_core.history.history import History
from ptp_core.power.keep_awake import KeepAwake
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_MOVING = (TransferState.TRANSFERRING, TransferState.VERIFYING)


class AttendingFeed(EventFeed):
    """`directory` is the installation's; one that is not there keeps no history. `sources` are the files to send."""

    def __init__(self, directory: Path, sources: Sequence[Path] = (), *, awake: KeepAwake | None = None) -> None:
        super().__init__()
        self._awake = awake or KeepAwake()
        self._history = History(history_path(directory)) if directory.is_dir() else None
        self._sources = sources

    def next(self, timeout_s: float) -> Event | None:
        """The next event, noted if it is an end; None is the moment to look whether anything runs."""
        event = super().next(timeout_s)
        if event is None:
            self._awake.keep(any(snapshot.state in _MOVING for snapshot in self.running()))
        # Only an authenticated peer gets as far as naming a file.
        if isinstance(event, TransferSnapshot) and event.state.final and event.name and self._history is not None:
            self._note(self._history, event)
        return event

    def close(self) -> None:
        """Let go of the history's file, and let the computer sleep. May be called twice."""
        self._awake.close()
        if self._history is not None:
            self._history.close()

    def _note(self, history: History, snapshot: TransferSnapshot) -> None:
        saved = [snapshot.saved_path] if snapshot.saved_path is not None else []
        sent = [path.absolute() for path in self._sources if path.name == snapshot.name]
        paths = saved if snapshot.direction.value == Direction.RECEIVE.value else sent
        entry = HistoryEntry(
            key=uuid.uuid4().hex,
            direction=Direction(snapshot.direction.value),
            result=Result(snapshot.state.value),
            peer_name=snapshot.peer_name,
            peer_address=snapshot.peer_address,
            names=(snapshot.name,),
            paths=tuple(map(str, paths)),
            folder=str(paths[0].parent) if paths else "",
            size_bytes=snapshot.bytes_total,
            seconds=snapshot.elapsed_s,
            message=snapshot.message,
            ended_unix_s=time.time(),
        )
        try:
            history.add(entry)
        except PtpError as error:
            print_error(error.message, error.hint)
            self._history = None
        if history.put_aside is not None:
            print_error(put_aside_words(history.put_aside))


def put_aside_words(aside: Path) -> str:
    """What is said about a history that could not be used."""
    return f"The history could not be read and is now {aside}; a new one was begun."
