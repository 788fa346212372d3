"""Two installations that are closed again, whatever a test does to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ptp_core.security.known_peers import KnownPeers
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
