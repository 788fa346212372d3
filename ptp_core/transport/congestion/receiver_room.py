"""What the socket at the other end has room for: a buffer on the way like any other, whose size is known.

It fills while the receiving program pauses, or is slower than the path, and what does not fit is lost. So no more is in
flight than what is on the way and that room. Where the program pauses for longer than the room lasts, acknowledgements
come in lumps as large, and the bandwidth is the mean of much and nothing: paced by that, what is in flight would not be
there yet when the program is. There the room alone holds the sender back, not the pace.

What is on the way arrives during a pause, too, and a pause may be longer than the room lasts. A peer that counts what
its socket had no room for says so, and what is lost then is counted here. It says nothing of the path: it is no less
when a little less is sent, and would be taken for the path's own and made up for. Where it is more than is bearable,
less is on the way, until it is not. All of that on local paths: on a long one less on the way is much less a second,
and to learn that it may be more again takes a hundred round trips.

What a datagram takes of the room is reckoned as of one that came singly. Of those that a system hands on joined, as
over loopback, half as many again fit: where the room holds the sender back and nothing overflows, more is tried.
"""

from __future__ import annotations

# What Linux charges for a frame of an ordinary network: two kilobytes and its books for 1,432 bytes, and a little.
OVERHEAD = 1.65
# Of the room, for one train: the rest is for the next while it is read.
TRAIN_SHARE = 0.5
# What two threads take to look at a socket and answer is part of the shortest round trip, but nothing is on the way.
THREADS_S = 0.000_5
# What a program that is there again takes faster than on average.
HASTE = 2.0
# Of what is sent: so much is borne with as much on the way as fits there, and so much with nothing. In between it is
# in proportion. With nothing to be borne a program that pauses once in a while would slow everything down.
BEARABLE_SHARE = 0.02
TOO_MUCH_SHARE = 0.05
# Periods over which it is counted: a pause comes many times in so many.
COUNTED_PERIODS = 100
# Of what is reckoned, when datagrams come joined: 1,432 bytes are charged as little more than that.
MOST_ROOM = 1.5
# A period's step: a few of them make up what one overflow takes away.
ROOM_STEP = 1.03
ROOM_BACK_OFF = 0.9
# Periods without an overflow: one loses a train, which is a thousandth of what goes across in so many.
ROOM_TRIED_AFTER = 40


class ReceiverRoom:
    """Bytes of payload; unbounded until the peer has told."""

    __slots__ = ("_arrived_bytes", "_bytes", "_calm_periods", "_fits", "_lost_bytes", "_overflowed_s", "_way_share")

    def __init__(self) -> None:
        self._bytes = float("inf")
        self._way_share = 1.0
        self._overflowed_s = float("-inf")
        # As many times what is reckoned fit, as far as is known, and for so many periods nothing overflowed.
        self._fits = 1.0
        self._calm_periods = ROOM_TRIED_AFTER
        self._arrived_bytes = self._lost_bytes = 0.0

    def grant(self, socket_bytes: int) -> None:
        """The peer's system keeps so much of what was not read yet, its own overhead counted; 0 if it does not say."""
        self._bytes = socket_bytes / OVERHEAD or float("inf")

    @property
    def train_bytes(self) -> float:
        """The longest train that it bears."""
        return self._bytes * TRAIN_SHARE

    def overflowed(self, now_s: float) -> None:
        """The peer says that something has found no room."""
        self._overflowed_s = now_s

    def takes_loss(self, lost_bytes: int, now_s: float, known_within_s: float) -> bool:
        """Whether what is taken for lost now has found no room, as the peer said at most so long ago."""
        if now_s - self._overflowed_s > known_within_s:
            return False
        self._lost_bytes += lost_bytes
        if self._calm_periods:
            self._fits = max(self._fits * ROOM_BACK_OFF, 1.0)
        self._calm_periods = 0
        return True

    def acknowledged(self, size_bytes: int) -> None:
        """So much has arrived."""
        self._arrived_bytes += size_bytes

    def end_period(self, *, holds_back: bool) -> None:
        """A period is over: as much on the way as is bearable. `holds_back`: this room keeps the sender from more."""
        self._calm_periods += 1
        if holds_back and self._calm_periods > ROOM_TRIED_AFTER:
            self._fits = min(self._fits * ROOM_STEP, MOST_ROOM)
        share = self._lost_bytes / max(self._lost_bytes + self._arrived_bytes, 1.0)
        self._way_share = min(max((TOO_MUCH_SHARE - share) / (TOO_MUCH_SHARE - BEARABLE_SHARE), 0.0), 1.0)
        self._lost_bytes *= 1 - 1 / COUNTED_PERIODS
        self._arrived_bytes *= 1 - 1 / COUNTED_PERIODS

    def most_in_flight(self, bandwidth: float, minimum_rtt_s: float, growth: float) -> float:
        """With room for `growth` times what is on the way, where it is tried whether the path takes that much."""
        return self._bytes * self._fits + self._way_share * growth * bandwidth * max(minimum_rtt_s - THREADS_S, 0.0)

    def haste(self, lump_bytes: float) -> float:
        """A factor on the pace of a sender that this room holds back, when acknowledgements come in such lumps."""
        return HASTE if lump_bytes >= self._bytes else 1.0
