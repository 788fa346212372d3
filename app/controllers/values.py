"""What the Laboratory sets for transfers: used from then on, remembered, and said wherever it makes the link worse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from app.conditioner_words import conditioner_sentences
from app.controllers.lesson import LessonController
from app.engine import Engine
from app.laboratory_values import LaboratoryValues
from app.main_window import MainWindow
from app.settings import Settings
from app.wording import translate
from ptp_core.transfer.snapshot import TransferSnapshot

# Lines of the banner: in a class there may be as many conditioners as students.
CONDITIONERS_SHOWN: Final = 3


class ValuesController(QObject):
    """GUI thread only.

    Signals:
        listening_changed(): what is received is received otherwise, once it listens anew.
    """

    listening_changed = Signal()

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        window: MainWindow,
        values: LaboratoryValues | None,
        running: Callable[[], Sequence[TransferSnapshot]],
        parent: QObject,
    ) -> None:
        """`values` replaces what the settings remember, for this session; None does not. `running` is what runs."""
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._window = window
        self._values = values or settings.laboratory
        self._keeps = values is None
        self._running = running
        page = window.laboratory_page
        self._lesson = LessonController(settings, window.lesson, self)
        page.values_changed.connect(self._use)
        self._lesson.switched_off.connect(page.show_values)
        self._lesson.switched_off.connect(self._use)
        page.show_values(self._values)
        self._lesson.show(self._values)
        self.show_conditioner()

    @Slot()
    def show_conditioner(self) -> None:
        """The conditioners of what runs, too: another one may run by now, or none."""
        self._show_sentences(self._running())

    @Slot(object)
    def _use(self, values: LaboratoryValues) -> None:
        before, self._values = self._values, values
        if self._keeps:
            self._settings.laboratory = values
        self._engine.set_values(values)
        self._lesson.show(values)
        # What runs meets the new link at once, and says so with its next statistics.
        self._show_sentences(())
        if values.listens_otherwise(before):
            self.listening_changed.emit()

    def _show_sentences(self, running: Sequence[TransferSnapshot]) -> None:
        sentences = conditioner_sentences(self._values.conditioner(), running, translate)
        shown = sentences[:CONDITIONERS_SHOWN]
        if len(sentences) > len(shown):
            shown[-1] = self.tr("{0} more").format(len(sentences) - len(shown) + 1)
        self._window.show_conditioner("\n".join(shown))
