"""The window and the desktop around it: tray, notices, and what closing comes to. The whole window is built for what
several of its parts do together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.choices import Closing
from app.controllers.staying import Leaving, StayingController
from app.dialogs.questions import CloseQuestion, StayQuestion
from app.settings import Settings
from app.staying.desktop import Desktop
from app.staying.notifier import DesktopNotifier
from app.staying.session_bus import SessionBus
from app.surroundings import Surroundings
from app.widgets.transfer_list import TransferList
from ptp_core.direction import Direction
from ptp_core.transfer.destination.room import FULL
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from tests.gui.desk import Desk
from tests.gui.staying.stand_ins import FakeNotifier, FakeTaskbar, FakeTray, NotificationService
from tests.unit.app.cli_helpers import offer, snapshot


class Place:
    """A controller with a plain window, a tray, a taskbar and a service for notices."""

    def __init__(self, folder: Path, qtbot: QtBot, *, notifier: bool = True, tray: bool = True) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.transfers = TransferList(self.window)
        self.settings = Settings(folder / "window.ini")
        self.tray = FakeTray()
        self.taskbar = FakeTaskbar()
        self.notifier = FakeNotifier()
        desktop = Desktop(
            tray=self.tray if tray else None, notifier=self.notifier if notifier else None, taskbar=self.taskbar
        )
        self.staying = StayingController(self.window, self.transfers, self.settings, desktop)

    def show(self, *snapshots: TransferSnapshot) -> None:
        for each in snapshots:
            self.transfers.update_snapshot(each)
        self.staying.hear()

    def end(self) -> None:
        self.staying.close()
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def place(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr("app.controllers.staying._REFRESH_MS", 1)
    made = Place(tmp_path, qtbot)
    yield made
    made.end()
    assert made.tray.closed


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Closing]:
    """What the person says about closing the window; nothing to say is a failure."""
    prepared: list[Closing] = []
    monkeypatch.setattr(StayQuestion, "ask", lambda *_: prepared.pop())
    return prepared


def running(**facts: Any) -> TransferSnapshot:
    return snapshot(TransferState.TRANSFERRING, **facts)


# Closing


def test_closing_while_receiving_is_asked_once_and_remembered(place: Place, answers: list[Closing]) -> None:
    place.staying.start(hidden=False)
    answers.append(Closing.TRAY)
    for _ in range(2):
        assert place.staying.leave([]) is Leaving.STAY
        assert not place.window.isVisible()
        place.tray.show_wanted.emit()
        assert place.window.isVisible()
    assert place.settings.closing is Closing.TRAY


def test_who_thinks_better_of_closing_is_asked_again(place: Place, answers: list[Closing]) -> None:
    place.staying.start(hidden=False)
    answers.append(Closing.ASK)
    assert place.staying.leave([running()]) is Leaving.STAY
    assert place.window.isVisible()
    answers.append(Closing.QUIT)
    assert place.staying.leave([running()]) is Leaving.END
    assert place.staying.leave([running()]) is Leaving.ASK, "remembered; that files are on their way is said each time"


def test_nobody_is_asked_where_nothing_goes_on_or_no_tray_is(place: Place, answers: list[Closing]) -> None:
    place.settings.receiving = False
    assert place.staying.leave([]) is Leaving.END
    place.settings.receiving = True
    place.tray.there = False
    assert place.staying.leave([running()]) is Leaving.ASK
    place.settings.closing = Closing.TRAY
    assert place.staying.leave([]) is Leaving.ASK


# Starting hidden


def test_a_hidden_start_shows_only_the_tray(place: Place) -> None:
    place.staying.start(hidden=True)
    assert not place.window.isVisible()
    place.staying.present()
    assert place.window.isVisible()


def test_a_tray_that_comes_later_is_waited_for_and_else_the_taskbar_has_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.controllers.staying._TRAY_AWAITED_MS", 1)
    place.tray.there = False
    place.staying.start(hidden=True)
    assert not place.window.isVisible()
    place.qtbot.waitUntil(place.window.isMinimized)
    place.staying.present()
    assert not place.window.isMinimized()


def test_without_any_tray_a_hidden_start_is_in_the_taskbar(tmp_path: Path, qtbot: QtBot) -> None:
    made = Place(tmp_path, qtbot, tray=False)
    made.staying.start(hidden=True)
    assert made.window.isMinimized()
    made.end()


# The tray


def test_the_tray_says_how_far_all_is_and_pauses_all(place: Place) -> None:
    place.staying.start(hidden=True)
    assert place.tray.words == "PTP: ready to receive"
    moving = [
        running(transfer_id=number, bytes_acknowledged=done, goodput_bps=4000.0)
        for number, done in ((1, 250), (2, 750))
    ]
    place.show(*moving)
    place.qtbot.waitUntil(lambda: place.tray.share == 0.5)
    assert place.tray.words == "PTP: 50 %, 1 kB/s, 1 s left"
    assert place.taskbar.shares[-1] == 0.5
    assert place.tray.choices == (True, False)
    asked: list[int] = []
    place.staying.pause_wanted.connect(asked.append)
    place.tray.pause_wanted.emit()
    assert sorted(asked) == [1, 2]
    place.show(*(replace(each, state=TransferState.PAUSED) for each in moving))
    place.qtbot.waitUntil(lambda: place.tray.choices == (False, True))
    assert place.tray.share is None
    place.staying.resume_wanted.connect(asked.append)
    place.tray.resume_wanted.emit()
    assert sorted(asked[2:]) == [1, 2]


def test_an_offer_is_a_dot_until_it_is_settled(place: Place) -> None:
    place.staying.hear_offer(offer(7))
    place.qtbot.waitUntil(lambda: place.tray.asks)
    place.staying.settle(7)
    place.qtbot.waitUntil(lambda: not place.tray.asks)
    assert place.notifier.withdrawn == ["offer-7"]


# Notices


def test_who_looks_at_the_window_is_told_there(place: Place) -> None:
    place.staying.present()
    place.qtbot.waitUntil(lambda: QApplication.activeWindow() is place.window)
    place.staying.hear_offer(offer(7))
    place.staying.hear_end(snapshot(TransferState.DONE))
    place.staying.hear_end(snapshot(TransferState.FAILED))
    assert place.notifier.shown == []
    place.window.hide()
    place.staying.hear_offer(offer(8))
    assert [notice.key for notice in place.notifier.shown] == ["offer-8"]


def test_nothing_is_told_to_who_switched_it_off(place: Place) -> None:
    place.settings.notifications = False
    place.staying.hear_offer(offer(7))
    assert place.notifier.shown == []
    assert place.tray.messages == []


def test_several_that_are_done_are_one_notice_until_somebody_looks(place: Place) -> None:
    folders: list[Path] = []
    place.staying.folder_wanted.connect(folders.append)
    for name in ("one", "two"):
        place.staying.hear_end(
            snapshot(TransferState.DONE, name=name, direction=Direction.RECEIVE, saved_path=Path("/in") / name)
        )
    assert [notice.title for notice in place.notifier.shown] == ["\u2068one\u2069 is saved", "2 transfers are done"]
    assert {notice.key for notice in place.notifier.shown} == {"done"}
    place.notifier.click("Show in folder")
    assert folders == [Path("/in")]
    QApplication.sendEvent(place.window, QEvent(QEvent.Type.WindowActivate))
    assert place.notifier.withdrawn == ["done"]
    place.staying.hear_end(snapshot(TransferState.DONE))
    assert place.notifier.shown[-1].title == "\u2068a.bin\u2069 has arrived"


def test_a_full_disk_is_told_once_until_there_is_room(place: Place) -> None:
    full = FULL(folder=Path("/home/me/in"))
    receives = running(direction=Direction.RECEIVE)
    held = replace(receives, message=full)
    for snapshots in (held, held, replace(held, transfer_id=2), running(transfer_id=3, message=full)):
        place.staying.hear_room(snapshots)
    (notice,) = place.notifier.shown
    assert notice.title == "The disk is full: \u2068a.bin\u2069 waits"
    assert notice.body == "There is no space left in /home/me/in. Make room there, and it goes on."
    assert notice.urgent
    place.staying.hear_room(receives)
    assert place.notifier.withdrawn == [], "the other one waits still"
    place.staying.hear_room(replace(held, transfer_id=2, state=TransferState.CANCELLED))
    assert place.notifier.withdrawn == [notice.key]
    place.staying.hear_room(held)
    assert [each.key for each in place.notifier.shown] == [notice.key, notice.key], "full once more"


def test_what_a_person_here_declined_is_no_news(place: Place) -> None:
    place.staying.hear_end(snapshot(TransferState.DECLINED, direction=Direction.RECEIVE))
    assert place.notifier.shown == []
    place.staying.hear_end(snapshot(TransferState.DECLINED))
    assert place.notifier.shown[0].title.endswith(": declined")


def test_a_service_that_is_not_there_leaves_it_to_the_tray(place: Place) -> None:
    place.staying.hear_offer(offer(7))
    place.notifier.failed.emit(place.notifier.shown[0])
    assert "wants to send you a file" in place.tray.messages[0].title
    place.tray.there = False
    place.notifier.failed.emit(place.notifier.shown[0])
    assert len(place.tray.messages) == 1


def test_without_a_service_the_tray_tells(tmp_path: Path, qtbot: QtBot) -> None:
    made = Place(tmp_path, qtbot, notifier=False)
    made.staying.hear_end(snapshot(TransferState.FAILED, message="It broke."))
    assert (made.tray.messages[0].body, made.tray.messages[0].urgent) == ("It broke.", True)
    made.end()


# All together


@pytest.fixture
def desk(
    tmp_path: Path, qtbot: QtBot, bus_address: str, service: NotificationService
) -> Iterator[tuple[Desk, FakeTray]]:
    """A whole window on a desktop that shows notices."""
    tray = FakeTray()

    def desktop() -> Desktop:
        bus = SessionBus(bus_address)
        return Desktop(tray=tray, notifier=DesktopNotifier(bus), bus=bus)

    made = Desk(tmp_path, qtbot, surroundings=Surroundings(desktop=desktop))
    yield made, tray
    made.end()
    assert tray.closed


def test_an_offer_is_answered_where_it_is_told_and_hostile_names_are_only_text(
    desk: tuple[Desk, FakeTray], service: NotificationService
) -> None:
    window, _tray = desk
    server = window.start()
    window.window.hide()
    window.qtbot.waitUntil(lambda: QApplication.activeWindow() is None)
    for words, accepted in (("Accept", True), ("Decline", False)):
        service.shown.clear()
        _transfer, asked = server.offer(name="<img src='http://x'>\u202e.txt", peer="<b>studio\nx</b>")
        window.qtbot.waitUntil(lambda: bool(service.shown))
        assert "<" not in service.shown[0].body
        assert "\u202e" not in service.shown[0].body
        assert "\n" not in service.shown[0].title
        service.click(words)
        # The window's thread answers, whenever it hears of the click.
        window.qtbot.waitUntil(lambda: window.window.offers.pending() == 0)
        answer = asked.wait(0)
        assert answer is not None
        assert answer.accepted is accepted
    assert not window.window.isVisible(), "the window stays away"
    _transfer, asked = server.offer()
    window.qtbot.waitUntil(lambda: window.window.offers.pending() == 1)
    gone = len(service.closed)
    window.window.offers.decline_button.click()
    window.qtbot.waitUntil(lambda: len(service.closed) > gone)


def test_a_window_in_the_tray_receives_tells_and_quits(
    desk: tuple[Desk, FakeTray],
    service: NotificationService,
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, tray = desk
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    server = window.start()
    window.settings.closing = Closing.TRAY
    window.window.close()
    assert not window.window.isVisible()
    assert not server.closed
    transfer, _asked = server.offer()
    transfer.tell(TransferState.DONE, saved_path=tmp_path / "scan.tiff")
    window.qtbot.waitUntil(lambda: bool(service.shown) and "Show in folder" in service.shown[-1].actions)
    service.click("Show in folder")
    window.qtbot.waitUntil(lambda: opened == [str(tmp_path)])

    failing, cancelled = (window.send(path) for path in files[:2])
    window.window.transfers.cancel_requested.emit(cancelled.transfer_id)
    cancelled.tell(TransferState.CANCELLED)
    failing.tell(TransferState.FAILED, message="No answer for 30 s.", hint="Is PTP open there?")
    window.qtbot.waitUntil(lambda: service.shown[-1].body == "No answer for 30 s. Is PTP open there?")
    assert not any("cancelled" in shown.title for shown in service.shown), "a person's own wish is no news"

    window.send(files[2]).tell(TransferState.TRANSFERRING)
    window.qtbot.waitUntil(lambda: bool(window.session.running()))
    said: list[bool] = [True, False]
    monkeypatch.setattr(CloseQuestion, "ask", lambda *_: said.pop())
    tray.quit_wanted.emit()
    assert window.window.isVisible(), "what is asked is to be seen"
    assert not window.closed
    tray.quit_wanted.emit()
    window.qtbot.waitUntil(lambda: window.closed)


def test_a_disk_that_fills_up_behind_a_hidden_window_is_told_once(
    desk: tuple[Desk, FakeTray], service: NotificationService
) -> None:
    window, _tray = desk
    window.start()
    window.window.hide()
    window.qtbot.waitUntil(lambda: QApplication.activeWindow() is None)
    service.shown.clear()
    receives = running(transfer_id=70, direction=Direction.RECEIVE)
    bridge = window.session.bridge
    bridge.transfer_changed(receives)
    for acknowledged in (10, 20):
        bridge.transfer_changed(replace(receives, bytes_acknowledged=acknowledged, message=FULL(folder=Path("/in"))))
        window.qtbot.waitUntil(lambda: _acknowledged(window, 70) == acknowledged)  # noqa: B023
    window.qtbot.waitUntil(lambda: bool(service.shown))
    assert [shown.title for shown in service.shown] == ["The disk is full: \u2068a.bin\u2069 waits"]
    assert "Make room there" in service.shown[0].body
    bridge.transfer_changed(replace(receives, state=TransferState.CANCELLED))
    window.qtbot.waitUntil(lambda: service.shown[0].number in service.closed)


def _acknowledged(window: Desk, transfer_id: int) -> int:
    row = window.window.transfers.row(transfer_id)
    return row.snapshot.bytes_acknowledged if row is not None else 0
