"""A text file that one thread fills from memory, so that the thread that has something to record never does I/O.

`add` only remembers; a flush thread of the file's own wakes at least twice a second, or as soon as much is waiting,
formats and writes. Memory is bounded: beyond `MAX_WAITING` items further ones are counted as lost, not kept. A file
that cannot be written any more stops recording and keeps its error; a transfer never fails because of its record.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TextIO, TypeVar

from ptp_core.errors import DestinationError

FLUSH_INTERVAL_S = 0.4
WAKE_AT = 20_000
MAX_WAITING = 1_000_000
CLOSE_JOIN_S = 1.0

Item = TypeVar("Item")


class BackgroundFile(Generic[Item]):
    """Items added on any thread, written as text by a thread of this file's own.

    `render` turns a batch into text and `closing` gives the last text; both run on the flush thread alone. Raises
    DestinationError when the file cannot be opened.

    Attributes: `error` is why writing stopped, or None; `lost` counts items that did not fit into memory.
    """

    def __init__(
        self,
        path: Path,
        *,
        opening: str,
        render: Callable[[list[Item]], Iterable[str]],
        closing: Callable[[], str] = lambda: "",
    ) -> None:
        self.error: OSError | None = None
        self.lost = 0
        self._render = render
        self._closing = closing
        self._waiting: list[Item] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        try:
            self._file: TextIO = path.open("w", encoding="utf-8", newline="\n")
            self._file.write(opening)
        except OSError as error:
            raise DestinationError(
                f"The record {path} cannot be written: {error.strerror or error}.",
                path=path,
                hint="Choose another place.",
            ) from error
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

    def close(self) -> None:
        """Write what is left and the closing text, then close the file. May be called twice; bounded."""
        self._stop.set()
        self._wake.set()
        self._thread.join(CLOSE_JOIN_S)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._wake.wait(FLUSH_INTERVAL_S)
                self._wake.clear()
                self._flush()
            self._flush()
            self._file.write(self._closing())
        except OSError as error:
            self.error = error
        finally:
            try:
                self._file.close()
            except OSError as error:
                self.error = error

    def _flush(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, []
        if batch:
            self._file.writelines(self._render(batch))
            self._file.flush()
