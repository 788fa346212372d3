"""A bad link on purpose: seeded loss, delay, rate and the like, put on what one side sends.

Sans-IO: time and datagrams come in as arguments, and nothing is sent here. The endpoint, the simulated network of the
tests and the laboratory use this one class. The stages come in the order of a real path: loss, damage, a bottleneck
with a drop-tail queue, then delay.

What happens to a data segment follows from the seed, its offset in the stream and how often that offset was submitted,
never from timing or from other packets: the same seed and file lose the same segments in every run. Everything else
draws from one sequential stream. Not thread-safe: it belongs to the thread that sends.
"""

from __future__ import annotations

import heapq
import random
from collections import OrderedDict, deque
from collections.abc import Callable
from hashlib import blake2b
from itertools import islice
from struct import Struct
from typing import NamedTuple

from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.network.addresses import SocketAddress
from ptp_core.transport.trace import DropCause
from ptp_core.wire.packet import Header, PacketType, parse_header

HELD_LIMIT_BYTES = 256 * 1024 * 1024
REORDER_HOLD_S = 0.005
IPV4_UDP_HEADERS_BYTES = 28
# A reordered datagram on a slow link without delay is held for this many of its own transmission times.
_REORDER_HOLD_SLOTS = 4
_OFFSETS_KEPT = 262_144
_FLOWS_KEPT = 1024
_SYNS_KEPT = 64
_KEY = Struct(">QQQ")
_WORDS = Struct(">7Q")
_WORD_LIMIT = 1 << 64


class Conditioner:
    """Takes datagrams by `submit`, gives those that are due by `poll`. `settings` holds until `change`.

    `classify` reads a datagram's header, or gives None for what is no packet; it sees what was submitted, undamaged.

    Attributes: `drop_cause` is why the last datagram that was dropped was.
    """

    def __init__(
        self, settings: ConditionerSettings, *, classify: Callable[[bytes], Header | None] = parse_header
    ) -> None:
        self.drop_cause = DropCause.CHANCE
        self._classify = classify
        self._random = random.Random(settings.seed)
        self.change(settings)
        self._attempts = _AttemptCounter()
        self._burst_left = 0
        self._link_free_at = 0.0
        self._held: list[tuple[float, int, bytes, SocketAddress]] = []
        self._held_bytes = 0
        self._serial = 0
        self._dropped = 0

    @property
    def settings(self) -> ConditionerSettings:
        """What the link is like now."""
        return self._settings

    @property
    def active(self) -> bool:
        """Whether the link does anything at all."""
        return self._active

    @property
    def dropped(self) -> int:
        """How many datagrams were lost here: by chance, in a burst, too large, or at the end of a full queue."""
        return self._dropped

    @property
    def held_bytes(self) -> int:
        """Bytes submitted and not polled yet; at most HELD_LIMIT_BYTES."""
        return self._held_bytes

    def backlog_bytes(self, now: float) -> float:
        """What waits for the bottleneck at `now`, in bytes; 0 without a rate."""
        return max(0.0, self._link_free_at - now) * self._settings.rate_bps / 8

    def change(self, settings: ConditionerSettings) -> None:
        """The link is another one from now on; what is held already leaves as it would have."""
        self._settings = settings
        self._active = settings.active
        self._largest_packet_bytes = settings.largest_packet_bytes
        self._chancy = any(
            (
                settings.drop,
                settings.burst_drop,
                settings.jitter_s,
                settings.reorder,
                settings.duplicate,
                settings.corrupt,
            )
        )

    def submit(
        self, data: bytes, address: SocketAddress, now: float, overrule: Callable[[Fate], Fate] | None = None
    ) -> bool:
        """Take one datagram at `now` (seconds, never going back). False when it was dropped.

        `overrule` changes what chance has in store for it; chance has been asked all the same, so that everything
        else meets what it would have met.
        """
        fate = self._fate(data) if self._chancy else _PLAIN
        if overrule is not None:
            fate = overrule(fate)
        if fate.lost or len(data) + IPV4_UDP_HEADERS_BYTES > self._largest_packet_bytes:
            self.drop_cause = fate.lost or DropCause.TOO_LARGE
            self._dropped += 1
            return False
        if fate.damaged_bit >= 0:
            data = _flip(data, fate.damaged_bit)
        if not self._enqueue(data, address, now, fate):
            self.drop_cause = DropCause.QUEUE_FULL
            self._dropped += 1
            return False
        if fate.duplicated:
            self._enqueue(data, address, now, fate)
        return True

    def poll(self, now: float) -> list[tuple[bytes, SocketAddress]]:
        """The datagrams that are due at `now`, in the order in which they leave the link."""
        due = []
        while (following := self.poll_one(now)) is not None:
            due.append(following)
        return due

    def poll_one(self, now: float) -> tuple[bytes, SocketAddress] | None:
        """The first datagram that is due at `now`, or None: the rest stays here while there is no room for it."""
        if not self._held or self._held[0][0] > now:
            return None
        _at, _serial, data, address = heapq.heappop(self._held)
        self._held_bytes -= len(data)
        return data, address

    def next_deadline(self) -> float | None:
        """When the next datagram is due, or None when nothing is held."""
        return self._held[0][0] if self._held else None

    def _enqueue(self, data: bytes, address: SocketAddress, now: float, fate: Fate) -> bool:
        settings = self._settings
        if self._held_bytes + len(data) > HELD_LIMIT_BYTES:
            return False
        departure, transmission_s = now, 0.0
        if settings.rate_bps:
            backlog_s = max(0.0, self._link_free_at - now)
            if backlog_s and backlog_s * settings.rate_bps / 8 + len(data) > settings.queue_bytes:
                return False
            transmission_s = len(data) * 8 / settings.rate_bps
            departure = self._link_free_at = now + backlog_s + transmission_s
        if not fate.reordered:
            due = departure + settings.delay_s + fate.jitter_s
        elif settings.delay_s:
            due = departure
        else:
            due = departure + max(REORDER_HOLD_S, _REORDER_HOLD_SLOTS * transmission_s)
        heapq.heappush(self._held, (due, self._serial, data, address))
        self._serial += 1
        self._held_bytes += len(data)
        return True

    def _fate(self, data: bytes) -> Fate:
        settings = self._settings
        header = self._classify(data)
        attempt = self._attempts.count(header) if header is not None else None
        if attempt is None:
            words = tuple(self._random.getrandbits(64) for _ in range(7))
        else:
            key = _KEY.pack(settings.seed % _WORD_LIMIT, attempt.offset % _WORD_LIMIT, attempt.number)
            words = _WORDS.unpack(blake2b(key, digest_size=_WORDS.size).digest())
        drop, burst, reorder, duplicate, corrupt, jitter, bit = words
        droppable = attempt is not None or not settings.data_only
        lost = DropCause.CHANCE if droppable and drop < settings.drop * _WORD_LIMIT else None
        if self._burst_left:
            self._burst_left -= 1
            lost = lost or DropCause.BURST
        elif burst < settings.burst_drop * _WORD_LIMIT:
            self._burst_left = settings.burst_length - 1
            lost = lost or DropCause.BURST
        damaged = data and corrupt < settings.corrupt * _WORD_LIMIT
        return Fate(
            lost=lost,
            reordered=reorder < settings.reorder * _WORD_LIMIT,
            duplicated=duplicate < settings.duplicate * _WORD_LIMIT,
            damaged_bit=bit % (len(data) * 8) if damaged else -1,
            jitter_s=settings.jitter_s * jitter / _WORD_LIMIT,
        )


