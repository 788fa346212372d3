"""Progress on the program's icon in the taskbar or dock, where the desktop draws it there. GUI thread only."""

from __future__ import annotations

from typing import Final, Protocol

from app.staying.session_bus import SessionBus

PATH: Final = "/com/canonical/unity/launcherentry/ptp"
INTERFACE: Final = "com.canonical.Unity.LauncherEntry"
# The installed desktop entry is the program's name there.
PROGRAM: Final = "application://ptp.desktop"


class Taskbar(Protocol):
    """Where a desktop shows progress beside the window's name."""

    def show_share(self, share: float | None) -> None:
        """Progress from 0 to 1, None for none."""


class LauncherEntry:
    """The Taskbar of Plasma, Ubuntu's dock and others, by a signal on the session bus; nobody has to hear it."""

    def __init__(self, bus: SessionBus) -> None:
        self._bus = bus
        self._told: int | None = None

    def show_share(self, share: float | None) -> None:
        """Told in steps of a hundredth."""
        percent = None if share is None else round(100 * share)
        if percent == self._told:
            return
        self._told = percent
        said = {"progress": ("d", (percent or 0) / 100), "progress-visible": ("b", percent is not None)}
        self._bus.tell(PATH, INTERFACE, "Update", "sa{sv}", (PROGRAM, said))
