"""Which of a host's addresses to talk to: Happy Eyeballs, RFC 8305.

The families take turns; the next address is tried when the one before has failed or has not answered for a quarter of a
second, and goes on meanwhile. The first connection that is established wins.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import chain, zip_longest
from typing import NamedTuple

from ptp_core.errors import AddressError, PeerRefused, PeerTimeout, PtpError, ResetCode, SocketClosed
from ptp_core.network.addresses import SocketAddress
from ptp_core.network.blocking import CONNECTION_CLOSED
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.endpoint import Endpoint
from ptp_core.sentences import phrase
from ptp_core.transport.events import Event

_ANOTHER_WAY = phrase("another way here was faster")

# RFC 8305 section 8, the recommended Connection Attempt Delay.
HEAD_START_S = 0.25
LOOK_EVERY_S = 0.1
# Of several failures, the one that tells most; an error of another kind was an answer and tells more than any of these.
_TELLING_LEAST_FIRST = (AddressError, PeerTimeout, SocketClosed, PeerRefused)

Place = tuple[int, SocketAddress]
"""A socket family and an address of it."""


class Attempt(NamedTuple):
    """A connection that has begun, on an endpoint of its own."""

    endpoint: Endpoint
    driven: DrivenConnection

    def give_up(self) -> None:
        """End it, whatever has become of it."""
        with self.driven.lock:
            self.driven.connection.abort(ResetCode.CLOSED, _ANOTHER_WAY, time.monotonic())
        self.endpoint.retire()


Begin = Callable[[Place, Callable[[Event], None]], Attempt]
"""Begins an attempt that tells its events; raises PtpError when it cannot even begin."""


def interleaved(places: list[Place]) -> list[Place]:
    """The families take turns, in the order in which the system named them (RFC 8305 section 4)."""
    families = list(dict.fromkeys(family for family, _ in places))
    columns = [[place for place in places if place[0] == family] for family in families]
    return [place for place in chain.from_iterable(zip_longest(*columns)) if place is not None]


def race(places: list[Place], begin: Begin, check: Callable[[], None]) -> Attempt:
    """The first attempt that succeeds; all others are given up.

    `check` is called at least ten times a second and raises to end it. Raises the most telling of the errors when none
    succeeds.
    """
    changed = threading.Event()
    waiting = deque(interleaved(places))
    running: list[Attempt] = []
    errors: list[PtpError] = []
    next_start_s = time.monotonic()
    try:
        while True:
            changed.clear()
            check()
            for attempt in list(running):
                if attempt.driven.established:
                    running.remove(attempt)
                    return attempt
                if attempt.driven.ended:
                    running.remove(attempt)
                    attempt.endpoint.retire()
                    errors.append(attempt.driven.error or SocketClosed(CONNECTION_CLOSED))
                    next_start_s = time.monotonic()
            pause_s = LOOK_EVERY_S
            if waiting:
                pause_s = min(pause_s, next_start_s - time.monotonic())
                if pause_s <= 0 or not running:
                    try:
                        running.append(begin(waiting.popleft(), lambda _event: changed.set()))
                        next_start_s = time.monotonic() + HEAD_START_S
                    except PtpError as error:
                        errors.append(error)
                    continue
            elif not running:
                raise max(errors, key=_telling)
            changed.wait(pause_s)
    finally:
        for attempt in running:
            attempt.give_up()


def _telling(error: PtpError) -> int:
    ranks = [rank for rank, kind in enumerate(_TELLING_LEAST_FIRST) if isinstance(error, kind)]
    return ranks[0] if ranks else len(_TELLING_LEAST_FIRST)
