"""The first window is the only one: later starts of the program call it, and it answers. GUI thread only."""

from __future__ import annotations

import contextlib
from typing import Final

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.installation import data_directory
from app.staying.calling import MAXIMUM_CALL_BYTES, OK, Answer, Call, call_window, meeting_place, read_call
from ptp_core.errors import SettingsError

_LOCK_LIMIT_MS: Final = 5000
_STALE_LOCK_MS: Final = 10_000
_CALL_LIMIT_MS: Final = 5000
_CALLS_AT_ONCE: Final = 8


class FirstWindow(QObject):
    """`claim` first, `close` at the end.

    Signals:
        called(Call): another start of the program wants this.
    """

    called = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

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
            if answer is Answer.NOBODY and locked:
                self._listen(place)
        finally:
            lock.unlock()
        return True

    def close(self) -> None:
        """Answer nobody any more: who starts the program from now on gets a window of their own. May be called
        twice."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            server.deleteLater()

    def _listen(self, place: str) -> None:
        # Nobody answered there: it is what a program that was killed left behind.
        QLocalServer.removeServer(place)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.setMaxPendingConnections(_CALLS_AT_ONCE)
        server.newConnection.connect(self._greet)
        if server.listen(place):
            self._server = server
        else:
            server.deleteLater()

    @Slot()
    def _greet(self) -> None:
        while self._server is not None and (line := self._server.nextPendingConnection()) is not None:
            caller = _Caller(line, self)
            caller.called.connect(self.called)
            caller.look()


class _Caller(QObject):
    """One call, from its connection to its end."""

    called = Signal(object)

    def __init__(self, line: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._line = line
        self._told = False
        line.setParent(self)
        line.setReadBufferSize(MAXIMUM_CALL_BYTES)
        line.readyRead.connect(self.look)
        line.disconnected.connect(self.deleteLater)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._give_up)
        self._limit.start(_CALL_LIMIT_MS)

    @Slot()
    def look(self) -> None:
        """More may have come."""
        if self._told or not self._line.canReadLine():
            if self._line.bytesAvailable() >= MAXIMUM_CALL_BYTES:
                self._line.abort()
            return
        self._told = True
        try:
            call: Call = read_call(bytes(self._line.readLine(MAXIMUM_CALL_BYTES).data()))
        except SettingsError:
            self._line.abort()
            return
        self._line.write(OK)
        self._line.disconnectFromServer()
        self.called.emit(call)

    @Slot()
    def _give_up(self) -> None:
        self._line.abort()
