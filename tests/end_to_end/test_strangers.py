"""Strangers at a real port, all of them on this very computer: whoever is known gets in within five seconds."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, TransportSettings
from ptp_core.errors import PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.network.socket import PTPSocket
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from ptp_core.security.packet_protection import PUBLIC_AEAD, unseal
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferState
from ptp_core.wire.packet import PacketType, parse_header
from tests.end_to_end.hellos import hello
from tests.unit.transfer.helpers import Watcher

GETS_IN_WITHIN_S = 5.0


class Besieged:
    """A receiver, and a sender that it knows."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        sender, receiver = Identity.create("red-laptop"), Identity.create("studio-pc")
        self.options = [
            TransferOptions(transport=TransportSettings(), identity=identity, known_peers=KnownPeers(None))
            for identity in (sender, receiver)
        ]
        self.options[0].known_peers.remember(receiver.fingerprint, "studio-pc", 1.0)
        self.options[1].known_peers.remember(sender.fingerprint, "red-laptop", 1.0)
        self.server = ReceiveServer(
            folder,
            PeerAddress("127.0.0.1", 0),
            options=self.options[1],
            observer=Watcher(),
            code=OneTimeCode(),
            accept=AcceptPolicy.KNOWN,
        )
        self.server.start()
        self._stop = threading.Event()
        self._attackers: list[threading.Thread] = []

    @property
    def target(self) -> tuple[str, int]:
        return self.server.address.host, self.server.address.port

    def attack(self, step: Callable[[], None], *, threads: int = 1) -> None:
        """Call `step` again and again on each of the threads."""

        def run() -> None:
            while not self._stop.is_set():
                with contextlib.suppress(PtpError, OSError):
                    step()

        for _ in range(threads):
            thread = threading.Thread(target=run, daemon=True)
            self._attackers.append(thread)
            thread.start()

    def known_peer_gets_in(self, path: Path) -> None:
        """A file of a known sender is across in time."""
        watcher = Watcher()
        transfer = SendTransfer((path,), self.server.address, options=self.options[0], observer=watcher)
        began = time.monotonic()
        transfer.start()
        try:
            final = watcher.final(3 * GETS_IN_WITHIN_S)
        finally:
            transfer.close()
        assert final.state is TransferState.DONE, final.message
        assert time.monotonic() - began < GETS_IN_WITHIN_S

    def close(self) -> None:
        self._stop.set()
        for thread in self._attackers:
            thread.join(15.0)
        self.server.close()


@pytest.fixture
def besieged(tmp_path: Path) -> Iterator[Besieged]:
    made = Besieged(tmp_path / "received")
    yield made
    made.close()


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"known" * 100)
    return path


def test_sixteen_strangers_who_say_nothing_and_more_keep_nobody_out(besieged: Besieged, small_file: Path) -> None:
    strangers = [PTPSocket() for _ in range(30)]
    try:
        for stranger in strangers:
            stranger.settimeout(5.0)
            stranger.connect(besieged.target)
        besieged.known_peer_gets_in(small_file)
    finally:
        for stranger in strangers:
            stranger.close()


def test_24_threads_that_come_again_and_again_keep_nobody_out(besieged: Besieged, small_file: Path) -> None:
    identity = Identity.create("mallory")

    def come_and_stay_until_sent_away() -> None:
        with PTPSocket(identity=identity) as stranger:
            stranger.settimeout(5.0)
            stranger.connect(besieged.target)
            stranger.settimeout(1.0)
            stranger.recv(1)

    besieged.attack(come_and_stay_until_sent_away, threads=24)
    ends = time.monotonic() + 6.0
    while time.monotonic() < ends:
        besieged.known_peer_gets_in(small_file)
        time.sleep(0.5)


@pytest.mark.parametrize("cookie", ["none", "forged", "valid"])
@pytest.mark.parametrize("ports", [1, 100])
def test_a_flood_of_hellos_keeps_nobody_out(besieged: Besieged, small_file: Path, cookie: str, ports: int) -> None:
    """600 a second and more, from one port or from many, of the known peer's own address."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(ports)]
    cookies: dict[int, bytes] = dict.fromkeys(range(ports), b"f" * 16 if cookie == "forged" else b"")
    sent = 0
    for each in sockets:
        each.connect(besieged.target)
        each.setblocking(False)

    def burst() -> None:
        nonlocal sent
        for _ in range(12):
            number = sent % ports
            sent += 1
            sockets[number].send(hello(sent, cookies[number]))
            if cookie == "valid":
                _take_cookie(sockets[number], cookies, number)
        time.sleep(0.02)

    try:
        besieged.attack(burst)
        time.sleep(1.0)
        besieged.known_peer_gets_in(small_file)
        besieged.known_peer_gets_in(small_file)
        assert sent > 400
        if cookie == "valid":
            assert any(cookies.values()), "the flood never had to prove its address"
    finally:
        besieged.close()
        for each in sockets:
            each.close()


def _take_cookie(from_socket: socket.socket, cookies: dict[int, bytes], number: int) -> None:
    with contextlib.suppress(BlockingIOError):
        while True:
            answer = from_socket.recv(2048)
            header = parse_header(memoryview(answer))
            if header is not None and header.type is PacketType.COOKIE:
                cookies[number] = unseal(PUBLIC_AEAD, memoryview(answer)) or b""
