"""A language that nobody speaks: the program's own words, accented, longer by two fifths, in brackets.

What is not in brackets was not translated, and what is cut will be cut in a language with long words.
"""

from __future__ import annotations

import re
from typing import Final

from app.translations.compiled import compile_source
from app.translations.linguist import Translation
from app.translations.plurals import forms_of, plural_rule
from ptp_core.sentences import CORE
from resources.translations.__main__ import all_texts

OPEN, CLOSE = "⟦", "⟧"
_LONGER: Final = 0.4
_LONGEST_WORD: Final = 12
_ACCENTED: Final = str.maketrans("aceinosuyzACEINOSUYZ", "áčéíñöšúýžÁČÉÍÑÖŠÚÝŽ")
# Places of numbers and names, mnemonics, and the patterns of file dialogs stay.
_KEPT: Final = re.compile(r"(\{[^}]*\}|%n|&\w|\(\*[^)]*\))")


def pseudo(text: str) -> str:
    """A text in it; what stands before and behind the words stays there."""
    words = text.strip()
    if not any(letter.isalpha() for letter in _KEPT.sub("", words)):
        # How numbers are written is not longer elsewhere.
        return text
    # A paragraph is longer by words, which may go on in the next line.
    more = round(len(_KEPT.sub("", words)) * _LONGER)
    padding = "~" * more if more <= _LONGEST_WORD else " ~~~~~~" * (more // 7)
    said = "".join(
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in _KEPT.split(words) if part
    )
    return text.replace(words, f"{OPEN}{said}{padding}{CLOSE}", 1)


def pseudo_language() -> bytes:
    """All of the program in it, as Qt's translator loads it; numbers have the forms of English."""
    texts, _ = all_texts()
    translations = []
    for text in texts:
        forms = forms_of(plural_rule("en")) if text.counted else 1
        # Signs between the core's places are those of numbers, which are as long in every language.
        bare = text.context == CORE and not any(letter.isalpha() for letter in _KEPT.sub("", text.source))
        translations.append(Translation(text, (text.source if bare else pseudo(text.source),) * forms))
    return compile_source("en", translations)
