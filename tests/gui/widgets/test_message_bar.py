from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.widgets.message_bar import MessageBar
from ptp_core.errors import PeerTimeout


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    widget = MessageBar()
    qtbot.addWidget(widget)
    return widget


def test_an_error_says_what_and_what_to_do_and_hides_the_raw_text(qtbot: QtBot, bar: MessageBar) -> None:
    assert not bar.isVisible()
    bar.show_error("No answer from 192.0.2.7:7700.", "Is PTP open there?", "TimeoutError: timed out")
    assert bar.isVisible()
    assert bar.text() == "No answer from 192.0.2.7:7700. Is PTP open there?"
    assert bar.accessibleName() == "Problem: No answer from 192.0.2.7:7700. Is PTP open there?"
    assert not bar.details.isVisible()
    QTest.mouseClick(bar.details_button, Qt.MouseButton.LeftButton)
    assert bar.details.isVisible()
    assert bar.details.toPlainText() == "TimeoutError: timed out"


def test_a_typed_error_brings_its_cause_as_details(bar: MessageBar) -> None:
    problem = PeerTimeout("No answer.", hint="Try again.")
    problem.__cause__ = OSError(110, "timed out")
    bar.show_problem(problem)
    assert bar.text() == "No answer. Try again."
    assert "timed out" in bar.details.toPlainText()
    assert bar.details_button.isVisible()


def test_a_notice_without_details_has_no_details_button(bar: MessageBar) -> None:
    bar.show_notice("Saved as holiday (1).mov.")
    assert not bar.details_button.isVisible()
    assert bar.accessibleName().startswith("Notice: ")


def test_dismissing_shows_the_message_before_it_and_then_none(qtbot: QtBot, bar: MessageBar) -> None:
    bar.show_error("first")
    bar.show_error("second")
    bar.show_error("first")
    assert bar.text() == "first"
    QTest.mouseClick(bar.dismiss_button, Qt.MouseButton.LeftButton)
    assert bar.text() == "second"
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert bar.text() == ""
    assert not bar.isVisible()
    bar.dismiss()


def test_only_the_newest_messages_are_kept(bar: MessageBar) -> None:
    for number in range(100):
        bar.show_error(f"number {number}")
    seen = []
    while bar.text():
        seen.append(bar.text())
        bar.dismiss()
    assert seen == [f"number {number}" for number in range(99, 94, -1)]
