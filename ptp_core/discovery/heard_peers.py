"""The services that were heard of, by their names in multicast DNS; bounded, whatever is heard.

A service is first only a name; what it says of itself comes with it or later. One that is not heard any more goes after
a while, whatever time to live it claimed. Not thread-safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ptp_core.discovery.announcement import FoundPeer

MOST_NAMES: Final = 256
STALE_AFTER_S: Final = 300.0


@dataclass(slots=True)
class _Heard:
    name: str
    until_s: float
    server: str = ""
    peer: FoundPeer | None = None


class HeardPeers:
    """Names are compared as DNS does it, without regard to case."""

    def __init__(self) -> None:
        self._heard: dict[str, _Heard] = {}
        # The keys of the services on each host, by the host's name.
        self._on_server: dict[str, set[str]] = {}

    def hear(self, name: str, now_s: float) -> bool:
        """A service by this name says that it is there. False when there is no room for one more: who was first stays,
        so that a flood does not push out who is being looked at."""
        known = self._heard.get(name.lower())
        if known is None:
            if len(self._heard) >= MOST_NAMES:
                return False
            known = self._heard[name.lower()] = _Heard(name, 0.0)
        known.until_s = now_s + STALE_AFTER_S
        return True

    def withdraw(self, name: str) -> None:
        """The service says that it goes, or its time is over."""
        heard = self._heard.pop(name.lower(), None)
        if heard is not None:
            self._move(heard, "")

    def expire(self, now_s: float) -> None:
        """Drop those that have not been heard for long."""
        for name in [heard.name for heard in self._heard.values() if heard.until_s <= now_s]:
            self.withdraw(name)

    def learn(self, name: str, server: str, peer: FoundPeer | None) -> None:
        """What is known of a service now. Nothing makes nothing worse: addresses live shorter than names."""
        heard = self._heard.get(name.lower())
        if heard is not None:
            self._move(heard, server.lower())
            heard.peer = peer or heard.peer

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._heard

    def on_server(self, server: str) -> list[str]:
        """The services on the host of that name."""
        return [self._heard[key].name for key in self._on_server.get(server.lower(), ())]

    def incomplete(self) -> list[str]:
        """The services of which only the name is known."""
        return [heard.name for heard in self._heard.values() if heard.peer is None]

    def peers(self) -> tuple[FoundPeer, ...]:
        """All that can be sent to, by name."""
        found = {heard.peer for heard in self._heard.values() if heard.peer is not None}
        return tuple(sorted(found, key=lambda peer: (peer.name.casefold(), peer.hosts, peer.port)))

    def _move(self, heard: _Heard, server: str) -> None:
        if heard.server == server:
            return
        key = heard.name.lower()
        others = self._on_server.get(heard.server, set())
        others.discard(key)
        if not others:
            self._on_server.pop(heard.server, None)
        heard.server = server
        if server:
            self._on_server.setdefault(server, set()).add(key)
