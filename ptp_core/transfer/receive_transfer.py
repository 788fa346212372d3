"""Receiving one file: its life in the six steps of R2, on a thread that a parent thread watches (R8).

    parent  ptp-receive-N          watches the stop flag, reports, ends the child
    child   ptp-receive-N-worker   the six steps: everything that blocks on the network or the disk
    child   ptp-receive-N-ear      only while a person decides: notices a sender that goes away

A hostile or broken peer ends its own connection and nothing else.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ptp_core.config import ConflictPolicy
from ptp_core.errors import (
    Cancelled,
    CodeTaken,
    Declined,
    DestinationError,
    DigestMismatch,
    NameTaken,
    NetworkError,
    PeerTimeout,
    PeerUnknown,
    ProtocolViolation,
    ResetCode,
    SecurityError,
    TransferError,
)
from ptp_core.record.recording import ConnectionRecord
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import ContentDigest, content_key
from ptp_core.transfer.conversation.hearing import Hearing
from ptp_core.transfer.conversation.messages import (
    Accept,
    DataHeader,
    Decline,
    End,
    Failed,
    Message,
    Offer,
    Progress,
    Saved,
)
from ptp_core.transfer.conversation.replies import peer_failed
from ptp_core.transfer.conversation.supervision import StopReason, Supervision, time_limit
from ptp_core.transfer.deciding import Deciding, NoPlace, ReceivePolicy
from ptp_core.transfer.destination.destination_errors import check_space
from ptp_core.transfer.destination.existing_file import ExistingFile, compare, there_already
from ptp_core.transfer.destination.file_names import safe_name
from ptp_core.transfer.destination.partial_file import PartialFile, name_is_taken, name_taken
from ptp_core.transfer.limits import (
    AUTHENTICATION_LIMIT_S,
    GREETING_LIMIT_S,
    PAIRING_LIMIT_S,
    PROGRESS_LIMIT_S,
    SIGN_OF_LIFE_S,
)
from ptp_core.transfer.meeting.pairing_session import CODE_TAKEN, authenticate_sender
from ptp_core.transfer.meeting.patience import Patience
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.outcome import failure_of, outcome_of, reset_code, stopped
from ptp_core.transfer.progress import file_bytes
from ptp_core.transfer.report import Counts, Outcome, TransferReport
from ptp_core.transfer.snapshot import Direction, TransferObserver, TransferSnapshot, TransferState
from ptp_core.transfer.true_limit import with_true_limit
from ptp_core.transport.address import network_of
from ptp_core.transport.statistics import TransportStatistics

GOODBYE_LIMIT_S = 2.0
PROGRESS_INTERVAL_S = 0.1
_POLL_S = 0.1
_KEEPING = (ConflictPolicy.SKIP, ConflictPolicy.FAIL)


@dataclass(frozen=True, slots=True)
class _Accepted:
    """An offer that somebody or the policy said yes to. `kept`: the name is taken, and what has it stays."""

    name: str
    size_bytes: int
    modified_ns: int
    directory: Path
    on_conflict: ConflictPolicy
    kept: bool

    @property
    def existing(self) -> ExistingFile:
        return ExistingFile(self.directory, self.name, self.size_bytes)


class ReceiveTransfer:
    """One connection that may bring one file. `policy` is asked when it is needed, so that it may change meanwhile;
    `places` holds one for each file that may cross at a time; `known` says whether the peer's key is remembered;
    `record` is told where the file lies in the stream, and the connection's statistics at each tick.

    All methods may be called from any thread.

    Attributes: `network` is whom the peer counts as where strangers are counted; `stranger` whether it has still to
    show who it is; `greeted` whether it has said anything at all.
    """

    def __init__(
        self,
        channel: MessageChannel,
        address: str,
        *,
        options: TransferOptions,
        observer: TransferObserver,
        code: OneTimeCode,
        policy: Callable[[], ReceivePolicy],
        places: threading.Semaphore,
        known: bool,
        record: ConnectionRecord | None = None,
    ) -> None:
        self._channel = channel
        self._address = address
        self._options = options
        self._code = code
        self._code_serial = code.serial
        self._policy = policy
        self._places = places
        self.network = network_of(channel.socket.peer_address[0])
        self.stranger = not known
        self.greeted = False
        self._patience: Patience | None = None
        self._waits_for_data = False
        self._sign_of_life_at = 0.0
        self._record = record
        self._bytes_verified = 0
        self._data_start = 0
        self._comparing = False
        self._done: Outcome | None = None
        self._ended = threading.Event()
        self._report = TransferReport(
            direction=Direction.RECEIVE,
            name="",
            peer_name=address,
            peer_address=address,
            bytes_total=0,
            observer=observer,
            clock=time.monotonic,
            measure=self._measure,
            silent=True,
        )
        self.transfer_id = self._report.transfer_id
        self._thread_name = f"ptp-receive-{self.transfer_id}"
        self._supervision = Supervision(
            self._thread_name,
            work=self._converse,
            tick=self._tick,
            end_work=self._end_work,
            finished=self._finish,
        )
        self._hearing = Hearing(channel, f"{self._thread_name}-ear", self._check_stop)
        self._deciding = Deciding(
            self._hearing, self._report, policy=policy, wake=self._supervision.wake, check_stop=self._check_stop
        )

    @property
    def ended(self) -> bool:
        """Whether the final snapshot has been reported."""
        return self._ended.is_set()

    @property
    def silent(self) -> bool:
        """Whether this is still a stranger of whom nobody was told."""
        return self._report.silent

    def start(self) -> None:
        """Begin."""
        self._supervision.start()

    def stop(self, reason: StopReason) -> None:
        """End it; the sender is told. Returns at once."""
        self._supervision.stop(reason)

    def turn_away(self) -> None:
        """End it because its place is needed for another; it may try again. Returns at once."""
        self._channel.abort(ResetCode.REFUSED)

    def join(self, timeout_s: float) -> bool:
        """Wait for its threads; whether they have ended."""
        return self._supervision.join(timeout_s)

    def snapshot(self) -> TransferSnapshot:
        """The newest snapshot."""
        return self._report.snapshot()

    def _converse(self) -> None:
        try:
            self._work()
        except SecurityError as error:
            if not isinstance(error, PeerUnknown):
                # A wrong code or a changed key is news even about a stranger; that one came by is not.
                self._report.speak()
            self._say_goodbye(Decline(CODE_TAKEN if isinstance(error, CodeTaken) else ""))
            raise
        except (DestinationError, DigestMismatch) as error:
            self._say_goodbye(failure_of(error))
            raise
        except ProtocolViolation as error:
            self._channel.abort(error.code)
            raise
        except (NetworkError, TransferError):
            raise
        except Exception:
            self._report.speak()
            self._channel.abort(ResetCode.INTERNAL)
            raise

    def _work(self) -> None:
        """The life of a PTP socket at the receiver, R2."""
        # 1. A new socket: the one that the server's listening socket accepted.
        channel = self._channel
        # 2. Connect with the sender, who must be the one it says and offer what is wanted.
        accepted = self._meet(channel)
        digest = ContentDigest(content_key(channel.socket))
        if accepted.kept:
            self._compare(channel, accepted, digest)
            path, remark = accepted.existing.path, there_already(accepted.name)
        else:
            with self._place(channel), self._open(accepted, digest) as partial:
                channel.send(Accept())
                self._report.advance(TransferState.TRANSFERRING)
                self._patience = Patience(time.monotonic())
                # 3. Receive through the socket, and 4. write the file.
                announced = self._receive_contents(channel, partial, accepted.size_bytes)
                # 5. Close the file, which gives it its name.
                self._report.advance(TransferState.VERIFYING)
                path, remark = self._publish(partial, accepted, announced)
        self._done = Outcome(TransferState.DONE, remark, saved_path=path, already_there=accepted.kept)
        # 6. Close the socket, once both sides have said that they are done.
        self._say_goodbye(Saved(path.name, remark, accepted.size_bytes, digest.proof()))

    def _meet(self, channel: MessageChannel) -> _Accepted:
        """Authenticate, hear the offer, decide. Raises Declined for a no."""
        silence = PeerTimeout(f"{self._address} connected, but did not say what it wants in time.")
        first_s = GREETING_LIMIT_S if self.stranger else AUTHENTICATION_LIMIT_S

        def give(seconds: float) -> None:
            self._supervision.within(seconds, lambda: channel.abort(ResetCode.TIMED_OUT), silence)

        def hear_greeting() -> None:
            self.greeted = True
            if self.stranger:
                give(PAIRING_LIMIT_S)

        def wait_for_code() -> None:
            self._check_stop()
            give(PAIRING_LIMIT_S)

        give(first_s)
        try:
            peer, offer = authenticate_sender(
                channel,
                options=self._options,
                code=self._code,
                code_serial=self._code_serial,
                accept=self._policy().accept,
                address=self._address,
                on_greeting=hear_greeting,
                on_pairing=self._show_pairing,
                on_turn_wait=wait_for_code,
            )
        finally:
            self._supervision.without_limit()
        self.stranger = False
        if isinstance(offer, Failed):
            raise peer_failed(offer, peer.name)
        if not isinstance(offer, Offer):
            raise ProtocolViolation(f"{type(offer).__name__} where an offer was due")
        (entry,) = offer.entries
        name = safe_name(entry.name)
        self._data_start = channel.bytes_read
        self._report.describe(name=name, peer_name=peer.name, bytes_total=entry.size_bytes)
        self._report.speak()
        self._report.advance(TransferState.WAITING)
        answer, policy = self._deciding.decide(peer, name, entry.size_bytes)
        if not answer.accepted:
            self._say_goodbye(Decline(answer.reason))
            raise Declined(f"{name} was declined.")
        if answer.always:
            self._options.known_peers.set_accept_always(peer.fingerprint, True)
        directory = answer.directory or policy.directory
        on_conflict = answer.on_conflict or policy.on_conflict
        kept = on_conflict in _KEEPING and name_is_taken(directory, name)
        if not kept:
            check_space(directory, entry.size_bytes)
        return _Accepted(name, entry.size_bytes, entry.modified_ns, directory, on_conflict, kept)

    def _show_pairing(self, name: str) -> None:
        self._report.describe(peer_name=name)
        self._report.speak()
        self._report.advance(TransferState.AUTHENTICATING)

    @contextlib.contextmanager
    def _place(self, channel: MessageChannel) -> Iterator[None]:
        """One of the places for files that cross, as soon as there is one."""
        try:
            self._deciding.take_place(self._places, channel)
        except NoPlace as error:
            self._say_goodbye(Decline(error.reason))
            raise
        try:
            yield
        finally:
            self._places.release()

    def _compare(self, channel: MessageChannel, accepted: _Accepted, digest: ContentDigest) -> None:
        """Find out with the sender whether the file that is there is the offered one; raises NameTaken if it is not."""
        existing = accepted.existing
        if existing.may_be_the_same:
            self._comparing = True
            self._report.advance(TransferState.VERIFYING)
            announced = compare(existing, digest, channel, self._hearing.next, self._check_stop)
            if isinstance(announced, Failed):
                raise peer_failed(announced, self._peer)
            if announced is not None and digest.is_announced(announced):
                return
        raise name_taken(existing.path, accepted.on_conflict)

    def _publish(self, partial: PartialFile, accepted: _Accepted, announced: bytes) -> tuple[Path, str]:
        """Give the file its name; the path it got, and a remark. A name that came up meanwhile does for it when its
        contents are the same."""
        try:
            path = partial.publish(announced)
        except NameTaken:
            there, existing = ContentDigest(content_key(self._channel.socket)), accepted.existing
            all_of_it = Progress(accepted.size_bytes)
            readable = existing.read(there, self._check_stop, lambda done_bytes: self._channel.send(all_of_it))
            if not readable or not there.is_announced(announced):
                raise
            return existing.path, there_already(accepted.name)
        return path, "" if path.name == accepted.name else f"Saved as {path.name}."

    def _open(self, accepted: _Accepted, digest: ContentDigest) -> PartialFile:
        return PartialFile(
            accepted.directory,
            accepted.name,
            size_bytes=accepted.size_bytes,
            modified_ns=accepted.modified_ns,
            on_conflict=accepted.on_conflict,
            digest=digest,
        )

    def _receive_contents(self, channel: MessageChannel, partial: PartialFile, size_bytes: int) -> bytes:
        """Write what comes until END; its digest."""
        left = size_bytes
        told_at = time.monotonic()
        while True:
            self._waits_for_data = True
            message = self._hearing.next()
            self._waits_for_data = False
            match message:
                case DataHeader(length_bytes):
                    if length_bytes > left:
                        raise ProtocolViolation("more data than was offered")
                    left -= length_bytes
                    if self._record is not None:
                        self._record.file_part(channel.bytes_read, length_bytes)
                    told_at = self._receive_chunk(channel, partial, length_bytes, told_at)
                case End(digest):
                    if self._record is not None:
                        self._record.file_ended(size_bytes)
                    channel.send(Progress(partial.bytes_written))
                    return digest
                case Failed() as failed:
                    raise peer_failed(failed, self._peer)
                case other:
                    raise ProtocolViolation(f"{type(other).__name__} while the file was on its way")

    def _receive_chunk(self, channel: MessageChannel, partial: PartialFile, left: int, told_at: float) -> float:
        """Hash and write the `left` bytes of one DATA message from where they were decrypted to, as they come."""
        while left:
            self._waits_for_data = True
            view = channel.receive_view(left)
            self._waits_for_data = False
            partial.write(view)
            left -= len(view)
            channel.release(len(view))
            self._bytes_verified = partial.bytes_written
            now = time.monotonic()
            if now - told_at >= PROGRESS_INTERVAL_S:
                told_at = now
                channel.send(Progress(partial.bytes_written))
                self._check_stop()
        return told_at

    def _say_goodbye(self, message: Message) -> None:
        """A last message, then wait, but not for long, until the sender has closed too."""
        channel = self._channel
        with time_limit(self._supervision, GOODBYE_LIMIT_S, channel.close):
            try:
                channel.send(message)
                self._hearing.until_closed()
            except (NetworkError, ProtocolViolation, Cancelled):
                return
            channel.finish()

    def _tick(self) -> None:
        statistics = self._look()
        if self._record is not None:
            self._record.statistics(statistics)
        if self._patience is not None and self._done is None:
            self._watch_progress(self._patience, time.monotonic())
        self._report.pump(statistics)

    def _watch_progress(self, patience: Patience, now: float) -> None:
        if self._report.state is TransferState.VERIFYING:
            if now - self._sign_of_life_at >= SIGN_OF_LIFE_S:
                self._sign_of_life_at = now
                with contextlib.suppress(NetworkError):
                    self._channel.send(Progress(self._bytes_verified))
            return
        self._sign_of_life_at = now
        if patience.over(now, waiting=self._waits_for_data, moved_bytes=self._bytes_verified):
            self._patience = None
            stuck = PeerTimeout(
                f"{self._peer} sent next to nothing of {self._report.snapshot().name} for {PROGRESS_LIMIT_S:g} s.",
                hint="Ask for it to be sent again.",
            )
            reason = f"next to nothing came for {PROGRESS_LIMIT_S:g} s"
            self._supervision.within(0, lambda: self._channel.abort(ResetCode.TIMED_OUT, reason), stuck)

    def _end_work(self, reason: StopReason) -> None:
        if self._done is not None:
            # The file is saved: the sender is to hear that, not of a cancel that came too late.
            self._channel.close()
        else:
            self._channel.abort(reset_code(reason))

    def _finish(self) -> None:
        self._channel.close()
        self._hearing.join(_POLL_S)
        try:
            self._report.finish(self._outcome(), self._look())
        finally:
            self._ended.set()

    def _outcome(self) -> Outcome:
        if self._done is not None:
            return self._done
        if self._supervision.reason is not None:
            return stopped(self._supervision.reason)
        error = self._supervision.error
        return outcome_of(error or Cancelled("The transfer ended without a word.", by_peer=True), self._peer)

    def _look(self) -> TransportStatistics:
        """The one look at the connection that a tick takes."""
        return with_true_limit(self._channel.socket.statistics(), self._options.conditioner)

    def _measure(self, statistics: TransportStatistics) -> Counts:
        if self._comparing or self._report.state is TransferState.CONNECTING:
            return Counts()
        size = self._report.snapshot().bytes_total
        arrived = file_bytes(statistics.bytes_received - self._data_start, size)
        return Counts.of_one_moment(sent=arrived, acknowledged=arrived, verified=self._bytes_verified)

    def _check_stop(self) -> None:
        if self._supervision.stopping.is_set():
            raise Cancelled("The transfer was ended on this computer.", by_peer=False)

    @property
    def _peer(self) -> str:
        return self._report.snapshot().peer_name
