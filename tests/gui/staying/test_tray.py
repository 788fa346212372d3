"""The tray of the desktop, and what is drawn on it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from app.staying.tray import SystemTray, tray_icon
from app.theme import Meaning, Theme


def drawn(share: float | None, asks: bool) -> QImage:
    return tray_icon(share, asks).pixmap(32, 32).toImage()


def bar_length(image: QImage) -> int:
    """How many pixels of the bar are full."""
    height = image.height() * 13 // 16
    return sum(image.pixelColor(x, height).lightness() > 200 for x in range(image.width()))


def test_progress_is_a_bar_that_grows(qapp: object) -> None:
    lengths = [bar_length(drawn(share, False)) for share in (0.0, 0.5, 1.0)]
    assert 0 < lengths[0] < lengths[1] < lengths[2]
    assert lengths[2] > 24
    assert drawn(None, False) != drawn(0.0, False)


def test_a_question_is_a_dot(qapp: object) -> None:
    dot = QColor(Theme.of_application().fill(Meaning.TIMEOUT))
    image = drawn(None, True)
    assert image.pixelColor(25, 6) == dot
    assert drawn(None, False).pixelColor(25, 6) != dot


def test_the_menu_asks_for_what_it_says(qtbot: QtBot) -> None:
    tray = SystemTray()
    actions = {action.text(): action for action in tray._menu.actions() if action.text()}
    for words, signal in (
        ("Show PTP", tray.show_wanted),
        ("Send files…", tray.send_wanted),
        ("Pause all", tray.pause_wanted),
        ("Resume all", tray.resume_wanted),
        ("Quit", tray.quit_wanted),
    ):
        tray.offer(pause=words == "Pause all", resume=words == "Resume all")
        with qtbot.waitSignal(signal):
            actions[words].trigger()
    assert actions["Pause all"].isVisible() is False or actions["Resume all"].isVisible() is False
    with qtbot.waitSignal(tray.show_wanted):
        tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    tray.close()


def test_the_picture_is_drawn_anew_only_where_it_changes(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    tray = SystemTray()
    made: list[float | None] = []

    def draw(share: float | None, asks: bool) -> QIcon:
        made.append(share)
        return tray_icon(share, asks)

    monkeypatch.setattr("app.staying.tray.tray_icon", draw)
    for share in (0.5, 0.501, 0.51, 0.56, None):
        tray.show_state(f"PTP: {share}", share, False)
    assert made == [0.5, 0.55, None]
    assert tray._icon.toolTip() == "PTP: None"
    tray.close()
