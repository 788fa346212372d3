"""A session bus of the tests' own, and on it a service for notices that stands in for the desktop's."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtDBus import QDBusConnection

from tests.gui.staying.stand_ins import NotificationService

_numbers = itertools.count()


@pytest.fixture(scope="session")
def bus_address() -> Iterator[str]:
    """Where the bus is."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("there is no dbus-daemon here (Debian: dbus-daemon)")
    daemon = subprocess.Popen(
        [program, "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.communicate(timeout=5)


@pytest.fixture
def connection(bus_address: str) -> Iterator[QDBusConnection]:
    """Another program on that bus, by another implementation of it."""
    name = f"test-{next(_numbers)}"
    yield QDBusConnection.connectToBus(bus_address, name)
    QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def service(connection: QDBusConnection) -> Iterator[NotificationService]:
    """A desktop that shows notices, with actions and markup."""
    made = NotificationService(connection)
    made.appear()
    yield made
    made.disappear()
