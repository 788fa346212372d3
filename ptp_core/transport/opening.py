"""How a connection opens: SYN, SYN+ACK, ACK with the secure handshake inside, and the keys that come of it.

    client                                   server
    SYN, in two datagrams     ->
                              <-             SYN+ACK, in two datagrams
    ACK, and data at once     ->
                              <-             the first protected packet: now the client knows that all is well

Packets here are sealed against damage only. They obey a retransmission timer of the same class as data does. On a
lossy path that alone would cost most of the start: nothing is known of the round trip yet. A client therefore says its
first words twice, and since a server repeats its answer to words that it has heard before, and a client its own to that
answer, each step goes twice.
Called by the connection, under its lock.
"""

from __future__ import annotations

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.errors import HandshakeFailed
from ptp_core.security.packet_protection import DirectionKeys
from ptp_core.sentences import declare
from ptp_core.transport.address import Address
from ptp_core.transport.handshaking import HandshakeFactory, Handshaking
from ptp_core.transport.packet_sealing import PacketSealer
from ptp_core.transport.receiver import Receiver
from ptp_core.transport.retransmission_timer import RetransmissionTimer
from ptp_core.transport.sender import Sender
from ptp_core.transport.tracing import Tracing
from ptp_core.wire.handshake import encode_fragment, parse_fragment
from ptp_core.wire.packet import MINIMUM_PATH_MTU_BYTES, Header, PacketType
from ptp_core.wire.parameters import TransportParameters, encode_parameters, parse_parameters

_CHANGED_ON_THE_WAY = declare(
    "handshake-changed", "Somebody on the way changed the beginning of the connection."
)()

# A person waits for the connection: backing off further would only use up the time-out.
MAXIMUM_RTO_S = 2.0
# Packets that overtake the end of the handshake are kept until there are keys to open them (RFC 9001 section 5.7).
EARLY_BYTES = 128 * 1024
# A local server has answered by then.
SECOND_COPY_AFTER_S = 0.01


