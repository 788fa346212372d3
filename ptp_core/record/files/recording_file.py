"""Recordings as files of our own: everything that there is, small, and a million events open in a second or two.

    8 bytes     the mark of such a file, with the version of its form at the end
    4 bytes     the size of the header
    header      JSON: what the recording is of, and the names that the numbers stand for: kinds, series, limits
    blocks      of each column 4 bytes of size, and the column: differences, their bytes sorted by place, compressed

Numbers of kinds and columns are those of the file: it says by name what they mean, and a file of an older PTP opens
when kinds or series were added since. Nothing in a file is believed: sizes are bounded before memory is taken.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import numpy as np
import numpy.typing as npt

from ptp_core.errors import SourceError
from ptp_core.record.files.whole_file import written_whole
from ptp_core.record.model.event_table import ROW_TYPE, Rows
from ptp_core.record.model.events import CAUSES, DROP_CAUSES, LETTERS, SIDES
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.model.sample_table import COLUMN_COUNT, LIMITS, Floats
from ptp_core.record.model.series import SAMPLED
from ptp_core.record.side import Side
from ptp_core.sentences import declare
from ptp_core.system_errors import RECORDING_UNREADABLE, system_words
from ptp_core.transport.event_kinds import KINDS

_DAMAGED = declare("recording-damaged", "The recording {path} is damaged, or of a newer PTP.")
_NOT_OURS = declare("recording-not-ours", "{path} is not a recording of PTP, or of a newer one.")

FILE_SUFFIX: Final = ".ptprec"

_MARK: Final = b"PTPREC\r\x01"
_SIZE: Final = struct.Struct("<I")
_MOST_HEADER_BYTES: Final = 64 * 1024 * 1024
_MOST_ROWS: Final = 20_000_000
_COMPRESSION: Final = 1
# How many there are of what a row's small numbers stand for.
_CHOICES: Final = {"side": len(SIDES), "letters": len(LETTERS), "cause": len(CAUSES), "drop_cause": len(DROP_CAUSES)}


def save_recording(recording: Recording, path: Path) -> None:
    """Write it to `path`, as a whole or not at all. Raises DestinationError."""
    rows, texts = _whole(recording)
    columns = [name for name in ROW_TYPE.names or () if name != "spare"]
    header: dict[str, object] = {
        "about": {
            "connection": recording.about.connection,
            "title": recording.about.title,
            "began_unix_s": recording.about.began_unix_s,
            "values": list(recording.about.values),
        },
        "origins": {side.value: recording.origin(side) for side in SIDES},
        "forgotten": recording.events.forgotten,
        "events": len(rows),
        "samples": {side.value: len(recording.samples(side)) for side in SIDES},
        "kinds": [kind.value.name for kind in KINDS],
        "columns": columns,
        "series": [series.key for series in SAMPLED],
        "limits": [limit.value for limit in LIMITS],
        "texts": texts,
    }
    with written_whole(path) as unfinished, unfinished.open("wb") as file:
        file.write(_MARK)
        _write_block(file, json.dumps(header, separators=(",", ":")).encode("utf-8"))
        for name in columns:
            _write_block(file, _packed(rows[name]))
        for side in SIDES:
            samples = recording.samples(side).rows
            for column in range(COLUMN_COUNT):
                _write_block(file, _packed(samples[:, column]))


def open_recording(path: Path, progress: Callable[[float], None] = lambda share: None) -> Recording:
    """The recording of a file. `progress` is told from time to time which share of it is read.

    Raises SourceError when it cannot be read, is none, is damaged, or of a newer PTP, and whatever `progress` raises.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_MARK)) != _MARK:
                raise SourceError(_NOT_OURS(path=path), path=path)
            return _read(_Telling(file, os.fstat(file.fileno()).st_size, progress))
    except OSError as error:
        raise SourceError(RECORDING_UNREADABLE(path=path, reason=system_words(error)), path=path) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error, zlib.error, EOFError) as error:
        raise SourceError(_DAMAGED(path=path), path=path) from error


def _read(file: _Source) -> Recording:
    header = json.loads(_read_block(file, _MOST_HEADER_BYTES))
    about = header["about"]
    began = about["began_unix_s"]
    recording = Recording(
        About(
            connection=str(about["connection"]),
            title=str(about["title"]),
            began_unix_s=None if began is None else float(began),
            values=tuple(str(value) for value in about["values"]),
        ),
        event_capacity=None,
    )
    for side in SIDES:
        recording.set_origin(side, int(header["origins"][side.value]))
    rows = _read_rows(file, header)
    texts = [str(text) for text in header["texts"]]
    if not texts or texts[0] or (len(rows) and int(rows["text"].max()) >= len(texts)):
        raise ValueError("texts are missing")
    recording.events.take_over(rows, texts)
    recording.events.forgotten = int(header["forgotten"])
    for side in SIDES:
        recording.samples(side).take_over(_read_samples(file, header, side))
    recording.finish_reading()
    return recording


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Telling:
    """A file that tells how far it is read."""

    def __init__(self, file: BinaryIO, size: int, progress: Callable[[float], None]) -> None:
        self._file = file
        self._size = max(size, 1)
        self._progress = progress
        self._read = 0

    def read(self, size: int, /) -> bytes:
        self._progress(min(self._read / self._size, 1.0))
        data = self._file.read(size)
        self._read += len(data)
        return data


