"""One connection, sans-IO: datagrams and clock readings in, datagrams and the next deadline out.

Who calls what, always under the connection's lock:

- the endpoint thread: `handle_datagrams`, `handle_timer`, `handle_unreachable`, then `poll_datagrams` until it
  returns nothing, then `next_deadline`, then `poll_event`;
- application threads: `write`, `read_into`, `finish`, `abort`, `statistics`.

Guarantees: every byte is delivered once and in order, or the application is told why not; nothing a peer sends
raises anything here; after the final event the connection only answers repeated packets until `done`.
The clock is any that does not go back, in seconds; randomness comes in as arguments.
"""

from __future__ import annotations

from collections import deque

from ptp_core.config import PROTOCOL_VERSION, TransportSettings
from ptp_core.errors import HandshakeFailed, PeerReset, ProtocolViolation, PtpError, ResetCode
from ptp_core.security.packet_protection import PUBLIC_AEAD, unseal
from ptp_core.transport.address import Address
from ptp_core.transport.endings import gone, no_answer, other_version, refused
from ptp_core.transport.events import Established, Event, PeerFinished, Terminated
from ptp_core.transport.farewell import Farewell
from ptp_core.transport.handshaking import HandshakeFactory, Handshaking
from ptp_core.transport.opening import Opening
from ptp_core.transport.packet_sealing import PacketOpener, PacketSealer
from ptp_core.transport.receiver import Receiver
from ptp_core.transport.segment_tracing import SegmentTracing
from ptp_core.transport.sender import Sender
from ptp_core.transport.snapshot import Snapshots
from ptp_core.transport.states import HANDSHAKING, MAY_SEND, Input, State, following_state
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import SegmentObserver
from ptp_core.wire.acknowledgement import encode_fin, parse_acknowledgement, parse_fin
from ptp_core.wire.handshake import MAX_COOKIE_BYTES, Reset, encode_reset, parse_reset, parse_versions
from ptp_core.wire.packet import (
    HANDSHAKE_TYPES,
    OVERHEAD_BYTES,
    Header,
    PacketType,
    parse_header,
)
from ptp_core.wire.packet_places import PacketPlaces
from ptp_core.wire.parameters import TransportParameters

# How long "nobody there" must be heard, and nothing else, before an open connection is given up.
UNREACHABLE_PATIENCE_S = 3.0
MAXIMUM_TIME_WAIT_S = 1.0
# Packets that overtake the end of the handshake are kept until there are keys to open them (RFC 9001 section 5.7).
EARLY_BYTES = 64 * 1024


