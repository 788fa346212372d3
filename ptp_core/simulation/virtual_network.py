"""A network without wires and a clock without time: the worlds that simulated endpoints live in.

What one world sends is at once before the other that has the address; delay, loss and the like are the endpoints' own
conditioners'. Whoever drives the endpoints moves the clock.
"""

from __future__ import annotations

from ptp_core.network.world import Batch
from ptp_core.transport.address import Address


class VirtualNetwork:
    """The clock and who is where. `now_s` may be set, and never goes back."""

    def __init__(self, now_s: float) -> None:
        self.now_s = now_s
        self._worlds: dict[Address, VirtualWorld] = {}

    def join(self, address: Address) -> VirtualWorld:
        """A world at this address."""
        world = self._worlds[address] = VirtualWorld(self, address)
        return world

    def move(self, world: VirtualWorld, address: Address) -> None:
        """A world is at another address from now on, as behind a NAT that forgot it; the old one is nobody's."""
        self._worlds.pop(world.address, None)
        self._worlds[address] = world
        world.address = address

    def deliver(self, datagram: bytes, source: Address, target: Address) -> None:
        """Put a datagram before whoever is at `target`; nobody there loses it without a word."""
        world = self._worlds.get(target)
        if world is not None:
            world.arrived.append((datagram, source))


class VirtualWorld:
    """See `World`. `arrived` waits to be received; a `cut_off` one sends into the void."""

    forbids_fragments = True
    receive_buffer_bytes = 0
    socket_drops = 0
    drained = True

    def __init__(self, network: VirtualNetwork, address: Address) -> None:
        self.address = address
        self.sends_batches = True
        self.cut_off = False
        self.arrived: list[tuple[bytes, Address]] = []
        self._network = network

    def now_s(self) -> float:
        """The network's clock."""
        return self._network.now_s

    def send(self, batch: memoryview, datagram_bytes: int, address: Address) -> int:
        """There is always room."""
        if not self.cut_off:
            for at in range(0, len(batch), datagram_bytes):
                self._network.deliver(bytes(batch[at : at + datagram_bytes]), self.address, address)
        return len(batch)

    def receive(self) -> list[Batch]:
        """Each datagram by itself."""
        arrived, self.arrived = self.arrived, []
        return [Batch(memoryview(datagram), len(datagram), address, None) for datagram, address in arrived]

    def wait(self, timeout_s: float, *, for_room: bool) -> tuple[bool, bool]:
        """Nobody waits here: the clock is moved from outside."""
        return bool(self.arrived), for_room

    def wake(self) -> None:
        """Nobody sleeps here."""

    def close(self) -> None:
        """There is nothing to give back."""
