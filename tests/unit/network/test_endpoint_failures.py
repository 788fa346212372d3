"""What fails takes down what it belongs to and nothing else: a connection, or an endpoint with all its connections."""

from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Iterator

import pytest

from ptp_core.errors import ConnectionFailed, EndpointFailed, PeerReset, ResetCode
from ptp_core.network.socket import PTPSocket
from ptp_core.network.udp_world import UdpWorld
from tests.end_to_end.test_socket import receive_all

HERE = ("127.0.0.1", 0)
LIMIT_S = 10.0


class Mistake(Exception):
    """What nobody expects."""


@contextlib.contextmanager
def two_clients() -> Iterator[tuple[PTPSocket, list[tuple[PTPSocket, PTPSocket]]]]:
    """A listener, and two connections on it: (client, server)."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(PTPSocket())
        listener.listen(HERE)
        listener.settimeout(LIMIT_S)
        pairs = []
        for _ in range(2):
            client = stack.enter_context(PTPSocket())
            client.connect(listener.local_address)
            server = stack.enter_context(listener.accept()[0])
            client.settimeout(LIMIT_S)
            server.settimeout(LIMIT_S)
            pairs.append((client, server))
        yield listener, pairs
        for client, _ in pairs:
            client.abort(ResetCode.CLOSED)


@pytest.mark.parametrize(
    "method", ["handle_datagrams", "handle_timer", "poll_datagrams", "next_deadline", "poll_event"]
)
def test_a_connection_that_raises_takes_down_itself_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    with two_clients() as (listener, [(client, server), (other_client, other_server)]):
        assert server._driven is not None
        ill = server._driven.connection
        work = getattr(ill, method)
        tries: list[int] = []

        def fail_once(*arguments: object) -> object:
            if tries:
                return work(*arguments)
            tries.append(1)
            raise Mistake("oh")

        monkeypatch.setattr(ill, method, fail_once)
        client.sendall(b"anything")
        with pytest.raises(ConnectionFailed) as failed:
            receive_all(server)
        assert isinstance(failed.value.__cause__, Mistake)
        with pytest.raises(PeerReset) as told:
            client.recv(100)
        assert told.value.code is ResetCode.INTERNAL
        other_client.sendall(b"well")
        assert other_server.recv(100) == b"well"
        with PTPSocket() as late:
            late.connect(listener.local_address)
            listener.accept()[0].close()


def test_a_connection_that_raises_for_ever_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    with two_clients() as (_, [(client, server), (other_client, other_server)]):
        assert server._driven is not None

        def fail(*_: object) -> object:
            raise Mistake("again")

        for method in ("handle_datagrams", "poll_datagrams", "next_deadline", "abort"):
            monkeypatch.setattr(server._driven.connection, method, fail)
        client.sendall(b"anything")
        with pytest.raises(ConnectionFailed):
            server.recv(100)
        other_client.sendall(b"well")
        assert other_server.recv(100) == b"well"


def test_a_stranger_whose_datagram_raises_disturbs_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with two_clients() as (listener, [(client, server), _]):
        assert listener._shared is not None
        core = listener._shared.endpoint._core

        def fail(*_: object) -> object:
            raise Mistake("at the door")

        monkeypatch.setattr(core, "_admit", fail)
        late = PTPSocket()
        late.settimeout(0.3)
        with pytest.raises(TimeoutError):
            late.connect(listener.local_address)
        assert isinstance(core.stranger_error, Mistake)
        client.sendall(b"well")
        assert server.recv(100) == b"well"


@pytest.mark.parametrize("way", ["the socket dies", "the loop raises"])
def test_an_endpoint_that_cannot_go_on_tells_everybody(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    with two_clients() as (listener, [(_, server), (_, other_server)]):
        assert listener._shared is not None
        endpoint = listener._shared.endpoint
        world = endpoint._world
        assert isinstance(world, UdpWorld)
        if way == "the socket dies":
            world._udp.close()
        else:
            monkeypatch.setattr(endpoint._core, "turn", lambda *_: 1 / 0)
        server.send(b"anything")
        for sock in (server, other_server):
            with pytest.raises(EndpointFailed):
                sock.recv(100)
        with pytest.raises(EndpointFailed) as failed:
            listener.accept()
        assert isinstance(failed.value.__cause__, OSError if way == "the socket dies" else ZeroDivisionError)
        endpoint.join(LIMIT_S)
        assert not endpoint._thread.is_alive()


def test_more_than_1024_open_descriptors_are_no_reason_to_be_deaf() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(4096, hard)), hard))
    opened: list[int] = []
    try:
        opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
        with two_clients() as (_, [(client, server), _]):
            client.sendall(b"heard")
            assert server.recv(100) == b"heard"
    finally:
        for descriptor in opened:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
