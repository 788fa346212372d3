"""What the peer's datagrams, and the network's word of them, do to a connection. Sans-IO.

Nothing in a packet is acted on before it proved genuine; what a peer may not say ends the connection, and raises
nothing here. `Connection` builds on this what the endpoint and the application call. Called under
its lock.
"""

from __future__ import annotations

from collections import deque

from ptp_core.config import PROTOCOL_VERSION, AcknowledgementPolicy, Recovery, TransportSettings
from ptp_core.errors import HandshakeFailed, PeerReset, ProtocolViolation, PtpError, ResetCode
from ptp_core.security.packet_protection import PUBLIC_AEAD, unseal
from ptp_core.sentences import declare, phrase, recognised
from ptp_core.transport.address import Address
from ptp_core.transport.control_packets import ControlPackets, Outgoing
from ptp_core.transport.endings import gone, other_version, refused
from ptp_core.transport.handshaking import HandshakeFactory, Handshaking
from ptp_core.transport.life import Life
from ptp_core.transport.liveness import Liveness
from ptp_core.transport.opening import Opening
from ptp_core.transport.path_validation import PathValidation
from ptp_core.transport.recovery.tail_probe import silence_s
from ptp_core.transport.states import Input, State
from ptp_core.transport.streams import Streams
from ptp_core.transport.trace import SegmentObserver
from ptp_core.wire.acknowledgement import parse_acknowledgement, parse_fin
from ptp_core.wire.handshake import MAX_COOKIE_BYTES, Reset, parse_reset, parse_versions
from ptp_core.wire.packet import HANDSHAKE_TYPES, OVERHEAD_BYTES, Header, PacketType, parse_header
from ptp_core.wire.packet_places import PacketPlaces
from ptp_core.wire.parameters import TransportParameters

_REFUSED = declare("connection-refused", "The other side refused the connection.")()
_ENDED = declare("connection-ended", "The other side ended the connection.")()
_NOBODY_READS = phrase("nobody reads here any more")

# How long "nobody there" must be heard, and nothing else, before an open connection is given up.
UNREACHABLE_PATIENCE_S = 3.0
TIME_WAIT_RTOS = 3
MAXIMUM_TIME_WAIT_S = 1.0
# When this program ends: until the peer would have probed the silence, and a little; twice where something was lost
# before. A time-out has a floor of a fifth of a second, and three of those are longer than most files take.
HURRIED_MARGIN_S = 0.005
HURRIED_PROBES_AWAITED = 2
# Where the server's sequence numbers begin, when both sides' begin at a number that was settled before.
SERVER_SEQUENCE_SHIFT = 1 << 31


