"""The exercises that come with PTP, and those of files. No Qt."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Final

from ptp_core.errors import SourceError
from ptp_core.laboratory.exercise import SUFFIX, Exercise, load_exercise, parse_exercise
from ptp_core.laboratory.scenario import Scenario
from ptp_core.sentences import Translate, declare, untranslated

_UNKNOWN = declare("unknown-exercise", "There is no exercise {name}.")
_FILE_OR_ONE = declare("file-or-one-of", "A file, or one of {names}.")

# Where catalogues have the names of their settings.
CONTEXT: Final = "exercises"

_FOLDER = resources.files("resources") / "exercises"


def shipped_names() -> list[str]:
    """Their names, in the order of the lessons."""
    return sorted(each.name.removesuffix(SUFFIX) for each in _FOLDER.iterdir() if each.name.endswith(SUFFIX))


def shipped_exercise(name: str, translate: Translate = untranslated) -> Exercise:
    """The one of that name, which is among `shipped_names`; its settings are named in the person's language."""
    exercise = parse_exercise((_FOLDER / f"{name}{SUFFIX}").read_text("utf-8"))
    hidden = tuple(replace(each, contender=translate(CONTEXT, each.contender)) for each in exercise.hidden)
    return replace(exercise, scenario=with_names(exercise.scenario, translate), hidden=hidden)


def find_exercise(name: str) -> Exercise:
    """That of the file, or else the one that comes with PTP under that name, or its words without the number.

    Raises SourceError.
    """
    path = Path(name)
    if path.exists() or path.suffix == SUFFIX:
        return load_exercise(path)
    for shipped in shipped_names():
        if name in (shipped, shipped.partition("-")[2]):
            return shipped_exercise(shipped)
    raise SourceError(
        _UNKNOWN(name=name), path=path, hint=_FILE_OR_ONE(names=", ".join(shipped_names()))
    )


def with_names(scenario: Scenario, translate: Translate = untranslated) -> Scenario:
    """A scenario of PTP's own, its settings named in the person's language."""
    names = [translate(CONTEXT, contender.name) for contender in scenario.contenders]
    contenders = tuple(replace(one, name=name) for one, name in zip(scenario.contenders, names, strict=True))
    return replace(scenario, contenders=contenders)
