"""JSON that a stranger wrote, taken apart with names for what is wrong: `settings[1].mss must be a whole number`.

Every error is a SettingsError. What is not asked for by the time of `nothing_else` is one too, so that a misspelt field
is not silently without effect.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NoReturn, TypeVar

from ptp_core.errors import SettingsError
from ptp_core.sentences import declare, phrase

_NO_NUMBER = declare("json-no-number", "{name} is not a number")
_MUST_BE = declare("json-must-be", "{place} must be {wanted}, not {value}")
_NOT_JSON = declare("not-json", "line {line} is not JSON: {reason}")
_ALL = declare("all-of-it", "all of it")()
_WHOLE = phrase("a whole number")
_NUMBER = phrase("a number")
_FLAG = phrase("true or false")
_TEXT = phrase("a text")
_LIST = phrase("a list")
_BETWEEN = declare("between", "between {low} and {high}")
_ONE_OF = declare("one-of", "one of {names}")
_TOO_DEEP = declare("json-too-deep", "it is nested too deeply")()
_NUMBER_TOO_LONG = declare("json-number-too-long", "a number in it is too long")()
_NO_OBJECT = declare("json-no-object", "{place} must be an object, with braces")
_TOO_LONG = declare("json-too-long", "{place} is longer than {longest} letters")
_UNSHOWABLE = declare("json-unshowable", "{place} has characters that cannot be shown")
_TOO_MANY = declare("json-too-many", "{place} has more than {most} entries")
_NOT_KNOWN = declare("json-unknown", "{place} is not known")
_TWICE = declare("json-twice", "{value} is there twice")
_LACKS = declare("json-missing", "{place} is missing")

T = TypeVar("T")

_MISSING: Final = object()
_LONGEST_SHOWN: Final = 40


def parse_json(text: str) -> object:
    """The value. Raises SettingsError for what is no JSON, has a name twice in one object, or a number beyond all."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise SettingsError(_NOT_JSON(line=str(error.lineno), reason=error.msg)) from error
    except RecursionError as error:
        raise SettingsError(_TOO_DEEP) from error
    except ValueError as error:
        if isinstance(error, SettingsError):
            raise
        # Python refuses integers of thousands of digits.
        raise SettingsError(_NUMBER_TOO_LONG) from error


class Fields:
    """An object's fields. `path` is where it stands, "" for the whole."""

    def __init__(self, value: object, path: str = "") -> None:
        if not isinstance(value, dict):
            raise SettingsError(_NO_OBJECT(place=path or _ALL))
        self._left: dict[str, object] = dict(value)
        self._path = path

    def __contains__(self, name: str) -> bool:
        return name in self._left

    @property
    def names(self) -> list[str]:
        """Those that nobody has asked for yet."""
        return list(self._left)

    def at(self, name: str) -> str:
        """How a field is called in what is wrong."""
        return f"{self._path}.{name}" if self._path else name

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number of a range."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse(name, _WHOLE, value)
        if not low <= value <= high:
            self._refuse(name, _BETWEEN(low=str(low), high=str(high)), value)
        return value

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """A number of a range."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._refuse(name, _NUMBER, value)
        if not low <= value <= high:
            self._refuse(name, _BETWEEN(low=f"{low:g}", high=f"{high:g}"), value)
        return float(value)

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            self._refuse(name, _FLAG, value)
        return value

    def text(self, name: str, longest: int, default: str | None = None) -> str:
        """A text of printable characters, at most so long."""
        value = self._take(name, default)
        if not isinstance(value, str):
            self._refuse(name, _TEXT, value)
        if len(value) > longest:
            raise SettingsError(_TOO_LONG(place=self.at(name), longest=longest))
        if not all(letter.isprintable() or letter == "\n" for letter in value):
            raise SettingsError(_UNSHOWABLE(place=self.at(name)))
        return value

    def one_of(self, name: str, kind: Callable[[str], T], allowed: list[str], default: str | None = None) -> T:
        """One of some words, as `kind` makes it."""
        value = self._take(name, default)
        if not isinstance(value, str) or value not in allowed:
            self._refuse(name, _ONE_OF(names=", ".join(allowed)), value)
        return kind(value)

    def inner(self, name: str) -> Fields:
        """An object."""
        return Fields(self._take(name, None), self.at(name))

    def each(self, name: str, most: int) -> Iterator[Fields]:
        """The objects of a list; none where there is no such field."""
        value = self._take(name, [])
        if not isinstance(value, list):
            self._refuse(name, _LIST, value)
        if len(value) > most:
            raise SettingsError(_TOO_MANY(place=self.at(name), most=most))
        for number, item in enumerate(value):
            yield Fields(item, f"{self.at(name)}[{number}]")

    def nothing_else(self) -> None:
        """All fields have been asked for, or one is unknown."""
        if self._left:
            raise SettingsError(_NOT_KNOWN(place=self.at(_shown(next(iter(self._left))))))

    def _take(self, name: str, default: object) -> Any:
        value = self._left.pop(name, _MISSING)
        if value is _MISSING:
            if default is None:
                raise SettingsError(_LACKS(place=self.at(name)))
            return default
        return value

    def _refuse(self, name: str, wanted: str, value: object) -> NoReturn:
        raise SettingsError(_MUST_BE(place=self.at(name), wanted=wanted, value=_shown(json.dumps(value))))


def _shown(text: str) -> str:
    text = "".join(letter if letter.isprintable() else "?" for letter in text[: _LONGEST_SHOWN + 1])
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise SettingsError(_TWICE(value=_shown(name)))
        found[name] = value
    return found


def _constant(name: str) -> NoReturn:
    raise SettingsError(_NO_NUMBER(name=name))
