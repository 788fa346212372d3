"""How far a transfer is and how fast: file bytes out of stream bytes, a smoothed speed, time left, stalls.

Pure arithmetic with the time as an argument; used by the one thread that reports.
"""

from __future__ import annotations

from ptp_core.transfer.conversation.messages import CHUNK_BYTES, HEADER
from ptp_core.transfer.limits import STALLED_AFTER_S
from ptp_core.transport.goodput import GoodputMeter

# Below this much of a history, a time left is a guess that jumps.
_TIME_LEFT_AFTER_S = 1.0

_FRAME_BYTES = HEADER.size + CHUNK_BYTES


def file_bytes(stream_bytes: int, size_bytes: int) -> int:
    """Bytes of the file among the first `stream_bytes` bytes after the offer was accepted.

    Every DATA message but the last is full, so this is arithmetic and needs no list of what was sent.
    """
    frames, rest = divmod(max(0, stream_bytes), _FRAME_BYTES)
    return min(size_bytes, frames * CHUNK_BYTES + max(0, rest - HEADER.size))


class ProgressMeter:
    """Speed and stalls of one transfer from its acknowledged and verified bytes.

    Attributes: `goodput_bps` in bits per second over the last three seconds, `time_left_s` None until it can be told,
    `stalled_s` how long nothing has moved, 0 up to two seconds, `elapsed_s` since the start.
    """

    def __init__(self, size_bytes: int, now: float) -> None:
        self.goodput_bps = 0.0
        self.time_left_s: float | None = None
        self.stalled_s = 0.0
        self.elapsed_s = 0.0
        self._size_bytes = size_bytes
        self._started = now
        self._moved = now
        self._last = (0, 0)
        self._goodput = GoodputMeter()
        self._goodput.bits_per_second(0, now)

    def update(self, now: float, *, acknowledged: int, verified: int) -> None:
        """Take in where the transfer is at `now`, in seconds."""
        self.elapsed_s = now - self._started
        if (acknowledged, verified) != self._last:
            self._last = (acknowledged, verified)
            self._moved = now
        done = max(acknowledged, verified)
        self.goodput_bps = self._goodput.bits_per_second(done, now)
        idle = now - self._moved
        self.stalled_s = idle if idle > STALLED_AFTER_S else 0.0
        known = self.elapsed_s >= _TIME_LEFT_AFTER_S and self.goodput_bps > 0 and not self.stalled_s
        self.time_left_s = (self._size_bytes - done) * 8 / self.goodput_bps if known else None

    def finish(self, now: float, bytes_done: int) -> None:
        """The transfer ended at `now`: the speed becomes that of the whole."""
        self.elapsed_s = now - self._started
        self.goodput_bps = bytes_done * 8 / self.elapsed_s if self.elapsed_s > 0 else 0.0
        self.time_left_s = None
        self.stalled_s = 0.0
