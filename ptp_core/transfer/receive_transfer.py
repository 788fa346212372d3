"""Receiving: its life in the six steps of R2, on a thread that a parent thread watches (R8).

    parent  ptp-receive-N          watches the stop flag, reports, ends the others
    child   ptp-receive-N-worker   the six steps: everything that blocks on the network or the disk
    child   ptp-receive-N-saver    gives files that are whole their names, beside the worker (`destination.saving`)
    child   ptp-receive-N-ear      only while a person decides: notices a sender that goes away

A hostile or broken peer ends its own connection and nothing else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from ptp_core.direction import Direction
from ptp_core.errors import Cancelled, ResetCode
from ptp_core.record.sources.socket_records import ConnectionRecord
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.hearing import Hearing
from ptp_core.transfer.conversation.messages import Finished, GoOn, Hold, Offer
from ptp_core.transfer.conversation.supervision import StopReason, Supervision
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.deciding import Accepted, Deciding, ReceivePolicy, accepted
from ptp_core.transfer.destination.file_names import safe_name
from ptp_core.transfer.destination.text_inbox import ArrivedTexts, TextInbox
from ptp_core.transfer.given_answers import GivenAnswers
from ptp_core.transfer.greeting import Greeting
from ptp_core.transfer.meeting.pairing_session import AuthenticatedPeer
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.outcome import (
    ENDED_HERE,
    ENDED_SILENTLY,
    may_go_on,
    outcome_of,
    outcome_of_files,
    reset_code,
    stopped,
)
from ptp_core.transfer.parting import Parting, is_news
from ptp_core.transfer.pouring import Pouring
from ptp_core.transfer.report import Counts, Outcome, TransferReport, shown_name
from ptp_core.transfer.snapshot import ShownText, TransferObserver, TransferSnapshot, TransferState
from ptp_core.transfer.speed_limit import SpeedLimit
from ptp_core.transfer.succession import take_over
from ptp_core.transfer.taker import taker
from ptp_core.transfer.taking import Taking
from ptp_core.transfer.true_limit import with_true_limit
from ptp_core.transfer.valve import Valve
from ptp_core.transfer.watching import Watching
from ptp_core.transfer.withdrawn import forgotten
from ptp_core.transport.address import network_of
from ptp_core.transport.statistics import TransportStatistics

if TYPE_CHECKING:
    from ptp_core.record.model.recording import Recording

_POLL_S = 0.1


class ReceiveTransfer:
    """One connection that may bring files. `policy` is asked when it is needed, so that it may change meanwhile;
    `places` holds one for each transfer that may run at a time; `known` says whether the peer's key is remembered;
    `given` remembers which offers a person accepted, `arrived` which texts have come; `limit` is shared with other
    transfers; `others` are the other connections of this server; `record` is told where the files lie in the stream,
    and the connection's statistics at each tick.

    All methods may be called from any thread.

    Attributes: `network` is whom the peer counts as where strangers are counted; `stranger` whether it has still to
    show who it is; `greeted` whether it has said anything at all; `identity` is the peer's fingerprint and the
    transfer's id, once they are known.
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
        given: GivenAnswers,
        arrived: ArrivedTexts,
        limit: SpeedLimit,
        others: Callable[[], Sequence[ReceiveTransfer]] = tuple,
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
        self._record = record
        self._others = others
        self.identity: tuple[bytes, bytes] | None = None
        self._taking: Taking | Pouring | None = None
        self._tally = Tally()
        self._goes_on = False
        self._keeps = False
        self._resumable = False
        self._offered_bytes = 0
        self._offered_files = 0
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
            tally=self._tally,
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
        self._valve = Valve(
            limit.join(),
            pause=self._supervision.stopping.wait,
            check_stop=self._check_stop,
            tell_held=self._tell_held,
        )
        channel.inflow = self._valve.take
        self._given = given
        self._arrived = arrived
        self._hearing = Hearing(channel, f"{self._thread_name}-ear", self._check_stop)
        self._parting = Parting(channel, self._supervision, self._hearing)
        self._watching = Watching(channel, self._supervision)
        self._deciding = Deciding(
            self._hearing,
            self._report,
            policy=policy,
            wake=self._supervision.wake,
            check_stop=self._check_stop,
            given=given,
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

    def hold(self, held: bool) -> None:
        """Let nothing in from now on, or again; the sender is told, and waits. Returns at once."""
        self._valve.hold(held)
        self._report.describe(held=held)

    def set_limit(self, bytes_per_s: float | None) -> None:
        """This transfer's own speed limit from now on. Raises SettingsError."""
        self._valve.set_limit(bytes_per_s)
        self._report.limit(bytes_per_s)

    def turn_away(self) -> None:
        """End it because its place is needed for another; it may try again. Returns at once."""
        self._channel.abort(ResetCode.REFUSED)

    @property
    def recording(self) -> Recording | None:
        """What happens on its connection; None where recordings are not kept."""
        return self._record.recording if self._record is not None else None

    @property
    def moved_bytes(self) -> int:
        """How much of the files has come; None of it before it was accepted."""
        return self._taking.taken_bytes if self._taking is not None else 0

    @property
    def heard(self) -> int:
        """Grows with whatever comes from the sender."""
        return self._channel.socket.statistics().segments_received

    @property
    def takes(self) -> bool:
        """Whether it is under way, and not decided about any more."""
        return self._taking is not None and not self.ended

    def give_way(self) -> None:
        """End it because the sender has come again: what came stays. Returns at once."""
        self._goes_on = True
        self._channel.abort(ResetCode.TIMED_OUT, reasons.COME_AGAIN)

    def join(self, timeout_s: float) -> bool:
        """Wait for its threads; whether they have ended."""
        return self._supervision.join(timeout_s)

    def snapshot(self) -> TransferSnapshot:
        """The newest snapshot."""
        return self._report.snapshot()

    def _converse(self) -> None:
        try:
            self._work()
        except BaseException as error:
            if is_news(error):
                self._report.speak()
            self._parting.explain(error, accepted=self._taking is not None)
            raise

    def _work(self) -> None:
        """The life of a PTP socket at the receiver, R2."""
        # 1. A new socket: the one that the server's listening socket accepted.
        channel = self._channel
        # 2. Connect with the sender, who must be the one it says and offer what is wanted.
        accepted = self._meet(channel)
        with self._deciding.place(self._places, channel):
            # 3. Receive through the socket, 4. write each file, and 5. close it, which gives it its name.
            self._take(channel, accepted)
        # 6. Close the socket, once both sides have said that they are done.
        self._parting.say(Finished())

    def _meet(self, channel: MessageChannel) -> Accepted:
        """Authenticate, hear the offer, decide. Raises Declined for a no."""
        peer, offer = Greeting(
            channel,
            self._supervision,
            options=self._options,
            code=self._code,
            code_serial=self._code_serial,
            accept=self._policy().accept,
            address=self._address,
            stranger=self.stranger,
            on_greeting=self._hear_greeting,
            on_pairing=self._show_pairing,
            check_stop=self._check_stop,
        ).run()
        self.stranger = False
        names = tuple(safe_name(root.name) for root in offer.roots)
        self._report.describe(
            name=shown_name(offer.roots),
            peer_name=peer.name,
            peer_fingerprint=peer.fingerprint,
            transfer_key=offer.transfer_id,
            roots=names,
            bytes_total=offer.size_bytes,
            files_total=offer.files,
            text=ShownText() if offer.is_text else None,
        )
        self._offered_bytes, self._offered_files = offer.size_bytes, offer.files
        self._report.speak()
        if offer.withdrawn:
            self._give_up(peer, offer)
        self._report.advance(TransferState.WAITING)
        answer, policy = self._deciding.decide(peer, names, offer)
        if answer.always:
            self._options.known_peers.set_accept_always(peer.fingerprint, True)
        self.identity = (peer.fingerprint, offer.transfer_id)
        take_over(self, self._others(), check_stop=self._check_stop)
        return accepted(peer, names, offer, answer, policy, self._given.sealed(peer.fingerprint, offer))

    def _give_up(self, peer: AuthenticatedPeer, offer: Offer) -> NoReturn:
        self.identity = (peer.fingerprint, offer.transfer_id)
        take_over(self, self._others(), check_stop=self._check_stop)
        raise forgotten(peer, offer, self._given, self._policy().place(peer))

    def _hear_greeting(self) -> None:
        self.greeted = True

    def _show_pairing(self, name: str) -> None:
        self._report.describe(peer_name=name)
        self._report.speak()
        self._report.advance(TransferState.AUTHENTICATING)

    def _take(self, channel: MessageChannel, accepted: Accepted) -> None:
        inbox = self._inbox_for(accepted)
        self._taking = taking = taker(
            channel,
            self._hearing.next,
            accepted,
            inbox=inbox,
            report=self._report,
            tally=self._tally,
            thread_name=self._thread_name,
            record=self._record,
            check_stop=self._check_stop,
            pause=self._supervision.stopping.wait,
        )
        if self._options.keeps_recordings:
            self._supervision.look_often()
        try:
            taking.run()
            taking.finished()
            done = outcome_of_files(self._tally, accepted.peer.name, saved_path=taking.saved_path)
            self._done = done if inbox is None else replace(done, text=ShownText(inbox.take()))
        except BaseException as error:
            self._keeps = self._goes_on or may_go_on(error, self._supervision.reason)
            raise
        finally:
            self._resumable = taking.close(keep=self._keeps)
            if not self._keeps:
                self._given.forget(accepted.peer.fingerprint, accepted.offer.transfer_id)

    def _inbox_for(self, accepted: Accepted) -> TextInbox | None:
        """Where a text goes that is to be read."""
        if accepted.plan is not None or accepted.sink is not None:
            return None
        return TextInbox(accepted.peer.fingerprint, accepted.offer, self._arrived)

    def _tell_held(self, held: bool) -> None:
        self._channel.send(Hold(reasons.PAUSED) if held else GoOn())

    def _tick(self) -> None:
        statistics = self._look()
        if self._record is not None:
            self._record.sample(time.monotonic(), statistics)
        taking = self._taking
        if taking is not None:
            self._report.describe(
                bytes_total=max(taking.listed_bytes, self._offered_bytes),
                files_total=max(taking.listed_files, self._offered_files),
            )
            if self._done is None:
                self._watch(taking)
        self._report.pump(statistics)

    def _watch(self, taking: Taking | Pouring) -> None:
        """End it when the sender does not get on; a sender that has done its part hears that this side does."""
        if self._report.state is TransferState.VERIFYING:
            self._watching.speak(taking)
        else:
            self._watching.end_if_stuck(
                taking, held=self._valve.held, peer=self._peer, name=self._report.snapshot().name
            )

    def _end_work(self, reason: StopReason) -> None:
        if self._done is not None:
            # The files are saved: the sender is to hear that, not of a cancel that came too late.
            self._channel.close()
        else:
            self._channel.abort(reset_code(reason))

    def _finish(self) -> None:
        self._valve.close()
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
            return replace(stopped(self._supervision.reason), resumable=self._resumable)
        error = self._supervision.error or Cancelled(ENDED_SILENTLY, by_peer=True)
        return replace(outcome_of(error, self._peer), resumable=self._resumable)

    def _look(self) -> TransportStatistics:
        """The one look at the connection that a tick takes."""
        return with_true_limit(self._channel.socket.statistics(), speed_limited=self._valve.limits)

    def _measure(self, statistics: TransportStatistics) -> Counts:
        taking = self._taking
        if taking is None or taking.comparing:
            return Counts()
        return self._watching.counts(taking, statistics, total=self._report.snapshot().bytes_total)

    def _check_stop(self) -> None:
        if self._supervision.stopping.is_set():
            raise Cancelled(ENDED_HERE, by_peer=False)

    @property
    def _peer(self) -> str:
        return self._report.snapshot().peer_name
