"""The laboratory's bench: set up on the left; on the right what came out, to compare, to look into, to tamper with."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from app.exercises import with_names
from app.laboratory.exercise_panel import ExercisePanel
from app.laboratory.lessons import TIME_OUT
from app.laboratory.outcome_view import OutcomeView
from app.laboratory.runner import Runner, was_cancelled
from app.laboratory.save_exercise import SaveExerciseDialog
from app.laboratory.setup_form import SetupForm
from app.laboratory.welcome import Welcome
from app.shortcuts import Place, named
from app.theme import GRID, HALF_GRID
from app.widgets.dropping import local_paths
from app.widgets.keys import with_key
from app.widgets.scrolling import Scrolling
from app.widgets.tabs import Tabs
from app.wording import translate
from ptp_core.errors import DestinationError, PtpError, SettingsError
from ptp_core.laboratory.exercise import SUFFIX, Exercise, load_exercise, write_exercise
from ptp_core.laboratory.running import Outcome
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.files.whole_file import written_whole
from ptp_core.simulation.intervention import Intervention

_LEFT_WIDTH: Final = 40 * GRID
_STEPS: Final = 1000


class Bench(QWidget):
    """Runs what is set up, in the background.

    Attributes: `form` and `exercises` are on the left, `welcome` or `results` on the right; `runner` runs.

    Signals:
        problem(PtpError): something did not work, and why.
        notice(str): something is to be told.
    """

    problem = Signal(object)
    notice = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: Outcome | None = None
        self._exercise: Exercise | None = None
        self._changes = False
        self._for_real = False
        self._lesson = False
        self.setAcceptDrops(True)
        self.runner = Runner(self)
        self.form = SetupForm(self)
        self.exercises = ExercisePanel(self)
        self._results: OutcomeView | None = None
        self.welcome = Welcome(self)
        self.run_button = QPushButton(self.tr("&Run"), self)
        self.run_button.setToolTip(with_key(self.tr("Run"), named("submit", Place.WINDOW)))
        self.real_button = QPushButton(self.tr("For r&eal"), self)
        self.real_button.setToolTip(
            self.tr("The same through sockets of this computer, in real time; meanwhile the link may be changed")
        )
        self.cancel_button = QPushButton(self.tr("&Cancel"), self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, _STEPS)
        self.progress.setAccessibleName(self.tr("How much has been computed"))
        self.parts = Tabs(self.tr("What is to be run"), self)
        self._right = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._show_running(False)

    @property
    def results(self) -> OutcomeView:
        """The view of what came out; made when it is first wanted, since all of its charts take a while."""
        if self._results is None:
            view = self._results = OutcomeView(self)
            view.change_wanted.connect(self._change)
            view.undo_wanted.connect(self._undo)
            view.revealed.connect(self._revealed)
            self._right.addWidget(view)
        return self._results

    def run(self) -> None:
        """Run what is set up."""
        try:
            scenario = self.form.scenario()
        except SettingsError:
            # The form says so itself.
            self.parts.setCurrentIndex(0)
            return
        self._begin(scenario, changes=False)

    def run_for_real(self) -> None:
        """Run what is set up through sockets of this computer, one of the settings after the other."""
        try:
            scenario = replace(self.form.scenario(), interventions=())
        except SettingsError:
            self.parts.setCurrentIndex(0)
            return
        self._exercise = None
        self._begin(scenario, changes=False, for_real=True)

    def outcome(self) -> Outcome | None:
        """What came out last."""
        return self._current

    def tabs(self) -> Tabs:
        """Those of what came out, or of what is set up while there is nothing."""
        return self._results.inside.tabs if self._results is not None else self.parts

    def begin_exercise(self, exercise: Exercise) -> None:
        """Set it up, run it, and ask for its hidden curves."""
        self._lesson = False
        self.form.show_scenario(exercise.scenario)
        self._exercise = exercise
        self._begin(exercise.scenario, changes=False)

    def begin_time_out(self) -> None:
        """Run the small classroom transfer of which somebody is to lose a segment."""
        self._exercise = None
        self._lesson = True
        lesson = with_names(TIME_OUT, translate)
        self.form.show_scenario(lesson)
        self._begin(lesson, changes=False)

    def open_exercise(self, path: Path) -> None:
        """Put an exercise into the list, and show its question."""
        try:
            exercise = load_exercise(path)
        except PtpError as error:
            self.problem.emit(error)
            return
        self.exercises.add(exercise)
        self.parts.setCurrentIndex(1)

    def close_all(self) -> None:
        """End what runs, and draw no more. May be called twice."""
        self.runner.close()
        if self._results is not None:
            self._results.close_views()

    @classmethod
    def ask_exercise(cls, parent: QWidget) -> Path | None:
        """The platform's dialog for an exercise's file; None when the person cancels it."""
        words = translate("Bench", "Exercises (*{0})").format(SUFFIX)
        chosen, _ = QFileDialog.getOpenFileName(parent, translate("Bench", "Open exercise"), "", words)
        return Path(chosen) if chosen else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Exercises may be dropped."""
        if exercises_in(local_paths(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open them."""
        event.acceptProposedAction()
        for path in exercises_in(local_paths(event.mimeData())):
            self.open_exercise(path)

    def _begin(self, scenario: Scenario, *, changes: bool, for_real: bool = False) -> None:
        self._changes = changes
        self._for_real = for_real
        self.runner.start(scenario, for_real=for_real)

    @Slot(object)
    def _change(self, change: Intervention) -> None:
        """The time machine: the same again, with this done besides."""
        if self._current is not None:
            flow = self.results.place()
            self._try(self._current.scenario, (*self._current.scenario.interventions, replace(change, flow=flow)))

    @Slot(int)
    def _undo(self, number: int) -> None:
        if self._current is not None:
            changes = self._current.scenario.interventions
            self._try(self._current.scenario, (*changes[:number], *changes[number + 1 :]))

    def _try(self, scenario: Scenario, changes: tuple[Intervention, ...]) -> None:
        again = replace(scenario, interventions=())
        try:
            for change in changes:
                again = again.changed(change)
        except SettingsError as error:
            self.problem.emit(error)
            return
        self._begin(again, changes=True)

    @Slot(object)
    def _show(self, outcome: Outcome) -> None:
        past = self._current if self._changes else None
        self._current = outcome
        self.form.take_changes(outcome.scenario)
        self._right.setCurrentWidget(self.results)
        hidden = () if self._exercise is None or self._changes else self._exercise.hidden
        self.results.show_outcome(outcome, past, hidden, is_real=self._for_real)
        if not hidden and self._exercise is not None:
            self.exercises.explain(self._exercise)
        if self._lesson and not self._changes:
            self.results.open_space_time()
        self._show_running(False)

    @Slot(object)
    def _fail(self, error: PtpError) -> None:
        self._show_running(False)
        if not was_cancelled(error):
            self.problem.emit(error)

    @Slot(float)
    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(share * _STEPS))

    def _show_running(self, running: bool) -> None:
        self.run_button.setEnabled(not running)
        self.real_button.setEnabled(not running)
        self.cancel_button.setVisible(running)
        self.progress.setVisible(running)
        self.progress.setValue(0)
        if self._results is not None:
            self._results.set_busy(running)

    @Slot()
    def _edited(self) -> None:
        self._exercise = None
        self._lesson = False
        # Half a number makes no link; the form says so.
        with contextlib.suppress(SettingsError):
            self.runner.change_link(self.form.scenario().link)

    @Slot()
    def _revealed(self) -> None:
        if self._exercise is not None:
            self.exercises.explain(self._exercise)

    @Slot()
    def _ask_exercise(self) -> None:
        path = self.ask_exercise(self)
        if path is not None:
            self.open_exercise(path)

    @Slot()
    def _save_exercise(self) -> None:
        try:
            scenario = self.form.scenario()
        except SettingsError as error:
            self.problem.emit(error)
            return
        exercise = SaveExerciseDialog.ask(self, scenario)
        path = SaveExerciseDialog.ask_path(self) if exercise is not None else None
        if exercise is None or path is None:
            return
        try:
            with written_whole(path) as unfinished:
                unfinished.write_text(write_exercise(exercise), encoding="utf-8")
        except DestinationError as error:
            self.problem.emit(error)
            return
        self.exercises.add(exercise)
        self.notice.emit(self.tr("The exercise is saved as {0}.").format(path))

    def _connect(self) -> None:
        runner = self.runner
        runner.began.connect(lambda: self._show_running(True))
        runner.progressed.connect(self._show_progress)
        runner.done.connect(self._show)
        runner.failed.connect(self._fail)
        self.run_button.clicked.connect(self.run)
        self.real_button.clicked.connect(self.run_for_real)
        self.cancel_button.clicked.connect(runner.cancel)
        self.form.changed.connect(self._edited)
        self.exercises.begin_wanted.connect(self.begin_exercise)
        self.exercises.open_wanted.connect(self._ask_exercise)
        self.exercises.save_wanted.connect(self._save_exercise)
        self.exercises.time_out_wanted.connect(self.begin_time_out)
        self.welcome.run_wanted.connect(self.run)
        self.welcome.time_out_wanted.connect(self.begin_time_out)
        self.welcome.exercises_wanted.connect(lambda: self.parts.setCurrentIndex(1))

    def _lay_out(self) -> None:
        for widget, title in ((self.form, self.tr("Set u&p")), (self.exercises, self.tr("E&xercises"))):
            scroll = Scrolling(widget, self)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.parts.addTab(scroll, title)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(GRID, 0, GRID, GRID)
        buttons.setSpacing(GRID)
        buttons.addWidget(self.run_button, 1)
        buttons.addWidget(self.real_button)
        buttons.addWidget(self.cancel_button)
        left = QWidget(self)
        # Beside its scroll bar the form has all of its width.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        left.setMinimumWidth(max(self.form.widest() + bar + GRID, _LEFT_WIDTH))
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(HALF_GRID)
        below.addWidget(self.parts, 1)
        below.addWidget(self.progress)
        below.addLayout(buttons)
        self._right.addWidget(self.welcome)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(left)
        splitter.addWidget(self._right)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([_LEFT_WIDTH, 3 * _LEFT_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)


def exercises_in(paths: list[Path]) -> list[Path]:
    """Those of the files that are exercises by their names."""
    return [path for path in paths if path.suffix == SUFFIX]
