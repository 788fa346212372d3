"""Tahoe, Reno's forerunner: fast retransmit without fast recovery. Every loss begins slow start at one segment."""

from __future__ import annotations

from ptp_core.transport.congestion.reno import Reno


class Tahoe(Reno):
    """As Reno, with a taller saw-tooth: from one segment doubling up to half of the last window, then by segments."""

    def _after_loss(self) -> float:
        return float(self._mss_bytes)
