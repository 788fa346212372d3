"""`ptp peers`: who is near, by their own word."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.cli.options import parse_command
from app.cli.peers import run_peers
from app.cli.peers_options import PeersCommand
from ptp_core.discovery.announcement import FoundPeer
from ptp_core.errors import NetworkError, SettingsError
from ptp_core.security.known_peers import KnownPeers

FRIEND = bytes(range(32))


class PretendNeighbourhood:
    """Finds `peers` at once."""

    def __init__(self, *peers: FoundPeer, error: Exception | None = None) -> None:
        self.error = error
        self.calls: list[str] = []
        self._peers = peers

    def __call__(self, *, changed: Callable[[tuple[FoundPeer, ...]], None]) -> PretendNeighbourhood:
        changed(self._peers)
        return self

    def start(self) -> None:
        self.calls.append("start")

    def close(self) -> None:
        self.calls.append("close")


def found(name: str, hint: bytes = b"") -> FoundPeer:
    return FoundPeer(name=name, hosts=("192.0.2.7", "2001:db8::7"), port=7700, fingerprint_hint=hint, version=1)


def run(neighbourhood: PretendNeighbourhood, *words: str) -> int:
    command = parse_command(["peers", "--seconds", "0.01", *words], {})
    assert isinstance(command, PeersCommand)
    known = KnownPeers(None)
    known.remember(FRIEND, "studio-pc", 0.0)
    return run_peers(command, make=neighbourhood, load=lambda: known)


def test_each_is_a_line_with_the_address_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    neighbourhood = PretendNeighbourhood(found("red-laptop"))
    assert run(neighbourhood) == 0
    assert capsys.readouterr().out == "red-laptop  192.0.2.7:7700, [2001:db8::7]:7700\n"
    assert neighbourhood.calls == ["start", "close"]


def test_t42_who_says_to_be_a_friend_is_said_to_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PretendNeighbourhood(found("mallory", FRIEND[:8]))) == 0
    line = capsys.readouterr().out
    assert line.startswith("mallory  192.0.2.7:7700")
    assert "says to be studio-pc, which you know; sending will show it" in line


def test_with_json_each_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PretendNeighbourhood(found("a"), found("b", FRIEND[:8])), "--json") == 0
    stranger, friend = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert stranger == {
        "event": "peer",
        "name": "a",
        "addresses": ["192.0.2.7", "2001:db8::7"],
        "port": 7700,
        "fingerprint_hint": "",
        "claims_to_be": None,
        "version": 1,
    }
    assert friend["claims_to_be"] == "studio-pc"
    assert friend["fingerprint_hint"] == FRIEND[:8].hex()


def test_nobody_near_is_said_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PretendNeighbourhood()) == 0
    assert "Type the address" in capsys.readouterr().out
    assert run(PretendNeighbourhood(), "--json") == 0
    assert capsys.readouterr().out == ""


def test_a_network_that_cannot_be_listened_to_is_an_error() -> None:
    with pytest.raises(NetworkError, match="no such device"):
        run(PretendNeighbourhood(error=OSError("no such device")))


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "4000"])
def test_how_long_is_bounded(seconds: str) -> None:
    with pytest.raises(SettingsError, match="--seconds"):
        parse_command(["peers", "--seconds", seconds])
