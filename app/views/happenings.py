"""What happened on a connection in a part of the time, counted, in words: what a graph shows to who cannot see it.

Any thread, as the recording allows it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from app.joining import as_sentence
from app.views.viewing import Chosen
from app.views.words import moment_words, translated
from app.wording import list_words, named, translate
from ptp_core.formatting import format_count
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.segments import part_of
from ptp_core.transport.event_kinds import EventKind

_COUNTED: Final = (
    EventKind.SENT,
    EventKind.SENT_AGAIN_TIMEOUT,
    EventKind.SENT_AGAIN_FAST,
    EventKind.SENT_AGAIN_TAIL,
    EventKind.LOSS_WAS_SPURIOUS,
    EventKind.DROPPED,
)


def happened_words(recording: Recording, start_s: float, stop_s: float) -> str:
    """From when until when, and how many segments were sent, sent again by each cause, and dropped. A train of segments
    counts as its segments."""
    rows, _ = recording.rows(start_s, stop_s, kinds=_COUNTED)
    size = np.maximum(rows["segment_bytes"].astype(np.int64), 1)
    segments = np.where(rows["segment_bytes"] > 0, -(-(rows["stop"] - rows["start"]) // size), 1)
    precise_s = (stop_s - start_s) / 1000
    between = translate("happenings", "from {0} to {1}").format(
        moment_words(max(start_s, 0.0), precise_s), moment_words(stop_s, precise_s)
    )
    counts = [
        named(words, format_count(count))
        for kind, words in _words().items()
        if (count := int(segments[rows["kind"] == kind.code].sum()))
    ]
    happened = list_words(counts) if counts else translate("happenings", "nothing was sent")
    return as_sentence(named(between, happened), translate)


def chosen_words(recording: Recording, chosen: Chosen) -> str:
    """The sentence of an event, its rule, when and where it was; empty when it is not there any more."""
    event = recording.event(chosen.serial)
    if event is None:
        return ""
    event = part_of(event, chosen.packet)
    words = event.counted(recording.origin).sentence(translate)
    where = translated("{0} s, at the {1}").format(f"{event.time_s:.6f}", translated(event.side.value))
    return "\n".join(filter(None, (words, event.rule_in_words(translate), where)))


def _words() -> dict[EventKind, str]:
    return {
        EventKind.SENT: translate("happenings", "segments sent"),
        EventKind.SENT_AGAIN_TIMEOUT: translate("happenings", "sent again by the time-out"),
        EventKind.SENT_AGAIN_FAST: translate("happenings", "sent again before it"),
        EventKind.SENT_AGAIN_TAIL: translate("happenings", "sent again at the silent end"),
        EventKind.LOSS_WAS_SPURIOUS: translate("happenings", "of these needlessly"),
        EventKind.DROPPED: translate("happenings", "dropped on the way"),
    }
