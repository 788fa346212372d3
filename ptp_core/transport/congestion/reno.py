"""Reno (RFC 5681), the saw-tooth of the textbooks: slow start, congestion avoidance, fast recovery.

Below the threshold the window grows by what was acknowledged, which doubles it in a round trip; above, by one segment
in a round trip. A loss halves it, once for all that was sent before the loss was noticed; a time-out sets it to one
segment. Which segments are to be sent again is the sender's business, so that the recovery of section 3.2 needs no
inflated window: what is in flight is counted without what is lost (RFC 6675).
"""

from __future__ import annotations

from ptp_core.transport import remarks
from ptp_core.transport.congestion.base import AnyBurst, RateSample

INITIAL_SEGMENTS = 4
# RFC 5681 (4): the threshold after a loss is half of what is in flight, and two segments at least.
MINIMUM_SEGMENTS = 2


class Reno(AnyBurst):
    """Window and threshold in bytes."""

    def __init__(self, mss_bytes: int) -> None:
        self._mss_bytes = mss_bytes
        self._window = float(INITIAL_SEGMENTS * mss_bytes)
        self._threshold = float("inf")
        self._recovery_s = float("-inf")
        self._before: tuple[float, float] | None = None

    @property
    def window_bytes(self) -> int:
        return int(self._window)

    @property
    def threshold_bytes(self) -> float:
        """Where slow start ends; infinite before the first loss."""
        return self._threshold

    @property
    def phase_name(self) -> str:
        return remarks.SLOW_START if self._window < self._threshold else remarks.AVOIDANCE

    def pacing_rate(self, smoothed_rtt_s: float) -> float:
        """Reno sends as acknowledgements come."""
        return 0.0

    def acknowledged(self, sample: RateSample) -> None:
        if sample.application_limited:
            # RFC 7661: a window that is not used proves nothing.
            return
        if self._window < self._threshold:
            # RFC 5681 (2), with the appropriate byte counting of RFC 3465.
            self._window = min(self._window + sample.acknowledged_bytes, max(self._threshold, self._window))
        else:
            # RFC 5681 (3).
            self._window += self._mss_bytes * sample.acknowledged_bytes / self._window

    def lost(self, lost_bytes: int, sent_s: float, now_s: float, in_flight_bytes: int, place: float = 0.0) -> None:
        if sent_s <= self._recovery_s:
            return
        self._halve(now_s)
        self._window = self._after_loss()

    def timed_out(self, now_s: float) -> None:
        self._halve(now_s)
        self._window = float(self._mss_bytes)

    def set_segment_size(self, segment_bytes: int) -> None:
        self._mss_bytes = segment_bytes

    def opened(self, rtt_s: float, receiver_socket_bytes: int) -> None:
        """The first window is the same everywhere, and an overflow of the socket a loss like any other."""

    def receiver_overflowed(self, now_s: float) -> None:
        """The loss says it."""

    def loss_was_spurious(self, size_bytes: int, sent_s: float, now_s: float) -> None:
        if self._before is not None:
            self._window, self._threshold = max(self._window, self._before[0]), self._before[1]
            self._before = None

    def _after_loss(self) -> float:
        """The window after a loss that the acknowledgements told of: fast recovery ends at the threshold."""
        return self._threshold

    def _halve(self, now_s: float) -> None:
        self._before = (self._window, self._threshold)
        self._recovery_s = now_s
        self._threshold = max(self._window / 2, float(MINIMUM_SEGMENTS * self._mss_bytes))
