"""The way in, for `main.py`, for the installed `ptp` and `ptp-window`, and for the packages. No Qt."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import threading
from typing import Never

# A thread that comes back from the network waits for the interpreter until the one that hashes gives it up: five
# milliseconds, as Python has it, which is longer than a small socket holds what arrives meanwhile.
_SWITCH_INTERVAL_S = 0.000_5


def run() -> Never:
    """Load the program, run it, and end the process with its exit status."""
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    status = _run()
    # A window hands the clipboard over at its end, which is Qt's affair.
    if "PySide6.QtGui" in sys.modules:
        sys.exit(status)
    _leave(status)


def _leave(status: int) -> Never:
    """End the process as the interpreter does, but for taking apart each of some hundred modules: that takes longer
    than a small file needs to cross, and gives nothing back that the system does not."""
    try:
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join()
        atexit._run_exitfuncs()
    except KeyboardInterrupt:
        status = 130
    for stream in (sys.stdout, sys.stderr):
        # A reader that has gone is no reason for another status, nor is a stream that was never there (None).
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


def _run() -> int:
    """The exit status, also for Ctrl-C before there is anybody else to tell it."""
    try:
        from app.loading import imports_that_stay

        with imports_that_stay():
            from app.command_line import main

        return main()
    except KeyboardInterrupt:
        return 130
