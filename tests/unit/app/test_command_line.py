"""From words to an exit status: what is wrong is one line, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app import command_line
from app.command_line import main
from app.display import has_display
from ptp_core.errors import PortUnavailable, SettingsError

ROOT = Path(command_line.__file__).parent.parent
DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def without_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in DISPLAY_VARIABLES:
        monkeypatch.delenv(name, raising=False)


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    error = capsys.readouterr().err
    assert error.startswith("ptp: ")
    assert error.count("\n") == 1
    return error


def test_a_wrong_command_line_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["send", "a", "h:99999"]) == 2
    assert "out of range" in one_line(capsys)


def test_with_json_a_wrong_command_line_is_an_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["receive", "--json", "--listen", "x:y"]) == 2
    assert capsys.readouterr().out.startswith('{"event": "error"')


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (PortUnavailable("Port 7700 is in use."), 1),
        (SettingsError("The code is none."), 2),
        (RuntimeError("surprise\nin two lines"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_what_a_command_raises_becomes_a_status(
    error: BaseException, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_command: object) -> int:
        raise error

    monkeypatch.setattr(command_line, "_run", fail)
    assert main(["receive"]) == status
    if status != 130:
        assert str(error).split("\n")[0] in one_line(capsys)


def test_without_a_display_the_window_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_display(monkeypatch)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_display()
    assert main([]) == 1
    assert "no display" in one_line(capsys)


def test_without_a_display_the_demonstration_needs_no_window(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_display(monkeypatch)
    monkeypatch.setattr(sys, "platform", "linux")
    seen = []

    def pretend(*, quit_after_s: float | None) -> int:
        seen.append(quit_after_s)
        return 0

    monkeypatch.setattr("app.cli.demo.demo_without_window", pretend)
    assert main(["--demo", "--quit-after", "9"]) == 0
    assert seen == [9.0]
    assert "no display" in capsys.readouterr().out


def test_any_of_the_variables_means_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in DISPLAY_VARIABLES:
        without_display(monkeypatch)
        monkeypatch.setenv(name, "x")
        assert has_display()


def test_help_needs_neither_qt_nor_the_engine() -> None:
    program = (
        "import sys; from app.command_line import main\n"
        "try: main(['send', '--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "assert not any(name.startswith(('PySide6', 'cryptography', 'ptp_core.transfer')) for name in sys.modules)"
    )
    outcome = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert outcome.returncode == 0, outcome.stderr


def test_the_program_ends_with_the_status() -> None:
    words = [sys.executable, str(ROOT / "main.py"), "bogus"]
    outcome = subprocess.run(words, capture_output=True, text=True, timeout=30)
    assert outcome.returncode == 2
    assert outcome.stderr.count("\n") == 1
