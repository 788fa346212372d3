"""What the series and events of a recording are called, and their numbers, as views show them."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.figures import format_milliseconds, format_rate, format_size
from app.wording import translate
from ptp_core.formatting import UNKNOWN, format_count
from ptp_core.record.model.events import Event
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.series import Series, SeriesUnit
from ptp_core.record.side import Side

_CONTEXT: Final = "recording"
# From which value on an axis has which unit, the largest first; what a value is divided by is the same number.
_UNITS: Final = {
    SeriesUnit.BITS_PER_SECOND: ((1e9, "Gbit/s"), (1e6, "Mbit/s"), (1e3, "kbit/s"), (1.0, "bit/s")),
    SeriesUnit.BYTES: ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")),
    SeriesUnit.SECONDS: ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")),
    SeriesUnit.COUNT: ((1.0, ""),),
}


def translated(text: str) -> str:
    """The words of the model in the person's language."""
    return QCoreApplication.translate(_CONTEXT, text)


def value_words(series: Series, value: float) -> str:
    """A value with its unit; a dash for none."""
    if math.isnan(value):
        return UNKNOWN
    if series.unit is SeriesUnit.BITS_PER_SECOND:
        return format_rate(value, bits=True)
    if series.unit is SeriesUnit.BYTES:
        return format_size(value)
    if series.unit is SeriesUnit.SECONDS:
        return format_milliseconds(value) if value else "0 ms"
    return format_count(round(value))


def widest_value(unit: SeriesUnit) -> str:
    """What no value's words are wider than, but for the largest counts."""
    return {
        SeriesUnit.BITS_PER_SECOND: "99.9 Mbit/s",
        SeriesUnit.BYTES: "99.9 MB",
        SeriesUnit.SECONDS: "9999 ms",
        SeriesUnit.COUNT: "99 999",
    }[unit]


def axis_unit(unit: SeriesUnit, largest: float) -> tuple[float, str]:
    """The unit in which an axis up to `largest` is read: what values are divided by, and its name."""
    rows = _UNITS[unit]
    return next((row for row in rows if largest >= row[0]), rows[-1])


def moment_words(time_s: float, precise_s: float = 0.01) -> str:
    """A time of a recording: "12.34 s", "2:03.4"; with as many digits as tell `precise_s` apart."""
    digits = min(max(math.ceil(-math.log10(precise_s) - 1e-9), 0), 6) if precise_s > 0 else 2
    if time_s < 60:
        return f"{time_s:.{digits}f} s"
    minutes, seconds = divmod(round(time_s, digits), 60)
    hours, minutes = divmod(int(minutes), 60)
    width = digits + 3 if digits else 2
    clock = f"{minutes:02d}:{seconds:0{width}.{digits}f}" if hours else f"{minutes}:{seconds:0{width}.{digits}f}"
    return f"{hours}:{clock}" if hours else clock


def side_words(side: Side) -> str:
    """Which side it is."""
    return translated("sender") if side is Side.SENDER else translated("receiver")


def event_words(event: Event, recording: Recording | None) -> str:
    """What happened, and the rule that it follows with its source. Bytes are counted as in every view, from the first
    that was sent; without a recording they have the numbers on the wire."""
    event = event.counted(recording.origin) if recording is not None else event
    sentence = event.sentence(translate)
    ruled = translate("words", "{0} [{1}]")
    return ruled.format(sentence, event.rule_in_words(translate)) if event.rule else sentence
