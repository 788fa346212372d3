"""Two installations that are closed again, whatever a test does to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ptp_core.security.known_peers import KnownPeers
from ptp_core.transfer.meeting.sockets import new_socket
from tests.unit.transfer.fake_socket import FakeNetwork
from tests.unit.transfer.helpers import Installation, Pair


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    folder = tmp_path / "received"
    folder.mkdir()
    network = FakeNetwork()
    made = Pair(folder, network, Installation(network, "red-laptop"), Installation(network, "studio-pc"))
    made.acquaint()
    yield made
    made.close()


@pytest.fixture
def strangers(pair: Pair) -> Pair:
    for side in (pair.sender, pair.receiver):
        side.known_peers = KnownPeers(None)
    return pair


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "holiday.mov"
    path.write_bytes(bytes(range(251)) * 10_000)
    return path


@pytest.fixture
def real(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """The two installations on real PTP sockets, whose last words nobody loses on loopback: they end at once."""
    monkeypatch.setattr("ptp_core.transport.arrivals.MAXIMUM_TIME_WAIT_S", 0.02)
    monkeypatch.setattr("ptp_core.transport.farewell.LINGER_S", 0.02)
    monkeypatch.setattr(Installation, "new_socket", lambda self, options, observer: new_socket(options, observer))
    return pair
