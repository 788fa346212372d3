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
from ptp_core.errors import ProtocolViolation
from ptp_core.record.sources.socket_records import ConnectionRecord
from ptp_core.transfer.answering import Answering
from ptp_core.transfer.arriving import Arriving
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import content_key
from ptp_core.transfer.conversation.messages import (
    Accept,
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
    Same,
)
from ptp_core.transfer.conversation.replies import peer_failed
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.destination.earlier import Earlier
from ptp_core.transfer.destination.journal import RootRecord
from ptp_core.transfer.destination.room import Room
from ptp_core.transfer.destination.saving import Saver
from ptp_core.transfer.destination.tree import FolderTree
from ptp_core.transfer.listing import Listing, Plan

PROGRESS_INTERVAL_S = 0.1


class Taking:
    """Takes everything that was offered.

    `comparing`, for the parent thread: nothing but that goes on.
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
        self.comparing = False
        self._channel = channel
        self._next_message = next_message
        self._offer = offer
        self._plan = plan
        self._peer_name = peer_name
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
        key = content_key(channel.socket)
        self._single = len(offer.roots) == 1 and offer.roots[0].kind is EntryKind.FILE
        self._tree = FolderTree(plan.directory)
        self._earlier = Earlier(self._tree.handle, peer_fingerprint, offer, plan.sealed)
        self._saver = Saver(
            f"{thread_name}-saver",
            self._tree,
            on_conflict=plan.on_conflict,
            key=key,
            tally=tally,
            send=channel.send,
            named_root=self._named_root,
            sign_of_life=self._sign_of_life,
            check_stop=check_stop,
        )
        answering = Answering(
            self._tree,
            self._earlier,
            on_conflict=plan.on_conflict,
            key=key,
            tally=tally,
            send=channel.send,
            when_full=self._room.wait,
            sign_of_life=self._sign_of_life,
            check_stop=check_stop,
            on_compare=self._hear_of_comparing,
        )
        self._listing = Listing(
            self._tree, self._earlier, answering, offer=offer, plan=plan, send=channel.send, put=self._saver.put
        )
        self._arriving = Arriving(
            channel,
            self._tree,
            self._listing,
            answering,
            self._saver,
            single=self._single,
            peer_name=peer_name,
            key=key,
            tally=tally,
            record=record,
            when_full=self._room.wait,
            sign_of_life=self._sign_of_life,
            on_first_data=on_first_data,
        )
        self._waits = False
        self._over = False
        self._told_at = time.monotonic()

    @property
    def saved_path(self) -> Path | None:
        """Where the files went: the only root, or the folder that has them all."""
        if self._single:
            return self._saver.saved_path
        return self._plan.directory if len(self._plan.names) > 1 else self._listing.root_path

    @property
    def taken_bytes(self) -> int:
        """How much is written and hashed, or was here."""
        return self._arriving.taken_bytes

    @property
    def waits(self) -> bool:
        """Whether the sender is waited for."""
        return self._waits or self._arriving.waits

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
        while not (self._over and self._arriving.idle):
            self._waits = True
            message = self._next_message()
            self._waits = False
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
        for file in (*self._arriving.unfinished(), *self._listing.files_ahead()):
            if file.partial is not None:
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
                self._arriving.data(length_bytes)
            case Begin(index):
                self._arriving.begin(index)
            case End(digest):
                self._arriving.end(digest)
            case Manifest(entries):
                self._listing.add(entries, answers)
            case Same(length_bytes):
                self._arriving.same(length_bytes)
            case Dropped() as dropped:
                self._arriving.drop(dropped)
            case Listed(files, size_bytes):
                self._listing.end(files, size_bytes)
            case Over():
                if not self._listing.complete or self._arriving.in_a_file:
                    raise ProtocolViolation(broken_rules.SENT_TOO_EARLY)
                self._over = True
            case Progress():
                return
            case Failed() as failed:
                raise peer_failed(failed, self._peer_name)
            case other:
                raise ProtocolViolation(broken_rules.AMONG_FILES(message=type(other).__name__))

    def _hear_of_comparing(self) -> None:
        if self._single:
            self.comparing = True
            self._on_compare()

    def _named_root(self, number: int, name: str) -> None:
        if number >= 0:
            self._earlier.note_root(number, RootRecord(name, True))

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
