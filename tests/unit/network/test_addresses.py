"""Addresses as typed: what they mean, and what is said about the wrong ones."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.errors import AddressError
from ptp_core.network.addresses import PeerAddress, local_addresses, parse_address, parse_port, resolve


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("example.org", "example.org", 7700),
        ("example.org:9000", "example.org", 9000),
        ("  my-host:1 ", "my-host", 1),
        ("my_printer.local.", "my_printer.local.", 7700),
        ("192.168.1.20:65535", "192.168.1.20", 65_535),
        ("0.0.0.0:0", "0.0.0.0", 0),
        ("::1", "::1", 7700),
        ("2001:db8::1", "2001:db8::1", 7700),
        ("[::1]", "::1", 7700),
        ("[2001:db8::1]:80", "2001:db8::1", 80),
        ("[fe80::1%eth0]:80", "fe80::1%eth0", 80),
        ("bücher.example:80", "bücher.example", 80),
    ],
)
def test_an_address_is_understood(text: str, host: str, port: int) -> None:
    assert parse_address(text) == PeerAddress(host, port)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("my host", "space"),
        ("http://example.org", "web link"),
        (":7700", "host before the colon is missing"),
        ("host:", "port after the colon is missing"),
        ("host:abc", "not a number"),
        ("host:-1", "not a number"),
        ("host:65536", "out of range"),
        ("host:99999999999999999999", "out of range"),
        ("host:٣", "not a number"),
        ("[::1", "lacks the closing ]"),
        ("::1]:80", "without the ["),
        ("[::1]80", "only a colon and a port"),
        ("[example.org]:80", "not an IPv6 address"),
        ("[]:80", "not an IPv6 address"),
        ("a:b:c", "not an IPv6 address"),
        ("256.1.1.1", "not an IPv4 address"),
        ("1.2.3", "not an IPv4 address"),
        ("-host", "not a host name"),
        ("host..name", "not a host name"),
        ("host/name", "not a host name"),
        ("a" * 64, "not a host name"),
        (".".join(["abcdefgh"] * 30), "not a host name"),
        ("ü" * 70, "not a host name"),
    ],
)
def test_a_wrong_address_is_explained(text: str, complaint: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_address(text)
    assert complaint in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_the_default_port_can_be_chosen() -> None:
    assert parse_address("host", default_port=5).port == 5
    assert parse_address("[::1]", default_port=5).port == 5


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)), st.integers(0, 65_535))
def test_what_is_printed_is_understood_again(host: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> None:
    address = PeerAddress(str(host), port)
    assert parse_address(str(address)) == address


@given(st.text(max_size=40))
def test_any_text_gives_an_address_or_a_complaint(text: str) -> None:
    try:
        address = parse_address(text)
    except AddressError:
        return
    assert address.host
    assert 0 <= address.port <= 65_535


def test_a_port_alone() -> None:
    assert parse_port("7700") == 7700
    with pytest.raises(AddressError, match="out of range"):
        parse_port("70000")


def test_numbers_resolve_to_themselves() -> None:
    assert resolve(PeerAddress("127.0.0.1", 7700)) == [(socket.AF_INET, ("127.0.0.1", 7700))]
    assert resolve(PeerAddress("::1", 7700)) == [(socket.AF_INET6, ("::1", 7700, 0, 0))]


def test_an_unknown_host_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(AddressError, match=r"Unknown host nowhere\.invalid"):
        resolve(PeerAddress("nowhere.invalid", 7700))


def test_a_name_that_the_resolver_cannot_encode_is_unknown_too() -> None:
    with pytest.raises(AddressError, match="Unknown host"):
        resolve(PeerAddress("x" * 300, 7700))


def test_local_addresses_end_with_loopback() -> None:
    addresses = local_addresses()
    assert addresses[-1] == "127.0.0.1"
    assert len(set(addresses)) == len(addresses)
    assert not any(ipaddress.ip_address(address).is_loopback for address in addresses[:-1])
