"""What went wrong or is worth knowing, in plain words, above the work instead of on top of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.formatting import plain_text
from app.theme import GRID, HALF_GRID, Meaning, Theme, set_role
from app.widgets.icon_button import IconButton
from app.wording import named, said
from ptp_core.errors import PtpError

_KEPT = 5


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    hint: str
    details: str
    error: bool


class MessageBar(QFrame):
    """Shows the newest message; the ones before it come back as it is dismissed. Hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._theme = Theme.of_application()
        self._messages: list[_Message] = []
        self._icon = QLabel(self)
        self._message = QLabel(self)
        self._hint = QLabel(self)
        for label in (self._message, self._hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        set_role(self._message, "strong")
        self.details_button = QPushButton(self.tr("Details"), self)
        self.details_button.setCheckable(True)
        self.details_button.toggled.connect(self._show_details)
        self.dismiss_button = IconButton("cancel", self.tr("Dismiss this message"), self)
        self.dismiss_button.clicked.connect(self.dismiss)
        self.details = QPlainTextEdit(self)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(self.tr("Details of the message"))
        self.details.setFixedHeight(12 * GRID)
        words = QVBoxLayout()
        words.setSpacing(HALF_GRID)
        words.addWidget(self._message)
        words.addWidget(self._hint)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(self._icon, 0, top)
        line.addLayout(words, 1)
        line.addWidget(self.details_button, 0, top)
        line.addWidget(self.dismiss_button, 0, top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addLayout(line)
        layout.addWidget(self.details)
        self._theme.changed.connect(self._restyle)
        self._show()

    def show_error(self, message: str, hint: str = "", details: str = "") -> None:
        """Something failed: what and to what, what to do, and the raw text for who wants it."""
        self._push(_Message(plain_text(said(message), 500), plain_text(said(hint), 500), details, error=True))

    def show_problem(self, problem: PtpError, details: str = "") -> None:
        """The same from a typed error."""
        self.show_error(problem.message, problem.hint, details or _cause(problem))

    def show_notice(self, message: str, hint: str = "") -> None:
        """Nothing failed, but this is worth knowing."""
        self._push(_Message(plain_text(said(message), 500), plain_text(said(hint), 500), "", error=False))

    def dismiss(self) -> None:
        """Put the newest message away."""
        if self._messages:
            self._messages.pop()
        self._show()

    def text(self) -> str:
        """The message shown with its hint; empty while there is none."""
        if not self._messages:
            return ""
        return f"{self._messages[-1].text} {self._messages[-1].hint}".strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape dismisses."""
        if event.key() == Qt.Key.Key_Escape and self._messages:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _push(self, message: _Message) -> None:
        # The same message again is no second message.
        self._messages = [*(kept for kept in self._messages if kept != message), message][-_KEPT:]
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._messages))
        if not self._messages:
            return
        newest = self._messages[-1]
        self._message.setText(newest.text)
        self._hint.setText(newest.hint)
        self._hint.setVisible(bool(newest.hint))
        self.details_button.setVisible(bool(newest.details))
        self.details_button.setChecked(False)
        self.details.setVisible(False)
        self.details.setPlainText(newest.details)
        kind = self.tr("Problem") if newest.error else self.tr("Notice")
        self.setAccessibleName(named(kind, self.text()))
        self.setProperty("kind", "error" if newest.error else "notice")
        self.style().unpolish(self)
        self.style().polish(self)
        self._restyle()

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)

    def _restyle(self) -> None:
        error = bool(self._messages) and self._messages[-1].error
        icon, meaning = ("error", Meaning.TIMEOUT) if error else ("information", Meaning.ACKNOWLEDGED)
        self._icon.setPixmap(self._theme.icon(icon, self._theme.line(meaning)).pixmap(QSize(20, 20)))


def _cause(problem: BaseException) -> str:
    """The chain of what caused the problem, one line each; empty when there is nothing below it."""
    lines: list[str] = []
    cause = problem.__cause__
    while cause is not None and len(lines) < 10:
        lines.append(f"{type(cause).__name__}: {cause}")
        cause = cause.__cause__
    return "\n".join(lines)
