"""The window tells the local network of itself while it receives, if the person lets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ptp_core.network.addresses import PeerAddress
from ptp_core.security.identity import Identity
from tests.gui.desk import Desk


class PretendAnnouncer:
    """One listening place at a time is announced, or none."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.announced: list[PeerAddress] = []

    def __call__(self, bound: PeerAddress, identity: Identity) -> PretendAnnouncing:
        self.names.append(identity.name)
        return PretendAnnouncing(self, bound)


class PretendAnnouncing:
    def __init__(self, announcer: PretendAnnouncer, bound: PeerAddress) -> None:
        self._announced = announcer.announced
        self._bound = bound

    def start(self) -> None:
        self._announced.append(self._bound)

    def close(self) -> None:
        if self._bound in self._announced:
            self._announced.remove(self._bound)


@pytest.fixture
def announcer() -> PretendAnnouncer:
    return PretendAnnouncer()


@pytest.fixture
def announcing_desk(tmp_path: Path, qtbot: QtBot, announcer: PretendAnnouncer) -> Iterator[Desk]:
    made = Desk(tmp_path, qtbot, announcer=announcer)
    yield made
    made.end()
    assert announcer.announced == []


def ports(announcer: PretendAnnouncer) -> list[int]:
    return [bound.port for bound in announcer.announced]


def test_it_is_announced_while_it_receives(announcing_desk: Desk, announcer: PretendAnnouncer) -> None:
    desk = announcing_desk
    desk.start()
    desk.qtbot.waitUntil(lambda: ports(announcer) == [7700])
    assert announcer.names == [desk.session.engine.name]
    desk.window.receive_page.port_chosen.emit(7701)
    desk.qtbot.waitUntil(lambda: ports(announcer) == [7701])
    desk.window.receive_page.receiving_switched.emit(False)
    desk.qtbot.waitUntil(lambda: ports(announcer) == [])


def test_the_switch_counts_at_once_and_is_remembered(announcing_desk: Desk, announcer: PretendAnnouncer) -> None:
    desk = announcing_desk
    desk.start()
    switch = desk.window.receive_page.announcing_switch
    assert switch.isChecked()
    desk.qtbot.waitUntil(lambda: ports(announcer) == [7700])
    switch.click()
    desk.qtbot.waitUntil(lambda: ports(announcer) == [])
    assert not desk.settings.announced
    switch.click()
    desk.qtbot.waitUntil(lambda: ports(announcer) == [7700])
    assert desk.settings.announced


def test_who_switched_it_off_is_not_announced_at_the_next_start(
    announcing_desk: Desk, announcer: PretendAnnouncer
) -> None:
    announcing_desk.settings.announced = False
    announcing_desk.session.receiving.show_choices()
    announcing_desk.start()
    assert not announcing_desk.window.receive_page.announcing_switch.isChecked()
    assert announcer.names == []
