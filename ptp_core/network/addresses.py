"""Addresses as people type them, and as the system wants them.

Understands `host`, `host:port`, `[v6]`, `[v6]:port` and a bare IPv6 address, and says in plain words what is wrong with
anything else. Nothing here sends a packet but `resolve`, which asks the system's resolver.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from ptp_core.config import DEFAULT_PORT
from ptp_core.errors import AddressError
from ptp_core.transport.address import Address

SocketAddress = tuple[str, int] | tuple[str, int, int, int]

# RFC 1123 section 2.1 bounds a host name; the underscore is against the letter of it and yet in use.
_LONGEST_HOST = 253
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}\w)?|_[\w-]{0,62}", re.ASCII | re.IGNORECASE)
_SIOCGIFADDR = 0x8915
_MAPPED = "::ffff:"
_IF_INET6 = Path("/proc/net/if_inet6")
# Of if_inet6: the scope of a global address, and the flags (detected twice, deprecated, tentative) of one not to use.
_GLOBAL_SCOPE = 0
_NOT_TO_BE_USED = 0x08 | 0x20 | 0x40


@dataclass(frozen=True, slots=True)
class PeerAddress:
    """A host, by name or number and without brackets, and a UDP port (0 lets the system pick, when listening)."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_address(text: str, default_port: int = DEFAULT_PORT) -> PeerAddress:
    """The address that `text` means; `default_port` where it names none.

    Raises AddressError with one sentence that says what is wrong. Nothing is looked up.
    """
    text = text.strip()
    if not text:
        raise AddressError("The address is empty.", hint="Type a host, for example 192.168.1.20 or example.org:7700.")
    if any(character.isspace() for character in text):
        raise AddressError(f"The address {text!r} has a space in it.", hint="Remove the space.")
    if "://" in text:
        raise AddressError(
            f"The address {text!r} looks like a web link.", hint="Type only the host and the port, as in host:7700."
        )
    if text.startswith("["):
        host, port_text = _split_bracketed(text)
    elif "]" in text:
        raise AddressError(
            f"The address {text!r} has a ] without the [ before it.", hint="Write it as [2001:db8::1]:7700."
        )
    elif text.count(":") > 1:
        host, port_text = _checked_ipv6(text, text), None
    else:
        name, colon, after = text.partition(":")
        host, port_text = _checked_host(name, text), after if colon else None
    return PeerAddress(host, default_port if port_text is None else parse_port(port_text))


def parse_port(text: str) -> int:
    """A UDP port from 0 to 65535. Raises AddressError in plain words."""
    if not text:
        raise AddressError("The port after the colon is missing.", hint="Type a number from 1 to 65535, or no colon.")
    if not (text.isascii() and text.isdigit()):
        raise AddressError(f"The port {text!r} is not a number.", hint="A port is a number from 1 to 65535.")
    if len(text) > 5 or int(text) > 65_535:
        raise AddressError(f"The port {text} is out of range.", hint="A port is a number from 1 to 65535.")
    return int(text)


def resolve(address: PeerAddress) -> list[tuple[int, SocketAddress]]:
    """The socket families and socket addresses for `address`, best first, by the system's resolver (may block).

    Raises AddressError when the host is not known.
    """
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_DGRAM, proto=socket.IPPROTO_UDP)
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        raise AddressError(
            f"Unknown host {address.host}" + (" (the name service did not answer)" if again else "") + ".",
            hint="Check the spelling, or type the address in numbers.",
        ) from error
    except (OSError, UnicodeError) as error:
        raise AddressError(f"Unknown host {address.host}.", hint="Check the spelling.") from error
    return [
        (int(family), (str(place[0]), int(place[1])) if len(place) == 2 else _ipv6_place(place))
        for family, _kind, _protocol, _name, place in found
        if family in (socket.AF_INET, socket.AF_INET6)
    ]


