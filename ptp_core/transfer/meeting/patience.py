"""Whether a peer still gets on: enough bytes in a while, or at the end, where none are left to move, signs of life.

Pure arithmetic with the time as an argument; used by the one thread that watches a transfer.
"""

from __future__ import annotations

from ptp_core.transfer.limits import PROGRESS_BYTES, PROGRESS_LIMIT_S, SAVING_LIMIT_S


class Patience:
    """Patience with one peer, from `now` on."""

    def __init__(self, now: float) -> None:
        self._moved_bytes = 0
        self._moved_at = now
        self._signs = 0
        self._heard_at = now

    def over(self, now: float, *, waiting: bool, moved_bytes: int, signs_of_life: int = 0) -> bool:
        """Whether it is used up. Both counts only grow; `waiting` says whether it is the peer's turn at all."""
        if not waiting:
            self._moved_at = self._heard_at = now
        if moved_bytes - self._moved_bytes >= PROGRESS_BYTES:
            self._moved_bytes = moved_bytes
            self._moved_at = self._heard_at = now
        if signs_of_life != self._signs:
            self._signs = signs_of_life
            self._heard_at = now
        return now - self._heard_at >= PROGRESS_LIMIT_S or now - self._moved_at >= SAVING_LIMIT_S
