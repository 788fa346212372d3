"""What the receiver says while data flows, heard on a thread of its own so that the sender can block on its window.

A SAVED counts only with the proof that the receiver has what was sent (see `content_digest`).
"""

from __future__ import annotations

import secrets
import threading

from ptp_core.errors import DigestMismatch, ProtocolViolation, PtpError, TransferError
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Failed, FailureCode, Progress, Saved

_HINTS = {
    FailureCode.DESTINATION: "The other side has to choose another folder.",
    FailureCode.NO_SPACE: "The other side has to make room, or to choose another folder.",
    FailureCode.NAME_TAKEN: "The other side has to rename the file it has, or to keep both.",
    FailureCode.DIGEST: "Send it again; if it repeats, one of the two computers has a fault.",
    FailureCode.SOURCE: "It can be sent again once nothing changes it any more.",
    FailureCode.INTERNAL: "This is a fault of the program on the other side.",
}


class Replies:
    """PROGRESS until SAVED or FAILED. Starts its thread at once; ends when the channel does.

    Attributes: `channel`; `bytes_verified` so far; `heard` counts what the receiver said of it, news or not; once
    `wait` was true, `saved` or `error` is set. Read from any thread.
    """

    def __init__(self, channel: MessageChannel, *, size_bytes: int, peer: str, name: str) -> None:
        self.bytes_verified = 0
        self.heard = 0
        self.saved: Saved | None = None
        self.error: PtpError | None = None
        self.channel = channel
        self._size_bytes = size_bytes
        self._peer = peer
        self._proof: bytes | None = None
        self._settled = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"{name}-replies", daemon=True)
        self._thread.start()

    def expect(self, proof: bytes) -> None:
        """All is about to have been sent: from now on the receiver may say SAVED, with this proof."""
        self._proof = proof

    def wait(self, timeout_s: float) -> bool:
        """Whether the receiver has said its last word within `timeout_s`."""
        return self._settled.wait(timeout_s)

    def join(self, timeout_s: float) -> None:
        """Wait for the thread."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            while self.saved is None:
                self._hear()
        except PtpError as error:
            self.error = error
        finally:
            self._settled.set()

    def _hear(self) -> None:
        match self.channel.receive():
            case Progress(bytes_verified):
                if not self.bytes_verified <= bytes_verified <= self._size_bytes:
                    raise ProtocolViolation("progress that runs backwards or beyond the file")
                self.bytes_verified = bytes_verified
                self.heard += 1
            case Saved() as saved:
                self._check(saved)
                self.saved = saved
            case Failed() as failed:
                raise peer_failed(failed, self._peer)
            case other:
                raise ProtocolViolation(f"{type(other).__name__} while the file was on its way")

    def _check(self, saved: Saved) -> None:
        if self._proof is None:
            raise ProtocolViolation("it said that the file is saved before it had all of it")
        if saved.size_bytes != self._size_bytes or not secrets.compare_digest(saved.proof, self._proof):
            raise DigestMismatch(
                f"{self._peer} said that the file is saved, but what it has is not what was sent.",
                hint="Keep your own copy, and do not rely on that computer's.",
            )


def peer_failed(failed: Failed, peer: str) -> TransferError:
    """The error for what the peer said about its own trouble."""
    if failed.code is FailureCode.NAME_TAKEN:
        return TransferError(f"Not sent: {peer} keeps its own file of that name.", hint=_HINTS[failed.code])
    return TransferError(f"{peer}: {failed.text or 'it failed there'}.", hint=_HINTS[failed.code])
