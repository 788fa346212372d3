"""The code phrase that the other side shows, typed in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.formatting import tooltip_text
from app.theme import GRID, HALF_GRID, set_role
from app.widgets.pasting import FilesPassBy
from app.wording import problem_words
from ptp_core.errors import SettingsError
from ptp_core.security.code_phrase import normalise_code


class CodeField(QWidget):
    """One line; capitals and blanks do not matter. It may stay empty for a peer that is known already.

    Signals:
        code_changed: the code meant now, a str, or None while it is empty or cannot be a code
        submitted: Return was pressed
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Grouping

    code_changed = Signal(object)
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code: str | None = None
        self._known = False
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("4-guitar-orbit")
        self.line.setToolTip(tooltip_text(self.tr("A computer that knows this one already needs no code.")))
        self.line.setAccessibleName(self.tr("Code phrase that the other side shows"))
        self.line.setMaxLength(100)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(self.message.fontMetrics().height())
        self.message.setContentsMargins(GRID // 2, 0, 0, 0)
        FilesPassBy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        layout.addWidget(self.line)
        layout.addWidget(self.message)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._check)
        self.line.returnPressed.connect(self.submitted)
        self._check("")

    def code(self) -> str | None:
        """The code in its one spelling; None while the field is empty or holds no code."""
        return self._code

    def is_empty(self) -> bool:
        """Whether nothing is typed: right for a peer that is known."""
        return not self.line.text().strip()

    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put `text` in as if typed."""
        self.line.setText(text)

    def set_known(self, known: bool) -> None:
        """Whether it goes to a computer that is known already."""
        if known != self._known:
            self._known = known
            self._check(self.line.text())

    def _check(self, text: str) -> None:
        before, self._code = self._code, None
        role, words = "muted", self.tr("The other computer shows it.")
        if self._known:
            words = self.tr("No code needed: it is known.")
        if text.strip():
            try:
                self._code = normalise_code(text)
                words = ""
            except SettingsError as error:
                role, words = "error", problem_words(error)
        set_role(self.message, role)
        self.message.setText(words)
        self.line.setAccessibleDescription(words)
        if self._code != before:
            self.code_changed.emit(self._code)