def local_addresses() -> list[str]:
    """This computer's addresses, the one of the default route first, IPv6 after IPv4, loopback last. Sends nothing."""
    to_ipv4, to_ipv6 = _route_source(socket.AF_INET, "192.0.2.1"), _route_source(socket.AF_INET6, "2001:db8::1")
    found = [to_ipv4, *_interface_addresses(), to_ipv6, *_global_ipv6_addresses()]
    unique = list(dict.fromkeys(address for address in found if address))
    reachable = [address for address in unique if not ipaddress.ip_address(address).is_loopback]
    return [*reachable, "127.0.0.1"]


def as_ipv4(address: SocketAddress) -> SocketAddress:
    """An IPv4 address that a socket of IPv6 gave as ::ffff:192.0.2.1 in its own form; any other as it is."""
    if len(address) == 4 and address[0].lower().startswith(_MAPPED):
        mapped = ipaddress.IPv6Address(address[0]).ipv4_mapped
        if mapped is not None:
            return str(mapped), address[1]
    return address


def mapped_to_ipv6(address: Address) -> SocketAddress:
    """The opposite of `as_ipv4`: what a socket of IPv6 has to be told to reach `address`."""
    host, port = str(address[0]), int(address[1])
    if len(address) == 4:
        return host, port, int(address[2]), int(address[3])
    return f"{_MAPPED}{host}", port, 0, 0


def _split_bracketed(text: str) -> tuple[str, str | None]:
    inside, bracket, after = text[1:].partition("]")
    if not bracket:
        raise AddressError(f"The address {text!r} lacks the closing ].", hint="Write it as [2001:db8::1]:7700.")
    host = _checked_ipv6(inside, text)
    if not after:
        return host, None
    if not after.startswith(":"):
        raise AddressError(
            f"After the ] in {text!r} only a colon and a port may come.", hint="Write it as [2001:db8::1]:7700."
        )
    return host, after[1:]


def _checked_ipv6(host: str, text: str) -> str:
    try:
        ipaddress.IPv6Address(host)
    except ValueError as error:
        raise AddressError(
            f"{text!r} is not an IPv6 address.", hint="Write host:port, or an IPv6 address as [2001:db8::1]:7700."
        ) from error
    return host


def _checked_host(host: str, text: str) -> str:
    if not host:
        raise AddressError(f"The host before the colon is missing in {text!r}.", hint="Type it as host:7700.")
    if re.fullmatch(r"[0-9.]+", host):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise AddressError(
                f"{host!r} is not an IPv4 address.", hint="It has four numbers from 0 to 255, as in 192.168.1.20."
            ) from error
        return host
    try:
        ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise AddressError(f"{host!r} is not a host name.", hint="Check the spelling.") from error
    labels = ascii_host.removesuffix(".").split(".")
    if len(ascii_host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressError(f"{host!r} is not a host name.", hint="It has letters, digits, dots and hyphens only.")
    return host


def _ipv6_place(place: tuple[object, ...]) -> tuple[str, int, int, int]:
    host, port, flow, scope = place
    return str(host), int(str(port)), int(str(flow)), int(str(scope))


def _route_source(family: socket.AddressFamily, target: str) -> str:
    """The local address that would be used towards `target`; connecting a UDP socket sends nothing."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def _interface_addresses() -> list[str]:
    """The IPv4 address of each interface where the system tells it; the route's source covers the others."""
    if sys.platform != "linux":
        return []
    import fcntl

    addresses = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _index, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, request)
            except OSError:
                continue
            addresses.append(socket.inet_ntoa(answer[20:24]))
    return addresses


def _global_ipv6_addresses() -> list[str]:
    """The global IPv6 addresses of all interfaces where the system tells them."""
    try:
        lines = _IF_INET6.read_text("ascii").splitlines()
    except (OSError, ValueError):
        return []
    addresses = []
    for line in lines:
        digits, _index, _prefix, scope, flags = line.split()[:5]
        if int(scope, 16) == _GLOBAL_SCOPE and not int(flags, 16) & _NOT_TO_BE_USED:
            addresses.append(str(ipaddress.IPv6Address(int(digits, 16))))
    return addresses
