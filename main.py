"""PTP: the window without arguments, the command line with some. See `python main.py --help`."""

from __future__ import annotations

import sys


def run() -> int:
    """Load the program and run it; the exit status, also for Ctrl-C before there is anybody else to tell it."""
    try:
        from app.interrupts import leaving_at_once

        with leaving_at_once():
            from app.command_line import main

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(run())
