"""What a file system says when a file cannot be saved, in words for a person. Stateless; any thread."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from ptp_core.errors import DestinationError, NotEnoughSpace
from ptp_core.formatting import format_size
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transfer.destination.directory_handle import FileReplaced, FolderGone

_CANNOT_SAVE = declare("cannot-save", "{path} cannot be saved: {reason}.")
_ANOTHER_FOLDER_OR_DISK = phrase("Choose another folder or disk.")
_REPLACED = declare(
    "unfinished-file-replaced",
    "{path} was not saved: another program removed, replaced or changed its unfinished file.",
)
_SEE_WHAT_ELSE = phrase("See what else works in that folder, and have it sent again.")
_FOLDER_GONE = declare("folder-gone", "The folder {folder} was removed while files came into it.")
_CHOOSE_AND_SEND = phrase("Choose a folder, and have it sent again.")
_NO_SPACE = declare("no-space-left", "There is no space left for {path}.")
_MAKE_ROOM = phrase("Make room, or choose another folder.")
_READ_ONLY = declare("read-only-disk", "{path} is on a read-only disk.")
_ANOTHER_FOLDER = phrase("Choose another folder.")
_NOT_ALLOWED = declare("may-not-write", "{path} may not be written.")
_ANOTHER_OR_PERMISSIONS = phrase("Choose another folder, or change its permissions.")
_TOO_LARGE = declare("file-too-large", "{path} is larger than this disk allows for one file.")
_ANOTHER_DISK = phrase("Choose a folder on another disk.")
_NO_SUCH_FOLDER = declare("no-such-folder", "The folder {path} does not exist.")
_NO_FOLDER = declare("no-folder", "{path} is not a folder.")
_CHOOSE_A_FOLDER = phrase("Choose a folder.")
_IS_FOLDER = declare("folder-in-the-way", "{path} is a folder and cannot be overwritten by a file.")
_SOMETHING_ELSE = declare("something-in-the-way", "{path} is something else already, and stays.")
_RENAME_THERE = phrase("Rename it there, or choose another folder.")
_LONG_NAME = declare("name-too-long", "The name of {path} is too long for this disk.")
_DISK_FAILED = declare("disk-failed", "The disk failed while writing {path}.")
_CHECK_DISK = phrase("Check the disk; nothing half-written was kept.")
_NOT_ENOUGH_SPACE = declare("not-enough-space", "Not enough space in {folder}: {size} needed, {free} free.")
_ANOTHER_OR_ROOM = phrase("Choose another folder, or make room and send again.")


def destination_error(error: OSError, path: Path) -> DestinationError:
    """The typed error for what the system said about `path`; `path` is the folder or the file in it."""
    if isinstance(error, FileReplaced):
        return DestinationError(
            _REPLACED(path=path),
            path=path,
            hint=_SEE_WHAT_ELSE,
        )
    if isinstance(error, FolderGone):
        return DestinationError(
            _FOLDER_GONE(folder=error.filename),
            path=path,
            hint=_CHOOSE_AND_SEND,
        )
    code = error.errno
    if code in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return NotEnoughSpace(
            _NO_SPACE(path=path), path=path, hint=_MAKE_ROOM
        )
    if code == errno.EROFS:
        return DestinationError(_READ_ONLY(path=path), path=path, hint=_ANOTHER_FOLDER)
    if code in (errno.EACCES, errno.EPERM):
        return DestinationError(
            _NOT_ALLOWED(path=path), path=path, hint=_ANOTHER_OR_PERMISSIONS
        )
    if code == errno.EFBIG:
        return DestinationError(
            _TOO_LARGE(path=path), path=path, hint=_ANOTHER_DISK
        )
    if code == errno.ENOENT:
        return DestinationError(_NO_SUCH_FOLDER(path=path), path=path, hint=_ANOTHER_FOLDER)
    if code == errno.ENOTDIR:
        return DestinationError(_NO_FOLDER(path=path), path=path, hint=_CHOOSE_A_FOLDER)
    if code == errno.EISDIR:
        return DestinationError(
            _IS_FOLDER(path=path), path=path, hint=_ANOTHER_FOLDER
        )
    if code == errno.EEXIST:
        return DestinationError(
            _SOMETHING_ELSE(path=path),
            path=path,
            hint=_RENAME_THERE,
        )
    if code == errno.ENAMETOOLONG:
        return DestinationError(
            _LONG_NAME(path=path), path=path, hint=_ANOTHER_DISK
        )
    if code == errno.EIO:
        return DestinationError(
            _DISK_FAILED(path=path), path=path, hint=_CHECK_DISK
        )
    return DestinationError(
        _CANNOT_SAVE(path=path, reason=system_words(error)), path=path, hint=_ANOTHER_FOLDER_OR_DISK
    )


def free_bytes(directory: Path) -> int:
    """The room on the folder's disk. Raises DestinationError when the folder cannot be asked."""
    try:
        return shutil.disk_usage(directory).free
    except OSError as error:
        raise destination_error(error, directory) from error


def check_space(directory: Path, needed_bytes: int) -> None:
    """Raise NotEnoughSpace when `needed_bytes` do not fit into `directory` now."""
    free = free_bytes(directory)
    if needed_bytes > free:
        raise NotEnoughSpace(
            _NOT_ENOUGH_SPACE(folder=directory, size=format_size(needed_bytes), free=format_size(free)),
            path=directory,
            hint=_ANOTHER_OR_ROOM,
        )
