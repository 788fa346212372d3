"""What a computer says of itself on the local network, and what is made of what others say.

An announcement is a service of multicast DNS (RFC 6762, RFC 6763): a name, a port, addresses, and the beginning of a
fingerprint. Anybody on the network can say anything, also what another computer says. So all of it is a hint: it
saves typing an address, and only the key that a peer proves in the handshake tells who it is.
Pure functions; nothing that was heard makes them raise.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zeroconf import ServiceInfo

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.discovery.on_link import Network, is_on_link
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.identity import clean_name

SERVICE_TYPE: Final = "_ptp-transfer._udp.local."
HINT_BYTES: Final = 8
MOST_HOSTS: Final = 4
"""How many addresses of one peer are taken; a person who picks it has no more than these tried."""

_HINT: Final = re.compile(f"[0-9a-f]{{{2 * HINT_BYTES}}}")
_VERSION: Final = re.compile("[0-9]{1,5}")
# RFC 6763 section 6.1: key, equals sign and value have 255 bytes.
_MOST_NAME_BYTES: Final = 240


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


def as_service(announcement: Announcement) -> ServiceInfo:
    """The announcement in the form in which it is registered."""
    hint = announcement.fingerprint[:HINT_BYTES].hex()
    # Two receivers of one computer are two services. A host name of one's own is no other program's to defend.
    label = f"{hint}-{announcement.port}"
    name = clean_name(announcement.name).encode()[:_MOST_NAME_BYTES]
    return ServiceInfo(
        SERVICE_TYPE,
        f"{label}.{SERVICE_TYPE}",
        port=announcement.port,
        properties={"txtvers": "1", "name": name, "fp": hint, "v": str(PROTOCOL_VERSION)},
        server=f"ptp-{label}.local.",
        parsed_addresses=list(announcement.hosts),
    )


def as_peer(service: ServiceInfo, networks: Sequence[Network]) -> FoundPeer | None:
    """What was heard, with everything bounded; None while it lacks a port or an address on one of `networks`."""
    port = service.port
    hosts = [address for address in service.parsed_addresses() if is_on_link(address, networks)]
    if not hosts or port is None or not 0 < port < 65_536:
        return None
    hosts.sort(key=lambda host: ipaddress.ip_address(host).version)
    said = service.properties
    hint, version = _text(said, b"fp"), _text(said, b"v")
    return FoundPeer(
        name=clean_name(_text(said, b"name")),
        hosts=tuple(dict.fromkeys(hosts))[:MOST_HOSTS],
        port=port,
        fingerprint_hint=bytes.fromhex(hint) if _HINT.fullmatch(hint) else b"",
        version=int(version) if _VERSION.fullmatch(version) else 0,
    )


def _text(said: Mapping[bytes, bytes | None], key: bytes) -> str:
    return (said.get(key) or b"").decode("utf-8", "replace")
