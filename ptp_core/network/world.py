"""What an endpoint needs of the world: a clock, datagrams in batches, waiting, and being woken.

`UdpWorld` is the real one. The simulator has another, with a virtual clock, and drives the same endpoint.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from ptp_core.transport.address import Address
from ptp_core.wire.packet_places import PacketPlaces


class Batch(NamedTuple):
    """Consecutive datagrams of one sender: all of `datagram_bytes`, the last may be shorter."""

    data: memoryview
    datagram_bytes: int
    address: Address
    # Those of the receive buffer, when the batch lies at its beginning and is long enough to gain by them.
    places: PacketPlaces | None


class Unreachable(Exception):
    """The network says that nobody listens at the peer's port."""


class WorldLost(Exception):
    """Nothing can be sent or received here any more; `__cause__` is what the system said."""


class World(Protocol):
    """Owned by one endpoint; only `wake` may be called from other threads.

    Attributes: `sends_batches` may be set to False, when batches get lost.
    """

    sends_batches: bool

    @property
    def drained(self) -> bool:
        """Whether the last `receive` left nothing."""

    @property
    def address(self) -> Address:
        """The local address."""

    @property
    def forbids_fragments(self) -> bool:
        """Whether a datagram that is too large for the path is lost, not cut into fragments."""

    @property
    def receive_buffer_bytes(self) -> int:
        """What the system keeps of datagrams that have arrived, overhead included; 0 where that is not known."""

    @property
    def socket_drops(self) -> int:
        """How many datagrams had no room there so far; 0 where that is not known."""

    def now_s(self) -> float:
        """The clock, which never goes back."""

    def send(self, batch: memoryview, datagram_bytes: int, address: Address) -> int:
        """Send datagrams of one size, the last may be shorter; returns the bytes taken, less than all when there is
        no room. Raises Unreachable and WorldLost."""

    def receive(self) -> list[Batch]:
        """What has arrived; the memory is used again by the next call. Raises Unreachable and WorldLost."""

    def wait(self, timeout_s: float, *, for_room: bool) -> tuple[bool, bool]:
        """Until datagrams wait, `wake` is called, or, if asked for, there is room to send; not longer than the
        time-out. Returns whether datagrams wait, and whether there is room. May raise WorldLost."""

    def wake(self) -> None:
        """End a `wait`, or the next one."""

    def close(self) -> None:
        """Give everything back."""
