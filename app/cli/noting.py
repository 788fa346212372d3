"""Ended transfers as entries of the history. No Qt."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from app.cli.options import STANDARD_STREAM
from app.cli.output import print_error
from ptp_core.direction import Direction
from ptp_core.errors import PtpError
from ptp_core.history.entry import HistoryEntry, Result
from ptp_core.history.history import History
from ptp_core.transfer.snapshot import TransferSnapshot


def note(history: History, snapshots: Sequence[TransferSnapshot], sources: Sequence[Path]) -> bool:
    """Write them down; `sources` are the files that this side sends. False when it cannot be, which is said on standard
    error."""
    try:
        for snapshot in snapshots:
            history.add(_entry(snapshot, sources))
    except PtpError as error:
        print_error(error.message, error.hint)
        return False
    finally:
        history.close()
    if history.put_aside is not None:
        print_error(put_aside_words(history.put_aside))
    return True


def put_aside_words(aside: Path) -> str:
    """What is said about a history that could not be used."""
    return f"The history could not be read and is now {aside}; a new one was begun."


def _entry(snapshot: TransferSnapshot, sources: Sequence[Path]) -> HistoryEntry:
    if snapshot.direction is Direction.SEND:
        paths = [path.absolute() for path in sources if path != STANDARD_STREAM]
    else:
        paths = [snapshot.saved_path] if snapshot.saved_path is not None else []
    return HistoryEntry(
        key=uuid.uuid4().hex,
        direction=snapshot.direction,
        result=Result(snapshot.state.value),
        peer_name=snapshot.peer_name,
        peer_address=snapshot.peer_address,
        names=tuple(path.name for path in paths) if len(paths) > 1 else (snapshot.name,),
        paths=tuple(map(str, paths)),
        folder=str(paths[0].parent) if paths else "",
        size_bytes=snapshot.bytes_total,
        seconds=snapshot.elapsed_s,
        message=snapshot.message,
        ended_unix_s=time.time(),
    )
