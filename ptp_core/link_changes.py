"""What has changed on a link that somebody makes worse: as it is recorded, and as a person reads it.

    written_changes(before, after)   "drop 0.01 > 0.05, delay_s 20ms > 40ms"    in recordings and files
    changes_in_words(text)           "loss 1 % → 5 %, delay 20 ms → 40 ms"      in any language
"""

from __future__ import annotations

from typing import Final

from ptp_core.conditioner_settings import FAULTS, ConditionerSettings, Fault
from ptp_core.declared import PROBABILITY
from ptp_core.errors import SettingsError
from ptp_core.sentences import Translate, untranslated, worded

# What stands for a fault that does nothing, where 0 would not.
NO_VALUE: Final = "none"
_CONTEXT: Final = "recording"
_BETWEEN: Final = " > "
_APART: Final = ", "
_ROWS: Final = {fault.field: fault for fault in FAULTS}


def written_changes(before: ConditionerSettings, after: ConditionerSettings) -> str:
    """The values that were changed, each as the command line writes it; empty where nothing is another now."""
    changed = []
    for fault in FAULTS:
        old, new = getattr(before, fault.field) or 0, getattr(after, fault.field) or 0
        # What only shapes other faults is no news where they begin or end.
        counts = fault.happens(old) or fault.happens(new) if fault.said else before.active and after.active
        if counts and old != new:
            changed.append(f"{fault.field} {fault.write(old)}{_BETWEEN}{fault.write(new)}")
    return _APART.join(changed)


def changes_in_words(text: str, translate: Translate = untranslated) -> str:
    """What `written_changes` has written, for a person; what is not understood stays as it is."""
    return _APART.join(_in_words(piece, translate) for piece in text.split(_APART))


def _in_words(piece: str, translate: Translate) -> str:
    name, _, values = piece.partition(" ")
    fault = _ROWS.get(name)
    if fault is None:
        return piece
    try:
        numbers = [fault.parse(value, name) if value != "0" else 0 for value in values.split(_BETWEEN)]
    except SettingsError:
        return piece
    values = " → ".join(_value_words(fault, number, translate) for number in numbers)
    return f"{translate(_CONTEXT, fault.label)} {values}"


def _value_words(fault: Fault, value: float, translate: Translate) -> str:
    if value or fault.unit is PROBABILITY or not fault.said:
        return worded(fault.unit.say(value), translate)
    return translate(_CONTEXT, NO_VALUE)
