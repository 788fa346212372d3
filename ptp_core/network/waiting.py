"""Waits that are as exact as the clock, for descriptors of any number.

Linux's epoll waits whole milliseconds, rounded up: at a gigabit a millisecond is two trains of segments, and a pacer
that wakes up for one of them halves the rate. `select` is exact to microseconds and knows no descriptor from 1,024 on.
It is called as it is: the selector around it costs as much again, thousands of times a second.
"""

from __future__ import annotations

import select
import selectors
import time
from typing import NamedTuple

# FD_SETSIZE of every C library that has one.
SELECT_KNOWS_BELOW = 1024
EPOLL_STEP_S = 0.001
_NOTHING: tuple[int, ...] = ()


class Ready(NamedTuple):
    """What ended a wait; nothing did when its time was over."""

    readable: bool
    writable: bool
    woken: bool


class Waiting:
    """Waits for the socket `descriptor`, and for `waker` to be readable. Owned by one thread."""

    def __init__(self, descriptor: int, waker: int, *, known_below: int = SELECT_KNOWS_BELOW) -> None:
        self._descriptor = descriptor
        self._waker = waker
        self._readers = descriptor, waker
        self._room_of = (descriptor,)
        self._selector: selectors.BaseSelector | None = None
        self._watches_room = False
        if max(self._readers) >= known_below:
            self._selector = selectors.DefaultSelector()
            self._selector.register(descriptor, selectors.EVENT_READ)
            self._selector.register(waker, selectors.EVENT_READ)

    def wait(self, timeout_s: float, *, for_room: bool) -> Ready:
        """Until something is ready or the time is over; with `for_room` also for room in the socket.

        Up to a millisecond after something has become ready where the system rounds.
        """
        if self._selector is not None:
            return self._wait_for_any(self._selector, timeout_s, for_room=for_room)
        readers, writers, _ = select.select(
            self._readers, self._room_of if for_room else _NOTHING, _NOTHING, max(timeout_s, 0.0)
        )
        return Ready(self._descriptor in readers, bool(writers), self._waker in readers)

    def close(self) -> None:
        """Give back what the wait needs itself."""
        if self._selector is not None:
            self._selector.close()

    def _wait_for_any(self, selector: selectors.BaseSelector, timeout_s: float, *, for_room: bool) -> Ready:
        if for_room != self._watches_room:
            self._watches_room = for_room
            events = selectors.EVENT_READ | selectors.EVENT_WRITE if for_room else selectors.EVENT_READ
            selector.modify(self._descriptor, events)
        rest_s = max(timeout_s, 0.0) % EPOLL_STEP_S
        found = selector.select(timeout_s - rest_s)
        if not found and rest_s:
            time.sleep(rest_s)
            found = selector.select(0)
        ready = {key.fd: events for key, events in found}
        events = ready.get(self._descriptor, 0)
        return Ready(bool(events & selectors.EVENT_READ), bool(events & selectors.EVENT_WRITE), self._waker in ready)
