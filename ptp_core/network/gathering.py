"""Lets datagrams gather that come one by one in quick succession, as a network card does with its interrupts.

Looking at the socket and at every connection costs as much as a dozen datagrams, and waking up for it costs other
threads their processor. Where twenty come within a millisecond, two milliseconds of them are let gather, as far as they
fill no more than a part of the socket's own buffer; where so many would take longer, half a millisecond is enough,
since a buffer on the way that holds a few datagrams bears no late word of them. Those that the system hands on joined,
as over loopback, come from a sender that waits for word of them: there twenty are enough. What comes seldom, or has
piled up already, is not waited for.
"""

from __future__ import annotations

WANTED_DATAGRAMS = 20
WANTED_WITHIN_S = 0.001
# With three milliseconds the buffer of a switch at a gigabit, as long as that, holds too little for the link to go on.
LONGEST_S = 0.002
PAUSE_S = 0.000_5
# Of datagrams that are worth to be waited for.
QUICK_SUCCESSION_S = 0.000_5
# Of the socket's buffer. With less, turns take more of a busy processor, and more is lost for want of it; with more, a
# sender that may have no more than the buffer holds in flight waits for its word.
SOCKET_SHARE = 1 / 3
# What Linux charges a socket for a datagram that fills an ordinary frame (its `truesize`).
CHARGED_BYTES = 2304
# So many times what is let gather has piled up while the thread was elsewhere.
BACKLOG = 3


class Gathering:
    """Whether to pause before the socket is looked at again. Sans-IO; owned by the endpoint thread.

    `socket_bytes` is what the socket's buffer holds, counted as the system counts.
    """

    __slots__ = ("_last_s", "_most_datagrams", "_until_s")

    def __init__(self, socket_bytes: int) -> None:
        self._most_datagrams = socket_bytes * SOCKET_SHARE / CHARGED_BYTES
        self._last_s = self._until_s = float("-inf")

    def received(self, datagrams: int, now_s: float, *, joined: bool) -> None:
        """So many datagrams were there when the socket was looked at; whether the system had joined some."""
        interval_s = (now_s - self._last_s) / datagrams if datagrams else QUICK_SUCCESSION_S
        self._last_s = now_s
        most = min(self._most_datagrams, WANTED_DATAGRAMS) if joined else self._most_datagrams
        if interval_s < QUICK_SUCCESSION_S and datagrams < BACKLOG * most:
            is_dense = WANTED_DATAGRAMS * interval_s <= WANTED_WITHIN_S
            self._until_s = now_s + (min(most * interval_s, LONGEST_S) if is_dense else PAUSE_S)

    def pause_s(self, timeout_s: float, now_s: float) -> float:
        """Seconds to pause now, when something is due in `timeout_s`."""
        return min(max(self._until_s - now_s, 0.0), timeout_s)
