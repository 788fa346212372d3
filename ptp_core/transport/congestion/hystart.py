"""HyStart++ (RFC 9406): leave slow start when the round trips grow, before the queue overflows.

A round whose shortest round trip is longer than that of the round before by an eighth begins the conservative slow
start, which grows a quarter as fast. It goes on for five rounds and then slow start is over, unless the round trips
become short again: then it was only jitter.
"""

from __future__ import annotations

from ptp_core.transport.congestion.base import RateSample

MINIMUM_THRESHOLD_S = 0.004
MAXIMUM_THRESHOLD_S = 0.016
RTT_DIVISOR = 8
SAMPLES_A_ROUND = 8
CONSERVATIVE_GROWTH_DIVISOR = 4
CONSERVATIVE_ROUNDS = 5


class HyStart:
    """Told of every acknowledgement in slow start; says how fast to grow, and when it is over."""

    __slots__ = ("_baseline_s", "_last_s", "_round_s", "_rounds", "_samples")

    def __init__(self) -> None:
        self._last_s = float("inf")
        self._round_s = float("inf")
        self._samples = 0
        self._rounds = 0
        self._baseline_s: float | None = None

    @property
    def over(self) -> bool:
        """Whether the conservative phase has lasted its rounds."""
        return self._rounds >= CONSERVATIVE_ROUNDS

    @property
    def growth_divisor(self) -> int:
        """1 in slow start, more in the conservative phase."""
        return 1 if self._baseline_s is None else CONSERVATIVE_GROWTH_DIVISOR

    def acknowledged(self, sample: RateSample) -> None:
        """Take in one round-trip time (section 4.2)."""
        if sample.round_start:
            self._last_s, self._round_s, self._samples = self._round_s, float("inf"), 0
            self._rounds += self._baseline_s is not None
        if sample.rtt_s > 0:
            self._round_s = min(self._round_s, sample.rtt_s)
            self._samples += 1
        if self._samples < SAMPLES_A_ROUND:
            return
        if self._baseline_s is None:
            threshold_s = min(max(self._last_s / RTT_DIVISOR, MINIMUM_THRESHOLD_S), MAXIMUM_THRESHOLD_S)
            if self._last_s < float("inf") and self._round_s >= self._last_s + threshold_s:
                self._baseline_s = self._round_s
                self._rounds = 0
        elif self._round_s < self._baseline_s:
            self._baseline_s = None
            self._rounds = 0
