"""From an announcement to a transfer: who was found is who it is said to be only if the key says so."""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

from app.installation import load_installation
from ptp_core.discovery.announcement import Announcement, FoundPeer
from ptp_core.discovery.neighbourhood import Neighbourhood
from ptp_core.network.addresses import PeerAddress
from tests.end_to_end.program import Desk

INTERFACES = ["127.0.0.1"]
WAIT_S = 30.0


@contextlib.contextmanager
def announced(name: str, fingerprint: bytes, port: int) -> Iterator[None]:
    said = Announcement(name=name, port=port, fingerprint=fingerprint, hosts=["127.0.0.1"])
    part = Neighbourhood(announcement=lambda: said, interfaces=INTERFACES)
    part.start()
    try:
        yield
    finally:
        part.close()


def found(name: str) -> PeerAddress:
    """Where the one who announces itself by this name says to be."""
    heard = threading.Event()
    places: list[PeerAddress] = []

    def note(peers: tuple[FoundPeer, ...]) -> None:
        places.extend(peer.address for peer in peers if peer.name == name)
        if places:
            heard.set()

    browsing = Neighbourhood(changed=note, interfaces=INTERFACES)
    browsing.start()
    try:
        assert heard.wait(WAIT_S)
    finally:
        browsing.close()
    return places[0]


def test_t42_who_copies_a_friends_announcement_gets_no_file(desk: Desk, tmp_path: Path) -> None:
    file = desk.file()
    name = f"friend-{secrets.token_hex(8)}"
    friend = desk.receiver("--once")
    assert desk.sender(friend, str(file)).status() == 0
    assert friend.status() == 0
    home = desk.directory / "receiver" / "xdg_data_home" / "ptp"
    assert home.is_dir()
    key = load_installation(home).identity.fingerprint

    loot = tmp_path / "loot"
    loot.mkdir()
    impostor = desk.run(
        "impostor", "receive", "--dir", str(loot), "--listen", "127.0.0.1:0", "--json", "--accept", "all"
    )
    with announced(name, key, impostor.listening_port()):
        place = found(name)
    assert place.port == impostor.listening_port()
    sender = desk.run("sender", "send", "--json", str(file), str(place))
    assert sender.status() == 1
    assert list(loot.iterdir()) == []
    assert "code" in sender.error_line()
