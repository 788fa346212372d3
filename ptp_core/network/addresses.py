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
from ptp_core.sentences import declare, phrase
from ptp_core.transport.address import Address

_EMPTY = declare("address-empty", "The address is empty.")()
_TYPE_A_HOST = phrase("Type a host, for example 192.168.1.20 or example.org:7700.")
_SPACE = declare("address-with-space", "The address {address} has a space in it.")
_REMOVE_SPACE = phrase("Remove the space.")
_WEB_LINK = declare("address-is-web-link", "The address {address} looks like a web link.")
_ONLY_HOST_AND_PORT = phrase("Type only the host and the port, as in host:7700.")
_UNOPENED = declare("bracket-not-opened", "The address {address} has a ] without the [ before it.")
_UNCLOSED = declare("bracket-not-closed", "The address {address} lacks the closing ].")
_AFTER_BRACKET = declare("text-after-bracket", "After the ] in {address} only a colon and a port may come.")
_WRITE_IPV6 = phrase("Write it as [2001:db8::1]:7700.")
_NO_PORT = declare("port-missing", "The port after the colon is missing.")()
_TYPE_A_PORT = phrase("Type a number from 1 to 65535, or no colon.")
_PORT_NO_NUMBER = declare("port-is-no-number", "The port {port} is not a number.")
_PORT_OUT_OF_RANGE = declare("port-out-of-range", "The port {port} is out of range.")
_WHAT_A_PORT_IS = phrase("A port is a number from 1 to 65535.")
_UNKNOWN_HOST = declare("unknown-host", "Unknown host {host}.")
_NO_NAME_SERVICE = declare("no-name-service", "Unknown host {host} (the name service did not answer).")
_SPELLING_OR_NUMBERS = phrase("Check the spelling, or type the address in numbers.")
_SPELLING = phrase("Check the spelling.")
_NO_IPV6 = declare("no-ipv6-address", "{address} is not an IPv6 address.")
_WRITE_HOST_OR_IPV6 = phrase("Write host:port, or an IPv6 address as [2001:db8::1]:7700.")
_NO_IPV4 = declare("no-ipv4-address", "{address} is not an IPv4 address.")
_WHAT_IPV4_IS = phrase("It has four numbers from 0 to 255, as in 192.168.1.20.")
_NO_HOST = declare("host-missing", "The host before the colon is missing in {address}.")
_TYPE_HOST_AND_PORT = phrase("Type it as host:7700.")
_NO_HOST_NAME = declare("no-host-name", "{host} is not a host name.")
_WHAT_A_NAME_IS = phrase("It has letters, digits, dots and hyphens only.")

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
        raise AddressError(_EMPTY, hint=_TYPE_A_HOST)
    if any(character.isspace() for character in text):
        raise AddressError(_SPACE(address=repr(text)), hint=_REMOVE_SPACE)
    if "://" in text:
        raise AddressError(_WEB_LINK(address=repr(text)), hint=_ONLY_HOST_AND_PORT)
    if text.startswith("["):
        host, port_text = _split_bracketed(text)
    elif "]" in text:
        raise AddressError(_UNOPENED(address=repr(text)), hint=_WRITE_IPV6)
    elif text.count(":") > 1:
        host, port_text = _checked_ipv6(text, text), None
    else:
        name, colon, after = text.partition(":")
        host, port_text = _checked_host(name, text), after if colon else None
    return PeerAddress(host, default_port if port_text is None else parse_port(port_text))


def parse_port(text: str) -> int:
    """A UDP port from 0 to 65535. Raises AddressError in plain words."""
    if not text:
        raise AddressError(_NO_PORT, hint=_TYPE_A_PORT)
    if not (text.isascii() and text.isdigit()):
        raise AddressError(_PORT_NO_NUMBER(port=repr(text)), hint=_WHAT_A_PORT_IS)
    if len(text) > 5 or int(text) > 65_535:
        raise AddressError(_PORT_OUT_OF_RANGE(port=text), hint=_WHAT_A_PORT_IS)
    return int(text)


def resolve(address: PeerAddress) -> list[tuple[int, SocketAddress]]:
    """The socket families and socket addresses for `address`, best first, by the system's resolver (may block).

    Raises AddressError when the host is not known.
    """
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_DGRAM, proto=socket.IPPROTO_UDP)
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        unknown = (_NO_NAME_SERVICE if again else _UNKNOWN_HOST)(host=address.host)
        raise AddressError(unknown, hint=_SPELLING_OR_NUMBERS) from error
    except (OSError, UnicodeError) as error:
        raise AddressError(_UNKNOWN_HOST(host=address.host), hint=_SPELLING) from error
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
        raise AddressError(_UNCLOSED(address=repr(text)), hint=_WRITE_IPV6)
    host = _checked_ipv6(inside, text)
    if not after:
        return host, None
    if not after.startswith(":"):
        raise AddressError(_AFTER_BRACKET(address=repr(text)), hint=_WRITE_IPV6)
    return host, after[1:]


def _checked_ipv6(host: str, text: str) -> str:
    try:
        ipaddress.IPv6Address(host)
    except ValueError as error:
        raise AddressError(_NO_IPV6(address=repr(text)), hint=_WRITE_HOST_OR_IPV6) from error
    return host


def _checked_host(host: str, text: str) -> str:
    if not host:
        raise AddressError(_NO_HOST(address=repr(text)), hint=_TYPE_HOST_AND_PORT)
    if re.fullmatch(r"[0-9.]+", host):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise AddressError(_NO_IPV4(address=repr(host)), hint=_WHAT_IPV4_IS) from error
        return host
    try:
        ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise AddressError(_NO_HOST_NAME(host=repr(host)), hint=_SPELLING) from error
    labels = ascii_host.removesuffix(".").split(".")
    if len(ascii_host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressError(_NO_HOST_NAME(host=repr(host)), hint=_WHAT_A_NAME_IS)
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


def host_and_port(address: SocketAddress | tuple[str | int, ...]) -> tuple[str, int]:
    """The two parts of a socket's address that people know, whichever family it is of."""
    host, port = address[0], address[1]
    assert isinstance(host, str)
    assert isinstance(port, int)
    return host, port
