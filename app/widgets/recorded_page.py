"""A view of a transfer's recording, or why there is none and how to have one of the next. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.theme import GRID, set_role


class RecordedPage(QStackedWidget):
    """
    Attributes: `words` and `button` are what stands in place of the view.

    Signals:
        record_wanted(): what comes next is to be recorded.
    """

    record_wanted = Signal()

    def __init__(self, view: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        missing = QWidget(self)
        self.words = QLabel(missing)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self.words, "muted")
        self.button = QPushButton(self.tr("Record from the next transfer on"), missing)
        self.button.clicked.connect(self.record_wanted)
        layout = QVBoxLayout(missing)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        layout.addWidget(self.words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.addWidget(view)
        self.addWidget(missing)

    def show_missing(self, words: str, *, offers: bool) -> None:
        """Say why there is no recording, and whether that can be changed; without words the view is shown."""
        self.words.setText(words)
        self.button.setVisible(offers)
        self.setCurrentIndex(1 if words else 0)
