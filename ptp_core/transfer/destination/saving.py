"""Makes received files durable and gives them their names, many together, beside the thread that receives.

One thread for each transfer, started with its first file. It works through what is put in, in order, in groups: all of
a group are made durable, then named; when their names are on the disk too, with the next group or because none follows,
their results are told. So 10,000 small files cost some two hundred waits for the disk, and none of the network.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ptp_core.config import ConflictPolicy
from ptp_core.errors import DestinationError, NameTaken, NotEnoughSpace
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.conversation.messages import Result, ResultKind, Results
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.destination.destination_errors import destination_error
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.existing_file import ExistingFile, there_already
from ptp_core.transfer.destination.file_names import numbered_name
from ptp_core.transfer.destination.named import Named, NamedFile
from ptp_core.transfer.destination.partial_file import PartialFile, is_plausible
from ptp_core.transfer.destination.syncing import sync_file_system
from ptp_core.transfer.destination.tree import Folder, FolderTree

MAX_WAITING = 64
GROUP_FILES = 48
JOIN_S = 1.0
NO_PROOF = bytes(32)
_WAIT_S = 0.1
_MAX_NUMBER = 10_000
# From so many on, one call for the whole disk beats one for each file.
_TOGETHER = 4


@dataclass(slots=True)
class SaveFile:
    """A file that is whole and right. `told` is what the sender announced; `single` when it is all there is; `twin`
    when another of this transfer has its name, or one that the disk may take for it; `ours` when what has it came from
    this transfer, and is to be replaced."""

    index: int
    partial: PartialFile
    folder: Folder
    name: str
    relative: str
    modified_ns: int
    executable: bool
    told: bytes
    root: int | None
    single: bool
    twin: bool
    ours: bool
    error: DestinationError | None = None


@dataclass(frozen=True, slots=True)
class SaveLink:
    """A link that leads to something in its own root."""

    index: int
    folder: Folder
    name: str
    target: str
    relative: str


@dataclass(frozen=True, slots=True)
class SaveFolder:
    """Everything in this folder is saved: now it gets its time."""

    folder: Folder
    modified_ns: int


Job = SaveFile | SaveLink | SaveFolder


class Saver:
    """For one transfer. `send` tells results; `named_root` hears what a root is called here. `put`, `finish` and
    `close` are for the thread that receives.

    Attributes: `saved_path` is where the last root that is a file went.
    """

    def __init__(
        self,
        name: str,
        tree: FolderTree,
        *,
        on_conflict: ConflictPolicy,
        key: bytes,
        tally: Tally,
        send: Callable[[Results], None],
        named_root: Callable[[int, str], None],
        sign_of_life: Callable[[], None],
        check_stop: Callable[[], None],
    ) -> None:
        self.saved_path: Path | None = None
        self._tree = tree
        self._on_conflict = on_conflict
        self._key = key
        self._tally = tally
        self._send = send
        self._named_root = named_root
        self._sign_of_life = sign_of_life
        self._check_stop = check_stop
        self._named = Named(tree)
        self._news = threading.Condition()
        self._jobs: deque[Job] = deque()
        self._busy = False
        self._stopping = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def put(self, job: Job) -> None:
        """Save this after what was put before; waits while too much waits. Raises what broke the saving."""
        with self._news:
            self._wait(lambda: len(self._jobs) < MAX_WAITING)
            self._jobs.append(job)
            self._news.notify_all()
        if self._thread.ident is None:
            self._thread.start()

    def finish(self) -> None:
        """Wait until all is saved. Raises what broke the saving."""
        with self._news:
            self._wait(lambda: not self._jobs and not self._busy)

    def close(self, *, keep: bool) -> None:
        """End the thread, and let go of what is not saved: kept, where that can be gone on with. Never raises."""
        with self._news:
            self._stopping = True
            self._news.notify_all()
        if self._thread.ident is not None:
            self._thread.join(JOIN_S)
        while self._jobs:
            job = self._jobs.popleft()
            if isinstance(job, SaveFile):
                (job.partial.keep if keep else job.partial.discard)()

    def _wait(self, condition: Callable[[], bool]) -> None:
        while not self._news.wait_for(lambda: self._error is not None or condition(), _WAIT_S):
            self._check_stop()
            # Nobody reads meanwhile: whether the sender is still there shows when something is said to it.
            self._sign_of_life()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            while True:
                with self._news:
                    while not self._jobs and not self._stopping:
                        self._news.wait(_WAIT_S)
                    if self._stopping:
                        break
                    group = [self._jobs.popleft() for _ in range(min(len(self._jobs), GROUP_FILES))]
                    self._busy = True
                    self._news.notify_all()
                try:
                    self._save(group)
                    if not self._jobs:
                        # Nothing follows that would make them durable along with itself.
                        self._tell_named()
                finally:
                    with self._news:
                        self._busy = False
                        self._news.notify_all()
            self._tell_named()
        except BaseException as error:
            with self._news:
                self._error = error
                self._news.notify_all()

    def _save(self, group: list[Job]) -> None:
        files = [job for job in group if isinstance(job, SaveFile)]
        try:
            for file in files:
                self._step(file, lambda file: file.partial.settle(file.modified_ns, executable=file.executable))
            disk_synced = self._make_durable([file for file in files if file.error is None])
            # Those of the group before, whose names are on the disk by now.
            self._tell_named(disk_synced=disk_synced)
            failures: list[Result] = []
            for job in group:
                match job:
                    case SaveFile():
                        failures.extend(self._name(job))
                    case SaveLink():
                        failures.extend(self._make_link(job))
                        self._named.touched(job.folder)
                    case SaveFolder(folder, modified_ns):
                        self._set_time(folder, modified_ns)
            self._tell(failures)
        finally:
            for file in files:
                file.partial.discard()

    def _tell_named(self, *, disk_synced: bool = False) -> None:
        """Of those that have their names, once these are on the disk."""
        results: list[Result] = []
        for file, sure in self._named.make_durable(disk_synced=disk_synced):
            result = file.result
            if sure:
                there = result.kind is ResultKind.THERE_ALREADY
                self._tally.done(file.size_bytes, there_already=there, remark=result.text)
                results.append(result)
            else:
                broken = destination_error(OSError(errno.EIO, "failed"), file.folder.path)
                results.append(self._failed(result.index, file.relative, broken))
        self._tell(results)

    def _tell(self, results: list[Result]) -> None:
        if results:
            self._send(Results(tuple(results)))

    def _make_durable(self, files: list[SaveFile]) -> bool:
        """Whether all that is on their disk is durable now."""
        together = [file for file in files if file.partial.small]
        sync = sync_file_system() if len(together) >= _TOGETHER else None
        disk_synced = False
        if sync is not None:
            try:
                sync(together[0].partial.descriptor)
                disk_synced = True
            except OSError as error:
                for file in together:
                    file.error = destination_error(error, file.folder.path / file.name)
        for file in files:
            synced = sync is not None and file.partial.small
            self._step(file, functools.partial(_finish_durable, synced))
        return disk_synced

    @staticmethod
    def _step(job: SaveFile, step: Callable[[SaveFile], None]) -> None:
        if job.error is None:
            try:
                step(job)
            except DestinationError as error:
                job.error = error

    def _name(self, job: SaveFile) -> list[Result]:
        """What is told at once: that it failed. That it has its name is told when that is on the disk."""
        try:
            if job.error is not None:
                raise job.error
            if job.folder.error is not None:
                raise job.folder.error
            try:
                with self._tree.open(job.folder) as handle:
                    final = self._give_name(handle, job)
            except OSError as error:
                raise destination_error(error, job.folder.path) from error
        except DestinationError as error:
            return [self._failed(job.index, job.relative, error)]
        if final is None:
            self.saved_path = job.folder.path / job.name
            kind, remark = ResultKind.THERE_ALREADY, there_already(job.name) if job.single else ""
        else:
            if job.root is not None:
                self.saved_path = job.folder.path / final
                self._named_root(job.root, final)
            kind, remark = ResultKind.SAVED, "" if final == job.name else reasons.SAVED_AS(name=final)
        result = Result(job.index, kind, remark, job.partial.digest.proof())
        self._named.add(NamedFile(result, job.folder, job.relative, job.partial.bytes_written))
        return []

    def _give_name(self, handle: DirectoryHandle, job: SaveFile) -> str | None:
        """The name that it got, None where a file with the same contents has taken it meanwhile. Raises NameTaken."""
        policy = self._policy_for(job)
        # Nothing replaces anything then, so that what is there stays there.
        looks = policy is ConflictPolicy.RENAME and not job.folder.fresh and not job.twin
        try:
            return job.partial.give_name(handle, job.name, ConflictPolicy.FAIL if looks else policy)
        except NameTaken:
            if self._is_there(handle, job):
                return None
            if not looks:
                raise
        return job.partial.give_name(handle, job.name, policy)

    def _policy_for(self, job: SaveFile) -> ConflictPolicy:
        """Two files of one transfer whose names this disk may take for one never replace each other."""
        if job.twin or job.folder.fresh:
            return ConflictPolicy.RENAME
        return ConflictPolicy.OVERWRITE if job.ours else self._on_conflict

    def _is_there(self, handle: DirectoryHandle, job: SaveFile) -> bool:
        digest = ContentDigest(self._key)
        existing = ExistingFile(handle, job.name, job.partial.bytes_written)
        return existing.read(digest, self._check_stop, self._sign_of_life) and digest.is_announced(job.told)

    def _failed(self, index: int, relative: str, error: DestinationError) -> Result:
        self._tally.failed(relative, error)
        return failed_result(index, error)

    def _make_link(self, job: SaveLink) -> list[Result]:
        """What is told of it: nothing, unless it failed."""
        try:
            if job.folder.error is not None:
                raise job.folder.error
            with self._tree.open(job.folder) as handle:
                self._place_link(handle, job)
        except (OSError, DestinationError) as error:
            if isinstance(error, OSError):
                error = destination_error(error, job.folder.path / job.name)
            self._tally.failed(job.relative, error)
            text = reasons.NO_LINK(name=job.relative)
            return [Result(job.index, ResultKind.FAILED_DESTINATION, text, NO_PROOF)]
        return []

    def _place_link(self, handle: DirectoryHandle, job: SaveLink) -> None:
        for number in range(1, _MAX_NUMBER):
            candidate = job.name if number == 1 else numbered_name(job.name, number)
            try:
                handle.make_link(candidate, job.target)
            except FileExistsError:
                if handle.link_target(candidate) == job.target:
                    return
                if not job.folder.fresh and self._on_conflict in (ConflictPolicy.SKIP, ConflictPolicy.FAIL):
                    raise
            else:
                return

    def _set_time(self, folder: Folder, modified_ns: int) -> None:
        if folder.error is not None or not is_plausible(modified_ns):
            return
        # A nicety, as with files.
        with contextlib.suppress(OSError), self._tree.open(folder) as handle:
            handle.set_times(modified_ns)



def _finish_durable(synced: bool, file: SaveFile) -> None:
    file.partial.make_durable(synced=synced)


def failed_result(index: int, error: DestinationError) -> Result:
    """What the sender is told: what kind of trouble, never a path or how much room there is."""
    match error:
        case NotEnoughSpace():
            return Result(index, ResultKind.FAILED_NO_SPACE, reasons.NOT_ENOUGH_SPACE, NO_PROOF)
        case NameTaken():
            return Result(index, ResultKind.NAME_TAKEN, reasons.NAME_IN_USE, NO_PROOF)
        case _:
            return Result(index, ResultKind.FAILED_DESTINATION, reasons.CANNOT_SAVE, NO_PROOF)
