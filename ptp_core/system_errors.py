"""What the system says when it refuses, as sentences: by the number of the error, so that a front end can word them;
and what is said with it in many places.

Pure functions; any thread.
"""

from __future__ import annotations

import errno
import os
from typing import Final

from ptp_core.errors import PtpError
from ptp_core.sentences import declare, phrase

CANNOT_READ = declare("cannot-read", "{path} cannot be read: {reason}.")
CANNOT_MAKE = declare("cannot-make-folder", "The folder {folder} cannot be made: {reason}.")
RECORDING_UNREADABLE = declare("recording-unreadable", "The recording {path} cannot be read: {reason}.")
_PTP_FAILED = declare("ptp-failed", "PTP itself failed: {kind}: {words}.")
_REPORT_IT = phrase("This is a fault of the program; please report it.")

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


def own_fault(error: BaseException) -> PtpError:
    """What to say of an exception that nobody expected."""
    return PtpError(_PTP_FAILED(kind=type(error).__name__, words=str(error)), hint=_REPORT_IT)


def system_words(error: BaseException) -> str:
    """What the system said; what the error itself says where it did not come from the system."""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    known = _WORDS.get(error.errno)
    # What the program has raised with words of its own keeps them.
    if known is not None and (not error.strerror or error.strerror in (known, os.strerror(error.errno))):
        return known
    return error.strerror or os.strerror(error.errno)
