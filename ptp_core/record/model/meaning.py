"""What colours mean, wherever something of a connection is drawn. Which colour it is, the window's theme decides."""

from __future__ import annotations

import enum


class Meaning(enum.Enum):
    """The same in charts, maps, bars, lists and legends."""

    ACKNOWLEDGED = "acknowledged"
    IN_FLIGHT = "in flight"
    TIMEOUT = "time-out"
    FAST_RETRANSMIT = "fast retransmit"
    SPURIOUS = "spurious"
    OUT_OF_ORDER = "out of order"
    WRITTEN = "written"
    WAITING = "waiting"
