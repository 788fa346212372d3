"""The classroom's window: always the same."""

from __future__ import annotations

from ptp_core.transport import remarks
from ptp_core.transport.congestion.base import AnyBurst, RateSample


class FixedWindow(AnyBurst):
    """`MWS` of the assignment: a number of bytes in flight that nothing changes."""

    def __init__(self, window_bytes: int) -> None:
        self._window_bytes = window_bytes

    @property
    def window_bytes(self) -> int:
        return self._window_bytes

    @property
    def phase_name(self) -> str:
        return remarks.FIXED_WINDOW

    def pacing_rate(self, smoothed_rtt_s: float) -> float:
        return 0.0

    def acknowledged(self, sample: RateSample) -> None:
        """Nothing to learn."""

    def lost(self, lost_bytes: int, sent_s: float, now_s: float, in_flight_bytes: int, place: float = 0.0) -> None:
        """Nothing to change."""

    def timed_out(self, now_s: float) -> None:
        """Nothing to change."""

    def set_segment_size(self, segment_bytes: int) -> None:
        """The window is bytes, whatever the segments."""

    def opened(self, rtt_s: float, receiver_socket_bytes: int) -> None:
        """The window is what it is."""

    def receiver_overflowed(self, now_s: float) -> None:
        """The loss says it."""

    def loss_was_spurious(self, size_bytes: int, sent_s: float, now_s: float) -> None:
        """Nothing to undo."""
