"""`ptp report`, and the options that have to do with recordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.options import ReceiveCommand, SendCommand, parse_command
from app.cli.report_options import ReportCommand
from app.cli.window_options import RECORDING_SUFFIXES, WindowCommand
from app.command_line import main
from ptp_core.errors import SettingsError
from ptp_core.record.files.opening import SUFFIXES, save_any
from ptp_core.record.files.recording_file import save_recording
from tests.unit.record.recordings import by_hand


def test_a_page_is_written_where_it_was_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_recording(by_hand(), tmp_path / "r.ptprec")
    assert main(["report", str(tmp_path / "r.ptprec")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'r.html'}\n"
    client, _ = save_any(by_hand(), tmp_path / "q.sqlog")
    assert main(["report", str(client), "-o", str(tmp_path / "q.html")]) == 0
    for name in ("r.html", "q.html"):
        assert "recorded at the sender and the receiver" in (tmp_path / name).read_text("utf-8")


def test_what_is_wrong_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.ptprec").write_bytes(b"PTPREC\r\x01")
    assert main(["report", str(tmp_path / "r.ptprec")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    save_recording(by_hand(), tmp_path / "r.ptprec")
    assert main(["report", str(tmp_path / "r.ptprec"), "-o", str(tmp_path / "gone" / "r.html")]) == 1
    assert main(["report", str(tmp_path / "r.ptprec"), "-o", str(tmp_path / "r.ptprec")]) == 2


def test_recordings_are_words_of_the_command_line() -> None:
    assert parse_command(["report", "a.sqlog", "-o", "b.html"]) == ReportCommand(
        recording=Path("a.sqlog"), output=Path("b.html")
    )
    send = parse_command(["send", "file", "host", "--record", "r.ptprec"], {})
    receive = parse_command(["receive", "--record", "recordings"], {})
    assert isinstance(send, SendCommand)
    assert isinstance(receive, ReceiveCommand)
    assert send.common.recording_path == Path("r.ptprec")
    assert receive.common.recording_path == Path("recordings")


def test_recordings_alone_are_opened_and_with_others_they_are_files_to_send(tmp_path: Path) -> None:
    assert RECORDING_SUFFIXES == SUFFIXES
    recordings = tuple(tmp_path / f"a{suffix}" for suffix in SUFFIXES)
    other = tmp_path / "a.txt"
    for path in (*recordings, other):
        path.touch()
    assert parse_command([*map(str, recordings)]) == WindowCommand(recordings=recordings)
    assert parse_command([str(recordings[0]), str(other)]) == WindowCommand(paths=(recordings[0], other))
    with pytest.raises(SettingsError):
        parse_command([str(recordings[0]), "--demo"])
    with pytest.raises(SettingsError):
        parse_command([str(tmp_path / "gone.ptprec")])
