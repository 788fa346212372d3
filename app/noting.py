"""Ended transfers as entries of the history, for the window and the commands. No Qt."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from ptp_core.direction import Direction
from ptp_core.history.entry import HistoryEntry, Result
from ptp_core.history.history import History
from ptp_core.sentences import declare
from ptp_core.transfer.snapshot import TransferSnapshot

_PUT_ASIDE = declare("history-put-aside", "The history could not be read and is now {path}; a new one was begun.")


def note_end(history: History, snapshot: TransferSnapshot) -> None:
    """Write down how a transfer ended. One that goes on later and ends again takes the place of this entry; one that is
    done stays, and the same sent once more is another. Touches the disk; raises DestinationError."""
    result = Result(snapshot.state.value)
    identity = _identity(snapshot)
    if result is Result.DONE and identity:
        history.remove(identity)
        identity = ""
    history.add(_entry(snapshot, result, identity or uuid.uuid4().hex))


def put_aside_words(aside: Path) -> str:
    """What is said about a history that could not be used."""
    return _PUT_ASIDE(path=aside)


def _identity(snapshot: TransferSnapshot) -> str:
    """What tells the transfer from all others, also after a restart; empty when it has none yet."""
    if not snapshot.transfer_key:
        return ""
    # A receiver is told the key by its peer, so it counts for that peer alone.
    peer = snapshot.peer_fingerprint if snapshot.direction is Direction.RECEIVE else b""
    return f"{snapshot.direction.value}-{peer.hex()}-{snapshot.transfer_key.hex()}"


def _entry(snapshot: TransferSnapshot, result: Result, key: str) -> HistoryEntry:
    if snapshot.direction is Direction.SEND:
        paths = list(snapshot.sources)
        folder = paths[0].parent if paths else None
    else:
        saved = snapshot.saved_path
        several = len(snapshot.roots) > 1
        # Of several the folder is told, where some may have got other names.
        folder = saved if several or saved is None else saved.parent
        paths = [] if several or saved is None else [saved]
    return HistoryEntry(
        key=key,
        direction=snapshot.direction,
        result=result,
        peer_fingerprint=snapshot.peer_fingerprint,
        peer_name=snapshot.peer_name,
        peer_address=snapshot.peer_address,
        names=snapshot.roots or (snapshot.name,),
        paths=tuple(map(str, paths)),
        folder=str(folder) if folder is not None else "",
        files=snapshot.files_total,
        size_bytes=snapshot.bytes_total,
        seconds=snapshot.elapsed_s,
        message=snapshot.message,
        is_text=snapshot.text is not None,
        ended_unix_s=time.time(),
    )
