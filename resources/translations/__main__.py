"""Brings the sources of the languages up to date: `python -m resources.translations [--check]`, or `make translations`.

Each `ptp_<language>.ts` then has the texts of the program and no others, and what was translated stays; a text that
went to another class takes its translation along. It says what is missing or does not fit, and fails when something
does. A new language is a new file: an empty `ptp_de.ts` is filled with what there is to translate. With --check no file
is touched.
"""

from __future__ import annotations

import argparse
import os
import re
import string
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.translations.catalogue import ENGLISH
from app.translations.linguist import Text, Translation, read_source, write_source
from app.translations.plurals import forms_of, plural_rule
from resources.translations.extraction import extract

FOLDER: Final = Path(__file__).parent
_MNEMONIC = re.compile(r"&(?=[^\s&])")


def all_texts() -> tuple[set[Text], list[str]]:
    """What there is to translate, and what is written so that it cannot be."""
    # Some of what declares texts has Qt beside it, which asks for a screen.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from resources.translations.declarations import declared_texts

    found = extract()
    return found.texts | declared_texts(), found.wrong


def brought_up(language: str, known: Iterable[Translation], texts: Iterable[Text]) -> list[Translation]:
    """The texts with the translations that are known, also of another context. In English only plurals differ."""
    known = [each for each in known if each.complete]
    by_text = {each.text: each.forms for each in known}
    by_words = {(each.text.source, each.text.counted): each.forms for each in known}
    # The core's plurals have their English forms themselves.
    wanted = [text for text in texts if language != ENGLISH or (text.counted and "%n" in text.source)]
    return [Translation(text, by_text.get(text) or by_words.get((text.source, text.counted), ())) for text in wanted]


def complaints(language: str, translations: Iterable[Translation]) -> list[str]:
    """What is missing, and which translations do not fit their texts."""
    forms = forms_of(plural_rule(language))
    said = []
    for one in sorted(translations, key=lambda each: each.text):
        what = f"{one.text.context}: {one.text.source!r}"
        if not one.complete:
            said.append(f"{what} is not translated")
            continue
        if one.text.counted and len(one.forms) != forms:
            said.append(f"{what} needs {forms} forms and has {len(one.forms)}")
        for form in one.forms:
            # One of something may well go without the figure.
            if _places(form) - _places(one.text.source) or (
                not one.text.counted and _places(form) != _places(one.text.source)
            ):
                said.append(f"{what} has other places than {form!r}")
            if bool(_MNEMONIC.search(form)) != bool(_MNEMONIC.search(one.text.source)):
                said.append(f"{what} and {form!r}: a letter to press in one of them alone")
    return said


def _places(text: str) -> set[str]:
    """The places that numbers and names are put into. Raises ValueError for a brace that stands alone."""
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return named | ({"%n"} if "%n" in text else set())


def main(arguments: list[str]) -> int:
    """The exit status: 1 when something is missing, does not fit, or is not up to date."""
    parser = argparse.ArgumentParser(prog="python -m resources.translations", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="touch no file, and fail when one is not up to date")
    check = parser.parse_args(arguments).check
    texts, wrong = all_texts()
    for line in wrong:
        print(line)
    failed = bool(wrong)
    for path in sorted(FOLDER.glob("ptp_*.ts")):
        language = path.stem.removeprefix("ptp_")
        before = path.read_text("utf-8")
        translations = brought_up(language, read_source(before), texts)
        after = write_source(language, translations, forms_of(plural_rule(language)))
        found = complaints(language, translations)
        for line in found:
            print(f"{path.name}: {line}")
        if check and after != before:
            print(f"{path.name} is not up to date: run python -m resources.translations")
        elif after != before:
            path.write_text(after, "utf-8")
        failed |= bool(found) or (check and after != before)
        print(f"{path.name}: {len(translations)} texts, {sum(not one.complete for one in translations)} to translate")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
