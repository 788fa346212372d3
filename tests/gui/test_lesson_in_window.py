"""What is on for a lesson is said everywhere in the window, goes off by a click, and outlives no restart unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.laboratory_values import FIRST_CHOICES, LaboratoryValues
from app.main_window import Page
from app.settings import Settings
from ptp_core.config import Profile
from tests.gui.desk import Desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def values(tmp_path: Path) -> LaboratoryValues:
    logs = tmp_path / "logs"
    logs.mkdir()
    return LaboratoryValues(choices=replace(FIRST_CHOICES, profile=Profile.CLASSROOM), log_directory=logs)


def test_a_lesson_has_a_banner_on_every_page_until_it_is_switched_off(desk: Desk, values: LaboratoryValues) -> None:
    desk.start()
    bar = desk.window.lesson
    assert not bar.isVisible()
    desk.window.laboratory_page.values_changed.emit(values)
    for page in Page:
        desk.window.show_page(page)
        assert bar.isVisible()
    assert bar.text().startswith("Classroom profile on: no more than 5 kB at a time. Segment logs are written in ")
    QTest.mouseClick(bar.off_button, LEFT)
    assert not bar.isVisible()
    assert not desk.window.laboratory_page.values().for_lesson
    assert desk.window.laboratory_page.values().choices.window_bytes == 5000
    desk.qtbot.waitUntil(lambda: len(desk.parts.servers) == 3)
    assert desk.parts.servers[-1].options.segment_log_path is None


@pytest.mark.parametrize("keep", [False, True])
def test_a_lesson_is_over_with_the_program_unless_it_is_to_stay(
    desk: Desk, values: LaboratoryValues, keep: bool, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.start()
    desk.window.laboratory_page.values_changed.emit(values)
    if keep:
        QTest.mouseClick(desk.window.lesson.keep_box, LEFT)
    desk.settings.save()
    assert Settings(tmp_path / "window.ini").laboratory.for_lesson is keep
    other = Desk(tmp_path, qtbot)
    # What stays on says so at once.
    assert other.window.lesson.isHidden() is not keep
    assert other.window.lesson.keep_box.isChecked() is keep
    other.end()


def test_what_does_not_count_now_restarts_nothing(desk: Desk) -> None:
    desk.start()
    values = LaboratoryValues(choices=replace(FIRST_CHOICES, window_bytes=7500))
    desk.window.laboratory_page.values_changed.emit(values)
    desk.window.laboratory_page.values_changed.emit(replace(values, conditioner_on=True))
    classroom = replace(values, choices=replace(values.choices, profile=Profile.CLASSROOM))
    desk.window.laboratory_page.values_changed.emit(classroom)
    desk.qtbot.waitUntil(lambda: len(desk.parts.servers) == 2)
    assert desk.parts.servers[-1].options.transport.window_bytes == 7500
