"""PTP: the window without arguments, the command line with some. See `python main.py --help`."""

from __future__ import annotations

from app.entry import run

if __name__ == "__main__":
    run()
