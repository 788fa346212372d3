"""The settings' sheet: what each row reads, and what a change of it does to what runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.background import Background
from app.choices import Look, SizeUnits, SpeedUnits
from app.controllers.attending import AttendingController
from app.controllers.computer import ComputerController
from app.controllers.nearby import NearbyController
from app.controllers.receiving import ReceivingController
from app.controllers.sending import SendingController
from app.engine import Engine
from app.preferences.dialog import PreferencesDialog
from app.preferences.rows import PREFERENCES
from app.settings import Settings
from app.staying.login_start import LoginStart
from app.theme import Scheme, Theme
from app.translations.catalogue import SYSTEM, languages
from app.wording import problem_words
from ptp_core.errors import PtpError
from ptp_core.formatting import Units, use_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the rows act on. `login` None has no start at login."""

    engine: Engine
    settings: Settings
    sending: SendingController
    receiving: ReceivingController
    nearby: NearbyController
    computer: ComputerController
    attending: AttendingController
    login: LoginStart | None


@dataclass(frozen=True, slots=True)
class _Binding:
    """What a row reads, what it is at first, and what a change does. Neither waits for anything."""

    read: Callable[[], Any]
    first: Callable[[], Any]
    apply: Callable[[Any], None]


class PreferencesController(QObject):
    """GUI thread only.

    Signals:
        problem(PtpError): a change did not come about.
        shown_otherwise(): numbers are written in other units.
        language_chosen(): the window is to speak another language, or the same for another reason.
        changed(): something was set, and what else shows it is to show it now.
    """

    problem = Signal(object)
    shown_otherwise = Signal()
    language_chosen = Signal()
    changed = Signal()

    def __init__(self, parts: Parts, work: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._work = work
        self._starts_at_login = False
        self._dialog: PreferencesDialog | None = None
        self._bindings = self._bind()
        use_settings(parts.settings)
        parts.attending.note_ends(parts.settings.keeps_history)
        parts.engine.set_keeps_recordings(parts.settings.keeps_recordings)
        # A port that the system picks, a folder that is taken or not, a name that is kept or not.
        parts.receiving.listening.connect(self._show_values)
        parts.computer.renamed.connect(self._show_values)
        for part in (parts.receiving, parts.computer, self):
            part.problem.connect(self._show_problem)

    @Slot()
    def open(self, window: QWidget) -> None:
        """Show the sheet over `window`."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        login = self._parts.login
        dialog = self._dialog = PreferencesDialog(
            window,
            preferences=[row for row in PREFERENCES if row.key in self._bindings],
            values={key: binding.read() for key, binding in self._bindings.items()},
            firsts={key: binding.first() for key, binding in self._bindings.items()},
            options={"language": [(SYSTEM, self.tr("Like the desktop")), *languages().items()]},
        )
        dialog.finished.connect(self._closed)
        dialog.chosen.connect(self._apply)
        if login is not None:
            self._work.run(login.is_on, self._show_login, self.problem.emit)
        dialog.open()

    def record(self) -> None:
        """Keep what happens on each connection, from the next transfer on."""
        self._apply("keeps_recordings", True)
        self._show_values()

    @Slot(str, object)
    def _apply(self, key: str, value: object) -> None:
        self._bindings[key].apply(value)
        self.changed.emit()

    @Slot()
    def _show_values(self) -> None:
        if self._dialog is not None:
            for key, binding in self._bindings.items():
                self._dialog.show_value(key, binding.read())

    @Slot(object)
    def _show_problem(self, error: PtpError) -> None:
        if self._dialog is not None:
            self._show_values()
            self._dialog.show_problem(problem_words(error))

    @Slot()
    def _closed(self) -> None:
        self._dialog = None

    def _bind(self) -> dict[str, _Binding]:
        parts, settings = self._parts, self._parts.settings
        receiving, sending = parts.receiving, parts.sending

        def remembered(name: str, apply: Callable[[Any], None]) -> _Binding:
            return _Binding(lambda: getattr(settings, name), lambda: Settings.first(name), apply)

        def only_remembered(name: str, then: Callable[[], None] = lambda: None) -> _Binding:
            def keep(value: object) -> None:
                setattr(settings, name, value)
                then()

            return remembered(name, keep)

        bindings = {
            "name": _Binding(lambda: parts.engine.name, lambda: parts.engine.first_name, parts.computer.rename),
            "receiving": remembered("receiving", receiving.switch),
            "folder": remembered("folder", receiving.choose_folder),
            "folder_per_peer": remembered("folder_per_peer", receiving.switch_folder_per_peer),
            "accept": remembered("accept", receiving.choose_accept),
            "on_conflict": remembered("on_conflict", receiving.choose_conflict),
            "port": remembered("port", self._choose_port),
            "limit": remembered("limit_bps", sending.limit_all),
            "at_once": remembered("at_once", lambda number: sending.send_at_once(int(number))),
            "announced": remembered("announced", receiving.switch_announcing),
            "nearby": remembered("nearby", parts.nearby.switch),
            "language": only_remembered("language", self.language_chosen.emit),
            "look": only_remembered("look", self._use_settings),
            "size_units": only_remembered("size_units", self._use_settings),
            "speed_units": only_remembered("speed_units", self._use_settings),
            "notifications": only_remembered("notifications"),
            "closing": only_remembered("closing"),
            "keeps_history": only_remembered(
                "keeps_history", lambda: parts.attending.note_ends(settings.keeps_history)
            ),
            "keeps_recordings": only_remembered("keeps_recordings", self._keep_recordings),
        }
        if parts.login is not None:
            bindings["login"] = _Binding(lambda: self._starts_at_login, lambda: False, self._switch_login)
        return bindings

    def _choose_port(self, port: float) -> None:
        if self._parts.settings.receiving:
            self._parts.receiving.choose_port(int(port))
        else:
            self._parts.settings.port = int(port)

    def _keep_recordings(self) -> None:
        self._parts.engine.set_keeps_recordings(self._parts.settings.keeps_recordings)
        self._parts.receiving.restart()

    def _use_settings(self) -> None:
        use_settings(self._parts.settings)
        self.shown_otherwise.emit()

    def _switch_login(self, on: bool) -> None:
        login = self._parts.login
        assert login is not None

        def switched() -> bool:
            login.switch(on)
            return login.is_on()

        self._work.run(switched, self._show_login, self.problem.emit)

    def _show_login(self, on: bool) -> None:
        self._starts_at_login = on
        self._show_values()


def use_settings(settings: Settings) -> None:
    """Light or dark, and the units, as they are set."""
    schemes = {Look.SYSTEM: None, Look.LIGHT: Scheme.LIGHT, Look.DARK: Scheme.DARK}
    theme = Theme.of_application()
    if theme.preference is not schemes[settings.look]:
        theme.prefer(schemes[settings.look])
    use_units(
        Units(
            binary_sizes=settings.size_units is SizeUnits.BINARY, bit_rates=settings.speed_units is SpeedUnits.BITS
        )
    )
