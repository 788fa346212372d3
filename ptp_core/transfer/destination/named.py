"""Files that have their names, until these are on the disk as well: only then they are called saved.

What makes the next files durable all at once, a sync of their whole disk, makes the names of those before them durable
too. So a group of many small files waits for the disk once, and not twice. For one thread, the saver's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from ptp_core.transfer.conversation.messages import Result
from ptp_core.transfer.destination.syncing import sync_file_system
from ptp_core.transfer.destination.tree import Folder, FolderTree

# From so many folders on, one call for the whole disk beats one for each.
_TOGETHER = 4


@dataclass(frozen=True, slots=True)
class NamedFile:
    """One that is whole, right and on the disk, and has a name in `folder`; `result` is what is to be told of it."""

    result: Result
    folder: Folder
    relative: str
    size_bytes: int


class Named:
    """For one transfer. True while names wait for the disk."""

    def __init__(self, tree: FolderTree) -> None:
        self._tree = tree
        self._files: list[NamedFile] = []
        # Each with whether a file of ours is in it: then its disk is the one that is synced.
        self._folders: dict[Folder, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._folders)

    def add(self, file: NamedFile) -> None:
        """It was given its name just now."""
        self._files.append(file)
        self._folders[file.folder] = True

    def touched(self, folder: Folder) -> None:
        """Something else in it was given a name."""
        self._folders.setdefault(folder, False)

    def make_durable(self, *, disk_synced: bool = False) -> list[tuple[NamedFile, bool]]:
        """Wait until all names are on the disk; each file, and whether its name is. `disk_synced`: since they were
        given, all that is on the disk of our files was made durable."""
        ours = [folder for folder, has_files in self._folders.items() if has_files]
        sync = sync_file_system() if len(ours) >= _TOGETHER and not disk_synced else None
        if disk_synced or (sync is not None and self._sync_disk(ours[0], sync)):
            ours.clear()
        # A folder with nothing but links may be on another disk.
        others = [folder for folder, has_files in self._folders.items() if not has_files]
        unsure = {folder for folder in (*ours, *others) if not self._sync(folder)}
        files, self._files, self._folders = self._files, [], {}
        return [(file, file.folder not in unsure) for file in files]

    def _sync_disk(self, folder: Folder, sync: Callable[[int], None]) -> bool:
        with contextlib.suppress(OSError), self._tree.open(folder) as handle:
            handle.sync_disk(sync)
            return True
        return False

    def _sync(self, folder: Folder) -> bool:
        try:
            with self._tree.open(folder) as handle:
                handle.sync()
        except OSError:
            return False
        return True
