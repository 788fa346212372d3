"""Which of the things that are offered are here already, as far as names, sizes and counts tell.

A guess that costs a look at names: it says where comparing is worth the while, and the digests decide. Stateless; any
thread.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence

from ptp_core.transfer.conversation.messages import EntryKind, Offer
from ptp_core.transfer.destination.directory_handle import DirectoryHandle

# A large tree may take longer than sending it does.
_LOOK_LIMIT_S = 2.0


def roots_here(folder: DirectoryHandle, names: Sequence[str], offer: Offer) -> frozenset[int]:
    """The numbers of the roots that seem to be here under these names: files of the same size, and folders that
    together hold as many files and bytes as are offered. Raises OSError."""
    here = set()
    trees = []
    files, size_bytes = offer.files, offer.size_bytes
    for number, (root, name) in enumerate(zip(offer.roots, names, strict=True)):
        if root.kind is EntryKind.FOLDER:
            trees.append((number, name))
            continue
        status = folder.status(name)
        if status is not None and stat.S_ISREG(status.st_mode) and status.st_size == root.size_bytes:
            here.add(number)
        files, size_bytes = files - 1, size_bytes - root.size_bytes
    if trees and offer.complete and _hold(folder, [name for _, name in trees], files, size_bytes):
        here.update(number for number, _ in trees)
    return frozenset(here)


def _hold(folder: DirectoryHandle, names: Sequence[str], files: int, size_bytes: int) -> bool:
    """Whether these folders exist, and hold exactly so much."""
    statuses = [folder.status(name) for name in names]
    if not all(status is not None and stat.S_ISDIR(status.st_mode) for status in statuses):
        return False
    ends_at = time.monotonic() + _LOOK_LIMIT_S
    waiting = [os.path.join(folder.path, name) for name in names]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    files -= 1
                    size_bytes -= entry.stat(follow_symlinks=False).st_size
        if files < 0 or size_bytes < 0 or time.monotonic() > ends_at:
            return False
    return not files and not size_bytes
