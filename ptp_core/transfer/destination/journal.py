"""What a receiver remembers of a transfer on its disk, so that it can go on after a crash.

One file beside the unfinished ones, `.ptp-<transfer id>-<random>.ptp-journal`, to which records are only added:

    u32 length, u32 CRC-32 of the rest, u8 kind, JSON

A torn tail, or whatever does not fit its checksum, ends the reading: what stands before counts. Nothing in it is
believed: it names the hidden files of a peer's transfer and what its roots were called here, and whether a chunk of
these files is right is proved by its digest (`content_digest`), against the sender's own contents. So it never claims
more than is on the disk, whenever it was written; a name that leads elsewhere ends the reading, and nothing that is
received gets a journal's name. Used by one thread at a time.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import struct
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ptp_core.transfer.conversation.messages import Offer, Root
from ptp_core.transfer.destination.directory_handle import DirectoryHandle, WrittenFile
from ptp_core.transfer.destination.file_names import JOURNAL_SUFFIX, is_partial_name, is_saved_name
from ptp_core.transfer.destination.leftovers import claim

FORMAT_VERSION = 2
KEPT_S = 30 * 86_400
_PREFIX = ".ptp-"
_HEAD = struct.Struct(">IIB")
_MAX_RECORD_BYTES = 1 << 22
_START, _ROOT, _PARTIAL = 1, 2, 3


@dataclass(frozen=True, slots=True)
class PartialRecord:
    """An unfinished file: of which version of the source, and where it is."""

    size_bytes: int
    modified_ns: int
    name: str
    device: int
    inode: int


@dataclass(frozen=True, slots=True)
class RootRecord:
    """What a root is called here; `ours` when this transfer has made it, and it was not here before."""

    name: str
    ours: bool


@dataclass(slots=True)
class Remembered:
    """What journals of one transfer say, in the files `names`. `roots` are what roots are called here, by their number
    in the offer; `sealed` is a person's yes, which shows itself to be one (`given_answers`)."""

    names: list[str]
    peer: bytes
    transfer_id: bytes
    offered: list[list[Any]]
    roots: dict[int, RootRecord]
    partials: dict[str, PartialRecord]
    sealed: dict[str, Any] | None = None


class Journal:
    """The journal of one transfer; nothing is on the disk before there is something to remember."""

    def __init__(
        self, folder: DirectoryHandle, peer: bytes, offer: Offer, sealed: dict[str, Any] | None = None
    ) -> None:
        self._folder = folder
        self._peer = peer
        self._offer = offer
        self._sealed = sealed
        self._descriptor: int | None = None
        self._name = ""

    @property
    def begun(self) -> bool:
        """Whether anything was noted."""
        return self._descriptor is not None

    def note_root(self, number: int, record: RootRecord) -> None:
        """The root is called so here."""
        self._append(_ROOT, [number, record.name, record.ours])

    def note_partial(self, key: str, record: PartialRecord) -> None:
        """A part of a file is in a hidden file that is worth to be gone on with."""
        self._append(_PARTIAL, [key, record.size_bytes, record.modified_ns, record.name, record.device, record.inode])

    def keep(self) -> None:
        """Close it, and leave it to be gone on with."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def discard(self) -> None:
        """There is nothing to go on with. Never raises; may be called twice."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                self._folder.remove(self._name)
        self.keep()

    def _append(self, kind: int, content: object) -> None:
        # A journal that cannot be written costs sending something again, and no more.
        with contextlib.suppress(OSError):
            if self._descriptor is None:
                self._create()
            assert self._descriptor is not None
            _write(self._descriptor, kind, content)

    def _create(self) -> None:
        self._name = f"{_PREFIX}{self._offer.transfer_id.hex()}-{secrets.token_hex(4)}{JOURNAL_SUFFIX}"
        self._descriptor = self._folder.create(self._name)
        claim(self._descriptor)
        start = {
            "format": FORMAT_VERSION,
            "peer": self._peer.hex(),
            "transfer": self._offer.transfer_id.hex(),
            "roots": offered_roots(self._offer.roots),
            "accepted": self._sealed,
        }
        _write(self._descriptor, _START, start)
        self._folder.sync()


def offered_roots(roots: Sequence[Root]) -> list[list[Any]]:
    """What makes two offers the same: files of another size or time are another version, folders may have changed."""
    return [[int(root.kind), root.name] for root in roots]


def find(folder: DirectoryHandle, peer: bytes, offer: Offer) -> Remembered | None:
    """What earlier connections of the same peer have left of the same transfer. Never raises OSError."""
    found: Remembered | None = None
    with contextlib.suppress(OSError):
        for name in sorted(filter(is_journal_name, folder.names()), key=lambda name: _age(folder, name)):
            with contextlib.suppress(OSError):
                one = _unless_in_use(folder, name)
                if one is None or one.peer != peer or one.offered != offered_roots(offer.roots):
                    continue
                if found is None:
                    found = one
                else:
                    found.names += one.names
                    found.roots |= one.roots
                    found.partials |= one.partials
                    found.sealed = one.sealed or found.sealed
    return found


