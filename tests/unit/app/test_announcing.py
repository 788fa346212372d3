"""Who is told to the local network, and who is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.announcing import announced
from ptp_core.discovery.announcement import Announcement
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.identity import Identity

ME = Identity.create("red-laptop")


class PretendNeighbourhood:
    made: list[PretendNeighbourhood]

    def __init__(self, *, announcement: Callable[[], Announcement]) -> None:
        self.announcement = announcement
        self.calls: list[str] = []
        PretendNeighbourhood.made.append(self)

    def start(self) -> None:
        self.calls.append("start")

    def close(self) -> None:
        self.calls.append("close")


@pytest.fixture(autouse=True)
def pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    PretendNeighbourhood.made = []
    monkeypatch.setattr("ptp_core.discovery.neighbourhood.Neighbourhood", PretendNeighbourhood)
    monkeypatch.setattr("app.listening.local_addresses", lambda: ["192.0.2.7", "2001:db8::7", "127.0.0.1"])


@pytest.mark.parametrize(
    ("host", "hosts"),
    [
        ("::", ("192.0.2.7", "2001:db8::7")),
        ("0.0.0.0", ("192.0.2.7",)),
        ("192.0.2.9", ("192.0.2.9",)),
    ],
)
def test_who_listens_is_announced_at_the_addresses_that_others_reach(host: str, hosts: tuple[str, ...]) -> None:
    with announced(PeerAddress(host, 7701), ME):
        (made,) = PretendNeighbourhood.made
        said = made.announcement()
        assert (said.name, said.port, said.fingerprint, said.hosts) == ("red-laptop", 7701, ME.fingerprint, hosts)
        assert made.calls == ["start"]
    assert made.calls == ["start", "close"]


@pytest.mark.parametrize(("host", "wanted"), [("127.0.0.1", True), ("::1", True), ("::", False)])
def test_who_reaches_nobody_or_does_not_want_it_is_not(host: str, wanted: bool) -> None:
    with announced(PeerAddress(host, 7701), ME, wanted=wanted):
        assert PretendNeighbourhood.made == []


def test_an_error_within_ends_the_announcement_too() -> None:
    with pytest.raises(KeyError), announced(PeerAddress("::", 7701), ME):
        raise KeyError
    assert PretendNeighbourhood.made[0].calls == ["start", "close"]
