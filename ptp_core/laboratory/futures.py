"""Two futures of one scenario: where they part, and that they do not before. Pure.

The time machine runs a scenario again with one more intervention; both outcomes are kept. Their recordings are equal
event by event up to the transmission that was tampered with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ptp_core.record.model.event_table import ROW_TYPE
from ptp_core.record.model.recording import Recording

_COMPARED = tuple(name for name in ROW_TYPE.names or () if name != "text")


@dataclass(frozen=True, slots=True)
class Parting:
    """The first event in which two recordings differ: its place, counted from 0, and the earlier of the two times."""

    place: int
    time_s: float


def parting(one: Recording, other: Recording) -> Parting | None:
    """Where two recordings part; None when they are the same to the last event."""
    (first, _), (second, _) = one.rows(), other.rows()
    both = min(len(first), len(second))
    same = np.ones(both, dtype=bool)
    for name in _COMPARED:
        same &= first[name][:both] == second[name][:both]
    differing = np.flatnonzero(~same)
    if len(differing):
        place = int(differing[0])
        return Parting(place, float(min(first["time_s"][place], second["time_s"][place])))
    if len(first) == len(second):
        return None
    longer = first if len(first) > len(second) else second
    return Parting(both, float(longer["time_s"][both]))
