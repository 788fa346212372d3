"""The copyright file: PTP's licence, and that of every part of the bundle that others wrote."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_BUNDLE: Final = "usr/lib/ptp"
# The long texts that Debian has itself, from their headings to their ends.
_COMMON: Final = re.compile(
    r"^[ \t]*(?P<name>GNU (?:LESSER )?GENERAL PUBLIC LICENSE|Apache License)\s+Version (?P<version>[\d.]+)"
    r".*?END OF TERMS AND CONDITIONS$",
    re.MULTILINE | re.DOTALL,
)
_SHORT: Final = {
    "GNU LESSER GENERAL PUBLIC LICENSE": "LGPL",
    "GNU GENERAL PUBLIC LICENSE": "GPL",
    "Apache License": "Apache",
}
_QT: Final = {"pyside6-essentials", "shiboken6"}
_QT_TEXT: Final = """\
On Debian systems the text is in /usr/share/common-licenses/LGPL-3. The libraries of Qt and of PySide lie beside one
another as their makers built them, and can be replaced. Among them are those of ICU, under the licence Unicode-3.0.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A part of the bundle that others wrote: its name, where it lies, the licence's name and text."""

    part: str
    files: str
    name: str
    text: str


def copyright_file(own_licence: str, licences: Iterable[Licence]) -> str:
    """The copyright file in Debian's machine-readable form: PTP's licence, and that of each part of the bundle."""
    holder = next(line for line in own_licence.splitlines() if line.startswith("Copyright"))
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: PTP",
        "",
        "Files: *",
        f"Copyright: {holder.removeprefix('Copyright ').removeprefix('(c) ')}",
        "License: MIT",
        _folded(own_licence.partition(holder)[2]),
    ]
    for licence in licences:
        lines += ["", f"Files: {licence.files}", f"Copyright: the authors of {licence.part}"]
        lines += [f"License: {licence.name}", _folded(licence.text)]
    return "\n".join(lines) + "\n"


def bundled_licences() -> list[Licence]:
    """The licence of Python and of every package that the bundle is made of, as these say it themselves."""
    # PyInstaller's loader is what starts the program.
    packages = [_licence(metadata.distribution(name)) for name in sorted({*_needed("ptp"), "pyinstaller"})]
    text = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt").read_text("utf-8")
    return [Licence(part="Python", files=f"{_BUNDLE}/*python3*", name="PSF-2.0", text=text), *packages]


def _licence(package: metadata.Distribution) -> Licence:
    name = package.metadata["Name"]
    files = package.files or []
    places = {file.parts[0] for file in files if not file.parts[0].startswith("..")}
    folders = sorted(place for place in places if not place.endswith((".dist-info", ".py", "__pycache__")))
    said = " ".join(package.metadata.get_all("License-Expression") or package.metadata.get_all("License") or ())
    text = "\n\n".join(
        Path(str(file.locate())).read_text("utf-8", "replace")
        for file in sorted(files)
        if file.parts[0].endswith(".dist-info") and file.name.lower().startswith(("licen", "copying", "notice"))
    )
    if canonicalize_name(name) in _QT:
        said, text = "LGPL-3", _QT_TEXT
    return Licence(
        part=name,
        files="\n ".join(f"{_BUNDLE}/{place}" + ("" if ".so" in place else "/*") for place in folders)
        or f"{_BUNDLE}/{name}*",
        # Parts share a short name and not the text below it: each licence carries the name of its part.
        name=f"{canonicalize_name(name)}-{'-'.join(said.split())}" if 0 < len(said) < 40 else canonicalize_name(name),
        text=_without_common_texts(text) or f"{name} says of itself: {said}.",
    )


def _without_common_texts(text: str) -> str:
    return _COMMON.sub(
        lambda found: (
            "On Debian systems this text is in /usr/share/common-licenses/"
            f"{_SHORT[found['name']]}-{found['version'].rstrip('.')}."
        ),
        text,
    )


def _needed(name: str) -> set[str]:
    """The names of all that a package needs here, itself left out."""
    found: set[str] = set()
    left = [name]
    while left:
        for line in metadata.requires(left.pop()) or ():
            wanted = Requirement(line)
            name = canonicalize_name(wanted.name)
            if name not in found and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
                found.add(name)
                left.append(name)
    return found


def _folded(text: str) -> str:
    return "\n".join(f" {line.rstrip()}" if line.strip() else " ." for line in text.strip().splitlines())
