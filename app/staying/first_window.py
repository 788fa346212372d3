"""The first window is the only one: later starts of the program call it, and it answers. GUI thread only.

Python's own sockets with Qt's notifiers serve here: QtNetwork would bring libraries along that a bare system lacks.
"""

from __future__ import annotations

import contextlib
import socket
from typing import Final

from PySide6.QtCore import QLockFile, QObject, QSocketNotifier, QTimer, Signal, Slot

from app.installation import data_directory
from app.staying.calling import MAXIMUM_CALL_BYTES, OK, Answer, Call, call_window, read_call
from app.staying.meeting_places import Admission, MeetingPlace, meeting_place
from ptp_core.errors import SettingsError

_LOCK_LIMIT_MS: Final = 5000
_STALE_LOCK_MS: Final = 10_000
_CALL_LIMIT_MS: Final = 5000
_CALLS_AT_ONCE: Final = 8
_CHUNK: Final = 65_536


class FirstWindow(QObject):
    """`claim` first, `close` at the end.

    Signals:
        called(Call): another start of the program wants this.
    """

    called = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door: _Door | None = None
        self._alive: QLockFile | None = None

    def claim(self, call: Call) -> bool:
        """Be the window that others call, or hand `call` over to the one that is; whether a window is to be opened.

        It is as well where nobody can be called, and beside a window that does not answer.
        """
        place = meeting_place()
        if place is None:
            return True
        # Two starts at the same moment: the second waits, and finds the first one listening.
        directory = data_directory()
        with contextlib.suppress(OSError):
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = QLockFile(str(directory / "window.lock"))
        lock.setStaleLockTime(_STALE_LOCK_MS)
        locked = lock.tryLock(_LOCK_LIMIT_MS)
        try:
            answer = call_window(call, place)
            if answer is Answer.TAKEN:
                return False
            if locked:
                self._open(place, answer)
        finally:
            lock.unlock()
        return True

    def _open(self, place: MeetingPlace, answer: Answer) -> None:
        # Held as long as the door is open: at a port, a window that does not answer cannot be told from a stranger
        # who has come there after one that was killed. The system says whether the holder still runs.
        alive = QLockFile(f"{place.path}.lock")
        alive.setStaleLockTime(0)
        if not alive.tryLock(0) and answer is not Answer.NOBODY:
            return
        # Whoever cannot be called is a window all the same.
        with contextlib.suppress(OSError):
            self._door = _Door(place, self)
            self._door.called.connect(self.called)
            self._alive = alive

    def close(self) -> None:
        """Answer nobody any more: who starts the program from now on gets a window of their own. May be called
        twice."""
        door, self._door = self._door, None
        alive, self._alive = self._alive, None
        if door is not None:
            door.close()
        if alive is not None:
            alive.unlock()


class _Door(QObject):
    """Where others call."""

    called = Signal(object)

    def __init__(self, place: MeetingPlace, parent: QObject) -> None:
        """Raises OSError."""
        super().__init__(parent)
        self._opening = place.open()
        self._line = self._opening.line
        self._line.setblocking(False)
        self._notifier = QSocketNotifier(self._line.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._greet)

    def close(self) -> None:
        """Those who are calling are cut off."""
        for caller in self.findChildren(_Caller):
            caller.end()
        self._notifier.setEnabled(False)
        self._opening.close()
        self.deleteLater()

    @Slot()
    def _greet(self) -> None:
        with contextlib.suppress(OSError):
            line, _ = self._line.accept()
            if sum(caller.talks for caller in self.findChildren(_Caller)) >= _CALLS_AT_ONCE:
                line.close()
                return
            _Caller(line, self._opening.admission(), self).called.connect(self.called)


class _Caller(QObject):
    """One call, from its connection to its end."""

    called = Signal(object)

    def __init__(self, line: socket.socket, admission: Admission, parent: QObject) -> None:
        super().__init__(parent)
        line.setblocking(False)
        self._line = line
        self._admission = admission
        self._said = bytearray()
        self._notifier = QSocketNotifier(line.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._look)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self.end)
        self._limit.start(_CALL_LIMIT_MS)

    @property
    def talks(self) -> bool:
        """Whether it has not come to its end."""
        return self._notifier.isEnabled()

    @Slot()
    def end(self) -> None:
        """Hang up."""
        self._limit.stop()
        self._notifier.setEnabled(False)
        self._line.close()
        self.deleteLater()

    @Slot()
    def _look(self) -> None:
        try:
            data = self._line.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._said += data
        if not data or len(self._said) > MAXIMUM_CALL_BYTES:
            self.end()
        else:
            self._hear_lines()

    def _hear_lines(self) -> None:
        while self.talks and b"\n" in self._said:
            line, _, rest = bytes(self._said).partition(b"\n")
            self._said = bytearray(rest)
            if self._admission.is_complete:
                self._take(line)
                return
            answer = self._admission.hear(line)
            try:
                if answer is None:
                    self.end()
                else:
                    self._line.send(answer)
            except OSError:
                self.end()

    def _take(self, line: bytes) -> None:
        call: Call | None = None
        with contextlib.suppress(SettingsError, OSError):
            call = read_call(line)
            self._line.send(OK)
        self.end()
        if call is not None:
            self.called.emit(call)
