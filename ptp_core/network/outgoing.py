"""The one way out for datagrams: in order, and what the system has no room for waits, within a bound."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from ptp_core.network.world import Unreachable, World
from ptp_core.transport.address import Address

# A whole batch and many answers; connections and the conditioner keep what they have while anything waits here.
WAITING_LIMIT_BYTES = 256 * 1024


class Outgoing:
    """Hands datagrams to the world. Owned by the endpoint's thread.

    Attributes: `dropped` counts datagrams for which there was no room here either.
    """

    def __init__(self, world: World, unreachable: Callable[[], None]) -> None:
        self.dropped = 0
        self._world = world
        self._unreachable = unreachable
        self._waiting: deque[tuple[bytes, int, Address]] = deque()
        self._waiting_bytes = 0

    @property
    def blocked(self) -> bool:
        """Whether something waits for room."""
        return bool(self._waiting)

    def send(self, batch: memoryview, datagram_bytes: int, address: Address) -> None:
        """Send datagrams of one size after all that wait already."""
        taken = 0 if self._waiting else self._hand_over(batch, datagram_bytes, address)
        if taken == len(batch):
            return
        if self._waiting_bytes + len(batch) - taken > WAITING_LIMIT_BYTES:
            self.dropped += -(-(len(batch) - taken) // datagram_bytes)
            return
        self._waiting.append((bytes(batch[taken:]), datagram_bytes, address))
        self._waiting_bytes += len(batch) - taken

    def flush(self) -> bool:
        """Send what waits, as far as there is room; whether anything went."""
        before_bytes = self._waiting_bytes
        while self._waiting:
            batch, datagram_bytes, address = self._waiting.popleft()
            taken = self._hand_over(memoryview(batch), datagram_bytes, address)
            self._waiting_bytes -= taken
            if taken < len(batch):
                self._waiting.appendleft((batch[taken:], datagram_bytes, address))
                break
        return self._waiting_bytes < before_bytes

    def _hand_over(self, batch: memoryview, datagram_bytes: int, address: Address) -> int:
        try:
            return self._world.send(batch, datagram_bytes, address)
        except Unreachable:
            self._unreachable()
            return len(batch)
