"""Makes a file durable behind whoever writes it, so that little is left to do at the end.

Without it a file of gigabytes stands at 100 % while the system writes all of it at once, and the transfer waits. Once
`SYNC_EVERY_BYTES` are written a thread of its own, owned by this object, calls fsync beside the writer. An error of one
fsync is told by no later one (the system reports it once), so it is kept here and ends the file.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
import threading
from collections.abc import Callable

SYNC_EVERY_BYTES = 16 * 1024 * 1024
WAIT_STEP_S = 0.5
JOIN_TIMEOUT_S = 2.0


def sync_file_system() -> Callable[[int], None] | None:
    """What makes everything durable on the disk of a file at once, None where the system has no such call.

    syncfs(2) of Linux, which tells errors of writing since 5.8: for many small files it is ten times as fast as one
    fsync after the other, each of which waits for the disk's own cache. Raises OSError when it is called.
    """
    call = _syncfs()
    if call is None:
        return None

    def sync(descriptor: int) -> None:
        if call(descriptor):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))

    return sync


@functools.cache
def _syncfs() -> Callable[[int], int] | None:
    if sys.platform != "linux" or int(os.uname().release.partition(".")[0]) < 6:
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


class BackgroundSync:
    """Keeps one open file durable; `wrote`, `finish` and `stop` are for the thread that writes it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._since_sync_bytes = 0
        # Made with the thread: of many thousand small files none needs one.
        self._wanted: threading.Event | None = None
        self._stopping = False
        self._error: OSError | None = None
        self._thread: threading.Thread | None = None

    def wrote(self, size_bytes: int) -> None:
        """So many bytes more are written. Raises the OSError that an earlier fsync met."""
        self._raise_error()
        self._since_sync_bytes += size_bytes
        if self._since_sync_bytes >= SYNC_EVERY_BYTES:
            self._since_sync_bytes = 0
            if self._wanted is None:
                self._wanted = threading.Event()
                # A descriptor of its own, which the thread closes: the file's may be closed while fsync hangs.
                own = os.dup(self._descriptor)
                arguments = (own, self._wanted)
                self._thread = threading.Thread(target=self._run, args=arguments, name="ptp-file-sync", daemon=True)
                self._thread.start()
            self._wanted.set()

    @property
    def begun(self) -> bool:
        """Whether so much was written that some of it was made durable already."""
        return self._thread is not None

    def finish(self, *, synced: bool = False) -> None:
        """Everything is written: make the rest durable, unless that was done (`synced`). Raises the OSError of this
        fsync or of any before it."""
        if not synced:
            os.fsync(self._descriptor)
        self.stop()
        self._raise_error()
        if self._thread is not None and self._thread.is_alive():
            raise TimeoutError("the disk did not answer")

    def stop(self) -> None:
        """End the thread; may be called twice, never raises."""
        self._stopping = True
        if self._wanted is not None and self._thread is not None:
            self._wanted.set()
            self._thread.join(JOIN_TIMEOUT_S)

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self, descriptor: int, wanted: threading.Event) -> None:
        try:
            while not self._stopping:
                if wanted.wait(WAIT_STEP_S) and not self._stopping:
                    wanted.clear()
                    os.fsync(descriptor)
        except OSError as error:
            self._error = error
        finally:
            os.close(descriptor)