def _whole(recording: Recording) -> tuple[Rows, list[str]]:
    """All rows in one, their texts numbered throughout."""
    texts = [""]
    codes = {"": 0}
    pieces = [np.empty(0, ROW_TYPE)]
    for chunk in recording.events.chunks:
        rows = chunk.rows.copy()
        used = np.unique(rows["text"])
        if len(used) and used[-1] > 0:
            renumbered = np.zeros(int(used[-1]) + 1, np.uint32)
            for code in used.tolist():
                text = chunk.texts[code]
                if text not in codes:
                    codes[text] = len(texts)
                    texts.append(text)
                renumbered[code] = codes[text]
            rows["text"] = renumbered[rows["text"]]
        pieces.append(rows)
    return np.concatenate(pieces), texts


def _read_rows(file: _Source, header: dict[str, Any]) -> Rows:
    count = _counted(header["events"])
    rows = np.zeros(count, ROW_TYPE)
    for name in header["columns"]:
        # A column that is not known would be one that an older PTP had.
        rows[name] = _unpacked(_read_block(file, None), ROW_TYPE[name], count)
    known = {kind.value.name: kind.code for kind in KINDS}
    codes = np.array([known[name] for name in header["kinds"]], np.uint8)
    rows["kind"] = codes[rows["kind"]]
    for name, choices in _CHOICES.items():
        if count and int(rows[name].max()) >= choices:
            raise ValueError(f"unknown {name}")
    if np.isnan(rows["time_s"]).any() or (np.diff(rows["time_s"]) < 0).any():
        raise ValueError("times go back")
    return rows


def _read_samples(file: _Source, header: dict[str, Any], side: Side) -> Floats:
    count = _counted(header["samples"][side.value])
    series = ["time_s", *header["series"], "limited_by"]
    places = {key: column for column, key in enumerate(["time_s", *(each.key for each in SAMPLED), "limited_by"])}
    rows = np.full((count, COLUMN_COUNT), np.nan)
    for key in series:
        column = _unpacked(_read_block(file, None), np.dtype("<f8"), count)
        if key in places:
            rows[:, places[key]] = column
    known = {limit.value: number for number, limit in enumerate(LIMITS)}
    limits = np.array([known[name] for name in header["limits"]], np.float64)
    rows[:, -1] = limits[rows[:, -1].astype(np.int64)]
    return rows


def _counted(count: object) -> int:
    if not isinstance(count, int) or not 0 <= count <= _MOST_ROWS:
        raise ValueError("too many rows")
    return count


def _packed(column: npt.NDArray[Any]) -> bytes:
    """Compressed without a loss: neighbours differ little, and the same bytes of the differences less."""
    whole = np.ascontiguousarray(column).view(f"<u{column.dtype.itemsize}")
    apart = np.diff(whole, prepend=whole.dtype.type(0))
    sorted_by_place = apart.view(np.uint8).reshape(len(column), column.dtype.itemsize).T
    return zlib.compress(np.ascontiguousarray(sorted_by_place).tobytes(), _COMPRESSION)


def _unpacked(packed: bytes, kind: np.dtype[Any], count: int) -> npt.NDArray[Any]:
    size_bytes = count * kind.itemsize
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(packed, size_bytes + 1)
    if len(data) != size_bytes:
        raise ValueError("a column has another size")
    sorted_by_place = np.frombuffer(data, np.uint8).reshape(kind.itemsize, count)
    apart = np.ascontiguousarray(sorted_by_place.T).view(f"<u{kind.itemsize}").reshape(count)
    return np.cumsum(apart, dtype=apart.dtype).view(kind)


def _write_block(file: BinaryIO, data: bytes) -> None:
    file.write(_SIZE.pack(len(data)))
    file.write(data)


def _read_block(file: _Source, most_bytes: int | None) -> bytes:
    (size,) = _SIZE.unpack(file.read(_SIZE.size))
    if most_bytes is not None and size > most_bytes:
        raise ValueError("too large")
    data = file.read(size)
    if len(data) != size:
        raise EOFError("the file ends too early")
    return data
