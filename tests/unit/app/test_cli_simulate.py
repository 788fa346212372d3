"""`simulate`: its words, what it prints, and the logs that it writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.options import parse_command
from app.cli.simulate_options import SimulateCommand
from app.command_line import main
from app.exercises import shipped_names
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import CongestionAlgorithm, Profile, Recovery
from ptp_core.errors import SettingsError
from ptp_core.laboratory.comparison import COLUMNS
from ptp_core.laboratory.contenders import CONTENDERS
from ptp_core.laboratory.futures import parting
from ptp_core.laboratory.links import LINK_PRESETS, link_named
from ptp_core.record.files.recording_file import open_recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

SMALL = ("simulate", "--size", "20k", "--condition", "drop=0.1,delay=10ms,seed=7", "--back", "delay=10ms")


def command(*words: str) -> SimulateCommand:
    parsed = parse_command(["simulate", *words])
    assert isinstance(parsed, SimulateCommand)
    return parsed


def results(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main([*words, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_words_become_a_command() -> None:
    plain = command()
    assert plain.link is None
    assert plain.contenders == ()
    assert plain.size_bytes == 1_000_000
    given = command(
        *("--preset", "satellite", "--compare", "oldest,reno,reno", "--mss", "400", "--size", "2mb", "--seed", "5"),
        *("--shared", "--tamper", "drop:3", "--tamper", "delay=1s:4:receiver"),
    )
    assert given.link == link_named("satellite")
    assert [each.name for each in given.contenders] == ["oldest", "reno 1", "reno 2"]
    assert [each.choices.mss_bytes for each in given.contenders] == [400] * 3
    assert given.contenders[0].choices.profile is Profile.CLASSROOM
    assert given.contenders[1].choices.congestion is CongestionAlgorithm.RENO
    assert (given.size_bytes, given.seed, given.shared) == (2_000_000, 5, True)
    assert given.tampering == ("drop:3", "delay=1s:4:receiver")
    own = command("--condition", "drop=0.1,seed=9", "--profile", "classroom", "--recovery", "go-back-n")
    assert own.link is not None
    assert own.link.there == ConditionerSettings(drop=0.1, seed=9)
    assert own.seed == 9
    assert own.contenders[0].choices.recovery is Recovery.GO_BACK_N


@pytest.mark.parametrize(
    "words",
    [
        ("--preset", "moon"),
        ("--preset", "4g", "--condition", "drop=0.1"),
        ("--compare", "luck"),
        ("--compare", ""),
        ("--size", "0"),
        ("--size", "2e12"),
        ("--seed", "-1"),
        ("--back", "drop=2"),
        ("x.exercise", "--seed", "4"),
        ("x.exercise", "--mss", "400"),
        ("--like", "x.log", "--preset", "4g"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError):
        command(*words)


@pytest.mark.parametrize(
    "what", ["drop", "drop:x", "eat:3", "drop=5ms:3", "delay:3", "delay=5:3", "drop:3:up", "drop:-1"]
)
def test_tampering_that_is_not_understood_is_status_2(what: str) -> None:
    assert main([*SMALL, "--tamper", what]) == 2


def test_the_help_names_all_links_and_settings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", "--help"])
    out = capsys.readouterr().out
    for name in (*CONTENDERS, *(preset.name for preset in LINK_PRESETS)):
        assert name in out


def test_a_table_has_a_row_for_each_and_a_column_for_each_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--compare", "stop-and-wait,go-back-n"]) == 0
    head, one, other, *_ = capsys.readouterr().out.splitlines()
    assert all(column.title in head for column in COLUMNS)
    assert one.startswith("stop-and-wait")
    assert other.startswith("go-back-n")
    assert len({len(head), len(one), len(other)}) == 1


def test_json_has_the_numbers_and_the_same_seed_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    once = results(capsys, *SMALL, "--compare", "oldest,default")
    again = results(capsys, *SMALL, "--compare", "oldest,default")
    assert [event["event"] for event in once] == ["result", "result", "done"]
    assert once[:2] == again[:2]
    for event in once[:2]:
        assert {column.name for column in COLUMNS} < event.keys()
        assert event["received_bytes"] == 20_000
        assert event["problem"] == ""
    assert once[-1]["fairness"] is None
    other = results(capsys, *SMALL[:-4], "--condition", "drop=0.1,delay=10ms,seed=8", "--compare", "oldest")
    assert other[0] != once[0]


def test_what_shares_a_link_has_a_fairness(capsys: pytest.CaptureFixture[str]) -> None:
    done = results(
        capsys,
        "simulate",
        "--size",
        "500k",
        "--condition",
        "rate=10mbit,delay=5ms",
        "--compare",
        "cubic,cubic",
        "--shared",
    )[-1]
    assert 0.5 <= done["fairness"] <= 1.0


def test_nothing_that_arrives_is_said_and_is_a_result(capsys: pytest.CaptureFixture[str]) -> None:
    (result, _) = results(capsys, "simulate", "--size", "1k", "--preset", "nothing-arrives")
    assert result["seconds"] is None
    assert result["received_bytes"] == 0
    assert result["problem"]


def test_a_segment_that_is_dropped_by_hand_is_sent_again(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = ("simulate", "--size", "5k", "--condition", "delay=10ms", "--compare", "oldest")
    (before, _), (after, done) = results(capsys, *quiet), results(capsys, *quiet, "--tamper", "drop:12")
    assert (before["lost"], after["lost"]) == (0, 1)
    assert after["sent_again_timeout"] == 1
    assert after["seconds"] > before["seconds"]
    assert done["unused"] == []
    assert results(capsys, *quiet, "--tamper", "drop:9999")[-1]["unused"] == [{"settings": "oldest", "packet": 9999}]


def test_logs_of_a_run_are_marked_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--compare", "go-back-n,oldest", "--log", str(tmp_path / "logs")]) == 0
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == [
        "1-go-back-n.receiver.log",
        "1-go-back-n.sender.log",
        "2-oldest.receiver.log",
        "2-oldest.sender.log",
    ]
    assert main(["check-log", str(tmp_path / "logs")]) == 0, capsys.readouterr().out


def test_a_recording_of_a_run_is_the_run(tmp_path: Path) -> None:
    assert main([*SMALL, "--compare", "oldest", "--recording", str(tmp_path / "r")]) == 0
    (path,) = (tmp_path / "r").iterdir()
    recording = open_recording(path)
    assert recording.sides == (Side.SENDER, Side.RECEIVER)
    again = tmp_path / "again"
    assert main([*SMALL, "--compare", "oldest", "--recording", str(again)]) == 0
    assert parting(recording, open_recording(again / path.name)) is None
    assert len(recording.segments(0.0, 60.0, kinds=(EventKind.DROPPED,))[0]) > 2
    occupied = tmp_path / "occupied"
    occupied.touch()
    assert main([*SMALL, "--recording", str(occupied)]) == 1


def test_a_run_like_its_own_log_is_that_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--compare", "oldest", "--log", str(tmp_path / "a")]) == 0
    log = tmp_path / "a" / "1-oldest.sender.log"
    assert main(["simulate", "--like", str(log), "--back", "delay=10ms", "--log", str(tmp_path / "b")]) == 0
    assert (tmp_path / "b" / "1-as-in-the-log.sender.log").read_text() == log.read_text()
    capsys.readouterr()
    once = results(capsys, "simulate", "--like", str(log), "--compare", "go-back-n,selective-repeat")
    assert [event.get("settings") for event in once] == ["go-back-n", "selective-repeat", None]


def test_a_log_that_tells_nothing_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    assert main(["simulate", "--like", str(log)]) == 1
    log.write_text("snd 0.0 S 0 0 0\n")
    assert main(["simulate", "--like", str(log)]) == 2


def test_an_exercise_asks_and_explains(capsys: pytest.CaptureFixture[str]) -> None:
    first = shipped_names()[0]
    assert main(["simulate", first]) == 0
    text = capsys.readouterr().out
    exercise, *_ = results(capsys, "simulate", first)
    for part in ("title", "question", "explanation"):
        assert exercise[part] in text
    assert main(["simulate", "7-quantum"]) == 1
