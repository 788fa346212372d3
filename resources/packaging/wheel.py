"""Builds the wheel: `python -m resources.packaging.wheel [FOLDER]`, `dist` by default.

It is built from a copy that holds the sources alone, and the man pages, which are written from them. What lies about in
a checkout, such as the folder `build` of an earlier wheel, cannot get in, and the checkout stays as it was.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from resources.packaging.man_page import man_pages
from resources.packaging.project import ROOT, read_project

_SOURCES: Final = ("app", "ptp_core", "resources", "pyproject.toml", "setup.py", "README.md", "LICENSE")
_BUILD: Final = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"


def build_wheel(folder: Path) -> Path:
    """Build it into `folder` with the setuptools of this Python; where it is. Raises CalledProcessError."""
    folder.mkdir(parents=True, exist_ok=True)
    project = read_project()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(project.built_at)}
    # Setuptools would warn that it compiles nothing, which a wheel does not want.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="ptp-wheel-") as name:
        copy = Path(name) / "ptp"
        copy.mkdir()
        for source in _SOURCES:
            path = ROOT / source
            if path.is_dir():
                shutil.copytree(path, copy / source, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(path, copy / source)
        for place, page in man_pages(project).items():
            path = copy / "share" / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, "utf-8")
        for path in copy.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _BUILD, str(folder.resolve())],
            cwd=copy,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return folder.resolve() / done.stdout.splitlines()[-1]


if __name__ == "__main__":
    print(build_wheel(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))