def of_transfer(folder: DirectoryHandle, peer: bytes, transfer_id: bytes) -> Iterator[Remembered]:
    """What earlier connections of this very transfer have left, whatever it offered. Never raises OSError."""
    with contextlib.suppress(OSError):
        for name in [name for name in folder.names() if is_journal_name(name)]:
            with contextlib.suppress(OSError):
                one = _unless_in_use(folder, name)
                if one is not None and (one.peer, one.transfer_id) == (peer, transfer_id):
                    yield one


def adopt(folder: DirectoryHandle, record: PartialRecord) -> WrittenFile | None:
    """The unfinished file, open and locked, if it is still that file."""
    try:
        descriptor = folder.open_existing(record.name, write=True)
    except OSError:
        return None
    written = folder.written(record.name, descriptor)
    if (written.device, written.inode) == (record.device, record.inode) and claim(descriptor):
        return written
    os.close(descriptor)
    return None


def is_journal_name(name: str) -> bool:
    """Whether it is one that a journal has."""
    return name.startswith(_PREFIX) and name.endswith(JOURNAL_SUFFIX)


def kept_partials(folder: DirectoryHandle) -> set[str]:
    """The hidden files that journals of this folder name. Journals that nobody asked for in a month go, and those that
    a crash has left without even a beginning. Never raises OSError."""
    kept: set[str] = set()
    with contextlib.suppress(OSError):
        for name in list(folder.names()):
            if not is_journal_name(name):
                continue
            with contextlib.suppress(OSError):
                status = folder.status(name)
                if status is not None and time.time() - status.st_mtime > KEPT_S:
                    folder.remove(name)
                    continue
                remembered = _read(folder, name)
                if remembered is None:
                    _remove_unless_in_use(folder, name)
                else:
                    kept.update(record.name for record in remembered.partials.values())
    return kept


def _age(folder: DirectoryHandle, name: str) -> int:
    status = folder.status(name)
    return status.st_mtime_ns if status is not None else 0


def _unless_in_use(folder: DirectoryHandle, name: str) -> Remembered | None:
    descriptor = folder.open_existing(name, write=True)
    try:
        return _parse(descriptor, name) if claim(descriptor) else None
    finally:
        os.close(descriptor)


def _remove_unless_in_use(folder: DirectoryHandle, name: str) -> None:
    descriptor = folder.open_existing(name, write=True)
    try:
        if claim(descriptor):
            folder.remove(name)
    finally:
        os.close(descriptor)


def _read(folder: DirectoryHandle, name: str) -> Remembered | None:
    descriptor = folder.open_existing(name)
    try:
        return _parse(descriptor, name)
    finally:
        os.close(descriptor)


def _parse(descriptor: int, name: str) -> Remembered | None:
    """All that is whole; None when not even the beginning is."""
    remembered: Remembered | None = None
    with os.fdopen(os.dup(descriptor), "rb") as file:
        while (content := _next(file.read)) is not None:
            kind, value = content
            try:
                if kind == _START and value["format"] == FORMAT_VERSION:
                    peer, transfer = bytes.fromhex(value["peer"]), bytes.fromhex(value["transfer"])
                    accepted = value.get("accepted")
                    sealed = accepted if isinstance(accepted, dict) else None
                    remembered = Remembered([name], peer, transfer, value["roots"], {}, {}, sealed)
                elif remembered is None:
                    return None
                elif kind == _ROOT:
                    number, called, ours = value
                    if not is_saved_name(called):
                        return remembered
                    remembered.roots[int(number)] = RootRecord(called, bool(ours))
                elif kind == _PARTIAL:
                    key, *rest = value
                    partial = PartialRecord(*rest)
                    if not is_partial_name(partial.name):
                        return remembered
                    remembered.partials[str(key)] = partial
            except (KeyError, TypeError, ValueError, IndexError):
                return remembered
    return remembered


def _next(read: Any) -> tuple[int, Any] | None:
    head = read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length, checksum, kind = _HEAD.unpack(head)
    if length > _MAX_RECORD_BYTES:
        return None
    payload = read(length)
    if len(payload) < length or zlib.crc32(bytes([kind]) + payload) != checksum:
        return None
    try:
        return kind, json.loads(payload)
    except ValueError:
        return None


def _write(descriptor: int, kind: int, content: object) -> None:
    payload = json.dumps(content).encode()
    record = memoryview(_HEAD.pack(len(payload), zlib.crc32(bytes([kind]) + payload), kind) + payload)
    done = 0
    while done < len(record):
        done += os.write(descriptor, record[done:])
    os.fsync(descriptor)
