"""What a folder looks like: to hold one against another."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def look_of(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything below a folder: kind, contents, executable bit, time."""
    seen: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        relative = str(path.relative_to(folder))
        if path.is_symlink():
            seen[relative] = ("link", os.readlink(path))
        elif path.is_dir():
            seen[relative] = ("folder", status.st_mtime_ns)
        else:
            seen[relative] = ("file", path.read_bytes(), bool(status.st_mode & stat.S_IXUSR), status.st_mtime_ns)
    return seen
