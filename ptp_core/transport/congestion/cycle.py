"""The cycle of probing: one period sends more, the next less, six as much as the path carries, and again.

A probe that found more is followed by another at once. The calm phase lasts until the queue of the probe is gone, and
long enough to measure what the path itself loses. On a local path that is longer, and a link without a queue stands
idle whenever a thread pauses: so less is sent only until the probe's queue is gone. A path counts as filled when a
probe has lost something of ours, or when some in a row have found nothing: until then every sample may be news, and
afterwards a rate has to hold.
"""

from __future__ import annotations

from ptp_core.transport.congestion.gains import Gains
from ptp_core.transport.congestion.loss_model import CycleLoss, Sending

PHASES = (Sending.MORE, Sending.LESS, *[Sending.ALIKE] * 6)
# Somebody else's queue does not go: after so many periods the calm phase is over all the same.
LONGEST_CALM_PERIODS = 4
# A probe that was worth it.
PROBE_PAID = 1.15
# A pause can spoil one probe, hardly three; a loss in a probe is proof at once that the path is full.
UNPAID_CYCLES = 3


class ProbingCycle:
    """Where in the cycle the control is, and how much it sends there. Seconds, bytes per second."""

    __slots__ = ("_index", "_is_calm", "_rate_before", "_since_s", "_unpaid", "filled", "gains")

    def __init__(self) -> None:
        self.gains = Gains()
        self.filled = False
        self._index = 0
        self._since_s = 0.0
        self._is_calm = False
        self._rate_before = 0.0
        self._unpaid = 0

    @property
    def sending(self) -> Sending:
        """How much is sent now, beside what the path is believed to carry."""
        return PHASES[self._index]

    @property
    def gain(self) -> float:
        """The gain of this phase."""
        if self.sending is Sending.MORE:
            return self.gains.probe
        return self.gains.calm if self.sending is Sending.LESS and not self._is_calm else self.gains.cruise

    @property
    def is_last(self) -> bool:
        """Whether the next phase is another cycle's."""
        return self._index + 1 == len(PHASES)

    def probe(self, bandwidth: float, now_s: float) -> None:
        """Begin a cycle with its probe."""
        self._index, self._since_s, self._rate_before = 0, now_s, bandwidth

    def cruise(self, bandwidth: float, now_s: float) -> None:
        """Begin in the middle: as much as the path carries."""
        self._index, self._since_s, self._rate_before = 2, now_s, bandwidth

    def next_phase(self, now_s: float) -> None:
        """Begin the next phase of this cycle."""
        self._index, self._since_s = self._index + 1, now_s
        self._is_calm = False

    def calmed(self) -> None:
        """The queue of the probe is gone. The rest of the calm phase measures, and takes nothing more away."""
        self._is_calm = True

    def has_paid(self, bandwidth: float) -> bool:
        """Whether the probe of this cycle, now over, found more."""
        return self._index > 0 and bandwidth > PROBE_PAID * self._rate_before

    def phase_is_over(self, period_s: float, settle_s: float, now_s: float, *, drained: bool) -> bool:
        """Whether it is time for the next phase; a loss is known `settle_s` later than a round trip."""
        elapsed_s = now_s - self._since_s
        if self.sending is not Sending.LESS:
            return elapsed_s > period_s
        return elapsed_s > period_s + settle_s and (drained or elapsed_s > LONGEST_CALM_PERIODS * period_s)

    def paid(self) -> None:
        """A probe found more."""
        self._unpaid = 0

    def end(self, loss: CycleLoss) -> None:
        """The cycle is over, and nothing more was found."""
        self.gains.end_cycle(loss)
        self._unpaid += 1
        self.filled = self.filled or loss.probe_excess > 0 or self._unpaid >= UNPAID_CYCLES
