"""Unfinished files that a killed process left behind, and how to know them from those that are being received.

Whoever writes an unfinished file holds a lock on it (`claim`), which the system lets go of when the process ends,
however it ends. A file with one of our hidden names, of our own account, that nobody holds is left over. What cannot be
locked is left alone. On Windows nobody can remove a file that is open, which is lock enough. Any thread.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.file_names import is_partial_name

if sys.platform != "win32":
    import fcntl

# A folder of a million names must not keep a receiver from starting.
SWEEP_LIMIT_S = 1.0


def claim(descriptor: int) -> bool:
    """Hold a file that was just made until its descriptor is closed. False when a sweep took it in that moment."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A file system without locks: no sweep can lock it either.
        return True
    return os.fstat(descriptor).st_nlink > 0


def remove_leftovers(directory: Path, kept: Callable[[DirectoryHandle], set[str]] = lambda folder: set()) -> int:
    """Remove what killed processes left unfinished in `directory`, not below it, but for the names that `kept` tells;
    how many. Never raises OSError."""
    removed, stop_at = 0, time.monotonic() + SWEEP_LIMIT_S
    with contextlib.suppress(OSError):
        folder = DirectoryHandle(directory)
        try:
            stay = kept(folder)
            for name in folder.names():
                if is_partial_name(name) and name not in stay:
                    with contextlib.suppress(OSError):
                        removed += _remove_if_left(folder, name)
                if time.monotonic() > stop_at:
                    break
        finally:
            folder.close()
    return removed


def _remove_if_left(folder: DirectoryHandle, name: str) -> bool:
    status = folder.status(name)
    if status is None or not stat.S_ISREG(status.st_mode):
        return False
    if sys.platform == "win32":
        folder.remove(name)
        return True
    if status.st_uid != os.geteuid():
        return False
    # For writing: over NFS only those who may write can lock.
    descriptor = folder.open_existing(name, write=True)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        now = folder.status(name)
        if now is None or not os.path.samestat(now, os.fstat(descriptor)):
            return False
        folder.remove(name)
        return True
    finally:
        os.close(descriptor)
