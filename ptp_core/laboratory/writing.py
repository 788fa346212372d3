"""What a simulated run leaves behind: a recording of each lane, and the segment logs of both its sides.

The files are those of a real transfer, and whatever opens, draws or marks these takes the others too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ptp_core.errors import DestinationError
from ptp_core.laboratory.running import Lane, Outcome
from ptp_core.record.files.background_file import unwritable
from ptp_core.record.files.noted_values import noted_values
from ptp_core.record.files.recording_file import FILE_SUFFIX, save_recording
from ptp_core.record.files.segment_log import FileEnd, FilePart, LogItem, SegmentLogLines
from ptp_core.record.side import Side
from ptp_core.system_errors import CANNOT_MAKE, system_words

_UNSAFE: Final = re.compile(r"[^a-z0-9-]+")


def write_recordings(outcome: Outcome, directory: Path) -> list[Path]:
    """Write a recording of each lane. Raises DestinationError."""
    _make(directory)
    written = []
    for number, lane in enumerate(outcome.lanes, 1):
        path = directory / f"{_stem(lane, number)}{FILE_SUFFIX}"
        save_recording(lane.recording, path)
        written.append(path)
    return written


def write_logs(outcome: Outcome, directory: Path) -> list[Path]:
    """Write NAME.sender.log and NAME.receiver.log for each lane, as `check-log` pairs them. Raises DestinationError."""
    _make(directory)
    written = []
    for number, lane in enumerate(outcome.lanes, 1):
        for side in Side:
            path = directory / f"{_stem(lane, number)}.{side.value}.log"
            try:
                with path.open("w", encoding="utf-8") as file:
                    file.writelines(log_lines(outcome, lane, side))
            except OSError as error:
                raise unwritable(path, error) from error
            written.append(path)
    return written


def log_lines(outcome: Outcome, lane: Lane, side: Side) -> Iterator[str]:
    """The lines of one side's log, each with its end."""
    scenario = outcome.scenario
    link = scenario.link_of(
        next(group for group in scenario.groups if scenario.contenders.index(lane.contender) in group)
    )
    settings = scenario.settings_of(lane.contender)
    lines = SegmentLogLines(side)
    for note in noted_values(side, settings, link.there if side is Side.SENDER else link.back):
        yield f"# {note}\n"
    yield from lines.render(_items(outcome, lane, side))
    yield lines.closing()


def _make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DestinationError(
            CANNOT_MAKE(folder=directory, reason=system_words(error)), path=directory
        ) from error


def _stem(lane: Lane, number: int) -> str:
    """A file's name for a lane: its number, and what of its name is safe everywhere."""
    return f"{number}-{_UNSAFE.sub('-', lane.contender.name.lower()).strip('-') or 'run'}"


def _items(outcome: Outcome, lane: Lane, side: Side) -> Iterator[LogItem]:
    """The segments, and where the file lies, told with the first segment that has some of it."""
    recording = lane.recording
    start = outcome.scenario.talk.opening_bytes
    size_bytes = outcome.scenario.size_of(lane.contender)
    told = False
    for event in recording.list_events(side=side):
        trace = event.as_segments()
        if trace is None:
            continue
        stop = trace.sequence + trace.length_bytes - recording.origin(Side.SENDER)
        of_sender = (trace.direction.value == "rcv") == (side is Side.RECEIVER)
        if not told and of_sender and "D" in trace.kind and stop > start:
            told = True
            yield FilePart(start, size_bytes)
            yield FileEnd(size_bytes)
        yield trace
