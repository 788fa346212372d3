"""What a person can set, declared once: its name, unit, range and words.

The checks of a settings class, the command line's options, what the window remembers and a form's fields are made from
one row, and its words are sentences. A row stands at the field that holds the value, by `declared`; `rows_of` finds the
rows of a class. Immutable.
"""

from __future__ import annotations

import dataclasses
import enum
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from ptp_core.errors import SettingsError
from ptp_core.formatting import format_milliseconds, format_rate, format_size, with_percent, with_unit
from ptp_core.sentences import Translate, declare, joined, phrase, untranslated, worded

CONTEXT: Final = "declared"
"""Where catalogues have the words of rows."""

FOR_EXAMPLE = declare("for-example", "For example {example}.")
_BYTES = declare("single-bytes", "{number} bytes")
_OPTION_OUT_OF_RANGE = declare("option-out-of-range", "{option} {name}={value}: {reason}.")
_VALUE_OUT_OF_RANGE = declare("value-out-of-range", "{reason}, but is {value}")
_AT_LEAST = declare("must-be-at-least", "{noun} must be at least {low}")
_BETWEEN = declare("must-be-between", "{noun} must be between {low} and {high}")
_NOT_UNDERSTOOD = declare("option-not-understood", "{option} {name}={value} is not understood.")
_NOT_WHOLE = declare("option-not-whole", "{option} {name} is a whole number, not {value}.")
_NO_UNIT = declare("option-without-unit", "{option} {name}={value} needs a unit: {units}.")
_NAMED = declare("choice-named", "{value} ({name})")
_LISTED = declare("listed", "{first}, {then}")
_HELP = declare("choice-help", "{words}: {choices}")
_HELP_WITH_DEFAULT = declare("choice-help-with-default", "{words}: {choices} (default: {default})")

E = TypeVar("E", bound=enum.Enum)
R = TypeVar("R", bound="Number | Choice[Any]")

