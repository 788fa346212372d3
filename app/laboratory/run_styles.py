"""How the runs of a comparison are told apart: each has a colour and a dash of its own, the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from app.theme import Meaning, Theme
from ptp_core.record.model.recording import Recording

# The palette's colours without their meanings, neighbours far apart.
_COLOURS: Final = (
    Meaning.ACKNOWLEDGED,
    Meaning.TIMEOUT,
    Meaning.WRITTEN,
    Meaning.SPURIOUS,
    Meaning.FAST_RETRANSMIT,
    Meaning.IN_FLIGHT,
    Meaning.WAITING,
    Meaning.OUT_OF_ORDER,
)
_DASHES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_WIDTH: Final = 2.0
_FADED: Final = 0.65


@dataclass(frozen=True, slots=True)
class Run:
    """One curve's origin: a lane of an outcome. `place` is the contender's; `is_past` marks the other future, the one
    before the last change."""

    name: str
    recording: Recording
    place: int
    is_past: bool = False


def pen_of(run: Run, theme: Theme) -> QPen:
    """The line that a run is drawn with: the other future's is thin and pale."""
    colour = theme.line(_COLOURS[run.place % len(_COLOURS)])
    if run.is_past:
        colour.setAlphaF(_FADED)
    width = _WIDTH / 2 if run.is_past else _WIDTH
    return QPen(colour, width, _DASHES[run.place % len(_DASHES)], Qt.PenCapStyle.FlatCap)
