"""How long a queue, and how long a train, the buffer on the way has been seen to bear: in time at the path's rate.

Threads pause. While a sender pauses, a link whose queue is empty stands idle, and what it did not carry then it never
carries; with a short queue of ours, the cushion, it has something to do meanwhile. As much more than the path carries
is sent as fills the cushion within a period, until it stands. Short trains cost more than they protect, too: each wakes
two threads. So both are as long as a millisecond, like a train of the pacer, and shorter only where a cycle loses
something outside of its probe that is ours: a train that a buffer does not bear loses its end, while a path that loses
at random takes the first of a train as often as the last.

A train that makes up for lost time follows too closely on the one before for a buffer of a few packets: where even the
shortest trains lose much, less and less is made up for. And where a whole cycle has lost much of each train, so has
its calm phase: that says nothing of the path.
"""

from __future__ import annotations

# Of a train that wakes nobody for less, and of the pauses of a computer that has something else to do as well.
LONGEST_S = 0.001
# Four thousand trains a second are what a sender can afford, however short the buffer is.
SHORTEST_S = 0.000_25
# More than a probe's late losses and a pause now and then.
TOO_MUCH_LOSS = 0.003
LOSS_SHORTENS = 0.5
# What pauses make late is worth this much: with nothing made up for, a link with busy ends carries a fortieth less.
LATE_LOSS = 0.04
# So much is no overflow now and then: the buffer holds a fraction of each train.
OVERRUN_LOSS = 0.1
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
# Of many segments lost by chance the mean place is nearer to 0: this over the root of their number is three deviations.
SPREAD_DEVIATIONS = 1.73


class Cushion:
    """Seconds. Told of each loss between probes and of each cycle's end.

    Attributes: `bears_s` is how long a queue and a train may be, `late_share` how much of a late train is made up for.
    """

    __slots__ = ("_lost_segments", "_place", "bears_s", "late_share")

    def __init__(self) -> None:
        self.bears_s = LONGEST_S
        self.late_share = 1.0
        self._lost_segments = self._place = 0.0

    def lost(self, segments: float, place: float) -> None:
        """So many segments are lost; for `place` see `Loss`."""
        self._lost_segments += segments
        self._place += place

    def end_cycle(self, lost_share: float) -> bool:
        """A cycle of probing is over, and outside of its probe has lost this share: whether the trains overran all."""
        is_ours = lost_share > TOO_MUCH_LOSS and not self._is_spread
        overran = is_ours and lost_share > OVERRUN_LOSS
        if is_ours:
            if self.bears_s == SHORTEST_S and lost_share > LATE_LOSS:
                self.late_share *= LOSS_SHORTENS
            self.bears_s = SHORTEST_S if overran else max(self.bears_s * LOSS_SHORTENS, SHORTEST_S)
        else:
            self.late_share = min(self.late_share * CALM_LENGTHENS, 1.0)
            self.bears_s = min(self.bears_s * CALM_LENGTHENS, LONGEST_S)
        self._lost_segments *= REMEMBERED
        self._place *= REMEMBERED
        return overran

    def bursts(
        self, bandwidth: float, bound_bytes: float, room_bytes: float, least_bytes: float, *, is_local: bool
    ) -> tuple[float, float]:
        """What may leave at once, no less than `least_bytes`, and how much that is late is made up for: in bytes.

        The bound in flight allows a burst of `bound_bytes`, the receiver's room a train of `room_bytes`. On a long path
        what a buffer does not bear is mostly others' queue: who makes up for nothing beside them gets less and less.
        """
        train_bytes = max(min(bandwidth * self.bears_s, room_bytes), bandwidth * SHORTEST_S, least_bytes)
        if not is_local:
            burst_bytes = max(bound_bytes, train_bytes)
            return burst_bytes, burst_bytes
        burst_bytes = max(bound_bytes * self.bears_s / LONGEST_S, train_bytes)
        return burst_bytes, burst_bytes * self.late_share

    @property
    def _is_spread(self) -> bool:
        """Whether enough was lost to say that it was as often early in a train as late."""
        segments = self._lost_segments
        late_place: float = min(SPREAD * segments, SPREAD_DEVIATIONS * segments**0.5)
        return segments >= ENOUGH_SEGMENTS and self._place < late_place

    @property
    def kept_s(self) -> float:
        """How long a queue may still be when that of a probe counts as gone."""
        return KEPT_SHARE * (self.bears_s - SHORTEST_S)

    def lift(self, standing_s: float, period_s: float) -> float:
        """What to add to a gain so that a queue of `standing_s` has grown to the cushion in a period."""
        return min(max(self.bears_s - standing_s, 0.0) / period_s, LARGEST_LIFT)
