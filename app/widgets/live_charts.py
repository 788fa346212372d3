"""Why a transfer is as fast as it is: four charts on one time axis."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.theme import GRID, Meaning
from app.widgets.time_plot import CurveStyle, TimePlot
from app.widgets.transfer_history import BIN_S, Floats, Series, TransferHistory
from ptp_core.formatting import format_count, format_milliseconds, format_rate, format_size
from ptp_core.transfer.snapshot import TransferSnapshot

# Curves that dwarf the others by more than this leave the chart; their number stays in the legend, with an arrow.
_DWARFING = 6.0
_SAID_EVERY_S = 2.0
_LOW = 60 * GRID


class LiveCharts(QWidget):
    """Goodput and pacing, windows, round-trip times, and retransmissions by cause, of the last 30 s.

    The charts stand in one column where there is height for it, else in two. What they show can be read as text from
    `description()`, which is also the accessible description (renewed every two seconds, not at each update).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = TransferHistory()
        self._said_s = -_SAID_EVERY_S
        self._columns = 0
        solid, dashed, dotted = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
        self.rates = TimePlot(
            [
                CurveStyle(self.tr("goodput"), Meaning.ACKNOWLEDGED, solid),
                CurveStyle(self.tr("pacing rate"), Meaning.IN_FLIGHT, dashed),
            ],
            self.tr("Mbit/s"),
            self.tr("The speed appears here while a file crosses."),
            self,
        )
        self.windows = TimePlot(
            [
                CurveStyle(self.tr("window"), Meaning.ACKNOWLEDGED, dashed),
                CurveStyle(self.tr("in flight"), Meaning.IN_FLIGHT, solid),
                CurveStyle(self.tr("peer's window"), Meaning.WAITING, dotted),
            ],
            self.tr("kB"),
            self.tr("What may be and what is under way appears here."),
            self,
        )
        self.times = TimePlot(
            [
                CurveStyle(self.tr("RTT"), Meaning.ACKNOWLEDGED, solid),
                CurveStyle(self.tr("minimum RTT"), Meaning.WRITTEN, dashed),
                CurveStyle(self.tr("RTO"), Meaning.TIMEOUT, dotted),
            ],
            self.tr("ms"),
            self.tr("Round-trip times appear here once a segment was acknowledged."),
            self,
        )
        self.retransmissions = TimePlot(
            [
                CurveStyle(self.tr("time-out"), Meaning.TIMEOUT, stepped=True, filled=True),
                CurveStyle(self.tr("fast"), Meaning.FAST_RETRANSMIT, stepped=True, filled=True),
                CurveStyle(self.tr("spurious"), Meaning.SPURIOUS, dashed, stepped=True),
            ],
            self.tr("/ {0} s").format(f"{BIN_S:g}"),
            self.tr("Nothing had to be sent again in the last 30 s."),
            self,
        )
        self._plots = (self.rates, self.windows, self.times, self.retransmissions)
        for plot in self._plots[1:]:
            plot.link_to(self.rates)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2, 2, 2, 2)
        self._grid.setSpacing(GRID)
        self._arrange(2)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Live charts of the last 30 seconds"))
        self.refresh()

    @property
    def history(self) -> TransferHistory:
        """What is shown."""
        return self._history

    def show_history(self, history: TransferHistory | None) -> None:
        """Show another transfer's numbers; None shows none."""
        self._history = history if history is not None else TransferHistory()
        self._said_s = -_SAID_EVERY_S
        self.refresh()

    def add(self, now_s: float, snapshot: TransferSnapshot) -> None:
        """Keep one more sample of the transfer shown, and draw it."""
        self._history.add(now_s, snapshot)
        self.refresh()

    def clear(self) -> None:
        """Forget what was shown."""
        self.show_history(None)

    def refresh(self) -> None:
        """Draw the history as it is now; costs one update of each curve. Hidden charts wait until they are shown."""
        if self.isVisible() or not len(self._history):
            self._draw()
            self._say()

    def description(self) -> str:
        """The newest numbers in words."""
        snapshot = self._history.newest
        if snapshot is None:
            return self.tr("No transfer is shown. The charts fill while a file crosses.")
        transport = snapshot.transport
        return self.tr(
            "Goodput {0}, pacing rate {1}. Congestion window {2}, in flight {3}, peer's window {4}. "
            "RTT {5}, minimum {6}, RTO {7}. Sent again: {8} by time-out, {9} fast, {10} of them spurious."
        ).format(
            format_rate(snapshot.goodput_bps, bits=True),
            format_rate(transport.pacing_rate_bps, bits=True),
            format_size(transport.congestion_window_bytes),
            format_size(transport.in_flight_bytes),
            format_size(transport.peer_window_bytes),
            format_milliseconds(transport.rtt_s),
            format_milliseconds(transport.minimum_rtt_s),
            format_milliseconds(transport.rto_s),
            format_count(transport.retransmitted_timeout),
            format_count(transport.retransmitted_fast),
            format_count(transport.retransmitted_spurious),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column of charts when they get high enough, else two."""
        super().resizeEvent(event)
        self._arrange(1 if self.height() >= _LOW or self.width() < _LOW else 2)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while hidden."""
        super().showEvent(event)
        self.refresh()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for index, plot in enumerate(self._plots):
            self._grid.addWidget(plot, index // columns, index % columns)
            plot.show_times(index >= len(self._plots) - columns)
        for row in range(len(self._plots)):
            self._grid.setRowStretch(row, 1 if row < len(self._plots) // columns else 0)

    def _draw(self) -> None:
        history, ages = self._history, self._history.ages()
        snapshot = history.newest
        for plot in self._plots:
            plot.set_empty(snapshot is None)
        if snapshot is None:
            for plot in self._plots:
                plot.legend.clear()
            return
        self._draw_rates(ages, snapshot)
        self._draw_windows(ages, snapshot)
        self._draw_times(ages, snapshot)
        self._draw_retransmissions(snapshot)

    def _draw_rates(self, ages: Floats, snapshot: TransferSnapshot) -> None:
        goodput, pacing = self._history.row(Series.GOODPUT_BPS), self._history.row(Series.PACING_BPS)
        # A start-up's first pacing rate is a guess that can dwarf the speed itself.
        shown = _largest(goodput, pacing) if _largest(pacing) <= _DWARFING * _largest(goodput) else _largest(goodput)
        unit, per_unit = (self.tr("Mbit/s"), 1e6) if shown >= 1e6 else (self.tr("kbit/s"), 1e3)
        self.rates.scale_to(shown, per_unit)
        self.rates.set_curve(0, ages, goodput)
        self.rates.set_curve(1, ages, pacing)
        values = [format_rate(rate, bits=True) for rate in (snapshot.goodput_bps, snapshot.transport.pacing_rate_bps)]
        self.rates.legend.set_values(unit, [values[0], values[1] + self._above(self.rates, pacing)])

    def _draw_windows(self, ages: Floats, snapshot: TransferSnapshot) -> None:
        rows = [self._history.row(key) for key in (Series.CONGESTION_WINDOW, Series.IN_FLIGHT, Series.PEER_WINDOW)]
        shown = _largest(*rows[:2])
        if _largest(rows[2]) <= _DWARFING * shown:
            shown = _largest(*rows)
        unit, per_unit = (self.tr("MB"), 1e6) if shown >= 1e6 else (self.tr("kB"), 1e3)
        self.windows.scale_to(shown, per_unit)
        for index, row in enumerate(rows):
            self.windows.set_curve(index, ages, row)
        transport = snapshot.transport
        self.windows.legend.set_values(
            unit,
            [
                format_size(transport.congestion_window_bytes),
                format_size(transport.in_flight_bytes),
                format_size(transport.peer_window_bytes) + self._above(self.windows, rows[2]),
            ],
        )

    def _draw_times(self, ages: Floats, snapshot: TransferSnapshot) -> None:
        rows = [self._history.row(key) for key in (Series.RTT_S, Series.MINIMUM_RTT_S, Series.RTO_S)]
        shown = _largest(*rows[:2])
        if _largest(rows[2]) <= _DWARFING * shown or shown == 0:
            shown = _largest(*rows)
        self.times.scale_to(shown, 1e-3)
        for index, row in enumerate(rows):
            # Zero means not measured yet, and is no time to draw.
            self.times.set_curve(index, ages, np.where(row > 0, row, np.nan))
        transport = snapshot.transport
        self.times.legend.set_values(
            self.tr("ms"),
            [
                format_milliseconds(transport.rtt_s),
                format_milliseconds(transport.minimum_rtt_s),
                format_milliseconds(transport.rto_s) + self._above(self.times, rows[2]),
            ],
        )

    def _draw_retransmissions(self, snapshot: TransferSnapshot) -> None:
        edges = self._history.bins()
        timeouts, fast, spurious = (
            self._history.counted(key) for key in (Series.TIMEOUTS, Series.FAST, Series.SPURIOUS)
        )
        self.retransmissions.set_empty(not (timeouts.any() or fast.any() or spurious.any()))
        self.retransmissions.scale_to(max(_largest(timeouts + fast, spurious), 2.0), 1.0)
        self.retransmissions.set_curve(0, edges, timeouts)
        self.retransmissions.set_curve(1, edges, timeouts + fast)
        self.retransmissions.set_curve(2, edges, spurious)
        transport = snapshot.transport
        counts = (transport.retransmitted_timeout, transport.retransmitted_fast, transport.retransmitted_spurious)
        self.retransmissions.legend.set_values(
            self.tr("/ {0} s").format(f"{BIN_S:g}"), [format_count(count) for count in counts]
        )

    def _above(self, plot: TimePlot, row: Floats) -> str:
        """A mark for a newest value that lies above the chart."""
        return " ↑" if row[-1] > plot.top * 1.05 else ""

    def _say(self) -> None:
        newest = self._history.newest_s
        if not len(self._history) or newest - self._said_s >= _SAID_EVERY_S:
            self._said_s = newest if len(self._history) else -_SAID_EVERY_S
            self.setAccessibleDescription(self.description())


def _largest(*rows: Floats) -> float:
    return max((float(np.max(row, initial=0.0)) for row in rows), default=0.0)
