"""Laboratory: the profile, the classroom's values, and faults put on what this computer sends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.joining import begun
from app.laboratory_values import LaboratoryValues
from app.theme import GRID, HALF_GRID, set_role
from app.widgets.elided_label import ElidedLabel
from app.widgets.group_switch import GroupSwitch
from app.widgets.row_fields import NumberField, RowField, field_of
from app.wording import problem_words, translate
from ptp_core.conditioner_settings import FAULTS
from ptp_core.declared import Choice, Number
from ptp_core.errors import SettingsError
from ptp_core.transport_choices import TRANSPORT_ROWS

_SETTLE_MS = 300


class LaboratoryPage(QWidget):
    """Edits LaboratoryValues.

    Signals:
        values_changed(LaboratoryValues): new values that fit one another, shortly after the last change.
    """

    values_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = LaboratoryValues()
        self._showing = False
        self._choices = self._fields(TRANSPORT_ROWS)
        for field in self._choices.values():
            if isinstance(field, NumberField):
                # Each of these values makes the listener begin anew: what is half typed is none.
                field.widget.setKeyboardTracking(False)
        self._faults = self._fields(FAULTS)
        self._profile_box = QGroupBox(self)
        self._classroom_box = QGroupBox(self)
        self._conditioner_box = GroupSwitch(self)
        self._conditioner_box.setCheckable(True)
        self._log = QCheckBox(self)
        self._log_folder = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self._change_log_folder = QPushButton(self)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        set_role(self._problem, "error")
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        set_role(self._note, "muted")
        self._labels: dict[QWidget, QLabel] = {}
        # Typing "5000" is one change, not four.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        self._lay_out()
        self._set_words()
        self._connect()
        self.show_values(self._values)

    def values(self) -> LaboratoryValues:
        """The last values that fitted one another."""
        return self._values

    def width_beside(self) -> int:
        """The width in which its boxes stand side by side, whatever the language."""
        boxes = (self._profile_box, self._classroom_box, self._conditioner_box)
        return sum(box.minimumSizeHint().width() for box in boxes) + 12 * GRID

    def set_narrow(self, narrow: bool) -> None:
        """Below one another instead of beside."""
        self._boxes.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_values(self, values: LaboratoryValues) -> None:
        """Show these; asks for nothing."""
        self._showing = True
        self._values = values
        for owner, fields in ((values.choices, self._choices), (values.faults, self._faults)):
            for name, field in fields.items():
                field.show(getattr(owner, name))
        self._conditioner_box.setChecked(values.conditioner_on)
        self._log.setChecked(values.log_directory is not None)
        self._showing = False
        self._refresh()

    def _edited(self) -> LaboratoryValues:
        return replace(
            self._values,
            choices=replace(self._values.choices, **_entered(self._choices)),
            faults=replace(self._values.faults, **_entered(self._faults)),
            conditioner_on=self._conditioner_box.isChecked(),
        )

    @Slot()
    def _change(self) -> None:
        if not self._showing:
            self._refresh()
            self._settle.start()

    @Slot()
    def _tell(self) -> None:
        edited = self._edited()
        try:
            edited.transport()
        except SettingsError:
            return
        if edited != self._values:
            self._values = edited
            self.values_changed.emit(edited)

    @Slot()
    def _refresh(self) -> None:
        edited = self._edited()
        window = self._choices["window_bytes"].widget
        for field in self._classroom_fields():
            counts = edited.classroom and (edited.has_window or field.widget is not window)
            field.widget.setEnabled(counts)
            self._labels[field.widget].setEnabled(counts)
        # A window is a multiple of the MSS.
        assert isinstance(window, QSpinBox)
        window.setSingleStep(edited.choices.mss_bytes or 1)
        try:
            edited.transport()
            self._problem.clear()
        except SettingsError as error:
            self._problem.setText(begun(problem_words(error)))
        folder = self._values.log_directory
        self._log_folder.set_text(str(folder) if folder else "")
        self._change_log_folder.setEnabled(folder is not None)

    @Slot(bool)
    def _switch_log(self, on: bool) -> None:
        if self._showing:
            return
        folder = self._values.log_directory
        if on and folder is None:
            self._ask_log_folder()
        elif not on and folder is not None:
            self._set_log_folder(None)

    @Slot()
    def _ask_log_folder(self) -> None:
        folder = self._values.log_directory
        chosen = self.ask_folder(self, str(folder) if folder else "")
        if chosen is not None:
            self._set_log_folder(chosen)
        else:
            self._log.setChecked(folder is not None)

    @classmethod
    def ask_folder(cls, parent: QWidget, directory: str) -> Path | None:
        """The platform's folder dialog; None when the person cancels it."""
        title = translate("LaboratoryPage", "Write segment logs in")
        chosen = QFileDialog.getExistingDirectory(parent, title, directory)
        return Path(chosen) if chosen else None

    def _set_log_folder(self, folder: Path | None) -> None:
        self._values = replace(self._values, log_directory=folder)
        self._refresh()
        self.values_changed.emit(self._values)

    def _connect(self) -> None:
        for field in (*self._choices.values(), *self._faults.values()):
            field.changed.connect(self._change)
        self._conditioner_box.toggled.connect(self._change)
        self._log.toggled.connect(self._switch_log)
        self._change_log_folder.clicked.connect(self._ask_log_folder)

    def _set_words(self) -> None:
        self._profile_box.setTitle(self.tr("Transport"))
        self._classroom_box.setTitle(self.tr("Classroom values"))
        self._conditioner_box.setTitle(self.tr("Link &conditioner, for this session"))
        self._log.setText(self.tr("Write segment &logs"))
        self._change_log_folder.setText(self.tr("Change…"))
        self._change_log_folder.setAccessibleName(self.tr("Change the folder of segment logs"))
        self._note.setText(
            self.tr(
                "These count for transfers that start from now on; the conditioner also for those that run, and the "
                "live view marks each change. It works on what this computer sends; in the classroom profile it drops "
                "data segments alone, and the same seed drops the same ones."
            )
        )

    def _lay_out(self) -> None:
        engine = self._form(self._profile_box, self._choices["profile"])
        log = QHBoxLayout()
        log.setSpacing(GRID)
        log.addWidget(self._log, 1)
        log.addWidget(self._change_log_folder)
        engine.addRow(log)
        engine.addRow(self._log_folder)
        engine.addRow(self._problem)
        self._form(self._classroom_box, *self._classroom_fields())
        self._form(self._conditioner_box, *self._faults.values())
        boxes = self._boxes = QHBoxLayout()
        boxes.setSpacing(2 * GRID)
        for box in (self._profile_box, self._classroom_box, self._conditioner_box):
            boxes.addWidget(box, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(GRID, GRID, GRID, GRID)
        page.setSpacing(GRID)
        page.addLayout(boxes, 1)
        page.addWidget(self._note)

    def _fields(self, rows: Iterable[Number | Choice[Any]]) -> dict[str, RowField]:
        return {row.field: field_of(row, self, least_letters=12) for row in rows if row.in_forms}

    def _classroom_fields(self) -> list[RowField]:
        return [field for name, field in self._choices.items() if name != "profile"]

    def _form(self, box: QGroupBox, *fields: RowField) -> QFormLayout:
        form = QFormLayout(box)
        form.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        form.setHorizontalSpacing(GRID)
        form.setVerticalSpacing(HALF_GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in fields:
            label = QLabel(field.title, box)
            label.setBuddy(field.widget)
            self._labels[field.widget] = label
            form.addRow(label, field.widget)
        return form


def _entered(fields: dict[str, RowField]) -> dict[str, Any]:
    return {name: field.value() for name, field in fields.items()}
