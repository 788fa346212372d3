"""Everything by keys: no key means two things, the focus is always to be seen, and each stop says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QListWidget, QPlainTextEdit, QTreeWidgetItemIterator, QWidget
from pytestqt.qtbot import QtBot

from app.dialogs.history import HistoryDialog
from app.dialogs.shortcut_sheet import ShortcutSheet
from app.laboratory_values import LaboratoryValues
from app.language import speak
from app.main_window import MainWindow, Page
from app.recording_window import RecordingWindow
from app.shortcuts import SHORTCUTS, Place, in_place
from app.theme import Scheme, Theme
from app.translations.catalogue import ENGLISH, codes
from app.widgets.focus_ring import FocusRings
from app.widgets.keys import key_words, shortcut_words
from app.wording import list_words
from ptp_core.config import Profile
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.looking_around import clashes, is_seen, looks, name_of, press, tab_stops

# A ring around the smallest button has more.
LEAST_RING_PX = 40
RING_CONTRAST = 3.0
_Modifier = Qt.KeyboardModifier
CONTROL, ALT, SHIFT = _Modifier.ControlModifier, _Modifier.AltModifier, _Modifier.ShiftModifier

Colours = NDArray[np.float64]


@pytest.fixture
def ring(qapp: QApplication) -> Iterator[None]:
    """The application's ring, and no caret that blinks."""
    flash_ms = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    Theme.of_application().apply()
    rings = FocusRings(qapp)
    yield
    rings.deleteLater()
    Theme.of_application().prefer(None)
    qapp.setStyleSheet("")
    qapp.setCursorFlashTime(flash_ms)


@pytest.fixture
def busy(desk: Desk, files: list[Path]) -> Desk:
    """A window with twelve transfers, and the details open."""
    desk.start()
    desk.session.engine.set_at_once(20)
    desk.window.resize(1280, 800)
    for number in range(12):
        desk.send(files[number % 3])
    desk.window.show_details()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    return desk


