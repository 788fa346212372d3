"""Files that are opened: of any form, of both sides, broken ones in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ptp_core.errors import SourceError
from ptp_core.record.files.opening import open_any, save_any
from ptp_core.record.files.qlog import write_qlog
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.trace import SegmentDirection, SegmentTrace
from tests.unit.record.recordings import Recorded, by_hand


@pytest.fixture(scope="module")
def recording() -> Recording:
    return Recorded(size=30_000).run()


def told(recording: Recording) -> list[str]:
    return [event.sentence() for event in recording.list_events()]


def test_our_own_form_comes_back(recording: Recording, tmp_path: Path) -> None:
    (path,) = save_any(recording, tmp_path / "r.ptprec")
    shares: list[float] = []
    assert told(open_any(path, shares.append)) == told(recording)
    assert shares == sorted(shares)
    assert 0.0 <= shares[0] < shares[-1] <= 1.0


def test_qlog_has_a_file_for_each_side_and_opening_one_finds_the_other(recording: Recording, tmp_path: Path) -> None:
    paths = save_any(recording, tmp_path / "r.sqlog")
    assert [path.name for path in paths] == ["r-client.sqlog", "r-server.sqlog"]
    for path in paths:
        again = open_any(path)
        assert again.sides == tuple(Side)
        assert again.about == recording.about
        assert len(again.events) >= len(recording.events)


def test_another_connections_file_is_not_the_other_side(recording: Recording, tmp_path: Path) -> None:
    client, server = save_any(recording, tmp_path / "r.sqlog")
    write_qlog(by_hand(), Side.RECEIVER, server)
    assert open_any(client).sides == (Side.SENDER,)


def test_csv_has_a_line_for_each_event(tmp_path: Path) -> None:
    (path,) = save_any(by_hand(), tmp_path / "r.csv")
    lines = path.read_text("utf-8").splitlines()
    # The train is three lines.
    assert len(lines) == 1 + len(by_hand().events) + 2


def qlog_lines(recording: Recording, path: Path) -> list[str]:
    write_qlog(recording, Side.SENDER, path)
    return path.read_text("utf-8").splitlines(keepends=True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PTPREC",
        b"PTPREC\r\x01",
        b"PTPREC\r\x01\xff\xff\xff\xff",
        b"\x1e",
        b"\x1e{}\n",
        b"\x1e[[[[",
        b"text\n",
        b"\0" * 99,
    ],
)
def test_what_is_no_recording_is_told_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.ptprec"
    path.write_bytes(content)
    with pytest.raises(SourceError) as told:
        open_any(path)
    assert "x.ptprec" in told.value.message


def test_what_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.ptprec", tmp_path):
        with pytest.raises(SourceError):
            open_any(path)


def test_deep_nesting_is_told(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "deep.sqlog"
    lines = qlog_lines(recording, path)
    path.write_text("".join([lines[0], "\x1e" + "[" * 200_000 + "\n"]), "utf-8")
    with pytest.raises(SourceError):
        open_any(path)


@pytest.mark.parametrize("time_ms", ["1e400", "NaN", "1e18"])
def test_times_at_which_nothing_can_take_place_are_told(recording: Recording, time_ms: str, tmp_path: Path) -> None:
    path = tmp_path / "far.sqlog"
    lines = qlog_lines(recording, path)
    record = json.loads(lines[-1].strip("\x1e\n"))
    shown = json.dumps(record).replace(f'"time": {record["time"]}', f'"time": {time_ms}')
    path.write_text("".join([*lines, f"\x1e{shown}\n"]), "utf-8")
    with pytest.raises(SourceError):
        open_any(path)


def test_whoever_is_told_of_progress_may_end_it(recording: Recording, tmp_path: Path) -> None:
    (path,) = save_any(recording, tmp_path / "r.ptprec")

    def stop(_share: float) -> None:
        raise SourceError("enough", path=path)

    with pytest.raises(SourceError, match="enough"):
        open_any(path, stop)


@pytest.mark.parametrize(
    ("column", "number"),
    [("start", -(1 << 63)), ("stop", 1 << 60), ("stop", 0), ("packet", 1 << 62), ("value", float("inf"))],
)
def test_places_that_cannot_be_are_told(column: str, number: float, tmp_path: Path) -> None:
    recording = by_hand()
    rows = np.concatenate([chunk.rows for chunk in recording.events.chunks]).copy()
    rows["text"] = 0
    rows[column][3] = number
    damaged = Recording(recording.about)
    damaged.events.take_over(rows, [""])
    (path,) = save_any(damaged, tmp_path / "r.ptprec")
    with pytest.raises(SourceError):
        open_any(path)


def test_a_train_without_end_is_told(tmp_path: Path) -> None:
    recording = by_hand()
    recorder = Recorder(recording, Side.SENDER)
    recorder.segment(SegmentTrace(SegmentDirection.SENT, 9.0, "D", 0, 1 << 40, 0, 9, segment_bytes=1))
    (path,) = save_any(recording, tmp_path / "r.ptprec")
    with pytest.raises(SourceError):
        open_any(path)
