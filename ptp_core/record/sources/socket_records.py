"""The records of one socket, switched on by settings: recording, segment log, qlog; one of each a connection.

A recording is in memory, for whoever looks at the connection while it runs and afterwards.

A connection's files are opened when its first data segment is seen, by their own threads; what comes before is kept
until then. So a stranger who never says anything takes no file from those who do. The first connection's segment log
has the name that was given, later ones have -2, -3 and so on before its suffix.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ptp_core.record.files.background_file import unwritable
from ptp_core.record.files.segment_log import FileEnd, FilePart, SegmentLog
from ptp_core.record.side import Side
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import EventTrace, ObserverFactory, SegmentObserver, SegmentTrace

if TYPE_CHECKING:
    from ptp_core.record.files.qlog import QlogFile
    from ptp_core.record.files.saving import RecordingSaving
    from ptp_core.record.sources.recorder import Recorder

# An opening that goes on for longer is somebody's game.
MAX_KEPT = 1000
# What was told since the newest sample; of a connection that has none yet.
MOST_FRESH = 2000
# How long closing waits for connections that still say goodbye.
END_WAIT_S = 1.0
# Whoever wants a file wants all of it: 128 MB of memory at most.
SAVED_CAPACITY = 2_000_000


_Kept = SegmentTrace | EventTrace | FilePart | FileEnd | str


class ConnectionRecord:
    """A SegmentObserver for one connection, and where its transfer notes what the segments do not show.

    Thread-safe. `segment`, `happened` and `ended` only remember. What is noted for files after the end is lost. The
    recording has what was told as of the newest sample, since the thread that tells it has no time to lose.

    Attributes: `recording` is the connection's, None where none is wanted.
    """

    def __init__(self, records: SocketRecords, recorder: Recorder | None) -> None:
        self.over = threading.Event()
        self.recording = recorder.recording if recorder is not None else None
        self._recorder = recorder
        self._fresh: deque[SegmentTrace | EventTrace] = deque()
        self._socket = records
        self._lock = threading.Lock()
        self._kept: list[_Kept] = []
        self._segment_log: SegmentLog | None = None
        self._qlog: QlogFile | None = None
        self._saving: RecordingSaving | None = None

    def segment(self, trace: SegmentTrace) -> None:
        """Remember a segment, or a train of them; the first data segment opens the files."""
        if self._recorder is not None:
            self._fresh.append(trace)
            if len(self._fresh) >= MOST_FRESH:
                self._recorder.take(self._fresh)
        if not self._socket.keeps_files:
            return
        with self._lock:
            if not self.opened and trace.length_bytes and "D" in trace.kind:
                self._open()
            self._pass_on(trace)

    def happened(self, event: EventTrace) -> None:
        """Remember something else."""
        if self._recorder is not None:
            self._fresh.append(event)
        if self._socket.keeps_files:
            self._remember(event)

    def ended(self) -> None:
        """The connection is over: the files are completed and closed by their own threads."""
        if self._recorder is not None:
            self._recorder.take(self._fresh)
            self._recorder.ended()
        with self._lock:
            if self._segment_log is not None:
                self._segment_log.ended()
            if self._qlog is not None:
                self._qlog.ended()
            if self._saving is not None:
                self._saving.finish()
        self.over.set()

    def note(self, text: str) -> None:
        """A line `# text` in the segment log."""
        self._remember(text)

    def file_part(self, offset: int, size_bytes: int) -> None:
        """`size_bytes` of the file itself lie at `offset` of the stream that goes to the receiver."""
        self._remember(FilePart(offset, size_bytes))

    def file_ended(self, size_bytes: int) -> None:
        """The file is complete, with `size_bytes` in all."""
        self._remember(FileEnd(size_bytes))

    def sample(self, clock_s: float, statistics: TransportStatistics) -> None:
        """A snapshot of the connection, taken at this reading of its clock."""
        if self._recorder is not None:
            self._recorder.take(self._fresh)
            self._recorder.sample(clock_s, statistics)
        with self._lock:
            if self._qlog is not None:
                self._qlog.sample(clock_s, statistics)

    @property
    def opened(self) -> bool:
        """Whether it has files."""
        return self._segment_log is not None or self._qlog is not None or self._saving is not None

    @property
    def finished(self) -> bool:
        """Whether it is over and its files are complete."""
        logs = (self._segment_log, self._qlog, self._saving)
        return self.over.is_set() and all(log.finished for log in logs if log is not None)

    def open(self) -> None:
        """Open the files though no data came."""
        with self._lock:
            if not self.opened:
                self._open()

    def close(self) -> None:
        """Write the rest and close. May be called twice."""
        for log in (self._segment_log, self._qlog, self._saving):
            if log is not None:
                log.close()

    # Below, the lock is held.

    def _remember(self, item: _Kept) -> None:
        with self._lock:
            self._pass_on(item)

    def _open(self) -> None:
        self._segment_log, self._qlog, path = self._socket.open_files()
        if path is not None and self.recording is not None:
            from ptp_core.record.files.saving import RecordingSaving

            self._saving = RecordingSaving(self.recording, path)
        kept, self._kept = self._kept, []
        for item in kept:
            self._pass_on(item)

    def _pass_on(self, item: _Kept) -> None:
        if not self.opened:
            if len(self._kept) < MAX_KEPT:
                self._kept.append(item)
            return
        log = self._segment_log
        match item:
            case SegmentTrace():
                if log is not None:
                    log.segment(item)
                if self._qlog is not None:
                    self._qlog.segment(item)
            case EventTrace():
                if log is not None:
                    log.happened(item)
                if self._qlog is not None:
                    self._qlog.happened(item)
            case str() if log is not None:
                log.note(item)
            case FilePart(offset, size_bytes) if log is not None:
                log.file_part(offset, size_bytes)
            case FileEnd(size_bytes) if log is not None:
                log.file_ended(size_bytes)


class SocketRecords:
    """Makes a ConnectionRecord for each connection of a socket.

    Raises DestinationError when a record could not be written. Thread-safe; `close` may be called twice.
    `values` gives what is noted at the top of each connection's segment log, a line each. With `in_memory` each
    connection has a recording, which is also written where `recording_path`, a file or a folder, is given. Without
    `keeps_empty` there is no segment log where nobody came.

    Attributes: `keeps_files` is whether anything is written.
    """

    def __init__(
        self,
        *,
        segment_log_path: Path | None,
        qlog_directory: Path | None,
        side: Side,
        title: str,
        values: Callable[[], Sequence[str]] = tuple,
        in_memory: bool = False,
        recording_path: Path | None = None,
        keeps_empty: bool = True,
    ) -> None:
        # Asked for with every segment.
        self.keeps_files = any(path is not None for path in (segment_log_path, qlog_directory, recording_path))
        self._recording_path = recording_path
        self._segment_log_path = segment_log_path
        self._qlog_directory = qlog_directory
        self._side = side
        self._title = title
        self._values = values
        self._in_memory = in_memory
        self._keeps_empty = keeps_empty
        self._lock = threading.Lock()
        self._records: list[ConnectionRecord] = []
        self._logs_opened = 0
        self._closed = False
        if recording_path is not None:
            from ptp_core.record.files.saving import check_place

            check_place(recording_path)
        if qlog_directory is not None:
            # What needs numpy, which takes longer to load than all the rest, is loaded for whoever looks.
            from ptp_core.record.files.qlog import make_directory

            make_directory(qlog_directory)
        if segment_log_path is not None:
            try:
                segment_log_path.open("w").close()
                if not keeps_empty:
                    segment_log_path.unlink()
            except OSError as error:
                raise unwritable(segment_log_path, error) from error

    @property
    def observer(self) -> ObserverFactory | None:
        """What the socket is to be given; None when nothing is recorded, so that nothing is built per packet."""
        return self._observe if self.keeps_files or self._in_memory else None

    def close(self) -> None:
        """Let connections end, for a moment, and wait until their records are written."""
        with self._lock:
            records = list(self._records)
        if self.keeps_files and self._keeps_empty and not self._logs_opened and not self._closed:
            # Nobody answered, which a sender's log shows, or nobody came.
            records = records if self._side is Side.SENDER and records else [ConnectionRecord(self, None)]
            records[0].open()
            records[0].ended()
        self._closed = True
        until_s = time.monotonic() + END_WAIT_S
        for record in records:
            record.over.wait(max(0.0, until_s - time.monotonic()))
            record.close()

    def open_files(self) -> tuple[SegmentLog | None, QlogFile | None, Path | None]:
        """The files of the next connection, and where its recording is to be written; does no I/O."""
        with self._lock:
            self._logs_opened += 1
            number = self._logs_opened
        path, directory, recording_path = self._segment_log_path, self._qlog_directory, self._recording_path
        if path is not None:
            path = _numbered(path, number)
        if recording_path is not None:
            recording_path = self._place_of_recording(recording_path, number)
        log = SegmentLog(path, self._side, values=self._values(), opens_later=True) if path is not None else None
        if directory is None:
            return log, None, recording_path
        from ptp_core.record.files.qlog import QlogFile

        return log, QlogFile(directory, self._side, title=self._title, opens_later=True), recording_path

    def _place_of_recording(self, path: Path, number: int) -> Path:
        from ptp_core.record.files.saving import FILE_SUFFIX, names_folder

        if not names_folder(path):
            return _numbered(path, number)
        stamp = time.strftime("%Y%m%d-%H%M%S")
        return path / f"ptp-{stamp}-{secrets.token_hex(4)}-{self._side.value}{FILE_SUFFIX}"

    def _observe(self) -> ConnectionRecord:
        recorder = None
        if self._in_memory or self._recording_path is not None:
            from ptp_core.record.model.event_table import LIVE_CAPACITY
            from ptp_core.record.model.recording import About, Recording
            from ptp_core.record.sources.recorder import Recorder

            about = About(
                connection=secrets.token_hex(4),
                title=self._title,
                began_unix_s=time.time(),
                values=tuple(self._values()),
            )
            capacity = LIVE_CAPACITY if self._recording_path is None else SAVED_CAPACITY
            recorder = Recorder(Recording(about, event_capacity=capacity), self._side)
        record = ConnectionRecord(self, recorder)
        with self._lock:
            kept = [each for each in self._records if not each.over.is_set() or (each.opened and not each.finished)]
            if self._side is Side.SENDER:
                kept = self._records
            self._records = [*kept, record]
        return record


def _numbered(path: Path, number: int) -> Path:
    """The name of the first connection's file is as given, later ones have a number."""
    return path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")


def record_of(observer: SegmentObserver | None) -> ConnectionRecord | None:
    """The record behind a connection's observer, if it is one."""
    return observer if isinstance(observer, ConnectionRecord) else None
