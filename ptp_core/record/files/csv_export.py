"""Series and segments of a recording as CSV, for a spreadsheet: one line a sample or an event, with a line of names."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from ptp_core.record.files.whole_file import written_whole
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.series import SERIES
from ptp_core.record.side import Side

EVENT_COLUMNS = (
    "time_s", "side", "kind", "type", "sequence", "bytes", "acknowledgement", "packet", "value", "cause",
    "dropped_by", "duplicate", "words", "rule",
)  # fmt: skip


def write_series_csv(
    recording: Recording,
    side: Side,
    keys: Sequence[str],
    path: Path,
    start_s: float = -math.inf,
    stop_s: float = math.inf,
) -> None:
    """The samples of `[start_s, stop_s)`, a column for each series. Raises DestinationError."""
    samples = recording.samples(side)
    columns = [samples.values(key) for key in keys]
    names = ["time_s", *(f"{key} ({SERIES[key].unit.value})" for key in keys)]
    lines = (
        [_number(time_s), *(_number(column[at]) for column in columns)]
        for at, time_s in enumerate(samples.times[: min((len(column) for column in columns), default=0)])
        if start_s <= time_s < stop_s
    )
    _write(path, names, lines)


def write_events_csv(
    recording: Recording, path: Path, start_s: float = -math.inf, stop_s: float = math.inf, *, segments: bool = False
) -> None:
    """The events of `[start_s, stop_s)`, or of them the segments alone; trains are taken apart. Raises
    DestinationError."""
    _write(path, EVENT_COLUMNS, _event_lines(recording, start_s, stop_s, segments=segments))


def _event_lines(
    recording: Recording, start_s: float, stop_s: float, *, segments: bool
) -> Iterable[Sequence[str | int]]:
    for event in recording.list_events(start_s, stop_s):
        if segments and not event.kind.is_segment:
            continue
        for each in event.apart():
            yield (
                _number(each.time_s), each.side.value, each.kind.value.name, each.letters, each.start,
                each.stop - each.start, each.acknowledgement, each.packet, _number(each.value), each.cause,
                each.drop_cause.value if each.drop_cause else "", int(each.duplicate), each.sentence(), each.rule,
            )  # fmt: skip


def _write(path: Path, names: Sequence[str], lines: Iterable[Sequence[str | int]]) -> None:
    with written_whole(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(lines)


def _number(value: float) -> str:
    """As short as it can be read back; nothing for what was not measured."""
    return "" if math.isnan(value) else repr(int(value) if float(value).is_integer() else float(value))
