"""How much may be in flight before a buffer on the way overflows: learnt from where loss begins, and probed upwards.

This is the `inflight_hi` of draft-ietf-ccwg-bbr. The bandwidth times the shortest round trip says what the path holds
without a queue; how much of a queue it bears, only loss can tell: a switch bears a few dozen packets, a home router a
second. Nothing is bounded before the first loss that we cause (`loss_model`). Each period with such loss takes a tenth
off what was in flight. A bound that has held for a while is tried from above, gently at first and then faster, since
the path may have become another.

Between probes an eighth less than the bound is in flight: room for others, and periods in which we lose nothing.
"""

from __future__ import annotations

BACK_OFF = 0.9
HEADROOM = 0.875
# A probe for more costs what it overshoots by, once: every second cycle of probing, a few thousandths of the whole.
TRY_AFTER_PERIODS = 16
FIRST_STEP = 0.0625
LARGEST_STEP = 0.5
# The bound was in the way when so much of it was in flight.
USED_SHARE = 0.9
# Losses are seen a round trip after they were caused: one overflow shows in two periods.
PERIODS_PER_BACK_OFF = 2
# A burst may take this share of the room that the path has for a queue; the rest is for the queue itself.
BURST_SHARE = 0.25


class InflightBound:
    """Bytes. Told of what is in flight at each acknowledgement, and of each period's end."""

    __slots__ = ("_backed_off", "_bytes", "_calm_periods", "_last_peak_bytes", "_peak_bytes", "_probing", "_step")

    def __init__(self) -> None:
        self._bytes = float("inf")
        self._peak_bytes = 0
        self._last_peak_bytes = 0
        self._calm_periods = 0
        self._step = FIRST_STEP
        self._backed_off = 0
        self._probing = False

    @property
    def probing_bytes(self) -> float:
        """The most that may be in flight while the path is probed; infinite before the first loss."""
        return self._bytes

    @property
    def cruising_bytes(self) -> float:
        """The most that may be in flight otherwise."""
        return self._bytes * HEADROOM

    def burst_bytes(self, path_bytes: float) -> float:
        """What may leave at once, on a path that holds `path_bytes` without a queue."""
        return max(0.0, self._bytes - path_bytes) * BURST_SHARE

    def watch(self, in_flight_bytes: int) -> None:
        """So much was in flight just now."""
        self._peak_bytes = max(self._peak_bytes, in_flight_bytes)

    def end_period(self, *, lost_by_us: bool, overflows: bool, probing: bool, least_bytes: float) -> None:
        """A period is over. No bound is ever less than `least_bytes`.

        A probe that `overflows` a buffer far below the bound shows that the bound was none: it was learnt while more
        was under way than the path ever held.
        """
        peak_bytes = max(self._peak_bytes, self._last_peak_bytes)
        self._last_peak_bytes, self._peak_bytes = self._peak_bytes, 0
        self._backed_off = max(0, self._backed_off - 1)
        self._calm_periods += 1
        if lost_by_us:
            self._calm_periods, self._step = 0, FIRST_STEP
            used = peak_bytes > USED_SHARE * self._bytes or self._bytes == float("inf")
            used = used or (overflows and (probing or self._probing))
            if used and not self._backed_off:
                self._backed_off = PERIODS_PER_BACK_OFF
                self._bytes = max(min(self._bytes, peak_bytes) * BACK_OFF, least_bytes)
        elif probing and self._calm_periods > TRY_AFTER_PERIODS and peak_bytes > USED_SHARE * self._bytes:
            self._bytes *= 1 + self._step
            self._step = min(2 * self._step, LARGEST_STEP)
        self._probing = probing

    def tighten(self, least_bytes: float) -> None:
        """A whole cycle of probing has lost something of ours with less in flight: the bound was none."""
        peak_bytes = max(self._peak_bytes, self._last_peak_bytes)
        if peak_bytes <= USED_SHARE * self._bytes:
            self._bytes = max(peak_bytes * BACK_OFF, least_bytes)
