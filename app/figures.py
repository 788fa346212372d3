"""Sizes, speeds and times as the window shows them, in the person's language. GUI thread only.

The same as in `ptp_core.formatting`, worded.
"""

from __future__ import annotations

from app.wording import said
from ptp_core import formatting


def format_size(size_bytes: float) -> str:
    """Bytes."""
    return said(formatting.format_size(size_bytes))


def format_rate(bits_per_second: float, *, bits: bool = False) -> str:
    """A rate given in bit/s, in bytes a second or in bits with `bits`."""
    return said(formatting.format_rate(bits_per_second, bits=bits))


def format_duration(seconds: float | None) -> str:
    """A length of time."""
    return said(formatting.format_duration(seconds))


def format_elapsed(seconds: float | None) -> str:
    """How long something took."""
    return said(formatting.format_elapsed(seconds))


def format_time_left(seconds: float | None) -> str:
    """The time a transfer still needs."""
    return said(formatting.format_time_left(seconds))


def format_percent(part: float, whole: float) -> str:
    """A share, rounded down."""
    return said(formatting.format_percent(part, whole))


def format_milliseconds(seconds: float) -> str:
    """A round-trip time or a timer."""
    return said(formatting.format_milliseconds(seconds))
