"""Recordings that a socket writes, one for each connection."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.errors import DestinationError
from ptp_core.record.files.opening import open_any
from ptp_core.record.files.saving import RecordingSaving
from ptp_core.record.side import Side
from ptp_core.record.sources.socket_records import SocketRecords
from ptp_core.transport.trace import SegmentDirection, SegmentObserver, SegmentTrace
from tests.unit.record.recordings import by_hand


def records(path: Path) -> SocketRecords:
    return SocketRecords(
        segment_log_path=None, qlog_directory=None, side=Side.RECEIVER, title="t", recording_path=path
    )  # fmt: skip


def transfer(observer: SegmentObserver, size: int) -> None:
    observer.segment(SegmentTrace(SegmentDirection.RECEIVED, 3.0, "S", 99, 0, 0, 0))
    observer.segment(SegmentTrace(SegmentDirection.RECEIVED, 3.5, "D", 100, size, 1, 1))


def test_each_connection_with_data_has_a_file_also_one_that_never_ended(tmp_path: Path) -> None:
    made = records(tmp_path / "r.ptprec")
    observe = made.observer
    assert observe is not None
    first, silent, last = observe(), observe(), observe()
    transfer(first, 10)
    first.ended()
    silent.segment(SegmentTrace(SegmentDirection.RECEIVED, 3.0, "S", 99, 0, 0, 0))
    silent.ended()
    transfer(last, 20)
    last.ended()
    made.close()
    made.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r-2.ptprec", "r.ptprec"]
    for name, size in (("r.ptprec", 10), ("r-2.ptprec", 20)):
        recording = open_any(tmp_path / name)
        assert [event.stop - event.start for event in recording.list_events()] == [0, size]
        assert recording.origin(Side.SENDER) == 100


def test_a_folder_gets_a_file_for_each(tmp_path: Path) -> None:
    made = records(tmp_path / "folder")
    observe = made.observer
    assert observe is not None
    for _ in range(2):
        observer = observe()
        transfer(observer, 10)
        observer.ended()
    made.close()
    names = [path.name for path in (tmp_path / "folder").iterdir()]
    assert len(names) == 2
    assert all(name.endswith("-receiver.ptprec") for name in names)


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DestinationError):
        records(tmp_path / "gone" / "r.ptprec")


def test_what_goes_wrong_at_the_end_is_a_warning(tmp_path: Path) -> None:
    saving = RecordingSaving(by_hand(), tmp_path / "gone" / "r.ptprec")
    saving.finish()
    with pytest.warns(RuntimeWarning, match="not complete"):
        saving.close()
    saving.close()
    assert saving.finished
