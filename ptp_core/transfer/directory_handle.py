"""A folder held open, so that what is done in it stays in it even when its path is swapped in mid transfer.

Where the system has calls relative to an open folder (POSIX) they are used; elsewhere names are joined to the path.
Names given here are single components that `file_names` made safe. Not thread-safe: one owner.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

_RELATIVE = all(call in os.supports_dir_fd for call in (os.open, os.link, os.unlink, os.rename, os.stat))
_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW_FILE_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
# What file systems without hard links answer: FAT, some network and FUSE file systems.
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL})


class DirectoryHandle:
    """The folder at `path`. Methods raise OSError as the system does; FileExistsError where a name is taken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = os.open(path, _FOLDER_FLAGS) if _RELATIVE else None

    def create(self, name: str) -> int:
        """A new file that only its owner may read, as a descriptor open for writing; never follows a link."""
        return os.open(self._where(name), _NEW_FILE_FLAGS, 0o600, dir_fd=self._descriptor)

    def exists(self, name: str) -> bool:
        """Whether the name is taken, be it by a link that leads nowhere."""
        try:
            os.stat(self._where(name), dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True

    def publish_new(self, partial: str, final: str) -> None:
        """Give the file `partial` the name `final`; FileExistsError when that is taken, and nothing has changed."""
        if os.name == "nt":
            # On Windows rename fails when the target exists, which is what is wanted.
            os.rename(self._where(partial), self._where(final))
            return
        try:
            os.link(
                self._where(partial),
                self._where(final),
                src_dir_fd=self._descriptor,
                dst_dir_fd=self._descriptor,
                follow_symlinks=False,
            )
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            self._publish_without_links(partial, final)
        else:
            self.remove(partial)

    def publish_over(self, partial: str, final: str) -> None:
        """Give the file `partial` the name `final`, in place of a file that has it."""
        os.replace(self._where(partial), self._where(final), src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)

    def remove(self, name: str) -> None:
        """Remove a file that this transfer made."""
        os.unlink(self._where(name), dir_fd=self._descriptor)

    def sync(self) -> None:
        """Make names durable, where folders can be synced."""
        if self._descriptor is None:
            return
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            # Some file systems cannot sync a folder and say so; a real fault is EIO.
            if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP, errno.EBADF):
                raise

    def close(self) -> None:
        """Let go of the folder; may be called twice."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _publish_without_links(self, partial: str, final: str) -> None:
        # An exclusively created empty file reserves the name; only our own reservation is replaced.
        os.close(self.create(final))
        try:
            self.publish_over(partial, final)
        except OSError:
            self.remove(final)
            raise

    def _where(self, name: str) -> str:
        return name if self._descriptor is not None else os.path.join(self.path, name)
