"""A text file that one thread fills from memory, so that the thread that has something to record never does I/O.

`add` only remembers; a flush thread of the file's own wakes at least twice a second, or as soon as much is waiting,
formats and writes. Memory is bounded: beyond `MAX_WAITING` items further ones are counted as lost, not kept. A file
that cannot be written any more stops recording and keeps its error; a transfer never fails because of its record.
Closing waits until everything is written; where that is not to be had in a generous time, or at all, a warning says so.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TextIO, TypeVar

from ptp_core.errors import DestinationError
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words

_UNWRITABLE = declare("record-unwritable", "The record {path} cannot be written: {reason}.")
_ANOTHER_PLACE = phrase("Choose another place.")

FLUSH_INTERVAL_S = 0.4
WAKE_AT = 20_000
MAX_WAITING = 1_000_000
# What a slow disk may take to write the rest of a long record.
CLOSE_JOIN_S = 30.0

Item = TypeVar("Item")


class BackgroundFile(Generic[Item]):
    """Items added on any thread, written as text by a thread of this file's own.

    `render` turns a batch into text and `closing` gives the last text; both run on the flush thread alone. The file is
    opened at once, which raises DestinationError when it cannot be; with `opens_later` the flush thread opens it, so
    that whoever makes it does no I/O, and keeps the error.

    Attributes: `error` is why writing stopped, or None; `lost` counts items that did not fit into memory.
    """

    def __init__(
        self,
        path: Path,
        *,
        opening: str,
        render: Callable[[list[Item]], Iterable[str]],
        closing: Callable[[], str] = lambda: "",
        opens_later: bool = False,
    ) -> None:
        self.error: OSError | None = None
        self.lost = 0
        self._render = render
        self._closing = closing
        self._waiting: list[Item] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._path = path
        self._opening = opening
        self._told = False
        self._file: TextIO | None = None
        if not opens_later:
            try:
                self._open()
            except OSError as error:
                raise unwritable(path, error) from error
        self._thread = threading.Thread(target=self._run, name=f"ptp-record-{path.name}", daemon=True)
        self._thread.start()

    def add(self, item: Item) -> None:
        """Remember one item; returns at once."""
        with self._lock:
            if len(self._waiting) >= MAX_WAITING or self.error is not None:
                self.lost += 1
                return
            self._waiting.append(item)
            much = len(self._waiting) == WAKE_AT
        if much:
            self._wake.set()

    def finish(self) -> None:
        """Nothing more comes: the flush thread writes what is left and the closing text. Returns at once."""
        self._stop.set()
        self._wake.set()

    @property
    def finished(self) -> bool:
        """Whether everything is written, or given up."""
        return not self._thread.is_alive()

    def close(self, timeout_s: float = CLOSE_JOIN_S) -> None:
        """Write what is left and the closing text, then close the file. May be called twice; waits at most `timeout_s`
        and warns (RuntimeWarning) when the record is not complete."""
        self.finish()
        self._thread.join(timeout_s)
        if self._told or (self.finished and self.error is None):
            return
        self._told = True
        reason = system_words(self.error) if self.error else f"not all was written in {timeout_s:g} s"
        warnings.warn(f"The record {self._path} is not complete: {reason}.", RuntimeWarning, stacklevel=2)

    def _open(self) -> None:
        self._file = self._path.open("w", encoding="utf-8", newline="\n")
        self._file.write(self._opening)

    def _run(self) -> None:
        try:
            if self._file is None:
                self._open()
            while not self._stop.is_set():
                self._wake.wait(FLUSH_INTERVAL_S)
                self._wake.clear()
                self._flush()
            self._flush()
            self._write([self._closing()])
        except OSError as error:
            self.error = error
        finally:
            try:
                if self._file is not None:
                    self._file.close()
            except OSError as error:
                self.error = error

    def _flush(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, []
        if batch:
            self._write(self._render(batch))

    def _write(self, lines: Iterable[str]) -> None:
        assert self._file is not None
        self._file.writelines(lines)
        self._file.flush()


def unwritable(path: Path, error: OSError) -> DestinationError:
    """What to say when a record cannot be opened."""
    return DestinationError(
        _UNWRITABLE(path=path, reason=system_words(error)), path=path, hint=_ANOTHER_PLACE
    )
