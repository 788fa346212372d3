"""Texts that came from the other side, made fit to be shown: bounded, nothing that acts, on one line or on their own.

A peer's text may carry terminal escapes, marks that turn the reading direction, or characters that take no room.
None of them belongs on a screen, in a log or in a file name. Stateless; any thread.
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Cc control, Cf format (bidi, zero width, tags), Cs lone surrogates, Zl and Zp line and paragraph separators.
_UNSHOWABLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Letters and marks by category, yet blank on the screen.
_BLANK_CHARACTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Soft hyphen, and the two that join and part letters.
_READABLE = frozenset("\n\t\u00ad\u200c\u200d")
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def is_unshowable(character: str) -> bool:
    """Whether this one character could hide, reorder or act when it is shown."""
    return unicodedata.category(character) in _UNSHOWABLE_CATEGORIES or character in _BLANK_CHARACTERS


def clean_text(text: str, *, limit: int) -> str:
    """`text` on one line, at most `limit` characters long, what must not be shown replaced, spaces collapsed."""
    # Cut first: work is bounded however long the text is. Twice the limit leaves room for collapsed spaces.
    text = text[: 2 * limit]
    # Most are plain, and are shown ten times a second.
    plain = text.isascii() and text.isprintable()
    shown = text if plain else "".join(_shown(character) for character in text)
    collapsed = " ".join(shown.split())
    if len(collapsed) <= limit:
        return collapsed
    return collapsed[: limit - 1] + _ELLIPSIS


def clean_lines(text: str, *, limit: int) -> str:
    """A text for reading, its lines and tabs as they are, at most `limit` characters long, what must not be shown
    replaced. What joins letters and emoji stays: it can hide nothing in prose."""
    lines = text[:limit].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character if character in _READABLE else _shown(character) for character in lines)


def _shown(character: str) -> str:
    if character in "\t\n\r":
        return " "
    return REPLACEMENT if is_unshowable(character) else character
