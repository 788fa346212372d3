"""An offer that waits for a person's word, and the answer handed back to the transfer's thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from ptp_core.config import ConflictPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDetails:
    """What the person is asked about. Every text has been cleaned for display.

    `names_taken` are those of the names that the folder holds already, and `on_conflict` is what happens to them unless
    the answer says otherwise; `free_bytes` is the room on the folder's disk.
    `name` stands for all of `roots`, of which `folders` are folders. `files`, with those in folders, and `size_bytes`
    are what is known, and not all of it unless `complete`. `is_text`: it is to be read, and goes into no folder.
    """

    transfer_id: int
    name: str
    size_bytes: int
    peer_name: str
    peer_address: str
    peer_known: bool
    fingerprint_words: str
    directory: Path
    free_bytes: int
    names_taken: tuple[str, ...] = ()
    on_conflict: ConflictPolicy = ConflictPolicy.RENAME
    files: int = 1
    complete: bool = True
    roots: tuple[str, ...] = ()
    folders: int = 0
    is_text: bool = False

    @property
    def name_taken(self) -> bool:
        """Whether anything of that name is there."""
        return bool(self.names_taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAnswer:
    """A person's word: whether to take it, where to, and what to do about a name that is taken."""

    accepted: bool
    directory: Path | None = None
    on_conflict: ConflictPolicy | None = None
    always: bool = False
    reason: str = ""


class PendingOffer:
    """One question, one answer. `accept` and `decline` may be called from any thread; the first call counts."""

    def __init__(self, details: OfferDetails) -> None:
        self.details = details
        self._answered = threading.Event()
        self._lock = threading.Lock()
        self._answer: OfferAnswer | None = None

    def accept(
        self, *, directory: Path | None = None, on_conflict: ConflictPolicy | None = None, always: bool = False
    ) -> None:
        """Take the file; None leaves the receiver's own folder or policy. `always` trusts this peer from now on."""
        self._settle(OfferAnswer(accepted=True, directory=directory, on_conflict=on_conflict, always=always))

    def decline(self, reason: str = "") -> None:
        """Say no."""
        self._settle(OfferAnswer(accepted=False, reason=reason))

    def wait(self, timeout_s: float) -> OfferAnswer | None:
        """The answer, or None when there was none in `timeout_s`. For the transfer's own thread."""
        self._answered.wait(timeout_s)
        return self._answer

    def _settle(self, answer: OfferAnswer) -> None:
        with self._lock:
            if self._answer is None:
                self._answer = answer
                self._answered.set()
