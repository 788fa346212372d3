"""What limits a connection, each limit by a real one that it limits. What a path limits is simulated (flow control)."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import ResetCode
from ptp_core.network.socket import PTPSocket
from ptp_core.transport.statistics import LimitedBy
from tests.end_to_end.test_socket import joined, wait_until

# Many small segments, so that a slow computer has something to be slow with.
SETTINGS = replace(TransportSettings(), mss_bytes=1000)
BLOCK = bytes(200_000)


@contextmanager
def streaming(client: PTPSocket, server: PTPSocket, *, reads: bool = True, pause_s: float = 0.0) -> Iterator[None]:
    """Bytes without end from client to server; a pause after each block is what a slow disk makes."""
    stop = threading.Event()

    def write() -> None:
        with contextlib.suppress(OSError):
            while not stop.is_set():
                client.sendall(BLOCK)
                stop.wait(pause_s)

    def read() -> None:
        with contextlib.suppress(OSError):
            while reads and server.recv(1 << 18):
                pass

    threads = [threading.Thread(target=work) for work in (write, read)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        client.abort(ResetCode.CANCELLED)
        server.abort(ResetCode.CANCELLED)
        for thread in threads:
            thread.join(10.0)


def slow_down(monkeypatch: pytest.MonkeyPatch, sock: PTPSocket, call: str, pause_s: float) -> None:
    """A processor that takes so long each time that the endpoint of this socket receives or sends."""
    assert sock._shared is not None
    world: Any = sock._shared.endpoint._world
    real: Callable[..., Any] = getattr(world, call)

    def slowly(*arguments: Any) -> Any:
        time.sleep(pause_s)
        return real(*arguments)

    monkeypatch.setattr(world, call, slowly)


def limit_of(client: PTPSocket) -> LimitedBy:
    return client.statistics().limited_by


def test_a_receiver_that_has_no_time_is_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    with joined(SETTINGS) as (client, server):
        slow_down(monkeypatch, server, "receive", 0.003)
        with streaming(client, server):
            wait_until(lambda: limit_of(client) is LimitedBy.RECEIVER_PROCESSOR)


def test_a_sender_that_has_no_time_is_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    with joined(SETTINGS) as (client, server):
        slow_down(monkeypatch, client, "send", 0.003)
        with streaming(client, server):
            wait_until(lambda: limit_of(client) is LimitedBy.SENDER_PROCESSOR)


def test_a_source_that_is_slow_is_the_limit() -> None:
    with joined(SETTINGS) as (client, server), streaming(client, server, pause_s=0.05):
        wait_until(lambda: client.statistics().bytes_acknowledged >= 3 * len(BLOCK))
        wait_until(lambda: limit_of(client) is LimitedBy.SENDER_DISK)


def test_a_receiver_that_does_not_write_is_the_limit() -> None:
    with joined(SETTINGS) as (client, server), streaming(client, server, reads=False):
        wait_until(lambda: limit_of(client) is LimitedBy.RECEIVER_DISK)


def test_a_window_that_somebody_fixed_is_the_limit() -> None:
    fixed = replace(SETTINGS, window_bytes=4000)
    with joined(fixed) as (client, server), streaming(client, server):
        wait_until(lambda: limit_of(client) is LimitedBy.WINDOW)


def test_each_side_says_that_its_conditioner_is_on_and_only_then() -> None:
    slow = ConditionerSettings(delay_s=0.002)
    with PTPSocket() as listener, PTPSocket(conditioner=slow) as client:
        listener.listen(("127.0.0.1", 0))
        listener.settimeout(10.0)
        client.connect(listener.local_address)
        server, _ = listener.accept()
        with server:
            server.settimeout(10.0)
            client.sendall(b"there")
            assert server.recv(5) == b"there"
            server.sendall(b"and back")
            client.settimeout(10.0)
            client.recv(8)
            wait_until(lambda: server.statistics().peer_conditioned)
            assert server.statistics().conditioner is None
            assert client.statistics().conditioner == slow
            assert not client.statistics().peer_conditioned
