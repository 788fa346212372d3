"""One connection, sans-IO: datagrams and clock readings in, datagrams and the next deadline out.

Who calls what, always under the connection's lock:

- the endpoint thread: `handle_datagrams`, `handle_timer`, `handle_unreachable`, `remark`, `note_overflow`, then
  `poll_datagrams` until it returns nothing, then `next_deadline`, then `poll_event`;
- application threads: `write`, `read_into`, `finish`, `abort`, `statistics`.

Guarantees: every byte is delivered once and in order, or the application is told why not; nothing a peer sends
raises anything here; after the final event the connection only answers repeated packets until `done`.
The clock is any that does not go back, in seconds; randomness comes in as arguments.
"""

from __future__ import annotations

from ptp_core.errors import PtpError, ResetCode
from ptp_core.sentences import phrase
from ptp_core.transport.address import Address
from ptp_core.transport.arrivals import Arrivals
from ptp_core.transport.control_packets import Outgoing
from ptp_core.transport.endings import lost, no_answer
from ptp_core.transport.events import Event
from ptp_core.transport.states import HANDSHAKING, MAY_SEND, Input, State
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.wire.acknowledgement import CONDITIONED_REMARK, STRAINED_REMARK
from ptp_core.wire.handshake import Reset
from ptp_core.wire.packet import MAX_DATAGRAM_BYTES
from ptp_core.wire.packet_places import PacketPlaces

_NO_ANSWER = phrase("no answer")
_NOT_OPEN = phrase("closed before it was open")
_NOT_READ = phrase("closed before everything was read")