class Arrivals(Streams):
    """All parts of a connection, and what arrives for them.

    `socket_buffer_bytes` is what the system keeps of arrived datagrams until they are read, 0 where that is not known;
    `secret` is a few unguessable bytes that nobody else has, for the validation of a peer's new address.
    """

    def __init__(
        self,
        settings: TransportSettings,
        handshake_factory: HandshakeFactory,
        *,
        is_client: bool,
        local_id: int,
        initial_sequence: int,
        secret: bytes,
        address: Address,
        fast_aes: bool,
        now_s: float,
        socket_buffer_bytes: int = 0,
        observer: SegmentObserver | None = None,
    ) -> None:
        super().__init__(settings, local_id, observer)
        self.settings = settings
        self._tracing.now_s = now_s
        self._life = Life(self._tracing.told)
        self.is_client = is_client
        self.local_id = local_id
        self.address = address
        if settings.seeded_sequence is not None:
            shift = 0 if is_client else SERVER_SEQUENCE_SHIFT
            initial_sequence = (settings.seeded_sequence + shift) % (1 << 32)
        self.parameters = TransportParameters(
            version=PROTOCOL_VERSION,
            versions=(PROTOCOL_VERSION,),
            initial_sequence=initial_sequence,
            window_bytes=self.receiver.buffer.capacity_bytes,
            mss_bytes=settings.mss_bytes,
            idle_timeout_ms=int(settings.idle_timeout_s * 1000),
            socket_buffer_bytes=socket_buffer_bytes,
            fast_aes=fast_aes,
        )
        self.sender.board.origin = initial_sequence + 1
        self._opening = Opening(
            handshake_factory,
            self.parameters,
            is_client=is_client,
            local_id=local_id,
            sealer=self.sealer,
            sender=self.sender,
            receiver=self.receiver,
            tracing=self._tracing,
            second_copy=settings.repeats_greeting,
        )
        self._liveness = Liveness(settings.idle_timeout_s, settings.keep_alive_s, now_s)
        self._paths = PathValidation(secret)
        self._control = ControlPackets(
            self.sealer, self.sender, self.receiver, self._paths, self._liveness, self._tracing
        )
        # In a lesson each cause is followed by its effect: what a datagram asks for is built before the next is read.
        self._answers_each = (
            settings.acknowledgement is AcknowledgementPolicy.PER_SEGMENT or settings.recovery is not Recovery.SELECTIVE
        )
        self._built: deque[Outgoing] = deque()
        self._read_closed = False
        self._hurried = False

    def handle_unreachable(self, now_s: float) -> None:
        """The network said that nobody listens at the peer's address: proof at the beginning, a hint later."""
        if self.state is State.SYN_SENT:
            self._end(refused(self.address), None, now_s)
        elif self._is_unanswered:
            self._end(gone(), None, now_s)
        elif self._life.is_open and now_s - self._liveness.last_heard_s >= UNREACHABLE_PATIENCE_S:
            # As when nobody answers at all: with only the last word lost, the peer is done and rightly gone.
            self._end(None if self._only_fin_unacknowledged else gone(), None, now_s)

    @property
    def state(self) -> State:
        """Where the connection is."""
        return self._life.state

    @property
    def handshaking(self) -> Handshaking:
        """The secure handshake: the peer's certificate, and keys for other purposes."""
        return self._opening.handshaking

    def accept_syn(self, now_s: float) -> None:
        """The dispatcher made this connection for a SYN, which it hands in next."""
        self._life.move(Input.RECEIVE_SYN)
        self._liveness.last_heard_s = now_s
        self._opening.begin(now_s)

    def _handle_some(
        self, batch: memoryview, datagram_bytes: int, address: Address, now_s: float, places: PacketPlaces | None
    ) -> None:
        at = 0
        try:
            while at < len(batch):
                start = at
                if self._life.is_open and self.opener.keys is not None:
                    at = self._handle_train(batch, at, datagram_bytes, address, now_s, places)
                if at == start:
                    self._handle_one(batch[at : at + datagram_bytes], address, now_s)
                    at += datagram_bytes
            self._notice_peer_finished(now_s)
        except ProtocolViolation as violation:
            self._end(violation, Reset(violation.code, violation.message), now_s)
        except HandshakeFailed as failure:
            self._end(failure, Reset(ResetCode.HANDSHAKE_FAILED, failure.message), now_s)

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
        newest = receiver.newest_packet
        start = at
        at = receiver.receive_train(batch, at, datagram_bytes, self.sender.rtt.smoothed_s, now_s, places)
        if receiver.counters.segments_received != before:
            self._heard(address, at - start, now_s, newest=receiver.newest_packet > newest)
            if self._read_closed:
                self._end(None, Reset(ResetCode.CLOSED, _NOBODY_READS), now_s)
        return at

    def _handle_one(self, datagram: memoryview, address: Address, now_s: float) -> None:
        header = parse_header(datagram)
        if header is None:
            self.opener.damaged_packets += 1
        elif header.type in HANDSHAKE_TYPES or header.type in _PUBLIC_TYPES:
            payload = unseal(PUBLIC_AEAD, datagram)
            if payload is None:
                self.opener.damaged_packets += 1
            elif not self._life.is_over:
                self._handle_public(header, payload, len(datagram), now_s)
        elif self.opener.keys is None:
            self._opening.keep_early(datagram, address)
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
        if self.state is not State.SYN_SENT and not self._is_unanswered:
            self.handle_unreachable(now_s)
        elif refusal.code is ResetCode.REFUSED:
            self._end(refused(self.address), None, now_s)
        elif refusal.code is ResetCode.UNKNOWN_CONNECTION:
            self._end(gone(), None, now_s)
        else:
            self._end(HandshakeFailed(recognised(refusal.reason) or _REFUSED), None, now_s)

    def _handle_handshake(self, header: Header, payload: bytes, size: int, now_s: float) -> None:
        if not self._opening.handle_packet(header, payload, size, now_s, is_open=self._life.is_open):
            return
        if self._life.is_open:
            # Anyone who recorded the beginning can send it again: it does not show that the peer still lives.
            if not (self._opening.confirmed if self.is_client else self.receiver.counters.segments_received):
                # The last word of the opening may have been lost. Later, what acknowledges data says it as well.
                self.receiver.acknowledging.owe(0, 0.0, now_s, at_once=True)
            return
        self._liveness.last_heard_s = now_s
        if self._opening.complete:
            self._establish(now_s)
            for datagram, address in self._opening.take_early():
                self._handle_one(memoryview(datagram), address, now_s)

    def _establish(self, now_s: float) -> None:
        own, others, peer = self._opening.keys()
        self.sealer.install(own)
        self.opener.install(others)
        self.sender.open(peer, now_s)
        self._liveness.agree(peer.idle_timeout_ms / 1000)
        # The peer's SYN or SYN+ACK was its packet 0: from now on there is something to acknowledge.
        self.receiver.acknowledging.note(0, 1, now_s)
        self._life.established(self.handshaking.channel.peer_fingerprint)
        if not self.is_client:
            # The client's packets will prove that it has the keys; this acknowledgement proves it to the client.
            self._opening.confirm()
            self.receiver.acknowledging.owe(0, 0.0, now_s, at_once=True)

    def _handle_protected(self, header: Header, payload: bytes, address: Address, now_s: float) -> None:
        if header.type is PacketType.RESET:
            self._handle_reset(parse_reset(payload), now_s)
            return
        if not self._life.is_open:
            return
        receiver = self.receiver
        newest = receiver.newest_packet
        self._heard(address, OVERHEAD_BYTES + len(payload), now_s, newest=header.packet_number >= newest)
        if header.type is PacketType.DATA:
            receiver.accept_payload(header, payload, now_s)
            return
        if header.type is PacketType.FIN:
            self._handle_fin(header, payload, now_s)
            return
        receiver.acknowledging.note(header.packet_number, header.packet_number + 1, now_s)
        if header.type is PacketType.ACK:
            self._handle_acknowledgement(header, payload, now_s)
        elif header.type is PacketType.PROBE:
            receiver.acknowledging.owe(1, 0.0, now_s, at_once=True)
        elif header.type is PacketType.PATH_CHALLENGE:
            self._paths.challenged(payload, address)
        elif header.type is PacketType.PATH_RESPONSE and self._paths.answered(payload, address):
            self.address = address

    def _handle_fin(self, header: Header, payload: bytes, now_s: float) -> None:
        duplicate = self.receiver.accept_fin(header, now_s)
        cumulative, acknowledgement = parse_fin(payload)
        sender = self.sender
        self._tracing.hold()
        try:
            sender.acknowledge(cumulative - sender.origin, acknowledgement, header.packet_number, now_s, pure=False)
            self._tracing.fin_received(header, duplicate=duplicate)
        finally:
            self._tracing.release()
        if duplicate and self._life.peer_finished_told:
            self._life.move(Input.RECEIVE_FIN)
        self._notice_finish_acknowledged(now_s)

    def _handle_acknowledgement(self, header: Header, payload: bytes, now_s: float) -> None:
        sender = self.sender
        duplicates = sender.counters.duplicate_acks
        acknowledgement = parse_acknowledgement(payload)
        self._tracing.hold()
        try:
            sender.acknowledge(header.sequence - sender.origin, acknowledgement, header.packet_number, now_s, pure=True)
            self._tracing.received(
                header, duplicate=sender.counters.duplicate_acks > duplicates, packets=acknowledgement.ranges
            )
        finally:
            self._tracing.release()
        self._notice_finish_acknowledged(now_s)

    def _notice_finish_acknowledged(self, now_s: float) -> None:
        if self.sender.finished:
            self._life.fin_acknowledged(self._time_wait_s, now_s)

    def _handle_reset(self, reset: Reset, now_s: float) -> None:
        if self._life.farewell is not None:
            self._life.farewell.heard(now_s)
        elif self.state is not State.CLOSED:
            reason = recognised(reset.reason) or _ENDED
            self._end(PeerReset(reason, code=reset.code), Reset(ResetCode.CLOSED, ""), now_s, answer=True)

    def _notice_peer_finished(self, now_s: float) -> None:
        if self._life.is_open and self.receiver.finished and not self._life.peer_finished_told:
            self._life.peer_finished(self._time_wait_s, now_s)

    def _heard(self, address: Address, size_bytes: int, now_s: float, *, newest: bool) -> None:
        """Genuine packets came, the newest of all or not; an address that changed on the way has to prove itself."""
        self._liveness.last_heard_s = now_s
        if newest:
            if address != self.address:
                self._paths.seen(address, size_bytes, now_s)
            elif self._paths.deadline_s is not None:
                self._paths.forget()
        self._opening.confirm()
        if self.opener.generation > self.sealer.generation:
            self.sealer.next_phase()

    def _end(self, error: PtpError | None, farewell: Reset | None, now_s: float, *, answer: bool = False) -> None:
        if self.state is State.CLOSED:
            return
        told = farewell is not None and (self.sealer.ready or self.sealer.remote_id != 0)
        self._life.end(error, farewell if told else None, now_s, answer=answer)
        self.sender.timer.stop()
        self._opening.stop()

    @property
    def _time_wait_s(self) -> float:
        """How long to stay for a FIN that is repeated because its acknowledgement was lost."""
        rtt = self.sender.rtt
        if not self._hurried:
            return min(TIME_WAIT_RTOS * rtt.rto_s, MAXIMUM_TIME_WAIT_S)
        probed_s = silence_s(rtt.smoothed_s, fin_sent=True) + rtt.smoothed_s / 4 + HURRIED_MARGIN_S
        times = HURRIED_PROBES_AWAITED if self.sender.board.lost_segments else 1
        return min(times * probed_s, MAXIMUM_TIME_WAIT_S)

    @property
    def _is_unanswered(self) -> bool:
        """Whether the server has not shown yet that it heard the end of the handshake: until then it has no keys to
        seal a reset with, and can only refuse."""
        return self.is_client and self._life.is_open and not self._opening.confirmed

    @property
    def _only_fin_unacknowledged(self) -> bool:
        return self._life.awaits_last_word and self.sender.unacknowledged == self.sender.buffer.end


_PUBLIC_TYPES = frozenset({PacketType.REFUSAL, PacketType.VERSION, PacketType.COOKIE})
