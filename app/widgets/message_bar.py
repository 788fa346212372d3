"""What went wrong or is worth knowing, in plain words, one message at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.formatting import plain_sentence
from app.theme import GRID, HALF_GRID, Meaning, Theme, set_role
from app.widgets.icon_button import IconButton
from app.wording import named, said, translate
from ptp_core.errors import PtpError

_KEPT: Final = 5
_READ_MS: Final = 8000


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    hint: str
    details: str
    error: bool
    about: object = None
    action: str = ""


class MessageBar(QFrame):
    """Shows the newest message; its details name those that it has taken the place of. A notice goes by itself, a
    problem when it is dismissed or when what it is about has come out well. None leaves an older one behind.

    Signals:
        action_wanted(object): the button that mends what the message is about was pressed.
    """

    action_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._theme = Theme.of_application()
        self._messages: list[_Message] = []
        self._read = QTimer(self)
        self._read.setSingleShot(True)
        self._read.setInterval(_READ_MS)
        self._read.timeout.connect(self._let_go)
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
        self.action_button = QPushButton(self)
        self.action_button.setAccessibleName(self.tr("Do something about it"))
        self.action_button.clicked.connect(lambda: self.action_wanted.emit(self._messages[-1].about))
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
        line.addWidget(self.action_button, 0, top)
        line.addWidget(self.details_button, 0, top)
        line.addWidget(self.dismiss_button, 0, top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addLayout(line)
        layout.addWidget(self.details)
        self._theme.changed.connect(self._restyle)
        self._show()

    def show_error(
        self, message: str, hint: str = "", details: str = "", *, about: object = None, action: str = ""
    ) -> None:
        """Something failed: what and to what, what to do, and the raw text for who wants it. `about` names what it is
        about to `settle`; `action` is the word on a button that mends it."""
        words = plain_sentence(said(message)), plain_sentence(said(hint))
        self._push(_Message(*words, details, True, about, action))

    def show_problem(
        self, problem: PtpError, details: str = "", *, about: object = None, action: str = ""
    ) -> None:
        """The same from a typed error."""
        self.show_error(problem.message, problem.hint, details or _cause(problem), about=about, action=action)

    def show_notice(self, message: str, hint: str = "", *, about: object = None) -> None:
        """Nothing failed, but this is worth knowing."""
        words = plain_sentence(said(message)), plain_sentence(said(hint))
        self._push(_Message(*words, "", error=False, about=about))

    def settle(self, about: object) -> None:
        """What a message was about has come out well: it has nothing to say any more."""
        if self._messages and self._messages[-1].about == about:
            self.dismiss()
        self._messages = [message for message in self._messages if message.about != about]

    def dismiss(self) -> None:
        """Put away what is shown, and what it has taken the place of."""
        self._messages.clear()
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

    @Slot()
    def _let_go(self) -> None:
        """Who reads it still, keeps it."""
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._read.start()
        else:
            self.dismiss()

    def _show(self) -> None:
        self._read.stop()
        if not self._messages:
            self.hide()
            return
        newest = self._messages[-1]
        details = _with_earlier(newest.details, [earlier.text for earlier in reversed(self._messages[:-1])])
        self._message.setText(newest.text)
        self._hint.setText(newest.hint)
        self._hint.setVisible(bool(newest.hint))
        self.action_button.setText(newest.action)
        self.action_button.setAccessibleName(newest.action)
        self.action_button.setVisible(bool(newest.action))
        self.details_button.setVisible(bool(details))
        self.details_button.setChecked(False)
        self.details.setVisible(False)
        self.details.setPlainText(details)
        kind = self.tr("Problem") if newest.error else self.tr("Notice")
        self.setAccessibleName(named(kind, self.text()))
        self.setProperty("kind", "error" if newest.error else "notice")
        self.style().unpolish(self)
        self.style().polish(self)
        self._restyle()
        self.show()
        if not newest.error:
            self._read.start()

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)

    def _restyle(self) -> None:
        error = bool(self._messages) and self._messages[-1].error
        icon, meaning = ("error", Meaning.TIMEOUT) if error else ("information", Meaning.ACKNOWLEDGED)
        self._icon.setPixmap(self._theme.icon(icon, self._theme.line(meaning)).pixmap(QSize(20, 20)))


def _with_earlier(details: str, earlier: list[str]) -> str:
    """The details, and what else was said that nobody has put away."""
    before = translate("MessageBar", "Before that: {0}")
    return "\n".join(filter(None, (details, *map(before.format, earlier))))


def _cause(problem: BaseException) -> str:
    """The chain of what caused the problem, one line each; empty when there is nothing below it."""
    lines: list[str] = []
    cause = problem.__cause__
    while cause is not None and len(lines) < 10:
        lines.append(f"{type(cause).__name__}: {cause}")
        cause = cause.__cause__
    return "\n".join(lines)
