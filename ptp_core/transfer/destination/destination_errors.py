"""What a file system says when a file cannot be saved, in words for a person. Stateless; any thread."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from ptp_core.errors import DestinationError, NotEnoughSpace
from ptp_core.formatting import format_size
from ptp_core.transfer.destination.directory_handle import FileReplaced, FolderGone


def destination_error(error: OSError, path: Path) -> DestinationError:
    """The typed error for what the system said about `path`; `path` is the folder or the file in it."""
    if isinstance(error, FileReplaced):
        return DestinationError(
            f"{path} was not saved: another program removed, replaced or changed its unfinished file.",
            path=path,
            hint="See what else works in that folder, and have it sent again.",
        )
    if isinstance(error, FolderGone):
        return DestinationError(
            f"The folder {error.filename} was removed while files came into it.",
            path=path,
            hint="Choose a folder, and have it sent again.",
        )
    code = error.errno
    if code in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return NotEnoughSpace(
            f"There is no space left for {path}.", path=path, hint="Make room, or choose another folder."
        )
    if code == errno.EROFS:
        return DestinationError(f"{path} is on a read-only disk.", path=path, hint="Choose another folder.")
    if code in (errno.EACCES, errno.EPERM):
        return DestinationError(
            f"{path} may not be written.", path=path, hint="Choose another folder, or change its permissions."
        )
    if code == errno.EFBIG:
        return DestinationError(
            f"{path} is larger than this disk allows for one file.", path=path, hint="Choose a folder on another disk."
        )
    if code == errno.ENOENT:
        return DestinationError(f"The folder {path} does not exist.", path=path, hint="Choose another folder.")
    if code == errno.ENOTDIR:
        return DestinationError(f"{path} is not a folder.", path=path, hint="Choose a folder.")
    if code == errno.EISDIR:
        return DestinationError(
            f"{path} is a folder and cannot be overwritten by a file.", path=path, hint="Choose another folder."
        )
    if code == errno.EEXIST:
        return DestinationError(
            f"{path} is something else already, and stays.",
            path=path,
            hint="Rename it there, or choose another folder.",
        )
    if code == errno.ENAMETOOLONG:
        return DestinationError(
            f"The name of {path} is too long for this disk.", path=path, hint="Choose a folder on another disk."
        )
    if code == errno.EIO:
        return DestinationError(
            f"The disk failed while writing {path}.", path=path, hint="Check the disk; nothing half-written was kept."
        )
    return DestinationError(
        f"{path} cannot be saved: {error.strerror or error}.", path=path, hint="Choose another folder or disk."
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
            f"Not enough space in {directory}: {format_size(needed_bytes)} needed, {format_size(free)} free.",
            path=directory,
            hint="Choose another folder, or make room and send again.",
        )
