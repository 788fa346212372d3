"""What an earlier connection of the same transfer has left, and what this one leaves in its turn. For one thread."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES, chunk_digest
from ptp_core.transfer.conversation.messages import EntryKind, Offer
from ptp_core.transfer.destination import journal as journals
from ptp_core.transfer.destination.directory_handle import DirectoryHandle, WrittenFile
from ptp_core.transfer.destination.journal import Journal, PartialRecord, Remembered, RootRecord


class Earlier:
    """The memory of one transfer in one folder. `sealed` is a person's yes to it, to be remembered. `note_root` may be
    called by any thread.

    Attributes: `found` tells whether there is anything to go on with.
    """

    def __init__(self, folder: DirectoryHandle, peer: bytes, offer: Offer, sealed: dict[str, Any] | None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._remembered = journals.find(folder, peer, offer)
        self.found = self._remembered is not None
        self._journal = Journal(folder, peer, offer, sealed)
        # The name of a single file says itself; it is worth remembering only for what is in a folder, or beside others.
        self._remembers_roots = len(offer.roots) > 1 or offer.roots[0].kind is EntryKind.FOLDER
        self._taken: set[str] = set()

    def root(self, number: int) -> RootRecord | None:
        """What a root was called here."""
        return self._remembered.roots.get(number) if self._remembered is not None else None

    def note_root(self, number: int, record: RootRecord) -> None:
        """A root is called so here."""
        if self._remembers_roots:
            with self._lock:
                self._journal.note_root(number, record)

    def partial(self, key: str) -> PartialRecord | None:
        """The unfinished file of that relative name."""
        return self._remembered.partials.get(key) if self._remembered is not None else None

    def note_partial(self, key: str, record: PartialRecord) -> None:
        """A part of this file is here now."""
        with self._lock:
            self._journal.note_partial(key, record)

    def adopt(self, record: PartialRecord) -> WrittenFile | None:
        """The unfinished file, open and locked, if it is still that file."""
        self._taken.add(record.name)
        return journals.adopt(self._folder, record)

    def drop(self, written: WrittenFile) -> None:
        """It is of no use."""
        _drop(self._folder, written)

    def forget(self) -> None:
        """Everything is across: nothing is left to go on with."""
        with self._lock:
            self._journal.discard()
        self._forget_remembered()

    def close(self, *, keep: bool) -> bool:
        """Leave what this connection noted, or nothing, and let go. What it did not come to of the earlier one stays.
        Whether there is anything to go on with."""
        with self._lock:
            noted = self._journal.begun
            (self._journal.keep if keep else self._journal.discard)()
        left = keep and (noted or self._remembered is not None)
        if not keep:
            self._forget_remembered()
        return left

    def _forget_remembered(self) -> None:
        remembered, self._remembered = self._remembered, None
        if remembered is not None:
            _remove(self._folder, remembered, self._taken)


def forget_earlier(directory: Path, peer: bytes, transfer_id: bytes) -> None:
    """Nothing is left of this transfer in that folder but what is whole."""
    with contextlib.suppress(OSError), contextlib.closing(DirectoryHandle(directory)) as folder:
        for remembered in journals.of_transfer(folder, peer, transfer_id):
            _remove(folder, remembered, set())


def _remove(folder: DirectoryHandle, remembered: Remembered, taken: set[str]) -> None:
    """Journals and unfinished files, but for those that are `taken`."""
    for name in remembered.names:
        with contextlib.suppress(OSError):
            folder.remove(name)
    for record in remembered.partials.values():
        if record.name not in taken:
            written = journals.adopt(folder, record)
            if written is not None:
                _drop(folder, written)


def _drop(folder: DirectoryHandle, written: WrittenFile) -> None:
    with contextlib.suppress(OSError):
        folder.remove_written(written)
    os.close(written.descriptor)


def chunk_digests(descriptor: int, size_bytes: int, key: bytes) -> Iterator[bytes]:
    """The digest of each whole chunk among the first bytes of a file; reads it now, whatever anybody noted of it."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    view = memoryview(bytearray(DIGEST_CHUNK_BYTES))
    with os.fdopen(os.dup(descriptor), "rb", buffering=0) as file:
        for _ in range(size_bytes // DIGEST_CHUNK_BYTES):
            done = 0
            while done < DIGEST_CHUNK_BYTES:
                count = file.readinto(view[done:])
                if not count:
                    return
                done += count
            yield chunk_digest(key, view)


def earlier_bytes(directory: Path, peer: bytes, offer: Offer) -> bool:
    """Whether a part of this transfer is in that folder: how much more room it needs is known only when it is read."""
    with contextlib.suppress(OSError), contextlib.closing(DirectoryHandle(directory)) as folder:
        return journals.find(folder, peer, offer) is not None
    return False


def earlier_answer(directory: Path, peer: bytes, offer: Offer) -> dict[str, Any] | None:
    """The yes that a person gave to this transfer, as it was sealed, if a part of it is in that folder."""
    with contextlib.suppress(OSError), contextlib.closing(DirectoryHandle(directory)) as folder:
        remembered = journals.find(folder, peer, offer)
        return remembered.sealed if remembered is not None else None
    return None
