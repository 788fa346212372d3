"""ptp(1), written from the command line's own options. Roff as groff and mandoc read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from resources.packaging.command_words import CommandWords, OptionWords
from resources.packaging.project import Project

_PLAIN: Final = str.maketrans({"\\": "\\e", "-": "\\-", '"': "\\(dq", "~": "\\(ti", "^": "\\(ha"})


def man_page(project: Project, commands: Iterable[CommandWords]) -> str:
    """The page, in English."""
    window, *others = commands
    lines = [
        f'.TH PTP 1 "{project.built_on:%Y-%m-%d}" "PTP {project.version}" "User Commands"',
        ".SH NAME",
        f"ptp \\- {_text(project.summary[:1].lower() + project.summary[1:])}",
        ".SH SYNOPSIS",
    ]
    usages = ["ptp [PATH... | ptp://HOST[:PORT][#CODE] | --demo]", *(command.usage for command in others)]
    for usage in usages:
        word, _, rest = usage.partition(" ")
        lines += [f".B {_text(word)}", _text(rest), ".br"]
    lines += [
        ".SH DESCRIPTION",
        _text(window.description),
        "Without a command a window opens.",
        *_as_it_is(window.epilog),
        ".SH OPTIONS",
        *_options(window),
    ]
    for command in others:
        lines += [f".SH {command.name.upper()}", f".B {_text(command.usage)}", ".PP", _text(command.description)]
        lines += _options(command)
        if command.epilog:
            lines += _as_it_is(command.epilog)
    lines += [
        ".SH ENVIRONMENT",
        ".TP",
        ".B PTP_CODE",
        "The code phrase, where no option gives one.",
        ".SH FILES",
        ".TP",
        ".I ~/.local/share/ptp",
        _text("This computer's identity, the computers that it knows, and the history. XDG_DATA_HOME moves it."),
        ".TP",
        ".I ~/.config/ptp/window.ini",
        "What the window remembers. XDG_CONFIG_HOME moves it.",
    ]
    return "\n".join(lines) + "\n"


def _options(command: CommandWords) -> list[str]:
    lines = []
    for option in command.options:
        lines += [".TP", _heading(option), _text(_sentence(option.help))]
    return lines


def _heading(option: OptionWords) -> str:
    if not option.value:
        return f".B {_text(option.name)}"
    return f'.BR "{_text(option.name)}" " {_text(option.value)}"'


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _as_it_is(text: str) -> list[str]:
    return [".PP", ".nf", *map(_text, text.rstrip().splitlines()), ".fi"]


def _text(text: str) -> str:
    """With what roff would take for itself made plain."""
    plain = text.translate(_PLAIN)
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
