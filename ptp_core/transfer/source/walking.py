"""What a person named, as the entries of a transfer: each folder before what is in it, in the order of the names.

Nothing is read of a file but its status, and no more than one folder's names on each level are held. What cannot be
sent is told to `skipped` (a pipe, a device, a link that leads out of what is sent) or `failed` (what cannot be read),
and the others go on. The order is the same each time, so that a transfer that is begun again meets its files in it.
Used by one thread.
"""

from __future__ import annotations

import heapq
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ptp_core.errors import SourceError
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transfer.conversation.messages import MAX_DEPTH, MAX_ROOTS, UNKNOWN_SIZE, Entry, EntryKind, Root
from ptp_core.transfer.source.reading import SourceDescription, describe, source_error
from ptp_core.transfer.source.text import TextSource

_TOO_MANY = declare("too-many-things", "{count} things are more than fit into one transfer.")
_NAME_FEWER = declare("name-fewer", "Name at most {most}, or the folder that they are in.")
_IS_SPECIAL = declare("is-special", "is {what}")
_TOO_DEEP = declare("too-deep", "is more than {most} folders deep")
_NOT_LOOKED_AT = declare("cannot-look", "cannot be looked at: {reason}")
_NOT_LISTED = declare("cannot-list", "cannot be listed: {reason}")
_NO_REGULAR_FILE = phrase("no regular file")
_LEADS_OUT = phrase("is a link that leads out of what is sent")

# How long counting may take before an offer; what is counted until then is "at least".
COUNTING_LIMIT_S = 2.0
# Of so many names of one folder are held at a time; of a larger one they are read again for the next so many.
_HELD_NAMES = 200_000
_LAST_TIME_NS = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class OpenStream:
    """A source that is read until it ends, such as standard input, and the name that it is offered under."""

    name: str
    stream: BinaryIO


Source = Path | OpenStream | TextSource


@dataclass(frozen=True, slots=True)
class RootSource:
    """One root: what is offered of it, and where it is. `described` is a file's."""

    source: Source
    root: Root
    described: SourceDescription | None = None


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One entry, and where it is: `described` is a file's status, None for what is no file; `relative` is for a
    person."""

    entry: Entry
    source: Source
    relative: str
    described: SourceDescription | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What was counted; `complete` unless the time was over before."""

    files: int
    size_bytes: int
    complete: bool


Tell = Callable[[str, str], None]


def examine(sources: Sequence[Source], offered_name: Callable[[str], str]) -> list[RootSource]:
    """The roots. Raises SourceError for one that is not there, may not be read, or is neither file nor folder."""
    if len(sources) > MAX_ROOTS:
        raise SourceError(
            _TOO_MANY(count=len(sources)),
            path=Path(),
            hint=_NAME_FEWER(most=str(MAX_ROOTS)),
        )
    return [_examine(source, offered_name) for source in sources]


def _examine(source: Source, offered_name: Callable[[str], str]) -> RootSource:
    if isinstance(source, OpenStream):
        return RootSource(source, Root(source.name, UNKNOWN_SIZE, 0))
    if isinstance(source, TextSource):
        return RootSource(source, Root(source.name, len(source.data), _now()))
    try:
        status = os.stat(source)
    except OSError as error:
        raise source_error(error, source) from error
    name = offered_name(source.name or source.resolve().name or "folder")
    if stat.S_ISDIR(status.st_mode):
        try:
            os.scandir(source).close()
        except OSError as error:
            raise source_error(error, source) from error
        return RootSource(source, Root(name, 0, offered_time(status.st_mtime_ns), EntryKind.FOLDER))
    described = describe(source)
    return RootSource(source, Root(name, described.size_bytes, offered_time(described.modified_ns)), described)


def count(
    roots: Sequence[RootSource],
    clock: Callable[[], float] = time.monotonic,
    *,
    limit_s: float = COUNTING_LIMIT_S,
    stop: Callable[[], bool] = lambda: False,
) -> Totals:
    """How many files and bytes the roots hold, as far as that is known in `limit_s`, or before `stop` says so."""
    ends_at = clock() + limit_s
    files = size_bytes = 0
    for number, found in enumerate(walk(roots, _nothing, _nothing)):
        if found.entry.kind is EntryKind.FILE:
            files += 1
            size_bytes += 0 if found.entry.size_bytes == UNKNOWN_SIZE else found.entry.size_bytes
        if not number % 256 and (clock() > ends_at or stop()):
            return Totals(files, size_bytes, False)
    return Totals(files, size_bytes, not any(isinstance(root.source, OpenStream) for root in roots))


