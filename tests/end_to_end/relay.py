"""Somebody on the way between two ends who sees all, and may lose some of it."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

BUFFER_BYTES = 4_000_000


class Carried(NamedTuple):
    """A datagram that came by."""

    datagram: bytes
    to_server: bool


class Relay:
    """Carries UDP datagrams between one client and a server, keeps a copy of each, and loses those that it is told to.

    `loses` is asked about each datagram, on the relay's thread. `captured` is whole after `close`.
    """

    def __init__(self, port: int, loses: Callable[[Carried], bool]) -> None:
        self.captured: list[Carried] = []
        self._loses = loses
        self._server = ("127.0.0.1", port)
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._front.bind(("127.0.0.1", 0))
        self._back.bind(("127.0.0.1", 0))
        for end in (self._front, self._back):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        self._client: tuple[str, int] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ptp-test-relay")
        self._thread.start()

    @property
    def port(self) -> int:
        """Where the client finds it."""
        return int(self._front.getsockname()[1])

    def close(self) -> None:
        """End it."""
        self._stopping.set()
        self._thread.join(5.0)
        self._front.close()
        self._back.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            for ready in select.select([self._front, self._back], [], [], 0.1)[0]:
                datagram, address = ready.recvfrom(65_535)
                carried = Carried(datagram, ready is self._front)
                self.captured.append(carried)
                if carried.to_server:
                    self._client = address
                if self._loses(carried):
                    continue
                if carried.to_server:
                    self._back.sendto(datagram, self._server)
                elif self._client is not None:
                    self._front.sendto(datagram, self._client)


@contextmanager
def relay_to(port: int, loses: Callable[[Carried], bool] = lambda carried: False) -> Iterator[Relay]:
    """A relay to the server at `port` of this computer, which is closed in the end."""
    relay = Relay(port, loses)
    try:
        yield relay
    finally:
        relay.close()
