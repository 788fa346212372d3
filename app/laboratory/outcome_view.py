"""What came out of a run: the table, all runs on one axis, the views of one that is looked into, the time machine."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.laboratory.comparison_view import ComparisonView
from app.laboratory.prediction_bar import PredictionBar
from app.laboratory.results_table import ResultsTable
from app.laboratory.run_styles import Run
from app.laboratory.tamper_bar import TamperBar
from app.theme import HALF_GRID, set_role
from app.views.player_bar import SPEEDS
from app.views.recording_page import RecordingPage
from app.wording import named, said
from ptp_core.laboratory.consequences import Consequence, consequence
from ptp_core.laboratory.exercise import Hidden
from ptp_core.laboratory.running import Lane, Outcome
from ptp_core.laboratory.scenario import Scenario

# What followed from a change is played in at least so long.
_WATCHED_S: Final = 3.0
_AROUND: Final = 0.15


class OutcomeView(QWidget):
    """One future of a scenario, and beside it the one before the last change.

    Attributes: `table`, `comparison`, `inside` (the views of one run), `tampering` and `prediction` are its parts.

    Signals:
        change_wanted(Intervention): the time machine is to do this; the flow is `place()`.
        undo_wanted(int): the change of this number is to be taken back.
        revealed(): all hidden curves have been shown.
    """

    change_wanted = Signal(object)
    undo_wanted = Signal(int)
    revealed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[Run, Lane], ...] = ()
        self._at = 0
        self._hidden: tuple[Hidden, ...] = ()
        self._guessed = 0
        self._followed: Consequence | None = None
        self._busy = False
        self._is_real = False
        self.prediction = PredictionBar(self)
        self.table = ResultsTable(self)
        self._remarks = QLabel(self)
        self._remarks.setWordWrap(True)
        self._remarks.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_role(self._remarks, "muted")
        self.inside = RecordingPage(self)
        self.viewing = self.inside.viewing
        self.comparison = ComparisonView(self.viewing, self)
        self.inside.tabs.insertTab(0, self.comparison, self.tr("Compared"))
        self.inside.tabs.setCurrentIndex(0)
        self.tampering = TamperBar(self.viewing, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(HALF_GRID, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        for widget in (self.prediction, self.table, self._remarks):
            layout.addWidget(widget)
        layout.addWidget(self.inside, 1)
        layout.addWidget(self.tampering)
        self.table.looked_at.connect(self.look_into)
        self.tampering.change_wanted.connect(self.change_wanted)
        self.tampering.undo_wanted.connect(self.undo_wanted)
        self.tampering.watch_wanted.connect(self.watch)
        self.tampering.switch_wanted.connect(self.switch)
        self.comparison.guess_wanted.connect(self.ask_to_guess)
        self.prediction.begin_again_wanted.connect(self.comparison.begin_again)
        self.prediction.show_wanted.connect(self._reveal)
        self.prediction.go_on_wanted.connect(self._go_on)

    def show_outcome(
        self, outcome: Outcome, past: Outcome | None, hidden: tuple[Hidden, ...], *, is_real: bool = False
    ) -> None:
        """Show it. With a `past` one it is another future of that, and the moment stays the same; else it is looked at
        as a whole, after the `hidden` curves have been drawn. What `is_real` cannot be run again otherwise."""
        self._is_real = is_real
        place = self.place() if past is not None else 0
        self._rows = self._rows_of(outcome, past)
        self._followed = None
        if past is not None:
            self._followed = consequence(past.lanes[place], outcome.lanes[place])
        moment_s, range_s = self.viewing.time_s, self.viewing.range_s
        self._look_into(place)
        self.comparison.show_runs([run for run, _ in self._rows])
        self._say_remarks(outcome)
        self.tampering.show_changes(outcome.scenario.interventions, _names(outcome.scenario))
        self.tampering.tell(self._followed)
        if past is not None:
            self._show_what_followed(moment_s, range_s)
        else:
            self.viewing.show_fitting()
            self._hidden, self._guessed = hidden, 0
            self._guess()

    def place(self) -> int:
        """The contender of the run that is looked into, by its place in the scenario."""
        return self._rows[self._at][0].place if self._rows else 0

    def runs(self) -> tuple[Run, ...]:
        """All that are compared."""
        return tuple(run for run, _ in self._rows)

    def open_space_time(self) -> None:
        """Look at single segments."""
        graph = self.inside.space_time.parentWidget()
        assert graph is not None
        self.inside.tabs.setCurrentWidget(graph)

    def set_busy(self, busy: bool) -> None:
        """Something runs: what would begin another run waits."""
        self._busy = busy
        self._offer()

    def close_views(self) -> None:
        """Draw no more. May be called twice."""
        self.inside.close_views()

    @Slot(int)
    def look_into(self, row: int) -> None:
        """Show the run in a row of the table, at the same moment."""
        moment_s, range_s = self.viewing.time_s, self.viewing.range_s
        self._look_into(row)
        self.viewing.look_at(*range_s)
        self.viewing.seek(moment_s)

    @Slot()
    def switch(self) -> None:
        """Look into the other future of the same run."""
        run = self._rows[self._at][0]
        other = next(
            (at for at, (each, _) in enumerate(self._rows) if each.place == run.place and each.is_past != run.is_past),
            None,
        )
        if other is not None:
            self.look_into(other)
            self.table.show_lanes(self._rows, other)

    @Slot()
    def watch(self) -> None:
        """Play what followed from the last change, slowly, from where the futures part."""
        followed, player = self._followed, self.viewing.player
        if followed is None or followed.parting is None or player is None:
            return
        start_s, stop_s = self._span_of(followed)
        self.viewing.choose(None)
        self.viewing.look_at(start_s, stop_s)
        self.viewing.seek(start_s)
        speed = max((speed for speed in SPEEDS if speed <= (stop_s - start_s) / _WATCHED_S), default=SPEEDS[0])
        self.inside.bar.speed.setCurrentIndex(SPEEDS.index(speed))
        player.play(speed)
        self.viewing.moved()

    def description(self) -> str:
        """The table and the charts in words."""
        return "\n".join(filter(None, (self.table.text(), self._remarks.text(), self.comparison.description())))

    def _rows_of(self, outcome: Outcome, past: Outcome | None) -> tuple[tuple[Run, Lane], ...]:
        rows = [(Run(lane.contender.name, lane.recording, at), lane) for at, lane in enumerate(outcome.lanes)]
        changed = set(outcome.scenario.interventions) ^ set(past.scenario.interventions) if past is not None else set()
        touched = {change.flow for change in changed}
        for group in outcome.scenario.groups:
            if past is not None and touched & set(group):
                for at in group:
                    lane = past.lanes[at]
                    name = self.tr("{0}, before").format(lane.contender.name)
                    rows.append((Run(name, lane.recording, at, is_past=True), lane))
        return tuple(rows)

    def _look_into(self, at: int) -> None:
        self._at = at
        self.viewing.show(self._rows[at][0].recording)
        self.table.show_lanes(self._rows, at)
        self._offer()

    def _offer(self) -> None:
        run = self._rows[self._at][0] if self._rows else None
        others = run is not None and sum(each.place == run.place for each, _ in self._rows) > 1
        self.tampering.show_future(
            can_change=run is not None and not run.is_past and not self._busy and not self._is_real,
            has_other=others,
            is_past=run is not None and run.is_past,
            is_real=self._is_real,
        )

    def _show_what_followed(self, moment_s: float, range_s: tuple[float, float]) -> None:
        followed = self._followed
        if followed is not None and followed.parting is not None:
            start_s, stop_s = self._span_of(followed)
            # What was looked at stays, as far as what followed is in it.
            self.viewing.look_at(min(start_s, range_s[0]), max(stop_s, range_s[1]))
            self.viewing.seek(followed.parting.time_s)
        else:
            self.viewing.look_at(*range_s)
            self.viewing.seek(moment_s)

    def _span_of(self, followed: Consequence) -> tuple[float, float]:
        assert followed.parting is not None
        start_s = followed.parting.time_s
        last = followed.again or followed.reaction
        stop_s = last.time_s if last is not None else self._rows[self._at][0].recording.stop_s
        around_s = max((stop_s - start_s) * _AROUND, 1e-3)
        return max(start_s - around_s, 0.0), stop_s + 2 * around_s

    def _say_remarks(self, outcome: Outcome) -> None:
        words = [named(lane.result.name, said(lane.result.problem)) for lane in outcome.lanes if lane.result.problem]
        if outcome.fairness is not None:
            words.append(self.tr("Fairness of those who share the link (Jain): {0}").format(f"{outcome.fairness:.3f}"))
        names = _names(outcome.scenario)
        for change in outcome.unused:
            words.append(self.tr("{0}: packet {1} was never sent.").format(names[change.flow], change.packet_number))
        self._remarks.setText("\n".join(words))
        self._remarks.setVisible(bool(words))

    # Predict, then see.

    @Slot()
    def ask_to_guess(self) -> None:
        """Hide the first series of the run that is looked into, to be drawn."""
        run = next(run for run in self.runs() if run.place == self.place() and not run.is_past)
        key = self.comparison.first_series.currentData()
        self._hidden, self._guessed = (Hidden(key, run.name, self.comparison.plot.side_of(run)),), 0
        self._guess()

    def _guess(self) -> None:
        """Ask for the next hidden curve; nothing but the other curves is to be seen until then."""
        asks = self._guessed < len(self._hidden)
        tabs = self.inside.tabs
        for at in range(1, tabs.count()):
            tabs.setTabVisible(at, not asks)
        for widget in (self.table, self.inside.bar, self.tampering):
            widget.setVisible(not asks)
        self._remarks.setVisible(not asks and bool(self._remarks.text()))
        if asks:
            tabs.setCurrentIndex(0)
            hidden = self._hidden[self._guessed]
            self.comparison.hide_curve(hidden)
            self.prediction.ask(hidden, self._guessed, len(self._hidden))
        else:
            self.comparison.stop_guessing()
            self.prediction.hide()

    @Slot()
    def _reveal(self) -> None:
        result = self.comparison.reveal()
        self._guessed += 1
        more = self._guessed < len(self._hidden)
        self.prediction.tell(result, more=more)
        if not more:
            self.revealed.emit()

    @Slot()
    def _go_on(self) -> None:
        self._guess()


def _names(scenario: Scenario) -> tuple[str, ...]:
    return tuple(contender.name for contender in scenario.contenders)
