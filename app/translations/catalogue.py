"""Which languages there are, which one is spoken, and what a text is in it. No Qt; any thread.

A language is a file in `resources/translations`: compiled in a package, its source in a checkout.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ENGLISH: Final = "en"
# What stands in the settings of those who have not chosen.
SYSTEM: Final = "system"
# The variable that names a language for PTP alone.
VARIABLE: Final = "PTP_LANGUAGE"

_PREFIX: Final = "ptp_"
# How a source says what its language is called by those who speak it.
OWN_NAME: Final = ("language", "English")


class Catalogue:
    """The texts of one language. What it does not have is said in English, as the program has it."""

    def __init__(self, compiled: bytes) -> None:
        """Raises ValueError when these are no compiled translations."""
        # A command that speaks English need not wait for what only other languages need.
        from app.translations.compiled import read_compiled
        from app.translations.plurals import form_for

        self._rule, translations = read_compiled(compiled)
        self._form_for = form_for
        self._forms = {
            (one.text.context, one.text.source, one.text.comment): one.forms for one in translations
        }

    def translate(self, context: str, text: str, disambiguation: str = "", n: int = -1) -> str:
        """As QCoreApplication.translate: %n in a counted text is replaced by `n`."""
        forms = self._forms.get((context, text, disambiguation or ""))
        if forms is None and disambiguation:
            forms = self._forms.get((context, text, ""))
        if n < 0:
            return forms[0] if forms else text
        said = forms[min(self._form_for(self._rule, n), len(forms) - 1)] if forms else text
        return said.replace("%n", str(n))


def compiled(language: str) -> bytes:
    """What Qt's translator loads for a language of `codes`."""
    packed = _folder() / f"{_PREFIX}{language}.qm"
    if packed.is_file():
        return packed.read_bytes()
    from app.translations.compiled import compile_source
    from app.translations.linguist import read_source

    source = (_folder() / f"{_PREFIX}{language}.ts").read_text("utf-8")
    return compile_source(language, read_source(source))


@functools.cache
def catalogue(language: str) -> Catalogue:
    """The texts of a language of `codes`."""
    return Catalogue(compiled(language))


@functools.cache
def codes() -> tuple[str, ...]:
    """The codes of the languages, English first."""
    found = {
        name[len(_PREFIX) :].rpartition(".")[0]
        for name in (each.name for each in _folder().iterdir())
        if name.startswith(_PREFIX) and name.endswith((".qm", ".ts"))
    }
    return tuple(sorted(found, key=lambda code: (code != ENGLISH, code)))


def languages() -> dict[str, str]:
    """Each language's code, and what those who speak it call it; one that does not say so goes by its code."""
    names = {code: catalogue(code).translate(*OWN_NAME) for code in codes()}
    return {code: name if name != OWN_NAME[1] or code == ENGLISH else code for code, name in names.items()}


def chosen_language(
    *,
    option: str | None = None,
    remembered: str = SYSTEM,
    system: Sequence[str] = (),
    environment: Mapping[str, str] = os.environ,
) -> str:
    """The language to speak: the option's, PTP_LANGUAGE's, the remembered one, else the system's; one of `codes`.

    `system` are those that the desktop names, the best first; without them the locale's variables do. What is not
    spoken here is passed over, and English is left.
    """
    for wanted in (option, environment.get(VARIABLE), remembered):
        if wanted and wanted != SYSTEM:
            found = spoken(wanted)
            if found is not None:
                return found
    # POSIX: the first of these that is set decides, also for English.
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ENGLISH)
    for wanted in system or (locale,):
        found = spoken(wanted)
        if found is not None:
            return found
    return ENGLISH


def spoken(wanted: str) -> str | None:
    """The language of `codes` for a name as "zh_CN.UTF-8", "zh-Hans" or "zh"; None when it is not spoken here."""
    code = wanted.partition(".")[0].partition("@")[0].replace("-", "_")
    # At once, as a command that is to be quick asks first.
    if code in ("C", "POSIX") or code.lower().partition("_")[0] == ENGLISH:
        return ENGLISH
    known = {each.lower(): each for each in codes()}
    if code.lower() in known:
        return known[code.lower()]
    short = code.lower().partition("_")[0]
    return next((each for lower, each in known.items() if lower.partition("_")[0] == short), None)


@functools.cache
def _folder() -> Traversable:
    # It takes much along, which a command that says nothing need not wait for.
    from importlib import resources

    return resources.files("resources") / "translations"
