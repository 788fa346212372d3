"""Who waits for a peer is woken by its coming through the handshake, not by looking again and again."""

from __future__ import annotations

import threading

from ptp_core.network.backlog import Backlog
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.simulation.pair import Pair
from ptp_core.transport.events import Established

FAR_LONGER_S = 60.0
IN_TIME_S = 20.0


def test_one_that_comes_through_ends_the_wait() -> None:
    backlog, driven = Backlog(16), Pair().server.driven
    taken: list[DrivenConnection | None] = []
    assert backlog.add(driven)
    waiter = threading.Thread(target=lambda: taken.append(backlog.take(FAR_LONGER_S, lambda: None)), name="waiter")
    waiter.start()
    with driven.lock:
        driven.take_event(Established(b""))
    waiter.join(IN_TIME_S)
    assert not waiter.is_alive()
    assert taken == [driven]


def test_the_first_through_the_handshake_is_taken_first() -> None:
    backlog = Backlog(16)
    first, second = Pair().server.driven, Pair().server.driven
    assert backlog.add(first)
    assert backlog.add(second)
    with second.lock:
        second.take_event(Established(b""))
    assert backlog.take(0.0, lambda: None) is second
    assert backlog.take(0.0, lambda: None) is None