@pytest.fixture
def spoken(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    """The language of the test's parameter."""
    speak(qapp, request.param)
    yield request.param
    speak(qapp, ENGLISH)


@pytest.mark.parametrize("spoken", codes(), indirect=True)
def test_no_key_means_two_things(spoken: str, desk: Desk, files: list[Path]) -> None:
    server = desk.start()
    desk.send(files[0])
    server.offer()
    desk.window.messages.show_error("Something failed.", "Do this.", "raw")
    lesson = LaboratoryValues()
    desk.window.laboratory_page.show_values(
        replace(lesson, choices=replace(lesson.choices, profile=Profile.CLASSROOM), conditioner_on=True)
    )
    for look in looks(desk.window):
        assert not clashes(desk.window), look


@pytest.mark.parametrize("scheme", Scheme)
def test_tab_leads_everywhere_and_shows_where_it_is(ring: None, busy: Desk, scheme: Scheme) -> None:
    window = busy.window
    Theme.of_application().prefer(scheme)
    rung: set[QWidget] = set()
    for look in looks(window):
        for stop in tab_stops(window):
            assert is_seen(stop), f"{look}: {stop} is out of sight"
            assert name_of(stop), f"{look}: {stop} has no name"
            if stop not in rung:
                rung.add(stop)
                assert ring_px(window, stop) >= LEAST_RING_PX, f"{look}: the focus on {name_of(stop)} is not to be seen"
    assert sum(isinstance(stop, QListWidget) for stop in rung) == 2, "the transfers are one stop, the exercises another"


def test_tab_leads_from_the_top_to_the_bottom(busy: Desk) -> None:
    window = busy.window
    for page in (Page.SEND, Page.RECEIVE):
        window.show_page(page)
        parts = (window.send_page, window.receive_page, window.transfers, window.details)
        stops = list(tab_stops(window))
        top = next(at for at, stop in enumerate(stops) if stop.objectName() == "pageButton")
        order = [next((p for p in parts if p.isAncestorOf(stop)), None) for stop in (*stops[top:], *stops[:top])]
        met = [part for at, part in enumerate(order) if part is not None and order[at - 1] is not part]
        assert met == [parts[page], window.transfers, window.details], "each part once"


def test_a_page_button_with_the_focus_does_not_look_selected(ring: None, busy: Desk) -> None:
    window = busy.window
    buttons = [window._buttons.button(page) for page in Page]
    window.setFocus()
    selected, plain = (pixels(window, area_of(button)) for button in buttons[:2])
    buttons[1].setFocus(Qt.FocusReason.TabFocusReason)
    focused = pixels(window, area_of(buttons[1]))
    below = slice(-8, -4)
    assert np.array_equal(focused[below, 8:-8], plain[below, 8:-8]), "the line below belongs to the page that is shown"
    assert not np.array_equal(selected[below, 8:-8, :][:, :20], plain[below, 8:-8, :][:, :20])


def test_the_keys_that_people_know_work(busy: Desk) -> None:
    window, transfers = busy.window, busy.window.transfers
    transfer = busy.parts.sends[-1]
    transfers.select(transfer.transfer_id)
    press(window, Qt.Key.Key_4, ALT)
    assert transfers.list.hasFocus()
    press(transfers.list, Qt.Key.Key_Space)
    assert not window.details.isVisible()
    press(transfers.list, Qt.Key.Key_Space)
    assert window.details.isVisible()
    press(transfers.list, Qt.Key.Key_P, CONTROL)
    busy.qtbot.waitUntil(lambda: transfer.paused)
    press(transfers.list, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_I, CONTROL)
    assert window.details.isVisible()
    assert window.details.tabs.tabBar().hasFocus()
    press(window, Qt.Key.Key_3, CONTROL)
    assert window.details.tabs.currentWidget().isAncestorOf(window.details.buffers)
    press(window, Qt.Key.Key_2, ALT)
    assert window.page() is Page.RECEIVE


def test_a_page_that_is_led_to_by_its_key_has_the_stop_of_the_pages(busy: Desk) -> None:
    press(busy.window, Qt.Key.Key_3, ALT)
    stops = list(tab_stops(busy.window))
    assert [name_of(stop) for stop in stops if stop.objectName() == "pageButton"] == ["Laboratory"]


def test_keys_of_the_list_do_what_the_buttons_of_a_row_do(busy: Desk) -> None:
    transfers = busy.window.transfers
    transfer = busy.parts.sends[0]
    transfers.select(transfer.transfer_id)
    press(busy.window, Qt.Key.Key_4, ALT)
    shown: list[Path] = []
    transfers.show_in_folder_requested.connect(shown.append)
    press(transfers.list, Qt.Key.Key_Return, SHIFT)
    assert not shown
    transfer.tell(TransferState.DONE, saved_path=Path("there"))
    busy.qtbot.waitUntil(lambda: transfers.snapshots()[0].state is TransferState.DONE)
    press(transfers.list, Qt.Key.Key_Return, SHIFT)
    assert shown == [Path("there")]
    row = transfers.row(transfer.transfer_id)
    busy.qtbot.waitUntil(lambda: row is not None and not row.rests)
    press(transfers.list, Qt.Key.Key_Delete)
    assert transfers.row(transfer.transfer_id) is None


def test_every_declared_key_has_an_action(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    recording, history = RecordingWindow(tmp_path / "a.ptprec"), HistoryDialog(desk.window)
    qtbot.addWidget(recording)
    for place, owner in (
        (Place.WINDOW, desk.window),
        (Place.TRANSFERS, desk.window.transfers.list),
        (Place.RECORDING, recording),
        (Place.HISTORY, history.table),
    ):
        done = {action.text(): action.shortcuts() for action in owner.actions()}
        for row in in_place(place):
            if not row.each:
                assert done[row.words] == [QKeySequence(key) for key in row.keys], row
    desk.start()


def test_no_key_of_a_window_is_one_of_a_text_field(qtbot: QtBot) -> None:
    """Where one types, Ctrl+E would go to the end of the line. Only what means the same there may be taken."""
    field = QPlainTextEdit()
    qtbot.addWidget(field)
    for row in SHORTCUTS:
        for key in row.keys if row.place is Place.WINDOW else ():
            pressed = QKeySequence(key)[0]  # type: ignore[index]
            event = QKeyEvent(QEvent.Type.ShortcutOverride, pressed.key(), pressed.keyboardModifiers())
            event.ignore()
            QApplication.sendEvent(field, event)
            assert not event.isAccepted() or row.name == "paste", row


@pytest.mark.parametrize("place", [Place.WINDOW, Place.RECORDING])
def test_the_sheet_lists_every_key(desk: Desk, qtbot: QtBot, tmp_path: Path, place: Place) -> None:
    desk.start()
    recording = RecordingWindow(tmp_path / "a.ptprec")
    qtbot.addWidget(recording)
    window: QWidget = desk.window if place is Place.WINDOW else recording
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_Question, CONTROL)
    sheet = window.findChild(ShortcutSheet)
    assert isinstance(sheet, ShortcutSheet)
    qtbot.waitUntil(sheet.isActiveWindow)
    walk = QTreeWidgetItemIterator(sheet.list)
    lines = []
    while (item := walk.value()) is not None:
        lines.append((item.text(0), item.text(1)))
        walk += 1
    assert lines[0] == (shortcut_words(place.value), "")
    for row in SHORTCUTS:
        assert not row.keys or any(words == row.words and row.keys[0].split("+")[-1] in keys for words, keys in lines)
    press(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(ShortcutSheet))


@pytest.mark.parametrize("spoken", codes(), indirect=True)
def test_no_key_is_told_twice(spoken: str) -> None:
    for row in SHORTCUTS:
        told = key_words(row).replace(list_words(["", ""]), ", ").split(", ")
        assert len(told) == len(set(told)), row


def area_of(widget: QWidget) -> QRect:
    """Where it is in its window, with room for a ring."""
    return QRect(widget.mapTo(widget.window(), QPoint()), widget.size()).adjusted(-3, -3, 3, 3)


def pixels(window: MainWindow, area: QRect) -> Colours:
    """What is to be seen there: rows of red, green and blue, 0 to 1."""
    image = window.grab(area).toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    shown: Colours = rows[:, : image.width(), :3] / 255.0
    return shown


def ring_px(window: MainWindow, stop: QWidget) -> int:
    """How many pixels tell by their contrast that the focus is there, from when it is not."""
    area = area_of(stop)
    with_focus = pixels(window, area)
    window.setFocus()
    without = pixels(window, area)
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    one, other = luminance(with_focus), luminance(without)
    return int((((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)) >= RING_CONTRAST).sum())


def luminance(colours: Colours) -> Colours:
    """WCAG 2.1's relative luminance."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    weighed: Colours = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighed
