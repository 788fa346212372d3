"""Recordings for tests: of simulated transfers, and of events that anybody makes up."""

from __future__ import annotations

import random
from collections.abc import Callable

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.simulation.pair import Pair

LOSSY = ConditionerSettings(delay_s=0.02, rate_bps=8e6, drop=0.03, reorder=0.01, duplicate=0.01, seed=3)


class Recorded:
    """A transfer on a virtual clock, both sides of it recorded, with samples at so many seconds; `watch` is called at
    each sample."""

    def __init__(
        self,
        settings: TransportSettings | None = None,
        link: ConditionerSettings = LOSSY,
        *,
        size: int = 300_000,
        sample_s: float = 0.02,
    ) -> None:
        self.recording = Recording(About(connection="seven", title="A lesson", values=("mss 500 bytes",)))
        self.recorders = Recorder(self.recording, Side.SENDER), Recorder(self.recording, Side.RECEIVER)
        self.pair = Pair(
            client=settings,
            link=link,
            client_observer=self.recorders[0],
            server_observer=self.recorders[1],
            tells_drops=True,
        )
        self.watch: Callable[[float], None] = lambda time_s: None
        self._size = size
        self._sample_s = sample_s
        self._next_s = 0.0

    def run(self) -> Recording:
        """Let it happen."""
        self.pair.after_turn = self._sample
        self.pair.transfer(random.Random(5).randbytes(self._size))
        for recorder in self.recorders:
            recorder.ended()
        return self.recording

    def _sample(self) -> None:
        now_s = self.pair.now
        if now_s < self._next_s:
            return
        self._next_s = now_s + self._sample_s
        for side, recorder in zip(self.pair.sides, self.recorders, strict=True):
            recorder.sample(now_s, side.driven.statistics(now_s))
        self.watch(self.recording.stop_s)
