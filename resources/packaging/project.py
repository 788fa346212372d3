"""What every package says of PTP, read where it stands: in `pyproject.toml`, in the changelog, in the last commit.

The same sources give the same bytes: nothing here asks for the time of day or the name of the machine.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
# What stands where nobody publishes. RFC 2606 keeps ".invalid" free for such.
_NO_DOMAIN: Final = "local."
_NO_HOST: Final = ".invalid"
_RELEASE: Final = re.compile(r"## \[(?P<version>[^\]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What the changelog has under one heading. `date` is None for what is not released yet."""

    version: str
    date: datetime.date | None
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`built_at` is the moment that stands in everything built, in seconds since 1970. `releases` has the newest first.
    `app_id` is what software centres know it by, `maintainer` who answers for a package, in the form of Debian's
    fields; `homepage` is empty where there is none."""

    version: str
    app_id: str
    maintainer: str
    homepage: str
    built_at: int
    releases: tuple[Release, ...]

    @property
    def built_on(self) -> datetime.datetime:
        """The same for the calendar, in UTC."""
        return datetime.datetime.fromtimestamp(self.built_at, datetime.UTC)

    @property
    def placeholders(self) -> tuple[str, ...]:
        """What whoever publishes it has not set yet."""
        unset = {
            "the id in tool.ptp": self.app_id.startswith(_NO_DOMAIN),
            "maintainers": self.maintainer.endswith(f"{_NO_HOST}>"),
            "Homepage in project.urls": not self.homepage,
        }
        return tuple(name for name, placeholder in unset.items() if placeholder)


def read_project(root: Path = ROOT) -> Project:
    """Read it all. Raises OSError, KeyError or ValueError when the checkout is not whole."""
    whole = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    table = whole["project"]
    maintainer = table["maintainers"][0]
    return Project(
        version=table["version"],
        app_id=whole["tool"]["ptp"]["id"],
        maintainer=f"{maintainer['name']} <{maintainer['email']}>",
        homepage=table.get("urls", {}).get("Homepage", ""),
        built_at=_built_at(root),
        releases=read_changelog((root / "CHANGELOG.md").read_text("utf-8")),
    )


def read_changelog(text: str) -> tuple[Release, ...]:
    """The releases of a changelog in the form of Keep a Changelog; "Unreleased" is one of them, without a date."""
    releases = []
    for part in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        match = _RELEASE.fullmatch(heading.strip())
        if match is None:
            raise ValueError(f"CHANGELOG.md has a heading that names no release: {heading}")
        items = re.findall(r"^- (.*(?:\n  .*)*)", body, flags=re.MULTILINE)
        releases.append(
            Release(
                version=match["version"],
                date=datetime.date.fromisoformat(match["date"]) if match["date"] else None,
                changes=tuple(" ".join(item.split()) for item in items),
            )
        )
    return tuple(releases)


def _built_at(root: Path) -> int:
    # https://reproducible-builds.org/specs/source-date-epoch/
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    committed = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False
    )
    if committed.returncode == 0 and committed.stdout.strip():
        return int(committed.stdout)
    return int((root / "CHANGELOG.md").stat().st_mtime)
