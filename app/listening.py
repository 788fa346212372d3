"""Where this computer listens, and what others are told to type. No Qt."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Final

from ptp_core.network.addresses import PeerAddress, local_addresses

MOST_TOLD: Final = 4
EVERY_ADDRESS: Final = ""
"""The host to listen on for all addresses of this computer, of IPv4 and of IPv6."""


def is_every_address(host: str) -> bool:
    """Whether a socket that is bound to `host` hears both families."""
    return host in (EVERY_ADDRESS, "::")


def told_hosts(hosts: Sequence[str]) -> list[str]:
    """The few of this computer's hosts that a person is told, best first: both families where there are both, and the
    loopback only where there is nothing else."""
    outside = [host for host in hosts if not ipaddress.ip_address(host).is_loopback] or list(hosts)
    families = [[host for host in outside if (":" in host) is ipv6] for ipv6 in (False, True)]
    room = [max(MOST_TOLD // 2, MOST_TOLD - len(other)) for other in reversed(families)]
    few = {host for family, most in zip(families, room, strict=True) for host in family[:most]}
    return [host for host in outside if host in few]


def reachable_hosts(bound: PeerAddress) -> list[str]:
    """The hosts at which a socket bound there is reached, best first."""
    if is_every_address(bound.host):
        return local_addresses()
    if bound.host == "0.0.0.0":
        return [host for host in local_addresses() if ":" not in host]
    return [bound.host]
