"""Why a connection is as fast as it is: charts of its series on one time axis, made from the model's rows."""

from __future__ import annotations

from time import thread_time
from typing import Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAccessible, QAction, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.joining import after_one_another, as_sentence
from app.theme import GRID, HALF_GRID, Theme, set_role
from app.views.event_marks import MarkIndex
from app.views.happenings import happened_words
from app.views.series_plot import SeriesPlot
from app.views.viewing import Viewing
from app.views.words import event_words, moment_words, translated
from app.widgets.elided_label import ElidedLabel
from app.widgets.scrolling import Scrolling
from app.wording import named, translate
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.series import SERIES, Series, SeriesGroup, SeriesUnit

_PLOT_HEIGHT: Final = 20 * GRID
_NARROW: Final = 68 * GRID
# Several changes at once are one drawing, and what a hand moves is drawn so often at most.
_DRAW_AFTER_MS: Final = 25
# What runs by itself moves a few pixels in that time. To draw it takes a small share of the time on any computer, since
# the transfer needs the computer more; painting takes some times as long as what is measured.
_LIVE_MS: Final = 200
_LONGEST_MS: Final = 1000
_SHARE: Final = 0.01
_SAID_EVERY_S: Final = 2.0
_LOOKED_EVERY_S: Final = 1.0
_YOUNG_S: Final = 5.0


