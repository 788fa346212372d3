"""Small files that are whole or not there, and that only their owner may read.

What is written goes to a temporary file of mode 0600 beside its place first, and takes its place when it is on the
disk. Blocking; any thread. Everything here raises OSError.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

DIRECTORY_MODE = 0o700
_MOST_PUT_ASIDE = 1000


def make_private_directory(directory: Path) -> None:
    """Make a folder, and those above it, unless they exist; a new one may be entered by its owner only."""
    directory.mkdir(parents=True, exist_ok=True, mode=DIRECTORY_MODE)


def replace_file(path: Path, data: bytes) -> None:
    """Make `data` the content of `path`, or leave it as it was."""
    with _written_beside(path, data) as temporary:
        os.replace(temporary, path)
    _sync_directory(path.parent)


def create_file(path: Path, data: bytes) -> bool:
    """Make a new file; False, with nothing changed, when there is one already, even one made at the same moment."""
    with _written_beside(path, data) as temporary:
        try:
            os.link(temporary, path)
        except OSError:
            if os.path.lexists(path):
                return False
            # No links on this file system (FAT, some network shares): two at the same moment are not told apart there.
            os.replace(temporary, path)
    _sync_directory(path.parent)
    return True


def put_aside(path: Path) -> Path:
    """Give a file that cannot be used another name beside it, `NAME.unusable-1` and so on; where it is now."""
    for number in range(1, _MOST_PUT_ASIDE + 1):
        aside = path.with_name(f"{path.name}.unusable-{number}")
        if not os.path.lexists(aside):
            break
    os.replace(path, aside)
    return aside


@contextlib.contextmanager
def _written_beside(path: Path, data: bytes) -> Iterator[str]:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _sync_directory(directory: Path) -> None:
    # Windows opens no folders, and some network shares sync none: the file is in its place all the same.
    with contextlib.suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
