"""Which computers are offered, in which order, and as whom."""

from __future__ import annotations

from app.nearby import computers
from ptp_core.discovery.announcement import FoundPeer
from ptp_core.security.known_peers import KnownPeer

OWN, RED, BLUE = (bytes([number]) * 32 for number in (1, 2, 3))
KNOWN = [KnownPeer(RED, "my red", 1.0, 1.0), KnownPeer(BLUE, "my blue", 1.0, 1.0)]


def found(name: str, host: str, key: bytes = b"") -> FoundPeer:
    return FoundPeer(name=name, hosts=(host,), port=7700, fingerprint_hint=key[:8], version=1)


def shown(*peers: FoundPeer, addresses: dict[bytes, str] | None = None) -> list[tuple[str, str, bool, bool]]:
    return [(one.name, one.address, one.near, one.known) for one in computers(peers, KNOWN, addresses or {}, OWN)]


def test_known_ones_come_first_by_the_name_that_they_have_here() -> None:
    assert shown(found("a", "192.0.2.5"), found("z", "192.0.2.6", RED)) == [
        ("my red", "192.0.2.6:7700", True, True),
        ("a", "192.0.2.5:7700", True, False),
    ]


def test_those_that_are_far_are_where_they_were() -> None:
    addresses = {RED: "red.example:7700", BLUE: "blue.example:7700", b"x" * 32: "forgotten.example:7700"}
    assert shown(found("z", "192.0.2.6", RED), addresses=addresses) == [
        ("my red", "192.0.2.6:7700", True, True),
        ("my blue", "blue.example:7700", False, True),
    ]


def test_an_address_where_another_is_now_is_not_offered_as_the_old_ones() -> None:
    assert shown(found("a", "192.0.2.5"), addresses={BLUE: "192.0.2.5:7700"}) == [("a", "192.0.2.5:7700", True, False)]


def test_this_computers_own_receivers_are_nobody() -> None:
    assert shown(found("me", "192.0.2.5", OWN)) == []


def test_two_that_claim_to_be_the_same_are_two() -> None:
    claims = shown(found("x", "192.0.2.5", RED), found("y", "192.0.2.6", RED))
    assert [address for _, address, _, _ in claims] == ["192.0.2.5:7700", "192.0.2.6:7700"]
