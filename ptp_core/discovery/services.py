"""Announcements as services of multicast DNS (RFC 6762, RFC 6763), there and back.

Everything that was heard is bounded and made fit to be shown. Pure functions; nothing that was heard makes them raise.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from typing import Final

from zeroconf import ServiceInfo

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.discovery.announcement import Announcement, FoundPeer
from ptp_core.discovery.on_link import Network, is_on_link
from ptp_core.security.identity import clean_name

SERVICE_TYPE: Final = "_ptp-transfer._udp.local."
HINT_BYTES: Final = 8
MOST_HOSTS: Final = 4
"""How many addresses of one peer are taken; a person who picks it has no more than these tried."""

_HINT: Final = re.compile(f"[0-9a-f]{{{2 * HINT_BYTES}}}")
_VERSION: Final = re.compile("[0-9]{1,5}")
# RFC 6763 section 6.1: key, equals sign and value have 255 bytes.
_MOST_NAME_BYTES: Final = 240


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
