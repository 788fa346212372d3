"""All runs on one axis of time: one chart or two, each of a chosen series; and a curve that is to be guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.joining import as_sentence
from app.laboratory.drawn_curve import DrawnCurve
from app.laboratory.overlay_plot import OverlayPlot
from app.laboratory.points_table import PointsTable
from app.laboratory.run_styles import Run
from app.theme import GRID, HALF_GRID
from app.views.viewing import Viewing
from app.views.words import translated
from app.widgets.telling import name_choice
from app.wording import named, translate
from ptp_core.laboratory.exercise import Hidden
from ptp_core.laboratory.prediction import Score, score
from ptp_core.record.model.series import SERIES

_FIRST: Final = "bytes_acknowledged"
_SECOND: Final = "congestion_window"


class ComparisonView(QWidget):
    """Shows runs; the moment of `viewing` is marked. While a curve is hidden, nothing else that tells of it is drawn.

    Attributes: `plot` has the first series, `second` the other one; `first_series`, `second_series` choose them;
    `points` has what is drawn as numbers, shown by `table_button`.

    Signals:
        drawn_changed(): somebody has drawn.
        guess_wanted(): the first series of the run that is looked into is to be hidden, and drawn.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Grouping

    drawn_changed = Signal()
    guess_wanted = Signal()

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Runs compared"))
        self._viewing = viewing
        self._runs: tuple[Run, ...] = ()
        self._hidden: Hidden | None = None
        self._pointed_s: float | None = None
        self.plot = OverlayPlot(_FIRST, self)
        self.second = OverlayPlot(_SECOND, self)
        self.first_series = self._choice(_FIRST, self.tr("What is compared"))
        self.second_series = self._choice(_SECOND, self.tr("What is compared below"))
        self.second_series.insertItem(0, self.tr("nothing more"), None)
        head = QHBoxLayout()
        head.setContentsMargins(GRID, HALF_GRID, GRID, 0)
        head.setSpacing(GRID)
        head.addWidget(self.first_series)
        self._and = QLabel(self.tr("and"), self)
        head.addWidget(self._and)
        head.addWidget(self.second_series)
        head.addStretch(1)
        self.guess_button = QPushButton(self.tr("&Hide and draw it"), self)
        self.guess_button.setToolTip(self.tr("Hide the upper curve of the selected run until somebody has drawn it"))
        self.guess_button.clicked.connect(self.guess_wanted)
        head.addWidget(self.guess_button)
        self.table_button = QPushButton(self.tr("As n&umbers"), self)
        self.table_button.setToolTip(self.tr("Type the curve instead of drawing it"))
        self.table_button.setCheckable(True)
        self.table_button.setObjectName("toggleButton")
        self.table_button.hide()
        head.addWidget(self.table_button)
        self.points = PointsTable(self)
        self._charts = QSplitter(Qt.Orientation.Vertical, self)
        self._charts.addWidget(self.plot)
        self._charts.addWidget(self.second)
        self._charts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        layout.addLayout(head)
        layout.addWidget(self._charts, 1)
        layout.addWidget(self.points)
        for plot in (self.plot, self.second):
            plot.range_wanted.connect(self._look_at)
            plot.all_wanted.connect(self.show_all)
            plot.pointed.connect(self._point)
            plot.clicked.connect(viewing.seek)
            plot.drawn_changed.connect(self.drawn_changed)
        self.first_series.currentIndexChanged.connect(self._choose_first)
        self.second_series.currentIndexChanged.connect(self._choose_second)
        self.table_button.toggled.connect(self._show_points)
        self.points.edited.connect(self._take_points)
        self.plot.drawn_changed.connect(self._follow_drawn)
        viewing.moment_changed.connect(self._mark_moment)
        viewing.recording_changed.connect(self._mark_moment)

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Compare these, all of their time."""
        self._runs = tuple(runs)
        self.show_all()
        self._draw()

    def hide_curve(self, hidden: Hidden) -> None:
        """Let a person draw this curve before it is seen."""
        self._hidden = hidden
        self._set_series(hidden.series)
        self.show_all()
        self._draw()
        run = self._hidden_run(hidden)
        _, values = run.recording.curve(hidden.series, hidden.side, 0.0, run.recording.stop_s, 2000)
        largest = float(np.nanmax(values, initial=0.0))
        drawn = DrawnCurve(run.recording.stop_s, max(largest, self.plot.top))
        self.plot.draw_by_hand(drawn, top=largest)
        drawn.top = self.plot.top
        self.table_button.show()
        self.points.ask(self.plot.series, drawn)
        self.points.setVisible(self.table_button.isChecked())
        self.plot.setFocus()

    def begin_again(self) -> None:
        """What was drawn goes."""
        if self.plot.drawn is not None:
            self.plot.drawn.clear()
            self.plot.draw_by_hand(self.plot.drawn, top=self.plot.drawn.top)
            self._follow_drawn()

    def reveal(self) -> Score:
        """Lay the real curve over what was drawn, and say how near it came. Only while a curve is hidden."""
        hidden, drawn = self._hidden, self.plot.drawn
        assert hidden is not None
        assert drawn is not None
        run = self._hidden_run(hidden)
        times, values = run.recording.curve(hidden.series, hidden.side, 0.0, run.recording.stop_s, 2000)
        result = score(drawn.points(), times, values)
        self._hidden = None
        self._draw(both=False)
        self.plot.keep_drawn(drawn)
        self._put_points_away()
        return result

    def stop_guessing(self) -> None:
        """Everything is shown again."""
        self._hidden = None
        self._put_points_away()
        self.plot.draw_by_hand(None)
        self.plot.show_series(self.first_series.currentData())
        self._draw()

    @property
    def hidden(self) -> Hidden | None:
        """The curve that is not shown, None where all are."""
        return self._hidden

    def description(self) -> str:
        """What is drawn, in words."""
        lines = [as_sentence(named(translated(self.plot.series.words), self.plot.legend.text()), translate)]
        if not self.second.isHidden():
            lines.append(as_sentence(named(translated(self.second.series.words), self.second.legend.text()), translate))
        return "\n".join(lines)

    @Slot()
    def show_all(self) -> None:
        """From the beginning to the end of the longest."""
        self._look_at(0.0, max((run.recording.stop_s for run in self._runs), default=1.0) or 1.0)

    @Slot(float, float)
    def _look_at(self, start_s: float, stop_s: float) -> None:
        for plot in (self.plot, self.second):
            plot.show_range(start_s, stop_s)

    def _draw(self, *, both: bool = True) -> None:
        hidden = self._hidden
        runs = [run for run in self._runs if hidden is None or run.name != hidden.contender]
        self.plot.show_runs(runs)
        guessing = hidden is not None or not both
        for widget in (self.first_series, self.second_series, self._and, self.guess_button):
            widget.setEnabled(not guessing)
        self.second.setVisible(not guessing and self.second_series.currentData() is not None)
        self.second.show_runs(runs)
        self._mark_moment()
        self.setAccessibleDescription(self.description())
        for plot in (self.plot, self.second):
            plot.setAccessibleDescription(as_sentence(plot.legend.text(), translate))

    def _hidden_run(self, hidden: Hidden) -> Run:
        return next(run for run in self._runs if run.name == hidden.contender and not run.is_past)

    def _set_series(self, key: str) -> None:
        with QSignalBlocker(self.first_series):
            self.first_series.setCurrentIndex(self.first_series.findData(key))
        self.plot.show_series(key, self._hidden.side if self._hidden is not None else None)

    @Slot(bool)
    def _show_points(self, shown: bool) -> None:
        self.points.setVisible(shown)
        if shown:
            self.points.setCurrentCell(0, 0)
            self.points.setFocus()

    @Slot()
    def _take_points(self) -> None:
        self.plot.join(self.points.points())
        self.drawn_changed.emit()

    @Slot()
    def _follow_drawn(self) -> None:
        if self.plot.drawn is not None:
            self.points.show_drawn(self.plot.drawn)

    def _put_points_away(self) -> None:
        self.table_button.hide()
        self.points.hide()

    @Slot()
    def _choose_first(self) -> None:
        self.plot.show_series(self.first_series.currentData())
        self._draw()

    @Slot()
    def _choose_second(self) -> None:
        key = self.second_series.currentData()
        if key is not None:
            self.second.show_series(key)
        self._draw()

    @Slot(object)
    def _point(self, time_s: float | None) -> None:
        self._pointed_s = time_s
        self._mark_moment()

    @Slot()
    def _mark_moment(self) -> None:
        player = self._viewing.player
        moment_s = self._viewing.time_s if player is not None and not player.is_live else None
        moment_s = None if self._hidden is not None else moment_s
        for plot in (self.plot, self.second):
            plot.show_moment(moment_s, self._pointed_s if self._pointed_s is not None else moment_s)

    def _choice(self, key: str, name: str) -> QComboBox:
        box = QComboBox(self)
        name_choice(box, name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # In a narrow window its words give way, not the window.
        box.setMinimumWidth(16 * GRID)
        for series in SERIES.values():
            box.addItem(translated(series.words), series.key)
            box.setItemData(box.count() - 1, translated(series.group.value), Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(box.findData(key))
        return box
