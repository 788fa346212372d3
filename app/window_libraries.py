"""Whether Qt finds what it needs of the system to open a window, asked before Qt is: Qt ends the process where it does
not, with words for programmers. No Qt.

What is missing is said in one line that installs it; `.ci/set_up.sh` has the same packages.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from ptp_core.errors import PtpError
from ptp_core.sentences import declare, phrase

_MISSING: Final = declare("window-libraries-missing", "The window needs libraries that are not here: {names}.")
_BROKEN: Final = declare("window-libraries", "The window's libraries cannot be loaded: {reason}.")
_INSTALL: Final = declare("install-packages", "Run: {line}")
_INSTALL_SO_CALLED: Final = declare(
    "install-packages-so-called", "Install with your system's package manager what Debian calls {packages}."
)
_MAKE_RUN: Final = phrase("Run make run in the project, which installs them; ptp send and ptp receive need none.")

LIBRARIES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What every window needs, and the Debian packages that have it."""
X_LIBRARIES: Final = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What it needs on X11 besides."""

Load = Callable[[str], object]


def load(name: str) -> object:
    """A shared library of the system. Raises OSError."""
    return ctypes.CDLL(name, mode=getattr(os, "RTLD_LAZY", ctypes.DEFAULT_MODE))


def load_error(error: ImportError, load: Load = load) -> PtpError:
    """What to say where Qt itself cannot be imported: which libraries are missing, if that is why."""
    missing = _missing(LIBRARIES | X_LIBRARIES, load) if sys.platform == "linux" else []
    return _told(missing) if missing else PtpError(_BROKEN(reason=str(error)), hint=_MAKE_RUN)


def check_platform(load: Load = load, plugins: Path | None = None) -> None:
    """Raise PtpError when Qt has no plugin for this display whose libraries are all here. Qt has been imported.

    `plugins` is where Qt's are; without one they are looked for.
    """
    folder = plugins if plugins is not None else _plugins()
    wanted = [name for name in _platforms() if folder is not None and (folder / f"libq{name}.so").exists()]
    if sys.platform != "linux" or folder is None or not wanted:
        # A Qt of another making knows where its own are.
        return
    reasons = []
    for name in wanted:
        try:
            load(str(folder / f"libq{name}.so"))
            return
        except OSError as error:
            reasons.append(str(error))
    missing = _missing(LIBRARIES | X_LIBRARIES, load)
    raise _told(missing) if missing else PtpError(_BROKEN(reason=reasons[0]), hint=_MAKE_RUN)


def _platforms() -> Sequence[str]:
    """What Qt would try here, in its order."""
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return [part.partition(":")[0].partition("-")[0] for part in asked.split(";") if part]
    wayland = ["wayland"] if os.environ.get("WAYLAND_DISPLAY") else []
    return [*wayland, *(["xcb"] if os.environ.get("DISPLAY") else [])]


def _plugins() -> Path | None:
    found = importlib.util.find_spec("PySide6")
    places = found.submodule_search_locations if found is not None else None
    return Path(next(iter(places))) / "Qt" / "plugins" / "platforms" if places else None


def _missing(libraries: dict[str, str], load: Load) -> list[str]:
    """The packages of those that cannot be loaded."""
    packages = []
    for name, package in libraries.items():
        try:
            load(name)
        except OSError:
            packages.append(package)
    return packages


def _told(packages: Sequence[str]) -> PtpError:
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        hint = _INSTALL_SO_CALLED(packages=names)
    else:
        sudo = "" if os.geteuid() == 0 else "sudo "
        hint = _INSTALL(
            line=f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {names}"
        )
    return PtpError(_MISSING(names=names), hint=hint)
