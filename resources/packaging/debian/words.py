"""What a Debian package says of itself: control file, changelog and AppStream data. Text in, text out."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

from resources.packaging.debian.libraries import PACKAGES
from resources.packaging.project import Project

_LINE: Final = 78


def control(project: Project, *, architecture: str, libraries: Iterable[str], glibc: str, installed_kib: int) -> str:
    """The control file. `libraries` are those that the system has to have, `glibc` the least version of its C library.

    Raises KeyError, with the library, when no package is known for it."""
    homepage = f"Homepage: {project.homepage}\n" if project.homepage else ""
    packages = {PACKAGES[library] for library in libraries} - {"libc6"}
    depends = ", ".join([f"libc6 (>= {glibc})", *sorted(packages)])
    return f"""\
Package: ptp
Version: {debian_version(project)}
Architecture: {architecture}
Maintainer: {project.maintainer}
Installed-Size: {installed_kib}
Depends: {depends}
Recommends: libgtk-3-0, xdg-utils, fonts-wqy-microhei | fonts-noto-cjk | fonts-wqy-zenhei
Section: net
Priority: optional
{homepage}Description: sends files over an encrypted transport, and shows how it does it
 PTP sends files and folders from one computer to another over its own
 reliable, encrypted transport on UDP, in a window or on the command line. It
 shows what was sent, what the other side acknowledged, what is verified on its
 disk, which segments were lost and why they were sent again.
 .
 The package holds its own Python and Qt.
"""


def debian_version(project: Project) -> str:
    """The program's version, and that this is the first package of it."""
    return f"{project.version}-1"


def changelog(project: Project) -> str:
    """Debian's changelog: an entry for each release, and for what is built before one."""
    entries = []
    releases = [release for release in project.releases if release.date is not None]
    if not any(release.version == project.version for release in releases):
        entries.append(
            _entry(project, project.version, "UNRELEASED", ["Built from what is not released yet."], project.built_on)
        )
    for release in releases:
        assert release.date is not None
        noon = datetime.datetime.combine(release.date, datetime.time(12), datetime.UTC)
        entries.append(_entry(project, release.version, "unstable", release.changes, noon))
    return "\n".join(entries)


def _entry(project: Project, version: str, suite: str, changes: Iterable[str], date: datetime.datetime) -> str:
    lines = [
        textwrap.fill(change, _LINE, initial_indent="  * ", subsequent_indent="    ", break_on_hyphens=False)
        for change in changes
    ]
    body = "\n".join(lines)
    return (
        f"ptp ({version}-1) {suite}; urgency=medium\n\n{body}\n\n"
        f" -- {project.maintainer}  {date:%a, %d %b %Y %H:%M:%S %z}\n"
    )


def metainfo(template: str, project: Project) -> str:
    """AppStream's data: the id, the home page and the releases put into the template."""
    releases = [
        f'    <release version="{release.version}" date="{release.date}"/>'
        for release in project.releases
        if release.date is not None
    ]
    if not any(release.version == project.version for release in project.releases):
        date = f"{project.built_on:%Y-%m-%d}"
        releases.insert(0, f'    <release version="{escape(project.version)}" date="{date}" type="development"/>')
    homepage = f'\n  <url type="homepage">{escape(project.homepage)}</url>' if project.homepage else ""
    filled = template.replace("@ID@", escape(project.app_id)).replace("@HOMEPAGE@", homepage)
    return filled.replace("@RELEASES@", "\n".join(releases))
