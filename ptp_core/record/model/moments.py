"""What else was the case at a moment of a recording: the one timer, and the last rule; and when its data moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ptp_core.record.model.events import Event
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind, Group

_RUNS: Final = frozenset({EventKind.TIMER_STARTED, EventKind.TIMER_RESTARTED})
_TIMER: Final = _RUNS | {EventKind.TIMER_STOPPED, EventKind.TIMER_EXPIRED}
# What one points at to say why something happened: not the plain sending and arriving, nor what only measures.
RULED: Final = frozenset(
    kind
    for kind in EventKind
    if kind.value.rule and (kind.value.group in (Group.LOSS, Group.TIMER, Group.PATH) or kind.is_segment)
)

# The words before the first data and after the last are so small a part of it.
_BUSY_SHARE: Final = 0.01
_MARGIN: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerState:
    """The retransmission timer: off when `left_s` is None. It `runs_for_s` since `since_s` of the recording.

    `event` is what set it so, and names the rule; None before the first.
    """

    event: Event | None = None
    since_s: float = 0.0
    runs_for_s: float = 0.0
    left_s: float | None = None


def timer_at(recording: Recording, time_s: float, side: Side = Side.SENDER) -> TimerState:
    """The timer of a side at a moment."""
    event = recording.newest_event(time_s, _TIMER, side)
    if event is None or event.kind not in _RUNS:
        return TimerState(event=event)
    left_s = max(event.time_s + event.value - time_s, 0.0)
    return TimerState(event=event, since_s=event.time_s, runs_for_s=event.value, left_s=left_s)


def last_rule(recording: Recording, time_s: float, side: Side | None = None) -> Event | None:
    """The newest event up to a moment that followed a rule; its `rule` and `sentence()` say which and why."""
    return recording.newest_event(time_s, RULED, side)


def busy_range(recording: Recording) -> tuple[float, float]:
    """From when until when the data moved, a little more on both sides: not the waiting for an answer before it, nor
    the silence after it. Everything, while nothing has moved."""
    starts, stops = [], []
    for side in recording.sides:
        samples = recording.samples(side)
        times, sent, received = samples.times, samples.values("bytes_sent"), samples.values("bytes_received")
        count = min(len(times), len(sent), len(received))
        moved = sent[:count] + received[:count]
        if not count or moved[-1] <= moved[0]:
            continue
        total = float(moved[-1])
        first = max(int(np.searchsorted(moved, _BUSY_SHARE * total)) - 1, 0)
        starts.append(float(times[first]))
        stops.append(float(times[int(np.searchsorted(moved, total))]))
    if not starts:
        return 0.0, recording.stop_s
    start_s, stop_s = min(starts), max(stops)
    margin_s = _MARGIN * (stop_s - start_s)
    return max(start_s - margin_s, 0.0), min(stop_s + margin_s, recording.stop_s)
