"""The folders of a transfer below the chosen one: made, found again, and never left.

Every step down is made from the folder above with calls that follow no link, so that nothing is written elsewhere even
when a folder is swapped for a link in mid transfer. Of deep and wide trees only a few folders are held open. Any
thread.
"""

from __future__ import annotations

import contextlib
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

from ptp_core.config import ConflictPolicy
from ptp_core.errors import DestinationError
from ptp_core.transfer.destination.destination_errors import destination_error
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.file_names import numbered_name

_OPEN_FOLDERS = 16
_MAX_NUMBER = 10_000


class Folder:
    """One folder of a transfer. `error` is why nothing can be saved in it, if that is so.

    Attributes: `path` is for people; `fresh` when this connection made it, `ours` when an earlier one of the same
    transfer did.
    """

    __slots__ = ("_marks", "_twins", "error", "fresh", "name", "ours", "parent", "path")

    def __init__(
        self, parent: Folder | None, name: str, path: Path, *, fresh: bool = False, ours: bool = False
    ) -> None:
        self.parent = parent
        self.name = name
        self.path = path
        self.fresh = fresh
        self.ours = ours
        self.error: DestinationError | None = None
        self._marks: set[int] = set()
        self._twins: dict[int, int] = {}

    def twins_before(self, name: str) -> int:
        """How much was listed here before under a name that some disk takes for this one. Not in a fresh folder, where
        nothing but that can be in the way."""
        if self.fresh:
            return 0
        mark = hash(unicodedata.normalize("NFC", name).casefold())
        if mark not in self._marks:
            self._marks.add(mark)
            return 0
        self._twins[mark] = self._twins.get(mark, 0) + 1
        return self._twins[mark]


class FolderTree:
    """All folders of one transfer, below `directory`. Raises DestinationError."""

    def __init__(self, directory: Path) -> None:
        self.top = Folder(None, "", directory)
        self._lock = threading.RLock()
        self._open: OrderedDict[Folder, DirectoryHandle] = OrderedDict()
        self._uses: dict[Folder, int] = {}
        try:
            self.handle = DirectoryHandle(directory)
        except OSError as error:
            raise destination_error(error, directory) from error

    def make(
        self,
        parent: Folder,
        name: str,
        on_conflict: ConflictPolicy,
        known_name: str | None = None,
        *,
        ours: bool = False,
        choose: Callable[[str], None] = lambda name: None,
    ) -> Folder:
        """A folder of that name in `parent`. What is there already is used, but for a root under RENAME, which gets a
        number, unless it is `known_name`, and then it is `ours` or not; two of this transfer never become one. `choose`
        hears the name before the folder is made. One that cannot be made has an `error`."""
        if parent.error is not None:
            return self._broken(parent, name, parent.error)
        is_root = parent is self.top
        numbered = on_conflict is ConflictPolicy.RENAME if is_root else parent.fresh
        try:
            with self.open(parent) as handle:
                if known_name is not None and self._is_folder(handle, known_name):
                    return Folder(parent, known_name, parent.path / known_name, ours=ours)
                for number in range(1, _MAX_NUMBER):
                    candidate = name if number == 1 else numbered_name(name, number)
                    if not handle.exists(candidate):
                        choose(candidate)
                    try:
                        handle.make_folder(candidate)
                    except FileExistsError:
                        if not numbered and self._is_folder(handle, candidate):
                            return Folder(parent, candidate, parent.path / candidate, ours=parent.ours)
                        if not numbered:
                            raise
                    else:
                        return Folder(parent, candidate, parent.path / candidate, fresh=True)
                raise FileExistsError(17, "the name is taken", name)
        except OSError as error:
            return self._broken(parent, name, destination_error(error, parent.path / name))

    @contextlib.contextmanager
    def open(self, folder: Folder) -> Iterator[DirectoryHandle]:
        """The folder's handle, for the length of a block. Raises OSError."""
        if folder.parent is None:
            yield self.handle
            return
        with self._lock:
            handle = self._find(folder)
            self._uses[folder] = self._uses.get(folder, 0) + 1
        try:
            yield handle
        finally:
            with self._lock:
                self._uses[folder] -= 1
                if not self._uses[folder]:
                    del self._uses[folder]
                self._trim()

    def close(self) -> None:
        """Let go of all folders; may be called twice."""
        with self._lock:
            for handle in self._open.values():
                handle.close()
            self._open.clear()
            self.handle.close()

    def _find(self, folder: Folder) -> DirectoryHandle:
        handle = self._open.get(folder)
        if handle is not None:
            self._open.move_to_end(folder)
            return handle
        # Step by step down from the nearest that is open; what lies between is closed again at once.
        missing = [folder]
        above = folder.parent
        while above is not None and above.parent is not None and above not in self._open:
            missing.append(above)
            above = above.parent
        current = self.handle if above is None or above.parent is None else self._open[above]
        between: DirectoryHandle | None = None
        for step in reversed(missing):
            try:
                current = current.subfolder(step.name)
            finally:
                if between is not None:
                    between.close()
            between = current
        self._open[folder] = current
        return current

    def _trim(self) -> None:
        if len(self._open) > _OPEN_FOLDERS:
            for folder in [each for each in self._open if each not in self._uses][: len(self._open) - _OPEN_FOLDERS]:
                self._open.pop(folder).close()

    @staticmethod
    def _is_folder(handle: DirectoryHandle, name: str) -> bool:
        try:
            handle.subfolder(name).close()
        except OSError:
            return False
        return True

    @staticmethod
    def _broken(parent: Folder, name: str, error: DestinationError) -> Folder:
        folder = Folder(parent, name, parent.path / name)
        folder.error = error
        return folder
