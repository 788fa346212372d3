"""Congestion controls, and the choice among them."""

from __future__ import annotations

from ptp_core.config import CongestionAlgorithm, TransportSettings
from ptp_core.transport.congestion.base import CongestionControl, RateSample
from ptp_core.transport.congestion.cubic import Cubic
from ptp_core.transport.congestion.fixed_window import FixedWindow
from ptp_core.transport.congestion.model_based import ModelBased
from ptp_core.transport.congestion.reno import Reno
from ptp_core.transport.congestion.tahoe import Tahoe

__all__ = ["CongestionControl", "RateSample", "make_congestion_control"]


def make_congestion_control(settings: TransportSettings, mss_bytes: int) -> CongestionControl:
    """The control that `settings` ask for."""
    if settings.congestion is CongestionAlgorithm.FIXED:
        assert settings.window_bytes is not None
        return FixedWindow(settings.window_bytes)
    if settings.congestion is CongestionAlgorithm.CUBIC:
        return Cubic(mss_bytes)
    if settings.congestion is CongestionAlgorithm.RENO:
        return Reno(mss_bytes)
    if settings.congestion is CongestionAlgorithm.TAHOE:
        return Tahoe(mss_bytes)
    return ModelBased(mss_bytes)
