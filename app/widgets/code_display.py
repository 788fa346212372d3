"""The receiver's code phrase, large enough to be read out, with copy and "New code"."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.theme import GRID, HALF_GRID, emphasised
from app.widgets.icon_button import IconButton


class CodeDisplay(QWidget):
    """Shows one code at a time.

    Signals:
        new_code_requested: the person wants another code
    """

    new_code_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setFont(emphasised(self.font(), scale=2.0))
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy_button = IconButton("copy", self.tr("Copy"), self, with_text=True)
        self.new_button = IconButton("refresh", self.tr("New code"), self, with_text=True)
        self.copy_button.clicked.connect(self.copy)
        self.new_button.clicked.connect(self.new_code_requested)
        # The longest codes are twice as long as the shortest: what can be done with one stands below it.
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GRID)
        self._buttons.addWidget(self.copy_button)
        self._buttons.addWidget(self.new_button)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        layout.addWidget(self.label)
        layout.addLayout(self._buttons)
        self.set_code("")

    def code(self) -> str:
        """The code shown; empty while there is none."""
        return self._code

    def set_code(self, code: str) -> None:
        """Show `code`; empty says that there is none."""
        self._code = code
        self.label.setText(code or self.tr("no code"))
        self.label.setAccessibleName(
            self.tr("Code phrase: {0}").format(code) if code else self.tr("There is no code phrase now.")
        )
        self.copy_button.setEnabled(bool(code))

    def add_button(self, button: QWidget) -> None:
        """Put one more beside the others."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def copy(self) -> None:
        """Put the code on the clipboard."""
        QGuiApplication.clipboard().setText(self._code)
