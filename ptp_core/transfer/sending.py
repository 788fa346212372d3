"""Sending: its life in the six steps of R1, on a thread that a parent thread watches (R8).

parent  ptp-send-N           watches the stop flag and the peer's word, reports, ends the others
child   ptp-send-N-worker    the six steps: everything that blocks on the network or the source
child   ptp-send-N-replies   hears what the receiver says while data flows

A connection that breaks is made again for as long as the person wants, and the transfer goes on where it was.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ptp_core import broken_rules
from ptp_core.direction import Direction
from ptp_core.errors import (
    AddressError,
    Cancelled,
    NetworkError,
    ProtocolViolation,
    PtpError,
    ResetCode,
    SocketClosed,
)
from ptp_core.network.addresses import PeerAddress
from ptp_core.record.files.noted_values import noted_values
from ptp_core.record.side import Side
from ptp_core.record.sources.socket_records import ConnectionRecord, SocketRecords, record_of
from ptp_core.record.titles import SENDING
from ptp_core.security.code_phrase import normalise_code
from ptp_core.sentences import declare
from ptp_core.system_errors import system_words
from ptp_core.transfer.braking import Braking
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import UNKNOWN_SIZE, Accept, Offer
from ptp_core.transfer.conversation.replies import Replies
from ptp_core.transfer.conversation.supervision import StopReason, Supervision, time_limit
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.delivering import Delivery
from ptp_core.transfer.destination.file_names import portable_name
from ptp_core.transfer.meeting.sockets import SocketFactory, new_socket
from ptp_core.transfer.offering import Offering, identity_of
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.outcome import ENDED_HERE, may_go_on, outcome_of_both, outcome_of_files, reset_code, stopped
from ptp_core.transfer.reconnecting import Reconnecting
from ptp_core.transfer.report import Counts, Outcome, TransferReport, peer_called, shown_name
from ptp_core.transfer.snapshot import ShownText, TransferObserver, TransferSnapshot, TransferState
from ptp_core.transfer.source.text import only_text
from ptp_core.transfer.source.walking import OpenStream, Source, Totals, count, examine
from ptp_core.transfer.speed_limit import SpeedLimit
from ptp_core.transfer.true_limit import with_true_limit
from ptp_core.transfer.valve import Valve
from ptp_core.transfer.waiting_for_receiver import WaitingForReceiver
from ptp_core.transport.statistics import TransportStatistics

_TRIED_AGAIN = declare("tried-again", "The connection was lost: {reason} It is tried again.")

if TYPE_CHECKING:
    from ptp_core.record.model.recording import Recording

GOODBYE_LIMIT_S = 1.0
JOIN_S = 2.0
_POLL_S = 0.1
_LAST_WORD_S = 0.3


class SendTransfer:
    """Files and folders on their way to one receiver.

    Raises SourceError when a source cannot be offered and SettingsError when `code` cannot be a code phrase. `start`
    returns at once; how it ends is one final snapshot. All methods may be called from any thread.

    `transfer_key` is the transfer's identity, the same after a restart; without one, the same sources and the same
    address are the same transfer. It goes on where an earlier run of it ended, by `pause` or otherwise, if the receiver
    kept what came; `peer_fingerprint` is the key that the receiver had then, `peer_name` what it is called until it
    says so. `retry_for_s` is how long a broken connection is tried again, from when it broke; `retry_first` says
    whether that holds for the first one too. `limit` is shared with other transfers, `limit_bytes_per_s` is this one's
    own. `number` is what snapshots call it.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        address: PeerAddress,
        *,
        options: TransferOptions,
        observer: TransferObserver,
        code: str | None = None,
        retry_for_s: float = 0.0,
        retry_first: bool = True,
        transfer_key: bytes | None = None,
        peer_fingerprint: bytes = b"",
        peer_name: str = "",
        limit: SpeedLimit | None = None,
        limit_bytes_per_s: float | None = None,
        number: int | None = None,
        socket_factory: SocketFactory = new_socket,
    ) -> None:
        self._roots = examine(sources, portable_name)
        self._key = transfer_key or identity_of(sources, address)
        self._address = address
        self._options = options
        code = normalise_code(code) if code else None
        self._reconnecting = Reconnecting(retry_for_s, first_too=retry_first)
        # A stream cannot be read twice.
        self._can_repeat = not any(isinstance(root.source, OpenStream) for root in self._roots)
        self._text = only_text(sources)
        self._socket_factory = socket_factory
        self._totals = Totals(0, sum(_known(root.root.size_bytes) for root in self._roots), False)
        self._channel: MessageChannel | None = None
        self._replies: Replies | None = None
        self._delivery: Delivery | None = None
        self._waiting: WaitingForReceiver | None = None
        self._braking: Braking | None = None
        self._tally = Tally()
        self._complete = False
        self._records: SocketRecords | None = None
        self._ended = threading.Event()
        self._report = TransferReport(
            direction=Direction.SEND,
            name=shown_name([root.root for root in self._roots]),
            peer_name=peer_called(peer_name, str(address), known=bool(peer_fingerprint)),
            peer_address=str(address),
            bytes_total=self._totals.size_bytes,
            observer=observer,
            clock=time.monotonic,
            measure=self._measure,
            tally=self._tally,
            number=number,
        )
        self._report.describe(
            transfer_key=self._key,
            roots=tuple(root.root.name for root in self._roots),
            sources=tuple(root.source.absolute() for root in self._roots if isinstance(root.source, Path)),
        )
        if self._text is not None:
            self._report.describe(text=ShownText(self._text.text))
        self._report.limit(limit_bytes_per_s)
        self.transfer_id = self._report.transfer_id
        self._thread_name = f"ptp-send-{self.transfer_id}"
        self._supervision = Supervision(
            self._thread_name, work=self._work, tick=self._tick, end_work=self._end_work, finished=self._finish
        )
        self._offering = Offering(
            address,
            options=options,
            code=code,
            peer_fingerprint=peer_fingerprint,
            supervision=self._supervision,
            report=self._report,
        )
        self._valve = Valve(
            (limit or SpeedLimit()).join(limit_bytes_per_s),
            pause=self._supervision.stopping.wait,
            check_stop=self._check_stop,
        )

    def start(self) -> None:
        """Begin. Raises DestinationError when a segment log or qlog is wanted and cannot be written."""
        self._records = SocketRecords(
            segment_log_path=self._options.segment_log_path,
            qlog_directory=self._options.qlog_directory,
            recording_path=self._options.recording_path,
            side=Side.SENDER,
            title=SENDING(address=str(self._address)),
            values=lambda: noted_values(Side.SENDER, self._options.transport, self._options.faults),
            in_memory=self._options.keeps_recordings,
        )
        self._supervision.start()

    def cancel(self) -> None:
        """End it because a person wants so; the receiver is told. Returns at once."""
        self._supervision.stop(StopReason.CANCELLED)

    def pause(self) -> None:
        """End this run because a person wants the transfer to go on later; the receiver is told, and keeps what came.
        Returns at once."""
        self._supervision.stop(StopReason.PAUSED)

    def set_limit(self, bytes_per_s: float | None) -> None:
        """This transfer's own speed limit from now on. Raises SettingsError."""
        self._valve.set_limit(bytes_per_s)
        self._report.limit(bytes_per_s)

    def close(self) -> None:
        """End it if it runs, and wait for its threads, at most two seconds. May be called twice."""
        self._supervision.stop(StopReason.CLOSING)
        self._supervision.join(JOIN_S)
        self._valve.close()

    def wait(self, timeout_s: float) -> bool:
        """Whether the transfer has ended within `timeout_s`."""
        return self._ended.wait(timeout_s)

    @property
    def recording(self) -> Recording | None:
        """What happens on the newest connection; None without one, or where recordings are not kept."""
        record = self._record
        return record.recording if record is not None else None

    def snapshot(self) -> TransferSnapshot:
        """The newest snapshot."""
        return self._report.snapshot()

    def _work(self) -> None:
        """One connection, and another one for as long as it is worth a try."""
        self._totals = count(self._roots)
        self._report.describe(bytes_total=self._totals.size_bytes, files_total=self._totals.files)
        while True:
            try:
                self._send()
                return
            except (NetworkError, AddressError, OSError) as error:
                pause_s = self._pause_before_retry(error)
                if pause_s is None:
                    raise
                self._let_go_of(error)
            if self._supervision.stopping.wait(pause_s):
                raise Cancelled(ENDED_HERE, by_peer=False)

    def _pause_before_retry(self, error: BaseException) -> float | None:
        if not self._can_repeat or self._complete or self._supervision.stopping.is_set():
            return None
        told = self._replies.error if self._replies is not None else None
        return self._reconnecting.pause_s((error, told), time.monotonic(), flowed=self._delivery is not None)

    def _let_go_of(self, error: BaseException) -> None:
        """Of the lost connection."""
        if self._channel is not None:
            self._channel.close()
        if self._replies is not None:
            self._replies.join(_POLL_S)
        self._channel = self._replies = self._delivery = self._waiting = self._braking = None
        reason = error.message if isinstance(error, PtpError) else system_words(error)
        self._report.restart(_TRIED_AGAIN(reason=reason))
        self._tally.restart()

    def _send(self) -> None:
        """The life of a PTP socket at the sender, R1."""
        # 1. A new socket.
        channel = self._new_socket()
        # 2. Connect to the receiver, who must be the one that is meant and want the files.
        accept = self._offering.offer(channel, self._offer())
        # 3. Read each file, 4. send it through the socket, and 5. close it.
        self._deliver(channel, accept)
        # 6. Close the socket, once both sides have said that they are done.
        with time_limit(self._supervision, GOODBYE_LIMIT_S, channel.close):
            self._complete = True
            if channel.finish():
                self._complete = False
                raise ProtocolViolation(broken_rules.WENT_ON)
        channel.close()

    def _new_socket(self) -> MessageChannel:
        observer = self._records.observer if self._records else None
        self._channel = MessageChannel(self._socket_factory(self._options, observer))
        self._check_stop()
        return self._channel

    def _offer(self) -> Offer:
        totals = self._totals
        roots = tuple(root.root for root in self._roots)
        return Offer(self._key, roots, totals.files, totals.size_bytes, totals.complete, self._text is not None)

    def _deliver(self, channel: MessageChannel, accept: Accept) -> None:
        self._replies = Replies(
            channel, size_bytes=self._totals.size_bytes, peer=self._peer, name=self._thread_name, tally=self._tally
        )
        self._delivery = Delivery(
            channel,
            self._roots,
            accept=accept,
            replies=self._replies,
            tally=self._tally,
            valve=self._valve,
            record=self._record,
            stopping=self._supervision.stopping,
            check_stop=self._check_stop,
            on_first_data=lambda: self._report.advance(TransferState.TRANSFERRING),
            on_compare=lambda: self._report.advance(TransferState.VERIFYING),
        )
        self._braking = self._valve.brake(channel.socket)
        self._waiting = WaitingForReceiver(self._supervision, self._report, self._replies, self._delivery)
        if self._options.keeps_recordings:
            self._supervision.look_often()
        if not accept.answers:
            self._report.advance(TransferState.TRANSFERRING)
        try:
            self._delivery.run()
        except NetworkError:
            # The receiver's last word may still be on its way through the other child.
            self._replies.wait(_LAST_WORD_S)
            if self._replies.error is not None and not isinstance(self._replies.error, SocketClosed):
                raise self._replies.error from None
            raise

    def _tick(self) -> None:
        channel, replies, delivery = self._channel, self._replies, self._delivery
        statistics = self._look()
        if channel is not None and replies is not None and delivery is not None:
            if replies.error is not None and not delivery.all_sent:
                # The receiver gave up while we still send: end the call that blocks on its window.
                if isinstance(replies.error, ProtocolViolation):
                    channel.abort(replies.error.code, replies.error.message)
                else:
                    channel.abort(ResetCode.CLOSED)
            if delivery.listed:
                self._report.describe(bytes_total=delivery.size_bytes, files_total=delivery.files)
            if self._all_acknowledged(statistics, delivery):
                self._report.advance(TransferState.VERIFYING)
            if self._braking is not None:
                self._braking.look(statistics, time.monotonic())
            if self._record is not None:
                self._record.sample(time.monotonic(), statistics)
            if self._waiting is not None:
                self._waiting.look(
                    self._measure(statistics),
                    all_acknowledged=self._all_acknowledged(statistics, delivery),
                    complete=self._complete,
                )
        self._report.pump(statistics)

    def _all_acknowledged(self, statistics: TransportStatistics, delivery: Delivery) -> bool:
        return delivery.all_sent and statistics.bytes_acknowledged >= statistics.bytes_sent

    def _end_work(self, reason: StopReason) -> None:
        if self._channel is None:
            return
        if self._complete:
            self._channel.close()
        else:
            self._channel.abort(reset_code(reason))

    def _finish(self) -> None:
        channel, replies = self._channel, self._replies
        if replies is not None and isinstance(self._supervision.error, NetworkError):
            replies.wait(_LAST_WORD_S)
        if channel is not None:
            if isinstance(self._supervision.error, ProtocolViolation):
                # Whoever is not authenticated hears no more than that it was wrong.
                reason = self._supervision.error.message if replies is not None else ""
                channel.abort(self._supervision.error.code, reason)
            channel.close()
        if replies is not None:
            replies.join(_POLL_S)
        self._valve.close()
        if self._records is not None:
            self._records.close()
        try:
            self._report.finish(self._outcome(), self._look())
        finally:
            self._ended.set()

    def _outcome(self) -> Outcome:
        if self._complete:
            return outcome_of_files(self._tally, self._peer)
        if self._supervision.reason is not None:
            return replace(stopped(self._supervision.reason), resumable=self._delivery is None)
        told = self._replies.error if self._replies is not None else None
        own = self._supervision.error
        kept = any(error is not None and may_go_on(error, None) for error in (told, own))
        return replace(outcome_of_both(told, own, self._peer), resumable=kept)

    def _measure(self, statistics: TransportStatistics) -> Counts:
        delivery, replies = self._delivery, self._replies
        if delivery is None or replies is None or delivery.compares_only:
            return Counts()
        total = self._report.snapshot().bytes_total
        sent, acknowledged = delivery.measure(statistics.bytes_sent, statistics.bytes_acknowledged)
        sent, acknowledged = min(sent, total), min(acknowledged, total)
        return Counts.of_one_moment(sent=sent, acknowledged=acknowledged, verified=replies.bytes_verified)

    def _look(self) -> TransportStatistics:
        """The one look at the connection that a tick takes."""
        if self._channel is None:
            return TransportStatistics()
        return with_true_limit(self._channel.socket.statistics(), speed_limited=self._valve.limits)

    def _check_stop(self) -> None:
        if self._supervision.stopping.is_set():
            raise Cancelled(ENDED_HERE, by_peer=False)

    @property
    def _record(self) -> ConnectionRecord | None:
        return record_of(self._channel.socket.segment_observer) if self._channel is not None else None

    @property
    def _peer(self) -> str:
        return self._report.snapshot().peer_name


def _known(size_bytes: int) -> int:
    return 0 if size_bytes == UNKNOWN_SIZE else size_bytes
