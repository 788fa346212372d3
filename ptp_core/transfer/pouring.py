"""One file straight into a pipe, such as standard output, or a text into memory: nothing is named, or gone on with.

In place of `taking.Taking`. What was written cannot be taken back: whoever reads the pipe knows only by this program's
exit status that it was whole. A text is judged when it is whole, before its sender hears of it. Runs on the worker
thread of a ReceiveTransfer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ptp_core import broken_rules
from ptp_core.errors import DestinationError, DigestMismatch, NetworkError, ProtocolViolation, TransferError
from ptp_core.record.sources.socket_records import ConnectionRecord
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    UNKNOWN_SIZE,
    Accept,
    Begin,
    DataHeader,
    Dropped,
    End,
    EntryKind,
    Failed,
    GoOn,
    Hold,
    Listed,
    Manifest,
    Message,
    Offer,
    Over,
    Progress,
    Result,
    ResultKind,
    Results,
)
from ptp_core.transfer.conversation.replies import peer_failed
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.destination.pipe import Pipe
from ptp_core.transfer.destination.saving import NO_PROOF
from ptp_core.transfer.destination.text_inbox import TextInbox

_NO_READER = phrase("Nobody reads the pipe at the moment. When somebody does, it goes on.")
_DAMAGED = declare("damaged", "{name} arrived damaged.")
_SEND_AGAIN = phrase("Send it again.")
_NO_READER_ANY_MORE = declare("no-reader-any-more", "Nobody reads the pipe any more: {reason}.")

PROGRESS_INTERVAL_S = 0.1
# A pipe that has been full for so long is one whose reader has stopped. The sender, who would give up a computer that
# takes nothing, is told; and so often something is said, so that a sender that is gone is noticed.
_STOPPED_AFTER_S = 1.0


def fits_into_a_pipe(offer: Offer) -> bool:
    """Whether it is one file."""
    return len(offer.roots) == 1 and offer.roots[0].kind is EntryKind.FILE


class Pouring:
    """Takes the one file that was offered, with the attributes of `Taking` for the parent thread; into the `inbox` when
    it is a text, else into the `sink`."""

    def __init__(
        self,
        channel: MessageChannel,
        next_message: Callable[[], Message],
        *,
        offer: Offer,
        sink: BinaryIO | None,
        inbox: TextInbox | None = None,
        peer_name: str,
        tally: Tally,
        record: ConnectionRecord | None,
        check_stop: Callable[[], None],
        on_first_data: Callable[[], None],
        on_over: Callable[[], None],
        tell: Callable[[str], None],
    ) -> None:
        self.taken_bytes = 0
        self.listed_bytes = 0
        self.listed_files = 0
        self.waits = False
        self.comparing = False
        self.saved_path: Path | None = None
        self._channel = channel
        self._next_message = next_message
        self._size_bytes = offer.roots[0].size_bytes
        self._name = offer.roots[0].name
        self._inbox = inbox
        into = sink if inbox is None else inbox
        assert into is not None
        self._pipe = Pipe(into)
        self._peer_name = peer_name
        self._tally = tally
        self._record = record
        self._check_stop = check_stop
        self._on_first_data = on_first_data
        self._on_over = on_over
        self._tell = tell
        self._held = False
        self._digest = ContentDigest(content_key(channel.socket))
        self._begun = self._over = self._ended = False
        self._told_at = time.monotonic()

    @property
    def progress(self) -> int:
        """What the sender may be told of `taken_bytes`."""
        return min(self.taken_bytes, self.listed_bytes)

    def run(self) -> None:
        """Accept, and write until all has come. Raises what ends the connection."""
        self._channel.send(Accept())
        self._on_first_data()
        while not self._over:
            self.waits = True
            message = self._next_message()
            self.waits = False
            self._hear(message)
        self._on_over()
        self._channel.send(Progress(self.progress))

    def finished(self) -> None:
        """Nothing was remembered."""

    def close(self, *, keep: bool) -> bool:
        """Nothing can be gone on with."""
        self._pipe.close()
        return False

    def _hear(self, message: Message) -> None:
        match message:
            case DataHeader(length_bytes) if self._begun and not self._ended:
                self._data(length_bytes)
            case Manifest(entries):
                if self.listed_files or len(entries) != 1 or entries[0].size_bytes != self._size_bytes:
                    raise ProtocolViolation(broken_rules.ENTRY_NOT_OFFERED)
                self.listed_files = 1
                self.listed_bytes = 0 if self._size_bytes == UNKNOWN_SIZE else self._size_bytes
            case Listed() | Progress():
                return
            case Begin(0) if self.listed_files and not self._begun:
                self._begun = True
            case End(told) if self._begun and not self._ended:
                self._end(told)
            case Dropped(code, text):
                self._ended = True
                self._tally.failed(self._name, peer_failed(Failed(code, text), self._peer_name))
            case Over() if self._ended:
                self._over = True
            case Failed() as failed:
                raise peer_failed(failed, self._peer_name)
            case other:
                raise ProtocolViolation(broken_rules.AMONG_FILE(message=type(other).__name__))

    def _data(self, length: int) -> None:
        if self.taken_bytes + length > self._size_bytes:
            raise ProtocolViolation(broken_rules.MORE_DATA)
        if self._size_bytes == UNKNOWN_SIZE:
            self.listed_bytes += length
        if self._record is not None:
            self._record.file_part(self._channel.bytes_read, length)
        while length:
            self.waits = True
            view = self._channel.receive_view(length)
            self.waits = False
            self._digest.update(view)
            self._write(view)
            self.taken_bytes += len(view)
            length -= len(view)
            self._channel.release(len(view))
            if time.monotonic() - self._told_at >= PROGRESS_INTERVAL_S:
                self._told_at = time.monotonic()
                self._channel.send(Progress(self.progress))
                self._check_stop()

    def _write(self, view: memoryview) -> None:
        try:
            self._pipe.write(view, self._wait_for_reader)
        except NetworkError:
            # While nobody read, the sender went away; such an error may be an OSError too.
            raise
        except OSError as error:
            raise DestinationError(
                _NO_READER_ANY_MORE(reason=system_words(error)), path=Path("-")
            ) from error
        if self._held:
            self._held = False
            self._channel.send(GoOn())
            self._tell("")

    def _wait_for_reader(self, waited_s: float) -> None:
        self._check_stop()
        if waited_s < _STOPPED_AFTER_S or time.monotonic() - self._told_at < _STOPPED_AFTER_S:
            return
        self._told_at = time.monotonic()
        if self._held:
            self._channel.send(Progress(self.progress))
            return
        self._held = True
        self._channel.send(Hold(reasons.NO_READER))
        self._tell(_NO_READER)

    def _end(self, told: bytes) -> None:
        self._ended = True
        whole = self._size_bytes in (self.taken_bytes, UNKNOWN_SIZE)
        if whole and self._digest.is_announced(told):
            self._settle()
            return
        damaged: TransferError = DigestMismatch(_DAMAGED(name=self._name), hint=_SEND_AGAIN)
        self._tally.failed(self._name, damaged)
        self._channel.send(Results((Result(0, ResultKind.DAMAGED, reasons.DAMAGED, NO_PROOF),)))

    def _settle(self) -> None:
        wrong = self._inbox.judge() if self._inbox is not None else None
        if wrong is not None:
            self._tally.failed(self._name, wrong)
            told = Result(0, ResultKind.FAILED_DESTINATION, reasons.NO_TEXT, NO_PROOF)
            self._channel.send(Results((told,)))
            return
        before = self._inbox is not None and self._inbox.came_before()
        kind, remark = (ResultKind.THERE_ALREADY, reasons.CAME_BEFORE) if before else (ResultKind.SAVED, "")
        self._tally.done(self.taken_bytes, there_already=before, remark=remark)
        self._channel.send(Results((Result(0, kind, remark, self._digest.proof()),)))
