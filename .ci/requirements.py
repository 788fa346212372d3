"""What the scripts beside this file need of pyproject.toml, a line for each.

Usage: requirements.py builders|pythons|version. `builders` are what builds the project, and pip; `pythons` are the
versions of Python that PTP is for, oldest first; `version` is PTP's own.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())


def builders() -> list[str]:
    """What has to be in the environment before the project can be built there."""
    return ["pip", *PROJECT["build-system"]["requires"]]


def pythons() -> list[str]:
    """`3.11` and the like, as the classifiers name them."""
    lines = "\n".join(PROJECT["project"]["classifiers"])
    return re.findall(r"^Programming Language :: Python :: (3\.\d+)$", lines, re.MULTILINE)


def version() -> list[str]:
    """`1.2.3`."""
    return [PROJECT["project"]["version"]]


if __name__ == "__main__":
    print(*{"builders": builders, "pythons": pythons, "version": version}[sys.argv[1]](), sep="\n")
