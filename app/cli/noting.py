"""The commands' transfers in the history; one that cannot be written is said on standard error. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from app.cli.output import print_error
from app.noting import note_end, put_aside_words
from ptp_core.errors import PtpError
from ptp_core.history.history import History
from ptp_core.transfer.snapshot import TransferSnapshot


def note(history: History, snapshots: Sequence[TransferSnapshot]) -> bool:
    """Write them down. False when that cannot be, which is said."""
    try:
        for snapshot in snapshots:
            note_end(history, snapshot)
    except PtpError as error:
        print_error(error.message, error.hint)
        return False
    finally:
        history.close()
    if history.put_aside is not None:
        print_error(put_aside_words(history.put_aside))
    return True
