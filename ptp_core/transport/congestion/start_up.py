"""When start-up is over: the bandwidth grows no more, a queue has come, or a buffer overflows. And when it was not.

Each of the three is late by a round trip and wrong now and then, so the first that speaks counts:

- three rounds in which the bandwidth has not grown by a quarter, as in BBR;
- the shortest of several round trips is longer than the minimum: HyStart's sign (RFC 9406), over several
  acknowledgements, so that jitter is not taken for it;
- more is lost than before, and more than a path loses at random. Reordering looks like loss until it is known: half of
  it found to be none takes the verdict back, for a few periods.
"""

from __future__ import annotations

from collections import deque

from ptp_core.transport.congestion.loss_model import LossModel
from ptp_core.transport.congestion.round_trips import LONGEST_LOCAL_RTT_S

# What the first flight is, of which nothing is known yet. On a local path a switch may bear no more than ten segments,
# and to have doubled once more costs it a few milliseconds.
INITIAL_SEGMENTS = 64
INITIAL_SEGMENTS_IF_LOCAL = 32
# A start-up learns a round trip too late that the path is full, and has sent a window too much by then. Where that is
# megabytes it grows somewhat more slowly for the last steps: what is not lost need not be sent again. It fills the path
# up to half a round trip later for it, which is a price on long paths only.
LARGE_WINDOW_BYTES = 1_000_000
LARGE_WINDOW_BYTES_IF_LONG = 4_000_000
LONG_RTT_S = 0.1
GROWTH_WANTED = 1.25
ROUNDS_WITHOUT_GROWTH = 3
QUEUE_SHARE = 0.125
QUEUE_LEAST_S = 0.002
RTTS_THAT_SHOW_A_QUEUE = 8
# No path loses so much at random that start-up should go on; a few segments are no share.
LARGEST_LOSS = 0.25
LOST_SEGMENTS = 10
# Once it is known what the path loses anyway, less is enough.
KNOWN_AFTER_PERIODS = 3
LOSS_RISES_BY = 0.1
LOSS_FACTOR = 1.5
# Of a few dozen segments a path that loses a tenth at random loses a seventh often enough. Ended there, with an eighth
# of the path found, start-up costs a second of probing.
CHANCE_DEVIATIONS = 2.0
# For so many periods start-up may be taken up again.
GOES_ON_PERIODS = 3


class StartUp:
    """Told of rounds, round trips and losses; says what they mean. Bytes, seconds, bytes per second."""

    __slots__ = ("_ended_by_bytes", "_ended_period", "_full_rate", "_recent_rtts", "_rounds_without_growth")

    def __init__(self) -> None:
        self._full_rate = 0.0
        self._rounds_without_growth = 0
        self._recent_rtts: deque[float] = deque(maxlen=RTTS_THAT_SHOW_A_QUEUE)
        self._ended_by_bytes = 0
        self._ended_period = 0

    @property
    def grows_no_more(self) -> bool:
        """Whether enough rounds have brought nothing."""
        return self._rounds_without_growth >= ROUNDS_WITHOUT_GROWTH

    @property
    def was_ended_by_loss(self) -> bool:
        """Whether it was a loss that ended it, and still counts as one."""
        return self._ended_by_bytes > 0

    def end_round(self, bandwidth: float) -> None:
        """A round trip of sending as fast as start-up does has shown this bandwidth."""
        if bandwidth >= self._full_rate * GROWTH_WANTED:
            self._full_rate = bandwidth
            self._rounds_without_growth = 0
        else:
            self._rounds_without_growth += 1

    def take_rtt(self, rtt_s: float) -> None:
        """One more round trip was measured."""
        self._recent_rtts.append(rtt_s)

    def queue_has_come(self, minimum_rtt_s: float) -> bool:
        """Whether all recent round trips are longer than the path itself."""
        recent = self._recent_rtts
        if len(recent) < RTTS_THAT_SHOW_A_QUEUE or minimum_rtt_s <= 0:
            return False
        return min(recent) > minimum_rtt_s * (1 + QUEUE_SHARE) + QUEUE_LEAST_S

    def overflows(self, loss: LossModel, segment_bytes: int) -> bool:
        """Whether a buffer too short to show as a queue loses what is sent too fast."""
        period, limit = loss.period, LARGEST_LOSS
        if period.lost_bytes < LOST_SEGMENTS * segment_bytes:
            return False
        if loss.periods >= KNOWN_AFTER_PERIODS:
            share = LOSS_RISES_BY + LOSS_FACTOR * loss.average
            chance: float = CHANCE_DEVIATIONS * (share * segment_bytes / period.total_bytes) ** 0.5
            limit = min(limit, share + chance)
        return period.share > limit

    def ended_by_loss(self, lost_bytes: int, period: int) -> None:
        """So much was lost in this period that start-up ends."""
        self._ended_by_bytes = lost_bytes // 2
        self._ended_period = period

    def goes_on(self, arrived_bytes: int, period: int) -> bool:
        """So much of what was lost has arrived: whether that takes the end back."""
        if not self._ended_by_bytes or period - self._ended_period > GOES_ON_PERIODS:
            return False
        self._ended_by_bytes = max(0, self._ended_by_bytes - arrived_bytes)
        return self._ended_by_bytes == 0


def initial_segments(rtt_s: float) -> int:
    """The first flight, when the handshake took `rtt_s`; 0 for a time that is not known."""
    return INITIAL_SEGMENTS_IF_LOCAL if 0 < rtt_s < LONGEST_LOCAL_RTT_S else INITIAL_SEGMENTS


def large_window_bytes(rtt_s: float) -> int:
    """From which window on start-up grows more slowly, on a path of this round trip."""
    return LARGE_WINDOW_BYTES if rtt_s < LONG_RTT_S else LARGE_WINDOW_BYTES_IF_LONG
