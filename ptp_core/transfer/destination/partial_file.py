"""A file that is being received: hidden and private until it is whole, then published under its name.

It is written to `.NAME.<random>.ptp-part` in the folder that was chosen, or, when it is small and the system can, to a
file that has no name at all. Only when its size and its digest agree with what the sender said is it synced and given
its name, which never replaces another file unless the person wants so. What gets the name is the very file that was
written, whatever another program has put in its place meanwhile. Whatever goes wrong before leaves nothing behind,
unless it is kept to be gone on with (`keep`); what a killed process leaves, `leftovers` removes.
Raises DestinationError, NotEnoughSpace and NameTaken. Used by one thread at a time.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self, TypeVar

from ptp_core.config import ConflictPolicy
from ptp_core.errors import NameKept, NameTaken
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.destination.destination_errors import destination_error
from ptp_core.transfer.destination.directory_handle import DirectoryHandle, FileReplaced, FolderGone, WrittenFile
from ptp_core.transfer.destination.file_names import numbered_name, partial_name
from ptp_core.transfer.destination.leftovers import claim
from ptp_core.transfer.destination.syncing import BackgroundSync

_EXISTS = declare("name-taken", "{path} exists already.")
_RENAME_OR_KEEP = phrase("Rename it, or choose to keep both or to overwrite.")
_KEPT = declare(
    "name-kept",
    "{name} was not received: this computer keeps its own file of that name.",
)

_MAX_NUMBER = 10_000
# A clock that is a day ahead is an accident, more is nonsense.
_FUTURE_TOLERANCE_NS = 86_400 * 1_000_000_000
FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})

WriteCall = Callable[[int, memoryview], int]
WhenFull = Callable[[bool], None]
T = TypeVar("T")


class PartialFile:
    """One file on its way onto the disk; a context manager that discards what was not published.

    `hidden` is where it is until it is whole; `name` in `folder` is where it will be, for what a person is told.
    `when_full` is called with True when the disk is full, and returns when it is worth another try, or raises; with
    False it hears that there is room again.

    Attributes: `bytes_written` counts what is written and hashed, `digest` is of that; `written` says which file it is.
    """

    def __init__(
        self,
        hidden: DirectoryHandle,
        folder: Path,
        name: str,
        *,
        digest: ContentDigest,
        named: bool = True,
        when_full: WhenFull | None = None,
        write: WriteCall = os.write,
        found: WrittenFile | None = None,
    ) -> None:
        """`named` files are found again after a crash; `found` is one that was."""
        self.bytes_written = 0
        self.digest = digest
        self._hidden = hidden
        self._folder = folder
        self._name = name
        self._when_full = when_full
        self._write_call = write
        self._descriptor: int | None = None
        self._background: BackgroundSync | None = None
        self._begun_again = found is not None
        self._waited = False
        self.written: WrittenFile | None = None
        with self._named_errors(hidden.path):
            if found is not None:
                self._adopt(found)
            else:
                self._until_there_is_room(lambda: self._create(named))

    @property
    def _path(self) -> Path:
        return self._folder / self._name

    @property
    def named(self) -> bool:
        """Whether it would be found again after a crash."""
        return self.written is not None and self.written.name is not None

    def write(self, data: memoryview) -> None:
        """Hash and append `data`. Raises DestinationError; short writes are continued."""
        descriptor = self._descriptor
        assert descriptor is not None
        assert self._background is not None
        self.digest.update(data)
        try:
            done = 0
            while done < len(data):
                try:
                    done += self._write_call(descriptor, data[done:])
                except OSError as error:
                    self._wait_for_room(error)
            self._went_on()
            self._background.wrote(len(data))
        except OSError as error:
            raise destination_error(error, self._path) from error
        self.bytes_written += len(data)

    def pass_over(self, length: int, digests: list[bytes]) -> None:
        """The next `length` bytes are here already: whole chunks, of which the digests are given."""
        assert self._descriptor is not None
        for digest in digests:
            self.digest.known_chunk(digest)
        self.bytes_written += length
        with self._named_errors():
            os.lseek(self._descriptor, self.bytes_written, os.SEEK_SET)

    def begin_again(self) -> None:
        """What comes from now on is the file from its beginning."""
        assert self._descriptor is not None
        self._begun_again = True
        self.bytes_written = 0
        self.digest.restart()
        with self._named_errors():
            os.lseek(self._descriptor, 0, os.SEEK_SET)

    def settle(self, modified_ns: int, *, executable: bool = False) -> None:
        """Everything was written: set rights and time."""
        descriptor = self._descriptor
        assert descriptor is not None
        if self._begun_again:
            with self._named_errors():
                os.ftruncate(descriptor, self.bytes_written)
        with contextlib.suppress(OSError, AttributeError):
            os.fchmod(descriptor, (0o777 if executable else 0o666) & ~umask())
        # A time is a nicety: one that the disk or the platform refuses does not fail the file.
        if is_plausible(modified_ns) and os.utime in os.supports_fd:
            with contextlib.suppress(OSError, OverflowError):
                os.utime(descriptor, ns=(modified_ns, modified_ns))

    @property
    def small(self) -> bool:
        """Whether none of it was made durable yet: it may be made so together with others."""
        return self._background is not None and not self._background.begun

    @property
    def descriptor(self) -> int:
        """The open file."""
        assert self._descriptor is not None
        return self._descriptor

    def make_durable(self, *, synced: bool = False) -> None:
        """After `settle`: wait until it is on the disk, unless that was done together with others. An error abandons
        the file; a second fsync could lie."""
        assert self._descriptor is not None
        assert self._background is not None
        with self._named_errors():
            self._background.finish(synced=synced)
            if os.fstat(self._descriptor).st_size != self.bytes_written:
                raise FileReplaced(self._name)

    def give_name(self, folder: DirectoryHandle, name: str, on_conflict: ConflictPolicy) -> str:
        """After `make_durable`: its name in `folder`, by the policy; the one that it got. Raises NameTaken."""
        if os.name == "nt":
            self._close_file()
        assert self.written is not None
        with self._named_errors(folder=folder):
            final = self._until_there_is_room(lambda: self._give_name(folder, name, on_conflict))
        self.written = None
        return final

    def keep(self) -> None:
        """Close it, and leave it to be gone on with."""
        if self.named:
            self.written = None
        self.discard()

    def discard(self) -> None:
        """Remove what is not published, and close everything; may be called twice; never raises."""
        if os.name == "nt":
            with contextlib.suppress(OSError):
                self._close_file()
        written, self.written = self.written, None
        if written is not None:
            with contextlib.suppress(OSError):
                self._hidden.remove_written(written)
        with contextlib.suppress(OSError):
            self._close_file()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.discard()

    def _create(self, named: bool) -> None:
        descriptor = None if named else self._hidden.create_unnamed()
        if descriptor is not None:
            self._open(self._hidden.written(None, descriptor))
        while self.written is None:
            candidate = partial_name(self._name, secrets.token_hex(4))
            with contextlib.suppress(FileExistsError):
                descriptor = self._hidden.create(candidate)
                if not claim(descriptor):
                    os.close(descriptor)
                    continue
                self._open(self._hidden.written(candidate, descriptor))

    def _adopt(self, found: WrittenFile) -> None:
        self._open(found)
        os.lseek(found.descriptor, 0, os.SEEK_SET)

    def _open(self, written: WrittenFile) -> None:
        self.written = written
        self._descriptor = written.descriptor
        self._background = BackgroundSync(written.descriptor)

    def _give_name(self, folder: DirectoryHandle, name: str, on_conflict: ConflictPolicy) -> str:
        assert self.written is not None
        if on_conflict is ConflictPolicy.OVERWRITE:
            folder.publish_over(self.written, name)
            return name
        for number in range(1, _MAX_NUMBER):
            candidate = name if number == 1 else numbered_name(name, number)
            try:
                folder.publish_new(self.written, candidate)
            except FileExistsError:
                if on_conflict is not ConflictPolicy.RENAME:
                    raise name_taken(folder.path / name, on_conflict) from None
            else:
                return candidate
        raise name_taken(folder.path / name, on_conflict)

    def _close_file(self) -> None:
        if self._background is not None:
            self._background.stop()
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _until_there_is_room(self, step: Callable[[], T]) -> T:
        while True:
            try:
                done = step()
            except OSError as error:
                self._wait_for_room(error)
            else:
                self._went_on()
                return done

    def _wait_for_room(self, error: OSError) -> None:
        if self._when_full is None or error.errno not in FULL:
            raise error
        self._waited = True
        self._when_full(True)

    def _went_on(self) -> None:
        if self._waited and self._when_full is not None:
            self._waited = False
            self._when_full(False)

    @contextlib.contextmanager
    def _named_errors(self, path: Path | None = None, folder: DirectoryHandle | None = None) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            gone = [handle for handle in (folder, self._hidden) if handle is not None and handle.gone]
            told = FolderGone(str(gone[0].path)) if gone else error
            raise destination_error(told, path or self._path) from error


def is_plausible(modified_ns: int) -> bool:
    """Whether a time may be given to a file."""
    return 0 <= modified_ns <= time.time_ns() + _FUTURE_TOLERANCE_NS


def name_taken(path: Path, policy: ConflictPolicy) -> NameTaken:
    """The error for a name that exists, with other contents, and must stay."""
    if policy is ConflictPolicy.SKIP:
        return NameKept(_KEPT(name=path.name), path=path)
    return NameTaken(_EXISTS(path=path), path=path, hint=_RENAME_OR_KEEP)


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
def umask() -> int:
    """What is taken from the rights of new files."""
    # The only way to read it is to set it; for that instant it is stricter, never looser.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
