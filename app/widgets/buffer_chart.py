"""How full the buffers were in the last half minute."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.theme import Meaning
from app.widgets.time_plot import CurveStyle, TimePlot
from app.widgets.transfer_history import Series, TransferHistory
from ptp_core.formatting import format_percent
from ptp_core.transfer.snapshot import TransferSnapshot

_SERIES = (Series.SEND_FILL, Series.RECEIVE_FILL, Series.OUT_OF_ORDER_FILL)


class BufferChart(QWidget):
    """The fill of the send and the receive buffer, and what lies out of order, in percent of their capacity."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = TransferHistory()
        self.plot = TimePlot(
            [
                CurveStyle(self.tr("send"), Meaning.ACKNOWLEDGED),
                CurveStyle(self.tr("receive"), Meaning.WRITTEN, Qt.PenStyle.DashLine),
                CurveStyle(self.tr("out of order"), Meaning.OUT_OF_ORDER, Qt.PenStyle.DotLine),
            ],
            "%",
            self.tr("The buffers' fill appears here while a file crosses."),
            self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self.plot)
        self.plot.scale_to(100.0, 1.0, top=100.0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Buffers of the last 30 seconds"))
        self.refresh()

    def show_history(self, history: TransferHistory | None) -> None:
        """Show another transfer's numbers; None shows none."""
        self._history = history if history is not None else TransferHistory()
        self.refresh()

    def add(self, now_s: float, snapshot: TransferSnapshot) -> None:
        """Keep one more sample of the transfer shown, and draw it."""
        self._history.add(now_s, snapshot)
        self.refresh()

    def clear(self) -> None:
        """Forget what was shown."""
        self.show_history(None)

    def refresh(self) -> None:
        """Draw the history as it is now; a hidden chart waits until it is shown."""
        if not self.isVisible() and len(self._history):
            return
        empty = not len(self._history)
        self.plot.set_empty(empty)
        if empty:
            self.plot.legend.clear()
        else:
            ages = self._history.ages()
            for index, series in enumerate(_SERIES):
                self.plot.set_curve(index, ages, self._history.row(series))
            self.plot.legend.set_values(
                "%", [format_percent(float(self._history.row(series)[-1]), 100.0) for series in _SERIES]
            )

    def description(self) -> str:
        """The newest numbers in words."""
        if not len(self._history):
            return self.tr("No transfer is shown.")
        return self.tr("Buffers in percent: {0}.").format(
            ", ".join(
                self.tr("{0} {1}").format(name, format_percent(float(self._history.row(series)[-1]), 100.0))
                for name, series in zip(
                    (self.tr("send"), self.tr("receive"), self.tr("out of order")), _SERIES, strict=True
                )
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while hidden."""
        super().showEvent(event)
        self.setAccessibleDescription(self.description())
        self.refresh()
