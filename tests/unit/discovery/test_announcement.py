"""What an announcement says, and how little of what is heard is believed."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zeroconf import ServiceInfo

from ptp_core.discovery.announcement import Announcement
from ptp_core.discovery.on_link import Network, is_on_link, local_networks
from ptp_core.discovery.services import MOST_HOSTS, SERVICE_TYPE, as_peer, as_service

NETWORKS: list[Network] = [ipaddress.ip_network("192.168.1.0/24"), ipaddress.ip_network("fd00:1::/64")]
FINGERPRINT = bytes(range(32))


def heard(*addresses: str, port: int | None = 7700, properties: Any = None) -> ServiceInfo:
    return ServiceInfo(
        SERVICE_TYPE, f"x.{SERVICE_TYPE}", port=port, parsed_addresses=list(addresses), properties=properties or {}
    )


def test_what_is_announced_is_what_is_found() -> None:
    hosts = ("192.168.1.20", "fd00:1::20")
    said = Announcement(name="red-laptop", port=7701, fingerprint=FINGERPRINT, hosts=hosts)
    peer = as_peer(as_service(said), NETWORKS)
    assert peer is not None
    assert (peer.name, peer.port, peer.hosts, peer.version) == ("red-laptop", 7701, hosts, 1)
    assert str(peer.address) == "192.168.1.20:7701"
    assert peer.claims(FINGERPRINT)
    assert not peer.claims(bytes(32))


def test_only_the_beginning_of_the_fingerprint_is_told() -> None:
    service = as_service(Announcement(name="a", port=1, fingerprint=FINGERPRINT, hosts=["192.168.1.2"]))
    assert FINGERPRINT[:8].hex().encode() in service.text
    assert FINGERPRINT[:9].hex().encode() not in service.text


def test_a_name_without_end_still_fits_into_its_record() -> None:
    name = "\N{PILE OF POO}" * 1000
    service = as_service(Announcement(name=name, port=1, fingerprint=FINGERPRINT, hosts=["192.168.1.2"]))
    assert max(len(value or b"") for value in service.properties.values()) <= 250


LOOPBACK = ["127.0.0.1", "127.8.8.8", "::1"]
ELSEWHERE = ["203.0.113.9", "192.168.2.5", "2001:db8::1", "fe80::1"]
NOBODYS = ["224.0.0.251", "0.0.0.0", "192.168.1.0", "192.168.1.255", "ff02::fb"]


@pytest.mark.parametrize("host", [*LOOPBACK, *ELSEWHERE, *NOBODYS])
def test_t44_an_address_elsewhere_is_no_peer(host: str) -> None:
    assert as_peer(heard(host), NETWORKS) is None


def test_t44_of_many_addresses_few_are_kept() -> None:
    peer = as_peer(heard(*(f"192.168.1.{last}" for last in range(1, 200)), "203.0.113.9"), NETWORKS)
    assert peer is not None
    assert len(peer.hosts) == MOST_HOSTS
    assert all(is_on_link(host, NETWORKS) for host in peer.hosts)


def test_loopback_is_a_network_only_where_it_is_named() -> None:
    assert not any(network.is_loopback for network in local_networks())
    assert [str(network) for network in local_networks(["127.0.0.1"])] == ["127.0.0.0/8"]


@pytest.mark.parametrize("port", [None, 0, -1, 65_536])
def test_a_port_that_is_none_is_no_peer(port: int | None) -> None:
    assert as_peer(heard("192.168.1.5", port=port), NETWORKS) is None


def test_a_name_that_acts_on_a_screen_is_shown_without_its_acts() -> None:
    name = "\x1b[31mred\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH SPACE}\n".encode()
    peer = as_peer(heard("192.168.1.5", properties={"name": name + b"\xff" * 100}), NETWORKS)
    assert peer is not None
    assert peer.name.startswith("[31mred")
    assert len(peer.name) <= 64
    assert peer.name.isprintable()


@given(st.binary(max_size=400))
def test_t43_whatever_the_text_record_holds(text: bytes) -> None:
    peer = as_peer(heard("192.168.1.5", properties=text), NETWORKS)
    assert peer is not None
    assert 1 <= len(peer.name) <= 64
    assert len(peer.fingerprint_hint) in (0, 8)
    assert 0 <= peer.version < 100_000
