"""Predict, then see: how near a drawn curve comes to the real one. Pure.

Both are read at the same moments, evenly spread over the time of the real one, between its points in straight lines.
What counts is the distance, in shares of what the real curve spans: of its range, or of its height where it is level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

_MOMENTS: Final = 400
_FAR: Final = 1e6

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """`share` is 1 for the curve itself, and 0 for one that is on average as far away as the real curve spans.

    `drawn_share` is how much of the time was drawn at all; what was not counts as nothing guessed, and lowers the
    share. `worst_at_s` is where the drawn part is farthest off, None where nothing was drawn.
    """

    share: float
    drawn_share: float
    worst_at_s: float | None

    @property
    def percent(self) -> int:
        """The share, rounded."""
        return round(self.share * 100)


def score(drawn: Sequence[tuple[float, float]], times: Floats, values: Floats) -> Score:
    """How near the `drawn` points, of times that grow, come to the curve of `times` and `values`.

    Values that are not numbers are left out of the real curve. Nothing drawn, or nothing real, is a share of 0.
    """
    real = np.isfinite(times) & np.isfinite(values)
    times, values = times[real], values[real]
    points = np.array([point for point in drawn if np.isfinite(point).all()], dtype=np.float64).reshape(-1, 2)
    if not len(times) or not len(points):
        return Score(0.0, 0.0, None)
    points = points[np.argsort(points[:, 0], kind="stable")]
    moments = np.linspace(times[0], times[-1], _MOMENTS)
    truth = np.interp(moments, times, values)
    covered = (moments >= points[0, 0]) & (moments <= points[-1, 0])
    span = float(truth.max() - truth.min())
    # A level curve, but for what is not to be seen, spans nothing: its height stands for it.
    height = float(np.abs(truth).max())
    span = span if span > height * 0.01 else height or 1.0
    # Far out is far out: so far that straight lines to there are as good as upright, and numbers stay numbers.
    heights = np.clip(points[:, 1], truth.min() - _FAR * span, truth.max() + _FAR * span)
    guess = np.interp(moments, points[:, 0], heights)
    distance = np.where(covered, np.minimum(np.abs(guess - truth), span) / span, 1.0)
    worst = moments[int(np.argmax(np.where(covered, distance, -1.0)))] if covered.any() else None
    return Score(
        share=float(1.0 - distance.mean()),
        drawn_share=float(covered.mean()),
        worst_at_s=None if worst is None else float(worst),
    )
