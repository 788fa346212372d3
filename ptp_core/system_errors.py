"""What the system says when it refuses, as sentences: by the number of the error, so that a front end can word them.

Pure functions; any thread.
"""

from __future__ import annotations

import errno
import os
from typing import Final

from ptp_core.sentences import phrase

# As the C library says them, which is what a person finds when looking one up.
_BY_NAME: Final = {
    "EPERM": phrase("Operation not permitted"),
    "ENOENT": phrase("No such file or directory"),
    "EINTR": phrase("Interrupted system call"),
    "EIO": phrase("Input/output error"),
    "ENXIO": phrase("No such device or address"),
    "EBADF": phrase("Bad file descriptor"),
    "EAGAIN": phrase("Resource temporarily unavailable"),
    "ENOMEM": phrase("Cannot allocate memory"),
    "EACCES": phrase("Permission denied"),
    "EBUSY": phrase("Device or resource busy"),
    "EEXIST": phrase("File exists"),
    "EXDEV": phrase("Invalid cross-device link"),
    "ENODEV": phrase("No such device"),
    "ENOTDIR": phrase("Not a directory"),
    "EISDIR": phrase("Is a directory"),
    "EINVAL": phrase("Invalid argument"),
    "ENFILE": phrase("Too many open files in system"),
    "EMFILE": phrase("Too many open files"),
    "EFBIG": phrase("File too large"),
    "ENOSPC": phrase("No space left on device"),
    "EROFS": phrase("Read-only file system"),
    "EMLINK": phrase("Too many links"),
    "EPIPE": phrase("Broken pipe"),
    "ENAMETOOLONG": phrase("File name too long"),
    "ENOTEMPTY": phrase("Directory not empty"),
    "ELOOP": phrase("Too many levels of symbolic links"),
    "ENOTSUP": phrase("Operation not supported"),
    "EAFNOSUPPORT": phrase("Address family not supported by protocol"),
    "EADDRINUSE": phrase("Address already in use"),
    "EADDRNOTAVAIL": phrase("Cannot assign requested address"),
    "ENETDOWN": phrase("Network is down"),
    "ENETUNREACH": phrase("Network is unreachable"),
    "ECONNREFUSED": phrase("Connection refused"),
    "ECONNRESET": phrase("Connection reset by peer"),
    "ENOBUFS": phrase("No buffer space available"),
    "ETIMEDOUT": phrase("Connection timed out"),
    "EHOSTUNREACH": phrase("No route to host"),
    "EDQUOT": phrase("Disk quota exceeded"),
    "ESTALE": phrase("Stale file handle"),
}
# Not every system has all of them.
_WORDS: Final = {getattr(errno, name): words for name, words in _BY_NAME.items() if hasattr(errno, name)}


def system_words(error: BaseException) -> str:
    """What the system said; what the error itself says where it did not come from the system."""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    known = _WORDS.get(error.errno)
    # What the program has raised with words of its own keeps them.
    if known is not None and (not error.strerror or error.strerror in (known, os.strerror(error.errno))):
        return known
    return error.strerror or os.strerror(error.errno)
