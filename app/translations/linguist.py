"""Qt Linguist's sources, one `ptp_<language>.ts` for each language. No Qt.

They are written in one order and without the lines of the program, so that two who translate at the same time change
the same places only where they have changed the same words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{language}">\n'


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """What the program asks for. `comment` tells equal texts of one context apart; `counted` is one with a number."""

    context: str
    source: str
    comment: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language: one form, or of a counted one as many as the language has. None is nothing yet."""

    text: Text
    forms: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether there is something to show for every number."""
        return bool(self.forms) and all(self.forms)


def read_source(content: str) -> list[Translation]:
    """What a source has; nothing when it is empty, as that of a new language. Raises ValueError when it is none."""
    if not content.strip():
        return []
    # Packages have no sources, and whoever starts them need not wait for a parser.
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise ValueError(f"no source of Qt Linguist: {error}") from error
    found = []
    for context in root.iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            counted = message.get("numerus") == "yes"
            text = Text(name, message.findtext("source", ""), message.findtext("comment", ""), counted)
            said = message.find("translation")
            if said is None:
                forms = []
            elif counted:
                forms = [form.text or "" for form in said.iter("numerusform")]
            else:
                forms = [said.text or ""]
            found.append(Translation(text, tuple(forms) if any(forms) else ()))
    return found


def write_source(language: str, translations: Iterable[Translation], forms: int) -> str:
    """The source with these, in their order; a counted text that has no translation yet has room for `forms`."""
    lines = [_HEAD.format(language=language)]
    context = None
    for translation in sorted(translations, key=lambda each: each.text):
        if translation.text.context != context:
            if context is not None:
                lines.append("</context>\n")
            context = translation.text.context
            lines.append(f"<context>\n    <name>{_escaped(context)}</name>\n")
        lines.append(_message(translation, forms))
    if context is not None:
        lines.append("</context>\n")
    lines.append("</TS>\n")
    return "".join(lines)


def _message(translation: Translation, forms: int) -> str:
    text = translation.text
    said = translation.forms
    if text.counted:
        inner = "".join(f"<numerusform>{_escaped(form)}</numerusform>" for form in said or [""] * forms)
    else:
        inner = _escaped(said[0]) if said else ""
    kind = ' numerus="yes"' if text.counted else ""
    state = "" if translation.complete else ' type="unfinished"'
    comment = f"        <comment>{_escaped(text.comment)}</comment>\n" if text.comment else ""
    return (
        f"    <message{kind}>\n"
        f"        <source>{_escaped(text.source)}</source>\n{comment}"
        f"        <translation{state}>{inner}</translation>\n"
        "    </message>\n"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
