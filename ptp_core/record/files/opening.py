"""A file that somebody opens, or saves: which form it has, by its beginning and its name.

Nothing in it is believed. Whatever is wrong with it is told in one sentence, as a SourceError.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from ptp_core.errors import SourceError
from ptp_core.record.files import qlog, recording_file
from ptp_core.record.files.csv_export import write_events_csv
from ptp_core.record.files.qlog import read_qlog, write_qlog
from ptp_core.record.files.recording_file import open_recording, save_recording
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.sentences import declare
from ptp_core.system_errors import RECORDING_UNREADABLE, system_words

_NO_RECORDING = declare("no-recording", "{path} is not a recording.")
_NAMES = declare("recording-names", "Recordings of PTP are called *{recording}, qlogs *{qlog}.")
_IMPOSSIBLE = declare("recording-impossible", "The recording {path} is damaged: it tells of what cannot be.")
_TOO_LARGE = declare(
    "recording-too-large",
    "The recording {path} is damaged, or too large for this computer.",
)

SUFFIXES: Final = (recording_file.FILE_SUFFIX, qlog.FILE_SUFFIX)
CSV_SUFFIX: Final = ".csv"
_MARK: Final = b"PTPREC"
_RECORD_SEPARATOR: Final = b"\x1e"
_LONGEST_HEADER: Final = 1 << 20
# A century, as many bytes as a picture can tell apart, and more segments than leave at once.
_LONGEST_S: Final = 3.2e9
_LARGEST_SEQUENCE: Final = 1 << 52
_LONGEST_TRAIN: Final = 8192
_PLACES: Final = ("start", "stop", "acknowledgement", "packet")
# How the files of the two sides of one connection are called.
_SIDES: Final = ("-client", "-server")


def is_recording_name(path: Path) -> bool:
    """Whether it is called as a recording is."""
    return path.suffix.lower() in SUFFIXES


def open_any(path: Path, progress: Callable[[float], None] = lambda share: None) -> Recording:
    """The recording of a file of our own form, or of a qlog; beside that of one side, the other side's of the same
    connection is read too.

    `progress` is told which share is read, and may raise to end it. Raises SourceError.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_MARK))
    except OSError as error:
        raise SourceError(RECORDING_UNREADABLE(path=path, reason=system_words(error)), path=path) from error
    try:
        if beginning == _MARK:
            return _sound(open_recording(path, progress), path)
        if beginning.startswith(_RECORD_SEPARATOR):
            return _sound(read_qlog(_both_sides(path), progress), path)
    except (MemoryError, RecursionError) as error:
        raise SourceError(_TOO_LARGE(path=path), path=path) from error
    raise SourceError(
        _NO_RECORDING(path=path),
        path=path,
        hint=_NAMES(recording=SUFFIXES[0], qlog=SUFFIXES[1]),
    )


def save_any(recording: Recording, path: Path) -> list[Path]:
    """Write it as the name says: *.sqlog as qlog, a file for each side; *.csv its events; else our own form. The files
    that were written. Raises DestinationError."""
    suffix = path.suffix.lower()
    if suffix == CSV_SUFFIX:
        write_events_csv(recording, path)
        return [path]
    if suffix != qlog.FILE_SUFFIX:
        save_recording(recording, path)
        return [path]
    sides = recording.sides
    if len(sides) < 2:
        for side in sides:
            write_qlog(recording, side, path)
        return [path]
    paths = [path.with_name(f"{path.stem}{end}{path.suffix}") for end in _SIDES]
    for side, each in zip(sides, paths, strict=True):
        write_qlog(recording, side, each)
    return paths


def _sound(recording: Recording, path: Path) -> Recording:
    """The recording, if its times, places and trains are such as can be."""
    times = [recording.samples(side).times for side in Side]
    possible = all(abs(recording.origin(side)) <= _LARGEST_SEQUENCE for side in Side)
    for chunk in recording.events.chunks:
        rows = chunk.rows
        times.append(rows["time_s"])
        length = rows["stop"] - rows["start"]
        size = rows["segment_bytes"].astype(np.int64)
        possible = (
            possible
            and all(((rows[name] >= -_LARGEST_SEQUENCE) & (rows[name] <= _LARGEST_SEQUENCE)).all() for name in _PLACES)
            and bool((length >= 0).all())
            and bool((length <= size * _LONGEST_TRAIN)[size > 0].all())
            and bool(np.isfinite(rows["value"]).all())
        )
    if not possible or not all((np.abs(each) < _LONGEST_S).all() for each in times):
        raise SourceError(_IMPOSSIBLE(path=path), path=path)
    return recording


def _both_sides(path: Path) -> list[Path]:
    """The file, and that of the other side where it lies beside it; the sender's first."""
    for own, other in (_SIDES, _SIDES[::-1]):
        if path.stem.endswith(own):
            twin = path.with_name(f"{path.stem.removesuffix(own)}{other}{path.suffix}")
            connection = _connection_of(path)
            if connection and connection == _connection_of(twin):
                return sorted((path, twin), key=lambda each: each.stem.endswith(_SIDES[1]))
    return [path]


def _connection_of(path: Path) -> str:
    """Which connection a qlog says it is of; empty for none."""
    try:
        with path.open("rb") as file:
            header = json.loads(file.readline(_LONGEST_HEADER).strip(b"\x1e\n"))
        return str(header["trace"]["common_fields"]["group_id"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
