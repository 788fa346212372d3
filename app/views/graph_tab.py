"""A graph of single segments with what belongs to it above: where it is seen, how one moves in it, and out again."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.theme import GRID, HALF_GRID, set_role
from app.views.canvas import Canvas
from app.views.time_sequence_graph import TimeSequenceGraph
from app.views.words import translated
from app.widgets.elided_label import ElidedLabel
from app.widgets.telling import name_choice
from ptp_core.record.side import Side


class GraphTab(QWidget):
    """`graph` with a line above it; the sides are to be chosen from where the graph has one, and both were recorded."""

    def __init__(self, graph: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.graph = graph
        self.sides = QComboBox(self)
        name_choice(self.sides, self.tr("Where it is seen"))
        for side in Side:
            self.sides.addItem(self.tr("Seen at the {0}").format(translated(side.value)), side)
        self.sides.activated.connect(self._choose_side)
        hint = ElidedLabel(
            self.tr("Wheel: zoom. Drag: move. Shift and drag: zoom to a rectangle. Click: choose."), self
        )
        set_role(hint, "muted")
        whole = QPushButton(self.tr("Show all"), self)
        whole.setToolTip(self.tr("As a double click does"))
        whole.clicked.connect(graph.show_everything)
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        head.setSpacing(GRID)
        head.addWidget(self.sides)
        head.addWidget(hint, 1)
        head.addWidget(whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(graph, 1)
        graph.viewing.recording_changed.connect(self._offer_sides)
        self._offer_sides()

    @Slot()
    def _offer_sides(self) -> None:
        recording = self.graph.viewing.recording
        # There is nothing to move in.
        self._head.setVisible(recording is not None)
        both = recording is not None and len(recording.sides) == len(Side)
        self.sides.setVisible(both and isinstance(self.graph, TimeSequenceGraph))
        if isinstance(self.graph, TimeSequenceGraph):
            self.sides.setCurrentIndex(self.sides.findData(self.graph.side))

    @Slot()
    def _choose_side(self) -> None:
        if isinstance(self.graph, TimeSequenceGraph):
            self.graph.show_side(self.sides.currentData())
