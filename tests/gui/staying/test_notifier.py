"""Notices over a real session bus, to a service that another implementation of D-Bus serves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from pytestqt.qtbot import QtBot

from app.staying.notices import Notice, NoticeAction
from app.staying.notifier import SERVICE, DesktopNotifier
from app.staying.session_bus import SessionBus, session_bus_address
from app.staying.taskbar import INTERFACE, PATH, PROGRAM, LauncherEntry
from tests.gui.staying.stand_ins import NotificationService, session_bus

OFFER = Notice(
    key="offer-7",
    title="<b>red</b> wants to send you a file",
    body="scan & co <a href='x'>.tiff\nTo here",
    actions=((NoticeAction.ACCEPT, "Accept"), (NoticeAction.DECLINE, "Decline")),
    urgent=True,
)


@pytest.fixture
def bus(bus_address: str) -> Iterator[SessionBus]:
    made = SessionBus(bus_address)
    yield made
    made.close()


def test_a_notice_says_what_it_says_and_a_strangers_name_is_no_markup(
    qtbot: QtBot, bus: SessionBus, service: NotificationService
) -> None:
    DesktopNotifier(bus, bus).show(OFFER)
    qtbot.waitUntil(lambda: bool(service.shown))
    shown = service.shown[0]
    assert shown.title == OFFER.title, "a title is plain text everywhere"
    assert shown.body == "scan &amp; co &lt;a href='x'&gt;.tiff\nTo here"
    assert shown.actions[2::2] == ["accept:offer-7", "decline:offer-7"]
    assert shown.expires_ms == 0, "a question stays"


def test_without_markup_nothing_is_escaped_and_without_actions_none_are_asked_for(
    qtbot: QtBot, bus: SessionBus, service: NotificationService
) -> None:
    service.capabilities = ["body"]
    DesktopNotifier(bus, bus).show(OFFER)
    qtbot.waitUntil(lambda: bool(service.shown))
    assert service.shown[0].body == OFFER.body
    assert service.shown[0].actions == []


def test_a_click_comes_back_with_the_permission_to_come_to_the_front(
    qtbot: QtBot, bus: SessionBus, service: NotificationService
) -> None:
    notifier = DesktopNotifier(bus, bus)
    notifier.show(OFFER)
    qtbot.waitUntil(lambda: bool(service.shown))
    for words, action in (("Accept", NoticeAction.ACCEPT), ("Decline", NoticeAction.DECLINE), ("", NoticeAction.SHOW)):
        with qtbot.waitSignal(notifier.chosen) as chosen:
            service.click(words, token="front")
        assert chosen.args == [action, "offer-7", "front"]


def test_the_clicks_on_other_programs_notices_are_not_ours(
    qtbot: QtBot, bus: SessionBus, service: NotificationService
) -> None:
    notifier = DesktopNotifier(bus, bus)
    heard: list[object] = []
    notifier.chosen.connect(lambda *said: heard.append(said))
    notifier.show(OFFER)
    qtbot.waitUntil(lambda: bool(service.shown))
    service.ActionInvoked.emit(99, "default")
    service.ActionInvoked.emit(99, "accept:offer-7")
    service.click("Decline")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(NoticeAction.DECLINE, "offer-7", "")]


def test_the_same_key_is_replaced_and_what_is_withdrawn_goes(
    qtbot: QtBot, bus: SessionBus, service: NotificationService
) -> None:
    notifier = DesktopNotifier(bus, bus)
    notifier.show(OFFER)
    qtbot.waitUntil(lambda: len(service.shown) == 1)
    # The answer is there before the next click is: a person is slower than the bus.
    qtbot.waitUntil(lambda: bool(notifier._numbers))
    notifier.show(OFFER)
    qtbot.waitUntil(lambda: len(service.shown) == 2)
    assert service.shown[1].replaces == service.shown[0].number
    notifier.withdraw("offer-7")
    notifier.withdraw("another")
    qtbot.waitUntil(lambda: service.closed == [service.shown[0].number])


def test_what_is_withdrawn_before_the_service_has_said_its_number_goes_too(
    qtbot: QtBot, bus: SessionBus, service: NotificationService
) -> None:
    notifier = DesktopNotifier(bus, bus)
    notifier.show(OFFER)
    qtbot.waitUntil(lambda: bool(service.shown))
    notifier.withdraw(OFFER.key)
    # By now the service's capabilities are known, and a notice goes out at once.
    qtbot.waitUntil(lambda: service.closed == [1])
    other = replace(OFFER, key="offer-8")
    notifier.show(other)
    notifier.withdraw(other.key)
    notifier.show(other)
    qtbot.waitUntil(lambda: len(service.shown) == 3)
    qtbot.waitUntil(lambda: service.closed == [1, 2])
    notifier.withdraw(other.key)
    qtbot.waitUntil(lambda: service.closed == [1, 2, 3])


def test_a_click_that_is_heard_before_the_number_of_the_notice_counts(
    qtbot: QtBot, bus: SessionBus, service: NotificationService
) -> None:
    notifier = DesktopNotifier(bus, bus)
    chosen: list[tuple[NoticeAction, str, str]] = []
    notifier.chosen.connect(lambda *said: chosen.append(said))
    notifier.show(OFFER)
    qtbot.waitUntil(lambda: bool(service.shown))
    # Answers and signals come to this thread by two ways.
    bus.heard.emit(SERVICE, "ActionInvoked", (99, "accept:offer-7"))
    bus.heard.emit(SERVICE, "ActionInvoked", (1, "decline:offer-7"))
    qtbot.waitUntil(lambda: chosen == [(NoticeAction.DECLINE, "offer-7", "")])


def test_a_desktop_without_notices_says_so(qtbot: QtBot, bus: SessionBus) -> None:
    notifier = DesktopNotifier(bus, bus)
    with qtbot.waitSignal(notifier.failed) as failed:
        notifier.show(OFFER)
    assert failed.args == [OFFER]


def test_a_bus_that_has_gone_says_so_each_time(qtbot: QtBot) -> None:
    bus = SessionBus("unix:path=/nowhere/at/all;tcp:host=127.0.0.1,port=1")
    notifier = DesktopNotifier(bus, bus)
    for _ in range(2):
        with qtbot.waitSignal(notifier.failed):
            notifier.show(OFFER)
    bus.close()


def test_a_service_that_does_not_answer_holds_nothing_up(
    qtbot: QtBot, bus: SessionBus, service: NotificationService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.staying.bus_line.CALL_LIMIT_S", 0.1)
    notifier = DesktopNotifier(bus, bus)
    bus.listen("org.freedesktop.DBus", "/org/freedesktop/DBus")
    # The service is this very thread, which is not there to answer until the bound has passed.
    notifier.show(OFFER)
    assert bus._line is not None
    bus._line._thread.join(0.5)
    with qtbot.waitSignal(notifier.failed):
        pass


def test_a_bus_that_ends_in_the_middle_holds_nothing_up(qtbot: QtBot) -> None:
    own = "org.example.NobodyAnswersHere"
    answers: list[str] = []

    with session_bus() as address:
        bus = SessionBus(address)

        def ask(service: str, member: str, signature: str = "", body: tuple[object, ...] = ()) -> None:
            bus.call(
                service, "/org/freedesktop/DBus", member, signature, body,
                done=lambda _values: answers.append("done"), failed=lambda: answers.append("failed"),
            )  # fmt: skip

        ask("org.freedesktop.DBus", "RequestName", "su", (own, 0))
        ask(own, "GetId")
        ask("org.freedesktop.DBus", "GetId")
        qtbot.waitUntil(lambda: answers == ["done", "done"])
    qtbot.waitUntil(lambda: answers[2:] == ["failed"])
    for share in (0.25, 0.5, 0.75):
        LauncherEntry(bus).show_share(share)
        ask("org.freedesktop.DBus", "GetId")
    qtbot.waitUntil(lambda: answers[2:] == ["failed"] * 4)
    bus.close()


def test_nothing_is_opened_before_something_is_said_and_nothing_comes_after_the_end(bus_address: str) -> None:
    before = set(threading.enumerate())
    bus = SessionBus(bus_address)
    taskbar = LauncherEntry(bus)
    taskbar.show_share(None)
    bus.close()
    taskbar.show_share(0.5)
    DesktopNotifier(bus, bus).show(OFFER)
    bus.close()
    assert set(threading.enumerate()) == before


class _Listener(QObject):
    """Hears the taskbar's signal as a dock does."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, str]] = []

    @Slot(QDBusMessage)
    def hear(self, message: QDBusMessage) -> None:
        self.heard.append((message.arguments()[0], message.signature()))


