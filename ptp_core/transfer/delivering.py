"""One connection's part of a transfer at the sender: the manifest, the files, and what the receiver has of them.

Runs on the worker thread of a SendTransfer. Small files go out many in one write, and nobody waits between two files.
A file that cannot be read is told and left; what ends the connection ends this.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from ptp_core.errors import SourceError
from ptp_core.record.sources.socket_records import ConnectionRecord
from ptp_core.sentences import declare
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES, ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    CHUNK_BYTES,
    MAX_AHEAD,
    MAX_BATCH,
    UNKNOWN_SIZE,
    Accept,
    AnswerKind,
    Begin,
    Dropped,
    End,
    Entry,
    EntryKind,
    FailureCode,
    Listed,
    Manifest,
    Over,
    Progress,
    Same,
)
from ptp_core.transfer.conversation.outbox import Outbox
from ptp_core.transfer.conversation.replies import Claim, Replies
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.conversation.wire_format import MANIFEST_BYTES, encode_entry
from ptp_core.transfer.destination.file_names import portable_name
from ptp_core.transfer.progress import StreamMap
from ptp_core.transfer.source.reading import SourceFile
from ptp_core.transfer.source.stream import StreamReader
from ptp_core.transfer.source.text import TextReader, TextSource
from ptp_core.transfer.source.walking import FoundEntry, OpenStream, RootSource, walk
from ptp_core.transfer.valve import Valve

_UNREAD = declare("unread", "{name} {why}.")

MAX_OUTSTANDING = 2 * MAX_AHEAD
_POLL_S = 0.1
_SIGN_OF_LIFE_S = 1.0


class Delivery:
    """Sends everything that `roots` hold over one connection.

    Attributes, for the parent thread: `stream_map`; `waits_for_peer` while it is the receiver's turn,
    and `blocked` when that is because its window is full; `all_sent` once
    every byte that is wanted so far was written; `files` and `size_bytes` counted so far, `listed` once that is final;
    `compares_only` while nothing but comparing goes on.
    """

    def __init__(
        self,
        channel: MessageChannel,
        roots: Sequence[RootSource],
        *,
        accept: Accept,
        replies: Replies,
        tally: Tally,
        valve: Valve,
        record: ConnectionRecord | None,
        stopping: threading.Event,
        check_stop: Callable[[], None],
        on_first_data: Callable[[], None],
        on_compare: Callable[[], None],
    ) -> None:
        self.stream_map = StreamMap()
        self.waits_for_peer = False
        self.blocked = False
        self.all_sent = False
        self.files = 0
        self.size_bytes = 0
        self.listed = False
        self.compares_only = False
        self._channel = channel
        self._roots = roots
        self._by_answers = accept.answers
        self._resumes = accept.resumed
        self._replies = replies
        self._tally = tally
        self._valve = valve
        self._record = record
        self._stopping = stopping
        self._check_stop = check_stop
        self._on_first_data = on_first_data
        self._on_compare = on_compare
        self._key = content_key(channel.socket)
        self._outbox = Outbox(self._write)
        self._stream_start = channel.bytes_written
        self._file_bytes = 0
        self._found = walk(roots, tally.leave_out, self._fail_unread, portable_name)
        self._ahead: deque[tuple[int, FoundEntry]] = deque()
        self._sent: dict[int, FoundEntry] = {}
        self._next_index = 0
        self._told_at = time.monotonic()

    def run(self) -> None:
        """Until the receiver has said its last word. Raises what ends the connection."""
        while self._top_up():
            index, found = self._ahead.popleft()
            self._sent[index] = found
            self._send_file(index, found)
            self._serve_again()
            self._wait_for_results()
        self._outbox.put(Over())
        self._outbox.flush()
        if self._record is not None:
            self._record.file_ended(self._file_bytes)
        self.all_sent = True
        while not self._replies.finished:
            self._wait_for(lambda: self._replies.finished or self._replies.wants_again)
            self._serve_again()

    def measure(self, sent_bytes: int, acknowledged_bytes: int) -> tuple[int, int]:
        """Bytes of files among the first bytes of the stream. Parent thread."""
        start = self._stream_start
        acknowledged, sent = self.stream_map.at(acknowledged_bytes - start, sent_bytes - start)
        return sent, acknowledged

    def _top_up(self) -> bool:
        """Let the manifest run ahead; whether there is a file to send."""
        while not self.listed and (
            not self._ahead or self._next_index - self._ahead[0][0] <= MAX_AHEAD - 2 * MAX_BATCH
        ):
            self._send_manifest()
        return bool(self._ahead)

    def _send_manifest(self) -> None:
        self._check_stop()
        entries: list[Entry] = []
        size = 0
        while len(entries) < MAX_BATCH and size < MANIFEST_BYTES:
            found = next(self._found, None)
            if found is None:
                self.listed = True
                break
            entries.append(found.entry)
            size += len(encode_entry(found.entry))
            if found.entry.kind is EntryKind.FILE:
                self.files += 1
                known = found.entry.size_bytes if found.entry.size_bytes != UNKNOWN_SIZE else 0
                self.size_bytes += known
                self._replies.expect(self._next_index, found.relative, found.entry.size_bytes)
                self._ahead.append((self._next_index, found))
            self._next_index += 1
        self._replies.list_to(self._next_index)
        if entries:
            self._outbox.put(Manifest(tuple(entries)))
        if self.listed:
            self._outbox.put(Listed(self.files, self.size_bytes))
        # Progress is bounded by what the receiver was told of, not by what was guessed for the offer.
        self._replies.size_bytes = max(self._replies.size_bytes, self.size_bytes)

    def _send_file(self, index: int, found: FoundEntry) -> None:
        answer = self._answer(index) if self._by_answers else None
        if answer is AnswerKind.REFUSED or (self._by_answers and not self._replies.expects(index)):
            return
        if answer is AnswerKind.CHANGED:
            self._tally.version_changed(found.relative)
        self._outbox.put(Begin(index))
        try:
            if isinstance(found.source, OpenStream):
                self._send_stream(index, found.source)
            else:
                self._send_whole(index, found, answer)
        except SourceError as error:
            self._drop(index, found, error)

    def _drop(self, index: int, found: FoundEntry, error: SourceError) -> None:
        self._replies.drop(index)
        self._tally.failed(found.relative, error)
        self._outbox.put(Dropped(FailureCode.SOURCE, reasons.UNREADABLE))

    def _send_whole(self, index: int, found: FoundEntry, answer: AnswerKind | Claim | None) -> None:
        digest = ContentDigest(self._key)
        with _opened(found) as source:
            left = source.size_bytes
            if answer is AnswerKind.COMPARE:
                self._read_only(source, digest, left)
                if self._resumes:
                    self._tally.resumed(left, 0)
                left = 0
            elif isinstance(answer, Claim):
                left -= self._send_what_is_missing(source, digest, answer, left, index)
            while left:
                length = min(CHUNK_BYTES, left)
                view = self._outbox.room(length)
                source.fill(view, self._stopping)
                digest.update(view)
                left -= length
                self._put_data(length)
                if left and not self._replies.expects(index):
                    # The receiver cannot save it: no more of it.
                    self._outbox.put(Dropped(FailureCode.DESTINATION, ""))
                    return
            source.check_unchanged()
            self._replies.announce(index, digest.proof(), source.size_bytes)
        self._outbox.put(End(digest.announced()))

    def _send_stream(self, index: int, source: OpenStream) -> None:
        digest = ContentDigest(self._key)
        size = 0
        self._outbox.flush()
        with StreamReader(source, self._wait_for_stream) as stream:
            while piece := stream.read():
                digest.update(piece)
                size += len(piece)
                self.size_bytes += len(piece)
                self._replies.size_bytes = max(self._replies.size_bytes, self.size_bytes)
                self._outbox.room(len(piece))[:] = piece
                self._put_data(len(piece))
                self._outbox.flush()
        self._replies.announce(index, digest.proof(), size)
        self._outbox.put(End(digest.announced()))

    def _wait_for_stream(self) -> None:
        """A cancel is noticed meanwhile, and the receiver, who would give up a sender that does not get on, hears that
        it is the pipe that is silent."""
        self._check_stop()
        self._say_alive()

    def _read_only(self, source: SourceFile | TextReader, digest: ContentDigest, left: int) -> None:
        """Hash what the receiver has to be the same as."""
        if self.files == 1 and self.listed:
            self.compares_only = True
            self._on_compare()
        scratch = memoryview(bytearray(min(CHUNK_BYTES, max(left, 1))))
        while left:
            piece = scratch[: min(len(scratch), left)]
            source.fill(piece, self._stopping)
            digest.update(piece)
            left -= len(piece)
            self._check_stop()
            self._say_alive()

    def _say_alive(self) -> None:
        if time.monotonic() - self._told_at >= _SIGN_OF_LIFE_S:
            self._told_at = time.monotonic()
            self._outbox.put(Progress(0))
            self._outbox.flush()

    def _send_what_is_missing(
        self, source: SourceFile | TextReader, digest: ContentDigest, claim: Claim, size_bytes: int, index: int
    ) -> int:
        """Prove the chunks that the receiver has by reading our own, and send those that differ; how many bytes that
        were, from the first on."""
        chunk = memoryview(bytearray(DIGEST_CHUNK_BYTES))
        done, same = 0, 0
        number = 0
        while self._has_digest(claim, number) and done + DIGEST_CHUNK_BYTES <= size_bytes:
            source.fill(chunk, self._stopping)
            digest.update(chunk)
            done += DIGEST_CHUNK_BYTES
            if digest.chunks[-1] == claim.digests[number]:
                same += DIGEST_CHUNK_BYTES
                self._tally.resumed(DIGEST_CHUNK_BYTES, 0)
                self._file_bytes += DIGEST_CHUNK_BYTES
                self._outbox.put(Same(DIGEST_CHUNK_BYTES))
                self._check_stop()
            else:
                for start in range(0, DIGEST_CHUNK_BYTES, CHUNK_BYTES):
                    self._outbox.room(CHUNK_BYTES)[:] = chunk[start : start + CHUNK_BYTES]
                    self._put_data(CHUNK_BYTES)
            number += 1
        self._tally.resumed(0, max(0, claim.bytes_there - same))
        return done

    def _has_digest(self, claim: Claim, number: int) -> bool:
        if len(claim.digests) <= number and not claim.complete:
            self._wait_for(lambda: len(claim.digests) > number or claim.complete)
        return len(claim.digests) > number

    def _put_data(self, length: int) -> None:
        before = self._outbox.data(length)
        if self._record is not None:
            self._record.file_part(self._channel.bytes_written + before, length)
        self._file_bytes += length
        self._on_first_data()
        self._tally.new_data()
        self._outbox.flush_if_full()
        self._check_stop()

    def _answer(self, index: int) -> AnswerKind | Claim | None:
        if not self._replies.answered(index):
            self._wait_for(lambda: self._replies.answered(index))
        return self._replies.take_answer(index)

    def _serve_again(self) -> None:
        while (index := self._replies.take_again()) is not None:
            self.all_sent = False
            found = self._sent[index]
            answer = self._replies.take_answer(index)
            if answer is None and self._resumes:
                # It was compared, and is another by now.
                self._tally.version_changed(found.relative, found.entry.size_bytes)
            self._outbox.put(Begin(index))
            try:
                self._send_whole(index, found, answer)
            except SourceError as error:
                self._drop(index, found, error)
            self._outbox.flush()
            self.all_sent = self.listed and not self._ahead

    def _wait_for_results(self) -> None:
        """Forget what is settled, and wait where too much is not."""
        if len(self._sent) < MAX_OUTSTANDING:
            return
        self._sent = {index: found for index, found in self._sent.items() if self._replies.expects(index)}
        if len(self._sent) < MAX_OUTSTANDING // 2:
            return
        most = MAX_OUTSTANDING // 2 + len(self._ahead)
        self._wait_for(lambda: self._replies.wants_again or self._replies.outstanding < most)

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        """Until the receiver's word makes the condition true; it has everything then that it needs for that."""
        self._outbox.flush()
        self.waits_for_peer = True
        while not self._replies.wait_until(condition, _POLL_S):
            self._check_stop()
        self.waits_for_peer = False

    def _fail_unread(self, relative: str, why: str) -> None:
        self._tally.failed(relative, SourceError(_UNREAD(name=relative, why=why), path=Path(relative)))

    def _write(self, view: memoryview) -> None:
        self.stream_map.note(self._channel.bytes_written + len(view) - self._stream_start, self._file_bytes)
        while view:
            # In pieces that the speed limit allows: nobody else writes to this channel in between.
            length = self._valve.take(len(view))
            self.blocked = self.waits_for_peer = True
            self._channel.send_raw(view[:length])
            self.blocked = self.waits_for_peer = False
            view = view[length:]


def _opened(found: FoundEntry) -> SourceFile | TextReader:
    """What can be read more than once."""
    if isinstance(found.source, TextSource):
        return TextReader(found.source)
    assert isinstance(found.source, Path)
    return SourceFile(found.source, found.described, follow_links=found.entry.depth == 0)
