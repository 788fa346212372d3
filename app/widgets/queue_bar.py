"""How many transfers are sent at once, and the speed limit of all together: two fields that apply at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.choices import AT_ONCE, SPEED_LIMIT
from app.theme import GRID
from app.widgets.row_fields import NumberField, declared_words

# A number is typed digit by digit: 100 is not 1 first.
_SETTLE_MS = 400


class QueueBar(QWidget):
    """Signals:
    at_once_chosen(int): so many at a time from now on
    limit_chosen(float): so many bit/s from now on, 0 for no limit
    """

    at_once_chosen = Signal(int)
    limit_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at_once = NumberField(AT_ONCE, self)
        self.limit = NumberField(SPEED_LIMIT, self)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._told = (0.0, 0.0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for field in (self.at_once, self.limit):
            label = QLabel(field.title, self)
            label.setBuddy(field.widget)
            words = declared_words(field.row.words)
            field.widget.setToolTip(words[:1].upper() + words[1:])
            field.widget.setAccessibleName(field.title.replace("&", ""))
            layout.addWidget(label)
            layout.addWidget(field.widget)
            field.changed.connect(lambda _value: self._settling.start())
            field.widget.editingFinished.connect(self._tell)
        layout.addStretch(1)
        self._settling.timeout.connect(self._tell)

    def show_values(self, at_once: int, limit_bps: float) -> None:
        """Show what holds now."""
        self._told = (at_once, limit_bps)
        self.at_once.show(at_once)
        self.limit.show(limit_bps)
        self._settling.stop()

    @Slot()
    def _tell(self) -> None:
        self._settling.stop()
        before, self._told = self._told, (self.at_once.value(), self.limit.value())
        if self._told[0] != before[0]:
            self.at_once_chosen.emit(int(self._told[0]))
        if self._told[1] != before[1]:
            self.limit_chosen.emit(self._told[1])
