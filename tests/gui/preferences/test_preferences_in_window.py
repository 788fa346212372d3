"""A change in the settings acts on what runs, and what else shows it shows it too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.choices import Closing, Look, SizeUnits, SpeedUnits
from app.nearby import BrowserFactory
from app.preferences.dialog import PreferencesDialog
from app.preferences.rows import PREFERENCES
from app.staying.desktop import Desktop
from app.staying.login_start import XdgAutostart
from app.surroundings import Surroundings
from app.theme import Scheme, Theme
from app.widgets.recorded_page import RecordedPage
from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.formatting import Units, use_units
from ptp_core.history.history import History
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk


class Browsing:
    """Looks for nobody, and says whether it does."""

    def __init__(self) -> None:
        self.on = False

    def start(self) -> None:
        self.on = True

    def close(self) -> None:
        self.on = False


class Office:
    """A window with its settings open."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.browsing = Browsing()
        browser: BrowserFactory = lambda _changed: self.browsing  # noqa: E731
        self.history = folder / "history.sqlite3"
        self.login = XdgAutostart(folder / "autostart" / "ptp.desktop", ["ptp", "--hidden"])
        around = Surroundings(browser=browser, history=self.history, desktop=lambda: Desktop(login=self.login))
        self.desk = Desk(folder, qtbot, surroundings=around)
        self.server = self.desk.start()
        self.qtbot = qtbot

    @property
    def dialog(self) -> PreferencesDialog:
        found = self.desk.window.findChild(PreferencesDialog)
        assert found is not None
        return found

    def open(self) -> PreferencesDialog:
        self.desk.window.settings_wanted.emit()
        return self.dialog

    def set(self, key: str, value: Any) -> None:
        """As a person does who chooses it in the row."""
        self.dialog.rows[key].editor.show(value)
        self.dialog.rows[key].editor.changed.emit(value)

    def shown(self, key: str) -> str:
        field: Any = self.dialog.rows[key].editor.field
        return str(field.text() if hasattr(field, "text") and not field.inherits("QComboBox") else field.currentText())


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    made = Office(tmp_path, qtbot)
    yield made
    made.desk.end()
    Theme.of_application().prefer(None)
    use_units(Units())


def test_every_row_is_bound_and_acts_on_what_runs(office: Office, tmp_path: Path) -> None:
    office.open()
    desk, server, settings = office.desk, office.server, office.desk.settings
    page, engine = desk.window.receive_page, desk.session.engine
    assert list(office.dialog.rows) == [row.key for row in PREFERENCES]

    office.set("accept", AcceptPolicy.KNOWN)
    office.set("on_conflict", ConflictPolicy.SKIP)
    office.set("folder_per_peer", True)
    assert (server.accept, server.on_conflict, server.folder_per_peer) == (
        AcceptPolicy.KNOWN,
        ConflictPolicy.SKIP,
        True,
    )
    assert page._accept.value() is AcceptPolicy.KNOWN
    assert page.folder_per_peer.isChecked()
    office.set("folder", tmp_path / "in")
    office.qtbot.waitUntil(lambda: server.directory == tmp_path / "in")
    office.qtbot.waitUntil(lambda: settings.folder == tmp_path / "in")
    assert page._folder_text.text() == str(tmp_path / "in")

    office.set("limit", 8e6)
    office.set("at_once", 5)
    bar = desk.window.queue_bar
    assert (bar.at_once.value(), bar.limit.value()) == (5, 8e6)
    assert server.limit is not None
    assert server.limit.bytes_per_s == 1_000_000

    office.set("nearby", False)
    office.qtbot.waitUntil(lambda: not office.browsing.on)
    assert not desk.window.send_page.nearby.switch.isChecked()
    office.set("announced", False)
    assert not page.announcing_switch.isChecked()

    office.set("name", "desk")
    office.qtbot.waitUntil(lambda: engine.name == "desk")
    office.set("login", True)
    office.qtbot.waitUntil(office.login.is_on)
    office.set("notifications", False)
    office.set("closing", Closing.TRAY)
    office.set("language", "en")
    assert (settings.notifications, settings.closing, settings.language) == (False, Closing.TRAY, "en")

    office.set("receiving", False)
    office.qtbot.waitUntil(lambda: desk.parts.servers[-1].closed)
    assert not page._switch.isChecked()
    office.set("port", 7705)
    assert settings.port == 7705
    assert not settings.receiving, "another port does not switch it on"
    office.set("receiving", True)
    office.qtbot.waitUntil(lambda: desk.parts.servers[-1].listen.port == 7705)


