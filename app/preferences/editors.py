"""What edits one row of the settings: a widget, its value, and a signal when a person changed it. GUI thread only."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.preferences.rows import Editor, Preference
from app.theme import GRID
from app.widgets.elided_label import ElidedLabel
from app.widgets.row_fields import ChoiceField, NumberField
from app.wording import translate
from ptp_core.declared import Choice, Number
from ptp_core.security.identity import MAXIMUM_NAME_CHARACTERS

# A number is typed digit by digit: 100 is not 1 first.
_SETTLE_MS: Final = 400

Options = Sequence[tuple[object, str]]
"""The values of a list, and what they are called."""


class RowEditor(QObject):
    """Edits one value.

    Attributes: `widget` is what stands in the row, `field` in it what has the focus.

    Signals:
        changed(object): a person wants this value.
    """

    changed = Signal(object)

    def __init__(self, widget: QWidget, field: QWidget | None = None) -> None:
        super().__init__(widget)
        self.widget = widget
        self.field = field or widget

    @abstractmethod
    def show(self, value: Any) -> None:
        """Show this value, and ask for nothing."""

    def settle(self) -> None:
        """What was typed counts now."""


class SwitchEditor(RowEditor):
    """On or off."""

    def __init__(self, parent: QWidget) -> None:
        self._box = QCheckBox(parent)
        super().__init__(self._box)
        self._box.clicked.connect(lambda: self.changed.emit(self._box.isChecked()))

    def click(self) -> None:
        """As a click on the box."""
        self._box.click()

    def show(self, value: Any) -> None:
        """A bool."""
        self._box.setChecked(bool(value))


class TextEditor(RowEditor):
    """A name, which counts once it is finished; an empty one is none."""

    def __init__(self, parent: QWidget) -> None:
        self._line = QLineEdit(parent)
        self._line.setMaxLength(MAXIMUM_NAME_CHARACTERS)
        super().__init__(self._line)
        self._shown = ""
        self._line.editingFinished.connect(self.settle)

    def show(self, value: Any) -> None:
        """A str."""
        self._shown = str(value)
        self._line.setText(self._shown)

    @Slot()
    def settle(self) -> None:
        """A name that is the same as before asks for nothing."""
        text = self._line.text().strip()
        if not text:
            self._line.setText(self._shown)
        elif text != self._shown:
            self._shown = text
            self.changed.emit(text)


class FolderEditor(RowEditor):
    """A folder, chosen by the platform's dialog."""

    def __init__(self, parent: QWidget) -> None:
        holder = QWidget(parent)
        self._line = ElidedLabel(parent=holder, mode=Qt.TextElideMode.ElideMiddle)
        self.button = QPushButton(self.tr("Change…"), holder)
        self.button.setAutoDefault(False)
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._line, 1)
        layout.addWidget(self.button)
        super().__init__(holder, self.button)
        self._folder = Path()
        self.button.clicked.connect(self._choose)

    def show(self, value: Any) -> None:
        """A Path; where it is too long both its ends are shown."""
        self._folder = value
        self._line.set_text(str(value))

    @classmethod
    def ask(cls, parent: QWidget, folder: Path) -> Path | None:
        """The platform's dialog; None when the person thinks better of it."""
        title = translate("FolderEditor", "Save received files in")
        chosen = QFileDialog.getExistingDirectory(parent, title, str(folder))
        return Path(chosen) if chosen else None

    @Slot()
    def _choose(self) -> None:
        chosen = self.ask(self.widget.window(), self._folder)
        if chosen is not None and chosen != self._folder:
            self.show(chosen)
            self.changed.emit(chosen)


class ListEditor(RowEditor):
    """One of several, which the program names."""

    def __init__(self, parent: QWidget, options: Options) -> None:
        self._box = QComboBox(parent)
        super().__init__(self._box)
        for value, words in options:
            self._box.addItem(words, value)
        self._box.activated.connect(lambda _index: self.changed.emit(self._box.currentData()))

    def show(self, value: Any) -> None:
        """One of the options' values; the first for another."""
        self._box.setCurrentIndex(max(0, self._box.findData(value)))


class ChoiceEditor(RowEditor):
    """One of the members of a Choice."""

    def __init__(self, parent: QWidget, row: Choice[Any]) -> None:
        self._field = ChoiceField(row, parent, least_letters=0)
        self._field.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        super().__init__(self._field.widget)
        self._field.changed.connect(lambda _index: self.changed.emit(self._field.value()))

    def show(self, value: Any) -> None:
        """A member."""
        self._field.show(value)


class NumberEditor(RowEditor):
    """A number, which counts once nobody types any more."""

    def __init__(self, parent: QWidget, row: Number) -> None:
        self._field = NumberField(row, parent)
        super().__init__(self._field.widget)
        self._shown = self._field.value()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self.settle)
        self._field.changed.connect(lambda _value: self._settling.start())
        self._field.widget.editingFinished.connect(self.settle)

    def show(self, value: Any) -> None:
        """An int or a float, in the row's own unit."""
        self._field.show(value)
        self._shown = self._field.value()
        self._settling.stop()

    @Slot()
    def settle(self) -> None:
        """A number that is the same as before asks for nothing."""
        self._settling.stop()
        value = self._field.value()
        if value != self._shown:
            self._shown = value
            self.changed.emit(value)


def editor_of(preference: Preference, options: Options, parent: QWidget) -> RowEditor:
    """The editor of a row; `options` are a list's."""
    row = preference.row
    if isinstance(row, Choice):
        return ChoiceEditor(parent, row)
    if isinstance(row, Number):
        return NumberEditor(parent, row)
    if preference.editor is Editor.LIST:
        return ListEditor(parent, options)
    made: dict[Editor, Callable[[QWidget], RowEditor]] = {
        Editor.SWITCH: SwitchEditor,
        Editor.TEXT: TextEditor,
        Editor.FOLDER: FolderEditor,
    }
    return made[preference.editor](parent)
