"""The wheel holds the program and everything that it reads, and nothing of the checkout besides."""

from __future__ import annotations

import configparser
import tomllib
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from app.translations.catalogue import codes
from resources.packaging.project import ROOT, read_project
from resources.packaging.wheel import build_wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(build_wheel(tmp_path_factory.mktemp("wheel"))) as archive:
        yield archive


def sources(folder: str) -> set[str]:
    """The files of a folder of the checkout, as a wheel names them."""
    paths = (ROOT / folder).rglob("*")
    return {str(path.relative_to(ROOT)) for path in paths if path.is_file() and "__pycache__" not in path.parts}


def test_every_file_that_the_program_may_read_is_there_and_no_other(wheel: zipfile.ZipFile) -> None:
    wanted = sources("app") | sources("ptp_core") | sources("resources")
    # The README's pictures, and what makes packages; translations are compiled.
    wanted -= sources("resources/pictures") | sources("resources/packaging") | sources("resources/translations")
    wanted |= {f"resources/translations/ptp_{language}.qm" for language in codes()}
    assert "resources/icons/ptp.svg" in wanted
    data = f"ptp-{read_project().version}.data/data/share/man"
    wanted |= {f"{data}/man1/ptp.1", f"{data}/zh_CN/man1/ptp.1"}
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == wanted


def test_it_says_what_pyproject_says(wheel: zipfile.ZipFile) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    folder = f"ptp-{project['version']}.dist-info"
    metadata = message_from_bytes(wheel.read(f"{folder}/METADATA"))
    assert metadata["Version"] == project["version"]
    assert metadata["License-Expression"] == "MIT"
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert len(needed) == len(project["dependencies"])
    entries = configparser.ConfigParser()
    entries.read_string(wheel.read(f"{folder}/entry_points.txt").decode())
    assert entries["console_scripts"]["ptp"] == entries["gui_scripts"]["ptp-window"] == "app.entry:run"


def test_the_same_sources_make_the_same_wheel(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    assert build_wheel(tmp_path).read_bytes() == Path(str(wheel.filename)).read_bytes()
