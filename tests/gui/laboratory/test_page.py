"""The Laboratory page: values that fit one another are told, once, shortly after the last change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QGroupBox, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.laboratory_values import LaboratoryValues
from app.pages.laboratory_page import LaboratoryPage
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import CongestionAlgorithm, Profile, Recovery, transport_settings
from ptp_core.transport_choices import TransportChoices


@pytest.fixture
def page(qtbot: QtBot) -> LaboratoryPage:
    made = LaboratoryPage()
    qtbot.addWidget(made)
    return made


def labelled(page: LaboratoryPage, words: str) -> QWidget:
    """The field behind the label that begins with these words."""
    for label in page.findChildren(QLabel):
        buddy = label.buddy()
        if buddy is not None and label.text().replace("&", "").startswith(words):
            return buddy
    raise AssertionError(words)


def number(page: LaboratoryPage, words: str) -> QSpinBox | QDoubleSpinBox:
    field = labelled(page, words)
    assert isinstance(field, (QSpinBox, QDoubleSpinBox))
    return field


def choose(page: LaboratoryPage, member: Profile | Recovery | CongestionAlgorithm, words: str = "Profile") -> None:
    box = labelled(page, words)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(member))
    box.activated.emit(box.currentIndex())


def test_classroom_values_are_told_together(page: LaboratoryPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.values_changed) as told:
        choose(page, Profile.CLASSROOM)
        number(page, "Window").setValue(4000)
        number(page, "Segment").setValue(400)
        number(page, "Time-out").setValue(350)
        choose(page, Recovery.SELECTIVE_REPEAT, "Recovery")
        choose(page, CongestionAlgorithm.CUBIC, "Congestion")
        drop = number(page, "Drop")
        assert isinstance(drop, QDoubleSpinBox)
        drop.setValue(12.5)
        number(page, "Seed").setValue(4711)
        next(box for box in page.findChildren(QGroupBox) if box.isCheckable()).setChecked(True)
    expected = LaboratoryValues(
        choices=TransportChoices(
            profile=Profile.CLASSROOM,
            window_bytes=4000,
            mss_bytes=400,
            timeout_s=0.35,
            congestion=CongestionAlgorithm.CUBIC,
            recovery=Recovery.SELECTIVE_REPEAT,
        ),
        faults=ConditionerSettings(drop=0.125, seed=4711),
        conditioner_on=True,
    )
    assert told.args == [expected]
    with qtbot.assertNotEmitted(page.values_changed, wait=400):
        page.show_values(expected)


def test_a_window_that_is_no_multiple_of_the_mss_is_said_and_not_told(page: LaboratoryPage, qtbot: QtBot) -> None:
    choose(page, Profile.CLASSROOM)
    with qtbot.assertNotEmitted(page.values_changed, wait=400):
        number(page, "Window").setValue(5001)
    assert any("not a multiple of the MSS" in label.text() for label in page.findChildren(QLabel))
    with qtbot.waitSignal(page.values_changed):
        number(page, "Window").setValue(5500)
    assert not any("not a multiple of the MSS" in label.text() for label in page.findChildren(QLabel))


def test_classroom_fields_are_off_in_the_default_profile(page: LaboratoryPage, qtbot: QtBot) -> None:
    fields = [labelled(page, words) for words in ("Window", "Segment", "Time-out", "Recovery", "Congestion")]
    assert not any(field.isEnabled() for field in fields)
    with qtbot.waitSignal(page.values_changed):
        choose(page, Profile.CLASSROOM)
    assert all(field.isEnabled() for field in fields)


def test_the_classroom_begins_with_the_assignments_recovery_and_fixed_window(page: LaboratoryPage) -> None:
    transport = replace(page.values(), choices=replace(page.values().choices, profile=Profile.CLASSROOM)).transport()
    assert transport == transport_settings(Profile.CLASSROOM, seed=1)


def test_stop_and_wait_asks_for_no_window(page: LaboratoryPage, qtbot: QtBot) -> None:
    choose(page, Profile.CLASSROOM)
    with qtbot.waitSignal(page.values_changed):
        choose(page, Recovery.STOP_AND_WAIT, "Recovery")
    assert page.values().transport().window_bytes == 500
    assert not number(page, "Window").isEnabled()
    with qtbot.waitSignal(page.values_changed):
        choose(page, Recovery.OLDEST, "Recovery")
    assert number(page, "Window").isEnabled()
    assert page.values().transport().window_bytes == 5000


def test_the_segment_log_asks_for_a_folder_once(
    page: LaboratoryPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    box = next(box for box in page.findChildren(QCheckBox) if "log" in box.text())
    monkeypatch.setattr(LaboratoryPage, "ask_folder", staticmethod(lambda _parent, _directory: None))
    box.setChecked(True)
    assert not box.isChecked()
    monkeypatch.setattr(LaboratoryPage, "ask_folder", staticmethod(lambda _parent, _directory: tmp_path))
    with qtbot.waitSignal(page.values_changed):
        box.setChecked(True)
    assert page.values() == replace(LaboratoryValues(), log_directory=tmp_path)
    with qtbot.waitSignal(page.values_changed):
        box.setChecked(False)
    assert page.values() == LaboratoryValues()


def test_a_number_that_is_half_typed_is_no_change(page: LaboratoryPage, qtbot: QtBot) -> None:
    choices = TransportChoices(profile=Profile.CLASSROOM, window_bytes=5000, mss_bytes=500, timeout_s=0.2)
    page.show_values(LaboratoryValues(choices=choices))
    told: list[LaboratoryValues] = []
    page.values_changed.connect(told.append)
    page.show()
    window = number(page, "Window")
    window.selectAll()
    for digit in "7500":
        QTest.keyClicks(window, digit)
        assert not page._settle.isActive()
    QTest.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(told))
    assert [values.choices.window_bytes for values in told] == [7500]
