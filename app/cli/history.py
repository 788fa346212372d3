"""`ptp history`: what was sent and received. No engine, no Qt.

Exit status: 0 it was listed or cleared, 1 it cannot be used, 2 the command line is wrong.
"""

from __future__ import annotations

import contextlib
import datetime
import json
from pathlib import Path

from app.cli.history_options import HistoryCommand
from app.cli.output import print_error
from app.cli.speaking import said, translate
from app.exit_status import ExitStatus
from app.history_words import entry_line
from app.installation import data_directory, history_path
from app.noting import put_aside_words
from ptp_core.history.entry import HistoryEntry
from ptp_core.history.history import History
from ptp_core.sentences import code_of


def run_history(command: HistoryCommand, directory: Path | None = None) -> int:
    """List or clear, and give the exit status. Raises DestinationError."""
    directory = directory or data_directory()
    if not directory.is_dir():
        return ExitStatus.DONE
    with contextlib.closing(History(history_path(directory))) as history:
        if command.clear:
            history.clear()
        else:
            for listed in history.page(search=command.search, limit=command.limit):
                print(_as_json(listed.entry) if command.json else entry_line(listed.entry, translate), flush=True)
        if history.put_aside is not None:
            print_error(put_aside_words(history.put_aside))
    return ExitStatus.DONE


def _as_json(entry: HistoryEntry) -> str:
    facts = {
        "event": "transfer",
        "direction": entry.direction.value,
        "result": entry.result.value,
        "peer": entry.peer_name,
        "fingerprint": entry.peer_fingerprint.hex(),
        "address": entry.peer_address,
        "names": list(entry.names),
        "text": entry.is_text,
        "files": entry.files,
        "bytes": entry.size_bytes,
        "seconds": entry.seconds,
        "ended": datetime.datetime.fromtimestamp(entry.ended_unix_s, datetime.UTC).isoformat(timespec="seconds"),
        "folder": entry.folder,
        "message": said(entry.message),
    }
    if code := code_of(entry.message):
        facts["code"] = code
    return json.dumps(facts)
