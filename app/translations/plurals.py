"""Which form of a counted text a number takes, in the code that Qt's translator runs. No Qt.

The rules are those of Qt Linguist; what is not listed counts as English does: one, and everything else.
"""

from __future__ import annotations

from typing import Final

# https://code.qt.io/cgit/qt/qtbase.git/tree/src/corelib/kernel/qtranslator_p.h
_EQUAL, _LESS, _AT_MOST, _BETWEEN = 0x01, 0x02, 0x03, 0x04
_NOT, _LAST_DIGIT, _LAST_TWO_DIGITS = 0x08, 0x10, 0x20
_AND, _OR, _NEXT_FORM = 0xFD, 0xFE, 0xFF

_ENGLISH: Final = bytes((_EQUAL, 1))
_FRENCH: Final = bytes((_AT_MOST, 1))
_ONE_FORM: Final = b""
_FEW: Final = (_LAST_DIGIT | _BETWEEN, 2, 4, _AND, _LAST_TWO_DIGITS | _NOT | _BETWEEN, 10, 19)
_RUSSIAN: Final = bytes((_LAST_DIGIT | _EQUAL, 1, _AND, _LAST_TWO_DIGITS | _NOT | _EQUAL, 11, _NEXT_FORM, *_FEW))
_POLISH: Final = bytes((_EQUAL, 1, _NEXT_FORM, *_FEW))
_CZECH: Final = bytes((_EQUAL, 1, _NEXT_FORM, _BETWEEN, 2, 4))

_RULES: Final = {
    **dict.fromkeys(("fa", "hu", "id", "ja", "ko", "ms", "my", "th", "tr", "vi", "zh"), _ONE_FORM),
    **dict.fromkeys(("fr", "hy", "pt"), _FRENCH),
    **dict.fromkeys(("be", "bs", "hr", "ru", "sr", "uk"), _RUSSIAN),
    **dict.fromkeys(("cs", "sk"), _CZECH),
    "pl": _POLISH,
}


def plural_rule(language: str) -> bytes:
    """The rule of a language such as "zh_CN"."""
    return _RULES.get(language.partition("_")[0], _ENGLISH)


def forms_of(rule: bytes) -> int:
    """How many forms a counted text has."""
    return rule.count(_NEXT_FORM) + 2 if rule else 1


def form_for(rule: bytes, number: int) -> int:
    """Which form, from 0, a number takes."""
    for form, condition in enumerate(_parts(rule, _NEXT_FORM)):
        if any(all(_holds(test, number) for test in _parts(either, _AND)) for either in _parts(condition, _OR)):
            return form
    return forms_of(rule) - 1


def _parts(rule: bytes, at: int) -> list[bytes]:
    return rule.split(bytes((at,))) if rule else []


def _holds(test: bytes, number: int) -> bool:
    kind, low = test[0], test[1]
    if kind & _LAST_DIGIT:
        number %= 10
    elif kind & _LAST_TWO_DIGITS:
        number %= 100
    holds = {
        _EQUAL: number == low,
        _LESS: number < low,
        _AT_MOST: number <= low,
        _BETWEEN: low <= number <= test[-1],
    }[kind & 0x07]
    return not holds if kind & _NOT else holds
