"""What is on for a lesson: said while it is on, and off at the next start unless the person says otherwise."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.laboratory_values import LaboratoryValues
from app.lesson_words import lesson_sentences
from app.settings import Settings
from app.widgets.lesson_bar import LessonBar
from app.wording import translate


class LessonController(QObject):
    """GUI thread only.

    Signals:
        switched_off(LaboratoryValues): the values are these now.
    """

    switched_off = Signal(object)

    def __init__(self, settings: Settings, bar: LessonBar, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._bar = bar
        self._values = LaboratoryValues()
        bar.kept.connect(self._keep)
        bar.off_wanted.connect(self._switch_off)

    def show(self, values: LaboratoryValues) -> None:
        """These count from now on."""
        self._values = values
        sentences = lesson_sentences(values, translate)
        self._bar.show_words(sentences, keep=self._settings.keeps_lesson)

    @Slot(bool)
    def _keep(self, on: bool) -> None:
        self._settings.keeps_lesson = on

    @Slot()
    def _switch_off(self) -> None:
        self.switched_off.emit(self._values.without_lesson())
