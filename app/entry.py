"""The way in, for `main.py`, for the installed `ptp` and `ptp-window`, and for the packages. No Qt."""

from __future__ import annotations


def run() -> int:
    """Load the program and run it; the exit status, also for Ctrl-C before there is anybody else to tell it."""
    try:
        from app.interrupts import leaving_at_once

        with leaving_at_once():
            from app.command_line import main

        return main()
    except KeyboardInterrupt:
        return 130
