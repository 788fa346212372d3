"""Goodput over the last seconds, from a counter that only grows: of a connection, and of the file in it."""

from __future__ import annotations

from collections import deque

SPAN_S = 3.0


class GoodputMeter:
    """Remembers readings of a byte counter and tells the rate between the oldest and the newest."""

    __slots__ = ("_readings",)

    def __init__(self) -> None:
        self._readings: deque[tuple[float, int]] = deque()

    def bits_per_second(self, total_bytes: int, now_s: float) -> float:
        """Take a reading; the rate over the last three seconds, 0 until there are two readings."""
        readings = self._readings
        if not readings or now_s - readings[-1][0] >= 0.05:
            readings.append((now_s, total_bytes))
        # The oldest kept reading is the last one before the edge of the three seconds.
        while len(readings) > 2 and readings[1][0] <= now_s - SPAN_S:
            readings.popleft()
        since_s, since_bytes = readings[0]
        return (total_bytes - since_bytes) * 8 / (now_s - since_s) if now_s > since_s else 0.0
