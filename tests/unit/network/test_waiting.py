"""Waits are exact, whatever the descriptors' numbers."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator

import pytest

from ptp_core.network.waiting import SELECT_KNOWS_BELOW, Ready, Waiting

NOTHING = Ready(readable=False, writable=False, woken=False)


@pytest.fixture
def pairs() -> Iterator[tuple[socket.socket, ...]]:
    """A socket and its other end, and a waker and the one who wakes."""
    sockets = (*socket.socketpair(), *socket.socketpair())
    yield sockets
    for each in sockets:
        each.close()


@pytest.fixture(params=[SELECT_KNOWS_BELOW, 0], ids=["select", "any number"])
def waiting(request: pytest.FixtureRequest, pairs: tuple[socket.socket, ...]) -> Iterator[Waiting]:
    made = Waiting(pairs[0].fileno(), pairs[2].fileno(), known_below=request.param)
    yield made
    made.close()


def test_a_wait_of_a_fifth_of_a_millisecond_is_none_of_a_whole_one(waiting: Waiting) -> None:
    waits_s = []
    for _ in range(100):
        began_s = time.perf_counter()
        assert waiting.wait(0.0002, for_room=False) == NOTHING
        waits_s.append(time.perf_counter() - began_s)
    # A busy machine is late as often as it likes; a wait that is rounded up to a millisecond never is so short.
    assert sorted(waits_s)[50] >= 0.0002
    assert min(waits_s) < 0.0009


@pytest.mark.parametrize("timeout_s", [-1.0, 0.0, 0.0005, 0.0105, 5.0])
def test_what_is_ready_ends_the_wait(
    waiting: Waiting, pairs: tuple[socket.socket, ...], timeout_s: float
) -> None:
    pairs[1].send(b"x")
    began_s = time.monotonic()
    assert waiting.wait(timeout_s, for_room=False) == Ready(readable=True, writable=False, woken=False)
    assert time.monotonic() - began_s < 1.0


def test_being_woken_is_told_from_something_to_read(waiting: Waiting, pairs: tuple[socket.socket, ...]) -> None:
    pairs[3].send(b"w")
    assert waiting.wait(5.0, for_room=False) == Ready(readable=False, writable=False, woken=True)


def test_room_ends_a_wait_only_when_it_is_asked_for(waiting: Waiting) -> None:
    assert waiting.wait(0.0, for_room=False) == NOTHING
    assert waiting.wait(5.0, for_room=True) == Ready(readable=False, writable=True, woken=False)
    assert waiting.wait(0.0, for_room=False) == NOTHING


def test_descriptors_beyond_those_that_select_knows_get_a_selector(monkeypatch: pytest.MonkeyPatch) -> None:
    registered: list[int] = []

    class Selector(selectors.SelectSelector):
        def register(self, fileobj: int, events: int, data: object = None) -> selectors.SelectorKey:  # type: ignore[override]
            registered.append(fileobj)
            return selectors.SelectorKey(fileobj, fileobj, events, data)

    monkeypatch.setattr(selectors, "DefaultSelector", Selector)
    Waiting(3, SELECT_KNOWS_BELOW - 1)
    assert registered == []
    Waiting(3, SELECT_KNOWS_BELOW)
    assert registered == [3, SELECT_KNOWS_BELOW]
