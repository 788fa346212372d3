"""Graphs as SVG that stands in a page: curves of samples, and the time-sequence graph. No Qt, no script, no address.

Colours are classes, so that the page's style decides between light and dark.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

import numpy as np

from ptp_core.formatting import format_milliseconds, format_rate, format_size
from ptp_core.record.model.meaning import Meaning
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.sample_table import Floats
from ptp_core.record.model.series import Series, SeriesGroup, SeriesUnit, in_group
from ptp_core.record.model.ticks import size_words, ticks, time_words
from ptp_core.record.model.time_sequence import Shape, TimeSequence, runs
from ptp_core.record.side import Side
from ptp_core.sentences import Translate, phrase, untranslated, worded

_SEQUENCE_AT_SENDER = phrase("Time-sequence graph, seen at the sender")
_SEQUENCE_AT_RECEIVER = phrase("Time-sequence graph, seen at the receiver")

WIDTH: Final = 960
_HEIGHT: Final = 220
_SEQUENCE_HEIGHT: Final = 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 12, 28, 26
# What is larger, or not measured, is no number of bytes or seconds.
_LARGEST: Final = 1e18
_DASHES: Final = ("", "7 3", "2 3", "8 3 2 3")


@dataclass(frozen=True, slots=True)
class _Frame:
    start_s: float
    stop_s: float
    low: float
    high: float
    height: int

    @property
    def inner(self) -> tuple[int, int]:
        return WIDTH - _LEFT - _RIGHT, self.height - _TOP - _BOTTOM

    def x(self, time_s: float) -> float:
        return _LEFT + (time_s - self.start_s) / (self.stop_s - self.start_s) * self.inner[0]

    def y(self, value: float) -> float:
        return self.height - _BOTTOM - (value - self.low) / (self.high - self.low) * self.inner[1]


def series_chart(
    recording: Recording, group: SeriesGroup, side: Side, translate: Translate = untranslated
) -> str:
    """One chart of a side's samples; empty where nothing was measured."""
    stop_s = max(recording.stop_s, 1e-6)
    curves: list[tuple[Series, Floats, Floats]] = []
    for series in in_group(group):
        if series.shown:
            times, values = recording.curve(series.key, side, 0.0, stop_s, WIDTH)
            known = np.abs(values) < _LARGEST
            if known.any():
                curves.append((series, times[known], values[known]))
    if not curves:
        return ""
    largest = max(float(values.max()) for _, _, values in curves)
    frame = _Frame(0.0, stop_s, 0.0, max(largest * 1.05, 1e-9), _HEIGHT)
    marks = ticks(0.0, frame.high, 4)
    words = [_value_words(curves[0][0].unit, value) for value in marks]
    drawn = [
        f'<path class="line {css_class(series.meaning)}" stroke-dasharray="{dashes}" '
        f'd="{_path(frame, times, values)}"/>'
        for (series, times, values), dashes in zip(curves, _dashes(len(curves)), strict=True)
    ]
    legend = [
        (translate("recording", series.words), series.meaning, dashes)
        for (series, _, _), dashes in zip(curves, _dashes(len(curves)), strict=True)
    ]
    return _figure(translate("recording", group.value), frame, list(zip(marks, words, strict=True)), legend, drawn)


