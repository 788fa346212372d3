"""A session bus of the tests' own, and on it a service for notices that stands in for the desktop's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtDBus import QDBusConnection

from tests.gui.staying.stand_ins import NotificationService, session_bus

_numbers = itertools.count()


@pytest.fixture(scope="session")
def bus_address() -> Iterator[str]:
    """Where the bus is."""
    with session_bus() as address:
        yield address


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
