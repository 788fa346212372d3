"""How long a queue, and how long a train, the buffer on the way has been seen to bear: in time at the path's rate.

Threads pause. While a sender pauses, a link whose queue is empty stands idle, and what it did not carry then it never
carries; with a short queue of ours, the cushion, it has something to do meanwhile. As much more than the path carries
is sent as fills the cushion within a period, until it stands. Short trains cost more than they protect, too: each wakes
two threads. So both are as long as a millisecond, like a train of the pacer, and shorter only where a cycle loses
something outside of its probe that is ours: a train that a buffer does not bear loses its end, while a path that loses
at random takes the first of a train as often as the last.
"""

from __future__ import annotations

# Of a train that wakes nobody for less, and of the pauses of a computer that has something else to do as well.
LONGEST_S = 0.001
# Four thousand trains a second are what a sender can afford, however short the buffer is.
SHORTEST_S = 0.000_25
# More than a probe's late losses and a pause now and then.
TOO_MUCH_LOSS = 0.003
LOSS_SHORTENS = 0.5
CALM_LENGTHENS = 1.25
LARGEST_LIFT = 0.08
# Of what a buffer bears beyond the shortest train, so much of a queue outlasts a calm phase. With all of it every probe
# would overflow; with none the link would stand idle at each pause in that phase, and until the cushion is there again.
KEPT_SHARE = 0.75
# Each cycle counts three quarters of the one after it. Of eight segments lost by chance the mean place is above 0.3
# once in fourteen times; what overflows is the end of a train.
REMEMBERED = 0.75
ENOUGH_SEGMENTS = 8.0
SPREAD = 0.3


class Cushion:
    """Seconds. Told of each loss between probes and of each cycle's end; `bears_s` is how long a queue and a train may
    be."""

    __slots__ = ("_lost_segments", "_place", "bears_s")

    def __init__(self) -> None:
        self.bears_s = LONGEST_S
        self._lost_segments = self._place = 0.0

    def lost(self, segments: float, place: float) -> None:
        """So many segments are lost; for `place` see `Loss`."""
        self._lost_segments += segments
        self._place += place

    def end_cycle(self, lost_share: float) -> None:
        """A cycle of probing is over, and outside of its probe has lost this share."""
        if lost_share > TOO_MUCH_LOSS and not self._is_spread:
            self.bears_s = max(self.bears_s * LOSS_SHORTENS, SHORTEST_S)
        else:
            self.bears_s = min(self.bears_s * CALM_LENGTHENS, LONGEST_S)
        self._lost_segments *= REMEMBERED
        self._place *= REMEMBERED

    @property
    def _is_spread(self) -> bool:
        """Whether enough was lost to say that it was as often early in a train as late."""
        return self._lost_segments >= ENOUGH_SEGMENTS and self._place < SPREAD * self._lost_segments

    @property
    def kept_s(self) -> float:
        """How long a queue may still be when that of a probe counts as gone."""
        return KEPT_SHARE * (self.bears_s - SHORTEST_S)

    def lift(self, standing_s: float, period_s: float) -> float:
        """What to add to a gain so that a queue of `standing_s` has grown to the cushion in a period."""
        return min(max(self.bears_s - standing_s, 0.0) / period_s, LARGEST_LIFT)
