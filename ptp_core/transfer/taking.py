"""One connection's part of a transfer at the receiver: what is here already, and the files; `listing` has the manifest.

Runs on the worker thread of a ReceiveTransfer, which it tells nothing but numbers. What the sender says is checked:
names are made safe, nothing is written that was not listed, and no more than was offered. A file that cannot be saved
is told and left; the others go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from ptp_core import broken_rules
from ptp_core.config import ConflictPolicy
from ptp_core.errors import DestinationError, DigestMismatch, ProtocolViolation, TransferError
from ptp_core.record.sources.socket_records import ConnectionRecord
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.answering import Answering, ListedFile
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES, ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    UNKNOWN_SIZE,
    Accept,
    AnswerKind,
    Begin,
    DataHeader,
    Dropped,
    End,
    EntryKind,
    Failed,
    Listed,
    Manifest,
    Message,
    Offer,
    Over,
    Progress,
    Result,
    ResultKind,
    Results,
    Same,
)
from ptp_core.transfer.conversation.replies import peer_failed
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.destination.earlier import Earlier
from ptp_core.transfer.destination.journal import RootRecord
from ptp_core.transfer.destination.partial_file import PartialFile
from ptp_core.transfer.destination.room import Room
from ptp_core.transfer.destination.saving import NO_PROOF, SaveFile, Saver, failed_result
from ptp_core.transfer.destination.tree import FolderTree
from ptp_core.transfer.listing import Listing, Plan

_DAMAGED = declare("damaged-not-kept", "{name} arrived damaged and was not kept.")
_CHECK_DISKS = phrase("Send it again; if it repeats, check the disks.")

PROGRESS_INTERVAL_S = 0.1


class Taking:
    """Takes everything that was offered.

    Attributes, for the parent thread: `taken_bytes` are written and hashed, or were here; `waits` while the sender
    is waited for; `comparing` while nothing but that goes on.
    """

    def __init__(
        self,
        channel: MessageChannel,
        next_message: Callable[[], Message],
        *,
        offer: Offer,
        plan: Plan,
        peer_name: str,
        peer_fingerprint: bytes,
        tally: Tally,
        thread_name: str,
        record: ConnectionRecord | None,
        check_stop: Callable[[], None],
        pause: Callable[[float], bool],
        on_first_data: Callable[[], None],
        on_compare: Callable[[], None],
        on_over: Callable[[], None],
        tell: Callable[[str], None],
    ) -> None:
        self.taken_bytes = 0
        self.waits = False
        self.comparing = False
        self._channel = channel
        self._next_message = next_message
        self._offer = offer
        self._plan = plan
        self._peer_name = peer_name
        self._tally = tally
        self._record = record
        self._check_stop = check_stop
        self._on_first_data = on_first_data
        self._on_compare = on_compare
        self._on_over = on_over
        self._room = Room(
            plan.directory,
            send=channel.send,
            tell=tell,
            pause=pause,
            sign_of_life=self._sign_of_life,
            check_stop=check_stop,
        )
        self._key = content_key(channel.socket)
        self._single = len(offer.roots) == 1 and offer.roots[0].kind is EntryKind.FILE
        self._tree = FolderTree(plan.directory)
        self._earlier = Earlier(self._tree.handle, peer_fingerprint, offer, plan.sealed)
        self._saver = Saver(
            f"{thread_name}-saver",
            self._tree,
            on_conflict=plan.on_conflict,
            key=self._key,
            tally=tally,
            send=channel.send,
            named_root=self._named_root,
            sign_of_life=self._sign_of_life,
            check_stop=check_stop,
        )
        self._answering = Answering(
            self._tree,
            self._earlier,
            on_conflict=plan.on_conflict,
            key=self._key,
            tally=tally,
            send=channel.send,
            when_full=self._room.wait,
            sign_of_life=self._sign_of_life,
            check_stop=check_stop,
            on_compare=self._hear_of_comparing,
        )
        self._listing = Listing(
            self._tree, self._earlier, self._answering, offer=offer, plan=plan, send=channel.send, put=self._saver.put
        )
        self._current: ListedFile | None = None
        self._again: dict[int, ListedFile] = {}
        self._over = False
        self._told_at = time.monotonic()

    @property
    def saved_path(self) -> Path | None:
        """Where the files went: the only root, or the folder that has them all."""
        if self._single:
            return self._saver.saved_path
        return self._plan.directory if len(self._plan.names) > 1 else self._listing.root_path

    @property
    def listed_bytes(self) -> int:
        """How much has been listed so far."""
        return self._listing.bytes

    @property
    def listed_files(self) -> int:
        """How many files have been listed so far."""
        return self._listing.files

    def run(self) -> None:
        """Accept, take, save, and say the last word. Raises what ends the connection."""
        answers = self._by_answers()
        self._channel.send(Accept(answers, self._earlier.found))
        if not answers:
            self._on_first_data()
        while not (self._over and not self._again and self._current is None):
            self.waits = True
            message = self._next_message()
            self.waits = False
            self._hear(message, answers)
        self._listing.pass_items(None)
        self._on_over()
        if self._record is not None:
            self._record.file_ended(self.taken_bytes)
        self._channel.send(Progress(self.progress))
        self._listing.leave_folders()
        self._saver.finish()

    def finished(self) -> None:
        """Everything has its result: there is nothing to go on with."""
        self._earlier.forget()

    def close(self, *, keep: bool) -> bool:
        """Let go of everything; what is unfinished stays for another connection if `keep`. Whether there is anything.
        Never raises."""
        self._room.close()
        files = [self._current, *self._again.values(), *self._listing.files_ahead()]
        for file in files:
            if file is not None and file.partial is not None:
                worth = keep and file.noted
                (file.partial.keep if worth else file.partial.discard)()
        self._saver.close(keep=keep)
        left = self._earlier.close(keep=keep)
        self._tree.close()
        return left

    def _by_answers(self) -> bool:
        """Whether something of what comes may be here already."""
        if self._earlier.found:
            return True
        if self._plan.on_conflict is ConflictPolicy.RENAME:
            return bool(self._plan.here)
        return any(self._tree.handle.exists(name) for name in self._plan.names)

    def _hear(self, message: Message, answers: bool) -> None:
        match message:
            case DataHeader(length_bytes):
                self._data(length_bytes)
            case Begin(index):
                self._begin(index)
            case End(digest):
                self._end(digest)
            case Manifest(entries):
                self._listing.add(entries, answers)
            case Same(length_bytes):
                self._same(length_bytes)
            case Dropped() as dropped:
                self._drop(dropped)
            case Listed(files, size_bytes):
                self._listing.end(files, size_bytes)
            case Over():
                if not self._listing.complete or self._current is not None:
                    raise ProtocolViolation(broken_rules.SENT_TOO_EARLY)
                self._over = True
            case Progress():
                return
            case Failed() as failed:
                raise peer_failed(failed, self._peer_name)
            case other:
                raise ProtocolViolation(broken_rules.AMONG_FILES(message=type(other).__name__))

    def _begin(self, index: int) -> None:
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
                    when_full=self._room.wait,
                )
            except DestinationError as error:
                self._fail(file, error)

    def _data(self, length: int) -> None:
        """Hash and write the bytes of one DATA message from where they were decrypted to, as they come."""
        file = self._file()
        size = file.entry.size_bytes
        if file.compared is not None or file.taken_bytes + length > size:
            raise ProtocolViolation(broken_rules.MORE_DATA)
        if size == UNKNOWN_SIZE:
            self._listing.bytes += length
        self._on_first_data()
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

    def _same(self, length: int) -> None:
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

    def _end(self, told: bytes) -> None:
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
            self._tally.resumed(0, max(0, file.tried_bytes))
            self._save(file, partial, told)
        elif whole and not file.tries and size != UNKNOWN_SIZE:
            self._again[file.index] = file
            self._answering.want_again(file, partial)
        else:
            self._fail(file, None)

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

    def _drop(self, dropped: Dropped) -> None:
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
        damaged: TransferError = DigestMismatch(
            _DAMAGED(name=file.name), hint=_CHECK_DISKS
        )
        self._tally.failed(file.relative, error or damaged)
        damage = Result(file.index, ResultKind.DAMAGED, reasons.DAMAGED_NOT_KEPT, NO_PROOF)
        self._channel.send(Results((failed_result(file.index, error) if error is not None else damage,)))

    def _hear_of_comparing(self) -> None:
        if self._single:
            self.comparing = True
            self._on_compare()

    def _named_root(self, number: int, name: str) -> None:
        if number >= 0:
            self._earlier.note_root(number, RootRecord(name, True))

    def _file(self) -> ListedFile:
        if self._current is None:
            raise ProtocolViolation(broken_rules.PART_TOO_EARLY)
        return self._current

    @property
    def progress(self) -> int:
        """What the sender may be told of `taken_bytes`."""
        return min(self.taken_bytes, self.listed_bytes)

    def _sign_of_life(self) -> None:
        now = time.monotonic()
        if now - self._told_at >= PROGRESS_INTERVAL_S:
            self._told_at = now
            self._channel.send(Progress(self.progress))
            self._check_stop()
