"""Two computers on one loopback find each other, and leave."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from ptp_core.discovery import neighbourhood as module
from ptp_core.discovery.announcement import Announcement, FoundPeer
from ptp_core.discovery.neighbourhood import Neighbourhood

INTERFACES = ["127.0.0.1"]
WAIT_S = 20.0


class Watcher:
    """Knows who is near at the moment. Other tests may announce on the same loopback at the same time."""

    def __init__(self) -> None:
        self._peers: tuple[FoundPeer, ...] = ()
        self._changed = threading.Condition()

    def __call__(self, peers: tuple[FoundPeer, ...]) -> None:
        with self._changed:
            self._peers = peers
            self._changed.notify_all()

    def wait_until(self, condition: Callable[[tuple[FoundPeer, ...]], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self._peers), WAIT_S), self._peers

    def named(self, name: str) -> list[FoundPeer]:
        return [peer for peer in self._peers if peer.name == name]


def announcement(name: str, port: int = 7700, fingerprint: bytes | None = None) -> Announcement:
    return Announcement(name=name, port=port, fingerprint=fingerprint or secrets.token_bytes(32), hosts=["127.0.0.1"])


@pytest.fixture
def name() -> str:
    return f"test-{secrets.token_hex(8)}"


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    watcher = Watcher()
    browsing = Neighbourhood(changed=watcher, interfaces=INTERFACES)
    browsing.start()
    yield watcher
    browsing.close()


def test_who_announces_is_found_and_says_goodbye(name: str, watcher: Watcher) -> None:
    said = announcement(name, 7777)
    announcing = Neighbourhood(announcement=lambda: said, interfaces=INTERFACES)
    announcing.start()
    try:
        watcher.wait_until(lambda peers: any(peer.name == name for peer in peers))
        (peer,) = watcher.named(name)
        assert str(peer.address) == "127.0.0.1:7777"
        assert peer.claims(said.fingerprint)
    finally:
        announcing.close()
    watcher.wait_until(lambda peers: not any(peer.name == name for peer in peers))


def test_t42_a_copy_does_not_hide_whom_it_copies(name: str, watcher: Watcher) -> None:
    real = announcement(name)
    parts = [Neighbourhood(announcement=lambda: real, interfaces=INTERFACES) for _ in range(2)]
    try:
        for part in parts:
            part.start()
            watcher.wait_until(lambda peers: any(peer.name == name for peer in peers))
        copy = announcement(name, 9999, real.fingerprint)
        parts.append(Neighbourhood(announcement=lambda: copy, interfaces=INTERFACES))
        parts[-1].start()
        watcher.wait_until(lambda peers: {peer.port for peer in peers if peer.name == name} == {7700, 9999})
    finally:
        for part in parts:
            part.close()


def test_one_does_not_find_oneself(name: str, watcher: Watcher) -> None:
    own = Watcher()
    both = Neighbourhood(announcement=lambda: announcement(name), changed=own, interfaces=INTERFACES)
    both.start()
    try:
        watcher.wait_until(lambda peers: any(peer.name == name for peer in peers))
        assert own.named(name) == []
    finally:
        both.close()


def test_closing_is_bounded_and_may_come_at_any_time() -> None:
    never_started = Neighbourhood(interfaces=INTERFACES)
    never_started.close()
    began = time.monotonic()
    for pause_s in (0.0, 0.05, 0.4):
        some = Neighbourhood(announcement=lambda: announcement("x"), changed=Watcher(), interfaces=INTERFACES)
        some.start()
        time.sleep(pause_s)
        some.close()
        some.close()
        assert not some._thread.is_alive()
    assert time.monotonic() - began < 10


def test_nobody_waits_long_for_a_goodbye(name: str, watcher: Watcher) -> None:
    took_s = []
    for _ in range(3):
        announcing = Neighbourhood(announcement=lambda: announcement(name), interfaces=INTERFACES)
        announcing.start()
        watcher.wait_until(lambda peers: any(peer.name == name for peer in peers))
        began = time.monotonic()
        announcing.close()
        took_s.append(time.monotonic() - began)
        watcher.wait_until(lambda peers: not any(peer.name == name for peer in peers))
    # The library alone takes a quarter of a second; the shortest of three, for a machine that is busy.
    assert min(took_s) < 0.2


def test_a_network_that_cannot_be_used_is_an_error_to_look_at_and_is_tried_again(
    name: str, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY_S", 0.01)
    opened = Neighbourhood._open
    failures = iter([OSError("no network"), RuntimeError("a fault in a library")])
    failed = threading.Event()

    def fail_twice(self: Neighbourhood) -> object:
        for error in failures:
            raise error
        failed.set()
        return opened(self)

    monkeypatch.setattr(Neighbourhood, "_open", fail_twice)
    announcing = Neighbourhood(announcement=lambda: announcement(name), interfaces=INTERFACES)
    announcing.start()
    try:
        watcher.wait_until(lambda peers: any(peer.name == name for peer in peers))
        assert failed.is_set()
    finally:
        announcing.close()


def test_t43_a_mistake_about_one_packet_is_not_the_end_and_not_on_the_screen(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    watcher = Watcher()
    mistakes: list[str] = []

    def stumble(peers: tuple[FoundPeer, ...]) -> None:
        if any(peer.name == name for peer in peers) and not mistakes:
            mistakes.append(name)
            raise RuntimeError("surprise")
        watcher(peers)

    browsing = Neighbourhood(changed=stumble, interfaces=INTERFACES)
    parts = [
        Neighbourhood(announcement=lambda: announcement(name, 1), interfaces=INTERFACES),
        Neighbourhood(announcement=lambda: announcement(name, 2), interfaces=INTERFACES),
    ]
    try:
        for part in (browsing, *parts):
            part.start()
        watcher.wait_until(lambda peers: {peer.port for peer in peers if peer.name == name} == {1, 2})
        assert mistakes
        assert not caplog.records
    finally:
        for part in (browsing, *parts):
            part.close()


def test_other_addresses_of_this_computer_are_announced_anew(
    name: str, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = ["192.0.2.1"]
    ports = iter([7001, 7002])
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(module, "local_addresses", lambda: list(addresses))
    announcing = Neighbourhood(announcement=lambda: announcement(name, next(ports)), interfaces=INTERFACES)
    announcing.start()
    try:
        watcher.wait_until(lambda peers: {peer.port for peer in peers if peer.name == name} == {7001})
        addresses[:] = ["192.0.2.2"]
        watcher.wait_until(lambda peers: {peer.port for peer in peers if peer.name == name} == {7002})
    finally:
        announcing.close()
