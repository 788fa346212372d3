"""A text that crosses, in words: "a text, 312 characters". No Qt: the window hands in what translates. Pure functions,
from any thread.
"""

from __future__ import annotations

from app.formatting import plain_text
from ptp_core.formatting import format_count
from ptp_core.sentences import Translate
from ptp_core.transfer.snapshot import ShownText, TransferSnapshot


def characters_words(count: int, translate: Translate) -> str:
    """Like "312 characters"."""
    one, many = translate("words", "1 character"), translate("words", "{0} characters")
    return one if count == 1 else many.format(format_count(count))


def text_words(text: ShownText, translate: Translate) -> str:
    """Like "a text, 312 characters"; of one that has not come, that it is one."""
    if text.characters is None:
        return translate("words", "a text")
    return translate("words", "a text, {0}").format(characters_words(text.characters, translate))


def name_words(snapshot: TransferSnapshot, translate: Translate, limit: int = 200) -> str:
    """What a transfer is called where it is shown."""
    return plain_text(snapshot.name, limit) if snapshot.text is None else text_words(snapshot.text, translate)
