"""What the receiver says while data flows, heard on a thread of its own so that the sender can block on its window.

A good result counts only with the proof that the receiver has what was sent (see `content_digest`).
"""

from __future__ import annotations

import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from ptp_core import broken_rules
from ptp_core.errors import DigestMismatch, ProtocolViolation, PtpError, TransferError
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.conversation.messages import (
    MAX_FILE_BYTES,
    UNKNOWN_SIZE,
    Again,
    AnswerKind,
    Answers,
    Failed,
    FailureCode,
    Finished,
    GoOn,
    Have,
    Hold,
    Progress,
    Result,
    ResultKind,
    Results,
)
from ptp_core.transfer.conversation.tally import Tally

PEER_SAYS = declare("peer-says", "{peer}: {words}.")
_NAME_IN_USE = declare("peer-keeps-its-file", "Not sent: {peer} keeps its own file of that name.")
_NO_PROOF = declare("no-proof", "{peer} said that the file is saved, but what it has is not what was sent.")
_NOTHING_SAVED = phrase("nothing can be saved there")
_FAILED = declare("failed-there", "it failed there")()
_KEEP_YOUR_COPY = phrase("Keep your own copy, and do not rely on that computer's.")

_HINTS = {
    FailureCode.DESTINATION: phrase("The other side has to choose another folder."),
    FailureCode.NO_SPACE: phrase("The other side has to make room, or to choose another folder."),
    FailureCode.NAME_TAKEN: phrase("The other side has to rename the file it has, or to keep both."),
    FailureCode.DIGEST: phrase("Send it again; if it repeats, one of the two computers has a fault."),
    FailureCode.SOURCE: phrase("It can be sent again once nothing changes it any more."),
    FailureCode.INTERNAL: phrase("This is a fault of the program on the other side."),
}
_CODES = {
    ResultKind.FAILED_SOURCE: FailureCode.SOURCE,
    ResultKind.FAILED_DESTINATION: FailureCode.DESTINATION,
    ResultKind.FAILED_NO_SPACE: FailureCode.NO_SPACE,
    ResultKind.NAME_TAKEN: FailureCode.NAME_TAKEN,
    ResultKind.DAMAGED: FailureCode.DIGEST,
}


@dataclass(slots=True)
class Claim:
    """What the receiver says that it has of one file."""

    bytes_there: int
    digests: list[bytes]
    complete: bool


@dataclass(slots=True)
class _Expected:
    name: str
    size_bytes: int
    proof: bytes | None = None


