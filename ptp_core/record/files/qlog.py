"""qlog: the connection as tools for QUIC read it, one file per connection and side.

JSON text sequences (RFC 7464) by draft-ietf-quic-qlog-main-schema: a header record, then one record per event, as
`qlog_mapping` has them. `QlogFile` writes while the connection runs, `write_qlog` a recording that is there, and
`read_qlog` makes a recording of either again.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ptp_core.errors import DestinationError, SourceError
from ptp_core.record.files.background_file import BackgroundFile
from ptp_core.record.files.qlog_mapping import (
    CATEGORIES,
    EVENT_SCHEMAS,
    METRICS,
    event_of_record,
    record_of_event,
    record_of_sample,
    sample_of_record,
)
from ptp_core.record.files.whole_file import written_whole
from ptp_core.record.model.events import Event, add_event, event_of_segment, event_of_trace
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.model.sample_table import sample_row
from ptp_core.record.side import Side
from ptp_core.sentences import declare
from ptp_core.system_errors import RECORDING_UNREADABLE, system_words
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import EventTrace, SegmentTrace

_NO_FOLDER = declare("qlog-folder", "The folder {folder} for qlog files cannot be made: {reason}.")
_NO_QLOG = declare("no-qlog", "{path} is not a qlog of PTP, or it is damaged.")

FILE_SUFFIX = ".sqlog"

_RECORD_SEPARATOR = "\x1e"
# Nobody writes longer ones, and what is read might be anything.
_LONGEST_RECORD = 1 << 20
_TELL_EVERY_LINES = 5000

Progress = Callable[[float], None]
"""Told which share of something is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Metrics:
    time_s: float
    statistics: TransportStatistics


class QlogFile:
    """A SegmentObserver that writes one qlog file into `directory`.

    Every method may be called from any thread and only remembers. Raises DestinationError when the file cannot be
    opened; with `opens_later` the folder is there already and the file's own thread opens it.

    Attributes: `path` is the file that is written.
    """

    def __init__(self, directory: Path, side: Side, *, title: str, opens_later: bool = False) -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        self._side = side
        connection = secrets.token_hex(4)
        self.path = directory / f"ptp-{stamp}-{connection}-{_vantage_point(side)}{FILE_SUFFIX}"
        self._first_s: float | None = None
        if not opens_later:
            make_directory(directory)
        about = About(connection=connection, title=title, began_unix_s=time.time())
        self._file: BackgroundFile[SegmentTrace | EventTrace | _Metrics] = BackgroundFile(
            self.path, opening=_record(_header(about, side, {})), render=self._render, opens_later=opens_later
        )

    def segment(self, trace: SegmentTrace) -> None:
        """Remember a segment, or a train of them."""
        self._file.add(trace)

    def happened(self, event: EventTrace) -> None:
        """Remember something else."""
        self._file.add(event)

    def sample(self, clock_s: float, statistics: TransportStatistics) -> None:
        """Remember a snapshot of the connection."""
        self._file.add(_Metrics(clock_s, statistics))

    def ended(self) -> None:
        """The connection is over."""
        self._file.finish()

    @property
    def finished(self) -> bool:
        """Whether everything is written."""
        return self._file.finished

    def close(self) -> None:
        """Write the rest. May be called twice."""
        self._file.close()

    def _render(self, batch: list[SegmentTrace | EventTrace | _Metrics]) -> Iterator[str]:
        for item in batch:
            if self._first_s is None:
                self._first_s = item.time_s
            time_s = item.time_s - self._first_s
            if isinstance(item, _Metrics):
                yield _timed(time_s, METRICS, record_of_sample(sample_row(time_s, item.statistics)))
            elif isinstance(item, EventTrace):
                yield _timed(time_s, *record_of_event(event_of_trace(item, time_s, self._side)))
            else:
                for single in event_of_segment(item, time_s, self._side).apart():
                    yield _timed(time_s, *record_of_event(single))


