"""Which loss is the path's own, and which is ours: told by whether the share lost falls when less is sent.

What a radio link or a bad cable loses, it loses whatever is sent; what a full buffer drops stops when less is sent. The
control's cycle of probing sends more, then less, then as much as the path carries, so each cycle is an experiment:

- the share lost of what was sent in the calm phases is the path's own, and the pacing rate makes up for it;
- what the phases between lose beyond that says that the bandwidth is believed too much of, and by how much;
- what the probe loses beyond that says that the buffer does not bear such a probe.

What arrived and what was lost is counted for the phase in which it was sent, whenever it becomes known: where packets
overtake one another a loss is known long after what left beside it has been acknowledged, often phases later. Shares
are counted over whole cycles, since over few segments a share is no number; a difference only counts when it is more
than chance makes.
"""

from __future__ import annotations

import enum
from collections import deque
from dataclasses import dataclass

# The calm phase is a ninth of a cycle: of a few together chance takes little off, and a path that changes shows soon.
CALM_PHASES_REMEMBERED = 3
CHANCE = 1.5
# Where packets overtake one another a loss is known two round trips later; no phase is shorter than one.
PHASES_REMEMBERED = 8
LEAST_UNCERTAINTY = 0.005
# Beyond this the rate is not raised any more: a path that loses every fifth packet is in need of rest.
MAXIMUM_COMPENSATED_LOSS = 0.2
# Weight of a new period in the average.
AVERAGE_OVER = 8
AVERAGE_OVER_AT_FIRST = 4
# More than the path's own by half a per cent, by two standard deviations, and by more than a few segments.
EXCESS_SHARE = 0.005
EXCESS_DEVIATIONS = 3.0
EXCESS_SEGMENTS = 2
# A full buffer drops most of what is too much; chance does not take so much more in one period than in others.
OVERFLOW_SHARE = 0.1


class Sending(enum.Enum):
    """How much is sent in a phase, beside what the path is believed to carry."""

    MORE = "more"
    LESS = "less"
    ALIKE = "alike"

    # Looked up at every acknowledgement: an enum's own is written in Python.
    __hash__ = object.__hash__


@dataclass(slots=True)
class Tally:
    """Bytes acknowledged and lost."""

    acknowledged_bytes: int = 0
    lost_bytes: int = 0

    @property
    def total_bytes(self) -> int:
        """Both."""
        return self.acknowledged_bytes + self.lost_bytes

    @property
    def share(self) -> float:
        """The share that was lost, 0 of nothing."""
        return self.lost_bytes / self.total_bytes if self.total_bytes else 0.0


@dataclass(frozen=True, slots=True)
class CycleLoss:
    """By what share more than the path's own was lost in the probe, and in the phases between; 0 for chance."""

    probe_excess: float
    cruise_excess: float


