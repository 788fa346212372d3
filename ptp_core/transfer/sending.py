"""Sending one file: its life in the six steps of R1, on a thread that a parent thread watches (R8).

parent  ptp-send-N           watches the stop flag and the peer's word, reports, ends the others
child   ptp-send-N-worker    the six steps: everything that blocks on the network or the source
child   ptp-send-N-replies   hears what the receiver says while data flows
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from ptp_core.errors import (
    Cancelled,
    Declined,
    NetworkError,
    PeerTimeout,
    ProtocolViolation,
    ResetCode,
    SecurityError,
    SocketClosed,
    SourceError,
)
from ptp_core.network.addresses import PeerAddress
from ptp_core.record.noted_values import noted_values
from ptp_core.record.recording import ConnectionRecord, Recording, record_of
from ptp_core.record.segment_log import LogSide
from ptp_core.security.code_phrase import normalise_code
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    CHUNK_BYTES,
    HEADER,
    Accept,
    Compare,
    Decline,
    End,
    Failed,
    FailureCode,
    Message,
    MessageType,
    Offer,
    OfferEntry,
    Progress,
    Saved,
    Wait,
)
from ptp_core.transfer.conversation.replies import Replies, peer_failed
from ptp_core.transfer.conversation.supervision import StopReason, Supervision, time_limit
from ptp_core.transfer.destination.file_names import portable_name
from ptp_core.transfer.limits import ANSWER_LIMIT_S, AUTHENTICATION_LIMIT_S, PROGRESS_LIMIT_S
from ptp_core.transfer.meeting.pairing_session import authenticate_receiver
from ptp_core.transfer.meeting.patience import Patience
from ptp_core.transfer.meeting.sockets import SocketFactory, new_socket
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.outcome import outcome_of, reset_code, stopped
from ptp_core.transfer.progress import file_bytes
from ptp_core.transfer.report import Counts, Outcome, TransferReport
from ptp_core.transfer.snapshot import Direction, TransferObserver, TransferSnapshot, TransferState
from ptp_core.transfer.source.reading import SourceFile, describe
from ptp_core.transfer.true_limit import with_true_limit
from ptp_core.transport.statistics import TransportStatistics

GOODBYE_LIMIT_S = 1.0
JOIN_S = 2.0
_POLL_S = 0.1
_LAST_WORD_S = 0.3
_SIGN_OF_LIFE_S = 1.0


class SendTransfer:
    """One file on its way to one receiver.

    Raises SourceError when the file cannot be offered and SettingsError when `code` cannot be a code phrase. `start`
    returns at once; how it ends is one final snapshot. All methods may be called from any thread.
    """

    def __init__(
        self,
        path: Path,
        address: PeerAddress,
        *,
        options: TransferOptions,
        observer: TransferObserver,
        code: str | None = None,
        socket_factory: SocketFactory = new_socket,
    ) -> None:
        self._source = describe(path)
        self._address = address
        self._options = options
        self._code = normalise_code(code) if code else None
        self._socket_factory = socket_factory
        self._channel: MessageChannel | None = None
        self._replies: Replies | None = None
        self._data_start = 0
        self._all_sent = False
        self._patience: Patience | None = None
        self._waits_for_peer = False
        self._saved: Saved | None = None
        self._comparing = False
        self._recording: Recording | None = None
        self._ended = threading.Event()
        self._report = TransferReport(
            direction=Direction.SEND,
            name=portable_name(path.name),
            peer_name=str(address),
            peer_address=str(address),
            bytes_total=self._source.size_bytes,
            observer=observer,
            clock=time.monotonic,
            measure=self._measure,
        )
        self.transfer_id = self._report.transfer_id
        self._thread_name = f"ptp-send-{self.transfer_id}"
        self._supervision = Supervision(
            self._thread_name, work=self._work, tick=self._tick, end_work=self._end_work, finished=self._finish
        )

    def start(self) -> None:
        """Begin. Raises DestinationError when a segment log or qlog is wanted and cannot be written."""
        self._recording = Recording(
            segment_log_path=self._options.segment_log_path,
            qlog_directory=self._options.qlog_directory,
            side=LogSide.SENDER,
            title=f"PTP, sending to {self._address}",
            values=noted_values(LogSide.SENDER, self._options.transport, self._options.conditioner),
        )
        self._supervision.start()

    def cancel(self) -> None:
        """End it because a person wants so; the receiver is told. Returns at once."""
        self._supervision.stop(StopReason.CANCELLED)

    def close(self) -> None:
        """End it if it runs, and wait for its threads, at most two seconds. May be called twice."""
        self._supervision.stop(StopReason.CLOSING)
        self._supervision.join(JOIN_S)

    def wait(self, timeout_s: float) -> bool:
        """Whether the transfer has ended within `timeout_s`."""
        return self._ended.wait(timeout_s)

    def snapshot(self) -> TransferSnapshot:
        """The newest snapshot."""
        return self._report.snapshot()

    def _work(self) -> None:
        """The life of a PTP socket at the sender, R1."""
        # 1. A new socket.
        channel = self._new_socket()
        # 2. Connect to the receiver, who must be the one that is meant and want the file.
        self._connect(channel)
        # 3. Read the file,
        with self._open_source(channel) as source:
            # 4. and send it through the socket.
            self._send_contents(channel, source)
        # 5. The file is closed.
        saved = self._wait_until_saved()
        # 6. Close the socket, once both sides have said that they are done.
        with time_limit(self._supervision, GOODBYE_LIMIT_S, channel.close):
            self._saved = saved
            if channel.finish():
                self._saved = None
                raise ProtocolViolation("it spoke on after its last word")
        channel.close()

    def _new_socket(self) -> MessageChannel:
        observer = self._recording.observer if self._recording else None
        self._channel = MessageChannel(self._socket_factory(self._options, observer))
        self._check_stop()
        return self._channel

    def _connect(self, channel: MessageChannel) -> None:
        """Connect, authenticate, offer, and hear the answer."""
        channel.socket.connect((self._address.host, self._address.port))
        self._report.advance(TransferState.AUTHENTICATING)
        silent = PeerTimeout(
            f"{self._address} connected, but did not say who it is in time.", hint="Is it busy? Try again."
        )
        entry = OfferEntry(self._report.snapshot().name, self._source.size_bytes, max(0, self._source.modified_ns))
        with time_limit(self._supervision, AUTHENTICATION_LIMIT_S, lambda: channel.abort(ResetCode.TIMED_OUT), silent):
            try:
                peer = authenticate_receiver(
                    channel,
                    options=self._options,
                    code=self._code,
                    address=str(self._address),
                    offer=Offer((entry,)),
                )
            except SecurityError:
                channel.abort(ResetCode.UNAUTHENTICATED)
                raise
        self._report.describe(peer_name=peer.name)
        self._report.advance(TransferState.WAITING)
        unanswered = PeerTimeout(
            f"{peer.name} did not answer the offer for {ANSWER_LIMIT_S / 60:g} minutes.",
            hint="Ask there, and send it again.",
        )
        with time_limit(self._supervision, ANSWER_LIMIT_S, lambda: channel.abort(ResetCode.TIMED_OUT), unanswered):
            answer = channel.receive()
            if isinstance(answer, Wait):
                self._report.describe(message=f"{peer.name} is busy with other files; this one waits for its turn.")
                answer = channel.receive()
                self._report.describe(message="")
        self._hear_answer(answer, channel)

    def _hear_answer(self, answer: Message, channel: MessageChannel) -> None:
        match answer:
            case Accept():
                self._data_start = channel.bytes_written
                self._report.advance(TransferState.TRANSFERRING)
            case Compare():
                self._comparing = True
                self._report.advance(TransferState.VERIFYING)
            case Decline(reason):
                raise Declined(f"{self._peer} declined{f': {reason}' if reason else '.'}")
            case Failed():
                raise peer_failed(answer, self._peer)
            case _:
                raise ProtocolViolation(f"{type(answer).__name__} as the answer to an offer")
        self._patience = Patience(time.monotonic())
        self._replies = Replies(channel, size_bytes=self._source.size_bytes, peer=self._peer, name=self._thread_name)

    def _open_source(self, channel: MessageChannel) -> SourceFile:
        try:
            return SourceFile(self._source.path, self._source)
        except SourceError:
            self._tell_source_failed(channel)
            raise

    def _send_contents(self, channel: MessageChannel, source: SourceFile) -> None:
        """Send the file, or only read it when the receiver has one to compare it with; then its digest."""
        assert self._replies is not None
        digest = ContentDigest(content_key(channel.socket))
        told_at = time.monotonic()
        # Header and data share one buffer that is used again and again: one call to the socket per chunk.
        buffer = bytearray(HEADER.size + CHUNK_BYTES)
        view = memoryview(buffer)
        left = self._source.size_bytes
        try:
            while left:
                length = min(CHUNK_BYTES, left)
                stop = HEADER.size + length
                source.fill(view[HEADER.size : stop], self._supervision.stopping)
                HEADER.pack_into(buffer, 0, MessageType.DATA, length)
                digest.update(view[HEADER.size : stop])
                left -= length
                if not self._comparing:
                    if self._record is not None:
                        self._record.file_part(channel.bytes_written + HEADER.size, length)
                    self._waits_for_peer = True
                    channel.send_raw(view[:stop])
                    self._waits_for_peer = False
                elif time.monotonic() - told_at >= _SIGN_OF_LIFE_S:
                    told_at = time.monotonic()
                    channel.send(Progress(self._source.size_bytes - left))
                self._check_stop()
            source.check_unchanged()
        except SourceError:
            self._tell_source_failed(channel)
            raise
        if self._record is not None:
            self._record.file_ended(self._source.size_bytes)
        self._replies.expect(digest.proof())
        channel.send(End(digest.announced()))
        self._all_sent = True

    def _tell_source_failed(self, channel: MessageChannel) -> None:
        """Say so in the stream, where it comes after the data that is on its way, and wait until it was heard."""
        with time_limit(self._supervision, GOODBYE_LIMIT_S, channel.close):
            try:
                channel.send(Failed(FailureCode.SOURCE, "the file could not be read, or changed while it was sent"))
                channel.socket.shutdown()
                if self._replies is not None:
                    self._replies.wait(GOODBYE_LIMIT_S)
            except NetworkError:
                return

    def _wait_until_saved(self) -> Saved:
        replies = self._replies
        assert replies is not None
        while not replies.wait(_POLL_S):
            self._check_stop()
        if replies.error is not None:
            raise replies.error
        self._report.advance(TransferState.VERIFYING)
        assert replies.saved is not None
        return replies.saved

    def _tick(self) -> None:
        replies = self._replies
        if replies is not None and replies.error is not None and self._channel is not None and not self._all_sent:
            # The receiver gave up while we still send: end the call that blocks on its window.
            self._channel.abort(
                replies.error.code if isinstance(replies.error, ProtocolViolation) else ResetCode.CLOSED
            )
        statistics = self._look()
        if self._all_sent and self._measure(statistics).acknowledged == self._source.size_bytes:
            self._report.advance(TransferState.VERIFYING)
        if self._record is not None:
            self._record.statistics(statistics)
        if self._patience is not None and replies is not None:
            self._watch_progress(self._patience, replies, statistics)
        self._report.pump(statistics)

    def _watch_progress(self, patience: Patience, replies: Replies, statistics: TransportStatistics) -> None:
        """End it when the receiver does not get on with what is on its way, or with making it safe."""
        counts, size = self._measure(statistics), self._source.size_bytes
        saving = self._all_sent and (self._comparing or counts.acknowledged == size)
        if self._saved is not None or not patience.over(
            time.monotonic(),
            waiting=self._waits_for_peer or self._all_sent,
            moved_bytes=counts.acknowledged + counts.verified,
            signs_of_life=replies.heard if saving else 0,
        ):
            return
        self._patience = None
        name = self._report.snapshot().name
        if saving:
            what = f"{self._peer} has all of {name}, but does not say that it is saved."
        else:
            what = f"{self._peer} took in next to nothing of {name} for {PROGRESS_LIMIT_S:g} s."
        stuck = PeerTimeout(what, hint="Look at the other computer, and send it again.")
        channel = replies.channel
        self._supervision.within(0, lambda: channel.abort(ResetCode.TIMED_OUT, "no progress"), stuck)

    def _end_work(self, reason: StopReason) -> None:
        if self._channel is None:
            return
        if self._saved is not None:
            self._channel.close()
        else:
            self._channel.abort(reset_code(reason))

    def _finish(self) -> None:
        channel, replies = self._channel, self._replies
        if replies is not None and isinstance(self._supervision.error, NetworkError):
            # The receiver's last word may still be on its way through the other child.
            replies.wait(_LAST_WORD_S)
        if channel is not None:
            if isinstance(self._supervision.error, ProtocolViolation):
                channel.abort(self._supervision.error.code)
            channel.close()
        if replies is not None:
            replies.join(_POLL_S)
        if self._recording is not None:
            self._recording.close()
        try:
            self._report.finish(self._outcome(), self._look())
        finally:
            self._ended.set()

    def _outcome(self) -> Outcome:
        if self._saved is not None:
            return Outcome(TransferState.DONE, self._saved.remark, already_there=self._comparing)
        if self._supervision.reason is not None:
            return stopped(self._supervision.reason)
        errors = [self._replies.error if self._replies is not None else None, self._supervision.error]
        if isinstance(self._supervision.error, SourceError):
            errors.reverse()
        # The receiver's word explains why a socket was closed under the child that sent, not the other way round.
        telling = [error for error in errors if error is not None and not isinstance(error, SocketClosed)]
        fallback = Cancelled("The transfer ended without a word.", by_peer=False)
        return outcome_of(next(iter(telling), self._supervision.error or fallback), self._peer)

    def _measure(self, statistics: TransportStatistics) -> Counts:
        size = self._source.size_bytes
        if self._replies is None or self._comparing:
            return Counts()
        return Counts.of_one_moment(
            sent=file_bytes(statistics.bytes_sent - self._data_start, size),
            acknowledged=file_bytes(statistics.bytes_acknowledged - self._data_start, size),
            verified=self._replies.bytes_verified,
        )

    def _look(self) -> TransportStatistics:
        """The one look at the connection that a tick takes."""
        if self._channel is None:
            return TransportStatistics()
        return with_true_limit(self._channel.socket.statistics(), self._options.conditioner)

    def _check_stop(self) -> None:
        if self._supervision.stopping.is_set():
            raise Cancelled("The transfer was ended on this computer.", by_peer=False)

    @property
    def _record(self) -> ConnectionRecord | None:
        return record_of(self._channel.socket.segment_observer) if self._channel is not None else None

    @property
    def _peer(self) -> str:
        return self._report.snapshot().peer_name
