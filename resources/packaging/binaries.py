"""What the programs and libraries of a folder are, and what they ask for. By binutils' objdump."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path


def binaries(root: Path) -> list[Path]:
    """The programs and libraries below a folder, in order."""
    return [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink() and _is_elf(path)]


def needed_libraries(path: Path) -> list[str]:
    """The libraries that a binary names itself; none for what is no binary."""
    said = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=False).stdout
    return re.findall(r"^\s*NEEDED\s+(\S+)$", said, flags=re.MULTILINE)


def least_glibc(paths: Iterable[Path]) -> str:
    """The least version of the C library with which all of them run."""
    command = ["objdump", "-T", *map(str, paths)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    versions = re.findall(r"GLIBC_(\d+)\.(\d+)", said)
    major, minor = max((int(major), int(minor)) for major, minor in versions)
    return f"{major}.{minor}"


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
