"""The emulated link without its devices: rate, delay, a drop-tail queue and random loss, in one direction.

Sans-IO: packets and clock readings are arguments, nothing waits here. A packet first finds room in the queue of the
bottleneck or is dropped, then takes its time on the wire, then may be lost on the way: what is lost was carried and
cost its share of the rate, as on a radio link. The order of packets never changes.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass

PACKET_BYTES = 1500


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What both directions of a link have in common. `loss` is the probability of losing a packet, from 0 to 1."""

    rate_mbits: float
    rtt_ms: float
    loss: float = 0.0
    queue_packets: int | None = None

    @property
    def queue_limit(self) -> int:
        """Packets that may wait at the bottleneck; unless told otherwise, one bandwidth-delay product of full ones."""
        if self.queue_packets is not None:
            return self.queue_packets
        return max(1, round(self.rate_mbits * self.rtt_ms * 1000 / 8 / PACKET_BYTES))

    def __str__(self) -> str:
        words = [f"{self.rate_mbits:g} Mbit/s", f"{self.rtt_ms:g} ms"]
        if self.queue_packets is not None:
            words.append(f"queue {self.queue_packets}")
        if self.loss:
            words.append(f"{self.loss * 100:g} % loss")
        return ", ".join(words)


class OneWayLink:
    """Takes packets by `submit`, gives those that have arrived by `due`. Clock readings never go back.

    Attributes:
        delivered: packets that `due` gave.
        overflowed: packets that found the queue full.
        lost: packets that chance took.
        worst_lateness_s: how long after its time the latest packet was fetched: what the model cannot hold against
            its driver, but its user should.
    """

    def __init__(self, settings: LinkSettings, *, seed: int) -> None:
        self._bits_per_s = settings.rate_mbits * 1e6
        self._delay_s = settings.rtt_ms / 2000
        self._limit = settings.queue_limit
        self._loss = settings.loss
        self._random = random.Random(seed)
        self._free_at_s = 0.0
        self._starts_s: deque[float] = deque()
        self._flying: deque[tuple[float, bytes]] = deque()
        self.delivered = self.overflowed = self.lost = 0
        self.worst_lateness_s = 0.0

    def submit(self, packet: bytes, now_s: float) -> None:
        """A packet reaches the bottleneck."""
        waiting = self._starts_s
        while waiting and waiting[0] <= now_s:
            waiting.popleft()
        if len(waiting) >= self._limit:
            self.overflowed += 1
            return
        start_s = max(now_s, self._free_at_s)
        if start_s > now_s:
            waiting.append(start_s)
        self._free_at_s = start_s + len(packet) * 8 / self._bits_per_s
        if self._loss and self._random.random() < self._loss:
            self.lost += 1
            return
        self._flying.append((self._free_at_s + self._delay_s, packet))

    def next_arrival_s(self) -> float | None:
        """The clock reading at which the next packet arrives, or None when none is on its way."""
        return self._flying[0][0] if self._flying else None

    def due(self, now_s: float) -> list[bytes]:
        """The packets that have arrived, in order."""
        arrived = []
        if self._flying:
            self.worst_lateness_s = max(self.worst_lateness_s, now_s - self._flying[0][0])
        while self._flying and self._flying[0][0] <= now_s:
            arrived.append(self._flying.popleft()[1])
        self.delivered += len(arrived)
        return arrived