class Fate(NamedTuple):
    """What chance has in store for one datagram; `lost` is why, or None, `damaged_bit` is -1 for none."""

    lost: DropCause | None
    reordered: bool
    duplicated: bool
    damaged_bit: int
    jitter_s: float


_PLAIN = Fate(lost=None, reordered=False, duplicated=False, damaged_bit=-1, jitter_s=0.0)


class _Attempt(NamedTuple):
    """The `number`th time (from 1) that the data segment at `offset` of its stream is submitted."""

    offset: int
    number: int


class _Flow(NamedTuple):
    """One direction of a connection: the sequence number of its SYN, and how often each offset was seen."""

    origin: int
    seen: dict[int, int]


class _AttemptCounter:
    """Counts how often each offset of each stream was submitted, in bounded memory."""

    def __init__(self) -> None:
        self._flows: OrderedDict[int, _Flow] = OrderedDict()
        self._syns: deque[int] = deque(maxlen=_SYNS_KEPT)

    def count(self, header: Header) -> _Attempt | None:
        """The attempt that this packet is, or None when it carries no data."""
        if header.type is PacketType.SYN:
            if header.sequence not in self._syns:
                self._syns.append(header.sequence)
            return None
        if header.type is PacketType.SYN_ACK:
            flow = self._flows.get(header.connection_id)
            if flow is None or flow.origin != header.sequence:
                self._remember(header.connection_id, header.sequence)
            return None
        if header.type is not PacketType.DATA:
            return None
        flow = self._flows.get(header.connection_id)
        if flow is None:
            flow = self._remember(header.connection_id, self._origin_of(header.sequence))
        offset = header.sequence - flow.origin - 1
        number = flow.seen[offset] = flow.seen.get(offset, 0) + 1
        if len(flow.seen) > _OFFSETS_KEPT:
            # Insertion order is the order of first sending: the front is far below the newest offset.
            for old in list(islice(flow.seen, _OFFSETS_KEPT // 2)):
                del flow.seen[old]
        return _Attempt(offset, number)

    def _origin_of(self, sequence: int) -> int:
        """The SYN that a stream's first data belongs to: data carries the peer's connection id, a SYN one's own.

        Initial sequence numbers are random, so the nearest one below is the one meant.
        """
        return max((origin for origin in self._syns if origin < sequence), default=sequence - 1)

    def _remember(self, connection_id: int, origin: int) -> _Flow:
        if len(self._flows) >= _FLOWS_KEPT:
            self._flows.popitem(last=False)
        flow = self._flows[connection_id] = _Flow(origin, {})
        return flow


def _flip(data: bytes, bit: int) -> bytes:
    damaged = bytearray(data)
    damaged[bit // 8] ^= 1 << bit % 8
    return bytes(damaged)
