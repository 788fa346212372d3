"""`ptp history`, and what the commands note in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.attending import AttendingFeed
from app.cli.history import run_history
from app.cli.history_options import HistoryCommand
from app.cli.options import SendCommand, parse_command
from app.cli.send import run_send
from app.installation import history_path
from ptp_core.direction import Direction
from ptp_core.errors import SettingsError
from ptp_core.transfer.snapshot import TransferState
from tests.unit.app.cli_helpers import PretendEngine, pretend_installation, snapshot

KEY = bytes(range(32))


def listed(directory: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    command = parse_command(["history", *words], {})
    assert isinstance(command, HistoryCommand)
    assert run_history(command, directory) == 0
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    feed = AttendingFeed(tmp_path)
    sources = (tmp_path / "a.bin",)
    feed.transfer_changed(snapshot(TransferState.TRANSFERRING, sources=sources))
    feed.transfer_changed(snapshot(TransferState.DONE, elapsed_s=2.0, sources=sources, peer_fingerprint=KEY))
    came = snapshot(TransferState.DONE, transfer_id=2, name="b.bin", direction=Direction.RECEIVE)
    feed.transfer_changed(replace(came, saved_path=tmp_path / "in" / "b.bin"))
    feed.transfer_changed(snapshot(TransferState.FAILED, transfer_id=3, name="\x1b[31mc", message="It broke."))
    # A stranger at the door is no transfer.
    feed.transfer_changed(snapshot(TransferState.FAILED, transfer_id=4, name=""))
    while feed.next(0) is not None:
        pass
    feed.close()
    return tmp_path


def test_what_has_ended_is_listed_newest_first(noted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failed, received, sent = listed(noted, capsys)
    assert "-> \N{REPLACEMENT CHARACTER}[31mc to red-laptop" in failed
    assert failed.endswith("failed: It broke.")
    assert "<- b.bin from red-laptop" in received
    assert sent.endswith("-> a.bin to red-laptop, 1 kB in 2 s, verified")


def test_with_json_each_is_an_object(noted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    objects = [json.loads(line) for line in listed(noted, capsys, "--json")]
    assert [each["direction"] for each in objects] == ["send", "receive", "send"]
    assert objects[1]["folder"] == str(noted / "in")
    assert objects[2]["folder"] == str(noted)
    assert objects[2]["bytes"] == 1000
    assert objects[2]["fingerprint"] == KEY.hex()


def test_it_is_searched_and_bounded(noted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(listed(noted, capsys, "--search", "B.BIN")) == 1
    assert len(listed(noted, capsys, "--limit", "2")) == 2


def test_it_is_cleared(noted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(noted, capsys, "--clear") == []
    assert listed(noted, capsys) == []


@pytest.mark.parametrize("words", [["--clear", "--search", "x"], ["--limit", "0"], ["--limit", "10001"]])
def test_what_makes_no_sense_is_refused(words: list[str]) -> None:
    with pytest.raises(SettingsError):
        parse_command(["history", *words])


def test_a_history_that_cannot_be_used_is_put_aside_and_said(noted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history_path(noted).write_bytes(b"no database" * 100)
    command = parse_command(["history"])
    assert isinstance(command, HistoryCommand)
    assert run_history(command, noted) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "is now" in printed.err
    assert "unusable-1" in printed.err


def test_a_history_that_cannot_be_written_is_said_once_and_costs_no_transfer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history_path(tmp_path).mkdir()
    command = parse_command(["send", "a.bin", "b.bin", "192.0.2.7"], {})
    assert isinstance(command, SendCommand)
    engine = PretendEngine([snapshot(TransferState.DONE)], [snapshot(TransferState.DONE)])
    installation = replace(pretend_installation(), directory=tmp_path)
    assert run_send(command, make_transfer=engine, load=lambda: installation) == 0
    assert capsys.readouterr().err.count("The history in ") == 1


def test_without_an_installation_nothing_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(tmp_path / "nowhere", capsys) == []
    assert not (tmp_path / "nowhere").exists()
