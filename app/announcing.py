"""Telling the local network that this computer receives. No Qt."""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from app.listening import reachable_hosts
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.identity import Identity

if TYPE_CHECKING:
    from ptp_core.discovery.announcement import Announcement


class Announcing(Protocol):
    """What is needed of a Neighbourhood to announce."""

    def start(self) -> None: ...

    def close(self) -> None: ...


AnnouncerFactory = Callable[[PeerAddress, Identity], Announcing | None]
"""Makes what announces who listens there, once it is started; None where nobody else can reach that place."""


def announcer(bound: PeerAddress, identity: Identity) -> Announcing | None:
    """An AnnouncerFactory for the real network."""
    if not _hosts(bound):
        return None
    # It takes asyncio along, for which a receiver on the loopback need not wait.
    from ptp_core.discovery.neighbourhood import Neighbourhood

    return Neighbourhood(announcement=lambda: _announcement(bound, identity))


@contextlib.contextmanager
def announced(bound: PeerAddress, identity: Identity, *, wanted: bool = True) -> Iterator[None]:
    """Within, others on the local network find who listens at `bound`; what only this computer can reach they do not.

    Leaving says goodbye to them.
    """
    announcing = announcer(bound, identity) if wanted else None
    if announcing is None:
        yield
        return
    announcing.start()
    try:
        yield
    finally:
        announcing.close()


def _announcement(bound: PeerAddress, identity: Identity) -> Announcement:
    from ptp_core.discovery.announcement import Announcement

    return Announcement(
        name=identity.name, port=bound.port, fingerprint=identity.fingerprint, hosts=tuple(_hosts(bound))
    )


def _hosts(bound: PeerAddress) -> list[str]:
    return [host for host in reachable_hosts(bound) if not ipaddress.ip_address(host).is_loopback]
