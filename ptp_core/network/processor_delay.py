"""How long the calling thread wanted a processor and had none, as Linux counts it (proc(5), `schedstat`).

A thread that is woken late on a busy computer seems to have waited for the network all the while. Elsewhere, and where
the kernel does not count, it is 0.
"""

from __future__ import annotations

import os

_PATH = "/proc/thread-self/schedstat"
_NANOSECOND_S = 1e-9


class ProcessorDelay:
    """Of the thread that first asks; `close` from any."""

    def __init__(self) -> None:
        self._descriptor: int | None = None
        self._unknown = False

    def seconds(self) -> float:
        """All of it since the thread began."""
        if self._unknown:
            return 0.0
        try:
            if self._descriptor is None:
                self._descriptor = os.open(_PATH, os.O_RDONLY)
            return int(os.pread(self._descriptor, 128, 0).split()[1]) * _NANOSECOND_S
        except (OSError, AttributeError, IndexError, ValueError):
            self._unknown = True
            return 0.0

    def close(self) -> None:
        """Give the descriptor back. May be called twice."""
        self._unknown = True
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
