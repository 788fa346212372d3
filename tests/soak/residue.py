"""What a process holds: memory, threads by name, descriptors. Compared with what it held in the beginning."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass

SLACK_BYTES = 30 * 1024 * 1024
SETTLES_WITHIN_S = 90.0
# M_ARENA_MAX of glibc's malloc.h.
_ARENA_MAX = -8
LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Residue:
    """At one moment. `resident_bytes` is 0 where the system does not tell; threads without their numbers."""

    resident_bytes: int
    threads: Counter[str]
    descriptors: int

    def __str__(self) -> str:
        return f"{self.resident_bytes / 1e6:.1f} MB, {self.threads.total()} threads, {self.descriptors} descriptors"

    def holds_more_than(self, before: Residue) -> list[str]:
        """What there is too much of, in words; threads and descriptors to the one, memory with some slack."""
        found = [f"{count} more threads {name}" for name, count in (self.threads - before.threads).items()]
        if self.descriptors > before.descriptors:
            found.append(f"{self.descriptors - before.descriptors} more descriptors")
        if self.resident_bytes > before.resident_bytes + SLACK_BYTES:
            found.append(f"{(self.resident_bytes - before.resident_bytes) / 1e6:.1f} MB more")
        return found


def keep_memory_together() -> None:
    """One heap for all threads: several come to hold as much in holes as a leak would. Call it before there are any."""
    _glibc("mallopt", _ARENA_MAX, 1)


def look() -> Residue:
    """What this process holds now, garbage collected and free memory given back."""
    gc.collect()
    # Free memory is no residue, and glibc keeps it.
    _glibc("malloc_trim", 0)
    names = Counter(thread.name.rstrip("0123456789") for thread in threading.enumerate())
    return Residue(_resident_bytes(), names, _descriptors())


def settled(before: Residue) -> Residue:
    """The same, once it holds no more than `before`, or after SETTLES_WITHIN_S."""
    ends_s = time.monotonic() + SETTLES_WITHIN_S
    while (now := look()).holds_more_than(before) and time.monotonic() < ends_s:
        time.sleep(0.5)
    return now


def wait_for_threads(prefix: str, limit_s: float) -> list[str]:
    """Wait until no thread has such a name; the names of those that live on."""
    ends_s = time.monotonic() + limit_s
    while True:
        living = [thread.name for thread in threading.enumerate() if thread.name.startswith(prefix)]
        if not living or time.monotonic() >= ends_s:
            return living
        time.sleep(LOOK_EVERY_S)


def _glibc(name: str, *numbers: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            getattr(ctypes.CDLL("libc.so.6"), name)(*numbers)


def _resident_bytes() -> int:
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _descriptors() -> int:
    for folder in ("/proc/self/fd", "/dev/fd"):
        with contextlib.suppress(OSError):
            return len(os.listdir(folder))
    return 0
