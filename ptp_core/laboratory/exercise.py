"""Exercises: a scenario, a question about it, the curves that are hidden until the class has drawn them, and why.

An exercise is a small JSON file with the suffix `.exercise`:

    {"format": "ptp-exercise", "version": 1,
     "title": {"en": "..."}, "question": {"en": "..."}, "explanation": {"en": "..."},
     "size": 100000, "seed": 7, "shared": false,
     "link": {"preset": "satellite"}   or   {"there": "rate=10mbit,delay=20ms", "back": "delay=20ms"},
     "settings": [{"name": "window of 5000", "preset": "go-back-n", "window": 5000, "timeout-ms": 200}],
     "interventions": [{"settings": "window of 5000", "side": "sender", "packet": 12, "action": "drop"}],
     "hidden": [{"series": "goodput", "settings": "window of 5000", "side": "sender"}]}

A link is written as the option --condition writes it, settings as the options of `send` and `receive` are called. Texts
are by language, English always among them. Files come from strangers: everything is bounded, and what is wrong with
one is a SettingsError that names the place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ptp_core.condition import parse_condition, write_condition
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.declared import Number
from ptp_core.errors import SettingsError, SourceError
from ptp_core.laboratory.contenders import CONTENDERS, Contender
from ptp_core.laboratory.json_fields import Fields, parse_json
from ptp_core.laboratory.links import LINK_PRESETS, Link, link_named
from ptp_core.laboratory.scenario import LATEST_START_S, LONGEST_NAME, MOST_CONTENDERS, Scenario
from ptp_core.record.model.series import SERIES
from ptp_core.record.side import Side
from ptp_core.sentences import declare, phrase
from ptp_core.simulation.intervention import LONGEST_DELAY_S, Action, Intervention
from ptp_core.system_errors import CANNOT_READ, system_words
from ptp_core.transport_choices import TRANSPORT_ROWS, TransportChoices

_OTHER_FORMAT = declare("exercise-format", 'format must be "{format}"')
_OTHER_VERSION = declare("exercise-version", "its version is {version}, and {understood} is understood")
_GET_NEWER = phrase("Get a newer PTP.")
_TOO_MANY_LANGUAGES = declare("exercise-languages", "{place} has more than {most} languages")
_NO_LANGUAGE = declare("exercise-language", "{place} names what is no language, such as en or zh_CN")
_TOO_LARGE = declare("exercise-too-large", "it is larger than {largest} bytes")
_NO_TEXT = declare("exercise-no-text", "{path} is no exercise: it is not text.")
_NO_EXERCISE = declare("no-exercise", "{path} is no exercise: {reason}.")
_AT_NAME = declare("exercise-place", "{place} {name}: {reason}")

SUFFIX: Final = ".exercise"
FORMAT: Final = "ptp-exercise"
VERSION: Final = 1
LARGEST_FILE_BYTES: Final = 256 * 1024
# A class waits for it: some seconds of computing for each of the settings.
LARGEST_EXERCISE_BYTES: Final = 100_000_000
_LONGEST_TITLE: Final = 120
_LONGEST_TEXT: Final = 8000
_MOST_LANGUAGES: Final = 20
_MOST_HIDDEN: Final = 8
_MOST_INTERVENTIONS: Final = 100
_LARGEST_SEED: Final = 999_999_999
_ENGLISH: Final = "en"

Texts = Mapping[str, str]
"""One text in several languages, by their codes; English is always there."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A curve that is drawn before it is seen: a series of one contender's recording."""

    series: str
    contender: str
    side: Side = Side.SENDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What an exercise file holds."""

    title: Texts
    question: Texts
    explanation: Texts
    scenario: Scenario
    hidden: tuple[Hidden, ...]


def in_language(texts: Texts, language: str) -> str:
    """The text in a language, as "zh_CN" or "zh"; else in English."""
    short = language.replace("-", "_").partition("_")[0]
    return texts.get(language) or texts.get(short) or texts[_ENGLISH]


def load_exercise(path: Path) -> Exercise:
    """Read a file. Raises SourceError when it cannot be read, or is no exercise, and says why."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise SourceError(CANNOT_READ(path=path, reason=system_words(error)), path=path) from error
    try:
        if len(data) > LARGEST_FILE_BYTES:
            raise SettingsError(_TOO_LARGE(largest=str(LARGEST_FILE_BYTES)))
        return parse_exercise(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(_NO_TEXT(path=path), path=path) from error
    except SettingsError as error:
        raise SourceError(_NO_EXERCISE(path=path, reason=error.message), path=path, hint=error.hint) from error


def parse_exercise(text: str) -> Exercise:
    """The exercise that a file's text holds. Raises SettingsError."""
    fields = Fields(parse_json(text))
    if fields.text("format", 100, "") != FORMAT:
        raise SettingsError(_OTHER_FORMAT(format=FORMAT))
    version = fields.whole("version", 1, 1_000_000)
    if version != VERSION:
        raise SettingsError(_OTHER_VERSION(version=str(version), understood=str(VERSION)), hint=_GET_NEWER)
    title = _texts(fields.inner("title"), _LONGEST_TITLE)
    question = _texts(fields.inner("question"), _LONGEST_TEXT)
    explanation = _texts(fields.inner("explanation"), _LONGEST_TEXT)
    contenders = tuple(_contender(each) for each in fields.each("settings", MOST_CONTENDERS))
    places = {each.name: place for place, each in enumerate(contenders)}
    scenario = Scenario(
        size_bytes=fields.whole("size", 1, LARGEST_EXERCISE_BYTES),
        seed=fields.whole("seed", 0, _LARGEST_SEED, 1),
        shared=fields.flag("shared", False),
        link=_link(fields.inner("link")),
        contenders=contenders,
        interventions=tuple(_intervention(each, places) for each in fields.each("interventions", _MOST_INTERVENTIONS)),
    )
    hidden = tuple(_hidden(each, places) for each in fields.each("hidden", _MOST_HIDDEN))
    fields.nothing_else()
    return Exercise(title=title, question=question, explanation=explanation, scenario=scenario, hidden=hidden)


def write_exercise(exercise: Exercise) -> str:
    """The text of a file that `parse_exercise` makes the same exercise of."""
    scenario = exercise.scenario
    facts: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "title": dict(exercise.title),
        "question": dict(exercise.question),
        "explanation": dict(exercise.explanation),
        "size": scenario.size_bytes,
        "seed": scenario.seed,
        "shared": scenario.shared,
        "link": _written_link(scenario.link),
        "settings": [_written_contender(each) for each in scenario.contenders],
        "interventions": [
            {
                "settings": scenario.contenders[each.flow].name,
                "side": (Side.SENDER if each.from_sender else Side.RECEIVER).value,
                "packet": each.packet_number,
                "action": each.action.value,
                **({"delay-ms": each.delay_s * 1000} if each.action is Action.DELAY else {}),
            }
            for each in scenario.interventions
        ],
        "hidden": [
            {"series": each.series, "settings": each.contender, "side": each.side.value} for each in exercise.hidden
        ],
    }
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def _texts(fields: Fields, longest: int) -> Texts:
    languages = fields.names
    if len(languages) > _MOST_LANGUAGES:
        raise SettingsError(_TOO_MANY_LANGUAGES(place=fields.at(""), most=str(_MOST_LANGUAGES)))
    if any(not 2 <= len(language) <= 10 or not language.replace("_", "").isalpha() for language in languages):
        raise SettingsError(_NO_LANGUAGE(place=fields.at("")))
    texts = {_ENGLISH: fields.text(_ENGLISH, longest)}
    texts |= {language: fields.text(language, longest) for language in languages if language != _ENGLISH}
    return MappingProxyType(texts)


