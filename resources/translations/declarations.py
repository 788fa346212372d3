"""The texts that are declared in tables, and translated where they are shown.

A context for each kind of table: `declared` is what a person can set or read in a table of results, `recording` what
happens on a connection and how that is drawn, `core` the sentences that the core raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from app import choices, exercises, shortcuts
from app.laboratory.lessons import TIME_OUT
from app.laboratory.setup_form import FIRST_SCENARIO
from app.preferences.rows import CONTEXT, preference_words
from app.shortcuts import SHORTCUTS
from app.translations.catalogue import OWN_NAME
from app.translations.linguist import Text
from app.views.buffer_picture import RECEIVE_PARTS, SEND_PARTS
from ptp_core.conditioner_settings import FAULTS, Fault
from ptp_core.declared import Choice, Number
from ptp_core.laboratory.comparison import COLUMNS
from ptp_core.laboratory.links import LINK_PRESETS
from ptp_core.link_changes import NO_VALUE
from ptp_core.record.model.events import PACKET_WORDS
from ptp_core.record.model.series import SERIES, SeriesGroup
from ptp_core.record.model.time_sequence import Mark
from ptp_core.record.side import Side
from ptp_core.sentences import CORE, all_kinds
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.trace import DropCause
from ptp_core.transport_choices import TRANSPORT_ROWS

DECLARED: Final = "declared"
RECORDING: Final = "recording"
_PLACE = re.compile(r"\{\w*\}")


def declared_texts() -> set[Text]:
    """All of them."""
    rows = [row for row in vars(choices).values() if isinstance(row, (Number, Choice))]
    found = {Text(*OWN_NAME)}
    found |= _texts(DECLARED, (words for row in (*rows, *FAULTS, *TRANSPORT_ROWS) for words in _of_row(row)))
    found |= _texts(DECLARED, (words for column in COLUMNS for words in (column.title, column.words)))
    found |= _texts(DECLARED, (words for preset in LINK_PRESETS for words in (preset.title, preset.words)))
    found |= _texts(RECORDING, (kind.value.words for kind in EventKind))
    found |= _texts(RECORDING, (kind.value.rule for kind in EventKind if not kind.value.rule.startswith("RULE")))
    found |= _texts(RECORDING, (*PACKET_WORDS.values(), *(cause.value for cause in DropCause)))
    found |= _texts(RECORDING, (NO_VALUE, *(fault.label for fault in FAULTS)))
    found |= _texts(RECORDING, (series.words for series in SERIES.values()))
    found |= _texts(RECORDING, (group.value for group in SeriesGroup))
    found |= _texts(RECORDING, (side.value for side in Side))
    found |= _texts(RECORDING, (mark.value.words for mark in Mark))
    found |= _texts(shortcuts.CONTEXT, (words for row in SHORTCUTS for words in (row.words, row.place.value)))
    found |= _texts(CONTEXT, preference_words())
    found |= _texts(exercises.CONTEXT, _names_of_settings())
    found |= _sentences()
    found |= _texts("BufferPicture", (style.words for style in (*SEND_PARTS, *RECEIVE_PARTS)))
    return found


def _names_of_settings() -> Iterator[str]:
    scenarios = [exercises.shipped_exercise(name).scenario for name in exercises.shipped_names()]
    for scenario in (*scenarios, TIME_OUT, FIRST_SCENARIO):
        yield from (contender.name for contender in scenario.contenders)


def _sentences() -> set[Text]:
    kinds = all_kinds("ptp_core", "app")
    return {
        Text(kind.context, kind.source, counted=bool(kind.plural))
        for kind in kinds
        # Between places there may be signs, which languages have their own of.
        if kind.context == CORE or _has_words(kind.source)
    }


def _of_row(row: Number | Choice[Any]) -> Iterator[str]:
    yield row.words
    if isinstance(row, Choice):
        yield row.title
        yield from row.names.values()
        return
    yield row.unit.form_suffix
    if isinstance(row, Fault):
        yield row.said
    if row.form is not None:
        yield row.form.title
        yield row.form.lowest_words


def _texts(context: str, words: Iterable[str]) -> set[Text]:
    return {Text(context, each) for each in words if _has_words(each)}


def _has_words(text: str) -> bool:
    """Whether there is anything to translate: bare places and signs are the same in every language."""
    return any(letter.isalpha() for letter in _PLACE.sub("", text))
