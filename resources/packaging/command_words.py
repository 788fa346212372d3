"""The command line as data, in each language, read from the parsers that the program itself uses: what the man pages
and the shells' completions are written from."""

from __future__ import annotations

import argparse
import enum
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.cli import speaking
from app.cli.parsers import parsers
from app.translations.catalogue import ENGLISH, codes

# What parts sentences, in English and in Chinese.
_STOP: Final = "; |[.] |\N{FULLWIDTH SEMICOLON}|\N{IDEOGRAPHIC FULL STOP}"
_COLON: Final = ": |\N{FULLWIDTH COLON}"
_OPEN, _CLOSE = "(\N{FULLWIDTH LEFT PARENTHESIS}", ")\N{FULLWIDTH RIGHT PARENTHESIS}"
_WITHIN: Final = f"[^{_OPEN}{_CLOSE}]*"
# "(default: 0)" at the end of a help.
_DEFAULT: Final = f" ?[{_OPEN}]{_WITHIN}[:\N{FULLWIDTH COLON}]{_WITHIN}[{_CLOSE}]$"


class Kind(enum.Enum):
    """What a value is, as far as a shell can help with it."""

    NOTHING = enum.auto()
    FILE = enum.auto()
    FOLDER = enum.auto()
    OTHER = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionWords:
    """An option. `value` names what follows it, empty where nothing does; `choices` are all that may."""

    name: str
    value: str
    kind: Kind
    choices: tuple[str, ...]
    help: str

    @property
    def summary(self) -> str:
        """The help without what is too much for a list of options: defaults, what the choices are called, more
        sentences."""
        # Choices are explained behind a colon, and the shells list them anyway.
        parted = f"{_STOP}|{_COLON}" if self.choices else _STOP
        return re.split(parted, re.sub(_DEFAULT, "", self.help))[0].rstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandWords:
    """A command; `name` is empty for what opens the window. `usages` are the ways to write it, as far as it says them.
    `takes` says what its words are that are no options."""

    name: str
    usages: tuple[str, ...]
    description: str
    epilog: str
    takes: Kind
    options: tuple[OptionWords, ...]

    @property
    def summary(self) -> str:
        """The first sentence."""
        return re.split(_STOP, self.description)[0].rstrip(".")


def read_commands(language: str = ENGLISH) -> tuple[CommandWords, ...]:
    """All commands, that of the window first, in a language of the program."""
    with speaking.spoken_meanwhile(language):
        return tuple(_command(name, parser) for name, parser in parsers().items())


def read_languages() -> dict[str, tuple[CommandWords, ...]]:
    """All commands in each language of the program, English first."""
    return {language: read_commands(language) for language in codes()}


def _command(name: str, parser: argparse.ArgumentParser) -> CommandWords:
    # argparse has no public list of its options; this attribute has been it since it exists.
    actions = parser._actions
    words = [action for action in actions if not action.option_strings]
    return CommandWords(
        name=name,
        usages=tuple(line.strip() for line in (parser.usage or "").splitlines()),
        description=parser.description or "",
        epilog=parser.epilog or "",
        takes=_kind(words[0]) if words else Kind.NOTHING,
        options=tuple(_option(parser, action) for action in actions if action.option_strings),
    )


def _option(parser: argparse.ArgumentParser, action: argparse.Action) -> OptionWords:
    takes_value = action.nargs != 0
    metavar = action.metavar if isinstance(action.metavar, str) else (action.dest or "").upper().replace("_", "-")
    choices = tuple(str(choice) for choice in action.choices or ())
    return OptionWords(
        name=action.option_strings[-1],
        value="" if not takes_value else "|".join(choices) or metavar,
        kind=_kind(action) if takes_value else Kind.NOTHING,
        choices=choices,
        help=(action.help or "") % {"prog": parser.prog},
    )


def _kind(action: argparse.Action) -> Kind:
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    if metavar == "DIR":
        return Kind.FOLDER
    if action.type is Path or metavar.startswith("PATH"):
        return Kind.FILE
    return Kind.OTHER
