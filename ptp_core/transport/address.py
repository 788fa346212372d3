"""The address of a peer, as the socket has it: the transport compares it and hands it on."""

from __future__ import annotations

import ipaddress

Address = tuple[str | int, ...]
"""Host and port, and what else the family of the address has."""

# What one customer of a provider is given at least (RFC 6177), and one machine changes its address in at will.
IPV6_NETWORK_BITS = 64


def network_of(host: str) -> str:
    """Whom quotas count `host` as: itself in IPv4, also when written as IPv6 (::ffff:192.0.2.1), in IPv6 its /64.

    What is not the text of an address counts as itself.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_NETWORK_BITS), strict=False))
