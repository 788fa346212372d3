"""A model of the path instead of a reaction to loss, after BBR (draft-ietf-ccwg-bbr).

The model is two numbers: the bandwidth, as the maximum delivery rate of the last ten round trips, and the
minimum round-trip time. Their product is what fits on the path without a queue. The pacing rate is the
bandwidth times a gain, the window a multiple of the product:

    START_UP   gain 2.77 while a round trip brings a quarter more bandwidth; a queue or a burst of loss ends it
    DRAIN      gain 0.35 until no more is in flight than fits on the path
    PROBE      a round trip of 1.25, then 0.75 until the queue of that is gone, then six of 1.0, for ever; a
               round of 1.25 that finds a quarter more is followed by another
    PROBE_RTT  after ten seconds without a new minimum: half a path's worth in flight, for a moment

Random loss says nothing of the bandwidth: the share that is lost in every round, also in those that send
slowly, is the path's own, and the pacing rate makes up for it. Loss far above that share while a queue stands is
congestion: the bandwidth is believed less, as by any flow that shares a bottleneck.
"""

from __future__ import annotations

import enum
from collections import deque

from ptp_core.transport.congestion.base import RateSample
from ptp_core.transport.rtt import TypicalRtt

START_UP_GAIN = 4.0
START_UP_WINDOW_GAIN = 3.0
DRAIN_GAIN = 0.35
PROBE_GAINS = (1.25, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
WINDOW_GAIN = 2.0
BANDWIDTH_ROUNDS = 10
GROWTH_WANTED = 1.25
ROUNDS_WITHOUT_GROWTH = 3
PROBE_RTT_AFTER_S = 10.0
PROBE_RTT_FOR_S = 0.2
INITIAL_SEGMENTS = 64
MINIMUM_SEGMENTS = 4
LOSS_ROUNDS = 8
LONGEST_DRAIN_RTTS = 4
# On a local path a round trip is shorter than a thread's pause: what is remembered, or waited for, in round
# trips lasts at least this long, so that one pause is not taken for a slow path.
LEAST_MEMORY_S = 0.2
LEAST_PHASE_S = 0.005
WINDOW_SLACK_S = 0.006
MAXIMUM_COMPENSATED_LOSS = 0.2
# A queue stands when even the shortest round trip of a round is longer than the minimum by this much.
QUEUE_SHARE = 0.25
QUEUE_LEAST_S = 0.004
# No path loses so much at random that start-up should go on; a few segments are no share.
START_UP_LOSS = 0.25
START_UP_LOST_SEGMENTS = 10
# For so many rounds start-up may be taken up again, when what ended it turns out to have been no loss.
START_UP_GOES_ON_ROUNDS = 3
START_UP_QUEUE_SHARE = 0.125
START_UP_QUEUE_LEAST_S = 0.002
RTTS_THAT_SHOW_A_QUEUE = 8
# Somebody else's queue is put up with up to this many minimum round trips: beyond, PROBE_RTT has to confirm it.
CROWDED_RTTS = 2.0
# More than twice what is usual, and half a per cent.
CONGESTION_LOSS = 0.005
CONGESTION_FACTOR = 2.0
CONGESTION_SEGMENTS = 3
CONGESTION_BETA = 0.8
# Rounds between two reactions. A flow that gives way at each loss gets nothing beside one that never does.
CONGESTION_ROUNDS = 32
# A path that brings less than this share of its bandwidth for so many rounds, with a long queue, has become slower.
COLLAPSE_SHARE = 0.5
COLLAPSE_QUEUE_SHARE = 1.25
COLLAPSE_ROUNDS = 2
# A probe that was worth it is followed by another at once.
PROBE_PAID = 1.15


class Phase(enum.Enum):
    """What the control is doing."""

    START_UP = "start-up"
    DRAIN = "drain"
    PROBE = "probe"
    PROBE_RTT = "probe-rtt"


class ModelBased:
    """Bandwidth in bytes per second, times in seconds, everything else in bytes."""

    def __init__(self, mss_bytes: int) -> None:
        self._mss_bytes = mss_bytes
        self.phase = Phase.START_UP
        self._round = 0
        self._rates: deque[tuple[int, float, float]] = deque()
        self._full_rate = 0.0
        self._rounds_without_growth = 0
        self._gain_index = 0
        self._phase_since_s = 0.0
        self._minimum_rtt_s = 0.0
        self._minimum_at_s = 0.0
        self._round_rtt_s = 0.0
        self._round_rtts: deque[float] = deque(maxlen=len(PROBE_GAINS) + 2)
        self._round_acknowledged = 0
        self._round_lost = 0
        self._losses: deque[float] = deque(maxlen=LOSS_ROUNDS)
        self._average_loss = 0.0
        self._ceiling = float("inf")
        self._cut_round = 0
        self._round_rate = 0.0
        self._last_round_rates: deque[float] = deque(maxlen=COLLAPSE_ROUNDS)
        self._rate_before_probe = 0.0
        self._timed_out = False
        self._start_up_ended_by_bytes = 0
        self._start_up_ended_round = 0
        self._recent_rtts: deque[float] = deque(maxlen=RTTS_THAT_SHOW_A_QUEUE)
        self._typical = TypicalRtt()

    @property
    def bandwidth(self) -> float:
        """What the path gives this connection, in bytes per second; 0 before the first sample."""
        return self._rates[0][2] if self._rates else 0.0

    @property
    def path_loss(self) -> float:
        """The share that the path loses whatever is done."""
        if not self._losses:
            return 0.0
        return min(self._average_loss, 1.5 * min(self._losses) + 0.005, MAXIMUM_COMPENSATED_LOSS)

    @property
    def window_bytes(self) -> int:
        mss = self._mss_bytes
        if self._timed_out:
            return mss
        if self.bandwidth == 0.0:
            return INITIAL_SEGMENTS * mss
        # Trains, delayed acknowledgements and pauses of the threads hold more than the product itself; without
        # room for them a local path would be limited by its own window, and the model would shrink with it.
        quantum = self.bandwidth * WINDOW_SLACK_S + 2 * mss
        if self.phase is Phase.PROBE_RTT:
            return int(max(self._path_bytes / 2, MINIMUM_SEGMENTS * mss))
        gain = START_UP_WINDOW_GAIN if self.phase in (Phase.START_UP, Phase.DRAIN) else WINDOW_GAIN
        least = INITIAL_SEGMENTS if self.phase is Phase.START_UP else MINIMUM_SEGMENTS
        return int(max(gain * self.bandwidth * self._shared_rtt_s + quantum, least * mss))

    def pacing_rate(self, smoothed_rtt_s: float) -> float:
        rate = self.bandwidth
        if self.phase is Phase.START_UP:
            if smoothed_rtt_s <= 0:
                return 0.0
            # The few bytes of the first messages measure themselves, not the path.
            rate = max(rate, INITIAL_SEGMENTS * self._mss_bytes / smoothed_rtt_s)
        return rate * self._gain / (1.0 - self.path_loss)

    def acknowledged(self, sample: RateSample) -> None:
        self._timed_out = False
        self._round_acknowledged += sample.acknowledged_bytes
        self._round_lost += sample.lost_bytes
        typical_rtt_s = self._typical.add(sample.rtt_s) if sample.rtt_s > 0 else 0.0
        if typical_rtt_s and (self._round_rtt_s == 0.0 or typical_rtt_s < self._round_rtt_s):
            self._round_rtt_s = typical_rtt_s
        if sample.round_start:
            self._end_round(sample)
        self._take_rate(sample)
        if typical_rtt_s:
            self._recent_rtts.append(sample.rtt_s)
            self._take_minimum(typical_rtt_s, sample.now_s)
        self._advance(sample)

    def lost(self, lost_bytes: int, sent_s: float, now_s: float, in_flight_bytes: int) -> None:
        """Losses come with the acknowledgement that revealed them; alone they change nothing."""

    def timed_out(self, now_s: float) -> None:
        # One segment is enough to find out whether the path is there again; the model is kept.
        self._timed_out = True

    def set_segment_size(self, segment_bytes: int) -> None:
        self._mss_bytes = segment_bytes

    def loss_was_spurious(self, size_bytes: int, now_s: float) -> None:
        # What was counted in an earlier round is forgotten with the running average.
        self._round_lost = max(0, self._round_lost - size_bytes)
        if self._start_up_ended_by_bytes and self._round - self._start_up_ended_round <= START_UP_GOES_ON_ROUNDS:
            self._start_up_ended_by_bytes = max(0, self._start_up_ended_by_bytes - size_bytes)
            if self._start_up_ended_by_bytes == 0:
                self._enter(Phase.START_UP, now_s)

    @property
    def _gain(self) -> float:
        if self.phase is Phase.START_UP:
            return START_UP_GAIN
        if self.phase is Phase.DRAIN:
            return DRAIN_GAIN
        if self.phase is Phase.PROBE:
            return PROBE_GAINS[self._gain_index]
        return 1.0

    @property
    def _path_bytes(self) -> float:
        return self.bandwidth * self._minimum_rtt_s

    @property
    def _shared_rtt_s(self) -> float:
        """The round trip without our own queue: one that stays long in every round holds somebody else's.

        A window made for an empty path would take less and less of a full one.
        """
        shortest_s = min(self._round_rtts, default=self._minimum_rtt_s)
        return min(max(shortest_s, self._minimum_rtt_s), CROWDED_RTTS * self._minimum_rtt_s)

    def _end_round(self, sample: RateSample) -> None:
        self._round += 1
        queued = self._is_queue(self._round_rtt_s)
        crowded = self._is_queue(self._round_rtt_s, COLLAPSE_QUEUE_SHARE)
        if self._round_rtt_s:
            self._round_rtts.append(self._round_rtt_s)
        self._round_rtt_s = 0.0
        self._last_round_rates.append(self._round_rate)
        self._round_rate = 0.0
        fastest = max(self._last_round_rates)
        if crowded and len(self._last_round_rates) == COLLAPSE_ROUNDS and 0 < fastest < COLLAPSE_SHARE * self.bandwidth:
            self._believe(fastest, sample.now_s)
        total = self._round_acknowledged + self._round_lost
        if total:
            loss = self._round_lost / total
            if self._round_lost >= CONGESTION_SEGMENTS * self._mss_bytes and (queued or self._overflows(loss)):
                self._react_to_congestion(loss, sample.now_s)
            self._losses.append(loss)
            self._average_loss += (loss - self._average_loss) / (4 if len(self._losses) < LOSS_ROUNDS else 8)
        self._round_acknowledged = self._round_lost = 0

    def _overflows(self, loss: float) -> bool:
        """A buffer too short to show as a queue loses what start-up sends too fast."""
        enough = self._round_lost >= START_UP_LOST_SEGMENTS * self._mss_bytes
        return self.phase is Phase.START_UP and enough and loss > START_UP_LOSS

    def _react_to_congestion(self, loss: float, now_s: float) -> None:
        if loss < CONGESTION_LOSS + CONGESTION_FACTOR * self._average_loss:
            return
        if self.phase is Phase.START_UP:
            # Reordering looks like loss until it is known: half of it found to be none takes this back.
            self._start_up_ended_by_bytes = self._round_lost // 2
            self._start_up_ended_round = self._round
            self._enter(Phase.DRAIN, now_s)
        elif self.phase is Phase.PROBE and self._round - self._cut_round > CONGESTION_ROUNDS:
            self._cut_round = self._round
            self._ceiling = self.bandwidth * CONGESTION_BETA
            self._believe(self._ceiling, now_s)

    def _believe(self, rate: float, now_s: float) -> None:
        """Forget what the path once gave."""
        self._rates = deque([(self._round, now_s, rate)])

    def _take_rate(self, sample: RateSample) -> None:
        rate = min(sample.rate_bytes_per_s, self._ceiling)
        if rate <= 0 or (sample.application_limited and rate < self.bandwidth):
            return
        self._round_rate = max(self._round_rate, rate)
        rates = self._rates
        while rates and rates[-1][2] <= rate:
            rates.pop()
        rates.append((self._round, sample.now_s, rate))
        while rates[0][0] < self._round - BANDWIDTH_ROUNDS and rates[0][1] < sample.now_s - LEAST_MEMORY_S:
            rates.popleft()

    def _take_minimum(self, rtt_s: float, now_s: float) -> None:
        stale = now_s - self._minimum_at_s > PROBE_RTT_AFTER_S
        if not self._typical.settled or rtt_s <= self._minimum_rtt_s:
            self._minimum_rtt_s, self._minimum_at_s = rtt_s, now_s
        elif stale and self.phase is Phase.PROBE:
            self._enter(Phase.PROBE_RTT, now_s)
            self._minimum_rtt_s, self._minimum_at_s = rtt_s, now_s

    def _advance(self, sample: RateSample) -> None:
        now_s = sample.now_s
        if self.phase is Phase.START_UP and sample.round_start and not sample.application_limited:
            self._look_for_growth(now_s)
            if self._rounds_without_growth >= ROUNDS_WITHOUT_GROWTH:
                self._enter(Phase.DRAIN, now_s)
        if self.phase is Phase.START_UP and self._queue_has_come():
            self._enter(Phase.DRAIN, now_s)
        elapsed_s = now_s - self._phase_since_s
        if self.phase is Phase.DRAIN:
            drained = sample.in_flight_bytes <= self._path_bytes
            if drained or elapsed_s > LONGEST_DRAIN_RTTS * max(self._minimum_rtt_s, LEAST_PHASE_S):
                self._cruise(now_s)
        elif self.phase is Phase.PROBE:
            self._cycle(sample)
        elif self.phase is Phase.PROBE_RTT and elapsed_s > PROBE_RTT_FOR_S + self._minimum_rtt_s:
            self._cruise(now_s)

    def _queue_has_come(self) -> bool:
        """HyStart's sign (RFC 9406), over several acknowledgements, so that jitter is not taken for it."""
        recent = self._recent_rtts
        if len(recent) < RTTS_THAT_SHOW_A_QUEUE:
            return False
        return self._is_queue(min(recent), START_UP_QUEUE_SHARE, START_UP_QUEUE_LEAST_S)

    def _is_queue(self, rtt_s: float, share: float = QUEUE_SHARE, least_s: float = QUEUE_LEAST_S) -> bool:
        return rtt_s > self._minimum_rtt_s * (1 + share) + least_s and self._minimum_rtt_s > 0

    def _look_for_growth(self, now_s: float) -> None:
        if now_s - self._phase_since_s < LEAST_PHASE_S:
            return
        self._phase_since_s = now_s
        if self.bandwidth >= self._full_rate * GROWTH_WANTED:
            self._full_rate = self.bandwidth
            self._rounds_without_growth = 0
        else:
            self._rounds_without_growth += 1

    def _cycle(self, sample: RateSample) -> None:
        elapsed_s = sample.now_s - self._phase_since_s
        gain = PROBE_GAINS[self._gain_index]
        drained = gain < 1.0 and sample.in_flight_bytes <= self._path_bytes
        longest_s = max(self._minimum_rtt_s, LEAST_PHASE_S) * (LONGEST_DRAIN_RTTS if gain < 1.0 else 1)
        if self._gain_index and self.bandwidth > PROBE_PAID * self._rate_before_probe and not self._queue_has_come():
            self._probe_up(sample.now_s)
        elif elapsed_s > longest_s or drained:
            if self._gain_index + 1 == len(PROBE_GAINS):
                self._probe_up(sample.now_s)
            else:
                self._gain_index += 1
                self._phase_since_s = sample.now_s

    def _probe_up(self, now_s: float) -> None:
        self._gain_index = 0
        self._phase_since_s = now_s
        self._rate_before_probe = self.bandwidth
        self._ceiling = float("inf")

    def _cruise(self, now_s: float) -> None:
        self._enter(Phase.PROBE, now_s)
        self._gain_index = 2
        self._rate_before_probe = self.bandwidth

    def _enter(self, phase: Phase, now_s: float) -> None:
        self.phase = phase
        # The queue of the phase before, and its losses, are no news.
        self._cut_round = self._round
        self._phase_since_s = now_s
