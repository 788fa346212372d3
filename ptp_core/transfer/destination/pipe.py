"""Writing to a pipe whose reader may stop, or go away: no call blocks, so that whoever waits can be ended (R8).

Making the given descriptor non-blocking would do so for everybody who shares it, such as the shell and its other
programs. On Linux the pipe is therefore opened once more; where that cannot be, no more is written at a time than a
pipe that is ready for writing takes at once. On Windows, where nothing tells when that is, a child thread writes. A
regular file is written to as it is. Used by one thread.
"""

from __future__ import annotations

import contextlib
import os
import select
import stat
import time
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from ptp_core.transfer.errand import LOOK_EVERY_S, Errand

_PIECE_BYTES = 64 * 1024


class Pipe:
    """`sink` may also be a file, or no descriptor at all. It stays open; `close` may be called twice. `threaded`: by a
    child thread."""

    def __init__(self, sink: BinaryIO, *, threaded: bool = os.name == "nt") -> None:
        # Past the buffer of Python, whose lock a blocked thread would keep.
        self._raw: BinaryIO = getattr(sink, "raw", sink)
        self._own: int | None = None
        self._errand = Errand("ptp-pipe-writer") if threaded else None
        self._descriptor = None if threaded else _pollable(sink)
        sink.flush()
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
                self._own = os.open(f"/proc/self/fd/{self._descriptor}", flags)

    def write(self, view: memoryview, waiting: Callable[[float], None]) -> None:
        """Write all of it; `waiting` hears every tenth of a second for how long there has been no room, and may raise.

        Raises OSError, BrokenPipeError when nobody reads any more.
        """
        if self._errand is not None:
            self._write_beside(self._errand, view, waiting)
            return
        if self._descriptor is None:
            while view:
                view = view[self._raw.write(view) or 0 :]
            return
        while view:
            if self._own is None:
                self._wait_for_room(self._descriptor, waiting)
                view = view[os.write(self._descriptor, view[: select.PIPE_BUF]) :]
                continue
            try:
                view = view[os.write(self._own, view) :]
            except BlockingIOError:
                self._wait_for_room(self._own, waiting)

    def close(self) -> None:
        """Give back what was opened here."""
        own, self._own = self._own, None
        if own is not None:
            os.close(own)
        if self._errand is not None:
            self._errand.close()

    def _write_beside(self, errand: Errand, view: memoryview, waiting: Callable[[float], None]) -> None:
        while view:
            # A copy: what the view shows is used for something else, should this call be left to itself.
            piece = bytes(view[:_PIECE_BYTES])
            view = view[errand.run(partial(self._raw.write, piece), waiting) or 0 :]

    def _wait_for_room(self, descriptor: int, waiting: Callable[[float], None]) -> None:
        poll = select.poll()
        poll.register(descriptor, select.POLLOUT)
        began_s = time.monotonic()
        while not poll.poll(LOOK_EVERY_S * 1000):
            waiting(time.monotonic() - began_s)


def _pollable(sink: BinaryIO) -> int | None:
    """Its descriptor, where a write to it can wait for a reader and `poll` can tell when it would not."""
    try:
        descriptor = sink.fileno()
    except (OSError, ValueError):
        return None
    return None if stat.S_ISREG(os.fstat(descriptor).st_mode) else descriptor
