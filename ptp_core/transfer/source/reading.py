"""Reading the file that is sent, by the rules of `read(size)`.

Fewer bytes than asked may come back; zero bytes for a size that is not zero is the end of the file; None means that a
non-blocking source has nothing yet. `fill` keeps exactly these rules over any source. `SourceFile` adds what a file
of this computer needs: regular files only, and an error with a name when it is written to, replaced or fails while it
is read, or when it has other contents than its size says. Used by one thread, that of the transfer that reads.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ptp_core.errors import Cancelled, SourceError
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import CANNOT_READ, system_words

_CHECK_ITS_DISK = phrase("Check the disk that it is on, and send it again.")
_IS_FOLDER = declare("source-is-folder", "{path} is a folder.")
_WAS_FILE = phrase("A folder was there where a file was.")
_MADE_UP = declare(
    "source-made-up",
    "{path} says that it is empty, but it is not; the system makes its contents up while they are read.",
)
_COPY_IT = phrase("Copy it to an ordinary file, and send that.")
_CHANGED = declare("source-changed", "{path} changed while it was being sent.")
_WHEN_UNCHANGED = phrase("Send it again once nothing writes to it any more.")
_GONE = declare("source-gone", "{path} was moved or deleted while it was being sent.")
_PUT_IT_BACK = phrase("Put it back where it was, and send it again.")
_NO_FILE = declare("no-such-file", "There is no file {path}.")
_CHECK_NAME = phrase("Check the name, and that it was not moved.")
_NOT_ALLOWED = declare("may-not-read", "{path} may not be read.")
_ASK_OWNER = phrase("Ask its owner for the right to read it.")
_NOTHING_YET = declare("source-nothing-yet", "{path} had nothing to read for too long.")
_SEE_WRITER = phrase("See what writes to it, and send it again.")
_NO_REGULAR_FILE = declare("no-regular-file", "{path} is not a regular file.")
_NO_DEVICES = phrase("Devices, pipes and sockets cannot be sent.")
_ENDED = declare("ended-while-waiting", "The transfer was ended while its file had nothing to read.")()

NOTHING_YET_WAIT_S = 0.02
NOTHING_YET_LIMIT_S = 30.0


class Source(Protocol):
    """Anything with Python's raw `read(size)`."""

    def read(self, size: int, /) -> bytes | None:
        """Up to `size` bytes; b"" at the end; None when there is nothing yet."""


def fill(
    source: Source, view: memoryview, stop: threading.Event, *, nothing_yet_limit_s: float = NOTHING_YET_LIMIT_S
) -> int:
    """Read into `view` until it is full or the source ends; the count of bytes, less than asked only at the end.

    Raises Cancelled when `stop` is set while the source has nothing yet, and TimeoutError when it has nothing for
    longer than `nothing_yet_limit_s`. The source's own errors pass through.
    """
    read_into = getattr(source, "readinto", None)
    done = 0
    waits_left = max(1, round(nothing_yet_limit_s / NOTHING_YET_WAIT_S))
    while done < len(view):
        wanted = view[done:]
        if read_into is not None:
            count = read_into(wanted)
        else:
            piece = source.read(len(wanted))
            count = None if piece is None else len(piece)
            if piece:
                wanted[: len(piece)] = piece
        if count is None:
            if stop.wait(NOTHING_YET_WAIT_S):
                raise Cancelled(_ENDED, by_peer=False)
            waits_left -= 1
            if waits_left <= 0:
                raise TimeoutError(f"nothing to read for {nothing_yet_limit_s:g} s")
            continue
        if count == 0:
            break
        done += count
    return done


@dataclass(frozen=True, slots=True)
class SourceDescription:
    """What was known of the file at one moment; times are in nanoseconds since 1970.

    `changed_ns` moves with every write and cannot be set back, as `modified_ns` can.
    """

    path: Path
    size_bytes: int
    modified_ns: int
    changed_ns: int
    device: int
    inode: int

    def is_offered(self, offered: SourceDescription) -> bool:
        """Whether this is still the file that was offered. A right or a name that it was given since matters not."""
        return replace(self, changed_ns=offered.changed_ns) == offered


def describe(path: Path) -> SourceDescription:
    """Look at the file without reading it. Raises SourceError unless it is a regular file that may be read."""
    with SourceFile(path) as source:
        return source.description


