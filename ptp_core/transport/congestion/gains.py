"""By how much more than the bandwidth a probe sends, and how much less the phases after it: as the buffer bears it.

A probe of 1.25 for a round trip fills a quarter of the path's product as a queue: more than a short buffer bears. A
probe in which we lose something is half as strong the next time, and one that went well stronger again. The calm phase
sends less than the path carries even where the bandwidth is believed too much of, for it is there that the path's own
loss is measured. What the phases between lose of ours is the share by which they send too much.
"""

from __future__ import annotations

from ptp_core.transport.congestion.loss_model import CycleLoss

LARGEST_EXCESS = 0.25
# Weaker than this a probe finds nothing: it is within what the bandwidth varies by.
LEAST_EXCESS = 0.05
# A short phase of measuring a seventh below is one fiftieth of the rate, most of which the queue before it pays.
LEAST_CALM = 0.15
# Coming back is slower than giving way, or every second probe would lose.
COME_BACK = 1.2
LEAST_CRUISE = 0.85
CRUISE_COMES_BACK = 0.02


class Gains:
    """The gains of the cycle of probing, as they are now."""

    __slots__ = ("cruise", "excess")

    def __init__(self) -> None:
        self.excess = LARGEST_EXCESS
        self.cruise = 1.0

    @property
    def probe(self) -> float:
        """While more is sent."""
        return 1.0 + self.excess

    @property
    def calm(self) -> float:
        """While less is sent."""
        return self.cruise - max(self.excess, LEAST_CALM)

    def end_cycle(self, loss: CycleLoss) -> None:
        """A cycle is over."""
        if loss.probe_excess:
            self.excess = max(self.excess / 2, LEAST_EXCESS)
        else:
            self.excess = min(self.excess * COME_BACK, LARGEST_EXCESS)
        if loss.cruise_excess:
            self.cruise = max(self.cruise * (1.0 - loss.cruise_excess), LEAST_CRUISE)
        else:
            self.cruise = min(self.cruise + CRUISE_COMES_BACK, 1.0)
