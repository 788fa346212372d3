"""`ptp send` with a pretend engine: statuses, what is printed, Ctrl-C."""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path

import pytest

from app.cli.options import SendCommand, parse_command
from app.cli.send import run_send
from ptp_core.errors import PortUnavailable, SettingsError
from ptp_core.transfer.snapshot import TransferState
from tests.unit.app.cli_helpers import PretendEngine, events, press_ctrl_c, pretend_installation, snapshot

STEPS = [snapshot(TransferState.CONNECTING), snapshot(TransferState.WAITING), snapshot(TransferState.TRANSFERRING)]
DONE = [*STEPS, snapshot(TransferState.DONE, bytes_verified=1000, elapsed_s=0.5)]
FAILED = [*STEPS, snapshot(TransferState.FAILED, message="It broke.", hint="Mend it.")]


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


def test_several_files_go_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    engine = PretendEngine(DONE, DONE)
    assert run(engine, "a", "b", "h", "--json", "--log", "x/segments.log") == 0
    assert engine.paths == [Path("a"), Path("b")]
    done = events(capsys.readouterr().out)[-1]
    assert (done["files"], done["bytes"]) == (2, 2000)
    logs = [options.segment_log_path for options in engine.options]
    assert logs == [Path("x/segments.log"), Path("x/segments.log.2")]


@pytest.mark.parametrize("state", [TransferState.FAILED, TransferState.DECLINED, TransferState.CANCELLED])
def test_any_other_end_is_status_1_and_one_line(state: TransferState, capsys: pytest.CaptureFixture[str]) -> None:
    engine = PretendEngine([*STEPS, snapshot(state, message="red-laptop said so.")])
    assert run(engine, "a", "h") == 1
    assert capsys.readouterr().err == "ptp: red-laptop said so.\n"


def test_after_a_failure_the_rest_is_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    engine = PretendEngine(FAILED, DONE, DONE)
    assert run(engine, "a", "b", "c", "h", "--json") == 1
    assert engine.transfers[1].calls == []
    captured = capsys.readouterr()
    error = events(captured.out)[-1]
    assert error == {"event": "error", "message": "It broke.", "hint": "Mend it. 2 more files were not sent."}
    assert captured.err == "ptp: It broke. Mend it. 2 more files were not sent.\n"


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