class Opening:
    """The handshake of one connection. `confirmed` once a protected packet has come from the peer."""

    def __init__(
        self,
        factory: HandshakeFactory,
        parameters: TransportParameters,
        *,
        is_client: bool,
        local_id: int,
        sealer: PacketSealer,
        sender: Sender,
        receiver: Receiver,
        tracing: Tracing,
        second_copy: bool,
    ) -> None:
        self.handshaking = Handshaking(factory(is_client, encode_parameters(parameters)), is_client=is_client)
        self.timer = RetransmissionTimer()
        self.began_s = 0.0
        self.confirmed = False
        self._parameters = parameters
        self._is_client = is_client
        self._local_id = local_id
        self._sealer = sealer
        self._sender = sender
        self._receiver = receiver
        self._tracing = tracing
        self._repeated = False
        self._early: list[tuple[bytes, Address]] = []
        self._second_copy = second_copy and is_client
        self._second_copy_at_s: float | None = None

    @property
    def complete(self) -> bool:
        """Whether this side has all that it needs to make keys."""
        return self.handshaking.channel.complete

    def sendable(self) -> bool:
        """Whether a handshake packet waits and may leave now."""
        wanted = self.handshaking.pending and (not self.complete or not self.confirmed or self._repeated)
        return wanted and self.handshaking.may_send(MINIMUM_PATH_MTU_BYTES)

    @property
    def deadline_s(self) -> float | None:
        """When `handle_timer` has something to do."""
        timer_s, copy_s = self.timer.deadline_s, self._second_copy_at_s
        if timer_s is None or copy_s is None:
            return copy_s if timer_s is None else timer_s
        return min(timer_s, copy_s)

    def begin(self, now_s: float) -> None:
        """The first packet leaves, or has come."""
        self.began_s = now_s
        if self._second_copy:
            self._second_copy_at_s = now_s + SECOND_COPY_AFTER_S

    def stop(self) -> None:
        """The connection is over."""
        self.timer.stop()
        self._second_copy_at_s = None

    def handle_timer(self, now_s: float) -> None:
        """Send again what the peer is not known to have."""
        if self._second_copy_at_s is not None and now_s >= self._second_copy_at_s:
            self._second_copy_at_s = None
            self.handshaking.repeat()
        if self.timer.expired(now_s):
            self._repeat()
            self._sender.rtt.back_off()

    def handle_cookie(self, cookie: bytes) -> None:
        """The server is busy and wants proof of this side's address first."""
        if not self.handshaking.cookie:
            self.handshaking.cookie = cookie
            self._repeat()

    def handle_packet(self, header: Header, payload: bytes, size_bytes: int, now_s: float, *, is_open: bool) -> bool:
        """Take in a handshake packet; False when it is none of ours. Raises HandshakeFailed, ProtocolViolation."""
        fragment = parse_fragment(payload)
        handshaking = self.handshaking
        expected = {PacketType.SYN_ACK} if self._is_client else {PacketType.SYN, PacketType.HANDSHAKE_ACK}
        if header.type not in expected:
            return False
        handshaking.datagram_bytes_received += size_bytes
        first_word_of_peer = not self._sealer.remote_id
        self._second_copy_at_s = None
        if header.type is not PacketType.HANDSHAKE_ACK and first_word_of_peer:
            self._sealer.remote_id = fragment.source_connection_id
            self._receiver.origin = header.sequence + 1
        if (self._is_client and first_word_of_peer) or (
            header.type is PacketType.HANDSHAKE_ACK and not handshaking.validated
        ):
            handshaking.validated = True
            if not self._repeated:
                self._sender.rtt.sample(now_s - self.began_s, 0.0, now_s)
        # Each step takes two datagrams and is one line of a log; the third does not begin its side's stream.
        if not self.complete if header.type is PacketType.HANDSHAKE_ACK else fragment.offset == 0:
            self._tracing.received(header)
        if handshaking.receive(fragment):
            self.timer.new_data_acknowledged(
                now_s, self._rto_s, outstanding=not self.confirmed and not handshaking.pending
            )
        elif not self._is_client and not is_open:
            handshaking.repeat()
        if is_open and self._is_client and not self.confirmed:
            # The server repeats itself, so it has not heard the end of the handshake.
            self._repeat()
        return True

    def keep_early(self, datagram: memoryview, address: Address) -> None:
        """A protected packet has overtaken the end of the handshake."""
        if sum(len(kept) for kept, _ in self._early) + len(datagram) <= EARLY_BYTES:
            self._early.append((bytes(datagram), address))

    def take_early(self) -> list[tuple[bytes, Address]]:
        """The packets that were kept, now that there are keys."""
        early, self._early = self._early, []
        return early

    def confirm(self) -> None:
        """The peer has shown that it has the keys."""
        if not self.confirmed:
            self.confirmed = True
            self.timer.stop()

    def keys(self) -> tuple[DirectionKeys, DirectionKeys, TransportParameters]:
        """Keys of this side, keys of the peer, the peer's parameters. Raises HandshakeFailed, ProtocolViolation."""
        channel = self.handshaking.channel
        peer = parse_parameters(channel.peer_parameters)
        best = max(set(peer.versions) & set(self._parameters.versions), default=0)
        if peer.initial_sequence + 1 != self._receiver.origin or not peer.version == best == PROTOCOL_VERSION:
            raise HandshakeFailed(_CHANGED_ON_THE_WAY)
        client_secret, server_secret = channel.packet_secrets()
        own, others = (client_secret, server_secret) if self._is_client else (server_secret, client_secret)
        fast_aes = peer.fast_aes and self._parameters.fast_aes
        return DirectionKeys(own, fast_aes=fast_aes), DirectionKeys(others, fast_aes=fast_aes), peer

    def build(self, out: memoryview, now_s: float) -> int:
        """Write the next handshake packet into `out`; returns its size. Only when `sendable`."""
        handshaking = self.handshaking
        if self._is_client:
            kind = PacketType.HANDSHAKE_ACK if self.complete else PacketType.SYN
        else:
            kind = PacketType.SYN_ACK
        fragment = handshaking.next_fragment(self._local_id)
        is_syn = kind is PacketType.SYN
        sequence = self._receiver.origin if kind is PacketType.HANDSHAKE_ACK else self._sender.board.origin - 1
        if fragment.offset == 0 or (kind is PacketType.HANDSHAKE_ACK and not self.confirmed):
            self._tracing.sent(kind, self._sealer.next_packet, sequence)
        size = self._sealer.seal_public(
            out,
            kind,
            self._local_id if is_syn else self._sealer.remote_id,
            PROTOCOL_VERSION if is_syn else 0,
            sequence,
            encode_fragment(fragment, padded=kind is not PacketType.HANDSHAKE_ACK),
        )
        handshaking.datagram_bytes_sent += size
        if not self.confirmed:
            self.timer.segment_sent(now_s, self._rto_s)
        return size

    @property
    def _rto_s(self) -> float:
        return min(self._sender.rtt.rto_s, MAXIMUM_RTO_S)

    def _repeat(self) -> None:
        self._repeated = True
        self.handshaking.repeat()
