"""Lets datagrams gather that come one by one in quick succession, as a network card does with its interrupts.

Looking at the socket and at every connection costs as much as a dozen datagrams. Where the system joins datagrams, or
they come seldom, nothing waits.
"""

from __future__ import annotations

PAUSE_S = 0.000_5
QUICK_SUCCESSION_S = 0.001
FEW_DATAGRAMS = 12


class Gathering:
    """Whether to pause before the socket is looked at again. Sans-IO; owned by the endpoint thread."""

    __slots__ = ("_last_s", "_pause_s")

    def __init__(self) -> None:
        self._last_s = float("-inf")
        self._pause_s = 0.0

    def received(self, datagrams: int, now_s: float) -> None:
        """So many datagrams were there when the socket was looked at."""
        quick = now_s - self._last_s < QUICK_SUCCESSION_S
        self._pause_s = PAUSE_S if quick and 0 < datagrams < FEW_DATAGRAMS else 0.0
        self._last_s = now_s

    def take_pause(self) -> float:
        """Seconds to pause now; the next call gives 0 until something was received again."""
        pause_s, self._pause_s = self._pause_s, 0.0
        return pause_s
