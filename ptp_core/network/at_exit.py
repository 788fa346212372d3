"""The endpoints of this process, and what its end and a port that is wanted again mean to them.

An endpoint lives on while its connections deliver what closed sockets have left to it. When the interpreter ends, it
waits for all of them, sockets that nobody closed included, but not longer than EXIT_WAIT_S (Ctrl-C ends the wait);
what is left then is reset at the peer and warned of. When a new listener wants the port of an endpoint that only
delivers yet, that has PORT_PATIENCE_S.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import time
from typing import Protocol

EXIT_WAIT_S = 60.0
PORT_PATIENCE_S = 1.0


class Ending(Protocol):
    """What is asked of an endpoint here."""

    @property
    def port(self) -> int:
        """The local port."""

    @property
    def retired(self) -> bool:
        """Whether no socket uses it any more."""

    def finish(self) -> None:
        """Close all connections gracefully and end; returns at once."""

    def join(self, timeout_s: float) -> None:
        """Wait until it has ended."""

    def close(self) -> None:
        """End it at once."""


_living: set[Ending] = set()


def began(endpoint: Ending) -> None:
    """An endpoint lives from now on."""
    _living.add(endpoint)


def ended(endpoint: Ending) -> None:
    """An endpoint has given everything back."""
    _living.discard(endpoint)


def free_port(port: int) -> bool:
    """Have the endpoints at `port` that only deliver yet end, within a bound; whether there were any. May block."""
    there = [endpoint for endpoint in list(_living) if endpoint.port == port and endpoint.retired]
    ends_s = time.monotonic() + PORT_PATIENCE_S
    for endpoint in there:
        endpoint.join(max(0.0, ends_s - time.monotonic()))
        endpoint.close()
    return bool(there)


def deliver_all(wait_s: float = EXIT_WAIT_S) -> None:
    """Have all endpoints deliver and end, within `wait_s`. May block."""
    endpoints = list(_living)
    for endpoint in endpoints:
        endpoint.finish()
    ends_s = time.monotonic() + wait_s
    # Ctrl-C means that somebody does not want to wait, not that something went wrong.
    with contextlib.suppress(KeyboardInterrupt):
        for endpoint in endpoints:
            endpoint.join(max(0.0, ends_s - time.monotonic()))
    for endpoint in endpoints:
        endpoint.close()


atexit.register(deliver_all)
if hasattr(os, "register_at_fork"):
    # The threads stay with the parent.
    os.register_at_fork(after_in_child=_living.clear)
