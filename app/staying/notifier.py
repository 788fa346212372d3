"""Notices by the desktop's own service: org.freedesktop.Notifications, version 1.2 of its specification."""

from __future__ import annotations

import html
from typing import Final, Protocol

from PySide6.QtCore import QObject, SignalInstance, Slot
from PySide6.QtCore import Signal as QtSignal

from app.staying.notices import Notice, NoticeAction
from app.staying.session_bus import SessionBus

SERVICE: Final = "org.freedesktop.Notifications"
PATH: Final = "/org/freedesktop/Notifications"

_BY_DESKTOP_MS: Final = -1
_NEVER_MS: Final = 0
_NORMAL: Final = 1
_CRITICAL: Final = 2
_MOST_EARLY: Final = 20


class Notifier(Protocol):
    """Shows notices where a person sees them who looks elsewhere.

    Signals:
        chosen(NoticeAction, str, str): the person wants this of the notice with that key; the last is the desktop's
            permission to come to the front, empty without one.
        failed(Notice): it cannot be shown this way.
    """

    @property
    def chosen(self) -> SignalInstance: ...
    @property
    def failed(self) -> SignalInstance: ...

    def show(self, notice: Notice) -> None:
        """Show it, in place of one with the same key."""

    def withdraw(self, key: str) -> None:
        """It is of no interest any more, if it is still there."""


class DesktopNotifier(QObject):
    """The Notifier of a desktop with a session bus. GUI thread only."""

    chosen = QtSignal(object, str, str)
    failed = QtSignal(object)

    def __init__(self, bus: SessionBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._capabilities: frozenset[str] | None = None
        self._asked: list[Notice] = []
        # What the service calls our notices.
        self._numbers: dict[str, int] = {}
        # Which call for a key is the one that counts, until the service has said the number of its notice.
        self._awaited: dict[str, object] = {}
        # What was heard meanwhile of numbers that nobody knows yet.
        self._early: list[tuple[str, tuple[object, ...]]] = []
        self._token = ""
        bus.heard.connect(self._hear)

    def show(self, notice: Notice) -> None:
        """`failed` tells when the service is not there."""
        if self._capabilities is not None:
            self._notify(notice, self._capabilities)
            return
        self._asked.append(notice)
        if len(self._asked) == 1:
            self._bus.listen(SERVICE, PATH)
            self._bus.call(
                SERVICE,
                PATH,
                "GetCapabilities",
                done=lambda values: self._learn(values[0] if values else ()),
                failed=self._fail_asked,
            )

    def withdraw(self, key: str) -> None:
        """It goes from the list of old ones as well."""
        self._asked = [notice for notice in self._asked if notice.key != key]
        self._awaited.pop(key, None)
        number = self._numbers.pop(key, None)
        if number is not None:
            self._close(number)

    def _close(self, number: int) -> None:
        self._bus.call(SERVICE, PATH, "CloseNotification", "u", (number,))

    def _learn(self, capabilities: object) -> None:
        said = capabilities if isinstance(capabilities, (list, tuple)) else ()
        self._capabilities = frozenset(str(each) for each in said)
        asked, self._asked = self._asked, []
        for notice in asked:
            self._notify(notice, self._capabilities)

    def _fail_asked(self) -> None:
        asked, self._asked = self._asked, []
        for notice in asked:
            self.failed.emit(notice)

    def _notify(self, notice: Notice, capabilities: frozenset[str]) -> None:
        # Where markup is understood a stranger's name must not be any; elsewhere the escapes would be seen.
        body = html.escape(notice.body, quote=False) if "body-markup" in capabilities else notice.body
        actions = [NoticeAction.SHOW.value, ""]
        for action, words in notice.actions:
            actions += [f"{action.value}:{notice.key}", words]
        hints = {
            "desktop-entry": ("s", "ptp"),
            "urgency": ("y", _CRITICAL if notice.urgent else _NORMAL),
            "category": ("s", "transfer"),
        }
        call = self._awaited[notice.key] = object()
        self._bus.call(
            SERVICE,
            PATH,
            "Notify",
            "susssasa{sv}i",
            (
                "PTP",
                self._numbers.get(notice.key, 0),
                "ptp",
                notice.title,
                body,
                actions if "actions" in capabilities else [],
                hints,
                _NEVER_MS if notice.urgent else _BY_DESKTOP_MS,
            ),
            done=lambda values: self._shown(notice.key, call, values),
            failed=lambda: self._fail(notice, call),
        )

    def _fail(self, notice: Notice, call: object) -> None:
        if self._awaited.get(notice.key) is call:
            del self._awaited[notice.key]
        self.failed.emit(notice)

    def _shown(self, key: str, call: object, values: tuple[object, ...]) -> None:
        if not values or not isinstance(values[0], int):
            return
        if self._awaited.get(key) is call:
            del self._awaited[key]
            self._numbers[key] = values[0]
        elif self._numbers.get(key) != values[0]:
            # It was answered, or another one took its place, before the service had said what it calls it.
            self._close(values[0])
        early, self._early = self._early, []
        for member, said in early:
            self._hear(SERVICE, member, said)

    @Slot(str, str, object)
    def _hear(self, interface: str, member: str, values: tuple[object, ...]) -> None:
        if interface != SERVICE or len(values) != 2 or not isinstance(values[0], int):
            return
        number, said = values
        # The service tells all programs of all notices.
        key = next((key for key, each in self._numbers.items() if each == number), None)
        if key is None:
            if self._awaited:
                self._early = [*self._early[-_MOST_EARLY:], (member, values)]
            return
        if member == "ActivationToken":
            self._token = str(said)
        elif member == "ActionInvoked":
            token, self._token = self._token, ""
            name = str(said).partition(":")[0]
            if name in {action.value for action in NoticeAction}:
                self.chosen.emit(NoticeAction(name), key, token)
        elif member == "NotificationClosed":
            self._numbers.pop(key, None)