class SourceFile:
    """A regular file, open for reading; a context manager.

    Raises SourceError when the path is no regular file or cannot be read, when it says that it is empty and is not (as
    files in /proc do), and, when `expected` is given, when it is no longer the file that was described. A link is
    followed where a person named it, and nowhere else (`follow_links`).
    """

    def __init__(self, path: Path, expected: SourceDescription | None = None, *, follow_links: bool = True) -> None:
        self._path = path
        self._follow_links = follow_links
        try:
            # Non-blocking, so that a FIFO without a writer cannot hold this thread before fstat tells what it is.
            flags = os.O_RDONLY | _NON_BLOCKING | _BINARY | _CLOSE_ON_EXEC
            descriptor = os.open(path, flags if follow_links else flags | _NO_FOLLOW)
        except OSError as error:
            if error.errno == errno.ELOOP and expected is not None:
                raise _changed(path) from error
            raise source_error(error, path) from error
        try:
            self.description = _description(os.fstat(descriptor), path)
            if expected is not None and not self.description.is_offered(expected):
                raise _changed(path)
            self._file = os.fdopen(descriptor, "rb", buffering=0)
        except BaseException:
            os.close(descriptor)
            raise
        if not self.description.size_bytes:
            with self._closed_on_error():
                self._expect_end(_unsized(path))

    @property
    def size_bytes(self) -> int:
        """How large it was when it was opened."""
        return self.description.size_bytes

    def fill(self, view: memoryview, stop: threading.Event) -> None:
        """Fill all of `view`, which must lie within the described size. Raises SourceError when the file ends early."""
        try:
            count = fill(self._file, view, stop)
        except OSError as error:
            raise source_error(error, self._path) from error
        if count < len(view):
            raise _changed(self._path)

    def check_unchanged(self) -> None:
        """Raise SourceError unless all of it was read, nothing has written to it since it was opened, and its path
        leads to it still: a digest over a mixture of old and new would be right and the file still wrong."""
        self._expect_end(_changed(self._path))
        try:
            named = os.stat(self._path, follow_symlinks=self._follow_links)
            now = [_description(status, self._path) for status in (os.fstat(self._file.fileno()), named)]
        except FileNotFoundError as error:
            raise SourceError(_GONE(path=self._path), path=self._path, hint=_PUT_IT_BACK) from error
        except OSError as error:
            raise source_error(error, self._path) from error
        if any(description != self.description for description in now):
            raise _changed(self._path)

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._file.close()

    def __enter__(self) -> SourceFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _expect_end(self, otherwise: SourceError) -> None:
        try:
            if self._file.read(1) != b"":
                raise otherwise
        except OSError as error:
            raise source_error(error, self._path) from error

    @contextlib.contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise


def source_error(error: OSError, path: Path) -> SourceError:
    """The SourceError, in plain words, for what the system said about `path`."""
    if isinstance(error, FileNotFoundError):
        return SourceError(_NO_FILE(path=path), path=path, hint=_CHECK_NAME)
    if isinstance(error, IsADirectoryError):
        return _is_folder(path)
    if isinstance(error, PermissionError):
        return SourceError(_NOT_ALLOWED(path=path), path=path, hint=_ASK_OWNER)
    if isinstance(error, TimeoutError):
        return SourceError(
            _NOTHING_YET(path=path), path=path, hint=_SEE_WRITER
        )
    return SourceError(
        CANNOT_READ(path=path, reason=system_words(error)),
        path=path,
        hint=_CHECK_ITS_DISK,
    )


def _description(status: os.stat_result, path: Path) -> SourceDescription:
    if stat.S_ISDIR(status.st_mode):
        raise _is_folder(path)
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(
            _NO_REGULAR_FILE(path=path), path=path, hint=_NO_DEVICES
        )
    return SourceDescription(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_dev, status.st_ino)


def _is_folder(path: Path) -> SourceError:
    return SourceError(_IS_FOLDER(path=path), path=path, hint=_WAS_FILE)


def _unsized(path: Path) -> SourceError:
    return SourceError(
        _MADE_UP(path=path),
        path=path,
        hint=_COPY_IT,
    )


def _changed(path: Path) -> SourceError:
    return SourceError(
        _CHANGED(path=path), path=path, hint=_WHEN_UNCHANGED
    )


_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
