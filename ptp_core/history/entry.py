"""What the history keeps of a transfer that has ended. Frozen values; no I/O."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ptp_core.direction import Direction


class Result(enum.Enum):
    """How it ended."""

    DONE = "done"
    """All of it is on the other side, and verified."""
    DECLINED = "declined"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One transfer that has ended. Texts are as they came: who shows them makes them fit to be shown.

    `key` is the transfer's own identity: a transfer that goes on and ends again takes the place of its earlier entry.
    `names` are what was sent, at the top level and perhaps not all of it; `files` counts all. `paths` are those names
    on this computer, sent from or saved as, so that they can be shown or sent again; empty when that is not known.
    `folder` is where they are. `peer_fingerprint` is empty for a peer that never proved itself. `ended_unix_s` counts
    from 1970; `seconds` is how long data flowed. `is_text`: a text came or went; what it said is not kept.
    """

    key: str
    direction: Direction
    result: Result
    peer_name: str
    ended_unix_s: float
    peer_fingerprint: bytes = b""
    peer_address: str = ""
    names: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    folder: str = ""
    files: int = 1
    size_bytes: int = 0
    seconds: float = 0.0
    message: str = ""
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry and its place in the list, for asking for those behind it."""

    place: int
    entry: HistoryEntry
