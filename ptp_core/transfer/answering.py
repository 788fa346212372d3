"""What a receiver has of a file before any of it is sent: a part from an earlier connection, or a file of that name.

Used by the worker thread of a ReceiveTransfer, for each file of the manifest, where something may be here already.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from ptp_core.config import ConflictPolicy
from ptp_core.errors import Cancelled, DestinationError, NetworkError
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.conversation.messages import (
    UNKNOWN_SIZE,
    Again,
    AnswerKind,
    Entry,
    Have,
    Message,
    Result,
    ResultKind,
    Results,
)
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.conversation.wire_format import MAX_HAVE_DIGESTS
from ptp_core.transfer.destination.destination_errors import destination_error
from ptp_core.transfer.destination.directory_handle import WrittenFile
from ptp_core.transfer.destination.earlier import Earlier, chunk_digests
from ptp_core.transfer.destination.existing_file import ExistingFile, there_already
from ptp_core.transfer.destination.file_names import numbered_name
from ptp_core.transfer.destination.journal import PartialRecord
from ptp_core.transfer.destination.partial_file import PartialFile, WhenFull, name_taken
from ptp_core.transfer.destination.saving import failed_result
from ptp_core.transfer.destination.tree import Folder, FolderTree

# So that the sender can begin to prove a large file while the rest of it is still read here.
_HAVE_DIGESTS = 64


@dataclass(slots=True)
class ListedFile:
    """A listed file, from its line in the manifest to its result.

    `twins` were listed before it under a name that may be the same here; `there` is the name of what it is compared
    with; `ours` when what has its name came from this transfer."""

    index: int
    entry: Entry
    folder: Folder
    name: str
    relative: str
    root: int | None
    twins: int = 0
    ours: bool = False
    there: str = ""
    answer: AnswerKind | None = None
    partial: PartialFile | None = None
    claimed: list[bytes] = field(default_factory=list)
    compared: ContentDigest | None = None
    taken_bytes: int = 0
    tried_bytes: int = 0
    noted: bool = False
    over: bool = False
    tries: int = 0


class Answering:
    """Finds out what is here, and puts it into the ListedFile. Raises what `send` and `check_stop` raise."""

    def __init__(
        self,
        tree: FolderTree,
        earlier: Earlier,
        *,
        on_conflict: ConflictPolicy,
        key: bytes,
        tally: Tally,
        send: Callable[[Message], None],
        when_full: WhenFull,
        sign_of_life: Callable[[], None],
        check_stop: Callable[[], None],
        on_compare: Callable[[], None],
    ) -> None:
        self._tree = tree
        self._earlier = earlier
        self._on_conflict = on_conflict
        self._key = key
        self._tally = tally
        self._send = send
        self._when_full = when_full
        self._sign_of_life = sign_of_life
        self._check_stop = check_stop
        self._on_compare = on_compare

    def look_up(self, file: ListedFile) -> None:
        """Find out what is here of a file, and tell it, before any of it is sent."""
        if file.folder.error is not None:
            self._refuse(file, file.folder.error)
            return
        if self._claim_earlier(file):
            return
        known = self._earlier.root(file.root) if file.root is not None else None
        if known is not None:
            file.name = known.name
        file.ours = file.folder.ours or (known is not None and known.ours)
        file.there = numbered_name(file.name, file.twins + 1) if file.twins else file.name
        try:
            with self._tree.open(file.folder) as handle:
                if not handle.exists(file.there):
                    return
                existing = ExistingFile(handle, file.there, file.entry.size_bytes)
                if not file.folder.fresh and existing.may_be_the_same and self._compare(existing, file):
                    file.answer = AnswerKind.COMPARE
                elif file.ours and not file.twins:
                    self._tally.version_changed(file.relative)
                    file.answer = AnswerKind.CHANGED
                elif self._keeps(file):
                    self._refuse(file, name_taken(file.folder.path / file.there, self._on_conflict))
        except OSError as error:
            self._refuse(file, destination_error(error, file.folder.path))

    def _keeps(self, file: ListedFile) -> bool:
        """Whether another file that has its name stays, and this one is not wanted then."""
        return self._on_conflict in (ConflictPolicy.SKIP, ConflictPolicy.FAIL) and not file.ours and not file.twins

    def _compare(self, existing: ExistingFile, file: ListedFile) -> bool:
        self._on_compare()
        digest = ContentDigest(self._key)
        if not existing.read(digest, self._check_stop, self._sign_of_life):
            return False
        file.compared = digest
        return True

    def _claim_earlier(self, file: ListedFile) -> bool:
        """Tell which chunks of the file an earlier connection has left here."""
        record = self._earlier.partial(file.relative)
        if record is None:
            return False
        written = self._earlier.adopt(record)
        if written is None:
            return False
        if (record.size_bytes, record.modified_ns) != (file.entry.size_bytes, file.entry.modified_ns):
            self._earlier.drop(written)
            self._tally.version_changed(file.relative)
            file.answer = AnswerKind.CHANGED
            return True
        try:
            self._tell_chunks(file, written)
        except (NetworkError, Cancelled):
            if file.partial is None:
                os.close(written.descriptor)
            raise
        except OSError:
            # What cannot be read is no part of anything.
            self._earlier.drop(written)
            return False
        return True

    def _tell_chunks(self, file: ListedFile, written: WrittenFile) -> None:
        there_bytes = min(os.fstat(written.descriptor).st_size, file.entry.size_bytes)
        batch: list[bytes] = []
        for found in chunk_digests(written.descriptor, there_bytes, self._key):
            file.claimed.append(found)
            batch.append(found)
            self._check_stop()
            self._sign_of_life()
            if len(batch) >= _HAVE_DIGESTS:
                self._send(Have(file.index, there_bytes, tuple(batch), last=False))
                batch.clear()
        # Only now: it begins to write at the beginning, wherever the reading has got.
        file.partial = PartialFile(
            self._tree.handle,
            file.folder.path,
            file.name,
            digest=ContentDigest(self._key),
            when_full=self._when_full,
            found=written,
        )
        self.note_partial(file)
        file.tried_bytes = there_bytes
        self._send(Have(file.index, there_bytes, tuple(batch), last=True))

    def want_again(self, file: ListedFile, partial: PartialFile) -> None:
        """It is not what was announced: tell what came, so that only what is damaged comes once more."""
        file.tries += 1
        file.claimed = list(partial.digest.chunks)
        for start in range(0, len(file.claimed), MAX_HAVE_DIGESTS):
            batch = tuple(file.claimed[start : start + MAX_HAVE_DIGESTS])
            self._send(Have(file.index, partial.bytes_written, batch, last=False))
        self._send(Have(file.index, partial.bytes_written, (), last=True))
        self._send(Again(file.index))

    def is_there(self, file: ListedFile, told: bytes, *, alone: bool) -> bool:
        """Whether the file that was compared is what the sender announced; tells the result. If it is not, the file is
        `over`, or wanted after all."""
        digest = file.compared
        assert digest is not None
        if digest.is_announced(told):
            remark = there_already(file.there) if alone else ""
            size = file.entry.size_bytes
            if self._earlier.found:
                self._tally.resumed(size, 0)
            self._tally.done(size, there_already=True, remark=remark)
            self._send(Results((Result(file.index, ResultKind.THERE_ALREADY, remark, digest.proof()),)))
            return True
        if self._keeps(file):
            file.over = True
            error = name_taken(file.folder.path / file.there, self._on_conflict)
            self._tally.failed(file.relative, error)
            self._send(Results((failed_result(file.index, error),)))
        else:
            if file.ours and not file.twins:
                self._tally.version_changed(file.relative)
            file.compared = file.answer = None
            self._send(Again(file.index))
        return False

    def _refuse(self, file: ListedFile, error: DestinationError) -> None:
        file.answer = AnswerKind.REFUSED
        self._tally.failed(file.relative, error)
        self._send(Results((failed_result(file.index, error),)))

    def note_partial(self, file: ListedFile) -> None:
        """From now on a crash leaves something to go on with."""
        file.noted = True
        written = file.partial.written if file.partial is not None else None
        if written is not None and written.name is not None:
            entry = file.entry
            if entry.size_bytes != UNKNOWN_SIZE:
                self._earlier.note_partial(
                    file.relative,
                    PartialRecord(entry.size_bytes, entry.modified_ns, written.name, written.device, written.inode),
                )
