"""What the program's end tells a script: the command line's contract. No Qt, no imports of ours."""

from __future__ import annotations

import enum


class ExitStatus(enum.IntEnum):
    """How the process ends."""

    DONE = 0
    """All that was wanted is across and verified."""
    FAILED = 1
    """It is not; why is one line on standard error."""
    USAGE = 2
    """The command line is wrong."""
    INTERRUPTED = 130
    """Ctrl-C or SIGTERM; as a shell tells it, 128 and the signal's number."""
