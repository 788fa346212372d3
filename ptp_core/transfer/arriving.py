"""The content of the files that come, one after the other: from the connection into partial files, hashed on the way.

What it says on the way, and what of it is damaged, is checked: nothing comes that was not listed, and nothing is saved
that is not what was announced. Runs on the worker thread of a ReceiveTransfer.
"""

from __future__ import annotations

from collections.abc import Callable

from ptp_core import broken_rules
from ptp_core.errors import DestinationError, DigestMismatch, ProtocolViolation, TransferError
from ptp_core.record.sources.socket_records import ConnectionRecord
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.answering import Answering, ListedFile
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES, ContentDigest
from ptp_core.transfer.conversation.messages import (
    UNKNOWN_SIZE,
    AnswerKind,
    Dropped,
    Failed,
    Result,
    ResultKind,
    Results,
)
from ptp_core.transfer.conversation.replies import peer_failed
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.destination.partial_file import PartialFile, WhenFull
from ptp_core.transfer.destination.saving import NO_PROOF, SaveFile, Saver, failed_result
from ptp_core.transfer.destination.tree import FolderTree
from ptp_core.transfer.listing import Listing

_DAMAGED = declare("damaged-not-kept", "{name} arrived damaged and was not kept.")
_CHECK_DISKS = phrase("Send it again; if it repeats, check the disks.")


