"""Which events are marked on curves, and how: a new mark is one row here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.theme import Meaning
from app.views.mark_symbols import Symbol
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

# Marks of one kind that are closer than this, in pixels, are one.
_APART: Final = 10


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """Marks of a kind have a `symbol`, so that they are told apart without colours, and lie on the curves of these
    series."""

    kind: EventKind
    symbol: Symbol
    meaning: Meaning
    series: tuple[str, ...]


_REPEATS: Final = ("congestion_window", "retransmitted_fast")

MARKS: Final = (
    MarkStyle(
        EventKind.TIMER_EXPIRED,
        Symbol.DOWN,
        Meaning.TIMEOUT,
        ("goodput", "congestion_window", "rto", "retransmitted_timeout"),
    ),
    MarkStyle(EventKind.SENT_AGAIN_FAST, Symbol.UP, Meaning.FAST_RETRANSMIT, _REPEATS),
    MarkStyle(EventKind.SENT_AGAIN_TAIL, Symbol.RIGHT, Meaning.FAST_RETRANSMIT, _REPEATS),
    MarkStyle(
        EventKind.LOSS_WAS_SPURIOUS,
        Symbol.CROSS,
        Meaning.SPURIOUS,
        ("congestion_window", "retransmitted_spurious"),
    ),
    MarkStyle(EventKind.CONGESTION_PHASE_CHANGED, Symbol.DIAMOND, Meaning.ACKNOWLEDGED, ("congestion_window",)),
    MarkStyle(EventKind.PATH_MTU_CHANGED, Symbol.PENTAGON, Meaning.WRITTEN, ("goodput",)),
    MarkStyle(
        EventKind.LINK_CHANGED,
        Symbol.STAR,
        Meaning.WAITING,
        ("goodput", "congestion_window", "rtt", "link_queue"),
    ),
    MarkStyle(EventKind.NOTED, Symbol.CIRCLE, Meaning.WAITING, ("goodput",)),
    MarkStyle(EventKind.STATE_CHANGED, Symbol.SQUARE, Meaning.WAITING, ("goodput",)),
)

_KINDS: Final = tuple(style.kind for style in MARKS)
_STYLES: Final = {style.kind.code: style for style in MARKS}


@dataclass(frozen=True, slots=True)
class Mark:
    """The first of `count` events of a kind that lie so close to one another that they are one mark."""

    style: MarkStyle
    serial: int
    time_s: float
    count: int


def marks_between(recording: Recording, side: Side, start_s: float, stop_s: float, pixels: int) -> tuple[Mark, ...]:
    """The marks of a side for a width of so many pixels, in the order of their times. They stand still when the range
    moves on: which events are one depends on their times alone."""
    rows, serials = recording.rows(start_s, stop_s, kinds=_KINDS, side=side)
    if not len(rows) or pixels <= 0:
        return ()
    width_s = (stop_s - start_s) * _APART / pixels
    places = np.floor(rows["time_s"] / width_s).astype(np.int64) * len(EventKind) + rows["kind"]
    _, first, counts = np.unique(places, return_index=True, return_counts=True)
    order = np.argsort(first)
    return tuple(
        Mark(_STYLES[int(rows["kind"][at])], int(serials[at]), float(rows["time_s"][at]), int(count))
        for at, count in zip(first[order], counts[order], strict=True)
    )
