"""The exercises that come with PTP, and those of files. No Qt."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from ptp_core.errors import SourceError
from ptp_core.laboratory.exercise import SUFFIX, Exercise, load_exercise, parse_exercise
from ptp_core.sentences import declare

_UNKNOWN = declare("unknown-exercise", "There is no exercise {name}.")
_FILE_OR_ONE = declare("file-or-one-of", "A file, or one of {names}.")

_FOLDER = resources.files("resources") / "exercises"


def shipped_names() -> list[str]:
    """Their names, in the order of the lessons."""
    return sorted(each.name.removesuffix(SUFFIX) for each in _FOLDER.iterdir() if each.name.endswith(SUFFIX))


def shipped_exercise(name: str) -> Exercise:
    """The one of that name, which is among `shipped_names`."""
    return parse_exercise((_FOLDER / f"{name}{SUFFIX}").read_text("utf-8"))


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
