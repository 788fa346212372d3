"""PTP at login: what each system is told, and that it is what that system reads."""

from __future__ import annotations

import plistlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.staying.login_start import LaunchAgent, RunKey, XdgAutostart, program_words, system_login_start
from ptp_core.errors import DestinationError

WORDS = ["/opt/a b/$HOME`\"\\100%/ptp", "--hidden"]


def test_a_desktop_entry_is_written_and_taken_away(tmp_path: Path) -> None:
    start = XdgAutostart(tmp_path / "autostart" / "ptp.desktop", WORDS)
    assert not start.is_on()
    start.switch(True)
    start.switch(True)
    assert start.is_on()
    start.switch(False)
    start.switch(False)
    assert not start.is_on()


def test_the_command_survives_the_two_layers_of_quoting(tmp_path: Path) -> None:
    path = tmp_path / "ptp.desktop"
    XdgAutostart(path, WORDS).switch(True)
    (line,) = [line for line in path.read_text().splitlines() if line.startswith("Exec=")]
    # First the escapes of a string in a desktop entry, then the quotes of the Exec key, at last its percent signs.
    unescaped = line.removeprefix("Exec=").replace("\\\\", "\\")
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', unescaped)
    assert [re.sub(r"\\(.)", r"\1", one or other).replace("%%", "%") for one, other in words] == WORDS


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_switched_off_is_off(tmp_path: Path, line: str) -> None:
    path = tmp_path / "ptp.desktop"
    start = XdgAutostart(path, WORDS)
    start.switch(True)
    path.write_text(path.read_text().replace("X-GNOME-Autostart-enabled=true", line))
    assert not start.is_on()
    start.switch(True)
    assert start.is_on()


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file")
    with pytest.raises(DestinationError, match="autostart"):
        XdgAutostart(tmp_path / "autostart" / "ptp.desktop", WORDS).switch(True)


def test_a_launch_agent_says_the_command_word_by_word(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path / "ptp.plist", WORDS)
    agent.switch(True)
    assert agent.is_on()
    said = plistlib.loads((tmp_path / "ptp.plist").read_bytes())
    assert (said["ProgramArguments"], said["RunAtLoad"]) == (WORDS, True)
    agent.switch(False)
    assert not agent.is_on()


class _Registry:
    """winreg's calls, over a dictionary."""

    HKEY_CURRENT_USER = 1
    REG_SZ = 1

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.locked = False

    @contextmanager
    def OpenKey(self, _root: int, _name: str) -> Iterator[dict[str, str]]:  # noqa: N802
        yield self.values

    @contextmanager
    def CreateKey(self, _root: int, _name: str) -> Iterator[dict[str, str]]:  # noqa: N802
        if self.locked:
            raise PermissionError(13, "no")
        yield self.values

    def QueryValueEx(self, key: dict[str, str], name: str) -> str:  # noqa: N802
        if name not in key:
            raise FileNotFoundError(name)
        return key[name]

    def SetValueEx(self, key: dict[str, str], name: str, _reserved: int, _kind: int, value: str) -> None:  # noqa: N802
        key[name] = value

    def DeleteValue(self, key: dict[str, str], name: str) -> None:  # noqa: N802
        if name not in key:
            raise FileNotFoundError(name)
        del key[name]


def test_the_run_key_is_set_and_deleted() -> None:
    registry = _Registry()
    start = RunKey(registry, [r"C:\Program Files\PTP\ptp.exe", "--hidden"])
    start.switch(False)
    start.switch(True)
    assert start.is_on()
    assert registry.values == {"PTP": r'"C:\Program Files\PTP\ptp.exe" --hidden'}
    start.switch(False)
    assert not start.is_on()
    registry.locked = True
    with pytest.raises(DestinationError):
        start.switch(True)


def test_the_program_is_found_again_however_it_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    installed = tmp_path / "ptp"
    installed.write_text("#!/bin/sh\n")
    installed.chmod(0o755)
    (tmp_path / "main.py").touch(mode=0o755)
    assert program_words([str(installed)]) == [str(installed)]
    assert program_words(["main.py", "--hidden"]) == [sys.executable, str(tmp_path / "main.py")]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program_words(["anything"]) == [sys.executable]


def test_each_system_has_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    start = system_login_start("linux")
    start.switch(True)
    assert "--hidden" in (tmp_path / "autostart" / "ptp.desktop").read_text()
    assert isinstance(system_login_start("darwin"), LaunchAgent)
