"""An endpoint and how many sockets use it: the last one out lets it deliver and end."""

from __future__ import annotations

import threading

from ptp_core.network.endpoint import Endpoint


class SharedEndpoint:
    """Any thread. It begins with one user."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._users = 1
        self._lock = threading.Lock()

    def enter(self) -> None:
        """One more socket uses it."""
        with self._lock:
            self._users += 1

    def leave(self) -> None:
        """One socket less."""
        with self._lock:
            self._users -= 1
            last = self._users == 0
        if last:
            self.endpoint.retire()
