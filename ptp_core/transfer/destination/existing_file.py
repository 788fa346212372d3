"""A file that has the name of an offered one already: whether it is the very same, and what is said about that.

For the thread that may block on the disk.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass

from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.destination.directory_handle import DirectoryHandle

PROGRESS_INTERVAL_S = 0.1
_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ExistingFile:
    """What has the name `name` in `folder`; `size_bytes` is the size of the offered one."""

    folder: DirectoryHandle
    name: str
    size_bytes: int

    @property
    def may_be_the_same(self) -> bool:
        """Whether it is a regular file of that size, and no link to one."""
        with contextlib.suppress(OSError):
            status = self.folder.status(self.name)
            return status is not None and self._fits(status)
        return False

    def read(self, digest: ContentDigest, check_stop: Callable[[], None], tell: Callable[[], None]) -> bool:
        """Feed it to `digest`. False when it cannot be read or changes meanwhile.

        `tell` is called ten times a second, for a sign of life. Raises what it and `check_stop` raise.
        """
        with contextlib.ExitStack() as stack:
            try:
                descriptor = self.folder.open_existing(self.name)
                stack.callback(os.close, descriptor)
                before = os.fstat(descriptor)
            except OSError:
                return False
            if not self._fits(before) or not self._feed(descriptor, digest, check_stop, tell):
                return False
            try:
                after, named = os.fstat(descriptor), self.folder.status(self.name)
            except OSError:
                return False
            return named is not None and _identity(before) == _identity(after) == _identity(named)

    def _feed(
        self, descriptor: int, digest: ContentDigest, check_stop: Callable[[], None], tell: Callable[[], None]
    ) -> bool:
        done_bytes, told_at = 0, time.monotonic()
        while True:
            try:
                piece = os.read(descriptor, _PIECE_BYTES)
            except OSError:
                return False
            done_bytes += len(piece)
            if not piece or done_bytes > self.size_bytes:
                return done_bytes == self.size_bytes
            digest.update(piece)
            check_stop()
            if time.monotonic() - told_at >= PROGRESS_INTERVAL_S:
                told_at = time.monotonic()
                tell()

    def _fits(self, status: os.stat_result) -> bool:
        return stat.S_ISREG(status.st_mode) and status.st_size == self.size_bytes


def there_already(name: str) -> str:
    """What both sides are told."""
    return reasons.THERE_ALREADY(name=name)


def _identity(status: os.stat_result) -> tuple[int, ...]:
    # Windows tells device and inode of an open file and of a name in two ways that do not agree.
    place = (0, 0) if os.name == "nt" else (status.st_dev, status.st_ino)
    return (*place, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
