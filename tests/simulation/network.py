"""The simulator under the name that the tests know it by."""

from __future__ import annotations

from ptp_core.simulation.pair import CLIENT_ADDRESS, READ_PAUSE_S, SERVER_ADDRESS, Pair, Side

__all__ = ["CLIENT_ADDRESS", "READ_PAUSE_S", "SERVER_ADDRESS", "Pair", "Side"]