class LiveView(QWidget):
    """Charts in one column where there is height for it, else in two; those that have nothing to show are not there.

    Which series are drawn is remembered for as long as the widget lives. What is shown can be read as text from
    `description()`, which is also the accessible description. Only plots that can be seen are drawn, and none is made
    before there is something to draw: they are most of what a window costs.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Grouping

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewing = viewing
        self._on = {key for key, series in SERIES.items() if series.shown and series.group is not SeriesGroup.TOTALS}
        self._marks: MarkIndex | None = None
        self._filled: set[SeriesPlot] = set()
        self._standing: tuple[tuple[SeriesPlot, ...], int, bool] = ((), 0, False)
        self._live_ms = _LIVE_MS
        self._said_s = -_SAID_EVERY_S
        self._looked_s = -_LOOKED_EVERY_S
        self._actions: dict[str, QAction] = {}
        self._charts = QWidget(self)
        self._grid = QGridLayout(self._charts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(HALF_GRID)
        self._made: list[SeriesPlot] = []
        self._scroll = Scrolling(self._charts, self)
        self._scroll.verticalScrollBar().valueChanged.connect(self._draw_soon)
        self.curves_button = QToolButton(self)
        self.curves_button.setText(self.tr("Curves"))
        self.curves_button.setObjectName("menuButton")
        self.curves_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.curves_button.setToolTip(self.tr("Which curves are drawn"))
        self.curves_button.setMenu(self._menu())
        self._caption = ElidedLabel("", self)
        self.empty = QLabel(self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        set_role(self.empty, "muted")
        head = QHBoxLayout()
        head.setContentsMargins(HALF_GRID, 0, HALF_GRID, 0)
        head.addWidget(self.curves_button)
        head.addWidget(self._caption, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(HALF_GRID)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.empty, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Curves of the connection"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.draw)
        Theme.of_application().changed.connect(self._draw_soon)
        viewing.recording_changed.connect(self._begin)
        viewing.over_changed.connect(self._show_empty)
        viewing.moment_changed.connect(self._draw_in_time)
        viewing.range_changed.connect(self._draw_in_time)
        viewing.pointed_changed.connect(self._draw_lines)
        viewing.chosen_changed.connect(self._draw_lines)
        self._begin()

    @property
    def plots(self) -> list[SeriesPlot]:
        """All charts there can be."""
        if not self._made:
            self._made = [SeriesPlot(self._viewing, rows, self._charts) for rows in _charts()]
        return self._made

    def is_on(self, key: str) -> bool:
        """Whether a series is drawn."""
        return key in self._on

    def switch(self, key: str, on: bool) -> None:
        """Draw a series from now on, or no more."""
        self._actions[key].setChecked(on)

    def standing(self) -> tuple[SeriesPlot, ...]:
        """The charts that are there now."""
        return self._standing[0]

    def description(self) -> str:
        """The values of the moment, and what happened in the part of the time that is seen, in words."""
        if self._viewing.recording is None:
            return self.tr("No connection is shown. The curves fill while a file crosses.")
        if not self._filled:
            return self.empty.text()
        values = (
            as_sentence(named(translated(plot.group.value), plot.legend.text()), translate)
            for plot in self.standing()
            if plot.legend.text()
        )
        return "\n".join((*values, happened_words(self._viewing.recording, *self._viewing.range_s)))

    @Slot()
    def draw(self) -> None:
        """Draw what is seen now. Hidden, it waits until it is shown."""
        if not self.isVisible():
            return
        began_s = thread_time()
        self._find_filled()
        self._arrange()
        recording = self._viewing.recording
        start_s, stop_s = self._viewing.range_s
        marks = {}
        for plot in self.standing():
            if plot.visibleRegion().isEmpty():
                continue
            side = plot.side_in(recording) if recording is not None else None
            if recording is not None and side is not None and side not in marks:
                marks[side] = self._index(recording).between(side, start_s, stop_s, plot.view.width())
            plot.draw(self._on, marks[side] if side is not None else ())
        self._say()
        took_ms = 1000 * (thread_time() - began_s)
        self._live_ms = round(min(max(took_ms / _SHARE, _LIVE_MS), _LONGEST_MS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down scroll; the others are for whoever moves in the recording."""
        if not self._scroll.take_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of columns, perhaps."""
        super().resizeEvent(event)
        self._draw_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while hidden."""
        super().showEvent(event)
        self._draw_soon()

    def _index(self, recording: Recording) -> MarkIndex:
        if self._marks is None:
            self._marks = MarkIndex(recording)
        return self._marks

    @Slot()
    def _begin(self) -> None:
        self._marks = None
        self._filled.clear()
        self._looked_s = -_LOOKED_EVERY_S
        for plot in self._made:
            plot.begin()
        self._said_s = -_SAID_EVERY_S
        self._draw_soon()

    @Slot()
    def _draw_soon(self) -> None:
        if self.isVisible():
            self._timer.start(_DRAW_AFTER_MS)

    @Slot()
    def _draw_in_time(self) -> None:
        """What a hand moves is drawn at once, what runs by itself more seldom."""
        player = self._viewing.player
        runs = player is not None and player.is_live and self._viewing.follows and not player.recording.ended
        if self.isVisible() and not self._timer.isActive():
            self._timer.start(self._live_ms if runs else _DRAW_AFTER_MS)

    @Slot()
    def _draw_lines(self) -> None:
        if self.isVisible():
            for plot in self.standing():
                plot.draw_lines()
            self._show_caption()

    def _find_filled(self) -> None:
        """Charts that have had something to show stay; new ones are looked for now and then."""
        recording = self._viewing.recording
        stop_s = recording.stop_s if recording is not None else 0.0
        if recording is not None and (stop_s < _YOUNG_S or stop_s >= self._looked_s + _LOOKED_EVERY_S):
            self._looked_s = stop_s
            for plot in self.plots:
                if plot not in self._filled and plot.has_data(recording, self._on):
                    self._filled.add(plot)

    def _arrange(self) -> None:
        self._show_empty()
        wanted = (plot for plot in self._made if any(row.key in self._on for row in plot.rows))
        shown = tuple(plot for plot in wanted if plot in self._filled)
        high = self._scroll.height() >= len(shown) * _PLOT_HEIGHT
        columns = 1 if self.width() < _NARROW or high else 2
        rows = -(-len(shown) // columns)
        scrolls = rows * _PLOT_HEIGHT > self._scroll.height()
        if (shown, columns, scrolls) == self._standing:
            return
        self._standing = (shown, columns, scrolls)
        for plot in self._made:
            self._grid.removeWidget(plot)
            plot.setVisible(plot in shown)
        for at, plot in enumerate(shown):
            plot.setMinimumHeight(_PLOT_HEIGHT)
            self._grid.addWidget(plot, at // columns, at % columns)
            # Where one has to scroll, the lowest one's numbers are not to be seen from all.
            plot.show_times(at >= len(shown) - columns or scrolls)
        for row in range(len(self._made)):
            self._grid.setRowStretch(row, 1 if row < rows else 0)
        # Those that were hidden can be seen, and drawn, once they have their places.
        self._draw_soon()

    def _show_empty(self) -> None:
        """No axes without a curve: what will be there, or that nothing came."""
        if self._filled:
            words = ""
        elif not self._viewing.over:
            words = self.tr("The curves of a transfer appear here while it runs.")
        else:
            words = self.tr("No data was sent.")
        self.empty.setText(words)
        self.empty.setVisible(bool(words))
        self._scroll.setVisible(not words)
        self.curves_button.setVisible(not words)

    def _say(self) -> None:
        self._show_caption()
        if abs(self._viewing.time_s - self._said_s) >= _SAID_EVERY_S:
            self._said_s = self._viewing.time_s
            self.setAccessibleDescription(self.description())
            for plot in self.standing():
                plot.setAccessibleDescription(plot.description())

    def _show_caption(self) -> None:
        viewing = self._viewing
        recording, chosen, pointed_s = viewing.recording, viewing.chosen, viewing.pointed_s
        words = []
        if pointed_s is not None:
            start_s, stop_s = viewing.range_s
            words.append(self.tr("At {0}.").format(moment_words(pointed_s, (stop_s - start_s) / 1000)))
        event = recording.event(chosen.serial) if recording is not None and chosen is not None else None
        if event is not None:
            at = moment_words(event.time_s, 1e-4)
            words.append(self.tr("Chosen, at {0}: {1}").format(at, event_words(event, recording)))
        self._caption.set_text(after_one_another(words, translate))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Curves"))
        for rows in _charts():
            menu.addSection(translated(rows[0].group.value))
            for row in rows:
                action = menu.addAction(translated(row.words))
                action.setCheckable(True)
                action.setChecked(row.key in self._on)
                action.setData(row.key)
                action.toggled.connect(self._toggle)
                self._actions[row.key] = action
        return menu

    @Slot(bool)
    def _toggle(self, on: bool) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        key = action.data()
        self._looked_s = -_LOOKED_EVERY_S
        self._on = self._on | {key} if on else self._on - {key}
        self._draw_soon()


def _charts() -> list[list[Series]]:
    """The series of each chart: one group, one unit."""
    charts: dict[tuple[SeriesGroup, SeriesUnit], list[Series]] = {}
    for group in SeriesGroup:
        for series in SERIES.values():
            if series.group is group:
                charts.setdefault((group, series.unit), []).append(series)
    return list(charts.values())
