"""Transfers that were cancelled while their receiver could not be told, kept on the disk beside the queue.

A small JSON file, whole or not there, that only its owner may read. That it cannot be read or written is nobody's
concern: what is not told here, the receiver lets go of by itself. Blocking.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ptp_core.security.private_files import make_private_directory, put_aside, replace_file

FORMAT_VERSION: Final = 1
# Each takes two threads while it is tried.
MOST_UNWANTED: Final = 32
_LARGEST_FILE: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwanted:
    """The job `job_id`, of these paths, is not wanted any more, and the computer with this key may still have some of
    it; it was cancelled at `since_unix_s`."""

    job_id: str
    address: str
    fingerprint: bytes
    items: tuple[str, ...]
    since_unix_s: float


class UnwantedMemory:
    """One file. One thread at a time; never raises for what the disk does."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> list[Unwanted]:
        """As they were saved, the oldest first; a file that is none is put aside."""
        try:
            if not self._path.exists():
                return []
            try:
                if self._path.stat().st_size > _LARGEST_FILE:
                    raise ValueError("too large")
                document = json.loads(self._path.read_bytes())
                if document["version"] != FORMAT_VERSION:
                    raise ValueError("another version")
                return [_decoded(entry) for entry in document["unwanted"]][-MOST_UNWANTED:]
            except (ValueError, KeyError, TypeError, RecursionError):
                put_aside(self._path)
                return []
        except OSError:
            return []

    def save(self, unwanted: Sequence[Unwanted]) -> None:
        """Make these the file's content, or leave it as it was."""
        document = {"version": FORMAT_VERSION, "unwanted": [_encoded(each) for each in unwanted]}
        with contextlib.suppress(OSError):
            make_private_directory(self._path.parent)
            replace_file(self._path, json.dumps(document, indent=1).encode())


def _encoded(each: Unwanted) -> dict[str, Any]:
    return {
        "id": each.job_id,
        "address": each.address,
        "fingerprint": each.fingerprint.hex(),
        "items": list(each.items),
        "since": each.since_unix_s,
    }


def _decoded(entry: dict[str, Any]) -> Unwanted:
    since, items = float(entry["since"]), entry["items"]
    if not isinstance(items, list) or not items or not math.isfinite(since):
        raise ValueError("values that no transfer has")
    return Unwanted(
        job_id=str(entry["id"]),
        address=str(entry["address"]),
        fingerprint=bytes.fromhex(entry["fingerprint"]),
        items=tuple(map(str, items)),
        since_unix_s=since,
    )
