"""CUBIC (RFC 9438): the window grows along a cubic curve around the size at which the last loss came.

Slow start ends by HyStart++ where the round trips tell, by loss where they do not.
"""

from __future__ import annotations

from ptp_core.transport import remarks
from ptp_core.transport.congestion.base import AnyBurst, RateSample
from ptp_core.transport.congestion.hystart import HyStart

BETA = 0.7
C = 0.4
INITIAL_SEGMENTS = 10
MINIMUM_SEGMENTS = 2
# Spreads a window over its round trip, with room to grow (RFC 9002 section 7.7).
PACING_GAIN = 1.25
PACING_GAIN_SLOW_START = 2.0


class Cubic(AnyBurst):
    """Window and threshold in bytes; the curve itself in segments, as the RFC has it."""

    def __init__(self, mss_bytes: int) -> None:
        self._mss_bytes = mss_bytes
        self._window = float(INITIAL_SEGMENTS * mss_bytes)
        self._threshold = float("inf")
        self._maximum = 0.0
        self._estimate = 0.0
        self._epoch_s: float | None = None
        self._time_to_maximum_s = 0.0
        self._recovery_s = -1.0
        self._hystart = HyStart()
        self._before: tuple[float, float, float] | None = None

    @property
    def window_bytes(self) -> int:
        return int(self._window)

    @property
    def phase_name(self) -> str:
        return remarks.SLOW_START if self._window < self._threshold else remarks.AVOIDANCE

    def pacing_rate(self, smoothed_rtt_s: float) -> float:
        if smoothed_rtt_s <= 0:
            return 0.0
        gain = PACING_GAIN_SLOW_START if self._window < self._threshold else PACING_GAIN
        return gain * self._window / smoothed_rtt_s

    def acknowledged(self, sample: RateSample) -> None:
        if sample.application_limited:
            # RFC 9438 section 5.8: a window that is not used proves nothing.
            return
        if self._window < self._threshold:
            self._slow_start(sample)
            return
        if self._epoch_s is None:
            self._start_epoch(sample.now_s)
        assert self._epoch_s is not None
        elapsed_s = sample.now_s - self._epoch_s + sample.smoothed_rtt_s
        mss = self._mss_bytes
        target = (C * (elapsed_s - self._time_to_maximum_s) ** 3) * mss + self._maximum
        target = min(max(target, self._window), 1.5 * self._window)
        # RFC 9438 section 4.3: never slower than Reno would be.
        alpha = 3 * (1 - BETA) / (1 + BETA) if self._estimate < self._maximum else 1.0
        self._estimate += alpha * sample.acknowledged_bytes * mss / self._window
        growth = (target - self._window) * sample.acknowledged_bytes / self._window
        self._window = max(self._window + growth, min(self._estimate, self._window + sample.acknowledged_bytes))

    def lost(self, lost_bytes: int, sent_s: float, now_s: float, in_flight_bytes: int, place: float = 0.0) -> None:
        if sent_s <= self._recovery_s:
            return
        self._before = (self._window, self._threshold, self._maximum)
        self._recovery_s = now_s
        # RFC 9438 section 4.7, fast convergence: a flow that lost below its last maximum makes room.
        below = self._window < self._maximum
        self._maximum = self._window * (1 + BETA) / 2 if below else self._window
        self._window = max(self._window * BETA, float(MINIMUM_SEGMENTS * self._mss_bytes))
        self._threshold = self._window
        self._epoch_s = None

    def timed_out(self, now_s: float) -> None:
        self._before = (self._window, self._threshold, self._maximum)
        self._maximum = self._window
        self._threshold = max(self._window * BETA, float(MINIMUM_SEGMENTS * self._mss_bytes))
        self._window = float(self._mss_bytes)
        self._hystart = HyStart()
        self._recovery_s = now_s
        self._epoch_s = None

    def set_segment_size(self, segment_bytes: int) -> None:
        self._mss_bytes = segment_bytes

    def opened(self, rtt_s: float, receiver_socket_bytes: int) -> None:
        """The first window is the same everywhere, and an overflow of the socket a loss like any other."""

    def receiver_overflowed(self, now_s: float) -> None:
        """The loss says it."""

    def loss_was_spurious(self, size_bytes: int, sent_s: float, now_s: float) -> None:
        if self._before is None:
            return
        window, threshold, maximum = self._before
        self._window = max(self._window, window)
        self._threshold, self._maximum = threshold, maximum
        self._epoch_s = None
        self._before = None

    def _slow_start(self, sample: RateSample) -> None:
        self._hystart.acknowledged(sample)
        self._window += sample.acknowledged_bytes / self._hystart.growth_divisor
        if self._hystart.over:
            self._threshold = self._maximum = self._window

    def _start_epoch(self, now_s: float) -> None:
        self._epoch_s = now_s
        self._estimate = self._window
        room = max(self._maximum - self._window, 0.0) / self._mss_bytes
        self._time_to_maximum_s = float((room / C) ** (1 / 3))
        self._maximum = max(self._maximum, self._window)
