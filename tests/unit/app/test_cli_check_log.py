"""`check-log`: faults by line, a summary, one CSV for a folder, and the exit status."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from app.command_line import main
from tests.unit.record.textbook_logs import text
from tests.unit.record.textbook_peers import Lesson, run

VALUES = ["--window", "5000", "--mss", "1000", "--timeout-ms", "200"]


def write_logs(folder: Path, sender: str, receiver: str, lesson: Lesson | None = None) -> list[str]:
    sides = run(lesson or Lesson())
    paths = [folder / sender, folder / receiver]
    for side, (rows, path) in enumerate(zip(sides, paths, strict=True)):
        path.write_text(text(rows, is_sender=not side))
    return [str(path) for path in paths]


def test_logs_by_the_rules_are_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = write_logs(tmp_path, "s.log", "r.log")
    assert main(["check-log", *logs, *VALUES]) == 0
    assert main(["check-log", logs[0], *VALUES]) == 0
    out = capsys.readouterr().out
    assert out.count("every rule was kept.\n") == 2
    assert "s.log and r.log: " in out


def test_a_broken_rule_is_a_line_and_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = write_logs(tmp_path, "s.log", "r.log", Lesson(segments=2, plant="newest at the time-out"))
    assert main(["check-log", *logs, "--window", "2000", *VALUES[2:]]) == 1
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("s.log line ")
    assert "is sent again, but" in first
    assert first.endswith("is the oldest unacknowledged")
    assert "(oldest only " in last


def test_with_json_each_fault_is_an_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = write_logs(tmp_path, "s.log", "r.log", Lesson(plant="reset"))
    assert main(["check-log", *logs, *VALUES, "--json"]) == 1
    *faults, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert {fault["rule"] for fault in faults} == {"closing"}
    assert all(fault["event"] == "fault" and fault["line"] > 0 for fault in faults)
    assert summary["verdict"] == "faults"
    assert summary["faults"] == {"closing": len(faults)}


def test_a_folder_gives_one_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_logs(tmp_path, "ada.sender.log", "ada.receiver.log")
    write_logs(tmp_path, "bob-s.log", "bob-r.log", Lesson(plant="reset"))
    write_logs(tmp_path, "eve_snd.txt", "eve_rcv.txt")
    write_logs(tmp_path, "lonely.log", "fred-r.log")
    (tmp_path / "garbage.log").write_text("Dear lecturer,\nmy log was eaten.\n")
    (tmp_path / "notes.md").write_text("snd 1 S 0 0 0\n")
    assert main(["check-log", str(tmp_path), *VALUES]) == 1
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert {name: row["verdict"] for name, row in rows.items()} == {
        "ada.sender.log": "clean",
        "bob-s.log": "faults",
        "eve_snd.txt": "clean",
        "fred-r.log": "unreadable",
        "garbage.log": "unreadable",
        "lonely.log": "clean",
    }
    assert rows["ada.sender.log"]["receiver"] == "ada.receiver.log"
    assert rows["bob-s.log"]["closing"] == rows["bob-s.log"]["faults"] != "0"
    assert rows["bob-s.log"]["window"] == "0"
    assert rows["bob-s.log"]["first"].startswith("bob-s.log line ")


def test_a_folder_of_right_logs_is_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_logs(tmp_path, "sender.log", "receiver.log")
    assert main(["check-log", str(tmp_path), *VALUES, "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["file"], row["receiver"], row["verdict"]) == ("sender.log", "receiver.log", "clean")


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 100, b"Dear lecturer,\nmy 1 log was eaten.\n"])
def test_what_is_no_log_is_status_1(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.log"
    path.write_bytes(content)
    assert main(["check-log", str(path), *VALUES]) == 1
    assert "is no segment log" in capsys.readouterr().err
    assert main(["check-log", str(tmp_path / "missing.log"), *VALUES]) == 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [[], ["--window", "0"], ["--recovery", "hope"], ["--mss", "x"], ["--timeout-ms", "nan"]],
)
def test_a_wrong_command_line_is_status_2(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = write_logs(tmp_path, "s.log", "r.log")
    assert main(["check-log", *(logs if words else []), *words]) == 2
    assert main(["check-log", *logs]) == 2
    assert main(["check-log", str(tmp_path), logs[0], *VALUES]) == 2
    assert capsys.readouterr().err.count("\n") == 3
