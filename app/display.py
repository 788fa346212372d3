"""Whether a window can be shown here, asked before Qt is: Qt ends the process where it cannot. No Qt.

On X11 and Wayland a variable names a display, and somebody has to answer there.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import sys
from pathlib import Path
from typing import Final

from ptp_core.sentences import declare, joined, phrase

_NO_DISPLAY = phrase("There is no display here.")
_NO_ANSWER = declare("no-display-answers", "No display answers at {displays}.")
_OR = declare("or", "{first} or {then}")

ANSWER_LIMIT_S: Final = 2.0
X_SOCKETS: Final = "/tmp/.X11-unix/X"
X_TCP_PORT: Final = 6000
# Protocol, host, display and screen, as X(7) has them.
_X_DISPLAY: Final = re.compile(r"(?:\w+/)?(?P<host>[^/]*?)::?(?P<number>\d{1,4})(?:\.\d+)?")


def has_display() -> bool:
    """Whether a display is named, or none needed for a window."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_display() -> str | None:
    """What is wrong with the display, in one sentence, or None when a window can be opened. May wait for an answer."""
    if not has_display():
        return _NO_DISPLAY
    platforms = [part.partition(":")[0] for part in os.environ.get("QT_QPA_PLATFORM", "").split(";") if part]
    if sys.platform in ("win32", "darwin") or any(not part.startswith(("xcb", "wayland")) for part in platforms):
        return None
    silent = []
    for platform, name, answers in (("xcb", "DISPLAY", _x_answers), ("wayland", "WAYLAND_DISPLAY", _wayland_answers)):
        value = os.environ.get(name)
        if value and (not platforms or any(part.startswith(platform) for part in platforms)):
            if answers(value):
                return None
            silent.append(f"{name}={value}")
    if not silent:
        return _NO_DISPLAY
    return _NO_ANSWER(displays=joined(silent, _OR))


def _x_answers(display: str) -> bool:
    named = _X_DISPLAY.fullmatch(display)
    if named is None:
        # Whatever it is, a path for instance, Qt may know it.
        return True
    host, number = named["host"], int(named["number"])
    if host not in ("", "unix"):
        with contextlib.suppress(OSError), socket.create_connection((host, X_TCP_PORT + number), ANSWER_LIMIT_S):
            return True
        return False
    path = f"{X_SOCKETS}{number}"
    # Linux's X servers listen at an abstract address as well, which needs no file.
    return _local_answers(path) or (sys.platform == "linux" and _local_answers(f"\0{path}"))


def _wayland_answers(display: str) -> bool:
    # An absolute path replaces the folder.
    return _local_answers(str(Path(os.environ.get("XDG_RUNTIME_DIR", "")) / display))


def _local_answers(path: str) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(ANSWER_LIMIT_S)
        probe.connect(path)
        return True
    return False
