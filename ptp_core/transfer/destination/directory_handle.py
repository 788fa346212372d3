"""A folder held open, so that what is done in it stays in it even when its path is swapped in mid transfer.

Where the system has calls relative to an open folder (POSIX) they are used; elsewhere names are joined to the path.
What is published is the file that was written, not whatever has its hidden name by then: where the system can link an
open descriptor (Linux) that is done, elsewhere names are compared with the file before and after.
Names given here are single components that `file_names` made safe. Not thread-safe: one owner.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
_EXISTING_FILE_FLAGS = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_OPEN_FILES = "/proc/self/fd"
_LINKS_DESCRIPTORS = _RELATIVE and os.path.isdir(_OPEN_FILES)
# What file systems without hard links answer: FAT, some network and FUSE file systems.
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL})


HIDDEN_SUFFIX = ".ptp-part"


class FileReplaced(OSError):
    """Another program removed, replaced or changed a file of ours while it was unfinished."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.ESTALE, f"{name} was removed, replaced or changed by another program")


class FolderGone(OSError):
    """The folder itself was removed while it was in use."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.ENOENT, "the folder is gone", path)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that this transfer wrote, open at `descriptor`, and its name in `folder`, None while it has none."""

    folder: DirectoryHandle
    name: str | None
    descriptor: int
    device: int
    inode: int