def test_the_taskbar_hears_of_progress_once_for_each_step(
    qtbot: QtBot, bus: SessionBus, connection: QDBusConnection
) -> None:
    listener = _Listener()
    # The stubs say bytes, which it does not take.
    assert connection.connect("", PATH, INTERFACE, "Update", listener, "1hear(QDBusMessage)")  # type: ignore[call-overload]
    taskbar = LauncherEntry(bus)
    for share in (0.5, 0.501, None):
        taskbar.show_share(share)
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    assert listener.heard == [(PROGRAM, "sa{sv}")] * 2


def test_what_was_said_last_is_heard_although_the_bus_is_closed_at_once(
    qtbot: QtBot, bus: SessionBus, connection: QDBusConnection
) -> None:
    listener = _Listener()
    # The stubs say bytes, which it does not take.
    assert connection.connect("", PATH, INTERFACE, "Update", listener, "1hear(QDBusMessage)")  # type: ignore[call-overload]
    for share in (0.1, 0.2, 0.3):
        LauncherEntry(bus).show_share(share)
    bus.close()
    qtbot.waitUntil(lambda: len(listener.heard) == 3)


def test_the_address_is_the_environments_or_the_persons_own_bus(tmp_path: Path) -> None:
    assert session_bus_address({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}) == "unix:path=/x"
    assert session_bus_address({}) is None
    assert session_bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) is None
    (tmp_path / "bus").touch()
    assert session_bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path}/bus"
