"""Sizes, speeds and times as a person reads them, in errors, on the command line and in the window.

Sizes are decimal (1 kB is 1000 bytes) and speeds in bytes, unless a person wants it otherwise, which `use_units` says
once for the program. Whatever cannot be told (NaN, endless, negative) is a dash, so that a label never shows nonsense.
Times and numbers with a fraction are sentences, which a front end words in its language. Beside that choice every
function is pure; any thread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ptp_core.sentences import declare, grouped, phrase

UNKNOWN = "–"  # noqa: RUF001

_PREFIXES = ("", "k", "M", "G", "T", "P", "E", "Z", "Y")
_BINARY_PREFIXES = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi")

_FRACTION = declare("number-with-fraction", "{whole}.{fraction}")
_WITH_UNIT = declare("number-with-unit", "{number} {unit}")
_MORE_THAN = declare("more-than", "> {number} {unit}")
_PERCENT = declare("percent", "{number} %")
_SECONDS = declare("seconds", "{seconds} s")
_MINUTES = declare("minutes-and-seconds", "{minutes} min {seconds} s")
_HOURS = declare("hours-and-minutes", "{hours} h {minutes} min")
_DAYS = declare("days-and-hours", "{days} d {hours} h")
_MORE_THAN_DAYS = declare("more-than-days", "> {days} d")
_MILLISECONDS = declare("milliseconds", "{milliseconds} ms")
_CALCULATING = phrase("calculating")


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """How a person wants sizes and speeds. `binary_sizes`: 1 KiB is 1024 bytes; `bit_rates`: bits a second, which are
    decimal in any case."""

    binary_sizes: bool = False
    bit_rates: bool = False


_units = Units()


def use_units(units: Units) -> None:
    """What is written from now on is written so. What a command prints for programs is not written by this module."""
    global _units
    _units = units


def format_size(size_bytes: float) -> str:
    """Bytes: "512 B", "96 kB", "4.2 GB"; "3.9 GiB" in binary units."""
    return _with_prefix(size_bytes, "B", binary=_units.binary_sizes)


def format_rate(bits_per_second: float, *, bits: bool = False) -> str:
    """A rate given in bit/s: "11.4 MB/s", or "91.2 Mbit/s" with `bits` or where bits are wanted."""
    if bits or _units.bit_rates:
        return _with_prefix(bits_per_second, "bit/s")
    return _with_prefix(_divided(bits_per_second, 8), "B/s", binary=_units.binary_sizes)


def format_duration(seconds: float | None) -> str:
    """A length of time: "0.4 s", "8 s", "2 min 20 s", "3 h 05 min", "2 d 4 h"."""
    if seconds is None or not _sensible(seconds):
        return UNKNOWN
    if seconds < 0.95:
        return _SECONDS(seconds=format_number(seconds, 1))
    if seconds >= 100 * 86_400:
        return _MORE_THAN_DAYS(days="99")
    whole = round(seconds)
    if whole < 60:
        return _SECONDS(seconds=str(whole))
    if whole < 3600:
        return _MINUTES(minutes=str(whole // 60), seconds=f"{whole % 60:02d}")
    minutes = whole // 60
    if minutes < 24 * 60:
        return _HOURS(hours=str(minutes // 60), minutes=f"{minutes % 60:02d}")
    return _DAYS(days=str(minutes // 1440), hours=str(minutes % 1440 // 60))


def format_elapsed(seconds: float | None) -> str:
    """How long something took, beside its size and its speed: "1.7 s", that the three agree; from ten seconds on as
    `format_duration`."""
    if seconds is not None and 0.95 <= seconds < 9.95:
        return _SECONDS(seconds=format_number(seconds, 1))
    return format_duration(seconds)


def format_time_left(seconds: float | None) -> str:
    """The time a transfer still needs; "calculating" until that can be told."""
    return _CALCULATING if seconds is None or not _sensible(seconds) else format_duration(seconds)


def format_percent(part: float, whole: float) -> str:
    """A share, rounded down, so that 100 % means all of it: "61 %". Of nothing, everything is there."""
    return with_percent(str(percent(part, whole)))


def percent(part: float, whole: float) -> int:
    """A share in whole percent, rounded down, from 0 to 100; exact for integers of any size."""
    if not _sensible(part) or not _sensible(whole):
        return 0
    if whole <= 0 or part >= whole:
        return 100
    return int(part * 100 // whole)


def format_milliseconds(seconds: float) -> str:
    """A round-trip time or a timer: "0.12 ms", "5.2 ms", "420 ms", "12.5 s"; a dash for 0, which means not measured."""
    if not _sensible(seconds) or seconds == 0:
        return UNKNOWN
    milliseconds = seconds * 1000
    if milliseconds < 1:
        return _MILLISECONDS(milliseconds=format_number(milliseconds, 2))
    if milliseconds < 9.95:
        return _MILLISECONDS(milliseconds=format_number(milliseconds, 1))
    if milliseconds < 9999.5:
        return _MILLISECONDS(milliseconds=format_number(milliseconds, 0))
    return _SECONDS(seconds=format_number(seconds, 1)) if seconds < 3600 else format_duration(seconds)


def format_count(count: int) -> str:
    """A number of things, in groups of three: "12 345"."""
    return grouped(count) if count >= 0 else UNKNOWN


def format_number(value: float, decimals: int) -> str:
    """A number with so many decimals: "4.2"."""
    whole, point, fraction = f"{value:.{decimals}f}".partition(".")
    return _FRACTION(whole=whole, fraction=fraction) if point else whole


def with_percent(number: str) -> str:
    """A number of hundredths: "61 %"."""
    return _PERCENT(number=number)


def with_unit(number: str, unit: str) -> str:
    """A number before its unit: "96 kB"."""
    return _WITH_UNIT(number=number, unit=unit)


def _with_prefix(value: float, unit: str, *, binary: bool = False) -> str:
    if not _sensible(value):
        return UNKNOWN
    step, prefixes = (1024, _BINARY_PREFIXES) if binary else (1000, _PREFIXES)
    if value >= step ** len(prefixes):
        return _MORE_THAN(number="999", unit=prefixes[-1] + unit)
    power = 0
    scaled = float(value)
    # Rounding comes first: 999 950 is "1.0 MB", never "1000 kB".
    while power < len(prefixes) - 1 and round(scaled, 1 if power >= 2 else 0) >= (step if power == 0 else 1000):
        scaled /= step
        power += 1
    decimals = 1 if power >= 2 and round(scaled, 1) < 100 else 0
    return with_unit(format_number(scaled, decimals), prefixes[power] + unit)


def _sensible(value: float) -> bool:
    return (isinstance(value, int) or math.isfinite(value)) and value >= 0


def _divided(value: float, by: int) -> float:
    return value // by if isinstance(value, int) else value / by
