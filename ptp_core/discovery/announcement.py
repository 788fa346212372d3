"""What a computer says of itself on the local network, and what is known of those that were heard.

Anybody on the network can say anything, also what another computer says. So all of it is a hint: it saves typing an
address, and only the key that a peer proves in the handshake tells who it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ptp_core.network.addresses import PeerAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What this computer says: its name, the UDP port it listens on, its fingerprint, of which only the beginning is
    told, and the addresses it is reached at, as numbers."""

    name: str
    port: int
    fingerprint: bytes
    hosts: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPeer:
    """A computer that was heard of. None of it is proved.

    `name` is fit to be shown. `hosts` are numbers on this computer's own networks, the best first, at least one.
    `fingerprint_hint` are the first bytes of the fingerprint that it claims, empty when it claims none. `version` is
    the protocol that it speaks, 0 when it did not say.
    """

    name: str
    hosts: tuple[str, ...]
    port: int
    fingerprint_hint: bytes
    version: int

    @property
    def address(self) -> PeerAddress:
        """Where to try first."""
        return PeerAddress(self.hosts[0], self.port)

    def claims(self, fingerprint: bytes) -> bool:
        """Whether it says that it has this key. Anybody can say so."""
        return bool(self.fingerprint_hint) and fingerprint.startswith(self.fingerprint_hint)
