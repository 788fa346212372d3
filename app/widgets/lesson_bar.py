"""The banner of what is on for a lesson: what it is, whether it stays, and how it goes off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.joining import after_one_another, as_sentence
from app.theme import GRID, HALF_GRID
from app.wording import translate


class LessonBar(QFrame):
    """Hidden while nothing is on.

    Signals:
        kept(bool): it is to be on at the next start too, or no longer.
        off_wanted(): it is to be off now.
    """

    kept = Signal(bool)
    off_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.keep_box = QCheckBox(self.tr("Also at the next start"), self)
        self.off_button = QPushButton(self.tr("Switch off"), self)
        self.off_button.setAccessibleName(self.tr("Switch off what is on for a lesson"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.keep_box)
        layout.addWidget(self.off_button)
        # Not `toggled`: what is shown is no wish.
        self.keep_box.clicked.connect(self.kept)
        self.off_button.clicked.connect(self.off_wanted)
        self.show_words((), keep=False)

    def show_words(self, sentences: Sequence[str], *, keep: bool) -> None:
        """These are on; `keep`: at the next start too."""
        self._words.setText(after_one_another([as_sentence(each, translate) for each in sentences], translate))
        self.keep_box.setChecked(keep)
        self.setAccessibleName(self._words.text())
        self.setVisible(bool(sentences))

    def text(self) -> str:
        """What it says; empty while nothing is on."""
        return self._words.text()
