"""How a second start of the program calls the window that is open, and hands over what it was started with. No Qt.

They meet at a place that only this person reaches (`meeting_places`). One line of JSON goes there, and `OK` comes back
once the window has taken it. Whoever has another folder for PTP's data has another window.
"""

from __future__ import annotations

import contextlib
import enum
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.cli.link_argument import as_link
from app.cli.window_options import WindowCommand
from app.staying.meeting_places import MeetingPlace
from ptp_core.errors import AddressError, SettingsError
from ptp_core.sentences import declare

_UNCLEAR_CALL = declare("unclear-call", "Another start of PTP asked for something that is not understood.")()

OK: Final = b"ok\n"
MAXIMUM_CALL_BYTES: Final = 1 << 20

_ANSWER_LIMIT_S: Final = 3.0
_ANY_PROCESS: Final = -1


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


def call_window(call: Call, place: MeetingPlace) -> Answer:
    """Hand `call` over to the window that is open, if there is one. Waits for three seconds at most where nobody
    answers."""
    try:
        with place.connect(_ANSWER_LIMIT_S) as line:
            _let_others_come_to_the_front()
            line.settimeout(_ANSWER_LIMIT_S)
            line.sendall(_line(call))
            return Answer.TAKEN if line.recv(len(OK)) == OK else Answer.SILENCE
    except (TimeoutError, ConnectionResetError, BrokenPipeError):
        return Answer.SILENCE
    except OSError:
        # There is nothing, or what a killed program left behind.
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


def _let_others_come_to_the_front() -> None:
    """On Windows only the program that a person has just started may raise a window, or let another one do so."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):
            ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
