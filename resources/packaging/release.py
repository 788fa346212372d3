"""A release by one command: `python -m resources.packaging.release 1.2.3`, by `make release VERSION=1.2.3`.

What the changelog has under "Unreleased" gets the version and the date, `pyproject.toml` the version. It is committed,
built from the commit into `dist/1.2.3`, held against the version wherever one is said, and tagged `v1.2.3`. When
something fails, the checkout is as it was before. Nothing is published; as long as nobody is named who would, it says
that what it made is for trying only.
"""

from __future__ import annotations

import datetime
import gzip
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from resources.packaging.project import ROOT, Project, read_changelog, read_project

Builder = Callable[[Path], Path]

_VERSION: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class Refused(Exception):
    """The release was not made; one sentence says why."""


def release(version: str, builders: tuple[Builder, ...], *, root: Path = ROOT, today: datetime.date) -> list[Path]:
    """Make it with what `builders` build into a folder; where everything is. Raises Refused."""
    _check(version, root)
    before = _git(root, "rev-parse", "HEAD")
    folder = root / "dist" / version
    try:
        _write_version(version, root, today)
        _git(root, "commit", "--quiet", "--all", "--message", f"Release {version}")
        artefacts = [build(folder) for build in builders]
        for path in artefacts:
            _hold_against(version, path)
        sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in artefacts)
        (folder / "SHA256SUMS").write_text(sums)
        _git(root, "tag", "--annotate", f"v{version}", "--message", f"PTP {version}")
    except BaseException:
        # The tree was clean before: nothing that is anybody's is lost.
        _git(root, "reset", "--quiet", "--hard", before)
        raise
    return [*artefacts, folder / "SHA256SUMS"]


def _check(version: str, root: Path) -> None:
    if not _VERSION.fullmatch(version):
        raise Refused(f"{version!r} is no version: make release VERSION=1.2.3.")
    if _git(root, "status", "--porcelain"):
        raise Refused("There are changes that are not committed: commit or put them aside first.")
    released = [tag.removeprefix("v") for tag in _git(root, "tag", "--list", "v*").splitlines()]
    newer = [other for other in released if _VERSION.fullmatch(other) and _order(other) >= _order(version)]
    if newer:
        raise Refused(f"{max(newer, key=_order)} has been released; {version} is not newer.")
    upcoming = read_project(root).releases[0]
    if upcoming.version != "Unreleased" or not upcoming.changes:
        raise Refused('CHANGELOG.md says nothing under "Unreleased": what would be released?')


def _write_version(version: str, root: Path, today: datetime.date) -> None:
    changelog = root / "CHANGELOG.md"
    text = changelog.read_text("utf-8")
    changelog.write_text(
        text.replace("## [Unreleased]\n", f"## [Unreleased]\n\n## [{version}] - {today}\n", 1), "utf-8"
    )
    project = root / "pyproject.toml"
    text, changed = re.subn(
        r'^version = ".*"$', f'version = "{version}"', project.read_text("utf-8"), count=1, flags=re.MULTILINE
    )
    if not changed:
        raise Refused("pyproject.toml has no line with a version.")
    project.write_text(text, "utf-8")


def _hold_against(version: str, path: Path) -> None:
    said = wheel_versions(path) if path.suffix == ".whl" else deb_versions(path)
    wrong = {where: what for where, what in said.items() if what != version}
    if wrong:
        where, what = next(iter(wrong.items()))
        raise Refused(f"{path.name} says {what or 'nothing'} for {version} in its {where}.")


def wheel_versions(path: Path) -> dict[str, str]:
    """The version that a wheel says, by where it says it."""
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(name).decode()
    return {"name": path.name.split("-")[1], "metadata": _found(r"^Version: (.*)$", metadata)}


def deb_versions(path: Path) -> dict[str, str]:
    """The version that a Debian package says, by where it says it. The program in it is started, for one."""
    with tempfile.TemporaryDirectory(prefix="ptp-release-") as name:
        root = Path(name)
        subprocess.run(["dpkg-deb", "--extract", str(path), name], check=True)
        share = root / "usr" / "share"
        own = subprocess.run([root / "usr/bin/ptp", "--version"], check=True, capture_output=True, text=True).stdout
        page = gzip.decompress((share / "man/man1/ptp.1.gz").read_bytes()).decode()
        debian = gzip.decompress((share / "doc/ptp/changelog.Debian.gz").read_bytes()).decode()
        metainfo = (share / "metainfo/ptp.metainfo.xml").read_text("utf-8")
        upstream = read_changelog(gzip.decompress((share / "doc/ptp/changelog.gz").read_bytes()).decode())
    control = subprocess.run(
        ["dpkg-deb", "--field", path, "Version"], check=True, capture_output=True, text=True
    ).stdout
    return {
        "name": path.name.split("_")[1].rpartition("-")[0],
        "control file": control.strip().rpartition("-")[0],
        "program": _found(r"^ptp (.*)$", own),
        "man page": _found(r'^\.TH .* "PTP (.*?)"', page),
        "Debian changelog": _found(r"^ptp \((.*)-\d+\) unstable", debian),
        "AppStream data": _found(r'<release version="(.*?)" date="[-\d]+"/>', metainfo),
        "changelog": next((each.version for each in upstream if each.date is not None), ""),
    }


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, flags=re.MULTILINE)
    return match[1] if match else ""


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refused(f"git {words[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout.strip()


def _main(version: str) -> int:
    from resources.packaging.debian.build import build_deb
    from resources.packaging.wheel import build_wheel

    # The commit's moment counts from here on, not that of whoever called.
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    try:
        made = release(version, (build_wheel, build_deb), today=datetime.datetime.now(datetime.UTC).date())
    except Refused as refusal:
        print(f"release: {refusal}", file=sys.stderr)
        return 1
    print(*made, sep="\n")
    print(f"Tagged v{version} here. {what_is_next(version, read_project())}")
    return 0


def what_is_next(version: str, project: Project) -> str:
    """How to publish it, or what has to be set before that makes sense."""
    if project.placeholders:
        unset = ", ".join(project.placeholders)
        return f"Do not publish it: pyproject.toml has placeholders ({unset}). CONTRIBUTING.md says what to set."
    return f"To publish: git push --follow-tags, and what is in dist/{version}."


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1] if len(sys.argv) > 1 else ""))
