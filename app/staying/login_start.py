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
_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
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
        """Whether the list is there."""
        return self._path.exists()

    def switch(self, on: bool) -> None:
        """launchd reads it at the next login."""
        agent = {"Label": self._path.stem, "ProgramArguments": list(self._words), "RunAtLoad": True}
        _write(self._path, plistlib.dumps(agent) if on else None)


class RunKey:
    """A value of the registry's Run key: Windows. `registry` is the module winreg."""

    def __init__(self, registry: Any, words: Sequence[str]) -> None:
        self._registry = registry
        self._words = words

    def is_on(self) -> bool:
        """Whether the value is there."""
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
                self._registry.QueryValueEx(key, _RUN_NAME)
        except OSError:
            return False
        return True

    def switch(self, on: bool) -> None:
        """Set the value, or delete it."""
        registry = self._registry
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
                if on:
                    registry.SetValueEx(key, _RUN_NAME, 0, registry.REG_SZ, subprocess.list2cmdline(self._words))
                else:
                    with contextlib.suppress(FileNotFoundError):
                        registry.DeleteValue(key, _RUN_NAME)
        except OSError as error:
            raise _not_written(Path(_RUN_KEY), error) from error


def system_login_start(platform: str = sys.platform) -> LoginStart:
    """The way of this system, with the command that started this program."""
    words = [*program_words(), HIDDEN]
    if platform == "win32":
        import winreg

        return RunKey(winreg, words)
    if platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents" / "ptp.plist", words)
    configuration = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return XdgAutostart(configuration / "autostart" / "ptp.desktop", words)


def program_words(arguments: Sequence[str] = sys.argv) -> list[str]:
    """The command that starts this program again, from any folder."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    program = Path(arguments[0]).absolute()
    # The installed command is a program by itself; main.py of a checkout is Python's to run.
    if program.suffix != ".py" and os.access(program, os.X_OK):
        return [str(program)]
    return [sys.executable, str(program)]


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
