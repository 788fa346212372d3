"""Entries as rows of the database, there and back. Pure functions.

Texts go as JSON in ASCII, since a file name may hold bytes that are no text. Everything is bounded: a peer chooses the
names, and may choose many and long ones.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final

from ptp_core.direction import Direction
from ptp_core.history.entry import HistoryEntry, Result
from ptp_core.sentences import read, recognised, written

COLUMNS: Final = (
    "key",
    "direction",
    "result",
    "peer_fingerprint",
    "texts",
    "files",
    "size_bytes",
    "seconds",
    "ended_unix_s",
    "searched",
)
MOST_NAMES: Final = 100
MOST_PATHS: Final = 1000
LONGEST_TEXT: Final = 4096

_LARGEST: Final = 2**63 - 1


def searched_form(text: str) -> str:
    """What is compared: no regard to case, and nothing that SQLite does not take."""
    return text.casefold().encode("utf-8", "replace").decode()


def as_row(entry: HistoryEntry) -> tuple[Any, ...]:
    """The values for COLUMNS."""
    peer_name, peer_address = entry.peer_name[:LONGEST_TEXT], entry.peer_address[:LONGEST_TEXT]
    made_of = written(entry.message, for_later=True)
    names = [name[:LONGEST_TEXT] for name in entry.names[:MOST_NAMES]]
    texts = {
        "peer_name": peer_name,
        "peer_address": peer_address,
        "names": names,
        # A part of them would send again something else.
        "paths": list(entry.paths) if len(entry.paths) <= MOST_PATHS else [],
        "folder": entry.folder,
        "message": entry.message[:LONGEST_TEXT],
        **({"sentence": made_of} if 0 < len(made_of) <= LONGEST_TEXT else {}),
        **({"is_text": True} if entry.is_text else {}),
    }
    searched = "\n".join((peer_name, peer_address, entry.folder, *names))
    return (
        entry.key,
        entry.direction.value,
        entry.result.value,
        entry.peer_fingerprint,
        json.dumps(texts),
        min(entry.files, _LARGEST),
        min(entry.size_bytes, _LARGEST),
        entry.seconds if math.isfinite(entry.seconds) else 0.0,
        entry.ended_unix_s if math.isfinite(entry.ended_unix_s) else 0.0,
        searched_form(searched),
    )


def from_row(row: tuple[Any, ...]) -> HistoryEntry | None:
    """The entry of a row with COLUMNS; None for one that no version of PTP has written."""
    try:
        key, direction, result, fingerprint, encoded, files, size_bytes, seconds, ended_unix_s, _searched = row
        texts = json.loads(encoded)
        return HistoryEntry(
            key=str(key),
            direction=Direction(direction),
            result=Result(result),
            peer_fingerprint=bytes(fingerprint),
            peer_name=str(texts["peer_name"]),
            peer_address=str(texts["peer_address"]),
            names=tuple(map(str, texts["names"])),
            paths=tuple(map(str, texts["paths"])),
            folder=str(texts["folder"]),
            # An entry of an older PTP has the text alone.
            message=read(str(texts.get("sentence", "")), ours=True) or recognised(str(texts["message"])),
            is_text=texts.get("is_text") is True,
            files=int(files),
            size_bytes=int(size_bytes),
            seconds=float(seconds),
            ended_unix_s=float(ended_unix_s),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