class Connection:
    """A connection in any state; see the module for who may call what."""

    def __init__(
        self,
        settings: TransportSettings,
        handshake_factory: HandshakeFactory,
        *,
        is_client: bool,
        local_id: int,
        initial_sequence: int,
        address: Address,
        fast_aes: bool,
        now_s: float,
        observer: SegmentObserver | None = None,
    ) -> None:
        self.settings = settings
        self.state = State.CLOSED
        self.is_client = is_client
        self.local_id = local_id
        self.address = address
        self.sealer = PacketSealer()
        self.opener = PacketOpener()
        self.opener.local_id = local_id
        self.sender = Sender(settings, self.sealer)
        self._tracing = SegmentTracing(observer)
        self.receiver = Receiver(settings, self.opener, self._tracing.data_received if observer else None)
        self._tracing.attach(self.sender, self.receiver)
        self.error: PtpError | None = None
        self.parameters = TransportParameters(
            version=PROTOCOL_VERSION,
            versions=(PROTOCOL_VERSION,),
            initial_sequence=initial_sequence,
            window_bytes=self.receiver.buffer.capacity_bytes,
            mss_bytes=settings.mss_bytes,
            idle_timeout_ms=int(settings.idle_timeout_s * 1000),
            fast_aes=fast_aes,
        )
        self.sender.origin = initial_sequence + 1
        self.sender.fin_payload = self._fin_payload
        self._events: deque[Event] = deque()
        self._opening = Opening(
            handshake_factory,
            self.parameters,
            is_client=is_client,
            local_id=local_id,
            sealer=self.sealer,
            sender=self.sender,
            receiver=self.receiver,
            tracing=self._tracing,
            second_copy=settings.fixed_timeout_s is None,
        )
        self._idle_timeout_s = settings.idle_timeout_s
        self._last_heard_s = now_s
        self._last_sent_s = now_s
        self._time_wait_ends_s: float | None = None
        self._early: list[tuple[bytes, Address]] = []
        self._read_closed = False
        self._peer_finished_told = False
        self._farewell: Farewell | None = None
        self._snapshots = Snapshots(self.sender, self.receiver, self.opener)
        self._tracing.now_s = now_s

    # What the endpoint calls.

    def connect(self, now_s: float) -> None:
        """Begin the handshake as a client."""
        self._move(Input.CONNECT)
        self._last_heard_s = now_s
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
        at = 0
        try:
            while at < len(batch):
                start = at
                if self._open and self.opener.keys is not None:
                    at = self._handle_train(batch, at, datagram_bytes, address, now_s, places)
                if at == start:
                    self._handle_one(batch[at : at + datagram_bytes], address, now_s)
                    at += datagram_bytes
            self._notice_peer_finished(now_s)
        except ProtocolViolation as violation:
            self._end(violation, Reset(violation.code, violation.message), now_s)
        except HandshakeFailed as failure:
            self._end(failure, Reset(ResetCode.HANDSHAKE_FAILED, failure.message), now_s)

    def handle_timer(self, now_s: float) -> None:
        """Act on every deadline that has passed."""
        self._tracing.now_s = now_s
        if self._farewell is not None:
            return
        if self.state in HANDSHAKING:
            if now_s - self._opening.began_s >= self.settings.connect_timeout_s:
                self._end(no_answer(self.address, self.settings.connect_timeout_s), None, now_s)
                return
        elif self.state is not State.CLOSED and now_s >= self._idle_ends_s:
            if self._only_fin_unacknowledged:
                # Everything is across in both directions; only the last word about it was lost.
                self._end(None, None, now_s)
            else:
                self._end(no_answer(self.address, self._idle_timeout_s), Reset(ResetCode.TIMED_OUT, "no answer"), now_s)
            return
        self._opening.handle_timer(now_s)
        self.sender.handle_timer(now_s)
        if self._time_wait_ends_s is not None and now_s >= self._time_wait_ends_s:
            self._time_wait_ends_s = None
            self._move(Input.TIME_WAIT_OVER)
            self._events.append(Terminated(None))

    def handle_unreachable(self, now_s: float) -> None:
        """The network said that nobody listens at the peer's address: proof at the beginning, a hint later."""
        if self.state is State.SYN_SENT:
            self._end(refused(self.address), None, now_s)
        elif self._open and now_s - self._last_heard_s >= UNREACHABLE_PATIENCE_S:
            self._end(gone(), None, now_s)

    def poll_datagrams(self, out: memoryview, now_s: float) -> tuple[int, int]:
        """Write the next batch into `out`; returns (bytes written, bytes of each datagram), (0, 0) for nothing."""
        self._tracing.now_s = now_s
        written = self._poll(out, now_s)
        if written[0]:
            self._last_sent_s = now_s
        return written

    def next_deadline(self, now_s: float) -> float | None:
        """When to call `handle_timer` and `poll_datagrams` again, if nothing happens before."""
        if self._farewell is not None:
            return self._farewell.deadline_s
        if self.state is State.CLOSED:
            return None
        if self.state in HANDSHAKING:
            deadlines = [self._opening.began_s + self.settings.connect_timeout_s]
            if self._opening.sendable():
                return now_s
        else:
            deadlines = [self._idle_ends_s, self._keep_alive_at_s()]
        for at_s in (
            self._opening.deadline_s,
            self.sender.deadline(now_s),
            self.receiver.acknowledging.deadline_s,
            self._time_wait_ends_s,
        ):
            if at_s is not None:
                deadlines.append(at_s)
        return min(deadlines)

    def poll_event(self) -> Event | None:
        """The next thing that the application should know, or None."""
        return self._events.popleft() if self._events else None

    @property
    def done(self) -> bool:
        """Whether the endpoint may forget the connection."""
        return self.state is State.CLOSED and (self._farewell is None or self._farewell.deadline_s is None)

    # What the application calls.

    @property
    def handshaking(self) -> Handshaking:
        """The secure handshake: the peer's certificate, and keys for other purposes."""
        return self._opening.handshaking

    @property
    def established(self) -> bool:
        """Whether the handshake is complete and the connection is not over."""
        return self._open

    @property
    def writable(self) -> bool:
        """Whether the application may still write."""
        return self.state in MAY_SEND

    def write(self, data: memoryview) -> int:
        """Put bytes into the send buffer; returns how many it had room for. Only while `writable`."""
        return self.sender.buffer.write(data)

    def read_into(self, target: memoryview, now_s: float) -> int:
        """Take bytes that came in order; 0 when there are none (see `peer_finished`)."""
        size = self.receiver.buffer.read_into(target)
        self._tell_of_room(size, now_s)
        return size

    def readable(self, size: int) -> memoryview:
        """Up to `size` bytes that came in order, in the receive buffer's memory: theirs until `consume`."""
        return self.receiver.buffer.readable(size)

    def consume(self, size: int, now_s: float) -> None:
        """The application is done with the first `size` bytes of `readable`."""
        self.receiver.buffer.consume(size)
        self._tell_of_room(size, now_s)

    @property
    def readable_bytes(self) -> int:
        """How many bytes `read_into` would give."""
        return self.receiver.buffer.readable_bytes

    @property
    def peer_finished(self) -> bool:
        """Whether the peer has said that no more will come, and everything has."""
        return self.receiver.finished

    def finish(self, now_s: float) -> None:
        """Half-close: send FIN after everything written (RFC 9293 section 3.6). May be called again."""
        if self.state in HANDSHAKING:
            self.abort(ResetCode.CLOSED, "closed before it was open", now_s)
            return
        self._move(Input.FINISH)
        self.sender.finishing = self.state is not State.CLOSED

    def stop_reading(self, now_s: float) -> None:
        """The application will not read again; bytes that it has not read, or that still come, reset the peer."""
        self._read_closed = True
        if self.readable_bytes:
            self.abort(ResetCode.CLOSED, "closed before everything was read", now_s)

    def abort(self, code: ResetCode, reason: str, now_s: float) -> None:
        """End at once and tell the peer why."""
        if self._farewell is None and self.state is not State.CLOSED:
            self._end(None, Reset(code, reason), now_s)

    def forsake(self, now_s: float) -> None:
        """End at once and say nothing to the peer, nor go on saying it: the endpoint may forget the connection."""
        self._end(None, None, now_s)
        self._farewell = Farewell(None, now_s, once=False)
        self.handshaking.let_go()

    def statistics(self, now_s: float) -> TransportStatistics:
        """A snapshot of everything."""
        return self._snapshots.take(self.state, is_open=self._open, now_s=now_s)

    # Below, nothing is called from outside.

    @property
    def _open(self) -> bool:
        return self.state is not State.CLOSED and self.state not in HANDSHAKING and self._farewell is None

    def _move(self, received: Input) -> None:
        self.state = following_state(self.state, received)

    def _tell_of_room(self, read_bytes: int, now_s: float) -> None:
        if read_bytes and self.receiver.window_update_due():
            self.receiver.acknowledging.owe(0, 0.0, now_s, at_once=True)

    def _handle_train(
        self,
        batch: memoryview,
        at: int,
        datagram_bytes: int,
        address: Address,
        now_s: float,
        places: PacketPlaces | None,
    ) -> int:
        receiver = self.receiver
        before = receiver.counters.segments_received
        newest = receiver.acknowledging.received.last[1] if receiver.acknowledging.received else 0
        at = receiver.receive_train(batch, at, datagram_bytes, self.sender.rtt.smoothed_s, now_s, places)
        if receiver.counters.segments_received != before:
            moved = receiver.acknowledging.received.last[1] > newest
            self._heard(address if moved else self.address, now_s)
            if self._read_closed:
                self._end(None, Reset(ResetCode.CLOSED, "nobody reads here any more"), now_s)
        return at

    def _handle_one(self, datagram: memoryview, address: Address, now_s: float) -> None:
        header = parse_header(datagram)
        if header is None:
            self.opener.damaged_packets += 1
        elif header.type in HANDSHAKE_TYPES or header.type in _PUBLIC_TYPES:
            payload = unseal(PUBLIC_AEAD, datagram)
            if payload is None:
                self.opener.damaged_packets += 1
            elif self._farewell is None and self.state is not State.CLOSED:
                self._handle_public(header, payload, len(datagram), now_s)
        elif self.opener.keys is None:
            if sum(len(kept) for kept, _ in self._early) + len(datagram) <= EARLY_BYTES:
                self._early.append((bytes(datagram), address))
        else:
            payload = self.opener.open(header, datagram)
            if payload is not None:
                self._handle_protected(header, payload, address, now_s)

    def _handle_public(self, header: Header, payload: bytes, size: int, now_s: float) -> None:
        if header.type is PacketType.REFUSAL:
            self._handle_refusal(payload, now_s)
        elif header.type is PacketType.VERSION:
            if self.state is State.SYN_SENT:
                raise other_version(parse_versions(payload))
        elif header.type is PacketType.COOKIE:
            if self.state is State.SYN_SENT:
                self._opening.handle_cookie(payload[:MAX_COOKIE_BYTES])
        else:
            self._handle_handshake(header, payload, size, now_s)

    def _handle_refusal(self, payload: bytes, now_s: float) -> None:
        refusal = parse_reset(payload)
        if self.state is not State.SYN_SENT:
            self.handle_unreachable(now_s)
        elif refusal.code is ResetCode.REFUSED:
            self._end(refused(self.address), None, now_s)
        else:
            self._end(HandshakeFailed(refusal.reason or "The other side refused the connection."), None, now_s)

    def _handle_handshake(self, header: Header, payload: bytes, size: int, now_s: float) -> None:
        if not self._opening.handle_packet(header, payload, size, now_s, is_open=self._open):
            return
        if self._open:
            # Anyone who recorded the beginning can send it again: it does not show that the peer still lives.
            self.receiver.acknowledging.owe(0, 0.0, now_s, at_once=True)
            return
        self._last_heard_s = now_s
        if self._opening.complete:
            self._establish(now_s)
            early, self._early = self._early, []
            for datagram, address in early:
                self._handle_one(memoryview(datagram), address, now_s)

    def accept_syn(self, now_s: float) -> None:
        """The dispatcher made this connection for a SYN, which it hands in next."""
        self._move(Input.RECEIVE_SYN)
        self._last_heard_s = now_s
        self._opening.begin(now_s)

    def _establish(self, now_s: float) -> None:
        own, others, peer = self._opening.keys()
        self.sealer.install(own)
        self.opener.install(others)
        self.sender.open(peer.window_bytes, peer.mss_bytes, now_s)
        self._idle_timeout_s = min(self._idle_timeout_s, peer.idle_timeout_ms / 1000)
        # The peer's SYN or SYN+ACK was its packet 0: from now on there is something to acknowledge.
        self.receiver.acknowledging.note(0, 1, now_s)
        self._move(Input.HANDSHAKE_COMPLETE)
        self._events.append(Established(self.handshaking.channel.peer_fingerprint))
        if not self.is_client:
            # The client's packets will prove that it has the keys; this acknowledgement proves it to the client.
            self._opening.confirm()
            self.receiver.acknowledging.owe(0, 0.0, now_s, at_once=True)

    def _handle_protected(self, header: Header, payload: bytes, address: Address, now_s: float) -> None:
        if header.type is PacketType.RESET:
            self._handle_reset(parse_reset(payload), now_s)
            return
        if not self._open:
            return
        receiver = self.receiver
        if header.type is PacketType.DATA and receiver.crowded(header.sequence - receiver.origin):
            return
        newest = receiver.acknowledging.received.last[1] if receiver.acknowledging.received else 0
        receiver.acknowledging.note(header.packet_number, header.packet_number + 1, now_s)
        self._heard(address if header.packet_number >= newest else self.address, now_s)
        if header.type is PacketType.ACK:
            self._handle_acknowledgement(header, payload, now_s)
        elif header.type is PacketType.DATA:
            receiver.accept_payload(header, payload)
            receiver.counters.segments_received += 1
            receiver.acknowledging.owe(1, 0.0, now_s, at_once=True)
        elif header.type is PacketType.FIN:
            duplicate = receiver.accept_fin(header.sequence)
            cumulative, acknowledgement = parse_fin(payload)
            self.sender.acknowledge(cumulative - self.sender.origin, acknowledgement, header.packet_number, now_s)
            self._tracing.fin_received(header, duplicate=duplicate)
            receiver.acknowledging.owe(1, 0.0, now_s, at_once=True)
            if duplicate and self._peer_finished_told:
                self._move(Input.RECEIVE_FIN)
            self._notice_finish_acknowledged(now_s)
        elif header.type is PacketType.PROBE:
            receiver.acknowledging.owe(1, 0.0, now_s, at_once=True)

    def _handle_acknowledgement(self, header: Header, payload: bytes, now_s: float) -> None:
        sender = self.sender
        duplicates = sender.counters.duplicate_acks
        acknowledgement = parse_acknowledgement(payload)
        sender.acknowledge(header.sequence - sender.origin, acknowledgement, header.packet_number, now_s)
        self._tracing.received(header, duplicate=sender.counters.duplicate_acks > duplicates)
        self._notice_finish_acknowledged(now_s)

    def _notice_finish_acknowledged(self, now_s: float) -> None:
        if self.sender.finished and self.state in _FIN_UNACKNOWLEDGED:
            self._move(Input.FIN_ACKNOWLEDGED)
            if self.state is State.CLOSED:
                self._events.append(Terminated(None))
            elif self.state is State.TIME_WAIT:
                self._wait_for_stragglers(now_s)

    def _handle_reset(self, reset: Reset, now_s: float) -> None:
        if self._farewell is not None:
            self._farewell.heard(now_s)
        elif self.state is not State.CLOSED:
            reason = reset.reason or "The other side ended the connection."
            self._end(PeerReset(reason, code=reset.code), Reset(ResetCode.CLOSED, ""), now_s, answer=True)

    def _notice_peer_finished(self, now_s: float) -> None:
        if self._open and self.receiver.finished and not self._peer_finished_told:
            self._peer_finished_told = True
            self._move(Input.RECEIVE_FIN)
            self._events.append(PeerFinished())
            if self.state is State.TIME_WAIT:
                self._wait_for_stragglers(now_s)

    def _wait_for_stragglers(self, now_s: float) -> None:
        self._time_wait_ends_s = now_s + min(3 * self.sender.rtt.rto_s, MAXIMUM_TIME_WAIT_S)

    def _heard(self, address: Address, now_s: float) -> None:
        """A genuine packet came; an address that changed on the way (a NAT's rebinding) is followed."""
        self._last_heard_s = now_s
        self.address = address
        self._opening.confirm()
        if self.opener.generation > self.sealer.generation:
            self.sealer.next_phase()

    def _end(self, error: PtpError | None, farewell: Reset | None, now_s: float, *, answer: bool = False) -> None:
        if self.state is State.CLOSED:
            return
        told = farewell is not None and (self.sealer.ready or self.sealer.remote_id != 0)
        self.error = error
        self._move(Input.TERMINATE)
        self.sender.timer.stop()
        self._opening.stop()
        self._time_wait_ends_s = None
        self._farewell = Farewell(farewell if told else None, now_s, once=answer)
        self._events.append(Terminated(error))

    @property
    def _only_fin_unacknowledged(self) -> bool:
        return self.state in _BOTH_FINISHED and self.sender.unacknowledged == self.sender.buffer.end

    @property
    def _idle_ends_s(self) -> float:
        return self._last_heard_s + self._idle_timeout_s

    def _keep_alive_at_s(self) -> float:
        return max(self._last_heard_s, self._last_sent_s) + self.settings.keep_alive_s

    def _poll(self, out: memoryview, now_s: float) -> tuple[int, int]:
        if self._farewell is not None:
            return self._poll_farewell(self._farewell, out, now_s)
        if self.state is State.CLOSED:
            return 0, 0
        if self._opening.sendable():
            size = self._opening.build(out, now_s)
            return size, size
        if self.state in HANDSHAKING:
            return 0, 0
        if self.sealer.key_is_old and self.sealer.generation == self.opener.generation:
            self.sealer.next_phase()
        train = self.sender.build(out, now_s)
        if train is not None:
            self._tracing.train_sent(train)
            return train.size_bytes, train.datagram_bytes
        return self._poll_control(out, now_s)

    def _poll_control(self, out: memoryview, now_s: float) -> tuple[int, int]:
        receiver, sender = self.receiver, self.sender
        if receiver.acknowledging.due(now_s):
            payload = receiver.acknowledgement(sender.rtt.smoothed_s, now_s)
            sequence = receiver.origin + receiver.cumulative
            self._tracing.sent(PacketType.ACK, self.sealer.next_packet, sequence)
            size = self.sealer.seal_one(out, PacketType.ACK, sequence, payload)
        elif (probe_bytes := sender.next_path_probe()) is not None:
            sender.path_mtu.probe_sent(self.sealer.next_packet, sender.rtt.smoothed_s, now_s)
            padding = bytes(min(probe_bytes, len(out)) - OVERHEAD_BYTES)
            size = self.sealer.seal_one(out, PacketType.PROBE, sender.origin + sender.next, padding)
        elif sender.window_probe.due or now_s >= self._keep_alive_at_s():
            sender.window_probe.sent()
            sequence = sender.origin + sender.next
            self._tracing.sent(PacketType.PROBE, self.sealer.next_packet, sequence)
            size = self.sealer.seal_one(out, PacketType.PROBE, sequence, b"")
        else:
            return 0, 0
        return size, size

    def _fin_payload(self, now_s: float) -> bytes:
        sequence = self.receiver.origin + self.receiver.cumulative
        return encode_fin(sequence, self.receiver.acknowledgement(self.sender.rtt.smoothed_s, now_s))

    def _poll_farewell(self, farewell: Farewell, out: memoryview, now_s: float) -> tuple[int, int]:
        reset = farewell.take(now_s)
        if reset is None:
            return 0, 0
        payload = encode_reset(reset)
        if self.sealer.ready:
            size = self.sealer.seal_one(out, PacketType.RESET, self.sender.origin + self.sender.next, payload)
        else:
            size = self.sealer.seal_public(out, PacketType.REFUSAL, self.sealer.remote_id, 0, 0, payload)
        return size, size


_PUBLIC_TYPES = frozenset({PacketType.REFUSAL, PacketType.VERSION, PacketType.COOKIE})
_BOTH_FINISHED = frozenset({State.CLOSING, State.LAST_ACK})
_FIN_UNACKNOWLEDGED = frozenset({State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK})
