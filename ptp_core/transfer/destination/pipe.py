"""Writing to a pipe whose reader may stop, or go away: no call blocks, so that whoever waits can be ended (R8).

Making the given descriptor non-blocking would do so for everybody who shares it, such as the shell and its other
programs. On Linux the pipe is therefore opened once more; where that cannot be, no more is written at a time than a
pipe that is ready for writing takes at once. A regular file, and anything on Windows, is written to as it is. Used by
one thread.
"""

from __future__ import annotations

import contextlib
import os
import select
import stat
import time
from collections.abc import Callable
from typing import BinaryIO

LOOK_EVERY_S = 0.1


class Pipe:
    """`sink` may also be a file, or no descriptor at all. It stays open; `close` may be called twice."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._own: int | None = None
        self._descriptor = _pollable(sink)
        if self._descriptor is not None:
            sink.flush()
            with contextlib.suppress(OSError):
                flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
                self._own = os.open(f"/proc/self/fd/{self._descriptor}", flags)

    def write(self, view: memoryview, waiting: Callable[[float], None]) -> None:
        """Write all of it; `waiting` hears every tenth of a second for how long there has been no room, and may raise.

        Raises OSError, BrokenPipeError when nobody reads any more.
        """
        if self._descriptor is None:
            self._write_blocking(view)
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

    def _write_blocking(self, view: memoryview) -> None:
        while view:
            view = view[self._sink.write(view) or 0 :]
        self._sink.flush()

    def _wait_for_room(self, descriptor: int, waiting: Callable[[float], None]) -> None:
        poll = select.poll()
        poll.register(descriptor, select.POLLOUT)
        began_s = time.monotonic()
        while not poll.poll(LOOK_EVERY_S * 1000):
            waiting(time.monotonic() - began_s)


def _pollable(sink: BinaryIO) -> int | None:
    """Its descriptor, where a write to it can wait for a reader and `poll` can tell when it would not."""
    if os.name == "nt":
        return None
    try:
        descriptor = sink.fileno()
    except (OSError, ValueError):
        return None
    return None if stat.S_ISREG(os.fstat(descriptor).st_mode) else descriptor
