"""The bundle: the program, its Python and its libraries in one folder, put together by PyInstaller for the specs.

The program is taken from the unpacked wheel that PTP_WHEEL names, so that a bundle holds what the wheel holds. Of Qt it
takes what the program imports, the plugins named here, and the libraries that these need; on Linux it takes no library
that a Debian package has, so that the system's updates reach them.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Any, Final

import PySide6
from PyInstaller.building.build_main import Analysis
from PyInstaller.utils.hooks import collect_data_files

from app.translations.catalogue import codes
from resources.packaging.binaries import needed_libraries
from resources.packaging.project import ROOT

# A row of PyInstaller's tables: where in the bundle, from where on this machine, and what it is.
Row = tuple[str, str, str]

LINUX_PLUGINS: Final = frozenset(
    {
        "iconengines/libqsvgicon",
        "imageformats/libqsvg",
        # Accents by the compose key, and what Chinese, Japanese and Korean are written with.
        "platforminputcontexts/libcomposeplatforminputcontextplugin",
        "platforminputcontexts/libibusplatforminputcontextplugin",
        "platforms/libqoffscreen",
        "platforms/libqwayland",
        "platforms/libqxcb",
        # The file dialogs of the desktop.
        "platformthemes/libqgtk3",
        "platformthemes/libqxdgdesktopportal",
        "wayland-decoration-client/libadwaita",
        "wayland-decoration-client/libbradient",
        "wayland-shell-integration/libxdg-shell",
    }
)
_OWN: Final = ("app", "ptp_core", "resources")
# What Qt itself says, in the languages of the program.
_TRANSLATIONS: Final = tuple(f"qtbase_{language}" for language in codes())
_UNUSED: Final = (
    "curses",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "numpy.f2py",
    "pip",
    "pkg_resources",
    "pydoc_data",
    "readline",
    "setuptools",
    "tkinter",
)
_QT_BASE: Final = {"QtCore", "QtGui", "QtSvg", "QtWidgets"}


def analysis() -> Any:
    """PyInstaller's analysis of the program, with what is not used taken out."""
    wheel = Path(os.environ["PTP_WHEEL"]).resolve()
    # PyInstaller looks for modules beside the script first: in the checkout it would find the checkout's.
    entry = Path(shutil.copy(ROOT / "main.py", wheel))
    (metadata,) = wheel.glob("ptp-*.dist-info/METADATA")
    found = Analysis(
        [str(entry)],
        pathex=[str(wheel)],
        # The program imports the window when it opens one, and reads the resources by the names of their packages.
        hiddenimports=["app.application", *_packages_of(wheel, "resources")],
        datas=[
            # What says which version this is.
            (str(metadata), metadata.parent.name),
            *_data_of(wheel),
            *collect_data_files("spake2"),
        ],
        excludes=[*_UNUSED, *_unused_qt(wheel)],
        runtime_hooks=[str(Path(__file__).with_name("own_environment.py"))],
    )
    own = [row for row in found.pure if row[0].split(".")[0] in _OWN]
    elsewhere = [source for _, source, _ in own if not Path(source).is_relative_to(wheel)]
    if elsewhere:
        raise SystemExit(f"The bundle would take {elsewhere[0]} in place of the wheel's.")
    found.datas = [row for row in found.datas if _wanted_data(row, wheel)]
    found.binaries = [row for row in found.binaries if _wanted_binary(row)]
    if sys.platform == "linux":
        found.binaries = _reached(found.binaries)
        names = {PurePath(row[0]).name for row in found.binaries}
        found.datas = [row for row in found.datas if row[2] != "SYMLINK" or PurePath(row[1]).name in names]
    return found


def _packages_of(wheel: Path, top: str) -> list[str]:
    """The packages of a folder of the wheel, itself among them."""
    folders = [path.parent.relative_to(wheel) for path in sorted((wheel / top).rglob("__init__.py"))]
    return [".".join(folder.parts) for folder in folders]


def _data_of(wheel: Path) -> list[tuple[str, str]]:
    """Every file of the wheel's packages that is no module, and its folder in the bundle."""
    return [
        (str(path), str(path.parent.relative_to(wheel)))
        for top in _OWN
        for path in sorted((wheel / top).rglob("*"))
        if path.is_file() and path.suffix not in (".py", ".pyc", ".typed")
    ]


def _unused_qt(wheel: Path) -> list[str]:
    """The modules of PySide6 that the program does not name."""
    text = "\n".join(path.read_text("utf-8") for path in sorted((wheel / "app").rglob("*.py")))
    used = _QT_BASE | set(re.findall(r"\bPySide6\.(Qt\w+)", text))
    return sorted(f"PySide6.{name}" for name in PySide6.__all__ if name not in used)


def _wanted_data(row: Row, wheel: Path) -> bool:
    place = PurePath(row[0])
    if place.parts[0].endswith(".dist-info"):
        # PyInstaller takes along what the environment says of its packages, PTP too, down to where they were installed.
        own = place.parts[0].startswith("ptp-")
        return place.name == "METADATA" and (not own or Path(row[1]).is_relative_to(wheel))
    if "translations" in place.parts and "PySide6" in place.parts:
        return place.stem in _TRANSLATIONS
    return not (place.suffix in (".pyi", ".h", ".c") or "tests" in place.parts)


def _wanted_binary(row: Row) -> bool:
    place = PurePath(row[0])
    if sys.platform != "linux":
        return True
    if "plugins" in place.parts and "PySide6" in place.parts:
        return f"{place.parent.name}/{place.stem}" in LINUX_PLUGINS
    return row[2] == "EXTENSION" or not _of_the_system(row)


def _of_the_system(row: Row) -> bool:
    """Whether a library is one that another package of the system has; Python's own is none."""
    if _is_python(PurePath(row[0])):
        return False
    places = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()} - {"/usr"}
    source = Path(row[1])
    return not any(source.is_relative_to(place) or source.resolve().is_relative_to(place) for place in places)


def _reached(rows: Iterable[Row]) -> list[Row]:
    """Without the libraries that no extension, plugin or other library that stays asks for."""
    libraries: dict[str, Row] = {}
    kept: list[Row] = []
    links: list[Row] = []
    for row in rows:
        place = PurePath(row[0])
        if row[2] == "SYMLINK":
            links.append(row)
        elif ".so" in place.name and row[2] == "BINARY" and "plugins" not in place.parts and not _is_python(place):
            libraries[place.name] = row
        else:
            kept.append(row)
    taken = {row[0]: row for row in kept}
    left = list(kept)
    while left:
        for name in needed_libraries(Path(left.pop()[1])):
            if name in libraries and libraries[name][0] not in taken:
                left.append(libraries[name])
                taken[libraries[name][0]] = libraries[name]
    names = {PurePath(place).name for place in taken}
    return [*taken.values(), *(row for row in links if PurePath(row[1]).name in names)]


def _is_python(place: PurePath) -> bool:
    return place.name.startswith("libpython")
