"""A link in one line, `drop=0.1,delay=20ms,rate=10mbit,...`, as options and exercises write it. Pure functions."""

from __future__ import annotations

from typing import Final

from ptp_core.conditioner_settings import FAULTS, ConditionerSettings, Fault
from ptp_core.declared import FOR_EXAMPLE
from ptp_core.errors import SettingsError
from ptp_core.sentences import Translate, declare, phrase, untranslated, worded

_EMPTY_PART = declare("condition-part-empty", "{option} has an empty part.")
_WRITE_IT_AS = phrase("Write it as drop=0.1,delay=20ms.")
_UNKNOWN = declare("condition-unknown", "{option} does not know {name}.")
_KNOWN = declare("condition-known", "It knows {names}.")
_TWICE = declare("condition-twice", "{option} names {name} twice.")
_NO_VALUE = declare("condition-without-value", "{option} {name} lacks its value.")
_OR = declare("words-or", "{words}; or {other}")

_EXAMPLES: Final = {fault.name: fault.example for fault in FAULTS if fault.example}


def parse_condition(text: str, *, data_only: bool = False, option: str = "--condition") -> ConditionerSettings:
    """What `text` asks for; `data_only` lets `drop` touch data segments alone. `option` is named in what is wrong.

    Raises SettingsError in plain words.
    """
    given: dict[str, float] = {}
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not name and not equals:
            raise SettingsError(_EMPTY_PART(option=option), hint=_WRITE_IT_AS)
        rows = [fault for fault in FAULTS if fault.name == name]
        if not rows:
            raise SettingsError(_UNKNOWN(option=option, name=repr(name)), hint=_KNOWN(names=", ".join(_EXAMPLES)))
        if rows[0].field in given:
            raise SettingsError(_TWICE(option=option, name=name))
        if not value:
            raise SettingsError(
                _NO_VALUE(option=option, name=name), hint=FOR_EXAMPLE(example=f"{name}={_EXAMPLES[name]}")
            )
        given.update(_values(rows, value, option))
    # A row's parser gives what its field holds.
    return ConditionerSettings(data_only=data_only, **given)  # type: ignore[arg-type]


def write_condition(settings: ConditionerSettings) -> str:
    """The line that `parse_condition` makes `settings` of, but for `data_only`; empty where nothing is to be said."""
    plain = ConditionerSettings()
    parts = []
    for name in _EXAMPLES:
        rows = [fault for fault in FAULTS if fault.name == name]
        if any(getattr(settings, row.field) != getattr(plain, row.field) for row in rows):
            parts.append(f"{name}={'/'.join(row.write(getattr(settings, row.field)) for row in rows)}")
    return ",".join(parts)


def condition_help(translate: Translate = untranslated) -> str:
    """One line for each fault: how it is written, and what it does."""
    return "\n".join(
        f"  {f'{fault.name}={fault.example}':<16}{worded(_explained(fault), translate)}"
        for fault in FAULTS
        if fault.example
    )


def _explained(fault: Fault) -> str:
    return _OR(words=fault.words, other=fault.none_word) if fault.none_word else fault.words


def _values(rows: list[Fault], text: str, option: str) -> dict[str, float]:
    """The fields of one name's rows, from parts that a slash parts; those behind the first may be left out."""
    first, *others = text.split("/")
    given = {rows[0].field: rows[0].parse(first, option)}
    if len(others) > len(rows) - 1:
        raise rows[0].not_understood(text, option)
    for row, part in zip(rows[1:], others, strict=False):
        try:
            given[row.field] = row.parse(part, option)
        except SettingsError as error:
            raise rows[0].not_understood(text, option) from error
    return given
