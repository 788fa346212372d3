"""What the core says, in the window's language. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.joining import after_one_another, as_sentence, listed
from ptp_core.errors import PtpError
from ptp_core.sentences import worded


def translate(context: str, text: str, /, *, n: int = -1) -> str:
    """The words in the person's language; `n` chooses the form of what is counted."""
    return QCoreApplication.translate(context, text, "", n)


def said(text: str) -> str:
    """A sentence of the core in the person's language; any other text as it is."""
    return worded(text, translate)


def problem_words(error: PtpError) -> str:
    """What went wrong, and what to do about it."""
    return after_one_another([as_sentence(said(error.message), translate), said(error.hint)], translate)


def named(name: str, value: str) -> str:
    """A value with its name before it: "goodput: 12 Mbit/s"."""
    return translate("words", "{0}: {1}").format(name, value)


def list_words(words: list[str]) -> str:
    """Several things in a row, as "a, b, c"."""
    return listed(words, translate)
