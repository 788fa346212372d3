"""Where this computer listens, and what others are told to type. No Qt."""

from __future__ import annotations

from typing import Final

from ptp_core.network.addresses import PeerAddress, local_addresses

EVERY_ADDRESS: Final = ""
"""The host to listen on for all addresses of this computer, of IPv4 and of IPv6."""


def is_every_address(host: str) -> bool:
    """Whether a socket that is bound to `host` hears both families."""
    return host in (EVERY_ADDRESS, "::")


def reachable_hosts(bound: PeerAddress) -> list[str]:
    """The hosts at which a socket bound there is reached, best first."""
    if is_every_address(bound.host):
        return local_addresses()
    if bound.host == "0.0.0.0":
        return [host for host in local_addresses() if ":" not in host]
    return [bound.host]
