"""Spreads segments over time in user space, so that a window does not leave as one burst.

A train is at most one millisecond of the rate, at most 64 KB, at least two segments. When the thread wakes up
late, the lost time is made up by trains that follow one another at up to four times the rate, never by a larger train.
Neither a train nor what is made up is ever more than the congestion control allows to leave at once.
"""

from __future__ import annotations

TRAIN_DURATION_S = 0.001
MAXIMUM_TRAIN_BYTES = 64_000
MINIMUM_TRAIN_SEGMENTS = 2
LATENESS_S = 0.01
MAXIMUM_LATENESS_S = 0.05
# Timers are no more exact than this; waiting for less would only cost rate.
GRANULARITY_S = 0.000_1


class Pacer:
    """When the next train may leave, and how long it may be. A rate of 0 means no pacing.

    `burst_bytes` is the congestion control's word on how much may leave at once, `late_bytes` on how much is made up
    for; their owner keeps them up to date.
    """

    __slots__ = ("_due_s", "_next_s", "burst_bytes", "late_bytes")

    def __init__(self) -> None:
        self.burst_bytes = self.late_bytes = float("inf")
        self._due_s = 0.0
        self._next_s = 0.0

    def train_bytes(self, rate_bytes_per_s: float, segment_bytes: int) -> int:
        """The longest train at this rate."""
        if rate_bytes_per_s <= 0:
            return MAXIMUM_TRAIN_BYTES
        wanted = min(rate_bytes_per_s * TRAIN_DURATION_S, MAXIMUM_TRAIN_BYTES, self.burst_bytes)
        return max(int(wanted), MINIMUM_TRAIN_SEGMENTS * segment_bytes)

    def may_send(self, now_s: float) -> bool:
        """Whether a train may leave now."""
        return now_s + GRANULARITY_S >= self._next_s

    def sent(self, size_bytes: int, rate_bytes_per_s: float, now_s: float, rtt_s: float = 0.0) -> None:
        """A train of `size_bytes` has left. Of lost time a quarter of `rtt_s` is made up for, and no more."""
        if rate_bytes_per_s <= 0:
            self._next_s = self._due_s = now_s
            return
        gap_s = size_bytes / rate_bytes_per_s
        lateness_s = min(max(rtt_s / 4, LATENESS_S), MAXIMUM_LATENESS_S, self.late_bytes / rate_bytes_per_s)
        self._due_s = max(self._due_s, now_s - lateness_s) + gap_s
        self._next_s = max(self._due_s, now_s + gap_s / 4)

    @property
    def next_s(self) -> float:
        """When the next train may leave."""
        return self._next_s
