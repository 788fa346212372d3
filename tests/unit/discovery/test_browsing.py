"""Browsing over real records of zeroconf, fed packet by packet: T42, T43 and T44 without a network between."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zeroconf import DNSIncoming  # type: ignore[attr-defined]
from zeroconf.asyncio import AsyncZeroconf

from ptp_core.discovery.announcement import FoundPeer
from ptp_core.discovery.browsing import Browsing
from ptp_core.discovery.heard_peers import MOST_NAMES, STALE_AFTER_S
from ptp_core.discovery.on_link import Network
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from tests.unit.discovery import packets

LOOPBACK: list[Network] = [ipaddress.ip_network("127.0.0.0/8")]


class Ears:
    """A Browsing in a zeroconf of its own. `now_s` is its clock."""

    def __init__(self, zeroconf: AsyncZeroconf) -> None:
        self.zeroconf = zeroconf.zeroconf
        self.now_s = 1000.0
        self.peers: tuple[FoundPeer, ...] = ()
        self.browsing = Browsing(LOOPBACK, self._note, clock=lambda: self.now_s)
        self.zeroconf.async_add_listener(self.browsing, None)

    def hear(self, packet: bytes) -> None:
        message = DNSIncoming(packet)
        if message.valid and message.is_response():
            self.zeroconf.record_manager.async_updates_from_response(message)

    def names(self) -> list[str]:
        return [peer.name for peer in self.peers]

    def _note(self, peers: tuple[FoundPeer, ...]) -> None:
        self.peers = peers


def with_ears(act: Callable[[Ears], Awaitable[None] | None]) -> None:
    async def main() -> None:
        zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"])
        await zeroconf.zeroconf.async_wait_for_start()
        try:
            outcome = act(Ears(zeroconf))
            if outcome is not None:
                await outcome
        finally:
            await zeroconf.async_close()

    asyncio.run(main())


def test_a_service_is_found_and_goes_again() -> None:
    def act(ears: Ears) -> None:
        ears.hear(packets.response(packets.service("red")))
        assert ears.names() == ["red"]
        assert str(ears.peers[0].address) == "127.0.0.1:7700"
        ears.hear(packets.response([packets.pointer("red", ttl_s=0)]))
        assert ears.names() == []

    with_ears(act)


def test_a_service_that_is_told_bit_by_bit_is_found_when_it_is_whole() -> None:
    def act(ears: Ears) -> None:
        *parts, last = packets.service("red")
        for part in parts:
            ears.hear(packets.response([part]))
        assert ears.peers == ()
        ears.hear(packets.response([last]))
        assert ears.names() == ["red"]

    with_ears(act)


def test_a_service_that_is_not_heard_any_more_goes() -> None:
    def act(ears: Ears) -> None:
        ears.hear(packets.response(packets.service("red")))
        ears.now_s += STALE_AFTER_S - 1
        ears.browsing.ask(ears.zeroconf)
        assert ears.names() == ["red"]
        ears.now_s += 2
        ears.browsing.ask(ears.zeroconf)
        assert ears.names() == []

    with_ears(act)


def test_a_name_that_moves_is_found_where_it_is() -> None:
    def act(ears: Ears) -> None:
        ears.hear(packets.response(packets.service("red", port=7700)))
        ears.hear(packets.response([packets.pointer("red", ttl_s=0)]))
        ears.hear(packets.response(packets.service("red", port=7701)))
        assert len(ears.peers) == 1

    with_ears(act)


def test_t42_a_copy_of_a_friends_announcement_gives_no_trust(tmp_path: Path) -> None:
    friend = Identity.create("studio-pc")
    known = KnownPeers(tmp_path / "known_peers.json")
    known.remember(friend.fingerprint, friend.name, 0.0)
    before = (tmp_path / "known_peers.json").read_bytes()
    text = packets.texts(name=b"studio-pc", fp=friend.fingerprint[:8].hex().encode(), v=b"1")

    def act(ears: Ears) -> None:
        ears.hear(packets.response(packets.service("real", host="127.0.0.2", text=text)))
        ears.hear(packets.response(packets.service("copy", host="127.0.0.3", text=text)))
        # Both are shown, neither takes the other's place, and nobody can tell them apart before the handshake.
        assert [peer.hosts for peer in ears.peers] == [("127.0.0.2",), ("127.0.0.3",)]
        assert all(peer.claims(friend.fingerprint) for peer in ears.peers)

    with_ears(act)
    assert (tmp_path / "known_peers.json").read_bytes() == before


def test_t43_a_hundred_thousand_services_take_bounded_memory() -> None:
    def act(ears: Ears) -> None:
        ears.hear(packets.response(packets.service("friend")))
        labels = [f"fake-{number:02}-00000" for number in range(20)]
        twenty = packets.response(each for label in labels for each in packets.service(label))
        for number in range(5000):
            # The tracing makes it slow; the last fifth alone would not fit into the bound if it were all kept.
            if number == 4000:
                tracemalloc.start()
            ears.hear(twenty.replace(b"-00000", b"-%05d" % number))
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak_bytes < 16_000_000
        assert len(ears.peers) == MOST_NAMES
        assert "friend" in ears.names()
        ears.browsing.ask(ears.zeroconf)

    with_ears(act)


def test_t43_of_names_without_more_few_are_asked_about() -> None:
    def act(ears: Ears) -> None:
        for number in range(1000):
            ears.hear(packets.response([packets.pointer(f"empty-{number}")]))
        sent = []
        ears.zeroconf.async_send = lambda out, *_more: sent.append(out)  # type: ignore[method-assign]
        ears.browsing.ask(ears.zeroconf)
        assert len(sent) == 1
        assert len(sent[0].questions) <= 40
        assert ears.peers == ()

    with_ears(act)


def test_t43_a_name_that_fits_into_no_question_is_passed_over() -> None:
    def act(ears: Ears) -> None:
        whole = packets.response(packets.service("a" * 60))
        ears.hear(whole.replace(b"a" * 60, b"\xff" * 60))
        ears.browsing.ask(ears.zeroconf)
        assert ears.peers == ()

    with_ears(act)


MUTATED = packets.response(packets.service("red"))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(0, len(MUTATED) - 1), st.integers(0, 255)), max_size=8),
    length=st.integers(0, len(MUTATED)),
)
def test_t43_malformed_records_raise_nothing(shared_ears: Ears, changes: list[tuple[int, int]], length: int) -> None:
    packet = bytearray(MUTATED)
    for at, value in changes:
        packet[at] = value
    shared_ears.hear(bytes(packet[:length] if length % 2 else packet))
    shared_ears.browsing.ask(shared_ears.zeroconf)


@pytest.fixture
def shared_ears() -> Iterator[Ears]:
    loop = asyncio.new_event_loop()

    async def begin() -> AsyncZeroconf:
        zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"])
        await zeroconf.zeroconf.async_wait_for_start()
        return zeroconf

    zeroconf = loop.run_until_complete(begin())
    ears = Ears(zeroconf)
    # Hypothesis calls from outside the loop; what is asked stays unsent there.
    ears.zeroconf.async_send = lambda *_all: None  # type: ignore[method-assign]
    yield ears
    loop.run_until_complete(zeroconf.async_close())
    loop.close()


def test_t44_an_announced_address_gets_no_packet() -> None:
    async def act(ears: Ears) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as victim:
            victim.bind(("127.0.0.1", 0))
            victim.setblocking(False)
            ears.hear(packets.response(packets.service("spoofed", port=victim.getsockname()[1])))
            assert ears.names() == ["spoofed"]
            for _ in range(3):
                ears.browsing.ask(ears.zeroconf)
                await asyncio.sleep(0.05)
            with pytest.raises(BlockingIOError):
                victim.recv(1)

    with_ears(act)
