"""The link of a scenario: one of those that have a name, or one of a person's own, in both directions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.theme import GRID, HALF_GRID, set_role
from app.widgets.row_fields import NumberField, declared_words
from app.widgets.tabs import Tabs
from app.widgets.telling import name_choice
from app.wording import list_words, said
from ptp_core.conditioner_settings import FAULTS, ConditionerSettings
from ptp_core.laboratory.links import LINK_PRESETS, Link, link_named

# Chance follows from the scenario's seed.
_ROWS: Final = tuple(row for row in FAULTS if row.in_forms and row.field != "seed")


class LinkEditor(QWidget):
    """Shows a link and lets a person choose another; `presets` has those with a name, `values_button` opens the rest.

    Signals:
        changed(): it is another link.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link_named("perfect")
        self.presets = QComboBox(self)
        name_choice(self.presets, self.tr("Link"))
        self.presets.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.presets.setMinimumContentsLength(16)
        for preset in LINK_PRESETS:
            self.presets.addItem(declared_words(preset.title), preset.name)
        self.presets.addItem(self.tr("A link of one's own"), None)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        set_role(self.words, "muted")
        self.values_button = QToolButton(self)
        self.values_button.setText(self.tr("Rate, delay, loss…"))
        self.values_button.setCheckable(True)
        self.there = _Direction(self)
        self.back = _Direction(self)
        self._values = Tabs(self.tr("Both directions of the link"), self)
        self._values.addTab(self.there, self.tr("There"))
        self._values.addTab(self.back, self.tr("Back"))
        self._values.setTabToolTip(0, self.tr("What the sender sends"))
        self._values.setTabToolTip(1, self.tr("What the receiver sends"))
        self._values.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        for widget in (self.presets, self.words, self.values_button, self._values):
            layout.addWidget(widget)
        self.values_button.toggled.connect(self._values.setVisible)
        self.presets.activated.connect(self._choose)
        self.there.changed.connect(self._edit)
        self.back.changed.connect(self._edit)
        self.show_link(self._link)

    def link(self) -> Link:
        """The link as it is set."""
        return self._link

    def show_link(self, link: Link) -> None:
        """Show this one; one that equals a known one goes by its name."""
        self._link = link
        name = next((preset.name for preset in LINK_PRESETS if preset.link == link), None)
        with QSignalBlocker(self.presets):
            self.presets.setCurrentIndex(self.presets.findData(name) if name else self.presets.count() - 1)
        self.there.show_settings(link.there)
        self.back.show_settings(link.back)
        self._say(name)

    @Slot()
    def _choose(self) -> None:
        name = self.presets.currentData()
        if name is None:
            self.values_button.setChecked(True)
            self._say(None)
            return
        self.show_link(link_named(name))
        self.changed.emit()

    @Slot()
    def _edit(self) -> None:
        self.show_link(Link(there=self.there.settings(), back=self.back.settings()))
        self.changed.emit()

    def _say(self, name: str | None) -> None:
        words = next((preset.words for preset in LINK_PRESETS if preset.name == name), None)
        self.words.setText(declared_words(words) if words else self._in_numbers())

    def _in_numbers(self) -> str:
        said = [_said(side) for side in (self._link.there, self._link.back)]
        return self.tr("There: {0}. Back: {1}.").format(*(words or self.tr("nothing happens") for words in said))


class _Direction(QWidget):
    """The faults of one direction, a field for each.

    Signals:
        changed(): a person has changed one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = ConditionerSettings()
        self.fields = {row.field: NumberField(row, self) for row in _ROWS}
        form = QFormLayout(self)
        form.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        form.setVerticalSpacing(HALF_GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in self.fields.values():
            label = QLabel(field.title.replace("&", ""), self)
            field.widget.setAccessibleName(label.text())
            field.widget.setKeyboardTracking(False)
            form.addRow(label, field.widget)
            field.changed.connect(self.changed)

    def show_settings(self, settings: ConditionerSettings) -> None:
        """Show these; asks for nothing."""
        self._settings = settings
        for name, field in self.fields.items():
            with QSignalBlocker(field.widget):
                field.show(getattr(settings, name))

    def settings(self) -> ConditionerSettings:
        """As entered; what has not been touched stays to the last digit."""
        entered: dict[str, Any] = {
            name: field.value()
            for name, field in self.fields.items()
            if field.widget.value() != _shown(field, getattr(self._settings, name))
        }
        return replace(self._settings, **entered)


def _shown(field: NumberField, value: float) -> float:
    """What the field shows for a value: it may have fewer digits."""
    return round(
        field.row.in_form(value), 0 if field.row.unit.whole else field.row.form.decimals if field.row.form else 0
    )


def _said(settings: ConditionerSettings) -> str:
    values = [(row, getattr(settings, row.field)) for row in FAULTS]
    return list_words(
        [declared_words(row.said).format(said(row.unit.say(value))) for row, value in values if row.happens(value)]
    )
