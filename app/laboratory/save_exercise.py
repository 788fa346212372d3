"""A teacher makes an exercise of the present settings: a title, a question, why it is so, and what is to be drawn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.laboratory.exercise_panel import language
from app.theme import GRID
from app.views.words import translated
from app.wording import translate
from ptp_core.laboratory.exercise import SUFFIX, Exercise, Hidden, Texts
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.model.series import SERIES
from ptp_core.record.side import Side

_LONGEST_TITLE = 120


class SaveExerciseDialog(QDialog):
    """Asks for what a scenario lacks to be an exercise."""

    def __init__(self, scenario: Scenario, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scenario = scenario
        self.setWindowTitle(self.tr("Save as an exercise"))
        self.title = QLineEdit(self)
        self.title.setMaxLength(_LONGEST_TITLE)
        self.question = QPlainTextEdit(self)
        self.explanation = QPlainTextEdit(self)
        for edit in (self.question, self.explanation):
            edit.setTabChangesFocus(True)
            edit.setMinimumHeight(8 * GRID)
        self.series = QComboBox(self)
        self.series.addItem(self.tr("nothing"), None)
        for row in SERIES.values():
            self.series.addItem(translated(row.words), row.key)
        self.contender = QComboBox(self)
        self.contender.addItems([each.name for each in scenario.contenders])
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, widget in (
            (self.tr("&Title"), self.title),
            (self.tr("&Question"), self.question),
            (self.tr("&Why it is so"), self.explanation),
            (self.tr("To be &drawn first"), self.series),
            (self.tr("&Of"), self.contender),
        ):
            form.addRow(words, widget)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._buttons)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.title.textChanged.connect(self._check)
        self.question.textChanged.connect(self._check)
        self.series.currentIndexChanged.connect(self._check)
        self.resize(64 * GRID, 52 * GRID)
        self._check()

    @classmethod
    def ask(cls, parent: QWidget, scenario: Scenario) -> Exercise | None:
        """The exercise, or None when the person cancels it."""
        dialog = cls(scenario, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return dialog.exercise() if accepted else None

    @classmethod
    def ask_path(cls, parent: QWidget) -> Path | None:
        """Where to write it; None when the person cancels it."""
        words = translate("SaveExerciseDialog", "Exercises (*{0})").format(SUFFIX)
        chosen, _ = QFileDialog.getSaveFileName(parent, translate("SaveExerciseDialog", "Save exercise"), "", words)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def exercise(self) -> Exercise:
        """What was entered."""
        key = self.series.currentData()
        hidden = () if key is None else (Hidden(key, self.contender.currentText(), _side_of(key)),)
        return Exercise(
            title=_texts(self.title.text()),
            question=_texts(self.question.toPlainText()),
            explanation=_texts(self.explanation.toPlainText() or "-"),
            scenario=self._scenario,
            hidden=hidden,
        )

    @Slot()
    def _check(self) -> None:
        complete = bool(self.title.text().strip() and self.question.toPlainText().strip())
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(complete)
        self.contender.setEnabled(self.series.currentData() is not None)


def _texts(text: str) -> Texts:
    """In the person's language, and in English since every file has that."""
    return {"en": text.strip()} | {language().partition("_")[0]: text.strip()}


def _side_of(key: str) -> Side:
    """Where a series is seen."""
    return Side.RECEIVER if key.startswith("receive") or key == "bytes_received" else Side.SENDER
