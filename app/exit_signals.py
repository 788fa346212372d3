"""Ctrl-C in the terminal and SIGTERM, told to the window's event loop.

Python runs signal handlers only between its own instructions, and Qt's loop may sleep for hours without one: the
wake-up descriptor turns a signal into something to read, which Qt watches.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_WATCHED = (signal.SIGINT, signal.SIGTERM)


class ExitSignals(QObject):
    """Made and closed on the main thread; the handlers that were there before come back with `close`.

    Signals:
        received(int): SIGINT or SIGTERM came.
    """

    received = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._look)
        self._previous_descriptor = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._previous = {number: signal.signal(number, _nothing) for number in _WATCHED}
        self._closed = False

    def close(self) -> None:
        """Give the signals back. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._notifier.setEnabled(False)
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._previous_descriptor)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _look(self) -> None:
        with contextlib.suppress(BlockingIOError):
            for number in self._reader.recv(64):
                if number in _WATCHED:
                    self.received.emit(number)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The wake-up descriptor does the work; the handler only keeps the system from ending the process."""
