"""All views of one recording, linked: curves, graphs, buffers, events, and below them the bar that moves in it."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views.buffers_view import BuffersView
from app.views.canvas import Canvas
from app.views.event_list import EventList
from app.views.graph_tab import GraphTab
from app.views.live_view import LiveView
from app.views.player_bar import PlayerBar
from app.views.space_time_diagram import SpaceTimeDiagram
from app.views.time_sequence_graph import TimeSequenceGraph
from app.views.viewing import Viewing
from app.widgets.tabs import Tabs
from ptp_core.record.model.recording import Recording


class RecordingPage(QWidget):
    """`viewing` is what its views have in common; `tabs` holds them; `sequence` and `space_time` are the graphs.

    Whoever owns it calls `close_views` at its end.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewing = Viewing(self)
        self.sequence = TimeSequenceGraph(self.viewing)
        self.space_time = SpaceTimeDiagram(self.viewing)
        self.tabs = Tabs(self.tr("Views of the recording"), self)
        self.bar = PlayerBar(self.viewing, self)
        for view, name in (
            (LiveView(self.viewing), self.tr("Curves")),
            (GraphTab(self.sequence), self.tr("Sequence")),
            (GraphTab(self.space_time), self.tr("Space-time")),
            (BuffersView(self.viewing), self.tr("Buffers")),
            (EventList(self.viewing), self.tr("Events")),
        ):
            self.tabs.addTab(view, name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.bar)

    def show_recording(self, recording: Recording) -> None:
        """Look at it as a whole."""
        self.viewing.show(recording)

    def picture(self) -> QWidget:
        """What a picture of the tab that is open is a picture of: the graph alone where it is one."""
        view = self.tabs.currentWidget()
        graph: Canvas | None = view.graph if isinstance(view, GraphTab) else None
        return graph if graph is not None else view

    def close_views(self) -> None:
        """Draw no more. May be called twice."""
        self.viewing.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no view wants move in the recording."""
        if not self.bar.take_key(event):
            super().keyPressEvent(event)
