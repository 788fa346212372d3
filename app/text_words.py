"""A text that crosses, in words: "a text, 312 characters". No Qt: the window hands in what translates. Pure functions,
from any thread.
"""

from __future__ import annotations

from app.formatting import plain_text
from ptp_core.sentences import Translate, declare, untranslated, worded
from ptp_core.transfer.snapshot import ShownText, TransferSnapshot

_CHARACTERS = declare(
    "words-characters", "{count} character", many="{count} characters", plural="count", context="words"
)


def characters_words(count: int, translate: Translate = untranslated) -> str:
    """Like "312 characters"."""
    return worded(_CHARACTERS(count=count), translate)


def text_words(text: ShownText, translate: Translate = untranslated) -> str:
    """Like "a text, 312 characters"; of one that has not come, that it is one."""
    if text.characters is None:
        return translate("words", "a text")
    return translate("words", "a text, {0}").format(characters_words(text.characters, translate))


def name_words(snapshot: TransferSnapshot, translate: Translate = untranslated, limit: int = 300) -> str:
    """What a transfer is called where it is shown."""
    if snapshot.text is not None:
        return text_words(snapshot.text, translate)
    return plain_text(worded(snapshot.name, translate), limit)
