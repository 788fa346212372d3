"""The program on a screen of its own, beside a tray that stands in for the desktop's."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import ClassInfo, Property, QLibraryInfo, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusInterface
from pytestqt.qtbot import QtBot

ROOT = Path(__file__).parents[3]
WATCHER = "org.kde.StatusNotifierWatcher"
LIMIT_MS = 30_000


@ClassInfo({"D-Bus Interface": WATCHER})  # type: ignore[call-arg]
class TrayHost(QObject):  # type: ignore[operator]
    """Takes in the icons of programs, as the StatusNotifierItem specification has it."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[str] = []

    @Slot(str)
    def RegisterStatusNotifierItem(self, service: str) -> None:
        self.items.append(service)

    def _is_there(self) -> bool:
        return True

    IsStatusNotifierHostRegistered = Property(bool, _is_there)


@pytest.fixture
def host(connection: QDBusConnection) -> Iterator[TrayHost]:
    made = TrayHost()
    assert connection.registerObject("/StatusNotifierWatcher", made, QDBusConnection.RegisterOption.ExportAllContents)
    assert connection.registerService(WATCHER)
    yield made
    connection.unregisterObject("/StatusNotifierWatcher")
    connection.unregisterService(WATCHER)


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual screen."""
    if shutil.which("Xvfb") is None:
        pytest.skip("there is no Xvfb here (Debian: xvfb)")
    plugins = QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)
    try:
        ctypes.CDLL(f"{plugins}/platforms/libqxcb.so")
    except OSError as error:
        pytest.skip(f"Qt cannot open a window on X11 here: {error}")
    # It picks a number that is free, and says it.
    reader, writer = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as said:
            yield f":{said.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait(5)


def test_a_hidden_start_is_in_the_tray_of_the_desktop(
    qtbot: QtBot, host: TrayHost, connection: QDBusConnection, bus_address: str, display: str, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "DBUS_SESSION_BUS_ADDRESS": bus_address,
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "ptp" / "window.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[receive]\nport=0\nannounced=false\n[send]\nnearby=false\n[window]\nlanguage=en\n")
    program = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "--hidden"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        qtbot.waitUntil(lambda: bool(host.items) or program.poll() is not None, timeout=LIMIT_MS)
        assert program.poll() is None
        item = QDBusInterface(
            host.items[0], "/StatusNotifierItem", "org.freedesktop.DBus.Properties", connection
        )
        (said,) = item.call("Get", "org.kde.StatusNotifierItem", "Title").arguments()
        assert said.variant() == "PTP"
    finally:
        program.terminate()
        _out, errors = program.communicate(timeout=10)
    assert program.returncode == 130
    assert "Traceback" not in errors