class Connection(Arrivals):
    """A connection in any state; see the module for who may call what."""

    # What the endpoint calls.

    def connect(self, now_s: float) -> None:
        """Begin the handshake as a client."""
        self._life.move(Input.CONNECT)
        self._liveness.last_heard_s = now_s
        self._opening.begin(now_s)

    def handle_datagrams(
        self,
        batch: memoryview,
        datagram_bytes: int,
        address: Address,
        now_s: float,
        places: PacketPlaces | None = None,
    ) -> None:
        """Take in datagrams for this connection: consecutive slices of `datagram_bytes`, the last may be shorter.

        `places` are those of the buffer that `batch` is the beginning of, where it is used again and again.
        """
        self._tracing.now_s = now_s
        step = datagram_bytes if self._answers_each else max(len(batch), 1)
        for first in range(0, len(batch), step):
            known = places if first == 0 else None
            self._handle_some(batch[first : first + step], datagram_bytes, address, now_s, known)
            if self._answers_each:
                self._build_answers(now_s)

    def remark(self, *, strained: bool, conditioned: bool) -> None:
        """What the next acknowledgements say of this side: that its processor keeps it from doing more, and that a
        conditioner works on what it sends."""
        self.receiver.acknowledging.remarks = STRAINED_REMARK * strained | CONDITIONED_REMARK * conditioned

    def note_overflow(self) -> None:
        """This computer had no room for something that arrived, perhaps for this connection: the peer is told."""
        self.receiver.acknowledging.overflowed = True

    def handle_timer(self, now_s: float) -> None:
        """Act on every deadline that has passed."""
        self._tracing.now_s = now_s
        if self._life.is_over:
            return
        if self.state in HANDSHAKING:
            if now_s - self._opening.began_s >= self.settings.connect_timeout_s:
                self._end(no_answer(self.address, self.settings.connect_timeout_s), None, now_s)
                return
        elif now_s >= self._liveness.idle_ends_s:
            if self._only_fin_unacknowledged:
                # Everything is across in both directions; only the last word about it was lost.
                self._end(None, None, now_s)
            else:
                silence = lost(self.address, self._liveness.idle_timeout_s)
                self._end(silence, Reset(ResetCode.TIMED_OUT, _NO_ANSWER), now_s)
            return
        self._opening.handle_timer(now_s)
        self._paths.handle_timer(now_s)
        self.sender.handle_timer(now_s)
        self._life.handle_timer(now_s)

    def poll_datagrams(self, out: memoryview, now_s: float) -> Outgoing:
        """Write the next batch into `out`; one of no bytes when there is nothing to send now."""
        self._tracing.now_s = now_s
        if self._built:
            outgoing = self._built.popleft()
            out[: outgoing.size_bytes] = outgoing.kept
        else:
            outgoing = self._poll(out, now_s)
        if outgoing.size_bytes:
            self._liveness.last_sent_s = now_s
        return outgoing

    def next_deadline(self, now_s: float) -> float | None:
        """When to call `handle_timer` and `poll_datagrams` again, if nothing happens before."""
        if self._built:
            return now_s
        if self._life.farewell is not None:
            return self._life.farewell.deadline_s
        if self.state is State.CLOSED:
            return None
        if self.state in HANDSHAKING:
            earliest_s = self._opening.began_s + self.settings.connect_timeout_s
            if self._opening.sendable():
                return now_s
        else:
            earliest_s = min(self._liveness.idle_ends_s, self._liveness.keep_alive_at_s)
        for at_s in (
            self._opening.deadline_s,
            self.sender.deadline(now_s),
            self.receiver.acknowledging.deadline_s,
            self._paths.deadline_s,
            self._life.time_wait_ends_s,
        ):
            if at_s is not None and at_s < earliest_s:
                earliest_s = at_s
        return earliest_s

    def poll_event(self) -> Event | None:
        """The next thing that the application should know, or None."""
        return self._life.next_event()

    @property
    def error(self) -> PtpError | None:
        """Why it ended; None after a graceful close, and before."""
        return self._life.error

    @property
    def last_heard_s(self) -> float:
        """When a genuine packet of the peer last came, or the connection began."""
        return self._liveness.last_heard_s

    @property
    def done(self) -> bool:
        """Whether the endpoint may forget the connection."""
        return self._life.done and not self._built

    # What the application calls.

    @property
    def established(self) -> bool:
        """Whether the handshake is complete and the connection is not over."""
        return self._life.is_open

    @property
    def writable(self) -> bool:
        """Whether the application may still write."""
        return self.state in MAY_SEND

    @property
    def peer_fingerprint(self) -> bytes:
        """SHA-256 of the peer's certificate."""
        return self.handshaking.channel.peer_fingerprint

    def export(self, label: bytes, length: int) -> bytes:
        """Bytes that both ends, and nobody else, can compute (RFC 8446 section 7.5)."""
        return self.handshaking.channel.export(label, length)

    def finish(self, now_s: float) -> None:
        """Half-close: send FIN after everything written (RFC 9293 section 3.6). May be called again."""
        if self.state in HANDSHAKING:
            self.abort(ResetCode.CLOSED, _NOT_OPEN, now_s)
            return
        self._life.move(Input.FINISH)
        self.sender.finishing = self.state is not State.CLOSED

    def stop_reading(self, now_s: float) -> None:
        """The application will not read again; bytes that it has not read, or that still come, reset the peer."""
        self._read_closed = True
        if self.readable_bytes:
            self.abort(ResetCode.CLOSED, _NOT_READ, now_s)

    def abort(self, code: ResetCode, reason: str, now_s: float) -> None:
        """End at once and tell the peer why."""
        if not self._life.is_over:
            self._end(None, Reset(code, reason), now_s)

    def hurry(self) -> None:
        """This program ends: TIME-WAIT is cut to what a peer that did not hear the last word needs to say so."""
        self._hurried = True
        self._life.shorten_time_wait(self._time_wait_s)

    def forsake(self, now_s: float) -> None:
        """End at once and say nothing to the peer, nor go on saying it: the endpoint may forget the connection."""
        self._end(None, None, now_s)
        self._life.say_no_more(now_s)
        self.handshaking.let_go()

    def statistics(self, now_s: float) -> TransportStatistics:
        """A snapshot of everything."""
        return self._snapshots.take(self.state, is_open=self._life.is_open, last_heard_s=self.last_heard_s, now_s=now_s)

    # Below, nothing is called from outside.

    def _build_answers(self, now_s: float) -> None:
        """Build what may be sent now, so that the log has it before the next datagram."""
        scratch = memoryview(bytearray(MAX_DATAGRAM_BYTES))
        while (outgoing := self._poll(scratch, now_s)).size_bytes:
            self._built.append(outgoing._replace(kept=bytes(scratch[: outgoing.size_bytes])))

    def _poll(self, out: memoryview, now_s: float) -> Outgoing:
        if self._life.farewell is not None:
            return self._one(self._control.farewell(self._life.farewell, out, now_s))
        if self.state is State.CLOSED:
            return self._one(0)
        if self._opening.sendable():
            return self._one(self._opening.build(out, now_s))
        if self.state in HANDSHAKING:
            return self._one(0)
        if self.sealer.key_is_old and self.sealer.generation == self.opener.generation:
            self.sealer.next_phase()
        if (elsewhere := self._control.path_packet(out, now_s)) is not None:
            return Outgoing(elsewhere[0], *elsewhere)
        if self._answers_each and (size := self._control.acknowledgement(out, now_s)):
            return self._one(size)
        train = self.sender.build(out, now_s)
        if train is not None:
            self._tracing.train_sent(train)
            return Outgoing(train.size_bytes, train.datagram_bytes, self.address)
        return self._one(self._control.acknowledgement(out, now_s) or self._control.probe(out, now_s))

    def _one(self, size_bytes: int) -> Outgoing:
        return Outgoing(size_bytes, size_bytes, self.address)
