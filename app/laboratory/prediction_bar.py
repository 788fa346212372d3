"""Predict, then see: what is to be drawn, and how near it came."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.theme import GRID, HALF_GRID
from app.views.words import moment_words, translated
from ptp_core.laboratory.exercise import Hidden
from ptp_core.laboratory.prediction import Score
from ptp_core.record.model.series import SERIES


class PredictionBar(QFrame):
    """Hidden while there is nothing to guess.

    Signals:
        begin_again_wanted(): what was drawn is to go.
        show_wanted(): the real curve is to be shown.
        go_on_wanted(): the next one is to be drawn, or nothing any more.
    """

    begin_again_wanted = Signal()
    show_wanted = Signal()
    go_on_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.again_button = QPushButton(self.tr("Draw a&new"), self)
        self.show_button = QPushButton(self.tr("Sho&w the real one"), self)
        self.on_button = QPushButton(self.tr("Go &on"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.words, 1)
        for button in (self.again_button, self.show_button, self.on_button):
            layout.addWidget(button)
        self.again_button.clicked.connect(self.begin_again_wanted)
        self.show_button.clicked.connect(self.show_wanted)
        self.on_button.clicked.connect(self.go_on_wanted)
        self.hide()

    def ask(self, hidden: Hidden, place: int, count: int) -> None:
        """Ask for a curve, the `place`-th of `count`."""
        words = self.tr(
            'What do you expect of "{1}": {0}? Draw it with the mouse, with the arrow keys, or as numbers. '
            "Space lifts the pen of the keys and lets it down again."
        ).format(translated(SERIES[hidden.series].words), hidden.contender)
        if count > 1:
            words = self.tr("{0}/{1}. {2}").format(place + 1, count, words)
        self._say(words, asks=True)

    def tell(self, score: Score, *, more: bool) -> None:
        """Say how near it came."""
        if not score.drawn_share:
            words = self.tr("Nothing was drawn. This is the real one.")
        else:
            drawn = round(score.drawn_share * 100)
            if score.worst_at_s is None:
                words = self.tr("{0} of 100 points. {1} % of the time were drawn.").format(score.percent, drawn)
            else:
                words = self.tr(
                    "{0} of 100 points. {1} % of the time were drawn; the largest difference is at {2}."
                ).format(score.percent, drawn, moment_words(score.worst_at_s, 0.01))
        self._say(words, asks=False)
        self.on_button.setText(self.tr("&Next curve") if more else self.tr("&Done"))

    def _say(self, words: str, *, asks: bool) -> None:
        self.words.setText(words)
        self.again_button.setVisible(asks)
        self.show_button.setVisible(asks)
        self.on_button.setVisible(not asks)
        self.show()
