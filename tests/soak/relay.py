"""A relay for real datagrams, as a NAT is one: it can forget a client's port, fall silent, and say things twice."""

from __future__ import annotations

import contextlib
import random
import selectors
import socket
import threading

LARGEST_DATAGRAM_BYTES = 65_535
LOOK_EVERY_S = 0.05
JOIN_S = 5.0
# The systems' own limits are smaller than a train of large datagrams.
BUFFER_BYTES = 4_000_000


class Relay:
    """Carries datagrams between one client and the server at `target`, on a thread of its own.

    `rebind`, `silence` and `close` may be called from any thread; `close` twice.
    """

    def __init__(self, target: tuple[str, int], rng: random.Random, *, repeated: float = 0.0) -> None:
        self._target = target
        self._rng = rng
        self._repeated = repeated
        self._front = self._new_socket()
        self._front.bind(("127.0.0.1", 0))
        self._client: tuple[str, int] | None = None
        self._rebinding = threading.Event()
        self._silent = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="soak-relay", daemon=True)
        self._thread.start()

    @property
    def address(self) -> tuple[str, int]:
        """Where the client finds it."""
        host, port = self._front.getsockname()
        return host, port

    def rebind(self) -> None:
        """From now on the server sees the client at another port, and what goes to the old one is lost."""
        self._rebinding.set()

    def silence(self, silent: bool) -> None:
        """Carry nothing, or all again."""
        if silent:
            self._silent.set()
        else:
            self._silent.clear()

    def close(self) -> None:
        """End it and give the ports back."""
        self._stop.set()
        self._thread.join(JOIN_S)

    def _run(self) -> None:
        back = self._new_back()
        with selectors.DefaultSelector() as selector:
            selector.register(self._front, selectors.EVENT_READ)
            selector.register(back, selectors.EVENT_READ)
            while not self._stop.is_set():
                if self._rebinding.is_set():
                    self._rebinding.clear()
                    selector.unregister(back)
                    back.close()
                    back = self._new_back()
                    selector.register(back, selectors.EVENT_READ)
                for key, _ in selector.select(LOOK_EVERY_S):
                    # Nobody there any more, or no room: datagrams are lost.
                    with contextlib.suppress(OSError):
                        self._carry(self._front if key.fileobj is self._front else back, back)
        back.close()
        self._front.close()

    def _carry(self, arrived_at: socket.socket, back: socket.socket) -> None:
        datagram, source = arrived_at.recvfrom(LARGEST_DATAGRAM_BYTES)
        if self._silent.is_set():
            return
        for _ in range(2 if self._rng.random() < self._repeated else 1):
            if arrived_at is self._front:
                self._client = source
                back.send(datagram)
            elif self._client is not None:
                self._front.sendto(datagram, self._client)

    def _new_back(self) -> socket.socket:
        back = self._new_socket()
        back.connect(self._target)
        return back

    def _new_socket(self) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.setblocking(False)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        return made
