"""Recordings for tests: of simulated transfers, and of events that anybody makes up."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.simulation.pair import Pair
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.trace import DropCause, EventTrace, SegmentDirection, SegmentTrace

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


ORIGIN = 1000


def by_hand(*, sides: tuple[Side, ...] = tuple(Side)) -> Recording:
    """Five segments of 500 bytes from ORIGIN on: the second is dropped, the last three are a train, and the time-out
    sends the second again. Where one side alone is wanted, the other's events are left out."""
    recording = Recording(About(connection="hand", title="By <hand>", values=("mss 500 bytes",)))
    recorders = {side: Recorder(recording, side) for side in Side}
    sent, received, dropped = SegmentDirection.SENT, SegmentDirection.RECEIVED, SegmentDirection.DROPPED
    data: dict[str, Any] = {"kind": "D", "acknowledgement": 1}
    happened: list[tuple[Side, SegmentTrace | EventTrace]] = [
        (Side.SENDER, SegmentTrace(sent, 0.0, "S", ORIGIN - 1, 0, 0, 0)),
        (Side.SENDER, EventTrace(EventKind.PEER_WINDOW_CHANGED, 0.5, ORIGIN, ORIGIN + 4000)),
        (Side.SENDER, EventTrace(EventKind.TIMER_STARTED, 1.0, value=0.6)),
        (Side.SENDER, SegmentTrace(sent, 1.0, sequence=1000, length_bytes=500, packet_number=2, **data)),
        (Side.RECEIVER, SegmentTrace(received, 1.05, sequence=1000, length_bytes=500, packet_number=2, **data)),
        (Side.RECEIVER, SegmentTrace(sent, 1.05, "A", 1, 0, 1500, 2)),
        (
            Side.SENDER,
            SegmentTrace(
                dropped,
                1.1,
                sequence=1500,
                length_bytes=500,
                packet_number=3,
                drop_cause=DropCause.CHANCE,
                **data,
            ),
        ),
        (Side.SENDER, SegmentTrace(received, 1.1, "A", 1, 0, 1500, 2)),
        (Side.SENDER, EventTrace(EventKind.ACKNOWLEDGED, 1.1, 1000, 1500)),
        (
            Side.SENDER,
            SegmentTrace(sent, 1.2, sequence=2000, length_bytes=1500, packet_number=4, segment_bytes=500, **data),
        ),
        *(
            (
                Side.RECEIVER,
                SegmentTrace(received, 1.25, sequence=2000 + 500 * at, length_bytes=500, packet_number=4 + at, **data),
            )
            for at in range(3)
        ),
        (Side.SENDER, EventTrace(EventKind.SELECTIVELY_ACKNOWLEDGED, 1.3, 2000, 3500)),
        (Side.SENDER, EventTrace(EventKind.TIMER_EXPIRED, 1.6)),
        (
            Side.SENDER,
            SegmentTrace(sent, 1.6, sequence=1500, length_bytes=500, packet_number=7, cause="timeout", **data),
        ),
        (Side.RECEIVER, SegmentTrace(received, 1.65, sequence=1500, length_bytes=500, packet_number=7, **data)),
        (Side.RECEIVER, SegmentTrace(sent, 1.65, "A", 1, 0, 3500, 3)),
        (Side.SENDER, SegmentTrace(received, 1.7, "A", 1, 0, 3500, 3)),
        (Side.SENDER, EventTrace(EventKind.ACKNOWLEDGED, 1.7, 1500, 3500)),
        (Side.SENDER, EventTrace(EventKind.NOTED, 9.0, text="<script>the end</script>")),
    ]
    for side, trace in happened:
        if side in sides:
            if isinstance(trace, SegmentTrace):
                recorders[side].segment(trace)
            else:
                recorders[side].happened(trace)
    recording.set_origin(Side.SENDER, ORIGIN)
    recorders[Side.SENDER].ended()
    return recording
