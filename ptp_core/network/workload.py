"""Whether a thread can keep up: how much of its time it does not wait. Sans-IO; owned by the thread.

A path, a disk or a peer that is slower leaves an endpoint's thread waiting for it, most of the time. One that never
waits is what everything else waits for: datagrams then pile up in the socket's buffer, or leave later than they might.
"""

from __future__ import annotations

from collections.abc import Callable

WINDOW_S = 0.2
# Shares of a window spent waiting. Two of them, so that it is not one thing and the other by turns.
STRAINED_BELOW = 0.1
RELAXED_ABOVE = 0.25


class Workload:
    """Told of every wait. `strained` holds what the last whole window said.

    `delay_s` tells how long in all the thread has wanted a processor and had none: what seems a wait is none then.
    """

    __slots__ = ("_delay_s", "_delayed_s", "_since_s", "_waited_s", "strained")

    def __init__(self, now_s: float, delay_s: Callable[[], float]) -> None:
        self.strained = False
        self._delay_s = delay_s
        self._delayed_s: float | None = None
        self._since_s = now_s
        self._waited_s = 0.0

    def waited(self, began_s: float, ended_s: float) -> None:
        """The thread waited that long, and worked since the wait before."""
        self._waited_s += ended_s - began_s
        elapsed_s = ended_s - self._since_s
        if elapsed_s < WINDOW_S:
            return
        before_s, self._delayed_s = self._delayed_s, self._delay_s()
        if before_s is not None:
            self._waited_s -= self._delayed_s - before_s
        self.strained = self._waited_s < elapsed_s * (RELAXED_ABOVE if self.strained else STRAINED_BELOW)
        self._since_s, self._waited_s = ended_s, 0.0
