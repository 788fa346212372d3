"""A file that has the name of an offered one already: whether it is the very same, and what is said about that.

Used by the receiver under the policies that keep what is there. For the thread that may block on disk and peer.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.conversation.messages import Compare, End, Failed, Message, Progress
from ptp_core.transfer.destination.directory_handle import DirectoryHandle

PROGRESS_INTERVAL_S = 0.1
_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ExistingFile:
    """What has the name `name` in `directory`; `size_bytes` is the size of the offered one."""

    directory: Path
    name: str
    size_bytes: int

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.directory / self.name

    @property
    def may_be_the_same(self) -> bool:
        """Whether it is a regular file of that size, and no link to one."""
        with contextlib.suppress(OSError), contextlib.closing(DirectoryHandle(self.directory)) as folder:
            status = folder.status(self.name)
            return status is not None and self._fits(status)
        return False

    def read(self, digest: ContentDigest, check_stop: Callable[[], None], tell: Callable[[int], None]) -> bool:
        """Feed it to `digest`. False when it cannot be read or changes meanwhile.

        `tell` is called ten times a second with the bytes so far, as a sign of life. Raises what it and `check_stop`
        raise.
        """
        with contextlib.ExitStack() as stack:
            try:
                folder = stack.enter_context(contextlib.closing(DirectoryHandle(self.directory)))
                descriptor = folder.open_existing(self.name)
                stack.callback(os.close, descriptor)
                before = os.fstat(descriptor)
            except OSError:
                return False
            if not self._fits(before) or not self._feed(descriptor, digest, check_stop, tell):
                return False
            try:
                after, named = os.fstat(descriptor), folder.status(self.name)
            except OSError:
                return False
            return named is not None and _identity(before) == _identity(after) == _identity(named)

    def _feed(
        self, descriptor: int, digest: ContentDigest, check_stop: Callable[[], None], tell: Callable[[int], None]
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
                tell(done_bytes)

    def _fits(self, status: os.stat_result) -> bool:
        return stat.S_ISREG(status.st_mode) and status.st_size == self.size_bytes


def compare(
    existing: ExistingFile,
    digest: ContentDigest,
    channel: MessageChannel,
    next_message: Callable[[], Message],
    check_stop: Callable[[], None],
) -> bytes | Failed | None:
    """Ask the sender for its digest instead of its file, and feed what is here to `digest` meanwhile.

    What the sender announced, or its failure; None when what is here cannot be read. Raises ProtocolViolation and what
    channel and `check_stop` raise.
    """
    channel.send(Compare())
    readable = existing.read(digest, check_stop, lambda done_bytes: channel.send(Progress(done_bytes)))
    while isinstance(message := next_message(), Progress):
        continue
    match message:
        case End(announced):
            return announced if readable else None
        case Failed():
            return message
        case _:
            raise ProtocolViolation(f"{type(message).__name__} while two files were compared")


def there_already(name: str) -> str:
    """What both sides are told."""
    return f"{name} was there already, with the same contents."


def _identity(status: os.stat_result) -> tuple[int, ...]:
    # Windows tells device and inode of an open file and of a name in two ways that do not agree.
    place = (0, 0) if os.name == "nt" else (status.st_dev, status.st_ino)
    return (*place, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