class DirectoryHandle:
    """The folder at `path`. Methods raise OSError as the system does; FileExistsError where a name is taken."""

    def __init__(self, path: Path, descriptor: int | None = None) -> None:
        self.path = path
        self._descriptor = descriptor
        if _RELATIVE and descriptor is None:
            self._descriptor = os.open(path, _FOLDER_FLAGS)

    def make_folder(self, name: str) -> None:
        """A new folder in this one."""
        os.mkdir(self._where(name), dir_fd=self._descriptor)

    def subfolder(self, name: str) -> DirectoryHandle:
        """A folder in this one; NotADirectoryError when the name is a link's, wherever that leads."""
        path = self.path / name
        if self._descriptor is not None:
            flags = _FOLDER_FLAGS | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(self._where(name), flags, dir_fd=self._descriptor)
            return DirectoryHandle(path, descriptor)
        if os.path.islink(path) or not os.path.isdir(path):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
        return DirectoryHandle(path)

    @property
    def gone(self) -> bool:
        """Whether the folder was removed."""
        if self._descriptor is None:
            return not os.path.isdir(self.path)
        return os.fstat(self._descriptor).st_nlink == 0

    def create_unnamed(self) -> int | None:
        """A new file without a name, gone with its descriptor unless it is published; None where there is no such
        thing."""
        flags = getattr(os, "O_TMPFILE", 0)
        if not flags or not _LINKS_DESCRIPTORS:
            return None
        try:
            return os.open(".", flags | os.O_RDWR | os.O_CLOEXEC, 0o600, dir_fd=self._descriptor)
        except OSError as error:
            if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL):
                return None
            raise

    def make_link(self, name: str, target: str) -> None:
        """A symbolic link."""
        os.symlink(target, self._where(name), dir_fd=self._descriptor)

    def link_target(self, name: str) -> str | None:
        """Where a link leads; None when the name is no link's."""
        try:
            return os.readlink(self._where(name), dir_fd=self._descriptor)
        except OSError:
            return None

    def rename_over(self, name: str, final: str) -> None:
        """Give what has one name another, in place of what has that."""
        os.replace(self._where(name), self._where(final), src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)

    def set_times(self, modified_ns: int) -> None:
        """The time that the folder itself was last changed."""
        where = self._descriptor if self._descriptor is not None else self.path
        os.utime(where, ns=(modified_ns, modified_ns))

    def create(self, name: str) -> int:
        """A new file that only its owner may read, as a descriptor open for writing; never follows a link."""
        return os.open(self._where(name), _NEW_FILE_FLAGS, 0o600, dir_fd=self._descriptor)

    def written(self, name: str | None, descriptor: int) -> WrittenFile:
        """Which file `create` made under that name."""
        status = os.fstat(descriptor)
        return WrittenFile(self, name, descriptor, status.st_dev, status.st_ino)

    def open_existing(self, name: str, *, write: bool = False) -> int:
        """A descriptor of the file that has the name; never follows a link, never waits for a pipe's other end."""
        flags = (os.O_RDWR if write else os.O_RDONLY) | _EXISTING_FILE_FLAGS
        return os.open(self._where(name), flags, dir_fd=self._descriptor)

    def status(self, name: str) -> os.stat_result | None:
        """What has the name, be it a link that leads nowhere; None when it is free."""
        try:
            return os.stat(self._where(name), dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def exists(self, name: str) -> bool:
        """Whether the name is taken, be it by a link that leads nowhere."""
        return self.status(name) is not None

    def names(self) -> Iterator[str]:
        """The names in the folder, as the system gives them."""
        with os.scandir(self.path if self._descriptor is None else self._descriptor) as entries:
            for entry in entries:
                yield entry.name

    def publish_new(self, written: WrittenFile, final: str) -> None:
        """Give the file the name `final` in this folder; FileExistsError when that is taken, FileReplaced when the file
        is gone. On Windows, which renames no open files, it must have been closed."""
        if os.name == "nt":
            # On Windows rename fails when the target exists, which is what is wanted.
            os.rename(_place(written), self._where(final))
            return
        try:
            self._link(written, final)
        except OSError as error:
            if error.errno not in _NO_LINKS or written.name is None:
                raise
            self._publish_without_links(written, final)
        else:
            written.folder.remove_written(written)

    def publish_over(self, written: WrittenFile, final: str) -> None:
        """Give the file the name `final`, in place of a file that has it. Otherwise like `publish_new`."""
        if written.name is None:
            # A link replaces nothing: a hidden name comes between.
            between = f".{secrets.token_hex(8)}{HIDDEN_SUFFIX}"
            self._link(written, between)
            try:
                self.rename_over(between, final)
            except OSError:
                self.remove(between)
                raise
        else:
            written.folder._check(written, written.name)
            self._take_over(written, final)
        self._check(written, final)

    def remove(self, name: str) -> None:
        """Remove a file that this transfer made."""
        os.unlink(self._where(name), dir_fd=self._descriptor)

    def remove_written(self, written: WrittenFile) -> None:
        """Take the file's hidden name away, unless something else has it by now."""
        if written.name is None:
            return
        with contextlib.suppress(FileReplaced):
            self._check(written, written.name)
            self.remove(written.name)

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

    def sync_disk(self, sync: Callable[[int], None]) -> None:
        """Make all durable that is on its disk, by a call that takes a descriptor."""
        if self._descriptor is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        sync(self._descriptor)

    def close(self) -> None:
        """Let go of the folder; may be called twice."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _link(self, written: WrittenFile, final: str) -> None:
        if _LINKS_DESCRIPTORS:
            # linkat(2), AT_SYMLINK_FOLLOW: the open file itself, whatever has become of its name.
            try:
                os.link(
                    f"{_OPEN_FILES}/{written.descriptor}",
                    self._where(final),
                    dst_dir_fd=self._descriptor,
                    follow_symlinks=True,
                )
            except FileNotFoundError:
                raise FileReplaced(written.name or final) from None
            self._check(written, final)
            return
        assert written.name is not None
        source = written.folder
        source._check(written, written.name)
        os.link(
            source._where(written.name),
            self._where(final),
            src_dir_fd=source._descriptor,
            dst_dir_fd=self._descriptor,
            follow_symlinks=False,
        )
        try:
            self._check(written, final)
        except FileReplaced:
            # Swapped between the two calls: what was linked is not to stand there as what was received.
            ours, linked = source.status(written.name), self.status(final)
            if ours and linked and os.path.samestat(ours, linked):
                self.remove(final)
            raise

    def _publish_without_links(self, written: WrittenFile, final: str) -> None:
        assert written.name is not None
        # An exclusively created empty file reserves the name; only our own reservation is replaced.
        os.close(self.create(final))
        try:
            written.folder._check(written, written.name)
            self._take_over(written, final)
        except OSError:
            self.remove(final)
            raise
        self._check(written, final)

    def _take_over(self, written: WrittenFile, final: str) -> None:
        assert written.name is not None
        os.replace(
            written.folder._where(written.name),
            self._where(final),
            src_dir_fd=written.folder._descriptor,
            dst_dir_fd=self._descriptor,
        )

    def _check(self, written: WrittenFile, name: str) -> None:
        """Raise FileReplaced unless `name` is the file's."""
        # Windows lets nobody replace an open file, and tells its number in two ways that do not agree.
        if os.name == "nt":
            return
        status = self.status(name)
        if status is None or (status.st_dev, status.st_ino) != (written.device, written.inode):
            raise FileReplaced(name)

    def _where(self, name: str) -> str:
        return name if self._descriptor is not None else os.path.join(self.path, name)


def _place(written: WrittenFile) -> str:
    assert written.name is not None
    return os.path.join(written.folder.path, written.name)
