"""Exercises at the bench: drawn by mouse, keys and numbers before they are seen, written by a teacher, opened."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.exercises import shipped_exercise
from app.laboratory.bench import Bench
from app.laboratory.drawn_curve import COLUMNS
from app.laboratory.save_exercise import SaveExerciseDialog
from app.main_window import Page
from app.views.words import axis_unit
from ptp_core.errors import PtpError
from ptp_core.laboratory.exercise import load_exercise, write_exercise
from ptp_core.record.side import Side
from tests.gui.desk import Desk
from tests.gui.laboratory.runs import SMALL, finish, run
from tests.gui.looking_around import clashes


def test_an_exercise_is_drawn_before_it_is_seen(bench: Bench, qtbot: QtBot) -> None:
    bench.parts.setCurrentIndex(1)
    panel = bench.exercises
    panel.listed.setCurrentRow(1)
    assert panel.question.text() == shipped_exercise("2-one-lost-segment").question["en"]
    panel.begin_button.click()
    outcome = finish(bench, qtbot)
    results, plot = bench.results, bench.results.comparison.plot
    assert results.prediction.isVisible()
    assert not results.table.isVisible()
    assert "selective repeat" not in plot.legend.text()
    assert not panel.explanation.isVisible()
    recording = outcome.lanes[0].recording
    times, values = recording.curve("bytes_received", Side.RECEIVER, 0.0, recording.stop_s, 500)
    points = list(zip(times.tolist(), values.tolist(), strict=True))
    for start, stop in itertools.pairwise(points):
        plot.stroke(start, stop)
    results.prediction.show_button.click()
    percent = int(results.prediction.words.text().split()[0])
    assert percent >= 95
    assert "selective repeat" in plot.legend.text()
    assert panel.explanation.isVisible()
    results.prediction.on_button.click()
    assert results.table.isVisible()
    assert not results.prediction.isVisible()


def test_no_key_means_two_things_while_one_draws_or_meddles(bench: Bench, qtbot: QtBot) -> None:
    bench.begin_exercise(shipped_exercise("2-one-lost-segment"))
    finish(bench, qtbot)
    for at in range(bench.parts.count()):
        bench.parts.setCurrentIndex(at)
        assert not clashes(bench), at
    bench.results.prediction.show_button.click()
    bench.results.prediction.on_button.click()
    bench.results.comparison.guess_button.setEnabled(True)
    for button in bench.results.tampering.findChildren(QPushButton):
        button.setEnabled(True)
    for at in range(bench.parts.count()):
        bench.parts.setCurrentIndex(at)
        assert not clashes(bench), at


def test_a_curve_is_drawn_by_keys_too(bench: Bench, qtbot: QtBot) -> None:
    bench.begin_exercise(shipped_exercise("2-one-lost-segment"))
    finish(bench, qtbot)
    plot = bench.results.comparison.plot
    for key in [Qt.Key.Key_Up] * 5 + [Qt.Key.Key_Right] * 30:
        QApplication.sendEvent(plot, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
    assert plot.drawn is not None
    points = plot.drawn.points()
    assert len(points) == 31
    assert points[-1][1] == pytest.approx(0.1 * plot.top)
    bench.results.prediction.again_button.click()
    assert plot.drawn.is_empty


def test_a_curve_is_typed_as_numbers_and_drawn_ones_are_read(bench: Bench, qtbot: QtBot) -> None:
    bench.begin_exercise(shipped_exercise("2-one-lost-segment"))
    outcome = finish(bench, qtbot)
    comparison = bench.results.comparison
    plot, table = comparison.plot, comparison.points
    assert not table.isVisible()
    comparison.table_button.click()
    assert table.isVisible()
    assert table.hasFocus()
    stop_s = outcome.lanes[0].recording.stop_s
    largest = plot.top / axis_unit(plot.series.unit, plot.top)[0]
    for column, words in ((0, "0"), (5, f"{largest / 2:g}".replace(".", ",")), (10, f"{largest:g}"), (3, "nothing")):
        item = table.item(0, column)
        assert item is not None
        item.setText(words)
    assert plot.drawn is not None
    assert [value for _, value in table.points()] == pytest.approx([0.0, plot.top / 2, plot.top])
    assert plot.drawn.height_at(stop_s / 4) == pytest.approx(plot.top / 4, rel=0.02)
    assert len(plot.drawn.points()) == COLUMNS
    # What is drawn otherwise is told there.
    plot.stroke((0.0, plot.top), (stop_s, plot.top))
    assert [value for _, value in table.points()] == pytest.approx([plot.top] * 11)
    bench.results.prediction.again_button.click()
    assert table.points() == []
    bench.results.prediction.show_button.click()
    assert not table.isVisible()
    assert not comparison.table_button.isVisible()


def test_any_curve_is_hidden_and_drawn(bench: Bench, qtbot: QtBot) -> None:
    run(bench, qtbot)
    results = bench.results
    results.table.selectRow(1)
    results.comparison.guess_button.click()
    assert results.prediction.isVisible()
    assert "CUBIC" not in results.comparison.plot.legend.text()
    results.prediction.show_button.click()
    assert "CUBIC" in results.comparison.plot.legend.text()
    assert "Nothing was drawn" in results.prediction.words.text()


def test_a_teacher_saves_the_settings_as_an_exercise(
    bench: Bench, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.form.show_scenario(SMALL)
    dialog = SaveExerciseDialog(SMALL, bench)
    dialog.title.setText("Mine")
    dialog.question.setPlainText("Why?")
    dialog.series.setCurrentIndex(dialog.series.findData("bytes_received"))
    dialog.contender.setCurrentIndex(1)
    exercise = dialog.exercise()
    dialog.deleteLater()
    path = tmp_path / "mine.exercise"
    monkeypatch.setattr(SaveExerciseDialog, "ask", lambda parent, scenario: exercise)
    monkeypatch.setattr(SaveExerciseDialog, "ask_path", lambda parent: path)
    bench.exercises.save_button.click()
    saved = load_exercise(path)
    assert saved.scenario == SMALL
    assert saved.hidden[0].contender == "CUBIC"
    assert saved.hidden[0].side is Side.RECEIVER
    assert bench.exercises.chosen().title["en"] == "Mine"


def test_what_is_no_exercise_is_told(bench: Bench, tmp_path: Path) -> None:
    problems: list[PtpError] = []
    bench.problem.connect(problems.append)
    path = tmp_path / "bad.exercise"
    path.write_text("{}")
    bench.open_exercise(path)
    assert str(path) in problems[0].message


def test_an_exercise_opens_in_the_window_however_it_comes(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "some.exercise"
    path.write_text(write_exercise(shipped_exercise("4-saw-tooth")), "utf-8")
    desk.start()
    bench = desk.window.laboratory.bench
    count = len(bench.exercises.exercises)
    desk.session.add_files([path])
    assert desk.window.page() is Page.LABORATORY
    assert bench.exercises.chosen().title["en"] == "The saw-tooth"
    desk.window.show_page(Page.SEND)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    desk.window.dropEvent(event)
    assert desk.window.page() is Page.LABORATORY
    assert len(bench.exercises.exercises) <= count + 1
