"""What was sent and received, in one SQLite file that only its owner may read; of a text only that there was one.

Guarantees: at most MOST_ENTRIES are kept, the newest; what was cleared is overwritten on the disk. A file that is
damaged, that a newer PTP has written, or that is no history is put aside under another name, never deleted and never in
the way: `put_aside` says where. The window and the command line may use the same file at the same time.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from ptp_core.direction import Direction
from ptp_core.errors import DestinationError
from ptp_core.history.entry import HistoryEntry, Listed
from ptp_core.history.rows import COLUMNS, as_row, from_row, searched_form
from ptp_core.security.private_files import put_aside
from ptp_core.sentences import declare, phrase, recognised
from ptp_core.system_errors import system_words

_UNUSABLE = declare("history-unusable", "The history in {path} cannot be used: {reason}.")
_NO_HISTORY = phrase("it is no history of PTP")
_OTHER_VERSION = phrase("another version of PTP has written it")
_DAMAGED = phrase("it is damaged")
_OTHER_TABLE = phrase("its table is another")
_MAKE_IT_YOURS = phrase("Make the file yours to read and write, or move it away.")

SCHEMA_VERSION: Final = 1
MOST_ENTRIES: Final = 10_000

# "PTPH": tells the file from other programs'.
_APPLICATION_ID: Final = 0x50545048
# Another process writes for milliseconds; one that hangs must not hang this one for long.
_BUSY_S: Final = 5.0
_COLUMNS: Final = ", ".join(COLUMNS)
_CREATE: Final = f"""
CREATE TABLE transfers (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL,
    result TEXT NOT NULL,
    peer_fingerprint BLOB NOT NULL,
    texts TEXT NOT NULL,
    files INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    seconds REAL NOT NULL,
    ended_unix_s REAL NOT NULL,
    searched TEXT NOT NULL
);
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""

T = TypeVar("T")


class _Unusable(Exception):
    """The file is sound, but not a history that this version can keep."""


class History:
    """Thread-safe; every method touches the disk. Opens the file when it is first needed, makes it but not its folder.

    Every method raises DestinationError when the file can neither be used nor put aside: a full disk, no permission,
    another process that does not let go of it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # Serialises uses of the connection, so it is held while that reads and writes.
        self._connection_lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._put_aside: Path | None = None

    @property
    def put_aside(self) -> Path | None:
        """Where the file went that could not be used any more, for a word to the person; None while none did."""
        return self._put_aside

    def add(self, entry: HistoryEntry) -> None:
        """Put an entry on top, in place of an earlier one with its key."""

        def write(connection: sqlite3.Connection) -> None:
            marks = ", ".join("?" for _ in COLUMNS)
            connection.execute(f"INSERT OR REPLACE INTO transfers ({_COLUMNS}) VALUES ({marks})", as_row(entry))
            connection.execute(
                "DELETE FROM transfers WHERE place <= "
                "(SELECT place FROM transfers ORDER BY place DESC LIMIT 1 OFFSET ?)",
                (MOST_ENTRIES,),
            )

        self._use(write)

    def page(self, *, search: str = "", before: int | None = None, limit: int = 100) -> list[Listed]:
        """Up to `limit` entries, newest first, in whose names, peer, address or folder `search` is found; with
        `before`, those behind the entry at that place."""

        def read(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
            pattern = searched_form(search).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            found = connection.execute(
                f"SELECT place, {_COLUMNS} FROM transfers WHERE place < ? AND searched LIKE ? ESCAPE '\\' "
                "ORDER BY place DESC LIMIT ?",
                (before if before is not None else 2**63 - 1, f"%{pattern}%", max(0, limit)),
            )
            return found.fetchall()

        rows = self._use(read)
        entries = [(int(str(place)), from_row(tuple(row))) for place, *row in rows]
        return [Listed(place, entry) for place, entry in entries if entry is not None]

    def addresses(self) -> dict[bytes, str]:
        """Where something was last sent to, by the fingerprint of who was there."""

        def read(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
            # Of a group SQLite gives the row that has the maximum.
            found = connection.execute(
                f"SELECT MAX(place), {_COLUMNS} FROM transfers WHERE direction = ? AND length(peer_fingerprint) > 0 "
                "GROUP BY peer_fingerprint",
                (Direction.SEND.value,),
            )
            return found.fetchall()

        entries = [from_row(tuple(row)) for _place, *row in self._use(read)]
        return {entry.peer_fingerprint: entry.peer_address for entry in entries if entry is not None}

    def remove(self, key: str) -> None:
        """Forget one transfer."""
        self._use(lambda connection: connection.execute("DELETE FROM transfers WHERE key = ?", (key,)))

    def clear(self) -> None:
        """Forget all."""
        self._use(lambda connection: connection.execute("DELETE FROM transfers"))

    def close(self) -> None:
        """Let go of the file. May be called twice; another use opens it again."""
        with self._connection_lock:
            self._disconnect()

    def _use(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """`act` in a transaction; on a new file when the old one turns out to be damaged."""
        with self._connection_lock:
            try:
                try:
                    return self._act(act)
                except sqlite3.OperationalError:
                    # The disk is full, the file is read-only or locked: it may be as good as ever.
                    raise
                except (sqlite3.DatabaseError, _Unusable):
                    self._disconnect()
                    self._move_aside()
                    return self._act(act)
            except (sqlite3.Error, _Unusable, OSError) as error:
                self._disconnect()
                reason = recognised(str(error)) if not isinstance(error, OSError) else system_words(error)
                raise DestinationError(
                    _UNUSABLE(path=self._path, reason=reason), path=self._path, hint=_MAKE_IT_YOURS
                ) from error

    def _act(self, act: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            self._connection = self._connected()
        with self._connection:
            return act(self._connection)

    def _connected(self) -> sqlite3.Connection:
        # SQLite would make it readable for everybody; what it makes beside it takes the mode of the file itself.
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
        connection = sqlite3.connect(self._path, timeout=_BUSY_S, check_same_thread=False)
        try:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            self._prepare(connection)
            connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection

    @staticmethod
    def _prepare(connection: sqlite3.Connection) -> None:
        """Make the table in a new file; raise for one that is not ours to use. Within a transaction."""

        def value(pragma: str) -> object:
            return connection.execute(f"PRAGMA {pragma}").fetchone()[0]

        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if not tables and value("application_id") == 0:
            for statement in _CREATE.split(";"):
                connection.execute(statement)
            return
        if value("application_id") != _APPLICATION_ID or ("transfers",) not in tables:
            raise _Unusable(_NO_HISTORY)
        if value("user_version") != SCHEMA_VERSION:
            raise _Unusable(_OTHER_VERSION)
        if value("quick_check(1)") != "ok":
            raise sqlite3.DatabaseError(_DAMAGED)
        columns = {str(column[1]) for column in connection.execute("PRAGMA table_info(transfers)")}
        if not columns.issuperset(("place", *COLUMNS)):
            raise _Unusable(_OTHER_TABLE)

    def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _move_aside(self) -> None:
        aside = put_aside(self._path)
        # Left behind, the journal of the old file would be played into the new one.
        for ending in ("-journal", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{self._path}{ending}", f"{aside}{ending}")
        self._put_aside = aside
