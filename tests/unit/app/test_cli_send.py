"""`ptp send` with a pretend engine: statuses, what is printed, Ctrl-C."""

from __future__ import annotations

import io
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.options import SendCommand, parse_command
from app.cli.send import run_send
from ptp_core.errors import PortUnavailable, SettingsError
from ptp_core.transfer.conversation.tally import Trouble
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.walking import OpenStream
from ptp_core.transport.statistics import TransportStatistics
from tests.unit.app.cli_helpers import PretendEngine, events, press_ctrl_c, pretend_installation, snapshot

STEPS = [snapshot(TransferState.CONNECTING), snapshot(TransferState.WAITING), snapshot(TransferState.TRANSFERRING)]
DONE = [*STEPS, snapshot(TransferState.DONE, bytes_verified=1000, elapsed_s=0.5)]


def run(engine: PretendEngine, *words: str, environment: dict[str, str] | None = None) -> int:
    command = parse_command(["send", *words], environment or {})
    assert isinstance(command, SendCommand)
    return run_send(command, make_transfer=engine, load=pretend_installation)


def test_a_file_across_is_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    engine = PretendEngine(DONE)
    assert run(engine, "a.bin", "h", "--json", "--code", "4-guitar-orbit") == 0
    printed = events(capsys.readouterr().out)
    assert [event["event"] for event in printed] == ["stats"] * 4 + ["done"]
    assert [event["state"] for event in printed[:4]] == ["connecting", "waiting", "transferring", "done"]
    assert (printed[-1]["files"], printed[-1]["bytes"], printed[-1]["seconds"]) == (1, 1000, 0.5)
    assert engine.codes == ["4-guitar-orbit"]
    assert engine.transfers[0].calls[-1] == "close"


@pytest.mark.parametrize("json", [[], ["--json"]])
def test_conditioners_that_are_on_are_told_once(json: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    theirs = TransportStatistics(peer_conditioned=True)
    engine = PretendEngine([*STEPS[:-1], *(replace(step, transport=theirs) for step in DONE[-2:])])
    assert run(engine, "a.bin", "h", *json, "--condition", "drop=0.05") == 0
    captured = capsys.readouterr()
    if json:
        said = [event["message"] for event in events(captured.out) if event["event"] == "notice"]
        assert captured.err == ""
    else:
        said = [line.removeprefix("ptp: ") for line in captured.err.splitlines()]
        assert "onditioner" not in captured.out
    assert said == ["Conditioner on: 5 % loss.", "Conditioner on at red-laptop, for what comes from there."]


def test_several_paths_are_one_transfer(capsys: pytest.CaptureFixture[str]) -> None:
    engine = PretendEngine([*STEPS, snapshot(TransferState.DONE, files_done=7, files_there=2, bytes_there=100)])
    assert run(engine, "a", "b", "h", "--json", "--retry-for", "60") == 0
    assert engine.sources == [[Path("a"), Path("b")]]
    assert engine.retry_for_s == [60.0]
    done = events(capsys.readouterr().out)[-1]
    # What was there already did not cross.
    assert (done["files"], done["bytes"], done["files_there"]) == (5, 900, 2)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"contents")))
    engine = PretendEngine(DONE)
    assert run(engine, "-", "h") == 0
    ((source,),) = engine.sources
    assert isinstance(source, OpenStream)
    assert source.stream.read() == b"contents"


def test_what_is_not_across_or_left_out_or_was_there_is_told_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    end = snapshot(
        TransferState.FAILED,
        message="1 of 3 files is not across.",
        files_done=2,
        files_failed=1,
        failures=(Trouble("tree/a", "tree/a changed while it was being sent."),),
        left_out=(Trouble("tree/pipe", "is a pipe"),),
        resumed_at_bytes=710,
        bytes_again=40,
    )
    assert run(PretendEngine([*STEPS, end]), "tree", "h", "--json") == 1
    told = events(capsys.readouterr().out)[-4:-1]
    assert told == [
        {"event": "failed", "path": "tree/a", "message": "tree/a changed while it was being sent."},
        {"event": "left_out", "path": "tree/pipe", "message": "is a pipe"},
        {"event": "resumed", "bytes": 710, "percent": 71, "bytes_again": 40},
    ]
    assert run(PretendEngine([*STEPS, end]), "tree", "h") == 1
    printed = capsys.readouterr()
    assert "Resumed at 71 %, 40 B sent again." in printed.out
    assert "Left out: tree/pipe is a pipe." in printed.out
    assert "Not across: tree/a." in printed.out
    assert printed.err == "ptp: 1 of 3 files is not across.\n"


@pytest.mark.parametrize("state", [TransferState.FAILED, TransferState.DECLINED, TransferState.CANCELLED])
def test_any_other_end_is_status_1_and_one_line(state: TransferState, capsys: pytest.CaptureFixture[str]) -> None:
    engine = PretendEngine([*STEPS, snapshot(state, message="red-laptop said so.")])
    assert run(engine, "a", "h") == 1
    assert capsys.readouterr().err == "ptp: red-laptop said so.\n"


def test_ctrl_c_cancels_tells_the_peer_and_is_status_130(capsys: pytest.CaptureFixture[str]) -> None:
    engine = PretendEngine([*STEPS, None])
    before = signal.getsignal(signal.SIGINT)
    original = engine.__call__

    def and_ctrl_c(*arguments: object, **options: object) -> object:
        transfer = original(*arguments, **options)  # type: ignore[arg-type]
        start = transfer.start

        def start_and_press() -> None:
            start()
            press_ctrl_c()

        transfer.start = start_and_press  # type: ignore[method-assign]
        return transfer

    command = parse_command(["send", "a", "h"], {})
    assert isinstance(command, SendCommand)
    assert run_send(command, make_transfer=and_ctrl_c, load=pretend_installation) == 130  # type: ignore[arg-type]
    assert engine.transfers[0].calls[:3] == ["start", "cancel", "wait"]
    assert engine.transfers[0].calls[-1] == "close"
    assert "Interrupted" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is before


def test_a_code_that_cannot_be_one_is_a_usage_error() -> None:
    with pytest.raises(SettingsError):
        run(PretendEngine(DONE), "a", "h", "--code", " - ")


def test_without_a_terminal_no_code_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("4-guitar-orbit\n"))
    engine = PretendEngine(DONE)
    assert run(engine, "a", "h") == 0
    assert engine.codes == [None]


def test_on_a_terminal_the_code_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = io.StringIO("4-guitar-orbit\n")
    monkeypatch.setattr(sys, "stdin", stdin)
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    engine = PretendEngine(DONE)
    assert run(engine, "a", "h") == 0
    assert engine.codes == ["4-guitar-orbit"]
    assert "h:7700" in capsys.readouterr().err


def test_the_transfer_is_closed_when_it_cannot_start() -> None:
    engine = PretendEngine(DONE)
    command = parse_command(["send", "a", "h"], {})
    assert isinstance(command, SendCommand)

    def broken(*arguments: object, **options: object) -> object:
        transfer = engine(*arguments, **options)  # type: ignore[arg-type]

        def fail() -> None:
            raise PortUnavailable("No socket.")

        transfer.start = fail  # type: ignore[method-assign]
        return transfer

    with pytest.raises(PortUnavailable):
        run_send(command, make_transfer=broken, load=pretend_installation)  # type: ignore[arg-type]
    assert engine.transfers[0].calls == ["close"]
