"""One of the settings that are compared: a name from the list, and, opened, each value that lies over it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.theme import GRID, HALF_GRID
from app.widgets.icon_button import IconButton
from app.widgets.row_fields import NumberField, RowField, declared_words, field_of
from app.widgets.telling import name_choice
from ptp_core.config import TransportSettings
from ptp_core.declared import SECONDS, Choice, Number, NumberForm
from ptp_core.errors import SettingsError
from ptp_core.laboratory.contenders import CONTENDERS, Contender
from ptp_core.laboratory.scenario import LATEST_START_S, LONGEST_NAME
from ptp_core.transport_choices import TRANSPORT_ROWS, TransportChoices

_ROWS: Final = {row.field: row for row in TRANSPORT_ROWS if row.in_forms and row.field != "profile"}
# Beside these the default profile finds everything by itself.
_OF_DEFAULT: Final = frozenset({"congestion"})
_START: Final = Number(
    name="starts",
    unit=SECONDS,
    low=0,
    high=LATEST_START_S,
    noun="the start",
    words="begin so much later than the others",
    form=NumberForm(title="Begins after", low=0, high=LATEST_START_S, start=0, step=500),
)


class ContenderEditor(QWidget):
    """Edits a Contender.

    Signals:
        changed(): it is another one.
        removed(): it is to go.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, contender: Contender, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contender = contender
        self.presets = QComboBox(self)
        name_choice(self.presets, self.tr("Settings to compare"))
        self.presets.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.presets.setMinimumContentsLength(14)
        for name, choices in CONTENDERS.items():
            self.presets.addItem(self._title(name, choices), name)
        self.values_button = IconButton("menu", self.tr("Values of these settings"), self)
        self.values_button.setCheckable(True)
        self.remove_button = IconButton("remove", self.tr("Compare without these settings"), self)
        self.name = QLineEdit(self)
        self.name.setMaxLength(LONGEST_NAME)
        self.fields: dict[str, RowField] = {key: field_of(row, self, least_letters=12) for key, row in _ROWS.items()}
        self.start = NumberField(_START, self)
        head = QHBoxLayout()
        head.setSpacing(HALF_GRID)
        head.addWidget(self.presets, 1)
        head.addWidget(self.values_button)
        head.addWidget(self.remove_button)
        self.values = QWidget(self)
        self._form = QFormLayout(self.values)
        self._form.setContentsMargins(2 * GRID, 0, 0, GRID)
        self._form.setVerticalSpacing(HALF_GRID)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._add(self.tr("Called"), self.name)
        for field in (*self.fields.values(), self.start):
            self._add(field.title.replace("&", ""), field.widget)
            if isinstance(field, NumberField):
                field.widget.setKeyboardTracking(False)
        self.values.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        layout.addLayout(head)
        layout.addWidget(self.values)
        self.values_button.toggled.connect(self.values.setVisible)
        self.remove_button.clicked.connect(self.removed)
        self.presets.activated.connect(self._choose)
        self.name.editingFinished.connect(self._rename)
        for key, field in self.fields.items():
            field.changed.connect(lambda *_value, key=key: self._edit(key))
        self.start.changed.connect(self._edit_start)
        self.show_contender(contender)

    def contender(self) -> Contender:
        """As it is set."""
        return self._contender

    def show_contender(self, contender: Contender) -> None:
        """Show this one."""
        self._contender = contender
        choices = contender.choices
        known = next((name for name, named in CONTENDERS.items() if named == choices), None)
        with QSignalBlocker(self.presets):
            self._set_own_title(contender.name if known is None else None)
            self.presets.setCurrentIndex(self.presets.findData(known))
        self.name.setText(contender.name)
        settings = effective(choices)
        for key, field in self.fields.items():
            with QSignalBlocker(field.widget):
                value = getattr(choices, key)
                value = _of_settings(settings, key) if value is None else value
                if value is not None:
                    field.show(value)
            counts = contender.classroom or key in _OF_DEFAULT or getattr(choices, key) is not None
            self._form.setRowVisible(field.widget, counts)
        with QSignalBlocker(self.start.widget):
            self.start.show(contender.starts_s)

    def _add(self, title: str, widget: QWidget) -> None:
        label = QLabel(title, self)
        label.setBuddy(widget)
        widget.setAccessibleName(title)
        self._form.addRow(label, widget)

    def _title(self, name: str, choices: TransportChoices) -> str:
        """The words of settings that have a name."""
        for key, form in (("recovery", self.tr("Classroom: {0}")), ("congestion", "{0}")):
            row, member = _ROWS[key], getattr(choices, key)
            if member is not None and isinstance(row, Choice):
                return form.format(declared_words(row.named(member)))
        return self.tr("Default: fast") if name == "default" else name

    def _set_own_title(self, title: str | None) -> None:
        own = self.presets.findData(None)
        if own >= 0:
            self.presets.removeItem(own)
        if title is not None:
            self.presets.addItem(title, None)

    @Slot()
    def _choose(self) -> None:
        name = self.presets.currentData()
        if name is not None:
            self.show_contender(replace(self._contender, name=self.presets.currentText(), choices=CONTENDERS[name]))
            self.changed.emit()

    @Slot()
    def _rename(self) -> None:
        name = self.name.text().strip()
        if name and name != self._contender.name:
            self.show_contender(replace(self._contender, name=name))
            self.changed.emit()

    def _edit(self, key: str) -> None:
        entered: dict[str, Any] = {key: self.fields[key].value()}
        choices = replace(self._contender.choices, **entered)
        if key == "recovery":
            # Stop and wait has a window of its own, which the others must not inherit, nor it theirs.
            choices = replace(choices, window_bytes=None)
        self.show_contender(replace(self._contender, choices=choices))
        self.changed.emit()

    @Slot()
    def _edit_start(self) -> None:
        self.show_contender(replace(self._contender, starts_s=self.start.value()))
        self.changed.emit()


def effective(choices: TransportChoices) -> TransportSettings:
    """What the engine makes of choices, or of their profile alone where they do not fit one another."""
    try:
        return choices.settings()
    except SettingsError:
        return TransportChoices(profile=choices.profile).settings()


def _of_settings(settings: TransportSettings, key: str) -> Any:
    """What the engine has where a person has chosen nothing."""
    return getattr(settings, {"timeout_s": "fixed_timeout_s"}.get(key, key))
