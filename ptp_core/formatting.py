"""Sizes, speeds and times as a person reads them, in errors, on the command line and in the window.

Sizes and rates are decimal (1 kB is 1000 bytes). Whatever cannot be told (NaN, endless, negative) is a dash, so that
a label never shows nonsense. Every function is pure and may be called from any thread.
"""

from __future__ import annotations

import math

UNKNOWN = "–"  # noqa: RUF001

_PREFIXES = ("", "k", "M", "G", "T", "P", "E", "Z", "Y")


def format_size(size_bytes: float) -> str:
    """Bytes: "512 B", "96 kB", "4.2 GB"."""
    return _with_prefix(size_bytes, "B")


def format_rate(bits_per_second: float, *, bits: bool = False) -> str:
    """A rate given in bit/s: "11.4 MB/s", or "91.2 Mbit/s" with `bits`."""
    return _with_prefix(bits_per_second, "bit/s") if bits else _with_prefix(_divided(bits_per_second, 8), "B/s")


def format_duration(seconds: float | None) -> str:
    """A length of time: "0.4 s", "8 s", "2 min 20 s", "3 h 05 min", "2 d 4 h"."""
    if seconds is None or not _sensible(seconds):
        return UNKNOWN
    if seconds < 0.95:
        return f"{seconds:.1f} s"
    if seconds >= 100 * 86_400:
        return "> 99 d"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    minutes = whole // 60
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"


def format_time_left(seconds: float | None) -> str:
    """The time a transfer still needs; "calculating" until that can be told."""
    return "calculating" if seconds is None or not _sensible(seconds) else format_duration(seconds)


def format_percent(part: float, whole: float) -> str:
    """A share, rounded down, so that 100 % means all of it: "61 %". Of nothing, everything is there."""
    return f"{percent(part, whole)} %"


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
        return f"{milliseconds:.2f} ms"
    if milliseconds < 9.95:
        return f"{milliseconds:.1f} ms"
    if milliseconds < 9999.5:
        return f"{milliseconds:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 3600 else format_duration(seconds)


def format_count(count: int) -> str:
    """A number of things, in groups of three: "12 345"."""
    return f"{count:,}".replace(",", "\u202f") if count >= 0 else UNKNOWN


def _with_prefix(value: float, unit: str) -> str:
    if not _sensible(value):
        return UNKNOWN
    if value >= 10 ** (3 * len(_PREFIXES)):
        return f"> 999 {_PREFIXES[-1]}{unit}"
    power = 0
    scaled = float(value)
    # Rounding comes first: 999 950 is "1.0 MB", never "1000 kB".
    while power < len(_PREFIXES) - 1 and round(scaled, 1 if power >= 2 else 0) >= 1000:
        scaled /= 1000
        power += 1
    decimals = 1 if power >= 2 and round(scaled, 1) < 100 else 0
    return f"{scaled:.{decimals}f} {_PREFIXES[power]}{unit}"


def _sensible(value: float) -> bool:
    return (isinstance(value, int) or math.isfinite(value)) and value >= 0


def _divided(value: float, by: int) -> float:
    return value // by if isinstance(value, int) else value / by
