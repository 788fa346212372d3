"""The exercises: those that come with PTP and those of files, each with its question, and afterwards why it is so."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.exercises import shipped_exercise, shipped_names
from app.theme import GRID, set_role
from app.wording import translate
from ptp_core.laboratory.exercise import Exercise, in_language

_ROWS_SEEN: Final = 7


class ExercisePanel(QWidget):
    """`listed` are those that there are; whoever owns it says when the explanation may be seen.

    Signals:
        begin_wanted(Exercise): this one is to be done.
        open_wanted(), save_wanted(): one is to be opened from a file; the present settings are to become one.
        time_out_wanted(): the lesson in which a segment is lost by hand.
    """

    begin_wanted = Signal(object)
    open_wanted = Signal()
    save_wanted = Signal()
    time_out_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exercises: list[Exercise] = [shipped_exercise(name, translate) for name in shipped_names()]
        self.time_out_button = QPushButton(self.tr("Ma&ke a time-out happen"), self)
        self.time_out_button.setToolTip(self.tr("A small classroom transfer, of which you lose a segment"))
        self.listed = QListWidget(self)
        self.listed.setAccessibleName(self.tr("Exercises"))
        self.listed.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.listed.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for exercise in self.exercises:
            self.listed.addItem(in_language(exercise.title, language()))
        self.question = _paragraph(self)
        self.explanation = _paragraph(self)
        set_role(self.explanation, "muted")
        self.begin_button = QPushButton(self.tr("Be&gin this exercise"), self)
        self.open_button = QPushButton(self.tr("&Open exercise…"), self)
        self.save_button = QPushButton(self.tr("&Save the present settings as an exercise…"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        for widget in (
            self.time_out_button, self.listed, self.question, self.begin_button, self.explanation, self.open_button,
            self.save_button,
        ):  # fmt: skip
            layout.addWidget(widget)
        layout.addStretch(1)
        self.explanation.hide()
        self.listed.currentRowChanged.connect(self._show)
        self.listed.itemActivated.connect(lambda _item: self._begin())
        self.begin_button.clicked.connect(self._begin)
        self.open_button.clicked.connect(self.open_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.time_out_button.clicked.connect(self.time_out_wanted)
        self._fit_list()
        self.listed.setCurrentRow(0)

    def add(self, exercise: Exercise) -> None:
        """One more, which is then the one that is chosen."""
        if exercise not in self.exercises:
            self.exercises.append(exercise)
            self.listed.addItem(in_language(exercise.title, language()))
            self._fit_list()
        self.listed.setCurrentRow(self.exercises.index(exercise))

    def chosen(self) -> Exercise:
        """The one whose question is shown."""
        return self.exercises[self.listed.currentRow()]

    def explain(self, exercise: Exercise) -> None:
        """Say why it is so, if its question is still shown."""
        if exercise is self.chosen():
            self.explanation.setText(in_language(exercise.explanation, language()))
            self.explanation.show()

    @Slot(int)
    def _show(self, _row: int) -> None:
        self.question.setText(in_language(self.chosen().question, language()))
        self.explanation.hide()

    @Slot()
    def _begin(self) -> None:
        self.explanation.hide()
        self.begin_wanted.emit(self.chosen())

    def _fit_list(self) -> None:
        rows = min(self.listed.count(), _ROWS_SEEN)
        self.listed.setFixedHeight(rows * self.listed.sizeHintForRow(0) + 2 * self.listed.frameWidth())


def language() -> str:
    """The language that the window speaks."""
    name = QLocale().name()
    return "en" if name == "C" else name


def _paragraph(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    # A file's text is a stranger's.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
