"""Which announced addresses are worth a packet: those on this computer's own networks.

An announcement may name any address on earth. Taking only neighbours' means that a neighbour cannot have others'
computers, or services on the loopback of this one, called by way of it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import ifaddr

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def local_networks(interfaces: Sequence[str] | None = None) -> list[Network]:
    """The networks of this computer's interfaces; of those with one of the addresses `interfaces` when given. Loopback
    is among them only when it is named. Asks the system, sends nothing."""
    networks: list[Network] = []
    for adapter in ifaddr.get_adapters():
        for place in adapter.ips:
            host = place.ip if isinstance(place.ip, str) else place.ip[0]
            network = ipaddress.ip_network(f"{host}/{place.network_prefix}", strict=False)
            if host in interfaces if interfaces is not None else not network.is_loopback:
                networks.append(network)
    return networks


def is_on_link(host: str, networks: Sequence[Network]) -> bool:
    """Whether `host` is one computer's address on one of these networks. False for what is no address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # A link-local address of IPv6 says nothing without its interface, which an announcement cannot know.
    if address.is_multicast or address.is_unspecified or (address.version == 6 and address.is_link_local):
        return False
    return any(_is_host_of(address, network) for network in networks)


def _is_host_of(address: ipaddress.IPv4Address | ipaddress.IPv6Address, network: Network) -> bool:
    if address.version != network.version or address not in network:
        return False
    # In /31 and /32 every address is a computer's (RFC 3021).
    return (
        address.version == 6
        or network.prefixlen > 30
        or address
        not in (
            network.network_address,
            network.broadcast_address,
        )
    )