def walk(
    roots: Sequence[RootSource], skipped: Tell, failed: Tell, offered_name: Callable[[str], str] = str
) -> Iterator[FoundEntry]:
    """All entries. `skipped` and `failed` are told a relative name and why."""
    for root in roots:
        offered = root.root
        if isinstance(root.source, OpenStream):
            yield FoundEntry(Entry(EntryKind.FILE, 0, offered.name, UNKNOWN_SIZE), root.source, offered.name)
        elif isinstance(root.source, TextSource):
            entry = Entry(EntryKind.FILE, 0, offered.name, offered.size_bytes, offered.modified_ns)
            yield FoundEntry(entry, root.source, offered.name)
        elif offered.kind is EntryKind.FILE:
            entry = Entry(
                EntryKind.FILE,
                0,
                offered.name,
                offered.size_bytes,
                offered.modified_ns,
                _executable(root.source),
            )
            yield FoundEntry(entry, root.source, offered.name, root.described)
        else:
            entry = Entry(EntryKind.FOLDER, 0, offered.name, 0, offered.modified_ns)
            yield FoundEntry(entry, root.source, offered.name)
            yield from _walk_folder(root.source, offered.name, skipped, failed, offered_name)


def _walk_folder(
    top: Path, name: str, skipped: Tell, failed: Tell, offered_name: Callable[[str], str]
) -> Iterator[FoundEntry]:
    # A stack instead of recursion: a deep tree must not meet the interpreter's limit.
    stack = [(name, top, _listed(top, name, failed))]
    while stack:
        folder, place, names = stack[-1]
        own_name = next(names, None)
        if own_name is None:
            stack.pop()
            continue
        relative, path = f"{folder}/{own_name}", place / own_name
        found = _found(path, len(stack), own_name, relative, skipped, failed, offered_name)
        if found is None:
            continue
        if found.entry.kind is EntryKind.FOLDER and len(stack) >= MAX_DEPTH:
            failed(relative, _TOO_DEEP(most=str(MAX_DEPTH)))
            continue
        yield found
        if found.entry.kind is EntryKind.FOLDER:
            stack.append((relative, path, _listed(path, relative, failed)))


def _listed(folder: Path, relative: str, failed: Tell) -> Iterator[str]:
    """The names in a folder, in order."""
    last: str | None = None
    while True:
        try:
            with os.scandir(folder) as entries:
                later = (entry.name for entry in entries if last is None or entry.name > last)
                names = heapq.nsmallest(_HELD_NAMES, later)
        except OSError as error:
            failed(relative, _NOT_LISTED(reason=system_words(error)))
            return
        yield from names
        if len(names) < _HELD_NAMES:
            return
        last = names[-1]


def _found(
    path: Path,
    depth: int,
    own_name: str,
    relative: str,
    skipped: Tell,
    failed: Tell,
    offered_name: Callable[[str], str],
) -> FoundEntry | None:
    """The entry; None when it cannot be sent."""
    try:
        status = os.lstat(path)
        mode = status.st_mode
        if stat.S_ISLNK(mode):
            target = inner_target(os.readlink(path), depth, offered_name)
            if target is None:
                skipped(relative, _LEADS_OUT)
                return None
            return FoundEntry(Entry(EntryKind.LINK, depth, offered_name(own_name), target=target), path, relative)
    except OSError as error:
        failed(relative, _NOT_LOOKED_AT(reason=system_words(error)))
        return None
    name, modified_ns = offered_name(own_name), offered_time(status.st_mtime_ns)
    if stat.S_ISDIR(mode):
        return FoundEntry(Entry(EntryKind.FOLDER, depth, name, 0, modified_ns), path, relative)
    if not stat.S_ISREG(mode):
        skipped(relative, _IS_SPECIAL(what=_SPECIAL.get(stat.S_IFMT(mode), _NO_REGULAR_FILE)))
        return None
    described = SourceDescription(
        path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_dev, status.st_ino
    )
    file = Entry(EntryKind.FILE, depth, name, status.st_size, modified_ns, bool(mode & stat.S_IXUSR))
    return FoundEntry(file, path, relative, described)


def inner_target(target: str, depth: int, offered_name: Callable[[str], str]) -> str | None:
    """Where a link `depth` folders below the roots leads, in the names that are offered; None when that is not in its
    own root, as far as the text tells.

    ".." may only stand at the beginning: behind a name that is a link itself it could lead anywhere."""
    if not target or target.startswith("/"):
        return None
    parts = [part for part in target.split("/") if part not in ("", ".")]
    up = 0
    while up < len(parts) and parts[up] == "..":
        up += 1
    if up >= depth or ".." in parts[up:]:
        return None
    return "/".join([*parts[:up], *(offered_name(part) for part in parts[up:])]) or "."


def offered_time(modified_ns: int) -> int:
    """A file's time as it fits into a message: from 1970 to 2262, whatever nonsense the disk has."""
    return min(max(0, modified_ns), _LAST_TIME_NS)


def _now() -> int:
    return offered_time(time.time_ns())


def _executable(path: Path) -> bool:
    try:
        return bool(os.stat(path).st_mode & stat.S_IXUSR)
    except OSError:
        return False


def _nothing(_relative: str, _why: str) -> None:
    """What is skipped and what fails is told when it is sent."""


_SPECIAL = {
    stat.S_IFIFO: phrase("a pipe"),
    stat.S_IFSOCK: phrase("a socket"),
    stat.S_IFBLK: phrase("a device"),
    stat.S_IFCHR: phrase("a device"),
}
