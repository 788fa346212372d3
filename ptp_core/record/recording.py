"""The records of one socket, switched on by settings: segment log, qlog, both or neither."""

from __future__ import annotations

from pathlib import Path

from ptp_core.record.qlog import QlogFile
from ptp_core.record.segment_log import LogSide, SegmentLog
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import SegmentObserver, SegmentTrace


class Recording:
    """Opens the records that are wanted and hands every segment to each. Raises DestinationError.

    Thread-safe as its parts are; `close` may be called twice.
    """

    def __init__(
        self, *, segment_log_path: Path | None, qlog_directory: Path | None, side: LogSide, title: str
    ) -> None:
        self._qlog: QlogFile | None = None
        self._segment_log = SegmentLog(segment_log_path, side) if segment_log_path else None
        try:
            self._qlog = (
                QlogFile(qlog_directory, vantage_point="client" if side is LogSide.SENDER else "server", title=title)
                if qlog_directory
                else None
            )
        except BaseException:
            self.close()
            raise

    @property
    def observer(self) -> SegmentObserver | None:
        """What the socket is to be given; None when nothing is recorded, so that nothing is built per packet."""
        return self if self._segment_log or self._qlog else None

    def segment(self, trace: SegmentTrace) -> None:
        """Hand one segment to each record."""
        if self._segment_log:
            self._segment_log.segment(trace)
        if self._qlog:
            self._qlog.segment(trace)

    def statistics(self, statistics: TransportStatistics) -> None:
        """Hand a snapshot of the connection to the qlog."""
        if self._qlog:
            self._qlog.statistics(statistics)

    def close(self) -> None:
        """Write and close what is open."""
        if self._segment_log:
            self._segment_log.close()
        if self._qlog:
            self._qlog.close()
