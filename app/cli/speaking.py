"""The language that a command speaks, chosen once, before anything is said. No Qt, and nothing is loaded for English.

`--language CODE`, else PTP_LANGUAGE, else LC_ALL, LC_MESSAGES and LANG. Whatever goes wrong with a language, English is
left. One process runs one command, so the language is this module's own; it is set on the main thread.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from app.translations.catalogue import ENGLISH, catalogue, chosen_language
from ptp_core.errors import PtpError
from ptp_core.sentences import template, worded

if TYPE_CHECKING:
    from app.translations.catalogue import Catalogue

OPTION: Final = "--language"
_ARGPARSE: Final = "argparse"
# What argparse says of itself; it asks for these words by the names that gettext has.
_OF_ARGPARSE: Final = (
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "argument %(argument_name)s: %(message)s",
    "the following arguments are required: %s",
    "unrecognized arguments: %s",
    "expected one argument",
    "expected at most one argument",
    "expected at least one argument",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
    "not allowed with argument %s",
    "one of the arguments %s is required",
    "ignored explicit argument %r",
)
for _words in _OF_ARGPARSE:
    template(_words, context=_ARGPARSE)

_spoken = ENGLISH
_catalogue: Catalogue | None = None


def language() -> str:
    """The code of what is spoken."""
    return _spoken


def speak(code: str) -> None:
    """From now on everything is said in this language; in English where it cannot be."""
    global _spoken, _catalogue
    _spoken, _catalogue = ENGLISH, None
    if code == ENGLISH:
        return
    try:
        _catalogue = catalogue(code)
    except (OSError, ValueError):
        return
    _spoken = code
    # Both are in every Python that PTP runs on; without them argparse goes on in English.
    vars(argparse).update(_=_of_argparse, ngettext=_counted_by_argparse)


@contextmanager
def spoken_meanwhile(code: str) -> Iterator[None]:
    """Everything is said in this language, and after that in the one before: for what is written in several."""
    before = _spoken
    speak(code)
    try:
        yield
    finally:
        speak(before)


def wanted_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """The language that a command line asks for, before it is parsed: what is wrong with it is said in that too."""
    option = None
    for number, word in enumerate(arguments):
        if word == "--":
            break
        if word == OPTION and number + 1 < len(arguments):
            option = arguments[number + 1]
        elif word.startswith(f"{OPTION}="):
            option = word.partition("=")[2]
    return chosen_language(option=option, environment=environment)


def translate(context: str, text: str, /, *, n: int = -1) -> str:
    """The words in the person's language, for whatever takes a Translate; `n` chooses the form of what is counted."""
    if _catalogue is not None:
        return _catalogue.translate(context, text, n=n)
    # English has forms of its own for what is counted, and needs nothing else.
    return text if n < 0 or "%n" not in text else catalogue(ENGLISH).translate(context, text, n=n)


def tr(text: str) -> str:
    """The command line's own words in the person's language."""
    return translate("cli", text)


def said(text: str) -> str:
    """A sentence of the core in the person's language; any other text as it is."""
    return worded(text, translate)


def problem(error: PtpError) -> tuple[str, str]:
    """What went wrong, and what to do about it."""
    return said(error.message), said(error.hint)


def add_language(parser: argparse.ArgumentParser) -> None:
    """The option, which each command has."""
    parser.add_argument(OPTION, metavar="CODE", help=tr("speak this language, as en or zh_CN"))


def _of_argparse(text: str) -> str:
    return translate(_ARGPARSE, text)


def _counted_by_argparse(one: str, many: str, count: int) -> str:
    return _of_argparse(one if count == 1 else many)
