"""What stands where results will be: what this is, and three ways to begin."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.theme import GRID, set_role

_WIDTH: Final = 56 * GRID


class Welcome(QWidget):
    """
    Signals:
        run_wanted(), time_out_wanted(), exercises_wanted(): a way was chosen.
    """

    run_wanted = Signal()
    time_out_wanted = Signal()
    exercises_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Transfers without a second computer"), self)
        set_role(title, "strong")
        words = QLabel(
            self.tr(
                "Here transfers are computed, over a link that you choose, in a second or two. Compare settings, look "
                "into each run segment by segment, and decide what becomes of a segment on its way."
            ),
            self,
        )
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setFixedWidth(_WIDTH)
        words.setMinimumHeight(words.heightForWidth(_WIDTH))
        self.time_out_button = QPushButton(self.tr("Make a time-out happen"), self)
        self.run_button = QPushButton(self.tr("Compare what is set up on the left"), self)
        self.exercises_button = QPushButton(self.tr("Draw a curve before you see it: the exercises"), self)
        self.time_out_button.clicked.connect(self.time_out_wanted)
        self.run_button.clicked.connect(self.run_wanted)
        self.exercises_button.clicked.connect(self.exercises_wanted)
        layout = QVBoxLayout(self)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        for widget in (title, words, self.time_out_button, self.run_button, self.exercises_button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
