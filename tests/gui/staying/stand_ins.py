"""What stands in for the desktop: its bus, its service for notices, by Qt's own D-Bus, and its tray."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import ClassInfo, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

from app.staying.notices import Notice

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


@contextmanager
def session_bus() -> Iterator[str]:
    """A bus, and where it is. Skips where none can be made."""
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


@dataclass
class Shown:
    """A notice as the service was told of it."""

    number: int
    replaces: int
    title: str
    body: str
    actions: list[str]
    expires_ms: int

    def key_of(self, words: str) -> str:
        """What the service says when somebody clicks on these words."""
        return self.actions[self.actions.index(words) - 1]


# The stubs know neither the decorator's argument nor types by their names.
@ClassInfo({"D-Bus Interface": SERVICE})  # type: ignore[call-arg]
class NotificationService(QObject):  # type: ignore[operator]
    """Remembers what it was told to show, and clicks as the test says."""

    ActionInvoked = Signal("uint", str)  # type: ignore[arg-type]
    ActivationToken = Signal("uint", str)  # type: ignore[arg-type]
    NotificationClosed = Signal("uint", "uint")  # type: ignore[arg-type]

    def __init__(self, connection: QDBusConnection) -> None:
        super().__init__()
        self._connection = connection
        self.capabilities = ["body", "actions", "body-markup"]
        self.shown: list[Shown] = []
        self.closed: list[int] = []

    def appear(self) -> None:
        options = QDBusConnection.RegisterOption.ExportAllContents
        assert self._connection.registerObject(PATH, self, options)
        assert self._connection.registerService(SERVICE)

    def disappear(self) -> None:
        self._connection.unregisterObject(PATH)
        self._connection.unregisterService(SERVICE)

    def click(self, words: str, *, token: str = "") -> None:
        """On the newest notice; "" is the notice itself."""
        last = self.shown[-1]
        if token:
            self.ActivationToken.emit(last.number, token)
        self.ActionInvoked.emit(last.number, last.key_of(words))

    @Slot(str, "uint", str, str, str, "QStringList", "QVariantMap", int, result="uint")
    def Notify(
        self,
        _program: str,
        replaces: int,
        _icon: str,
        title: str,
        body: str,
        actions: list[str],
        hints: dict[str, object],
        expires_ms: int,
    ) -> int:
        assert hints["desktop-entry"] == "ptp"
        number = replaces or 1 + len(self.shown)
        self.shown.append(Shown(number, replaces, title, body, actions, expires_ms))
        return number

    @Slot(result="QStringList")
    def GetCapabilities(self) -> list[str]:
        return self.capabilities

    @Slot("uint")
    def CloseNotification(self, number: int) -> None:
        self.closed.append(number)


@dataclass
class Message:
    """What the tray showed for a while."""

    title: str
    body: str
    urgent: bool


class FakeTray(QObject):
    """A tray that a test looks at and clicks in."""

    show_wanted = Signal()
    send_wanted = Signal()
    pause_wanted = Signal()
    resume_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, *, there: bool = True) -> None:
        super().__init__()
        self.there = there
        self.words = ""
        self.share: float | None = None
        self.asks = False
        self.choices: tuple[bool, bool] = (False, False)
        self.messages: list[Message] = []
        self.closed = False

    def is_there(self) -> bool:
        return self.there

    def show_state(self, words: str, share: float | None, asks: bool) -> None:
        self.words, self.share, self.asks = words, share, asks

    def offer(self, *, pause: bool, resume: bool) -> None:
        self.choices = (pause, resume)

    def show_message(self, title: str, body: str, *, urgent: bool) -> None:
        self.messages.append(Message(title, body, urgent))

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeTaskbar:
    """A taskbar that remembers."""

    shares: list[float | None] = field(default_factory=list)

    def show_share(self, share: float | None) -> None:
        self.shares.append(share)


class FakeNotifier(QObject):
    """Shows notices to the test."""

    chosen = Signal(object, str, str)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Notice] = []
        self.withdrawn: list[str] = []

    def show(self, notice: Notice) -> None:
        self.shown.append(notice)

    def withdraw(self, key: str) -> None:
        self.withdrawn.append(key)

    def click(self, words: str) -> None:
        """On the newest notice."""
        last = self.shown[-1]
        (action,) = (action for action, said in last.actions if said == words)
        self.chosen.emit(action, last.key, "")