class Replies:
    """All that the receiver says from its acceptance to its last word. Starts its thread at once; ends when the channel
    does.

    Attributes: `channel`; `bytes_verified` so far; `heard` counts what the receiver said of it, news or not; `held` is
    why the receiver takes nothing at the moment; `finished` is its last word; `error` is set where it never came.
    Read from any thread. The rest is for the thread that sends.
    """

    def __init__(self, channel: MessageChannel, *, size_bytes: int, peer: str, name: str, tally: Tally) -> None:
        self.bytes_verified = 0
        self.heard = 0
        self.held = ""
        self.finished = False
        self.error: PtpError | None = None
        self.channel = channel
        self.size_bytes = size_bytes
        self._peer = peer
        self._tally = tally
        self._news = threading.Condition()
        self._expected: dict[int, _Expected] = {}
        self._listed = 0
        self._answered = 0
        self._answers: dict[int, AnswerKind] = {}
        self._claims: dict[int, Claim] = {}
        self._dropped: deque[int] = deque(maxlen=64)
        self._again: deque[int] = deque()
        self._settled = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"{name}-replies", daemon=True)
        self._thread.start()

    @property
    def outstanding(self) -> int:
        """How many files have no result yet."""
        return len(self._expected)

    def expect(self, index: int, name: str, size_bytes: int) -> None:
        """The manifest tells of this file: a result may come."""
        with self._news:
            self._expected[index] = _Expected(name, size_bytes)

    def list_to(self, stop: int) -> None:
        """The manifest is about to tell of all entries before `stop`, folders and links too: answers may come."""
        with self._news:
            self._listed = stop

    def announce(self, index: int, proof: bytes, size_bytes: int) -> None:
        """All of the file is about to have been sent: from now on its result may be good, with this proof."""
        with self._news:
            expected = self._expected.get(index)
            if expected is not None:
                expected.proof, expected.size_bytes = proof, size_bytes

    def drop(self, index: int) -> None:
        """The sender gave this file up: it has no result."""
        with self._news:
            self._expected.pop(index, None)
            self._dropped.append(index)

    def expects(self, index: int) -> bool:
        """Whether this file has no result yet."""
        return index in self._expected

    def answered(self, index: int) -> bool:
        """Whether the receiver has said what it has of this entry."""
        return self._answered > index or index in self._claims

    def take_answer(self, index: int) -> AnswerKind | Claim | None:
        """What the receiver has of it; None: nothing."""
        with self._news:
            answer = self._answers.pop(index, None)
            return self._claims.pop(index, None) or answer

    @property
    def wants_again(self) -> bool:
        """Whether there is a file that the receiver wants once more."""
        return bool(self._again)

    def take_again(self) -> int | None:
        """A file that the receiver wants once more."""
        with self._news:
            return self._again.popleft() if self._again else None

    def wait_until(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Whether the condition, which the receiver's word may make true, came true in time. Raises what went wrong."""
        with self._news:
            self._news.wait_for(lambda: self.error is not None or condition(), timeout_s)
            if self.error is not None:
                raise self.error
            return condition()

    def wait(self, timeout_s: float) -> bool:
        """Whether the receiver has said its last word within `timeout_s`."""
        return self._settled.wait(timeout_s)

    def join(self, timeout_s: float) -> None:
        """Wait for the thread."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            while not self.finished:
                message = self.channel.receive()
                with self._news:
                    self._hear(message)
                    self._news.notify_all()
        except PtpError as error:
            with self._news:
                self.error = error
                self._news.notify_all()
        finally:
            self._settled.set()

    def _hear(self, message: object) -> None:
        match message:
            case Progress(bytes_verified):
                if not self.bytes_verified <= bytes_verified <= self.size_bytes:
                    raise ProtocolViolation(broken_rules.PROGRESS)
                self.bytes_verified = bytes_verified
                self.heard += 1
            case Results(results):
                for result in results:
                    self._settle(result)
                self.heard += 1
            case Answers(stop, answers):
                if not self._answered <= stop <= self._listed:
                    raise ProtocolViolation(broken_rules.ANSWER_UNASKED)
                self._answers.update((index, kind) for index, kind in answers if index in self._expected)
                self._answered = stop
            case Have():
                self._claim(message)
            case Again(index):
                if index not in self._expected:
                    raise ProtocolViolation(broken_rules.AGAIN_UNOFFERED)
                self._expected[index].proof = None
                self._again.append(index)
            case Hold(reason):
                self.held = reason or _NOTHING_SAVED
                self.heard += 1
            case GoOn():
                self.held = ""
            case Finished():
                if self._expected:
                    raise ProtocolViolation(broken_rules.LAST_WORD_EARLY)
                self.finished = True
            case Failed() as failed:
                raise peer_failed(failed, self._peer)
            case other:
                raise ProtocolViolation(broken_rules.AMONG_FILES(message=type(other).__name__))

    def _claim(self, have: Have) -> None:
        expected = self._expected.get(have.index)
        if expected is None:
            raise ProtocolViolation(broken_rules.PART_UNOFFERED)
        claim = self._claims.setdefault(have.index, Claim(0, [], False))
        claim.bytes_there = have.bytes_there
        claim.digests.extend(have.digests)
        claim.complete = have.last
        size = MAX_FILE_BYTES if expected.size_bytes == UNKNOWN_SIZE else expected.size_bytes
        if len(claim.digests) * DIGEST_CHUNK_BYTES > size:
            raise ProtocolViolation(broken_rules.PART_TOO_LARGE)

    def _settle(self, result: Result) -> None:
        expected = self._expected.pop(result.index, None)
        if expected is None:
            if result.kind.good:
                unwanted = result.index < self._listed
                raise ProtocolViolation(broken_rules.SAVED_UNWANTED if unwanted else broken_rules.SAVED_EARLY)
            if result.index < self._listed and result.index not in self._dropped:
                # A link: nobody waits for those.
                self._tally.failed("", peer_failed(Failed(_CODES[result.kind], result.text), self._peer))
            return
        self._answers.pop(result.index, None)
        if not result.kind.good:
            failure = peer_failed(Failed(_CODES[result.kind], result.text), self._peer)
            self._tally.failed(expected.name, failure)
            return
        if expected.proof is None:
            raise ProtocolViolation(broken_rules.SAVED_EARLY)
        if not secrets.compare_digest(result.proof, expected.proof):
            raise DigestMismatch(
                _NO_PROOF(peer=self._peer), hint=_KEEP_YOUR_COPY
            )
        there_already = result.kind is ResultKind.THERE_ALREADY
        self._tally.done(expected.size_bytes, there_already=there_already, remark=result.text)


def peer_failed(failed: Failed, peer: str) -> TransferError:
    """The error for what the peer said about its own trouble."""
    if failed.code is FailureCode.NAME_TAKEN:
        return TransferError(_NAME_IN_USE(peer=peer), hint=_HINTS[failed.code])
    return TransferError(PEER_SAYS(peer=peer, words=failed.text or _FAILED), hint=_HINTS[failed.code])
