"""How words become lists and sentences, which each language does with marks of its own. No Qt. Pure functions."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Final

from ptp_core.sentences import Translate, untranslated, worded

_FULL_WIDTH: Final = ("\N{IDEOGRAPHIC FULL STOP}", "\N{FULLWIDTH QUESTION MARK}", "\N{FULLWIDTH EXCLAMATION MARK}")
_ENDS: Final = (".", "?", "!", *_FULL_WIDTH)


def filled(translate: Translate, pattern: str, *values: str) -> str:
    """A pattern with what belongs into it, figures in the language too."""
    return pattern.format(*(worded(value, translate) for value in values))


def listed(parts: Sequence[str], translate: Translate = untranslated) -> str:
    """Several things in a row: "a, b, c"."""
    pattern = translate("words", "{0}, {1}")
    return functools.reduce(pattern.format, parts) if parts else ""


def after_one_another(sentences: Iterable[str], translate: Translate = untranslated) -> str:
    """Sentences as one text; what is empty is left out."""
    pattern = translate("words", "{0} {1}")
    kept = [sentence for sentence in sentences if sentence]
    return functools.reduce(pattern.format, kept) if kept else ""


def as_sentence(words: str, translate: Translate = untranslated) -> str:
    """Words that may stand alone: a full stop where nothing else ends them."""
    return words if not words or words.endswith(_ENDS) else translate("words", "{0}.").format(words)


def begun(words: str) -> str:
    """With a capital at the start, which a name must not be given."""
    return words[:1].upper() + words[1:]
