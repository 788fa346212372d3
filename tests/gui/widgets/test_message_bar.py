from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
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


def test_dismissing_uncovers_nothing_old(qtbot: QtBot, bar: MessageBar) -> None:
    bar.show_error("first")
    bar.show_error("second")
    bar.show_error("third")
    assert bar.details.toPlainText() == "Before that: second\nBefore that: first"
    QTest.mouseClick(bar.dismiss_button, Qt.MouseButton.LeftButton)
    assert bar.text() == ""
    assert not bar.isVisible()
    bar.show_error("fourth")
    assert not bar.details_button.isVisible()
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    bar.dismiss()


def test_a_success_takes_the_message_that_it_answers(bar: MessageBar) -> None:
    bar.show_error("No answer from red-laptop.", about="red-laptop")
    bar.settle("studio-pc")
    assert bar.text() == "No answer from red-laptop."
    bar.show_error("studio-pc declined.", about="studio-pc")
    bar.settle("red-laptop")
    assert bar.text() == "studio-pc declined."
    bar.settle("studio-pc")
    assert not bar.isVisible()


def test_a_notice_goes_by_itself_and_a_problem_stays(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line, bar = QLineEdit(window), MessageBar(window)
    # Away from where the pointer may lie.
    bar.move(500, 500)
    window.show()
    line.setFocus()
    bar._read.setInterval(1)
    bar.show_notice("192.0.2.7:7700 is on the clipboard.")
    qtbot.waitUntil(lambda: not bar.isVisible())
    bar.show_error("No answer.")
    assert not bar._read.isActive()


def test_only_the_newest_messages_are_kept(bar: MessageBar) -> None:
    for number in range(100):
        bar.show_error(f"number {number}")
    assert bar.text() == "number 99"
    assert bar.details.toPlainText().splitlines() == [f"Before that: number {number}" for number in range(98, 94, -1)]
