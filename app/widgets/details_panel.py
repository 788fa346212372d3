"""Everything about the selected transfer: one sentence that says what limits it, numbers, charts, buffers."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from app.theme import GRID, HALF_GRID, set_role
from app.widgets.buffer_chart import BufferChart
from app.widgets.buffer_gauges import BufferGauges
from app.widgets.elided_label import ElidedLabel
from app.widgets.files_tab import FilesTab
from app.widgets.live_charts import LiveCharts
from app.widgets.numbers_table import NumbersTable
from app.widgets.transfer_history import TransferHistory
from app.words import limit_words, rule_words, title_words
from ptp_core.transfer.snapshot import TransferSnapshot

_HISTORIES = 32
_GAUGES_WIDTH = 34 * GRID
_WIDE = 120 * GRID


class DetailsPanel(QWidget):
    """Keeps the newest half minute of up to 32 transfers, so that another one shows its past as soon as it is selected.

    Only what is visible is drawn.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._histories: OrderedDict[int, TransferHistory] = OrderedDict()
        self._shown: int | None = None
        self._title = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle, least_characters=16)
        set_role(self._title, "strong")
        self.limit = QLabel(self)
        self.limit.setTextFormat(Qt.TextFormat.PlainText)
        self.limit.setWordWrap(True)
        self.limit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rule = QLabel(self)
        self.rule.setTextFormat(Qt.TextFormat.PlainText)
        self.rule.setWordWrap(True)
        self.rule.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rule.setContentsMargins(GRID, HALF_GRID, GRID, 0)
        self.rule.setAccessibleName(self.tr("Why a segment was last sent again, and the timer"))
        self.numbers = NumbersTable()
        self.charts = LiveCharts()
        self.live_gauges = BufferGauges()
        self.live_gauges.setFixedWidth(_GAUGES_WIDTH)
        self.gauges = BufferGauges()
        self.gauges.setFixedWidth(_GAUGES_WIDTH)
        self.buffer_chart = BufferChart()
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Details of the selected transfer"))
        overview = QScrollArea()
        overview.setFrameShape(QFrame.Shape.NoFrame)
        overview.setWidgetResizable(True)
        overview.setWidget(self.numbers)
        self.tabs.addTab(_below_one_another(self.rule, overview), self.tr("&Overview"))
        self.tabs.addTab(_side_by_side(self.charts, self.live_gauges), self.tr("&Live"))
        self.tabs.addTab(_side_by_side(self.buffer_chart, self.gauges), self.tr("&Buffers"))
        self.files = FilesTab()
        self.tabs.addTab(self.files, self.tr("&Files"))
        self.tabs.currentChanged.connect(lambda _index: self._refresh())
        head = QHBoxLayout()
        head.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        head.setSpacing(2 * GRID)
        head.addWidget(self._title, 2)
        head.addWidget(self.limit, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        self.show_transfer(None)

    def update_snapshot(self, now_s: float, snapshot: TransferSnapshot) -> None:
        """Keep a transfer's newest numbers, as of `now_s`, and show them when it is the selected one."""
        history = self._histories.get(snapshot.transfer_id)
        if history is None:
            history = self._histories[snapshot.transfer_id] = TransferHistory()
            self._forget_oldest()
            if snapshot.transfer_id == self._shown:
                self.show_transfer(self._shown)
        self._histories.move_to_end(snapshot.transfer_id)
        history.add(now_s, snapshot)
        if snapshot.transfer_id == self._shown:
            self._refresh()

    def show_transfer(self, transfer_id: int | None) -> None:
        """Show this transfer; None shows none."""
        self._shown = transfer_id
        history = self._histories.get(transfer_id) if transfer_id is not None else None
        self.charts.show_history(history)
        self.buffer_chart.show_history(history)
        self._refresh()

    def shown_id(self) -> int | None:
        """The transfer shown."""
        return self._shown

    def forget(self, transfer_id: int) -> None:
        """Let go of what was kept of a transfer."""
        self._histories.pop(transfer_id, None)
        if transfer_id == self._shown:
            self.show_transfer(None)

    def description(self) -> str:
        """All that the panel shows, in words."""
        return "\n".join(
            text
            for text in (
                self._title.text(),
                self.limit.text(),
                self.rule.text(),
                self.numbers.text(),
                self.charts.description(),
                self.buffer_chart.description(),
                self.files.description(),
            )
            if text
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the charts the gauges have room only in a wide window; they have a tab of their own too."""
        super().resizeEvent(event)
        self.live_gauges.setVisible(self.width() >= _WIDE)

    def _forget_oldest(self) -> None:
        while len(self._histories) > _HISTORIES:
            oldest = next(key for key in self._histories if key != self._shown)
            del self._histories[oldest]

    def _refresh(self) -> None:
        history = self._histories.get(self._shown) if self._shown is not None else None
        snapshot = history.newest if history is not None else None
        if snapshot is None:
            self._title.set_text(self.tr("No transfer is selected."))
            self._say(self.tr("Select one in the list above to see how it goes."))
            self.rule.clear()
            self.numbers.show_snapshot(None)
            self.files.show_snapshot(None)
            self.gauges.clear()
            self.live_gauges.clear()
            return
        self._title.set_text(title_words(snapshot, QCoreApplication.translate))
        self._say(limit_words(snapshot, QCoreApplication.translate))
        rule = rule_words(snapshot, QCoreApplication.translate)
        if self.rule.text() != rule:
            self.rule.setText(rule)
        self.numbers.show_snapshot(snapshot)
        self.files.show_snapshot(snapshot)
        self.gauges.show_statistics(snapshot.transport)
        self.live_gauges.show_statistics(snapshot.transport)
        self.charts.refresh()
        self.buffer_chart.refresh()

    def _say(self, words: str) -> None:
        if self.limit.text() != words:
            self.limit.setText(words)


def _below_one_another(small: QWidget, large: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(small)
    layout.addWidget(large, 1)
    return page


def _side_by_side(large: QWidget, small: QWidget) -> QWidget:
    page = QWidget()
    layout = QHBoxLayout(page)
    layout.setContentsMargins(GRID, GRID, GRID, GRID)
    layout.setSpacing(2 * GRID)
    layout.addWidget(large, 1)
    layout.addWidget(small, 0, Qt.AlignmentFlag.AlignTop)
    return page
