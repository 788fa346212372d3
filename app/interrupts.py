"""Ctrl-C while there is nothing to clean up yet, as while modules are loaded: the program is gone at once. No Qt.

A KeyboardInterrupt in the middle of an import is a traceback on the screen, or is swallowed by whoever is imported.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.exit_status import ExitStatus


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Within, SIGINT ends the process with the status for it, and not a word. For the main thread, where nobody else
    has asked for the signal."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(ExitStatus.INTERRUPTED)