def make_directory(directory: Path) -> None:
    """Make the folder for qlog files. Raises DestinationError."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DestinationError(
            _NO_FOLDER(folder=directory, reason=system_words(error)), path=directory
        ) from error


def write_qlog(recording: Recording, side: Side, path: Path) -> None:
    """Write what a recording has of one side, as a whole or not at all. Raises DestinationError."""
    origins = {each.value: recording.origin(each) for each in Side}
    with written_whole(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_record(_header(recording.about, side, origins)))
        file.writelines(_records(recording, side))


def read_qlog(paths: Iterable[Path], progress: Progress = lambda share: None) -> Recording:
    """The recording that these files tell of, one of each side or one alone; trains come back as single segments.

    `progress` is told from time to time which share of them is read. Raises SourceError when one cannot be read, or is
    no qlog of PTP, and whatever `progress` raises.
    """
    paths = list(paths)
    recording: Recording | None = None
    timed: list[tuple[float, int, Event]] = []
    for number, path in enumerate(paths):
        try:
            with path.open(encoding="utf-8") as file:
                size = os.fstat(file.fileno()).st_size
                records = _parsed(_telling(file, size, progress, number / len(paths), 1 / len(paths)))
                header = next(records, None) or {}
                trace = header["trace"]
                side = Side(trace["vantage_point"]["name"])
                about, origins = _about(header)
                recording = recording or Recording(about, event_capacity=None)
                for each, sequence in origins.items():
                    recording.set_origin(each, sequence)
                for record in records:
                    time_s, data = float(record["time"]) / 1000, record["data"]
                    if (event := event_of_record(data, time_s, side)) is not None:
                        timed.append((time_s, len(timed), event))
                    elif (row := sample_of_record(data, time_s)) is not None:
                        recording.samples(side).add_row(row)
        except OSError as error:
            raise SourceError(RECORDING_UNREADABLE(path=path, reason=system_words(error)), path=path) from error
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise SourceError(_NO_QLOG(path=path), path=path) from error
    if recording is None:
        raise ValueError("no file was named")
    for _, _, event in sorted(timed, key=lambda each: each[:2]):
        if "S" in event.letters:
            received = event.kind is EventKind.CONTROL_ARRIVED
            recording.set_origin(event.side.other if received else event.side, event.start + 1)
        add_event(recording.events, event)
    recording.finish_reading()
    return recording


def _records(recording: Recording, side: Side) -> Iterator[str]:
    samples = iter(recording.samples(side).rows)
    sample = next(samples, None)
    for event in recording.list_events(side=side):
        while sample is not None and sample[0] <= event.time_s:
            yield _timed(float(sample[0]), METRICS, record_of_sample(sample))
            sample = next(samples, None)
        for each in event.apart():
            yield _timed(each.time_s, *record_of_event(each))
    while sample is not None:
        yield _timed(float(sample[0]), METRICS, record_of_sample(sample))
        sample = next(samples, None)


def _header(about: About, side: Side, origins: dict[str, int]) -> dict[str, object]:
    wall_clock = {}
    if about.began_unix_s is not None:
        wall_clock = {"wall_clock_time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(about.began_unix_s))}
    own = {"connection": about.connection, "began_unix_s": about.began_unix_s, "values": list(about.values)}
    return {
        "file_schema": "urn:ietf:params:qlog:file:sequential",
        "serialization_format": "application/qlog+json-seq",
        # By these qvis, which was written for an earlier draft, knows the form.
        "qlog_version": "0.3",
        "qlog_format": "JSON-SEQ",
        "title": about.title,
        "trace": {
            "vantage_point": {"name": side.value, "type": _vantage_point(side)},
            "event_schemas": list(EVENT_SCHEMAS),
            "common_fields": {
                "time_format": "relative_to_epoch",
                "reference_time": {"clock_type": "monotonic", "epoch": "unknown", **wall_clock},
                "protocol_types": ["PTP"],
                "group_id": about.connection,
                "ptp": {**own, "origins": origins},
            },
        },
    }


def _about(header: dict[str, Any]) -> tuple[About, dict[Side, int]]:
    own = header["trace"]["common_fields"]["ptp"]
    began = own["began_unix_s"]
    about = About(
        connection=str(own["connection"]),
        title=str(header.get("title", "")),
        began_unix_s=None if began is None else float(began),
        values=tuple(str(value) for value in own["values"]),
    )
    return about, {Side(name): int(sequence) for name, sequence in own["origins"].items()}


def _vantage_point(side: Side) -> str:
    return "client" if side is Side.SENDER else "server"


def _timed(time_s: float, name: str, data: dict[str, object]) -> str:
    # Milliseconds, to the nanosecond.
    record: dict[str, object] = {"time": round(time_s * 1000, 6), "name": name, "data": data}
    category = CATEGORIES.get(name)
    return _record(record if category is None else {**record, "category": category})


def _record(value: dict[str, object]) -> str:
    return f"{_RECORD_SEPARATOR}{json.dumps(value, separators=(',', ':'))}\n"


def _telling(lines: Iterable[str], size: int, progress: Progress, from_share: float, whole: float) -> Iterator[str]:
    read = 0
    for number, line in enumerate(lines):
        read += len(line)
        if number % _TELL_EVERY_LINES == 0:
            progress(from_share + whole * min(read / max(size, 1), 1.0))
        yield line


def _parsed(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if len(line) > _LONGEST_RECORD:
            raise ValueError("a record is too long")
        text = line.strip("\x1e\n")
        if text:
            yield json.loads(text)
