"""ptp(1), written from the command line's own options, in each language. Roff as groff and mandoc read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.cli.speaking import spoken_meanwhile, translate
from app.translations.catalogue import ENGLISH
from resources.packaging.command_words import CommandWords, OptionWords, read_languages
from resources.packaging.project import Project

_PLAIN: Final = str.maketrans({"\\": "\\e", "-": "\\-", '"': "\\(dq", "~": "\\(ti", "^": "\\(ha"})


def man_pages(project: Project) -> dict[str, str]:
    """The page in each language of the program, by its place under `share`: man(1) takes that of the locale."""
    pages = {}
    for language, commands in read_languages().items():
        folder = "man/man1" if language == ENGLISH else f"man/{language}/man1"
        with spoken_meanwhile(language):
            pages[f"{folder}/ptp.1"] = _page(project, commands)
    return pages


def _tr(text: str) -> str:
    return translate("man page", text)


def _page(project: Project, commands: Iterable[CommandWords]) -> str:
    window, *others = commands
    lines = [
        f'.TH PTP 1 "{project.built_on:%Y-%m-%d}" "PTP {project.version}" "{_tr("User Commands")}"',
        # Chinese has few blanks to widen, and looks torn when they are.
        ".ad l",
        f".SH {_tr('NAME')}",
        f"ptp \\- {_text(window.summary[:1].lower() + window.summary[1:])}",
        f".SH {_tr('SYNOPSIS')}",
    ]
    lines += _usages([_tr("ptp [PATH... | ptp://HOST[:PORT][#CODE] | --demo]")])
    for command in others:
        lines += _usages(command.usages)
    lines += [
        f".SH {_tr('DESCRIPTION')}",
        _text(window.description),
        _text(_tr("Without a command a window opens.")),
        *_as_it_is(window.epilog),
        f".SH {_tr('OPTIONS')}",
        *_options(window),
    ]
    for command in others:
        lines += [f".SH {command.name.upper()}", *_usages(command.usages), ".PP", _text(command.description)]
        lines += _options(command)
        if command.epilog:
            lines += _as_it_is(command.epilog)
    lines += [
        f".SH {_tr('SCRIPTS')}",
        _text(
            _tr(
                "With --json each line on standard output is an object that names its event: listening (with the code "
                "phrase), stats, text (what came as a text, and from whom), resumed, failed, left_out, changed, done, "
                "notice and error. What is said to people is its message, in the language that is spoken; a code "
                "beside it is the same in every language."
            )
        ),
        f".SH {_tr('ENVIRONMENT')}",
        ".TP",
        ".B PTP_CODE",
        _text(_tr("The code phrase, where no option gives one.")),
        ".TP",
        ".B PTP_LANGUAGE",
        _text(_tr("The language to speak, where no option says it; without both that of the locale.")),
        f".SH {_tr('FILES')}",
        ".TP",
        ".I ~/.local/share/ptp",
        _text(_tr("This computer's identity, the computers that it knows, and the history. XDG_DATA_HOME moves it.")),
        ".TP",
        ".I ~/.config/ptp/window.ini",
        _text(_tr("What the window remembers. XDG_CONFIG_HOME moves it.")),
    ]
    return "\n".join(lines) + "\n"


def _usages(usages: Iterable[str]) -> list[str]:
    lines = []
    for usage in usages:
        word, _, rest = usage.partition(" ")
        lines += [f".B {_text(word)}", _text(rest), ".br"]
    return lines


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
    return _tr("{help}.").format(help=text[:1].upper() + text[1:].rstrip(".。"))


def _as_it_is(text: str) -> list[str]:
    return [".PP", ".nf", *map(_text, text.rstrip().splitlines()), ".fi"]


def _text(text: str) -> str:
    """With what roff would take for itself made plain."""
    plain = text.translate(_PLAIN)
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
