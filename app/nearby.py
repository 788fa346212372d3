"""The computers that a person may mean: those that say on the local network that they receive, and the known ones.

All that was heard is a hint that saves typing; the key that is proved when something is sent tells who it is. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.announcing import Announcing
from ptp_core.security.known_peers import KnownPeer

if TYPE_CHECKING:
    from ptp_core.discovery.announcement import FoundPeer

BrowserFactory = Callable[[Callable[[tuple["FoundPeer", ...]], None]], Announcing]
"""Makes what looks for computers, once it is started; it calls with all that are near, on a thread of its own, whenever
they are others than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Computer:
    """One to send to. `address` is what to type for it. `near`: it is heard of now. `fingerprint` is that of the known
    computer that it says to be, or was when something was last sent there; empty for a new one."""

    name: str
    address: str
    near: bool
    fingerprint: bytes = b""

    @property
    def known(self) -> bool:
        """Whether no code is needed, if it is who it says to be."""
        return bool(self.fingerprint)


def browser(changed: Callable[[tuple[FoundPeer, ...]], None]) -> Announcing:
    """A BrowserFactory for the real network."""
    # It takes asyncio along, for which the first look of a window need not wait.
    from ptp_core.discovery.neighbourhood import Neighbourhood

    return Neighbourhood(changed=changed)


def claimed(peer: FoundPeer, known: Sequence[KnownPeer]) -> KnownPeer | None:
    """The known computer that one says to be."""
    return next((one for one in known if peer.claims(one.fingerprint)), None)


def computers(
    found: Sequence[FoundPeer], known: Sequence[KnownPeer], addresses: Mapping[bytes, str], own: bytes
) -> tuple[Computer, ...]:
    """The known ones that are near, the new ones that are near, then the known ones that were sent to before.

    `addresses` tells where something was last sent to, by fingerprint; `own` is this computer's, whose other receivers
    cannot be sent to.
    """
    near: list[Computer] = []
    for peer in found:
        if peer.claims(own):
            continue
        friend = claimed(peer, known)
        name, key = (friend.name, friend.fingerprint) if friend is not None else (peer.name, b"")
        near.append(Computer(name=name, address=str(peer.address), near=True, fingerprint=key))
    here = {computer.fingerprint for computer in near}
    # Who was at such an address once is not there now.
    taken = {computer.address for computer in near}
    far = [
        Computer(name=peer.name, address=addresses[peer.fingerprint], near=False, fingerprint=peer.fingerprint)
        for peer in known
        if addresses.get(peer.fingerprint, "") not in taken | {""} and peer.fingerprint not in here
    ]
    return (*sorted(near, key=lambda computer: not computer.known), *far)
