"""Makes packets of a connection and opens those of its peer: packet numbers, keys, key phases.

Both directions change keys together (RFC 9001 section 6): whoever has sealed enough packets begins, the other
follows with its next packet. Numbers are skipped now and then, so that a peer that acknowledges what it never
received is found out (RFC 9000 section 21.4).
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag

from ptp_core.security.packet_protection import PACKETS_PER_KEY, PUBLIC_AEAD, DirectionKeys, seal, unseal
from ptp_core.wire.packet import (
    HEADER,
    KEY_PHASE_FLAG,
    OVERHEAD_BYTES,
    Header,
    PacketType,
    cut,
    encode_header,
    first_word,
)
from ptp_core.wire.packet_places import PacketPlaces

SKIPPED_REMEMBERED = 32
_SKIP_EVERY_TRAINS = 61


class PacketSealer:
    """One direction out: gives out packet numbers, writes headers, encrypts in place."""

    def __init__(self, packets_per_key: int = PACKETS_PER_KEY) -> None:
        self.next_packet = 0
        self.remote_id = 0
        self.generation = 0
        self.skipped: list[int] = []
        self._keys: DirectionKeys | None = None
        self._packets_per_key = packets_per_key
        self._key_since = 0
        self._trains = 0
        self._places = PacketPlaces(memoryview(b""), 0)

    def install(self, keys: DirectionKeys) -> None:
        """Packets from now on are protected."""
        self._keys = keys
        self._key_since = self.next_packet

    @property
    def phase(self) -> int:
        """The flag that tells this generation of keys from the one before and after."""
        return self.generation & KEY_PHASE_FLAG

    @property
    def ready(self) -> bool:
        """Whether keys are installed."""
        return self._keys is not None

    @property
    def key_is_old(self) -> bool:
        """Whether it is time to begin a new phase."""
        return self.next_packet - self._key_since >= self._packets_per_key

    def next_phase(self) -> None:
        """Seal with the next keys from now on."""
        assert self._keys is not None
        self.generation += 1
        self.install(self._keys.following())

    def seal_train(self, out: memoryview, data: memoryview, sequence: int, segment_bytes: int) -> int:
        """Write `data` as DATA packets of `segment_bytes` each into `out`; returns the bytes written."""
        assert self._keys is not None
        encrypt_into = self._keys.aead.encrypt_into
        pack_into = HEADER.pack_into
        word = first_word(PacketType.DATA, self.phase, self.remote_id)
        number = self.next_packet
        whole, rest = divmod(len(data), segment_bytes)
        read = 0
        for header, nonce, sealed in self._places_in(out, segment_bytes + OVERHEAD_BYTES).first(whole)[:whole]:
            pack_into(header, 0, word, number, sequence + read)
            encrypt_into(nonce, data[read : read + segment_bytes], header, sealed)
            number += 1
            read += segment_bytes
        at = whole * (segment_bytes + OVERHEAD_BYTES)
        if rest:
            ((header, nonce, sealed),) = PacketPlaces(out[at:], rest + OVERHEAD_BYTES).first(1)
            pack_into(header, 0, word, number, sequence + read)
            encrypt_into(nonce, data[read:], header, sealed)
            number += 1
            at += rest + OVERHEAD_BYTES
        self.next_packet = number
        self._trains += 1
        if self._trains % _SKIP_EVERY_TRAINS == 0:
            self._skip_one()
        return at

    def _places_in(self, out: memoryview, packet_bytes: int) -> PacketPlaces:
        if self._places.buffer is not out or self._places.packet_bytes != packet_bytes:
            self._places = PacketPlaces(out, packet_bytes)
        return self._places

    def seal_one(self, out: memoryview, packet_type: PacketType, sequence: int, payload: bytes) -> int:
        """Write one packet without stream bytes; returns its size."""
        assert self._keys is not None
        header = encode_header(packet_type, self.phase, self.remote_id, self.next_packet, sequence)
        self.next_packet += 1
        packet = seal(self._keys.aead, header, payload)
        out[: len(packet)] = packet
        return len(packet)

    def seal_public(
        self,
        out: memoryview,
        packet_type: PacketType,
        connection_id: int,
        flags: int,
        sequence: int,
        payload: bytes,
    ) -> int:
        """Write one handshake packet, sealed against damage only; returns its size."""
        header = encode_header(packet_type, flags, connection_id, self.next_packet, sequence)
        self.next_packet += 1
        packet = seal(PUBLIC_AEAD, header, payload)
        out[: len(packet)] = packet
        return len(packet)

    def _skip_one(self) -> None:
        self.skipped.append(self.next_packet)
        self.next_packet += 1
        del self.skipped[:-SKIPPED_REMEMBERED]

    def forget_skipped(self, before: int) -> None:
        """Numbers below `before` are settled and will not be looked at again."""
        while self.skipped and self.skipped[0] < before:
            del self.skipped[0]


class PacketOpener:
    """One direction in: opens packets of this key phase, the one before and the one after."""

    def __init__(self) -> None:
        self.local_id = 0
        self.generation = 0
        self.damaged_packets = 0
        self.keys: DirectionKeys | None = None
        self._previous: DirectionKeys | None = None
        self._following: DirectionKeys | None = None
        self._phase_since_packet = 0

    def install(self, keys: DirectionKeys) -> None:
        """Protected packets can be opened from now on."""
        self.keys = keys
        self._following = keys.following()

    @property
    def phase(self) -> int:
        """The flag of the current generation of keys."""
        return self.generation & KEY_PHASE_FLAG

    @property
    def data_word(self) -> int:
        """The first header word of plain data packets in this phase; -1 without keys."""
        return first_word(PacketType.DATA, self.phase, self.local_id) if self.keys else -1

    def open(self, header: Header, datagram: memoryview) -> bytes | None:
        """The payload of a protected packet, or None (and counted) when it is not genuine."""
        if self.keys is None:
            return None
        if header.flags & KEY_PHASE_FLAG == self.phase:
            payload = unseal(self.keys.aead, datagram)
        elif self._previous is not None and header.packet_number < self._phase_since_packet:
            payload = unseal(self._previous.aead, datagram)
        else:
            payload = self._open_following(header, datagram)
        if payload is None:
            self.damaged_packets += 1
        return payload

    def open_into(self, batch: memoryview, at: int, stop: int, place: memoryview) -> bool:
        """Decrypt the data packet `batch[at:stop]` of this phase straight into `place`; False when not genuine."""
        assert self.keys is not None
        header, nonce, body = cut(batch, at, stop)
        try:
            self.keys.aead.decrypt_into(nonce, body, header, place)
        except InvalidTag:
            self.damaged_packets += 1
            return False
        return True

    def _open_following(self, header: Header, datagram: memoryview) -> bytes | None:
        assert self._following is not None
        payload = unseal(self._following.aead, datagram)
        if payload is not None:
            self._previous = self.keys
            self.generation += 1
            self._phase_since_packet = header.packet_number
            self.install(self._following)
        return payload