class Arriving:
    """Takes what comes of each file. Raises ProtocolViolation, and what ends the connection.

    Attributes, for the parent thread: `taken_bytes` are written and hashed, or were here; `waits` while more of a file
    is waited for.
    """

    def __init__(
        self,
        channel: MessageChannel,
        tree: FolderTree,
        listing: Listing,
        answering: Answering,
        saver: Saver,
        *,
        single: bool,
        peer_name: str,
        key: bytes,
        tally: Tally,
        record: ConnectionRecord | None,
        when_full: WhenFull,
        sign_of_life: Callable[[], None],
        on_first_data: Callable[[], None],
    ) -> None:
        """`single`: one file is all that was offered."""
        self.taken_bytes = 0
        self.waits = False
        self._channel = channel
        self._tree = tree
        self._listing = listing
        self._answering = answering
        self._saver = saver
        self._single = single
        self._peer_name = peer_name
        self._key = key
        self._tally = tally
        self._record = record
        self._when_full = when_full
        self._sign_of_life = sign_of_life
        self._on_first_data = on_first_data
        self._current: ListedFile | None = None
        self._again: dict[int, ListedFile] = {}

    @property
    def in_a_file(self) -> bool:
        """Whether a file has begun and not ended."""
        return self._current is not None

    @property
    def idle(self) -> bool:
        """Whether nothing comes any more of what has begun: no file is on its way, and none is wanted again."""
        return self._current is None and not self._again

    def unfinished(self) -> list[ListedFile]:
        """The files that have begun and are not saved."""
        return [file for file in (self._current, *self._again.values()) if file is not None]

    def begin(self, index: int) -> None:
        """The content of the file `index` begins, or begins again."""
        if self._current is not None:
            raise ProtocolViolation(broken_rules.BEGAN_WITHIN)
        again = self._again.pop(index, None)
        if again is not None:
            self._current = again
            if again.partial is not None:
                again.partial.begin_again()
        else:
            self._current = self._listing.pass_items(index)
        file = self._current
        assert file is not None
        if file.answer is AnswerKind.REFUSED:
            raise ProtocolViolation(broken_rules.REFUSED_FILE)
        file.taken_bytes = 0
        if file.folder.error is not None:
            self._fail(file, file.folder.error)
        elif file.partial is None and file.answer is not AnswerKind.COMPARE:
            try:
                file.partial = PartialFile(
                    self._tree.handle,
                    file.folder.path,
                    file.name,
                    digest=ContentDigest(self._key),
                    named=file.entry.size_bytes >= DIGEST_CHUNK_BYTES,
                    when_full=self._when_full,
                )
            except DestinationError as error:
                self._fail(file, error)

    def data(self, length: int) -> None:
        """Hash and write the bytes of one DATA message from where they were decrypted to, as they come."""
        file = self._file()
        size = file.entry.size_bytes
        if file.compared is not None or file.taken_bytes + length > size:
            raise ProtocolViolation(broken_rules.MORE_DATA)
        if size == UNKNOWN_SIZE:
            self._listing.bytes += length
        self._on_first_data()
        if file.taken_bytes >= len(file.claimed) * DIGEST_CHUNK_BYTES:
            self._count_again(file)
        self._tally.new_data()
        channel = self._channel
        if self._record is not None:
            self._record.file_part(channel.bytes_read, length)
        while length:
            self.waits = True
            view = channel.receive_view(length)
            self.waits = False
            if not file.over:
                self._write(file, view)
            file.taken_bytes += len(view)
            self.taken_bytes += len(view)
            length -= len(view)
            channel.release(len(view))
            self._sign_of_life()
        if not file.noted and file.taken_bytes >= DIGEST_CHUNK_BYTES:
            self._answering.note_partial(file)

    def _write(self, file: ListedFile, view: memoryview) -> None:
        assert file.partial is not None
        try:
            file.partial.write(view)
        except DestinationError as error:
            self._fail(file, error)

    def same(self, length: int) -> None:
        """The next bytes are those that this side has claimed."""
        file = self._file()
        first = file.taken_bytes // DIGEST_CHUNK_BYTES
        digests = file.claimed[first : first + length // DIGEST_CHUNK_BYTES]
        aligned = not file.taken_bytes % DIGEST_CHUNK_BYTES and not length % DIGEST_CHUNK_BYTES
        if not length or not aligned or len(digests) * DIGEST_CHUNK_BYTES != length:
            raise ProtocolViolation(broken_rules.UNCLAIMED)
        if file.partial is not None and not file.over:
            file.partial.pass_over(length, digests)
        file.taken_bytes += length
        self.taken_bytes += length
        self._tally.resumed(length, 0)
        file.tried_bytes -= length
        self._sign_of_life()

    def end(self, told: bytes) -> None:
        """The content has ended: what the sender read of it is `told`."""
        file = self._file()
        self._current = None
        self._sign_of_life()
        if file.over:
            return
        if file.compared is not None:
            self._end_comparing(file, told)
            return
        partial = file.partial
        assert partial is not None
        size = file.entry.size_bytes
        whole = size in (partial.bytes_written, UNKNOWN_SIZE)
        if whole and partial.digest.is_announced(told):
            self._count_again(file)
            self._save(file, partial, told)
        elif whole and not file.tries and size != UNKNOWN_SIZE:
            self._again[file.index] = file
            self._answering.want_again(file, partial)
        else:
            self._fail(file, None)

    def _count_again(self, file: ListedFile) -> None:
        """Of what was here, the sender has said by now what is not the same: that comes once more."""
        self._tally.resumed(0, max(0, file.tried_bytes))
        file.tried_bytes = 0

    def _end_comparing(self, file: ListedFile, told: bytes) -> None:
        if self._answering.is_there(file, told, alone=self._single):
            self._saver.saved_path = file.folder.path / file.there
            if not self._single:
                self.taken_bytes += file.entry.size_bytes
        elif not file.over:
            self._again[file.index] = file

    def _save(self, file: ListedFile, partial: PartialFile, told: bytes) -> None:
        file.partial = None
        root = file.root if not self._single else -1
        self._saver.put(
            SaveFile(
                index=file.index,
                partial=partial,
                folder=file.folder,
                name=file.name,
                relative=file.relative,
                modified_ns=file.entry.modified_ns,
                executable=file.entry.executable,
                told=told,
                root=root,
                single=self._single,
                twin=bool(file.twins),
                ours=file.ours,
            )
        )

    def drop(self, dropped: Dropped) -> None:
        """The sender cannot read any more of it."""
        file = self._file()
        self._current = None
        if file.partial is not None:
            file.partial.discard()
        if not file.over:
            self._tally.failed(file.relative, peer_failed(Failed(dropped.code, dropped.text), self._peer_name))

    def _fail(self, file: ListedFile, error: DestinationError | None) -> None:
        """This file cannot be saved, or, without an error, it arrived damaged twice: what still comes of it is lost."""
        file.over = True
        if file.partial is not None:
            file.partial.discard()
        damaged: TransferError = DigestMismatch(_DAMAGED(name=file.name), hint=_CHECK_DISKS)
        self._tally.failed(file.relative, error or damaged)
        damage = Result(file.index, ResultKind.DAMAGED, reasons.DAMAGED_NOT_KEPT, NO_PROOF)
        self._channel.send(Results((failed_result(file.index, error) if error is not None else damage,)))

    def _file(self) -> ListedFile:
        if self._current is None:
            raise ProtocolViolation(broken_rules.PART_TOO_EARLY)
        return self._current
