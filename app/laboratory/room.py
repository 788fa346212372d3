"""The Laboratory page: the bench, where transfers are computed, and beside it what is set for real transfers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.laboratory.bench import Bench
from app.pages.laboratory_page import LaboratoryPage
from app.theme import GRID
from app.widgets.scrolling import Scrolling
from app.widgets.tabs import Tabs


class LaboratoryRoom(QWidget):
    """Attributes: `bench` and `for_real` are its parts.

    Signals:
        part_changed(): the other part is shown.
    """

    part_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = Bench(self)
        self.for_real = LaboratoryPage(self)
        self._real = Scrolling(self.for_real, self)
        self.parts = Tabs(self.tr("Parts of the laboratory"), self)
        self.parts.addTab(self.bench, self.tr("Compare and tamper"))
        self.parts.addTab(self._real, self.tr("For real transfers"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, 0)
        layout.addWidget(self.parts)
        self.parts.currentChanged.connect(lambda _index: self.part_changed.emit())

    @property
    def takes_all(self) -> bool:
        """Whether what is shown has use for the whole window."""
        return self.parts.currentWidget() is self.bench

    def show_for_real(self) -> None:
        """Go to what is set for real transfers."""
        self.parts.setCurrentWidget(self._real)

    def show_bench(self) -> None:
        """Go to the bench."""
        self.parts.setCurrentWidget(self.bench)

    def run(self) -> None:
        """Run what is set up, if that is what is shown."""
        if self.takes_all:
            self.bench.run()

    def close_all(self) -> None:
        """End what runs. May be called twice."""
        self.bench.close_all()
