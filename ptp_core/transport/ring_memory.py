"""Memory for the rings of both buffers.

An anonymous mapping: the system gives its pages, zeroed, when they are first touched. A large ring therefore costs
nothing until bytes arrive, and growing one does not hold up the endpoint; `bytearray` clears every byte at once,
which takes a tenth of a second for 64 MiB, with the interpreter's lock held.
"""

from __future__ import annotations

import mmap
import sys


def ring_memory(size_bytes: int) -> memoryview:
    """`size_bytes` of writable memory; it is given back when the last view of it is gone."""
    if sys.platform == "win32":
        return memoryview(mmap.mmap(-1, size_bytes))
    return memoryview(mmap.mmap(-1, size_bytes, flags=mmap.MAP_PRIVATE))