_NUMBER_AND_SUFFIX = re.compile(r"([0-9]*\.?[0-9]+(?:e-?[0-9]+)?)([a-z%]*)", re.IGNORECASE | re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def _declare_words(row: object, *names: str) -> None:
    """Make sentences of what a row says, so that catalogues have it; it reads as before."""
    for name in names:
        if text := getattr(row, name):
            object.__setattr__(row, name, phrase(text, context=CONTEXT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """How the numbers of one kind are written, said and shown in a form.

    `written` has what may follow a number, and what one of that is; "" where a bare number is understood. A form shows
    a number times `form_factor`, followed by `form_suffix`. `say` is for a person, `say_bound` for the ends of a range.
    """

    written: Mapping[str, float]
    say: Callable[[float], str]
    say_bound: Callable[[float], str] | None = None
    whole: bool = False
    form_factor: float = 1.0
    form_suffix: str = ""
    hint: str = ""

    def __post_init__(self) -> None:
        _declare_words(self, "form_suffix", "hint")


PROBABILITY = Unit(
    written={"": 1.0, "%": 0.01},
    say=lambda value: with_percent(f"{value * 100:g}"),
    say_bound=lambda value: f"{value:g}",
    form_factor=100.0,
    form_suffix=" %",
    hint="Write 10 percent as 0.1 or 10%.",
)
SECONDS = Unit(
    written={"us": 1e-6, "ms": 1e-3, "s": 1.0},
    say=format_milliseconds,
    say_bound=lambda value: with_unit(f"{value:g}", "s"),
    form_factor=1000.0,
    form_suffix=" ms",
)
BITS_PER_SECOND = Unit(
    written={"bit": 1.0, "kbit": 1e3, "mbit": 1e6, "gbit": 1e9},
    say=lambda value: format_rate(value, bits=True),
    form_factor=1e-6,
    form_suffix=" Mbit/s",
)
BYTES = Unit(
    written={"": 1, "k": 1000, "kb": 1000, "kib": 1024, "m": 1_000_000, "mb": 1_000_000, "mib": 1024 * 1024},
    say=format_size,
    whole=True,
    form_suffix=" bytes",
)
SINGLE_BYTES = Unit(written={"": 1}, say=lambda value: _BYTES(number=f"{value:.0f}"), whole=True, form_suffix=" bytes")
COUNT = Unit(written={"": 1}, say=lambda value: f"{value:.0f}", whole=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberForm:
    """How a form asks for a number, and what is remembered of it: from `low` to `high`, at first `start`.

    `title` carries the mnemonic. `step` is in what the form shows; `lowest_words` stand in place of the lowest number.
    """

    title: str
    low: float
    high: float
    start: float
    decimals: int = 0
    step: float = 1.0
    lowest_words: str = ""

    def __post_init__(self) -> None:
        _declare_words(self, "title", "lowest_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in its own unit, from `low` to `high`.

    `name` is the command line's, `field` the attribute's; `noun` names it in a sentence and `words` say what it does.
    `none_word`, where there is one, is written for 0, which then lies outside the range and stands for nothing at all.
    """

    name: str
    unit: Unit
    low: float
    high: float = math.inf
    noun: str
    words: str
    example: str = ""
    none_word: str = ""
    form: NumberForm | None = None
    field: str = ""

    def __post_init__(self) -> None:
        _declare_words(self, "noun", "words")

    @property
    def in_forms(self) -> bool:
        """Whether a form asks for it."""
        return self.form is not None

    def parse(self, text: str, option: str) -> float:
        """The number that `text` means, an int where only whole ones make sense. `option` is named in what is wrong.

        Raises SettingsError in plain words.
        """
        if self.none_word and text.lower() == self.none_word:
            return 0
        number = self._read(text, option)
        if not self.low <= number <= self.high:
            raise SettingsError(
                _OPTION_OUT_OF_RANGE(option=option, name=self.name, value=text, reason=self._range), hint=self._hint
            )
        return number

    def write(self, value: float) -> str:
        """What `parse` makes `value` of."""
        if self.none_word and value == 0:
            return self.none_word
        if self.unit.whole:
            return str(int(value))
        # Without a suffix where that is understood; else with the largest that leaves a number of at least one. It must
        # give the very same value, as the suffix that stands for 1 always does.
        units = sorted(self.unit.written.items(), key=lambda each: (abs(value) >= each[1], each[1]), reverse=True)
        if "" in self.unit.written:
            units = [("", 1.0)]
        for digits in (15, 17):
            for suffix, factor in units:
                number = f"{value / factor:.{digits}g}".replace("e+", "e")
                if float(number) * factor == value:
                    return number + suffix
        raise AssertionError(f"{self.name} has no unit of 1")

    def check(self, value: float) -> None:
        """Raise SettingsError when a settings object must not hold `value`."""
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise SettingsError(_VALUE_OUT_OF_RANGE(reason=self._range, value=f"{value:g}"), hint=self._hint)

    def not_understood(self, text: str, option: str) -> SettingsError:
        """What is said about a text that is no such number."""
        return SettingsError(_NOT_UNDERSTOOD(option=option, name=self.name, value=text), hint=self._hint)

    def in_form(self, value: float) -> float:
        """The number that a form shows for `value`."""
        return value * self.unit.form_factor

    def from_form(self, shown: float) -> float:
        """The value that a form means, or an option whose name carries the form's unit."""
        # Nine decimals of a second or a share are more than a form has, and take the noise of binary fractions away.
        value = round(shown / self.unit.form_factor, 9)
        return round(value) if self.unit.whole else value

    @property
    def _hint(self) -> str:
        return self.unit.hint or (FOR_EXAMPLE(example=f"{self.name}={self.example}") if self.example else "")

    @property
    def _range(self) -> str:
        say = self.unit.say_bound or self.unit.say
        if math.isinf(self.high):
            return _AT_LEAST(noun=self.noun, low=say(self.low))
        return _BETWEEN(noun=self.noun, low=say(self.low), high=say(self.high))

    def _read(self, text: str, option: str) -> float:
        unit = self.unit
        if unit.whole and len(unit.written) == 1:
            if not _WHOLE.fullmatch(text):
                raise SettingsError(
                    _NOT_WHOLE(option=option, name=self.name, value=repr(text)), hint=self._hint
                )
            return int(text)
        match = _NUMBER_AND_SUFFIX.fullmatch(text)
        if match is None:
            raise self.not_understood(text, option)
        suffix = match[2].lower()
        if suffix not in unit.written:
            if "" in unit.written:
                raise self.not_understood(text, option)
            known = ", ".join(unit.written)
            raise SettingsError(
                _NO_UNIT(option=option, name=self.name, value=text, units=known), hint=self._hint
            )
        number = float(match[1]) * unit.written[suffix]
        if not math.isfinite(number):
            raise self.not_understood(text, option)
        return int(number) if unit.whole else number


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[E]):
    """One member of `kind`. A member that is new is a choice everywhere; `names` has its words.

    `name` is the command line's, `field` the attribute's, `title` a form's, with its mnemonic, empty where no form has
    it. A form offers the choices in the order of `names`. `default` is None where another choice decides; a form, which
    has to show one all the same, then begins with `start`.
    """

    name: str
    kind: type[E]
    default: E | None
    words: str
    names: Mapping[E, str]
    title: str = ""
    start: E | None = None
    field: str = ""

    def __post_init__(self) -> None:
        _declare_words(self, "words", "title")
        names = {member: phrase(name, context=CONTEXT) for member, name in self.names.items()}
        object.__setattr__(self, "names", names)

    def named(self, member: E) -> str:
        """The words for a choice; one that has none goes by its value."""
        return self.names.get(member, str(member.value))

    @property
    def in_forms(self) -> bool:
        """Whether a form asks for it."""
        return bool(self.title)

    @property
    def first(self) -> E | None:
        """What a form begins with."""
        return self.default if self.start is None else self.start

    @property
    def help(self) -> str:
        """What the option does, and what its choices are called, on one line."""
        return self.help_in(untranslated)

    def help_in(self, translate: Translate) -> str:
        """`help` in the language of `translate`."""
        others = (member for member in self.kind if member not in self.names)
        named = (_NAMED(value=str(member.value), name=name) for member, name in self.names.items())
        choices = joined([*named, *map(_value, others)], _LISTED)
        if self.default is None:
            return worded(_HELP(words=self.words, choices=choices), translate)
        default = str(self.default.value)
        return worded(_HELP_WITH_DEFAULT(words=self.words, choices=choices, default=default), translate)


def _value(member: enum.Enum) -> str:
    return str(member.value)


def declared(row: Number | Choice[Any]) -> dict[str, object]:
    """The metadata of a dataclass's field that holds what `row` declares."""
    return {"row": row}


def rows_of(settings: type, kind: type[R] | tuple[type[R], ...]) -> tuple[R, ...]:
    """The rows of that kind which a dataclass declares, in order, each with the name of its field."""
    found = []
    for each in dataclasses.fields(settings):
        row = each.metadata.get("row")
        if isinstance(row, kind):
            found.append(dataclasses.replace(row, field=each.name))
    return tuple(found)