def sequence_chart(recording: Recording, side: Side, translate: Translate = untranslated) -> str:
    """The time-sequence graph of the whole; empty where there are no segments."""
    sequence = TimeSequence(recording, side)
    sequence.refresh()
    marks = [mark for mark in sequence.marks if len(sequence.of(mark).times)]
    if not any(mark.value.shape is Shape.BAR for mark in marks):
        return ""
    stop_s = max(recording.stop_s, 1e-6) * 1.0001
    low, high = sequence.extent(0.0, stop_s)
    frame = _Frame(0.0, stop_s, low - 0.03 * (high - low), high + 0.05 * (high - low), _SEQUENCE_HEIGHT)
    width, height = frame.inner
    drawn = []
    # What is rare is drawn wider, and below what there is much of: both are seen.
    for mark in sorted(marks, key=lambda mark: not (mark.value.letter or mark.value.crossed)):
        row = mark.value
        if row.shape is Shape.LINE:
            times, heights = sequence.steps(mark, 0.0, stop_s, width)
            heights = np.minimum(heights, frame.high)
            drawn.append(f'<path class="line {css_class(row.meaning)}" d="{_steps(frame, times, heights)}"/>')
            continue
        found = runs(sequence.of(mark), 0.0, stop_s, width, frame.low, frame.high, height)
        bottom = frame.height - _BOTTOM
        pieces = "".join(
            f"M{_LEFT + x + 0.5:g} {bottom - first}v{-(last - first + 1)}"
            for x, first, last in zip(found.x.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
        )
        wide = " wide" if row.letter or row.crossed else ""
        drawn.append(f'<path class="bar{wide} {css_class(row.meaning)}" d="{pieces}"/>')
    origin = recording.origin(Side.SENDER)
    places = ticks(frame.low - origin, frame.high - origin, 8)
    labels = [(place + origin, words) for place, words in zip(places, size_words(places), strict=True)]
    legend = [(translate("recording", mark.value.words), mark.value.meaning, "") for mark in reversed(marks)]
    title = _SEQUENCE_AT_SENDER if side is Side.SENDER else _SEQUENCE_AT_RECEIVER
    return _figure(worded(title, translate), frame, labels, legend, drawn)


def css_class(meaning: Meaning) -> str:
    """The class of what has this meaning."""
    return meaning.name.lower().replace("_", "-")


def _figure(
    title: str,
    frame: _Frame,
    labels: Sequence[tuple[float, str]],
    legend: Sequence[tuple[str, Meaning, str]],
    drawn: Iterable[str],
) -> str:
    parts = []
    for value, words in labels:
        y = f"{frame.y(value):.1f}"
        parts.append(f'<path class="grid" d="M{_LEFT} {y}H{WIDTH - _RIGHT}"/>')
        parts.append(f'<text class="label" x="{_LEFT - 8}" y="{y}" text-anchor="end" dy="0.35em">{_text(words)}</text>')
    times_s = ticks(frame.start_s, frame.stop_s, 9)
    for time_s, words in zip(times_s, time_words(times_s), strict=True):
        at = f"{frame.x(time_s):.1f}"
        parts.append(f'<path class="grid" d="M{at} {_TOP}V{frame.height - _BOTTOM}"/>')
        parts.append(f'<text class="label" x="{at}" y="{frame.height - 8}" text-anchor="middle">{_text(words)}</text>')
    parts += drawn
    x = float(_LEFT)
    for words, meaning, dashes in legend:
        name = css_class(meaning)
        parts.append(f'<path class="line {name}" stroke-dasharray="{dashes}" d="M{x:g} 12h18"/>')
        parts.append(f'<text class="legend {name}" x="{x + 24:g}" y="12" dy="0.35em">{_text(words)}</text>')
        # A Chinese letter is twice as wide.
        x += 24 + 6.2 * sum(1 + (east_asian_width(letter) in "WF") for letter in words) + 14
    return (
        f"<figure><figcaption>{_text(title)}</figcaption>"
        f'<svg viewBox="0 0 {WIDTH} {frame.height}" role="img" aria-label="{_text(title)}">'
        f"{''.join(parts)}</svg></figure>"
    )


def _path(frame: _Frame, times: Floats, values: Floats) -> str:
    points = (f"{frame.x(time_s):.1f} {frame.y(value):.1f}" for time_s, value in zip(times, values, strict=True))
    return "M" + "L".join(points)


def _steps(frame: _Frame, times: Iterable[float], heights: Iterable[float]) -> str:
    pieces: list[str] = []
    for time_s, height in zip(times, heights, strict=True):
        pieces.append(f"{'H' if pieces else 'M'}{frame.x(max(float(time_s), frame.start_s)):.1f}")
        pieces.append(f"V{frame.y(height):.1f}" if len(pieces) > 1 else f" {frame.y(height):.1f}")
    return "".join(pieces) + f"H{WIDTH - _RIGHT}"


def _dashes(count: int) -> list[str]:
    return [_DASHES[min(number, len(_DASHES) - 1)] for number in range(count)]


def _value_words(unit: SeriesUnit, value: float) -> str:
    if unit is SeriesUnit.BITS_PER_SECOND:
        return format_rate(value, bits=True)
    if unit is SeriesUnit.BYTES:
        return format_size(value)
    if unit is SeriesUnit.SECONDS:
        return format_milliseconds(value) if value and math.isfinite(value) else "0 ms"
    return f"{value:g}"


def _text(words: str) -> str:
    return html.escape(words, quote=True)
