"""What a scenario is made of: a file or a size, a link, the settings to compare, and a seed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.exercises import with_names
from app.joining import begun
from app.laboratory.contender_editor import ContenderEditor
from app.laboratory.link_editor import LinkEditor
from app.theme import GRID, HALF_GRID, set_role
from app.widgets.elided_label import ElidedLabel
from app.widgets.row_fields import NumberField
from app.wording import problem_words, translate
from ptp_core.declared import BYTES, COUNT, Number, NumberForm
from ptp_core.errors import SettingsError
from ptp_core.laboratory.contenders import CONTENDERS, Contender, told_apart
from ptp_core.laboratory.links import link_named
from ptp_core.laboratory.scenario import LARGEST_BYTES, MOST_CONTENDERS, Scenario
from ptp_core.simulation.intervention import Intervention

SIZE: Final = Number(
    name="size",
    unit=BYTES,
    low=1,
    high=LARGEST_BYTES,
    noun="the size",
    words="the file's size",
    form=NumberForm(title="S&ize", low=1, high=LARGEST_BYTES, start=1_000_000, step=10_000),
)
SEED: Final = Number(
    name="seed",
    unit=COUNT,
    low=0,
    high=999_999_999,
    noun="the seed",
    words="what chance follows from",
    form=NumberForm(title="See&d", low=0, high=999_999_999, start=1),
)
FIRST_SCENARIO: Final = Scenario(
    size_bytes=1_000_000,
    link=link_named("bad-wifi"),
    contenders=(Contender(name="Default"), Contender(name="CUBIC", choices=CONTENDERS["cubic"])),
)


class SetupForm(QWidget):
    """Edits a Scenario. Its tampering is not edited here: `show_scenario` sets it, and any edit takes it out.

    Signals:
        changed(): it is another one, or none that can be run.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = FIRST_SCENARIO
        self.size_field = NumberField(SIZE, self)
        self.size_field.widget.setKeyboardTracking(False)
        self.file_button = QPushButton(self.tr("As a file…"), self)
        self.file_button.setToolTip(self.tr("Take the size of a file"))
        self.file_name = ElidedLabel("", self)
        set_role(self.file_name, "muted")
        self.file_name.hide()
        self.link = LinkEditor(self)
        self.shared = QCheckBox(self.tr("All through one link at the same time"), self)
        self.add_button = QPushButton(self.tr("&Add settings"), self)
        self.seed_field = NumberField(SEED, self)
        self.seed_field.widget.setKeyboardTracking(False)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        set_role(self.problem, "error")
        self.problem.hide()
        self.editors: list[ContenderEditor] = []
        self._editors = QVBoxLayout()
        self._editors.setSpacing(HALF_GRID)
        self._lay_out()
        self.size_field.changed.connect(self._resized)
        self.seed_field.changed.connect(self._edit)
        self.shared.clicked.connect(self._edit)
        self.link.changed.connect(self._edit)
        self.file_button.clicked.connect(self._take_file)
        self.add_button.clicked.connect(self._add)
        self.show_scenario(with_names(FIRST_SCENARIO, translate))

    def scenario(self) -> Scenario:
        """As it is set. Raises SettingsError where that cannot be run."""
        return replace(
            self._base,
            size_bytes=int(self.size_field.value()),
            seed=int(self.seed_field.value()),
            shared=self.shared.isChecked(),
            link=self.link.link(),
            contenders=told_apart([editor.contender() for editor in self.editors]),
        )

    def show_scenario(self, scenario: Scenario) -> None:
        """Show this one."""
        self._base = scenario
        for field, value in ((self.size_field, scenario.size_bytes), (self.seed_field, scenario.seed)):
            with QSignalBlocker(field.widget):
                field.show(value)
        self.file_name.hide()
        self.shared.setChecked(scenario.shared)
        self.link.show_link(scenario.link)
        for editor in self.editors:
            self._editors.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self.editors = []
        for contender in scenario.contenders:
            self._append(contender)
        self._check()

    def widest(self) -> int:
        """How wide it has to be, also with all of its values open."""
        values = (self.link.there, *(editor.values for editor in self.editors))
        return max(self.minimumSizeHint().width(), *(each.minimumSizeHint().width() + 4 * GRID for each in values))

    def take_changes(self, scenario: Scenario) -> None:
        """Take over what the time machine did, as long as it did it to what is set up here."""
        try:
            same = replace(self.scenario(), interventions=()) == replace(scenario, interventions=())
        except SettingsError:
            return
        if same:
            self._base = scenario

    def take_file(self, path: Path) -> None:
        """Take the size of this file."""
        try:
            size_bytes = path.stat().st_size
        except OSError as error:
            self._complain(self.tr("{0} cannot be read: {1}.").format(path, error.strerror or error))
            return
        self.size_field.show(min(max(size_bytes, 1), LARGEST_BYTES))
        self.file_name.set_text(path.name)
        self.file_name.show()

    @classmethod
    def ask_file(cls, parent: QWidget) -> Path | None:
        """The platform's dialog; None when the person cancels it."""
        chosen, _ = QFileDialog.getOpenFileName(parent, translate("SetupForm", "A file whose size is to be sent"))
        return Path(chosen) if chosen else None

    @Slot()
    def _take_file(self) -> None:
        path = self.ask_file(self)
        if path is not None:
            self.take_file(path)

    @Slot()
    def _resized(self) -> None:
        self.file_name.hide()
        self._edit()

    @Slot()
    def _add(self) -> None:
        taken = {editor.contender().choices for editor in self.editors}
        name = next((name for name, choices in CONTENDERS.items() if choices not in taken), "default")
        self._append(Contender(name=name, choices=CONTENDERS[name])).show()
        editor = self.editors[-1]
        editor.show_contender(replace(editor.contender(), name=editor.presets.currentText()))
        self._edit()

    def _append(self, contender: Contender) -> ContenderEditor:
        editor = ContenderEditor(contender, self)
        editor.changed.connect(self._edit)
        editor.removed.connect(lambda: self._remove(editor))
        self.editors.append(editor)
        self._editors.addWidget(editor)
        return editor

    def _remove(self, editor: ContenderEditor) -> None:
        self.editors.remove(editor)
        self._editors.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        self._edit()

    @Slot()
    def _edit(self) -> None:
        no_changes: tuple[Intervention, ...] = ()
        self._base = replace(self._base, interventions=no_changes)
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        count = len(self.editors)
        for editor in self.editors:
            editor.remove_button.setEnabled(count > 1)
        self.add_button.setEnabled(count < MOST_CONTENDERS)
        try:
            self.scenario()
            self.problem.hide()
        except SettingsError as error:
            self._complain(begun(problem_words(error)))

    def _complain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        size = QHBoxLayout()
        size.setSpacing(GRID)
        size.addWidget(self.size_field.widget, 1)
        size.addWidget(self.file_button)
        seed = QHBoxLayout()
        seed.setSpacing(GRID)
        label = QLabel(self.seed_field.title, self)
        label.setBuddy(self.seed_field.widget)
        self.seed_field.widget.setToolTip(self.tr("The same seed loses the same segments."))
        seed.addWidget(label)
        seed.addWidget(self.seed_field.widget, 1)
        layout.addWidget(self._heading(self.tr("S&ize of what is sent"), self.size_field.widget))
        layout.addLayout(size)
        layout.addWidget(self.file_name)
        layout.addWidget(self._heading(self.tr("Over the lin&k"), self.link.presets))
        layout.addWidget(self.link)
        layout.addLayout(seed)
        layout.addWidget(self._heading(self.tr("Compare these settings"), self.add_button))
        layout.addLayout(self._editors)
        layout.addWidget(self.add_button)
        layout.addWidget(self.shared)
        layout.addWidget(self.problem)
        layout.addStretch(1)

    def _heading(self, words: str, buddy: QWidget) -> QLabel:
        label = QLabel(words, self)
        label.setBuddy(buddy)
        set_role(label, "strong")
        return label
