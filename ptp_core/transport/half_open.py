"""Places for handshakes that are not finished: few in all, fewer for one network, fewer still for one address.

Nobody is known yet at this point, since a certificate comes with the end of a handshake. Whoever comes therefore always
gets a place, and when there is none, somebody else's: of the same address if that has its share, else of the same
network (`network_of`), else of the network that holds most. The one to go is the oldest of those that have not even
said a whole hello, else the oldest. A flood from one address so displaces itself and nobody else, and a genuine client,
which is done after a round trip, is among the last to go.

Nothing is told to the one that goes: it may be genuine, and then it asks again. Sans-IO; the dispatcher's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ptp_core.transport.address import Address, network_of
from ptp_core.transport.connection import Connection

MAXIMUM_HALF_OPEN = 64
MAXIMUM_OF_NETWORK = 32
# A client has a socket, and so an address and port, for each of its connections.
MAXIMUM_OF_ADDRESS = 4


@dataclass(frozen=True, slots=True)
class _Place:
    connection: Connection
    address: Address


class HalfOpen:
    """Who holds a place, the longest first."""

    def __init__(self) -> None:
        self._places: dict[int, _Place] = {}
        self._by_network: dict[str, dict[int, _Place]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, connection: Connection) -> bool:
        return connection.local_id in self._places

    def take(self, connection: Connection, address: Address) -> None:
        """A place for a newcomer; there is one after `displaced` was heeded."""
        place = _Place(connection, address)
        self._places[connection.local_id] = place
        self._by_network.setdefault(_network(address), {})[connection.local_id] = place

    def leave(self, connection: Connection) -> None:
        """Its handshake is finished, or it is gone."""
        place = self._places.pop(connection.local_id, None)
        if place is None:
            return
        network = _network(place.address)
        neighbours = self._by_network[network]
        del neighbours[connection.local_id]
        if not neighbours:
            del self._by_network[network]

    def displaced(self, address: Address) -> Connection | None:
        """Who has to leave so that one more from `address` can come, if anybody."""
        neighbours = self._by_network.get(_network(address), {})
        same = [place for place in neighbours.values() if place.address == address]
        if len(same) >= MAXIMUM_OF_ADDRESS:
            return _first_to_go(same)
        if len(neighbours) >= MAXIMUM_OF_NETWORK:
            return _first_to_go(neighbours.values())
        if len(self._places) >= MAXIMUM_HALF_OPEN:
            return _first_to_go(max(self._by_network.values(), key=len).values())
        return None


def _first_to_go(oldest_first: Iterable[_Place]) -> Connection:
    places = list(oldest_first)
    silent = (place for place in places if not place.connection.handshaking.answered)
    return next(silent, places[0]).connection


def _network(address: Address) -> str:
    return network_of(str(address[0]))
