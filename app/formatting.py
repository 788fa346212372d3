"""Strangers' texts and tool tips made fit to be shown. No Qt. Pure functions, from any thread."""

from __future__ import annotations

import html

from ptp_core.transfer.display_text import REPLACEMENT, clean_text

# File systems stop at 255 bytes.
_LONGEST_NAME = 300
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
# Characters of nobody's, while a sentence is cleaned.
_STAND_INS = {_FIRST_STRONG_ISOLATE: "\ue068", _POP_ISOLATE: "\ue069"}


def plain_text(text: str, limit: int = 200) -> str:
    """A stranger's text for a plain-text label: nothing in it can turn, hide, break or outgrow what stands beside it.

    Control, bidirectional and other invisible characters become U+FFFD, white space becomes single spaces, and what is
    longer than `limit` characters ends in an ellipsis.
    """
    return clean_text(text, limit=limit)


def isolated(text: str, limit: int = 200) -> str:
    """`plain_text` to stand inside a sentence: right-to-left letters in it do not reorder the sentence's own."""
    return f"{_FIRST_STRONG_ISOLATE}{plain_text(text, limit)}{_POP_ISOLATE}"


def plain_sentence(text: str, limit: int = 500) -> str:
    """`plain_text` for a sentence that is made already: the marks that `isolated` has put around names in it stay, and
    are in pairs."""
    marked = text
    for mark, stand_in in _STAND_INS.items():
        marked = marked.replace(stand_in, REPLACEMENT).replace(mark, stand_in)
    shown, opened = [], 0
    for character in clean_text(marked, limit=limit):
        if character == _STAND_INS[_FIRST_STRONG_ISOLATE]:
            opened += 1
            shown.append(_FIRST_STRONG_ISOLATE)
        elif character == _STAND_INS[_POP_ISOLATE]:
            shown.append(_POP_ISOLATE if opened else REPLACEMENT)
            opened = max(0, opened - 1)
        else:
            shown.append(character)
    return "".join(shown) + opened * _POP_ISOLATE


def file_name(text: str, limit: int = 80) -> str:
    """A file's name, `isolated`; what is longer loses its middle, since its end says what kind of file it is."""
    whole = plain_text(text, _LONGEST_NAME)
    if len(whole) > limit:
        head = limit * 2 // 3
        whole = f"{whole[:head]}\u2026{whole[head + 1 - limit :]}"
    return f"{_FIRST_STRONG_ISOLATE}{whole}{_POP_ISOLATE}"


def tooltip_text(text: str) -> str:
    """Any text as a tool tip; Qt takes tool tips for rich text when they look like it, so this escapes it."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""
