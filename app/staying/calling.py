"""How a second start of the program calls the window that is open, and hands over what it was started with. No Qt.

They meet at a socket that only this person can reach: its folder is theirs alone, which the caller makes sure of before
it tells anything. One line of JSON goes there, and `OK` comes back once the window has taken it. Whoever has another
folder for PTP's data has another window.
"""

from __future__ import annotations

import enum
import hashlib
import json
import os
import socket
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.cli.window_options import WindowCommand, as_link
from app.installation import data_directory
from ptp_core.errors import AddressError, SettingsError
from ptp_core.sentences import declare

_UNCLEAR_CALL = declare("unclear-call", "Another start of PTP asked for something that is not understood.")()

OK: Final = b"ok\n"
MAXIMUM_CALL_BYTES: Final = 1 << 20

_ANSWER_LIMIT_S: Final = 3.0
# A socket's address has room for 104 bytes on macOS and 108 on Linux, with the zero behind it.
_MAXIMUM_PATH_BYTES: Final = 103


@dataclass(frozen=True, slots=True)
class Call:
    """What the window is asked to open, and the desktop's permission to come to the front, empty without one."""

    command: WindowCommand
    activation: str = ""


class Answer(enum.Enum):
    """What became of a call."""

    TAKEN = "taken"
    NOBODY = "nobody"
    SILENCE = "silence"


def activation_token(environment: Mapping[str, str] = os.environ) -> str:
    """What the desktop gave this start so that a window may come to the front."""
    return environment.get("XDG_ACTIVATION_TOKEN") or environment.get("DESKTOP_STARTUP_ID") or ""


def meeting_place(directory: Path | None = None) -> str | None:
    """Where the window of this person is called, whose data are in `directory`. None where there is no such place that
    others cannot reach, as on Windows, where Python has no such sockets."""
    if sys.platform == "win32":
        return None
    directory = directory or data_directory()
    # A home may be shared by several computers.
    mark = hashlib.sha256(os.fsencode(f"{socket.gethostname()}\0{directory.absolute()}")).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    for folder in (Path(runtime) / "ptp" if runtime else directory, directory):
        path = folder / f"window-{mark}.socket"
        if len(os.fsencode(path)) <= _MAXIMUM_PATH_BYTES and _is_private(folder):
            return str(path)
    return None


def call_window(call: Call, place: str) -> Answer:
    """Hand `call` over to the window that is open, if there is one. Waits for its answer, for three seconds at most."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_ANSWER_LIMIT_S)
            try:
                line.connect(place)
            except BlockingIOError:
                # More calls wait there than it has room for.
                return Answer.SILENCE
            line.sendall(_line(call))
            return Answer.TAKEN if line.recv(len(OK)) == OK else Answer.SILENCE
    except (TimeoutError, ConnectionResetError, BrokenPipeError):
        return Answer.SILENCE
    except OSError:
        # There is no socket, or one that a killed program left behind.
        return Answer.NOBODY


def read_call(line: bytes) -> Call:
    """What a line says. Raises SettingsError for one that is no call."""
    try:
        said = json.loads(line)
        link = said["link"]
        return Call(
            WindowCommand(
                hidden=bool(said["hidden"]),
                link=None if link is None else as_link(str(link)),
                paths=_paths(said["paths"]),
                recordings=_paths(said["recordings"]),
            ),
            activation=str(said["activation"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError, AddressError) as error:
        raise SettingsError(_UNCLEAR_CALL) from error


def _line(call: Call) -> bytes:
    command = call.command
    said = {
        "hidden": command.hidden,
        "link": None if command.link is None else str(command.link),
        "paths": [str(path) for path in command.paths],
        "recordings": [str(path) for path in command.recordings],
        "activation": call.activation,
    }
    # In ASCII also names that are no text get across.
    return json.dumps(said).encode("ascii") + b"\n"


def _paths(raw: Any) -> tuple[Path, ...]:
    paths = tuple(Path(each) for each in raw)
    if any("\0" in str(path) or not path.is_absolute() for path in paths):
        raise ValueError("not an absolute path")
    return paths


def _is_private(folder: Path) -> bool:
    """Whether only this person gets into a folder, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            return False
        if found.st_mode & 0o077:
            folder.chmod(0o700)
    except OSError:
        return False
    return True
