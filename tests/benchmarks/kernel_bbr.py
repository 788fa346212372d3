"""BBR as Linux has it (net/ipv4/tcp_bbr.c, version 1), as a neighbour in simulations: it gives way to nobody's loss.

For what it takes of a shared link, not for transfers: the policer's model and the idle restart are left out.
"""

from __future__ import annotations

from collections import deque

from ptp_core.transport.congestion import RateSample
from ptp_core.transport.congestion.base import AnyBurst

HIGH_GAIN = 2.885
CYCLE = (1.25, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
WINDOW_GAIN = 2.0
PACING_MARGIN = 0.99
BANDWIDTH_ROUNDS = 10
FULL_GROWTH, FULL_ROUNDS = 1.25, 3
MINIMUM_LIFETIME_S, PROBE_RTT_S = 10.0, 0.2
INITIAL_SEGMENTS, LEAST_SEGMENTS = 10, 4
# Three bursts of the sending offload, a millisecond of the rate each.
BURSTS, BURST_S = 3, 0.001


class KernelBbr(AnyBurst):
    """See CongestionControl. `cycle_index` is where in its cycle it begins, which the kernel draws at random."""

    def __init__(self, mss_bytes: int, cycle_index: int) -> None:
        self._mss_bytes = mss_bytes
        self._index = cycle_index % len(CYCLE)
        self._mode = "startup"
        self._rates: deque[tuple[int, float]] = deque()
        self._round = 0
        self._full_rate, self._full_rounds = 0.0, 0
        self._minimum_s, self._minimum_at_s = 0.0, 0.0
        self._since_s = 0.0
        self._lost_since = 0
        self._recovers_until_round = 0
        self._before_bytes = 0.0
        self._window = float(INITIAL_SEGMENTS * mss_bytes)

    @property
    def window_bytes(self) -> int:
        if self._mode == "probe-rtt":
            return LEAST_SEGMENTS * self._mss_bytes
        return int(self._window)

    @property
    def phase_name(self) -> str:
        return self._mode

    def pacing_rate(self, smoothed_rtt_s: float) -> float:
        if not self._rates:
            return HIGH_GAIN * self._window / smoothed_rtt_s if smoothed_rtt_s else 0.0
        return PACING_MARGIN * self._gain * self._rates[0][1]

    def acknowledged(self, sample: RateSample) -> None:
        self._learn(sample)
        self._advance(sample)
        self._grow(sample)
        self._lost_since = 0 if sample.round_start else self._lost_since

    def lost(self, lost_bytes: int, sent_s: float, now_s: float, in_flight_bytes: int, place: float = 0.0) -> None:
        # A round of packet conservation, as bbr_set_cwnd_to_recover_or_restore has it.
        if self._round >= self._recovers_until_round:
            self._before_bytes = max(self._window, self._before_bytes)
            self._recovers_until_round = self._round + 1
            self._window = float(in_flight_bytes + self._mss_bytes)
        self._lost_since += lost_bytes
        self._window = max(self._window - lost_bytes, float(LEAST_SEGMENTS * self._mss_bytes))

    def timed_out(self, now_s: float) -> None:
        self._before_bytes = max(self._window, self._before_bytes)
        self._window = float(self._mss_bytes)

    def set_segment_size(self, segment_bytes: int) -> None:
        self._mss_bytes = segment_bytes

    def opened(self, rtt_s: float, receiver_socket_bytes: int) -> None:
        """The first window is the same everywhere, and the kernel's receiver tells its room by its window."""

    def receiver_overflowed(self, now_s: float) -> None:
        """As above."""

    def loss_was_spurious(self, size_bytes: int, sent_s: float, now_s: float) -> None:
        self._window = max(self._window, self._before_bytes)

    @property
    def _gain(self) -> float:
        if self._mode == "probe":
            return CYCLE[self._index]
        return {"startup": HIGH_GAIN, "drain": 1 / HIGH_GAIN, "probe-rtt": 1.0}[self._mode]

    def _product(self, gain: float) -> float:
        rate = self._rates[0][1] if self._rates else 0.0
        return gain * rate * self._minimum_s + BURSTS * max(rate * BURST_S, self._mss_bytes)

    def _learn(self, sample: RateSample) -> None:
        self._round += sample.round_start
        rate, rates = sample.rate_bytes_per_s, self._rates
        if rate > 0 and not (sample.application_limited and rates and rate < rates[0][1]):
            while rates and rates[-1][1] <= rate:
                rates.pop()
            rates.append((self._round, rate))
        while rates and rates[0][0] < self._round - BANDWIDTH_ROUNDS and len(rates) > 1:
            rates.popleft()
        stale = sample.now_s - self._minimum_at_s > MINIMUM_LIFETIME_S
        if sample.rtt_s > 0 and (self._minimum_s == 0.0 or sample.rtt_s <= self._minimum_s or stale):
            if stale and self._minimum_s and self._mode == "probe":
                self._mode, self._since_s = "probe-rtt", sample.now_s
                self._before_bytes = max(self._window, self._before_bytes)
            self._minimum_s, self._minimum_at_s = sample.rtt_s, sample.now_s

    def _advance(self, sample: RateSample) -> None:
        now_s, in_flight = sample.now_s, sample.in_flight_bytes
        if self._mode == "startup" and sample.round_start and self._rates and not sample.application_limited:
            if self._rates[0][1] >= self._full_rate * FULL_GROWTH:
                self._full_rate, self._full_rounds = self._rates[0][1], 0
            else:
                self._full_rounds += 1
                if self._full_rounds >= FULL_ROUNDS:
                    self._mode = "drain"
        if self._mode == "drain" and in_flight <= self._product(1.0):
            self._mode, self._since_s = "probe", now_s
        elif self._mode == "probe" and self._phase_is_over(sample):
            self._index, self._since_s = (self._index + 1) % len(CYCLE), now_s
        elif self._mode == "probe-rtt" and now_s - self._since_s > PROBE_RTT_S + self._minimum_s:
            self._mode, self._since_s = "probe", now_s
            self._window = max(self._window, self._before_bytes)

    def _phase_is_over(self, sample: RateSample) -> bool:
        elapsed = sample.now_s - self._since_s > self._minimum_s
        before_bytes = sample.in_flight_bytes + sample.acknowledged_bytes + sample.lost_bytes
        if self._gain > 1.0:
            return elapsed and (self._lost_since > 0 or before_bytes >= self._product(self._gain))
        if self._gain < 1.0:
            return elapsed or before_bytes <= self._product(1.0)
        return elapsed

    def _grow(self, sample: RateSample) -> None:
        if self._round < self._recovers_until_round:
            self._window = max(self._window, float(sample.in_flight_bytes + sample.acknowledged_bytes))
            return
        if self._before_bytes:
            self._window, self._before_bytes = max(self._window, self._before_bytes), 0.0
        filled = self._mode != "startup"
        target = self._product(WINDOW_GAIN if filled and self._mode != "drain" else HIGH_GAIN)
        if filled:
            self._window = min(self._window + sample.acknowledged_bytes, target)
        elif self._window < target or not self._rates:
            self._window += sample.acknowledged_bytes
        self._window = max(self._window, float(LEAST_SEGMENTS * self._mss_bytes))
