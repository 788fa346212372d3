"""The peers of a listener, from their first packet until `accept` takes them, or they have gone."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.transport.events import Event

# Handshakes that may be under way besides: whoever is not through it is no guest yet, and most come through at once.
HANDSHAKES = 64


class Backlog:
    """Any thread. `limit` is how many may wait; `close` ends it for good."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._changed = threading.Condition()
        self._waiting: deque[DrivenConnection] = deque()
        self._closed = False

    def add(self, driven: DrivenConnection) -> bool:
        """A new peer begins its handshake; False when there is no room. On the endpoint's thread."""
        with self._changed:
            alive = [known for known in self._waiting if not (known.ended or known.connection.done)]
            if self._closed or len(alive) >= self._limit + HANDSHAKES:
                return False
            self._waiting = deque([*alive, driven])
        driven.told = self._hear
        return True

    def take(self, timeout_s: float, enter: Callable[[], None]) -> DrivenConnection | None:
        """The first whose handshake is complete; if there is none, one look more after so many seconds, or when
        somebody has come through. `enter` is called for it before the backlog can be closed."""
        with self._changed:
            driven = self._next_established()
            if driven is None and timeout_s > 0 and not self._closed:
                self._changed.wait(timeout_s)
                driven = self._next_established()
            if driven is not None:
                enter()
        return driven

    def close(self) -> list[DrivenConnection]:
        """Nobody is taken any more; those who wait."""
        with self._changed:
            self._closed = True
            waiting = list(self._waiting)
            self._waiting.clear()
            self._changed.notify_all()
        return waiting

    def _hear(self, event: Event) -> None:
        """Somebody has come through the handshake, or has gone. On the endpoint's thread."""
        with self._changed:
            self._changed.notify_all()

    def _next_established(self) -> DrivenConnection | None:
        self._waiting = deque(driven for driven in self._waiting if not driven.ended)
        for driven in self._waiting:
            if driven.established and not driven.ended:
                self._waiting.remove(driven)
                return driven
        return None
