"""Everything about the selected transfer: what limits it in one sentence, numbers, and the views of its recording."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.text_words import name_words
from app.theme import GRID, HALF_GRID, set_role
from app.views.buffers_view import BuffersView
from app.views.event_list import EventList
from app.views.graph_tab import GraphTab
from app.views.live_view import LiveView
from app.views.player_bar import PlayerBar
from app.views.space_time_diagram import SpaceTimeDiagram
from app.views.time_sequence_graph import TimeSequenceGraph
from app.views.viewing import Viewing
from app.widgets.buffer_gauges import BufferGauges
from app.widgets.elided_label import ElidedLabel
from app.widgets.files_tab import FilesTab
from app.widgets.icon_button import IconButton
from app.widgets.numbers_table import NumbersTable
from app.widgets.recorded_page import RecordedPage
from app.widgets.scrolling import Scrolling
from app.widgets.tabs import Tabs
from app.words import limit_words, rule_words, title_words
from ptp_core.record.model.recording import Recording
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_SNAPSHOTS = 32
# One may have twenty megabytes.
_RECORDINGS = 8
_GAUGES_WIDTH = 34 * GRID
_WIDE = 120 * GRID


class DetailsPanel(QFrame):
    """Keeps the newest numbers of up to 32 transfers and the recordings of up to 8, so that another one shows its past
    as soon as it is selected. Only what is visible is drawn.

    Attributes: `viewing` is what the views of the recording share; `player` is the bar below them.

    Signals:
        closed(): it is to be put away.
        record_wanted(): what happens on connections is to be recorded again.
    """

    closed = Signal()
    record_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detailsPanel")
        self._snapshots: OrderedDict[int, TransferSnapshot] = OrderedDict()
        self._recordings: OrderedDict[int, Recording] = OrderedDict()
        self._shown: int | None = None
        self._records = True
        # What ran while nothing was recorded.
        self._unrecorded: set[int] = set()
        self._names: list[str] = []
        self.viewing = Viewing(self)
        self._title = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle, least_characters=16)
        set_role(self._title, "strong")
        self.close_button = IconButton("cancel", self.tr("Close the details"), self)
        self.close_button.clicked.connect(self.closed)
        self.limit = _sentence(self)
        self.rule = _sentence(self)
        self.rule.setContentsMargins(GRID, HALF_GRID, GRID, 0)
        self.rule.setAccessibleName(self.tr("Why a segment was last sent again, and the timer"))
        self.numbers = NumbersTable()
        self.live = LiveView(self.viewing)
        self.beside = EventList(self.viewing)
        self.buffers = BuffersView(self.viewing)
        self.gauges = BufferGauges()
        self.gauges.setFixedWidth(_GAUGES_WIDTH)
        self.sequence = GraphTab(TimeSequenceGraph(self.viewing))
        self.space_time = GraphTab(SpaceTimeDiagram(self.viewing))
        self.events = EventList(self.viewing)
        self.files = FilesTab()
        self.player = PlayerBar(self.viewing, self)
        self.tabs = Tabs(self.tr("Details of the selected transfer"), self)
        overview = Scrolling(self.numbers, name=self.tr("Numbers of the transfer"))
        overview.setObjectName("numbers")
        overview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        live = QSplitter(Qt.Orientation.Horizontal)
        live.addWidget(self.live)
        live.addWidget(self.beside)
        live.setStretchFactor(0, 5)
        live.setStretchFactor(1, 2)
        live.setSizes([90 * GRID, 40 * GRID])
        # The tabs in which one moves in time.
        buffers = _side_by_side(self.buffers, self.gauges)
        self._views = [RecordedPage(view) for view in (live, buffers, self.sequence, self.space_time, self.events)]
        for view in self._views:
            view.record_wanted.connect(self.record_wanted)
        pages = (_below_one_another(self.rule, overview), *self._views, self.files)
        titles = (
            ("overview", self.tr("Overview")),
            ("live", self.tr("Live")),
            ("buffers", self.tr("Buffers")),
            ("sequence", self.tr("Sequence")),
            ("space-time", self.tr("Space-time")),
            ("events", self.tr("Events")),
            ("files", self.tr("Files")),
        )
        for page, (name, title) in zip(pages, titles, strict=True):
            self._names.append(name)
            self.tabs.addTab(page, title)
        self.tabs.currentChanged.connect(lambda _index: self._refresh())
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self.limit)
        head = QHBoxLayout()
        head.setContentsMargins(int(1.5 * GRID), GRID, GRID, HALF_GRID)
        head.setSpacing(2 * GRID)
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.player)
        self.show_transfer(None)

    def update_snapshot(self, snapshot: TransferSnapshot, recording: Recording | None = None) -> None:
        """Keep a transfer's newest numbers and its recording; show both when it is the selected one."""
        transfer_id = snapshot.transfer_id
        self._snapshots[transfer_id] = snapshot
        self._snapshots.move_to_end(transfer_id)
        self._forget_oldest(self._snapshots, _SNAPSHOTS)
        if recording is None and not self._records and snapshot.state is not TransferState.QUEUED:
            self._unrecorded.add(transfer_id)
        if recording is not None:
            self._unrecorded.discard(transfer_id)
            self._recordings[transfer_id] = recording
            self._recordings.move_to_end(transfer_id)
            self._forget_oldest(self._recordings, _RECORDINGS)
        if transfer_id == self._shown:
            self.viewing.show(self._recordings.get(transfer_id))
            self._refresh()

    def show_transfer(self, transfer_id: int | None) -> None:
        """Show this transfer; None shows none."""
        self._shown = transfer_id
        self.viewing.show(self._recordings.get(transfer_id) if transfer_id is not None else None)
        self._refresh()

    def shown_name(self) -> str:
        """What the transfer is called that is shown; empty for none."""
        snapshot = self._snapshots.get(self._shown) if self._shown is not None else None
        return name_words(snapshot, QCoreApplication.translate) if snapshot is not None else ""

    def show_recording(self, on: bool) -> None:
        """Whether what happens on connections is recorded from now on."""
        self._records = on
        self._refresh()

    def shown_id(self) -> int | None:
        """The transfer shown."""
        return self._shown

    def forget(self, transfer_id: int) -> None:
        """Let go of what was kept of a transfer."""
        self._snapshots.pop(transfer_id, None)
        self._unrecorded.discard(transfer_id)
        self._recordings.pop(transfer_id, None)
        if transfer_id == self._shown:
            self.show_transfer(None)

    def tab(self) -> str:
        """The name of what is shown, the same in every language."""
        return self._names[self.tabs.currentIndex()]

    def show_tab(self, name: str) -> None:
        """Show what has this name; another changes nothing."""
        if name in self._names:
            self.tabs.setCurrentIndex(self._names.index(name))

    def close_views(self) -> None:
        """Draw no more. May be called twice."""
        self.viewing.close()

    def description(self) -> str:
        """All that the panel shows, in words."""
        return "\n".join(
            text
            for text in (
                self._title.text(),
                self.limit.text(),
                self.rule.text(),
                self.numbers.text(),
                self.live.description(),
                self.buffers.description(),
                self.files.description(),
            )
            if text
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In a view, keys move in the recording that nothing else there has used."""
        if self.player.isHidden() or not self.player.take_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the views, list and gauges have room only in a wide window; the list has a tab of its own too."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= _WIDE and self.viewing.recording is not None
        self.beside.setVisible(beside)
        self.gauges.setVisible(beside)

    def _forget_oldest(self, kept: OrderedDict[int, Any], most: int) -> None:
        while len(kept) > most:
            oldest = next(key for key in kept if key != self._shown)
            del kept[oldest]

    def _refresh(self) -> None:
        self.player.setVisible(self.tabs.currentWidget() in self._views and self.viewing.recording is not None)
        self._fit()
        for view in self._views:
            view.show_missing(self._why_missing(), offers=not self._records)
        snapshot = self._snapshots.get(self._shown) if self._shown is not None else None
        self.viewing.show_over(snapshot is not None and snapshot.state.over)
        self.rule.setVisible(snapshot is not None and snapshot.transport.segments_sent > 0)
        if snapshot is None:
            self._title.set_text(self.tr("No transfer is selected."))
            self._say(self.tr("Select one in the list above to see how it goes."))
            self.rule.clear()
            self.numbers.show_snapshot(None)
            self.files.show_snapshot(None)
            self.gauges.clear()
            return
        self._title.set_text(title_words(snapshot, QCoreApplication.translate))
        self._say(limit_words(snapshot, QCoreApplication.translate))
        rule = rule_words(snapshot, QCoreApplication.translate)
        if self.rule.text() != rule:
            self.rule.setText(rule)
        self.numbers.show_snapshot(snapshot)
        self.files.show_snapshot(snapshot)
        if snapshot.state.final:
            # Nothing lies in buffers that are no more.
            self.gauges.clear()
        else:
            self.gauges.show_statistics(snapshot.transport)

    def _why_missing(self) -> str:
        """Why the views of the recording have nothing to show, and will not have; empty when they have, or will."""
        if self.viewing.recording is not None:
            return ""
        if not self._records:
            return self.tr("Recording is switched off: of a transfer no curves, buffers and events are kept.")
        if self._shown in self._unrecorded:
            return self.tr("This transfer ran while recording was switched off.")
        return ""

    def _say(self, words: str) -> None:
        if self.limit.text() != words:
            self.limit.setText(words)


def _sentence(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


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
