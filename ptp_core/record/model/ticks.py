"""Round numbers for axes, and how times and sizes are written on them. Pure functions."""

from __future__ import annotations

import math
from typing import Final

_STEPS: Final = (1.0, 2.0, 5.0, 10.0)
# From which distance of two ticks on a unit serves: its size, and its name.
_TIME_UNITS: Final = ((1.0, 1.0, "s"), (1e-3, 1e-3, "ms"), (0.0, 1e-6, "µs"))
_SIZE_UNITS: Final = ((1e9, 1e9, "GB"), (1e6, 1e6, "MB"), (1e3, 1e3, "kB"), (0.0, 1.0, "B"))
_MOST: Final = 200


def ticks(start: float, stop: float, most: int) -> list[float]:
    """Round numbers in `[start, stop]`, at most about `most` of them; none where there is no room."""
    if not (math.isfinite(start) and math.isfinite(stop)) or stop <= start or most < 1:
        return []
    least = (stop - start) / most
    power = 10.0 ** math.floor(math.log10(least))
    step = next(round_step * power for round_step in _STEPS if round_step * power >= least * (1 - 1e-9))
    first = math.ceil(start / step - 1e-9)
    found = [number * step for number in range(first, first + min(most, _MOST) + 2)]
    return [value for value in found if value <= stop + step * 1e-9]


def time_words(places: list[float]) -> list[str]:
    """Times of an axis, in one unit, with as many digits as tell neighbours apart."""
    size, name = _unit(places, _TIME_UNITS)
    return [f"{_digits(time_s, places, size)} {name}" for time_s in places]


def size_words(places: list[float]) -> list[str]:
    """Bytes of an axis, likewise."""
    size, name = _unit(places, _SIZE_UNITS, by_largest=True)
    return [f"{_digits(value, places, size)} {name}" for value in places]


def _unit(
    places: list[float], units: tuple[tuple[float, float, str], ...], *, by_largest: bool = False
) -> tuple[float, str]:
    if not places:
        return units[-1][1:]
    largest = max(abs(place) for place in places)
    apart = largest if by_largest or len(places) < 2 else places[1] - places[0]
    if not by_largest and largest >= 1.0 and apart >= 1e-6:
        # Times of some seconds stay seconds, however near to one another the ticks are.
        return 1.0, units[0][2]
    return next((size, name) for least, size, name in units if apart >= least * (1 - 1e-9))


def _digits(value: float, places: list[float], size: float) -> str:
    apart = (places[1] - places[0]) / size if len(places) > 1 else 1.0
    digits = max(0, min(9, -math.floor(math.log10(apart) + 1e-9))) if apart > 0 else 0
    text = f"{value / size:.{digits}f}"
    return text if text.strip("-0.") else "0"
