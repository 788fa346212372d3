"""An entry of the history in words, for the window and the command line. No Qt: the window hands in what translates."""

from __future__ import annotations

import datetime

from app.content_words import some_names, things_words
from app.formatting import plain_text
from app.joining import filled, listed
from ptp_core.direction import Direction
from ptp_core.formatting import format_duration, format_size
from ptp_core.history.entry import HistoryEntry, Result
from ptp_core.sentences import Translate, untranslated, worded

_NAMES_SHOWN = 3


def result_words(entry: HistoryEntry, translate: Translate = untranslated) -> str:
    """How it ended, in one word."""
    return {
        Result.DONE: translate("words", "verified"),
        Result.DECLINED: translate("words", "declined"),
        Result.CANCELLED: translate("words", "cancelled"),
        Result.FAILED: translate("words", "failed"),
    }[entry.result]


def what_words(entry: HistoryEntry, translate: Translate = untranslated) -> str:
    """What it was: the first names, and how many more there are."""
    if entry.is_text:
        return translate("words", "a text")
    names = some_names(entry.names, _NAMES_SHOWN, translate, lambda name: plain_text(name, 100)) or "?"
    if entry.files <= 1:
        return names
    return translate("words", "{0} ({1})").format(names, things_words(entry.files, 0, translate))


def peer_words(entry: HistoryEntry) -> str:
    """Who was on the other side."""
    return plain_text(entry.peer_name or entry.peer_address, 100)


def entry_line(entry: HistoryEntry, translate: Translate = untranslated) -> str:
    """All of it in one line."""
    when = datetime.datetime.fromtimestamp(entry.ended_unix_s).strftime("%Y-%m-%d %H:%M")
    sent = entry.direction is Direction.SEND
    pattern = translate("words", "{0} to {1}") if sent else translate("words", "{0} from {1}")
    title = pattern.format(what_words(entry, translate), peer_words(entry))
    took = translate("words", "{0} in {1}")
    size = filled(translate, took, format_size(entry.size_bytes), format_duration(entry.seconds))
    end = result_words(entry, translate)
    if entry.message and entry.result is not Result.DONE:
        end = translate("words", "{0}: {1}").format(end, plain_text(worded(entry.message, translate), 300))
    return f"{when}  {'->' if sent else '<-'} {listed([title, size, end], translate)}"
