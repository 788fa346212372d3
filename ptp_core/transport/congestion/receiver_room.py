"""What the socket at the other end has room for: a buffer on the way like any other, whose size is known.

It fills while the receiving program pauses, or is slower than the path, and what does not fit is lost. So no more is in
flight than what is on the way and that room. Where the program pauses for longer than the room lasts, acknowledgements
come in lumps as large, and the bandwidth is the mean of much and nothing: paced by that, what is in flight would not be
there yet when the program is. There the room alone holds the sender back, not the pace.
"""

from __future__ import annotations

# What Linux charges for a frame of an ordinary network: two kilobytes and its books for 1,432 bytes, and a little.
OVERHEAD = 1.65
# Of the room, for one train: the rest is for the next while it is read.
TRAIN_SHARE = 0.5
# What two threads take to look at a socket and answer is part of the shortest round trip, but nothing is on the way.
THREADS_S = 0.000_3
# What a program that is there again takes faster than on average.
HASTE = 2.0


class ReceiverRoom:
    """Bytes of payload; unbounded until the peer has told."""

    __slots__ = ("_bytes",)

    def __init__(self) -> None:
        self._bytes = float("inf")

    def grant(self, socket_bytes: int) -> None:
        """The peer's system keeps so much of what was not read yet, its own overhead counted."""
        self._bytes = socket_bytes / OVERHEAD

    @property
    def train_bytes(self) -> float:
        """The longest train that it bears."""
        return self._bytes * TRAIN_SHARE

    def most_in_flight(self, bandwidth: float, minimum_rtt_s: float, growth: float) -> float:
        """With room for `growth` times what is on the way, where it is tried whether the path takes that much."""
        return self._bytes + growth * bandwidth * max(minimum_rtt_s - THREADS_S, 0.0)

    def haste(self, lump_bytes: float) -> float:
        """A factor on the pace of a sender that this room holds back, when acknowledgements come in such lumps."""
        return HASTE if lump_bytes >= self._bytes else 1.0
