"""Waits are exact, whatever the descriptors' numbers."""

from __future__ import annotations

import selectors
import socket
import time

import pytest

from ptp_core.network.waiting import SELECT_KNOWS_BELOW, make_selector, select


@pytest.mark.parametrize("kind", [selectors.SelectSelector, selectors.DefaultSelector])
def test_a_wait_of_a_fifth_of_a_millisecond_is_none_of_a_whole_one(kind: type[selectors.BaseSelector]) -> None:
    one, other = socket.socketpair()
    with one, other, kind() as selector:
        selector.register(one, selectors.EVENT_READ)
        waits_s = []
        for _ in range(100):
            began_s = time.perf_counter()
            assert not select(selector, 0.0002)
            waits_s.append(time.perf_counter() - began_s)
        # A busy machine is late as often as it likes; a wait that is rounded up to a millisecond never is so short.
        assert sorted(waits_s)[50] >= 0.0002
        assert min(waits_s) < 0.0009


@pytest.mark.parametrize("timeout_s", [0.0, 0.0005, 0.0105, 5.0])
def test_what_is_ready_ends_the_wait(timeout_s: float) -> None:
    one, other = socket.socketpair()
    with one, other, make_selector(one.fileno()) as selector:
        selector.register(one, selectors.EVENT_READ)
        other.send(b"x")
        began_s = time.monotonic()
        ((key, events),) = select(selector, timeout_s)
        assert (key.fileobj, events) == (one, selectors.EVENT_READ)
        assert time.monotonic() - began_s < 1.0


def test_descriptors_beyond_those_that_select_knows_get_another_selector() -> None:
    assert isinstance(make_selector(SELECT_KNOWS_BELOW - 1), selectors.SelectSelector)
    assert not isinstance(make_selector(3, SELECT_KNOWS_BELOW), selectors.SelectSelector)
