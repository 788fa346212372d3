"""A file that is being received: hidden and private until it is whole, then published under its name.

It is written to `.NAME.<random>.ptp-part` in the target folder. Only when its size and its BLAKE3 digest agree with
what the sender said is it synced and given its name, which never replaces another file unless the person wants so.
What gets the name is the very file that was written, whatever another program has put in its place meanwhile.
Whatever goes wrong before leaves nothing behind; what a killed process leaves, `leftovers` removes.
Raises DestinationError, NotEnoughSpace, NameTaken and DigestMismatch. Used by one thread.
"""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ptp_core.config import ConflictPolicy
from ptp_core.errors import DigestMismatch, NameKept, NameTaken
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.destination.destination_errors import destination_error
from ptp_core.transfer.destination.directory_handle import DirectoryHandle, FileReplaced, WrittenFile
from ptp_core.transfer.destination.file_names import numbered_name, partial_name
from ptp_core.transfer.destination.leftovers import claim
from ptp_core.transfer.destination.syncing import BackgroundSync

_MAX_NUMBER = 10_000
# A clock that is a day ahead is an accident, more is nonsense.
_FUTURE_TOLERANCE_NS = 86_400 * 1_000_000_000

WriteCall = Callable[[int, memoryview], int]


class PartialFile:
    """One file on its way onto the disk; a context manager that discards what was not published.

    Attributes: `bytes_written` counts what is written and hashed.
    """

    def __init__(
        self,
        directory: Path,
        name: str,
        *,
        size_bytes: int,
        modified_ns: int,
        on_conflict: ConflictPolicy,
        digest: ContentDigest,
        write: WriteCall = os.write,
    ) -> None:
        self.bytes_written = 0
        self._path = directory / name
        self._name = name
        self._size_bytes = size_bytes
        self._modified_ns = modified_ns
        self._on_conflict = on_conflict
        self._write_call = write
        self._digest = digest
        self._descriptor: int | None = None
        self._background: BackgroundSync | None = None
        self._partial: WrittenFile | None = None
        with self._named_errors(directory):
            self._directory = DirectoryHandle(directory)
        try:
            with self._named_errors(directory):
                self._create()
        except BaseException:
            self._directory.close()
            raise

    def write(self, data: memoryview) -> None:
        """Hash and append `data`. Raises DestinationError; short writes are continued."""
        assert self._descriptor is not None
        assert self._background is not None
        self._digest.update(data)
        with self._named_errors(self._path):
            done = 0
            while done < len(data):
                done += self._write_call(self._descriptor, data[done:])
            self._background.wrote(len(data))
        self.bytes_written += len(data)

    def publish(self, announced: bytes) -> Path:
        """Check size and digest against what the sender announced, make the bytes durable, give the file its name.

        Returns the path it got. Raises DigestMismatch, NameTaken (policies FAIL and SKIP) or DestinationError; nothing
        is left then.
        """
        assert self._descriptor is not None
        assert self._partial is not None
        if self.bytes_written != self._size_bytes or not self._digest.is_announced(announced):
            self.discard()
            raise DigestMismatch(
                f"{self._name} arrived damaged and was not kept.", hint="Send it again; if it repeats, check the disks."
            )
        try:
            with self._named_errors(self._path):
                self._finish_contents(self._descriptor)
                if os.name == "nt":
                    self._close_file()
                final = self._give_name(self._partial)
                self._partial = None
                self._directory.sync()
        finally:
            self.discard()
        return self._directory.path / final

    def discard(self) -> None:
        """Remove what is not published, and close everything; may be called twice; never raises."""
        if os.name == "nt":
            with contextlib.suppress(OSError):
                self._close_file()
        partial, self._partial = self._partial, None
        if partial is not None:
            with contextlib.suppress(OSError):
                self._directory.remove_written(partial)
        with contextlib.suppress(OSError):
            self._close_file()
        with contextlib.suppress(OSError):
            self._directory.close()

    def __enter__(self) -> PartialFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self.discard()

    def _create(self) -> None:
        while self._partial is None:
            candidate = partial_name(self._name, secrets.token_hex(4))
            with contextlib.suppress(FileExistsError):
                descriptor = self._directory.create(candidate)
                if not claim(descriptor):
                    os.close(descriptor)
                    continue
                self._descriptor = descriptor
                self._partial = self._directory.written(candidate, descriptor)
                self._background = BackgroundSync(descriptor)

    def _finish_contents(self, descriptor: int) -> None:
        with contextlib.suppress(OSError, AttributeError):
            os.fchmod(descriptor, 0o666 & ~_umask())
        # A time is a nicety: one that the disk or the platform refuses does not fail the file.
        if 0 <= self._modified_ns <= time.time_ns() + _FUTURE_TOLERANCE_NS and os.utime in os.supports_fd:
            with contextlib.suppress(OSError, OverflowError):
                os.utime(descriptor, ns=(self._modified_ns, self._modified_ns))
        # An error here abandons the file; a second fsync could lie.
        assert self._background is not None
        self._background.finish()
        if os.fstat(descriptor).st_size != self._size_bytes:
            raise FileReplaced(self._name)

    def _give_name(self, partial: WrittenFile) -> str:
        if self._on_conflict is ConflictPolicy.OVERWRITE:
            self._directory.publish_over(partial, self._name)
            return self._name
        for number in range(1, _MAX_NUMBER):
            candidate = self._name if number == 1 else numbered_name(self._name, number)
            try:
                self._directory.publish_new(partial, candidate)
            except FileExistsError:
                if self._on_conflict is not ConflictPolicy.RENAME:
                    raise name_taken(self._path, self._on_conflict) from None
            else:
                return candidate
        raise name_taken(self._path, self._on_conflict)

    def _close_file(self) -> None:
        if self._background is not None:
            self._background.stop()
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    @contextlib.contextmanager
    def _named_errors(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise destination_error(error, path) from error


def name_taken(path: Path, policy: ConflictPolicy) -> NameTaken:
    """The error for a name that exists, with other contents, and must stay."""
    if policy is ConflictPolicy.SKIP:
        return NameKept(f"{path.name} was not received: this computer keeps its own file of that name.", path=path)
    return NameTaken(f"{path} exists already.", path=path, hint="Rename it, or choose to keep both or to overwrite.")


def check_directory(directory: Path) -> None:
    """Raise DestinationError unless `directory` is a folder in which files can be made."""
    token = secrets.token_hex(4)
    try:
        handle = DirectoryHandle(directory)
        try:
            name = partial_name("check", token)
            os.close(handle.create(name))
            # Another receiver that starts in this folder may have swept it away already.
            with contextlib.suppress(FileNotFoundError):
                handle.remove(name)
        finally:
            handle.close()
    except OSError as error:
        raise destination_error(error, directory) from error


def name_is_taken(directory: Path, name: str) -> bool:
    """Whether `directory` holds `name` already. Raises DestinationError when the folder cannot be asked."""
    try:
        handle = DirectoryHandle(directory)
        try:
            return handle.exists(name)
        finally:
            handle.close()
    except OSError as error:
        raise destination_error(error, directory) from error


@functools.cache
def _umask() -> int:
    # The only way to read it is to set it; for that instant it is stricter, never looser.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
