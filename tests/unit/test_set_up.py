"""What a fresh clone installs: pinned versions, and the system's libraries for what is to be shown."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SET_UP = ROOT / ".ci" / "set_up.sh"
# While new pins are tried, `make lock` names the folder where they are.
PINS = ROOT / (os.environ.get("CONSTRAINTS") or ".ci/constraints")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PYTHONS = [
    line.rpartition(" ")[2]
    for line in PROJECT["classifiers"]
    if line.startswith("Programming Language :: Python :: 3.")
]

pytestmark = pytest.mark.skipif(
    shutil.which("make") is None or shutil.which("bash") is None, reason="needs make and bash"
)

# A Python that makes environments which hold itself, and writes down what it is asked to run.
_PYTHON = """#!/bin/sh
case "$*" in
    *'sys.version_info < '*) exit 0 ;;
    *'print('*) echo "$FAKE_VERSION" ;;
    '-m venv '*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    *' install '*)
        echo "$*" >>"$FAKE_LOG"
        case "$*" in *"${FAKE_REFUSED:-nothing}"*) exit 1 ;; esac ;;
esac
"""
# A Debian that knows the packages of FAKE_INSTALLED only. As the real one, it fails when it does not know one of them.
_DPKG_QUERY = """#!/bin/sh
status=0
for name in "$@"; do
    case "$name" in -*|*Status*) continue ;; esac
    case " $FAKE_INSTALLED " in *" $name "*) echo 'install ok installed' ;; *) status=1 ;; esac
done
exit $status
"""


@dataclass
class Machine:
    """A machine on which nothing is really installed, for somebody who is not root."""

    folder: Path
    environment: dict[str, str]

    def set_up(self, purpose: str, screen: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", str(SET_UP), purpose, screen],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def installations(self) -> list[str]:
        """What pip was asked for, but for the things that build."""
        return [line for line in (self.folder / "log").read_text().splitlines() if "--editable" in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    commands = tmp_path / "bin"
    commands.mkdir()
    texts = {"python3": _PYTHON, "dpkg-query": _DPKG_QUERY, "id": "#!/bin/sh\necho 1000\n", "apt-get": "#!/bin/sh\n"}
    for name, text in texts.items():
        (commands / name).write_text(text)
        (commands / name).chmod(0o755)
    (tmp_path / "pins").mkdir()
    for version in ("39", "310"):
        (tmp_path / "pins" / f"py{version}.txt").touch()
    return Machine(
        tmp_path,
        {
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "PYTHON": "python3",
            "VENV": str(tmp_path / "environment"),
            "CONSTRAINTS": str(tmp_path / "pins"),
            "FAKE_LOG": str(tmp_path / "log"),
            "FAKE_VERSION": "3.9",
            "FAKE_INSTALLED": "",
        },
    )


def test_the_versions_tried_with_this_python_are_installed(machine: Machine) -> None:
    result = machine.set_up("run", "text")
    assert result.returncode == 0, result.stderr
    (asked,) = machine.installations()
    assert asked.endswith(f"--constraint {machine.folder}/pins/py39.txt --no-build-isolation --editable .")


def test_what_builds_the_project_is_pinned_too(machine: Machine) -> None:
    machine.set_up("dev", "text")
    builders, project = (machine.folder / "log").read_text().splitlines()
    assert "--requirement /dev/stdin" in builders
    assert f"--constraint {machine.folder}/pins/py39.txt" in builders
    assert project.endswith("--editable .[dev]")


def test_a_newer_python_gets_the_newest_pins_with_a_word(machine: Machine) -> None:
    result = machine.set_up("run", "text", FAKE_VERSION="3.99")
    assert result.returncode == 0, result.stderr
    (asked,) = machine.installations()
    assert f"--only-binary :all: --constraint {machine.folder}/pins/py310.txt" in asked
    assert "not been tried with Python 3.99" in result.stderr


def test_where_the_newest_pins_do_not_fit_the_newest_of_everything_is_taken(machine: Machine) -> None:
    result = machine.set_up("run", "text", FAKE_VERSION="3.99", FAKE_REFUSED="py310.txt")
    assert result.returncode == 0, result.stderr
    assert "--constraint" not in machine.installations()[-1]
    assert "newest of everything" in result.stderr


def test_no_pins_are_used_when_the_newest_is_to_be_tried(machine: Machine) -> None:
    machine.set_up("dev", "text", CONSTRAINTS="")
    (asked,) = machine.installations()
    assert "--constraint" not in asked


def test_missing_libraries_are_one_line_to_run(machine: Machine) -> None:
    result = machine.set_up("run", "window", FAKE_INSTALLED="libegl1 libgl1")
    assert result.returncode == 1
    (line,) = [line for line in result.stderr.splitlines() if "sudo" in line]
    wanted = line.split()
    assert {"libxkbcommon0", "libxcb-cursor0"} <= set(wanted)
    assert not {"libegl1", "libgl1"} & set(wanted)
    assert not (machine.folder / "log").exists()


@pytest.mark.parametrize("suffix", ["", "t64"])
def test_libraries_that_are_there_are_not_asked_for(machine: Machine, suffix: str) -> None:
    missing = machine.set_up("run", "window").stderr.split("--no-install-recommends ")[1].split()
    result = machine.set_up("run", "window", FAKE_INSTALLED=" ".join(name + suffix for name in missing))
    assert result.returncode == 0, result.stderr


def test_without_a_tshark_to_be_had_the_set_up_goes_on(machine: Machine) -> None:
    for name, text in {"id": "#!/bin/sh\necho 0\n", "apt-get": "#!/bin/sh\nexit 100\n"}.items():
        (machine.folder / "bin" / name).write_text(text)
    result = machine.set_up("dev", "text")
    assert result.returncode == 0, result.stderr
    assert "tests that need it will be skipped" in result.stderr
    assert "tshark" not in machine.set_up("run", "text").stderr
    assert "tshark" not in machine.set_up("dev", "text", FAKE_INSTALLED="tshark").stderr


@pytest.mark.parametrize(
    ("variables", "screen"),
    [({}, "text"), ({"QT_QPA_PLATFORM": "offscreen"}, "offscreen"), ({"DISPLAY": ":7"}, "window")],
)
def test_a_stamp_for_one_screen_is_none_for_another(tmp_path: Path, variables: dict[str, str], screen: str) -> None:
    def would_run() -> str:
        return subprocess.run(
            ["make", "--no-print-directory", "--dry-run", "run", f"VENV={tmp_path}"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **variables},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    for other in {"text", "offscreen", "window"} - {screen}:
        (tmp_path / f".ready-run-{other}").touch()
    assert f"set_up.sh run {screen}" in would_run()
    (tmp_path / f".ready-run-{screen}").touch()
    assert "set_up.sh" not in would_run()


@pytest.mark.parametrize("python", PYTHONS)
def test_the_pins_of_each_python_hold_all_that_the_project_asks_for(python: str) -> None:
    lines = (PINS / f"py{python.replace('.', '')}.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    for text in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"], "pip", "setuptools"]:
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate({"python_version": python}):
            assert pins[canonicalize_name(wanted.name)] in wanted.specifier