def test_a_port_that_the_system_picks_is_shown(office: Office) -> None:
    office.open()
    office.set("port", 0)
    office.qtbot.waitUntil(lambda: office.shown("port") == "40000")
    assert office.desk.window.receive_page._port.value() == 40_000


def test_units_and_look_change_at_once(office: Office, files: list[Path]) -> None:
    transfer = office.desk.send(files[0])
    transfer.tell(TransferState.TRANSFERRING, bytes_total=4096, goodput_bps=16_000.0)
    row = office.desk.window.transfers.row(transfer.transfer_id)
    assert row is not None
    office.qtbot.waitUntil(lambda: row._speed.text() == "2 kB/s")
    office.open()
    office.set("size_units", SizeUnits.BINARY)
    assert row._size.text() == "4 KiB"
    office.set("speed_units", SpeedUnits.BITS)
    assert row._speed.text() == "16 kbit/s"
    office.set("look", Look.DARK)
    assert Theme.of_application().scheme is Scheme.DARK
    office.set("look", Look.SYSTEM)
    assert Theme.of_application().preference is None


def test_what_is_not_to_be_noted_is_not(office: Office, files: list[Path]) -> None:
    office.open()
    office.set("keeps_history", False)
    quiet = office.desk.send(files[0])
    quiet.tell(TransferState.DONE)
    row = office.desk.window.transfers.row(quiet.transfer_id)
    assert row is not None
    office.qtbot.waitUntil(lambda: row.snapshot.state is TransferState.DONE)
    office.set("keeps_history", True)
    office.desk.send(files[1]).tell(TransferState.DONE, sources=(files[1],))
    history = History(office.history)
    office.qtbot.waitUntil(lambda: bool(history.page(search="", before=None, limit=9)))
    # The jobs of the history are done in order.
    assert [listed.entry.paths for listed in history.page(search="", before=None, limit=9)] == [(str(files[1]),)]
    history.close()


def test_connections_are_recorded_or_not_from_the_next_on(office: Office, files: list[Path]) -> None:
    office.open()
    office.set("keeps_recordings", False)
    office.qtbot.waitUntil(lambda: len(office.desk.parts.servers) == 2)
    assert not office.desk.parts.servers[-1].options.keeps_recordings
    assert not office.desk.send(files[0]).options.keeps_recordings
    details = office.desk.window.details
    details.show_tab("live")
    page = details.tabs.currentWidget()
    assert isinstance(page, RecordedPage)
    assert page.currentIndex() == 1
    page.button.click()
    office.qtbot.waitUntil(lambda: len(office.desk.parts.servers) == 3)
    assert office.desk.parts.servers[-1].options.keeps_recordings
    assert office.dialog.rows["keeps_recordings"].editor.field.isChecked()


def test_what_cannot_be_done_is_said_and_shown_as_it_is(office: Office, tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("in the way")
    office.open()
    office.set("login", True)
    office.qtbot.waitUntil(office.dialog._problem.isVisible)
    assert "autostart" in office.dialog._problem.text()
    assert not office.dialog.rows["login"].editor.field.isChecked()  # type: ignore[attr-defined]
    office.set("notifications", True)
    assert not office.dialog._problem.isVisible()


def test_it_is_opened_by_keys_and_only_once(office: Office) -> None:
    window = office.desk.window
    window.activateWindow()
    office.qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = office.dialog
    window.settings_wanted.emit()
    assert window.findChildren(PreferencesDialog) == [dialog]
    dialog.reject()
    office.qtbot.waitUntil(lambda: not window.findChildren(PreferencesDialog))
    office.open()
