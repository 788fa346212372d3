"""Which loss is the path's own, and which is ours.

What a radio link or a bad cable loses, it loses whatever is sent; what a full buffer drops stops when less is sent. The
control's cycle of probing sends more, then less, then as much as the path carries: so each period (a round trip, see
`model_based`) is counted for itself, and the share that is lost in the calmest third of a cycle is the path's own.
Everything above that, in the periods that send more, is congestion.

A share counted over few segments is no exact number: loss is only called too much when it is more than chance
makes of the path's own share.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

# A cycle of probing has eight periods, and the second of them may be longer.
PERIODS_REMEMBERED = 10
CALM_SHARE = 3
# The calmest periods are calm partly by chance. Half more is what chance takes off with forty segments a period.
CHANCE = 1.5
LEAST_UNCERTAINTY = 0.005
# Beyond this the rate is not raised any more: a path that loses every fifth packet is in need of rest.
MAXIMUM_COMPENSATED_LOSS = 0.2
# Weight of a new period in the average.
AVERAGE_OVER = 8
AVERAGE_OVER_AT_FIRST = 4
# More than the path's own by a per cent, by three standard deviations, and by more than a few segments.
EXCESS_SHARE = 0.01
EXCESS_DEVIATIONS = 3.0
EXCESS_SEGMENTS = 3


@dataclass(frozen=True, slots=True)
class PeriodLoss:
    """What was lost in one period; `is_excess` says that it is more than the path's own."""

    share: float
    lost_bytes: int
    is_excess: bool


class LossModel:
    """Counts acknowledged and lost bytes period by period. Shares are from 0 to 1."""

    __slots__ = ("_acknowledged_bytes", "_average", "_lost_bytes", "_shares")

    def __init__(self) -> None:
        self._acknowledged_bytes = 0
        self._lost_bytes = 0
        self._shares: deque[float] = deque(maxlen=PERIODS_REMEMBERED)
        self._average = 0.0

    @property
    def average(self) -> float:
        """The share that has been lost of late, whoever's fault it was."""
        return self._average

    @property
    def path_loss(self) -> float:
        """The share that the path loses whatever is done."""
        if not self._shares:
            return 0.0
        calmest = sorted(self._shares)[: max(1, len(self._shares) // CALM_SHARE)]
        calm = sum(calmest) / len(calmest)
        return min(self._average, CHANCE * calm + LEAST_UNCERTAINTY, MAXIMUM_COMPENSATED_LOSS)

    def count(self, acknowledged_bytes: int, lost_bytes: int) -> None:
        """An acknowledgement, and the losses that it revealed."""
        self._acknowledged_bytes += acknowledged_bytes
        self._lost_bytes += lost_bytes

    def take_back(self, size_bytes: int) -> None:
        """So much of what was lost arrived after all. What an earlier period counted goes with the average."""
        self._lost_bytes = max(0, self._lost_bytes - size_bytes)

    def end_period(self, segment_bytes: int) -> PeriodLoss:
        """The period is over: what it lost."""
        total, lost = self._acknowledged_bytes + self._lost_bytes, self._lost_bytes
        self._acknowledged_bytes = self._lost_bytes = 0
        if not total:
            return PeriodLoss(0.0, 0, False)
        share = lost / total
        expected = self.path_loss * total / segment_bytes
        noise = EXCESS_DEVIATIONS * expected**0.5 + EXCESS_SEGMENTS
        excess = lost / segment_bytes > expected + noise and share > self.path_loss + EXCESS_SHARE
        self._shares.append(share)
        over = AVERAGE_OVER_AT_FIRST if len(self._shares) < AVERAGE_OVER else AVERAGE_OVER
        self._average += (share - self._average) / over
        return PeriodLoss(share, lost, excess)
