"""Packets without stream bytes: acknowledgements, probes, path challenges, and the reset that ends a connection.

Called by the connection, under its lock.
"""

from __future__ import annotations

from typing import NamedTuple

from ptp_core.transport.address import Address
from ptp_core.transport.farewell import Farewell
from ptp_core.transport.liveness import Liveness
from ptp_core.transport.packet_sealing import PacketSealer
from ptp_core.transport.path_validation import CHALLENGE_BYTES, PathValidation
from ptp_core.transport.receiver import Receiver
from ptp_core.transport.sender import Sender
from ptp_core.transport.tracing import Tracing
from ptp_core.wire.handshake import encode_reset
from ptp_core.wire.packet import OVERHEAD_BYTES, PacketType


class Outgoing(NamedTuple):
    """Datagrams of `datagram_bytes` each, the last perhaps shorter, for one address: `size_bytes` in all.

    `kept` are their bytes where they were built before they were asked for, else empty.
    """

    size_bytes: int
    datagram_bytes: int
    address: Address
    kept: bytes = b""


class ControlPackets:
    """Builds what is due, one packet at a time."""

    def __init__(
        self,
        sealer: PacketSealer,
        sender: Sender,
        receiver: Receiver,
        paths: PathValidation,
        liveness: Liveness,
        tracing: Tracing,
    ) -> None:
        self._sealer = sealer
        self._sender = sender
        self._receiver = receiver
        self._paths = paths
        self._liveness = liveness
        self._tracing = tracing

    def acknowledgement(self, out: memoryview, now_s: float) -> int:
        """Write the acknowledgement that is due; its size, 0 for none."""
        receiver = self._receiver
        if not receiver.acknowledging.due(now_s):
            return 0
        payload = receiver.acknowledgement(self._sender.rtt.smoothed_s, now_s)
        sequence = receiver.origin + receiver.cumulative
        self._tracing.sent(PacketType.ACK, self._sealer.next_packet, sequence, receiver.acknowledging.named)
        return self._sealer.seal_one(out, PacketType.ACK, sequence, payload)

    def probe(self, out: memoryview, now_s: float) -> int:
        """Write a probe of the path's MTU, of a closed window, or of whether the peer lives; its size, 0 for none."""
        sender = self._sender
        sequence = sender.origin + sender.next
        if (probe_bytes := sender.next_path_probe()) is not None:
            sender.path_mtu.probe_sent(self._sealer.next_packet, sender.rtt.smoothed_s, now_s)
            padding = bytes(min(probe_bytes, len(out)) - OVERHEAD_BYTES)
            return self._sealer.seal_one(out, PacketType.PROBE, sequence, padding)
        if not sender.window.probe.due and now_s < self._liveness.keep_alive_at_s:
            return 0
        if now_s >= self._liveness.keep_alive_at_s:
            self._liveness.asked(now_s)
        sender.window.probe.sent()
        self._tracing.sent(PacketType.PROBE, self._sealer.next_packet, sequence)
        return self._sealer.seal_one(out, PacketType.PROBE, sequence, b"")

    def path_packet(self, out: memoryview, now_s: float) -> tuple[int, Address] | None:
        """Write a challenge or the answer to one; its size, and the address that it is for."""
        if not self._paths.due:
            return None
        kind, said = PacketType.PATH_RESPONSE, self._paths.next_answer()
        if said is None:
            kind = PacketType.PATH_CHALLENGE
            size = OVERHEAD_BYTES + CHALLENGE_BYTES
            said = self._paths.next_challenge(size, self._sender.rtt.smoothed_s, now_s)
        if said is None:
            return None
        sequence = self._sender.origin + self._sender.next
        self._tracing.sent(kind, self._sealer.next_packet, sequence)
        return self._sealer.seal_one(out, kind, sequence, said[0]), said[1]

    def farewell(self, farewell: Farewell, out: memoryview, now_s: float) -> int:
        """Write the reset, if it is time to send it; its size, 0 for none."""
        reset = farewell.take(now_s)
        if reset is None:
            return 0
        payload = encode_reset(reset)
        if self._sealer.ready:
            sequence = self._sender.origin + self._sender.next
            return self._sealer.seal_one(out, PacketType.RESET, sequence, payload)
        return self._sealer.seal_public(out, PacketType.REFUSAL, self._sealer.remote_id, 0, 0, payload)
