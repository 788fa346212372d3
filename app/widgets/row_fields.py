"""The fields of a form, made from the rows that declare what a person can set. GUI thread only."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, SignalInstance
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QWidget

from app.theme import GRID
from ptp_core.declared import BYTES, SINGLE_BYTES, Choice, Number


def declared_words(text: str) -> str:
    """A row's words in the person's language."""
    return QCoreApplication.translate("declared", text)


class NumberField:
    """Edits one number in the unit of its form; `value` and `show` have it in its own."""

    def __init__(self, row: Number, parent: QWidget) -> None:
        """`row` is one that a form has."""
        assert row.form is not None, row.name
        form = row.form
        self.row = row
        self.widget: QSpinBox | QDoubleSpinBox
        if row.unit.whole:
            self.widget = QSpinBox(parent)
            self.widget.setRange(round(form.low), round(form.high))
            self.widget.setSingleStep(round(form.step))
        else:
            self.widget = QDoubleSpinBox(parent)
            self.widget.setDecimals(form.decimals)
            self.widget.setRange(row.in_form(form.low), row.in_form(form.high))
            self.widget.setSingleStep(form.step)
        self.widget.setMinimumHeight(3 * GRID)
        self.widget.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.widget.setGroupSeparatorShown(row.unit in (BYTES, SINGLE_BYTES))
        self.widget.setSuffix(declared_words(row.unit.form_suffix))
        self.widget.setSpecialValueText(declared_words(form.lowest_words))

    @property
    def title(self) -> str:
        """The label's text, with its mnemonic."""
        return declared_words(self.row.form.title) if self.row.form else ""

    @property
    def changed(self) -> SignalInstance:
        """The widget's signal that the number is another one."""
        signal: SignalInstance = self.widget.valueChanged
        return signal

    def show(self, value: float) -> None:
        """Show this number, none of it selected: what was selected of the one before is another part of this one."""
        line = self.widget.lineEdit()
        shown = self.row.in_form(value)
        if isinstance(self.widget, QSpinBox):
            self.widget.setValue(round(shown))
        else:
            self.widget.setValue(shown)
        if line is not None:
            line.deselect()

    def value(self) -> float:
        """The number as entered."""
        return self.row.from_form(self.widget.value())


class ChoiceField:
    """Edits one choice. In a narrow window the words give way, not the window: `least_letters` stay."""

    def __init__(self, row: Choice[Any], parent: QWidget, *, least_letters: int) -> None:
        self.row = row
        self.widget = QComboBox(parent)
        self.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.widget.setMinimumContentsLength(least_letters)
        for member in (*row.names, *(other for other in row.kind if other not in row.names)):
            self.widget.addItem(declared_words(row.named(member)), member)

    @property
    def title(self) -> str:
        """The label's text, with its mnemonic."""
        return declared_words(self.row.title)

    @property
    def changed(self) -> SignalInstance:
        """The widget's signal that the person has chosen."""
        signal: SignalInstance = self.widget.activated
        return signal

    def show(self, member: object) -> None:
        """Show this choice."""
        self.widget.setCurrentIndex(self.widget.findData(member))

    def value(self) -> Any:
        """The choice as made."""
        return self.widget.currentData()


RowField = NumberField | ChoiceField


def field_of(row: Number | Choice[Any], parent: QWidget, *, least_letters: int) -> RowField:
    """The field for a row that forms have."""
    if isinstance(row, Number):
        return NumberField(row, parent)
    return ChoiceField(row, parent, least_letters=least_letters)
