"""How far a transfer is and how fast: file bytes out of stream bytes, a smoothed speed, time left, stalls.

Pure arithmetic with the time as an argument; the meter is used by the one thread that reports.
"""

from __future__ import annotations

import bisect
import threading
from collections import deque

from ptp_core.transfer.limits import STALLED_AFTER_S
from ptp_core.transport.goodput import GoodputMeter

# Below this much of a history, a time left is a guess that jumps.
_TIME_LEFT_AFTER_S = 1.0


class StreamMap:
    """Which bytes of the files are among the first so many bytes of the stream: what else a stream carries, names and
    lengths, is nobody's progress. One thread notes, another asks, and asks with numbers that do not shrink.

    Bounded by what is on its way: one mark for each write that the peer has not acknowledged.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._marks: deque[tuple[int, int]] = deque([(0, 0)])

    def note(self, stream_bytes: int, file_bytes: int) -> None:
        """The first `stream_bytes` bytes of the stream hold `file_bytes` bytes of files."""
        with self._lock:
            self._marks.append((stream_bytes, file_bytes))

    def at(self, *stream_bytes: int) -> tuple[int, ...]:
        """The bytes of files in each; the least of them is never undercut again."""
        with self._lock:
            marks = self._marks
            least = min(stream_bytes)
            while len(marks) > 1 and marks[1][0] <= least:
                marks.popleft()
            known = list(marks)
        return tuple(self._of(known, position) for position in stream_bytes)

    @staticmethod
    def _of(marks: list[tuple[int, int]], position: int) -> int:
        after = bisect.bisect_right(marks, position, key=lambda mark: mark[0])
        stream, files = marks[max(0, after - 1)]
        if after >= len(marks):
            return files
        next_stream, next_files = marks[after]
        # What is no file comes first: between two marks there is one large piece of a file, or many small files.
        overhead = (next_stream - stream) - (next_files - files)
        return min(next_files, files + max(0, position - stream - overhead))


class ProgressMeter:
    """Speed and stalls of one transfer from its acknowledged and verified bytes. What lay at the receiver before is
    progress, but no speed: `there` says how much of them that is.

    Attributes: `goodput_bps` in bits per second over the last three seconds, `time_left_s` None until it can be told,
    `stalled_s` how long nothing has moved, 0 up to two seconds, `elapsed_s` since the start.
    """

    def __init__(self, size_bytes: int, now: float) -> None:
        self.goodput_bps = 0.0
        self.time_left_s: float | None = None
        self.stalled_s = 0.0
        self.elapsed_s = 0.0
        self.size_bytes = size_bytes
        self._started = now
        self._moved = now
        self._last = (0, 0)
        self._goodput = GoodputMeter()
        self._goodput.bits_per_second(0, now)

    def update(self, now: float, *, acknowledged: int, verified: int, there: int = 0) -> None:
        """Take in where the transfer is at `now`, in seconds."""
        self.elapsed_s = now - self._started
        if (acknowledged, verified) != self._last:
            self._last = (acknowledged, verified)
            self._moved = now
        done = max(acknowledged, verified)
        # Who counts what was there may be ahead of the acknowledgements, by a moment.
        self.goodput_bps = max(0.0, self._goodput.bits_per_second(max(0, done - there), now))
        idle = now - self._moved
        self.stalled_s = idle if idle > STALLED_AFTER_S else 0.0
        known = self.elapsed_s >= _TIME_LEFT_AFTER_S and self.goodput_bps > 0 and not self.stalled_s
        self.time_left_s = max(0, self.size_bytes - done) * 8 / self.goodput_bps if known else None

    def finish(self, now: float, bytes_done: int, *, there: int = 0) -> None:
        """The transfer ended at `now`: the speed becomes that of the whole."""
        self.elapsed_s = now - self._started
        self.goodput_bps = max(0, bytes_done - there) * 8 / self.elapsed_s if self.elapsed_s > 0 else 0.0
        self.time_left_s = None
        self.stalled_s = 0.0
