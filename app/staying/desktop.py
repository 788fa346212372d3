"""What a window uses of the desktop around it, put together."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from app.staying.login_start import LoginStart, system_login_start
from app.staying.notifier import DesktopNotifier, Notifier
from app.staying.session_bus import SessionBus, session_bus_address
from app.staying.taskbar import LauncherEntry, Taskbar
from app.staying.tray import SystemTray, Tray


@dataclass(frozen=True, slots=True, kw_only=True)
class Desktop:
    """Each part may be missing. `bus` is what the parts speak on, closed with the window, `login` where the start at
    login is written down."""

    tray: Tray | None = None
    notifier: Notifier | None = None
    taskbar: Taskbar | None = None
    bus: SessionBus | None = None
    login: LoginStart | None = None

    def close(self) -> None:
        """Leave no icon and no thread behind. May be called twice."""
        if self.taskbar is not None:
            self.taskbar.show_share(None)
        if self.bus is not None:
            self.bus.close()
        if self.tray is not None:
            self.tray.close()


def system_desktop() -> Desktop:
    """What there is here. Needs the application object."""
    address = session_bus_address() if sys.platform == "linux" else None
    login = system_login_start()
    if address is None:
        return Desktop(tray=SystemTray(), login=login)
    bus = SessionBus(address)
    return Desktop(
        tray=SystemTray(), notifier=DesktopNotifier(bus), taskbar=LauncherEntry(bus), bus=bus, login=login
    )
