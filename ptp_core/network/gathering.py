"""Lets datagrams gather that come one by one in quick succession, as a network card does with its interrupts.

Looking at the socket and at every connection costs as much as a dozen datagrams. What comes fast is let gather until
twenty are there, within a millisecond of the last look; where so many would take longer, half of that is enough, since
a buffer on the way that holds a few datagrams bears no late word of them. Where many come at once, or seldom, nothing
waits.
"""

from __future__ import annotations

WANTED_DATAGRAMS = 20
LONGEST_S = 0.001
PAUSE_S = 0.000_5
# Of datagrams that are worth to be waited for.
QUICK_SUCCESSION_S = 0.000_5
MANY_DATAGRAMS = 64


class Gathering:
    """Whether to pause before the socket is looked at again. Sans-IO; owned by the endpoint thread."""

    __slots__ = ("_last_s", "_until_s")

    def __init__(self) -> None:
        self._last_s = self._until_s = float("-inf")

    def received(self, datagrams: int, now_s: float) -> None:
        """So many datagrams were there when the socket was looked at."""
        interval_s = (now_s - self._last_s) / datagrams if datagrams else QUICK_SUCCESSION_S
        self._last_s = now_s
        if interval_s < QUICK_SUCCESSION_S and datagrams < MANY_DATAGRAMS:
            wanted_s = WANTED_DATAGRAMS * interval_s
            self._until_s = now_s + (wanted_s if wanted_s <= LONGEST_S else PAUSE_S)

    def pause_s(self, timeout_s: float, now_s: float) -> float:
        """Seconds to pause now, when something is due in `timeout_s`."""
        return min(max(self._until_s - now_s, 0.0), timeout_s)