def _link(fields: Fields) -> Link:
    if "preset" in fields:
        names = [preset.name for preset in LINK_PRESETS]
        link = fields.one_of("preset", link_named, names)
    else:
        link = Link(there=_side_of_link(fields, "there"), back=_side_of_link(fields, "back"))
    fields.nothing_else()
    return link


def _side_of_link(fields: Fields, name: str) -> ConditionerSettings:
    text = fields.text(name, 500, "")
    return parse_condition(text, option=fields.at(name)) if text else ConditionerSettings()


def _written_link(link: Link) -> dict[str, str]:
    for preset in LINK_PRESETS:
        if preset.link == link:
            return {"preset": preset.name}
    return {"there": write_condition(link.there), "back": write_condition(link.back)}


def _contender(fields: Fields) -> Contender:
    choices = fields.one_of("preset", CONTENDERS.__getitem__, list(CONTENDERS), "default")
    given: dict[str, Any] = {}
    for row in TRANSPORT_ROWS:
        if row.name not in fields:
            continue
        if isinstance(row, Number):
            low, high = row.in_form(row.low), row.in_form(row.high)
            given[row.field] = row.from_form(fields.number(row.name, low, high))
        else:
            given[row.field] = fields.one_of(row.name, row.kind, [member.value for member in row.kind])
    contender = Contender(
        name=fields.text("name", LONGEST_NAME),
        choices=replace(choices, **given),
        size_bytes=fields.whole("size", 1, LARGEST_EXERCISE_BYTES) if "size" in fields else None,
        starts_s=fields.number("starts-s", 0, LATEST_START_S, 0.0),
    )
    fields.nothing_else()
    try:
        contender.choices.settings()
    except SettingsError as error:
        place = fields.at("name")
        raise SettingsError(
            _AT_NAME(place=place, name=repr(contender.name), reason=error.message), hint=error.hint
        ) from error
    return contender


def _written_contender(contender: Contender) -> dict[str, Any]:
    plain = TransportChoices()
    facts: dict[str, Any] = {"name": contender.name}
    for row in TRANSPORT_ROWS:
        value = getattr(contender.choices, row.field)
        if value != getattr(plain, row.field):
            facts[row.name] = row.in_form(value) if isinstance(row, Number) else value.value
    if contender.size_bytes is not None:
        facts["size"] = contender.size_bytes
    if contender.starts_s:
        facts["starts-s"] = contender.starts_s
    return facts


def _intervention(fields: Fields, places: dict[str, int]) -> Intervention:
    action = fields.one_of("action", Action, [action.value for action in Action])
    delayed = action is Action.DELAY
    change = Intervention(
        flow=fields.one_of("settings", places.__getitem__, list(places)),
        from_sender=fields.one_of("side", Side, [side.value for side in Side], Side.SENDER.value) is Side.SENDER,
        packet_number=fields.whole("packet", 0, 1 << 40),
        action=action,
        delay_s=fields.number("delay-ms", 0.001, LONGEST_DELAY_S * 1000) / 1000 if delayed else 0.0,
    )
    fields.nothing_else()
    return change


def _hidden(fields: Fields, places: dict[str, int]) -> Hidden:
    hidden = Hidden(
        series=fields.one_of("series", str, list(SERIES)),
        contender=fields.one_of("settings", str, list(places)),
        side=fields.one_of("side", Side, [side.value for side in Side], Side.SENDER.value),
    )
    fields.nothing_else()
    return hidden
