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
    path = tmp_path / "LaunchAgents" / "local.ptp.ptp.plist"
    agent = LaunchAgent(path, WORDS)
    agent.switch(False)
    agent.switch(True)
    assert agent.is_on()
    said = plistlib.loads(path.read_bytes())
    assert said == {
        "Label": "local.ptp.ptp",
        "ProgramArguments": WORDS,
        "RunAtLoad": True,
        "ProcessType": "Interactive",
    }
    agent.switch(False)
    assert not agent.is_on()
    assert not path.exists()


@pytest.mark.parametrize("content", [plistlib.dumps({"Label": "ptp", "Disabled": True}), b"", b"<plist>", b"nonsense"])
def test_a_launch_agent_that_is_not_followed_is_off(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ptp.plist"
    path.write_bytes(content)
    agent = LaunchAgent(path, WORDS)
    assert not agent.is_on()
    agent.switch(True)
    assert agent.is_on()


class _Registry:
    """winreg's calls, over dictionaries."""

    HKEY_CURRENT_USER = 1
    REG_SZ = 1

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, object]] = {}
        self.locked = False

    @contextmanager
    def OpenKey(self, _root: int, name: str) -> Iterator[dict[str, object]]:  # noqa: N802
        if name not in self.keys:
            raise FileNotFoundError(name)
        yield self.keys[name]

    @contextmanager
    def CreateKey(self, _root: int, name: str) -> Iterator[dict[str, object]]:  # noqa: N802
        if self.locked:
            raise PermissionError(13, "no")
        yield self.keys.setdefault(name, {})

    def QueryValueEx(self, key: dict[str, object], name: str) -> tuple[object, int]:  # noqa: N802
        if name not in key:
            raise FileNotFoundError(name)
        return key[name], self.REG_SZ

    def SetValueEx(  # noqa: N802
        self, key: dict[str, object], name: str, _reserved: int, _kind: int, value: object
    ) -> None:
        key[name] = value

    def DeleteValue(self, key: dict[str, object], name: str) -> None:  # noqa: N802
        if name not in key:
            raise FileNotFoundError(name)
        del key[name]


RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


def test_the_run_key_is_set_and_deleted() -> None:
    registry = _Registry()
    start = RunKey(registry, [r"C:\Program Files\PTP\ptp-window.exe", "--hidden"])
    assert not start.is_on()
    start.switch(False)
    start.switch(True)
    assert start.is_on()
    assert registry.keys[RUN] == {"PTP": r'"C:\Program Files\PTP\ptp-window.exe" --hidden'}
    start.switch(False)
    assert not start.is_on()
    assert registry.keys == {RUN: {}, APPROVED: {}}
    registry.locked = True
    with pytest.raises(DestinationError):
        start.switch(True)


def test_what_the_task_manager_switched_off_is_off() -> None:
    registry = _Registry()
    start = RunKey(registry, ["ptp.exe"])
    start.switch(True)
    registry.keys[APPROVED] = {"PTP": bytes([2] + [0] * 11)}
    assert start.is_on()
    registry.keys[APPROVED] = {"PTP": bytes([3] + [0] * 11)}
    assert not start.is_on()
    start.switch(True)
    assert start.is_on()


def test_the_program_is_found_again_however_it_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    installed = _program(folder / "ptp")
    (folder / "main.py").touch(mode=0o755)
    assert program_words([str(installed)]) == [str(installed)]
    assert program_words(["main.py", "--hidden"]) == [sys.executable, str(folder / "main.py")]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program_words(["anything"]) == [sys.executable]


def test_on_windows_the_program_is_found_again_and_opens_no_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "Program Files"
    scripts.mkdir()
    monkeypatch.setattr(sys, "executable", str(_program(scripts / "python.exe")))
    checkout = _program(scripts / "main.py")
    console = _program(scripts / "ptp.exe")
    # What pip installs takes ".exe" from its own name.
    as_it_was_called = [str(scripts / "ptp"), "--hidden"]
    assert program_words(as_it_was_called, "win32") == [str(console)]
    assert program_words([str(checkout)], "win32") == [str(scripts / "python.exe"), str(checkout)]
    window, without = _program(scripts / "ptp-window.exe"), _program(scripts / "pythonw.exe")
    for name in ("ptp", "ptp.exe", "ptp-window", "ptp-window.exe"):
        assert program_words([str(scripts / name)], "win32") == [str(window)]
    assert program_words([str(checkout)], "win32") == [str(without), str(checkout)]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(console))
    assert program_words(as_it_was_called, "win32") == [str(window)]


def _program(path: Path) -> Path:
    path.write_text("")
    path.chmod(0o755)
    return path


def test_each_system_has_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    start = system_login_start("linux")
    start.switch(True)
    assert "--hidden" in (tmp_path / "autostart" / "ptp.desktop").read_text()
    agent = system_login_start("darwin")
    assert isinstance(agent, LaunchAgent)
    agent.switch(True)
    (written,) = (tmp_path / "Library" / "LaunchAgents").iterdir()
    assert plistlib.loads(written.read_bytes())["ProgramArguments"][-1] == "--hidden"
    registry = _Registry()
    monkeypatch.setitem(sys.modules, "winreg", registry)
    run = system_login_start("win32")
    run.switch(True)
    assert str(registry.keys[RUN]["PTP"]).endswith(" --hidden")
