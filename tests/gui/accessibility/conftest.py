"""A screen, a bus for readers, and on them the window as a process of its own: what a screen reader would meet."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest

from tests.gui.accessibility.reader import REGISTRY, Bus, Thing, parent_of, programs, things

ROOT = Path(__file__).resolve().parents[3]
_NEEDED = {"Xvfb": "xvfb", "dbus-daemon": "dbus-daemon"}
_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
_REGISTRY_LIMIT_S = 10.0
_NO_LIBRARIES = "Could not load the Qt platform plugin"


class Reader:
    """Sends the window to a page, and reads what is there."""

    def __init__(self, window: subprocess.Popen[str], bus: Bus, ear: Bus, place: tuple[str, str]) -> None:
        self._window = window
        self._bus = bus
        self._ear = ear
        self._place = place

    def read(self, where: str) -> list[Thing]:
        """All that is to be seen on a page, of which a tab of the details may be named too: "SEND 1"."""
        self._order(where)
        return list(things(self._bus, *self._place))

    def hear_menu(self) -> list[Thing]:
        """The menu and its entries: it is opened, and the entry found by which is told to have the focus. Qt counts
        no menu of a button among what a window holds."""
        self._order("MENU")
        try:
            while True:
                state, now, place = self._ear.next_event()
                if (state, now) == ("focused", True):
                    (entry,) = things(self._bus, *place)
                    if entry.role == "menu item":
                        return list(things(self._bus, *parent_of(self._bus, entry)))
        finally:
            self._order("CLOSE")

    def _order(self, where: str) -> None:
        assert self._window.stdin is not None
        assert self._window.stdout is not None
        self._window.stdin.write(f"{where}\n")
        self._window.stdin.flush()
        assert self._window.stdout.readline() == "ready\n"


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Skips where there is no screen without a screen, or no service for readers (Debian: xvfb, at-spi2-core)."""
    missing = [package for program, package in _NEEDED.items() if shutil.which(program) is None]
    missing += [] if _LAUNCHER.exists() else ["at-spi2-core"]
    if missing:
        pytest.skip(f"a screen reader's side cannot be seen here; Debian has it in {', '.join(missing)}")
    home = str(tmp_path_factory.mktemp("readers-home"))
    environment = {
        **os.environ,
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"), home),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONPATH": str(ROOT),
        "PTP_LANGUAGE": "en",
    }
    with ExitStack() as ends:
        display, write = os.pipe()
        screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
        _start(ends, screen, environment, pass_fds=(write,))
        os.close(write)
        with os.fdopen(display) as told:
            environment["DISPLAY"] = f":{told.readline().strip()}"
        daemon = _start(ends, ["dbus-daemon", "--session", "--nofork", "--print-address=1"], environment)
        assert daemon.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = daemon.stdout.readline().strip()
        session = Bus(environment["DBUS_SESSION_BUS_ADDRESS"])
        ends.callback(session.close)
        (address,) = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        bus = Bus(address)
        ends.callback(bus.close)
        _wait_for_registry(bus)
        ear = Bus(address)
        ends.callback(ear.close)
        ear.listen(*REGISTRY, ["object:state-changed:focused"])
        window = _start(ends, [sys.executable, "-m", "tests.gui.accessibility.shown_window", home], environment)
        assert window.stdout is not None
        if window.stdout.readline() != "ready\n":
            assert window.stderr is not None
            said = window.stderr.read()
            if _NO_LIBRARIES in said:
                pytest.skip("Qt's libraries for a screen are not all here: .ci/set_up.sh dev installs them")
            pytest.fail(said)
        yield Reader(window, bus, ear, programs(bus)["PTP"])


def _wait_for_registry(bus: Bus) -> None:
    """The registry is there before whoever registers. While the screen begins, it may end and be started again."""
    until_s = monotonic() + _REGISTRY_LIMIT_S
    while True:
        try:
            programs(bus)
            return
        except AssertionError:
            if monotonic() > until_s:
                raise


def _start(
    ends: ExitStack, command: list[str], environment: dict[str, str], *, pass_fds: tuple[int, ...] = ()
) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, pass_fds=pass_fds,
    )  # fmt: skip
    ends.callback(process.communicate)
    ends.callback(process.kill)
    return process
