"""Laboratory: the profile, the classroom's values, and faults put on what this computer sends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
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

from app.laboratory_values import LaboratoryValues
from app.theme import GRID, HALF_GRID, set_role
from app.widgets.elided_label import ElidedLabel
from ptp_core.config import Profile
from ptp_core.errors import SettingsError

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
        self._profile = QComboBox(self)
        # In a narrow window the words give way, not the window.
        self._profile.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._profile.setMinimumContentsLength(12)
        for profile in Profile:
            self._profile.addItem("", profile)
        self._window = _integer(self, 1, 1 << 30)
        self._mss = _integer(self, 1, 65_467)
        self._timeout = _decimal(self, 1, 60_000, decimals=0, step=50)
        self._drop = _decimal(self, 0, 100, decimals=1, step=1)
        self._seed = _integer(self, 0, 999_999_999)
        self._delay = _decimal(self, 0, 10_000, decimals=1, step=5)
        self._rate = _decimal(self, 0, 100_000, decimals=2, step=1)
        self._profile_box = QGroupBox(self)
        self._classroom_box = QGroupBox(self)
        self._conditioner_box = QGroupBox(self)
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

    def set_narrow(self, narrow: bool) -> None:
        """Below one another instead of beside."""
        self._boxes.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_values(self, values: LaboratoryValues) -> None:
        """Show these; asks for nothing."""
        self._showing = True
        self._values = values
        self._profile.setCurrentIndex(self._profile.findData(values.profile))
        self._window.setValue(values.window_bytes)
        self._mss.setValue(values.mss_bytes)
        self._timeout.setValue(values.timeout_s * 1000)
        self._drop.setValue(values.drop * 100)
        self._seed.setValue(values.seed)
        self._delay.setValue(values.delay_s * 1000)
        self._rate.setValue(values.rate_bps / 1e6)
        self._conditioner_box.setChecked(values.conditioner_on)
        self._log.setChecked(values.log_directory is not None)
        self._showing = False
        self._refresh()

    def _edited(self) -> LaboratoryValues:
        return replace(
            self._values,
            profile=self._profile.currentData(),
            window_bytes=self._window.value(),
            mss_bytes=self._mss.value(),
            timeout_s=self._timeout.value() / 1000,
            drop=round(self._drop.value() / 100, 6),
            seed=self._seed.value(),
            delay_s=self._delay.value() / 1000,
            rate_bps=self._rate.value() * 1e6,
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
        classroom = edited.profile is Profile.CLASSROOM
        for field in (self._window, self._mss, self._timeout):
            field.setEnabled(classroom)
            self._labels[field].setEnabled(classroom)
        self._window.setSingleStep(max(1, edited.mss_bytes))
        try:
            edited.transport()
            self._problem.clear()
        except SettingsError as error:
            self._problem.setText(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}")
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
        chosen = QFileDialog.getExistingDirectory(parent, parent.tr("Write segment logs in"), directory)
        return Path(chosen) if chosen else None

    def _set_log_folder(self, folder: Path | None) -> None:
        self._values = replace(self._values, log_directory=folder)
        self._refresh()
        self.values_changed.emit(self._values)

    def _connect(self) -> None:
        self._profile.activated.connect(self._change)
        for field in (self._window, self._mss, self._seed, self._timeout, self._drop, self._delay, self._rate):
            field.valueChanged.connect(self._change)
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
        for profile, text in (
            (Profile.DEFAULT, self.tr("Default: fast")),
            (Profile.CLASSROOM, self.tr("Classroom: fixed values")),
        ):
            self._profile.setItemText(self._profile.findData(profile), text)
        for field, text in (
            (self._profile, self.tr("&Profile")),
            (self._window, self.tr("&Window (MWS)")),
            (self._mss, self.tr("&Segment payload (MSS)")),
            (self._timeout, self.tr("&Time-out")),
            (self._drop, self.tr("&Drop probability")),
            (self._seed, self.tr("S&eed")),
            (self._delay, self.tr("De&lay, one way")),
            (self._rate, self.tr("&Rate")),
        ):
            self._labels[field].setText(text)
        for field, unit in (
            (self._window, self.tr(" bytes")),
            (self._mss, self.tr(" bytes")),
            (self._timeout, self.tr(" ms")),
            (self._drop, self.tr(" %")),
            (self._delay, self.tr(" ms")),
            (self._rate, self.tr(" Mbit/s")),
        ):
            field.setSuffix(unit)
        self._rate.setSpecialValueText(self.tr("no limit"))
        self._note.setText(
            self.tr(
                "These count for transfers that start from now on. The conditioner works on what this computer sends; "
                "in the classroom profile it drops data segments alone, and the same seed drops the same ones."
            )
        )

    def _lay_out(self) -> None:
        engine = self._form(self._profile_box, self._profile)
        log = QHBoxLayout()
        log.setSpacing(GRID)
        log.addWidget(self._log, 1)
        log.addWidget(self._change_log_folder)
        engine.addRow(log)
        engine.addRow(self._log_folder)
        engine.addRow(self._problem)
        self._form(self._classroom_box, self._window, self._mss, self._timeout)
        self._form(self._conditioner_box, self._drop, self._seed, self._delay, self._rate)
        boxes = self._boxes = QHBoxLayout()
        boxes.setSpacing(2 * GRID)
        for box in (self._profile_box, self._classroom_box, self._conditioner_box):
            boxes.addWidget(box, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        page.setSpacing(GRID)
        page.addLayout(boxes, 1)
        page.addWidget(self._note)

    def _form(self, box: QGroupBox, *fields: QWidget) -> QFormLayout:
        form = QFormLayout(box)
        form.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        form.setHorizontalSpacing(GRID)
        form.setVerticalSpacing(HALF_GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in fields:
            label = QLabel(box)
            label.setBuddy(field)
            self._labels[field] = label
            form.addRow(label, field)
        return form


def _integer(parent: QWidget, low: int, high: int) -> QSpinBox:
    box = QSpinBox(parent)
    box.setRange(low, high)
    box.setMinimumHeight(3 * GRID)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    return box


def _decimal(parent: QWidget, low: float, high: float, *, decimals: int, step: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox(parent)
    box.setDecimals(decimals)
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setMinimumHeight(3 * GRID)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    return box