class LossModel:
    """Told of every phase's beginning, every acknowledgement, and every end of a period and of a cycle.

    `period` is what has been counted in this period so far, `periods` how many there have been.
    """

    __slots__ = ("_average", "_calm", "_calm_before", "_phases", "_tallies", "period", "periods")

    def __init__(self) -> None:
        self.period = Tally()
        self.periods = 0
        self._average = 0.0
        self._phases: deque[tuple[float, Sending]] = deque([(float("-inf"), Sending.MORE)], PHASES_REMEMBERED)
        self._tallies = {sending: Tally() for sending in Sending}
        self._calm: deque[Tally] = deque(maxlen=CALM_PHASES_REMEMBERED)
        self._calm_before = Tally()

    @property
    def average(self) -> float:
        """The share that has been lost of late, whoever's fault it was."""
        return self._average

    @property
    def path_loss(self) -> float:
        """The share that the path loses whatever is done, somewhat more rather than less."""
        calm = self._calm_tally()
        if not calm.total_bytes:
            return 0.0
        return min(self._average, CHANCE * calm.share + LEAST_UNCERTAINTY, MAXIMUM_COMPENSATED_LOSS)

    @property
    def share_between_probes(self) -> float:
        """The share lost, whoever's fault it was, of what this cycle sent outside of its probe."""
        less, alike = self._tallies[Sending.LESS], self._tallies[Sending.ALIKE]
        return Tally(less.acknowledged_bytes + alike.acknowledged_bytes, less.lost_bytes + alike.lost_bytes).share

    def begin_phase(self, sending: Sending, now_s: float) -> None:
        """From now on so much is sent."""
        self._phases.append((now_s, sending))

    def sending_at(self, sent_s: float) -> Sending:
        """How much was sent then."""
        for since_s, sending in reversed(self._phases):
            if since_s <= sent_s:
                return sending
        return self._phases[0][1]

    def acknowledged(self, size_bytes: int, sent_s: float) -> None:
        """So much of what was sent at `sent_s` has arrived."""
        self.period.acknowledged_bytes += size_bytes
        self._tally_of(sent_s).acknowledged_bytes += size_bytes

    def lost(self, size_bytes: int, sent_s: float) -> None:
        """So much of what was sent at `sent_s` is lost."""
        for tally in (self.period, self._tally_of(sent_s)):
            tally.lost_bytes += size_bytes

    def take_back(self, size_bytes: int, sent_s: float) -> None:
        """So much of what was sent at `sent_s`, and lost, arrived after all."""
        for tally in (self.period, self._tally_of(sent_s)):
            tally.lost_bytes = max(0, tally.lost_bytes - size_bytes)

    def end_period(self) -> Tally:
        """The period is over: what it lost."""
        period, self.period = self.period, Tally()
        if period.total_bytes:
            self.periods += 1
            over = AVERAGE_OVER_AT_FIRST if self.periods < AVERAGE_OVER else AVERAGE_OVER
            self._average += (period.share - self._average) / over
        return period

    def excess(self, tally: Tally, segment_bytes: int) -> float:
        """By what share more was lost than the path's own, 0 where chance could have done it."""
        calm = self._calm_tally()
        if not tally.total_bytes:
            return 0.0
        # Before the first calm phase nothing speaks for the path's own loss.
        segments, calm_segments = tally.total_bytes / segment_bytes, max(calm.total_bytes / segment_bytes, 1.0)
        noise = EXCESS_DEVIATIONS * (calm.share * (1 / segments + 1 / calm_segments)) ** 0.5
        excess = tally.share - calm.share
        return excess if excess > noise + EXCESS_SEGMENTS / segments + EXCESS_SHARE else 0.0

    def shows_overflow(self, tally: Tally, segment_bytes: int) -> bool:
        """Whether so much more than the path's own, which must be known, was lost that a buffer ran over."""
        return bool(self._calm) and self.excess(tally, segment_bytes) > OVERFLOW_SHARE

    def end_cycle(self, segment_bytes: int) -> CycleLoss:
        """A cycle of probing is over: what it showed."""
        tallies = self._tallies
        if tallies[Sending.LESS].total_bytes:
            self._calm.append(tallies[Sending.LESS])
            self._calm_before = Tally(
                sum(tally.acknowledged_bytes for tally in self._calm), sum(tally.lost_bytes for tally in self._calm)
            )
        tallies[Sending.LESS] = Tally()
        return CycleLoss(
            probe_excess=self._settle(Sending.MORE, segment_bytes),
            cruise_excess=self._settle(Sending.ALIKE, segment_bytes),
        )

    def forget_verdicts(self) -> None:
        """What was lost so far says nothing of the probes and the phases between."""
        self._tallies[Sending.MORE] = Tally()
        self._tallies[Sending.ALIKE] = Tally()

    def forget_calm_phases(self) -> None:
        """What the calm phases lost was not the path's either."""
        self._calm.clear()
        self._calm_before, self._tallies[Sending.LESS] = Tally(), Tally()

    def _settle(self, sending: Sending, segment_bytes: int) -> float:
        tally = self._tallies[sending]
        # Without a calm phase to compare with there is no verdict yet.
        excess = self.excess(tally, segment_bytes) if self._calm else 0.0
        # Too few segments for a verdict count again in the next cycle, half.
        kept = Tally() if excess else Tally(tally.acknowledged_bytes // 2, tally.lost_bytes // 2)
        self._tallies[sending] = kept
        return excess

    def _tally_of(self, sent_s: float) -> Tally:
        return self._tallies[self.sending_at(sent_s)]

    def _calm_tally(self) -> Tally:
        before, now = self._calm_before, self._tallies[Sending.LESS]
        return Tally(before.acknowledged_bytes + now.acknowledged_bytes, before.lost_bytes + now.lost_bytes)
