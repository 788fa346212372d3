"""PTP is started when the person logs in: where each system writes that down. No Qt.

What stands there is the truth: whoever takes it away by the system's own settings has switched it off. It is started
without its window, which a tray then shows. Windows and macOS are not tried on this project's machines.
"""

from __future__ import annotations

import contextlib
import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol
from xml.parsers.expat import ExpatError

from ptp_core.errors import DestinationError
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words

_UNCHANGEABLE = declare("login-start-unchangeable", "{path} cannot be changed: {reason}.")
_LOGIN_START = phrase("Whether PTP starts at login stands there.")

HIDDEN: Final = "--hidden"

_DESKTOP_ENTRY: Final = """\
[Desktop Entry]
Type=Application
Name=PTP
Comment=Receive files from other computers
Comment[zh_CN]=接收其他电脑发来的文件
Exec={command}
Icon=ptp
Terminal=false
X-GNOME-Autostart-enabled=true
"""
_AGENT: Final = "local.ptp.ptp"
_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
# Where the Task Manager keeps what a person has switched off: a first byte that is odd says so.
_APPROVED_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_RUN_NAME: Final = "PTP"


class LoginStart(Protocol):
    """Whether PTP is started at login. Each touches the disk, or what stands for it."""

    def is_on(self) -> bool:
        """Whether it is written down."""

    def switch(self, on: bool) -> None:
        """Write it down, or take it away. Raises DestinationError."""


class XdgAutostart:
    """A desktop entry in the autostart folder: Linux and the BSDs."""

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        """`words` are the command."""
        self._path = path
        self._words = words

    def is_on(self) -> bool:
        """Desktops switch an entry off by a line in it."""
        try:
            entry = self._path.read_text("utf-8", "replace")
        except OSError:
            return False
        return not re.search(r"^\s*(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)", entry, re.M | re.I)

    def switch(self, on: bool) -> None:
        """Write the entry anew, or delete it."""
        command = " ".join(map(_quoted, self._words))
        _write(self._path, _DESKTOP_ENTRY.format(command=command).encode("utf-8", "surrogateescape") if on else None)


class LaunchAgent:
    """A property list in ~/Library/LaunchAgents: macOS."""

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        self._path = path
        self._words = words

    def is_on(self) -> bool:
        """Whether there is a list that launchd reads and follows."""
        try:
            agent = plistlib.loads(self._path.read_bytes())
        except (OSError, ValueError, ExpatError):
            return False
        return isinstance(agent, dict) and not agent.get("Disabled")

    def switch(self, on: bool) -> None:
        """launchd reads it at the next login."""
        agent = {
            "Label": self._path.stem,
            "ProgramArguments": list(self._words),
            "RunAtLoad": True,
            # Others are given less of the processor and the disk.
            "ProcessType": "Interactive",
        }
        _write(self._path, plistlib.dumps(agent) if on else None)


class RunKey:
    """A value of the registry's Run key: Windows. `registry` is the module winreg."""

    def __init__(self, registry: Any, words: Sequence[str]) -> None:
        self._registry = registry
        self._words = words

    def is_on(self) -> bool:
        """Whether the value is there, and the Task Manager lets it count."""
        if self._value(_RUN_KEY) is None:
            return False
        approved = self._value(_APPROVED_KEY)
        return not (isinstance(approved, bytes) and approved[:1] and approved[0] & 1)

    def switch(self, on: bool) -> None:
        """Set the value, or delete it."""
        registry = self._registry
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
                if on:
                    registry.SetValueEx(key, _RUN_NAME, 0, registry.REG_SZ, subprocess.list2cmdline(self._words))
                else:
                    self._delete(key)
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _APPROVED_KEY) as key:
                self._delete(key)
        except OSError as error:
            raise _not_written(Path(_RUN_KEY), error) from error

    def _value(self, name: str) -> object:
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, name) as key:
                value: object = self._registry.QueryValueEx(key, _RUN_NAME)[0]
        except OSError:
            return None
        return value

    def _delete(self, key: object) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._registry.DeleteValue(key, _RUN_NAME)


def system_login_start(platform: str = sys.platform) -> LoginStart:
    """The way of this system, with the command that started this program."""
    words = [*program_words(platform=platform), HIDDEN]
    if platform == "win32":
        import winreg

        return RunKey(winreg, words)
    if platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents" / f"{_AGENT}.plist", words)
    configuration = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return XdgAutostart(configuration / "autostart" / "ptp.desktop", words)


def program_words(arguments: Sequence[str] = sys.argv, platform: str = sys.platform) -> list[str]:
    """The command that starts this program again, from any folder, and on Windows without a console."""
    on_windows = platform == "win32"
    python = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return [str(_without_console(python, "ptp-window.exe") if on_windows else python)]
    program = Path(arguments[0]).absolute()
    if on_windows and program.suffix.lower() not in (".exe", ".py"):
        # What pip installs there calls itself by its name without the ending.
        program = program.with_name(f"{program.name}.exe")
    # The installed command is a program by itself; main.py of a checkout is Python's to run.
    if program.suffix != ".py" and os.access(program, os.X_OK):
        return [str(_without_console(program, "ptp-window.exe") if on_windows else program)]
    return [str(_without_console(python, "pythonw.exe") if on_windows else python), str(program)]


def _without_console(program: Path, name: str) -> Path:
    """The program of this name beside another, if there is one."""
    beside = program.with_name(name)
    return beside if beside.exists() else program


def _quoted(word: str) -> str:
    """A word of an Exec line (Desktop Entry Specification, "The Exec key"): quoted, and then escaped as any string."""
    escaped = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%")
    return f'"{escaped}"'.replace("\\", "\\\\") if re.search(r"[^\w@+=:,./%-]", word) else escaped


def _write(path: Path, content: bytes | None) -> None:
    try:
        if content is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> DestinationError:
    return DestinationError(
        _UNCHANGEABLE(path=path, reason=system_words(error)),
        path=path,
        hint=_LOGIN_START,
    )
