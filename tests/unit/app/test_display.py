"""A display that is named and does not answer is found out before Qt ends the program over it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import command_line, display
from app.command_line import main
from app.display import missing_display

ROOT = Path(command_line.__file__).parent.parent


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def served(address: str | tuple[str, int]) -> Iterator[socket.socket]:
    """Somebody listens there."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind(address)
        server.listen()
        yield server


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: that of a socket has 107 characters at most."""
    with tempfile.TemporaryDirectory(prefix="ptp-") as name:
        yield Path(name)


@pytest.mark.parametrize("named", [":7", "unix:7.0", "local/unix:7"])
def test_an_x_server_on_this_computer_answers_or_not(named: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "X_SOCKETS", f"{folder}/X")
    monkeypatch.setenv("DISPLAY", named)
    assert missing_display() == f"No display answers at DISPLAY={named}."
    for address in (f"{folder}/X7", f"\0{folder}/X7"):
        with served(address):
            assert missing_display() is None


def test_an_x_server_elsewhere_answers_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(("127.0.0.1", 0)) as server:
        monkeypatch.setattr(display, "X_TCP_PORT", server.getsockname()[1] - 10)
        monkeypatch.setenv("DISPLAY", "127.0.0.1:10.0")
        assert missing_display() is None
    assert missing_display() == "No display answers at DISPLAY=127.0.0.1:10.0."


@pytest.mark.parametrize("absolute", [False, True])
def test_wayland_is_found_in_its_folder(absolute: bool, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "wayland-0"
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere" if absolute else str(folder))
    monkeypatch.setenv("WAYLAND_DISPLAY", str(path) if absolute else path.name)
    assert missing_display() is not None
    with served(str(path)):
        assert missing_display() is None


def test_of_two_displays_one_is_enough(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "X_SOCKETS", f"{folder}/X")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("WAYLAND_DISPLAY", str(folder / "wayland-0"))
    assert missing_display() == f"No display answers at DISPLAY=:7 or WAYLAND_DISPLAY={folder}/wayland-0."
    with served(str(folder / "wayland-0")):
        assert missing_display() is None
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
        assert missing_display() == "No display answers at DISPLAY=:7."


@pytest.mark.parametrize("platform", ["offscreen", "minimal:enable_fonts", "xcb;offscreen"])
def test_a_platform_of_qt_that_needs_no_display_is_let_be(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert missing_display() is None


def test_a_platform_without_its_display_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert missing_display() == "There is no display here."


def test_the_program_says_in_one_line_that_nobody_answers(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, str(ROOT / "main.py")],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DISPLAY": "127.0.0.1:5953"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = "ptp: No display answers at DISPLAY=127.0.0.1:5953. Without a window there are ptp send, ptp receive"
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (1, "", f"{said} and ptp --demo.\n")


def test_the_demonstration_needs_no_window_where_nobody_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", "127.0.0.1:5953")
    monkeypatch.setattr("app.cli.demo.demo_without_window", lambda *, quit_after_s: 0)
    assert main(["--demo"]) == 0
    assert capsys.readouterr().out == "No display answers at DISPLAY=127.0.0.1:5953.\n"
