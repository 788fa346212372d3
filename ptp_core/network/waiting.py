"""A selector whose waits are as exact as the clock, and which knows descriptors of any number.

Linux's epoll waits whole milliseconds, rounded up: at a gigabit a millisecond is two trains of segments, and a pacer
that wakes up for one of them halves the rate. `select` is exact to microseconds and knows no descriptor from 1,024 on.
"""

from __future__ import annotations

import selectors
import time

# FD_SETSIZE of every C library that has one.
SELECT_KNOWS_BELOW = 1024
EPOLL_STEP_S = 0.001

Ready = list[tuple[selectors.SelectorKey, int]]


def make_selector(*descriptors: int) -> selectors.BaseSelector:
    """One for these descriptors."""
    if max(descriptors) < SELECT_KNOWS_BELOW:
        return selectors.SelectSelector()
    return selectors.DefaultSelector()


def select(selector: selectors.BaseSelector, timeout_s: float) -> Ready:
    """What is ready within the time; up to a millisecond after it has become so where the system rounds."""
    if timeout_s <= 0 or isinstance(selector, selectors.SelectSelector):
        return selector.select(timeout_s)
    rest_s = timeout_s % EPOLL_STEP_S
    ready = selector.select(timeout_s - rest_s)
    if ready or rest_s == 0:
        return ready
    time.sleep(rest_s)
    return selector.select(0)
