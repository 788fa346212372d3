"""Reading a stream, such as a pipe, to its end, without a call that holds a thread: its writer may be silent.

Used by the thread that sends.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ptp_core.errors import SourceError
from ptp_core.system_errors import CANNOT_READ, system_words
from ptp_core.transfer.errand import LOOK_EVERY_S, Errand
from ptp_core.transfer.source.walking import OpenStream

PIECE_BYTES = 64 * 1024


class StreamReader:
    """A context manager. `waiting` is called every tenth of a second while there is nothing to read, and may raise.

    `threaded`: by a child thread, where nothing tells whether a pipe has something to read.
    """

    def __init__(self, source: OpenStream, waiting: Callable[[], None], *, threaded: bool = os.name == "nt") -> None:
        self._name = source.name
        # Past the buffer of Python, which waits until it is full, and whose lock a blocked thread would keep.
        self._raw: BinaryIO = getattr(source.stream, "raw", source.stream)
        self._waiting = waiting
        self._errand = Errand("ptp-stream-reader") if threaded else None
        self._poll = None if threaded else _poll_of(self._raw)

    def read(self) -> bytes:
        """What there is, as soon as there is anything; nothing at the end. Raises SourceError."""
        try:
            while (piece := self._read()) is None:
                # R3: it was made non-blocking, and has nothing yet.
                self._waiting()
                time.sleep(LOOK_EVERY_S)
        except OSError as error:
            raise SourceError(CANNOT_READ(path=self._name, reason=system_words(error)), path=Path()) from error
        return piece

    def __enter__(self) -> StreamReader:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._errand is not None:
            self._errand.close()

    def _read(self) -> bytes | None:
        if self._errand is not None:
            return self._errand.run(lambda: self._raw.read(PIECE_BYTES), lambda _waited_s: self._waiting())
        if self._poll is not None:
            while not self._poll.poll(LOOK_EVERY_S * 1000):
                self._waiting()
        return self._raw.read(PIECE_BYTES)


def _poll_of(stream: BinaryIO) -> select.poll | None:
    """What tells whether there is anything to read. Not `select`, which knows no descriptors above 1,023."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return None
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return poll
